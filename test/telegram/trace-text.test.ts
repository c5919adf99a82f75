/**
 * Logs as people paste them: every way of saying who sent a line and when, lines that go on, dumps, text beside the octets.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { inputOctets, inputParts } from '../../src/telegram';

const seen = (text: string): unknown[] => inputParts(text).map(({ direction, octets }) => `${direction ?? '-'} ${toHex(octets)}`);

const logs: readonly (readonly [name: string, text: string, ...parts: string[]])[] = [
  ['directions and times', 'TX: 14:23:01 7E A0 07\nRX: 14:23:02 7E A0 1E', 'tx 7EA007', 'rx 7EA01E'],
  ['tabs and hex without blanks', 'TX: 14:23:01\t7EA007\r\nRX: 14:23:02\t7EA01E', 'tx 7EA007', 'rx 7EA01E'],
  ['frames over several lines', 'RX: 14:23:02 7E A0 07 03 21\n  93 0F 01 7E\nTX: 7E A0', 'rx 7EA0070321930F017E', 'tx 7EA0'],
  [
    'a head line and the octets below',
    '[2017-09-12 23.18.43.731 - Received 41 (0x29) bytes]\n7E A0 27 01 02 01 10 5A  87 E6 E7 00\n17 12 2A',
    'rx 7EA027010201105A87E6E70017122A',
  ],
  [
    'the parties and an arrow',
    '2024-01-05 10:00:01.123 DEBUG client -> meter 7ea00703\n2024-01-05 10:00:01.223 DEBUG client <- meter 7ea01e03',
    'tx 7EA00703',
    'rx 7EA01E03',
  ],
  ['words', 'HDLC Send: 7E A0 07 03\nHDLC Recv: 7E A0 1E 21', 'tx 7EA00703', 'rx 7EA01E21'],
  ['counts and 0x', 'Send (3 bytes): 0x7E, 0xA0, 0x20\nRecv (3 bytes): 0x7E, 0xA0, 0x21', 'tx 7EA020', 'rx 7EA021'],
  ['arrows', '-> 7EA007\n<- 7EA01E', 'tx 7EA007', 'rx 7EA01E'],
  ['arrows and colons', '>> 7E:A0:07:03\n<< 7E:A0:08:03', 'tx 7EA00703', 'rx 7EA00803'],
  ['brackets', '[TX] C001C100\n[RX] C401C100', 'tx C001C100', 'rx C401C100'],
  ['remarks behind', 'send: C0 01 C1 00 08   // get clock\nrecv: C4 01', 'tx C001C10008', 'rx C401'],
  ['dumps with offsets', 'TX:\n0000: 7E A0 07 03 21\n0005: 93 0F 01 7E\nRX:\n0000: 7E A0', 'tx 7EA0070321930F017E', 'rx 7EA0'],
  ['times only', '14:23:01 7E A0 07\n14:23:02 7E A0 08', '- 7EA0077EA008'],
  ['whole frames with times only', '14:23:01 7E A0 02 7E\n14:23:02 C0 01', '- 7EA0027E', '- C001'],
  ['times with a colon', '19:13:23.339 : 7e a0 6d ce\n19:13:23.376 : a9 8d', '- 7EA06DCEA98D'],
  [
    'words in brackets',
    '[08:54:20][D][uart_debug:109]: <<< BA AD 7E\n[08:54:20][D][uart_debug:109]: <<< 7E A0 79 CF 00 02\n[08:54:20][D][uart_debug:109]: <<< 70 04',
    'rx BAAD7E',
    'rx 7EA079CF00027004',
  ],
  ['levels in front', '(D) E6 E7 00 DB  08 4B\n(D) 30 00', '- E6E700DB084B3000'],
  ['a topic in front', 'han/raw 7EA02A410883130413', '- 7EA02A410883130413'],
  [
    'remarks between and no direction',
    '06.05.23 15:36:07 lt:  749  (pv: 515 rz: 203):\n7E A0 7B CF 00 02 00 23 \n13 62 B1',
    '- 7EA07BCF000200231362B1',
  ],
];

describe('logs', () => {
  for (const [name, text, ...parts] of logs) it(`with ${name}`, () => assert.deepEqual(seen(text), parts));

  it('say when a line was written', () =>
    assert.deepEqual(
      inputParts('TX: 14:23:01.250 7E A0\nRX: 7E A1').map(({ time }) => time),
      ['14:23:01.250', null],
    ));
  it('are no logs as Python prints octets', () => assert.equal(toHex(inputOctets("b'~\\xa0*A\\x08\\r\\\\'")), '7EA02A41080D5C'));
  it('are octets in a row for who does not ask', () => assert.equal(toHex(inputOctets('TX: 7E A0\nRX: 7E A1')), '7EA07EA1'));
  it('are none without octets', () => {
    for (const text of ['TX: nothing', 'sent and received', '14:23:01 client -> meter'])
      assert.throws(() => inputParts(text), { code: 'value-invalid' });
  });
});
