/**
 * Logs of amsreader, which show a message layer by layer: it is read once, and deciphered where the log has deciphered it.
 */
import assert from 'node:assert/strict';
import { createTelegramDecoder, inputParts, type TelegramEvent } from '../../src/telegram';
import { withoutLayers } from '../../src/telegram/trace-layers';

/** amsreader-firmware issue 615: an AM550 in Slovenia, not ciphered. */
const plain = [
  'DLMS',
  'No HAN data received last 30s, single blink',
  'HDLC frame:',
  '7E A0 81 CF  02 23 13 85  E1 E6 E7 00  0F 00 00 0D',
  '7E 0C 07 E7  07 18 01 13  28 19 00 FF  88 80 02 12',
  '09 10 49 53  4B 31 30 33  30 37 38 39  33 37 35 36',
  '30 36 09 08  31 36 38 32  30 30 30 35  06 00 00 05',
  '71 06 00 00  00 00 06 00  00 00 00 06  00 00 02 E2',
  '12 09 4B 12  09 4B 12 08  F8 12 00 67  12 00 7D 12',
  '02 55 06 00  00 00 10 06  00 00 00 33  06 00 00 05',
  '2D 06 00 00  00 00 06 00  00 00 00 06  00 00 00 00',
  'DF 42 7E',
  'LLC frame:',
  'E6 E7 00 0F  00 00 0D 7E  0C 07 E7 07  18 01 13 28',
  '19 00 FF 88  80 02 12 09  10 49 53 4B  31 30 33 30',
  '37 38 39 33  37 35 36 30  36 09 08 31  36 38 32 30',
  '30 30 35 06  00 00 05 71  06 00 00 00  00 06 00 00',
  '00 00 06 00  00 02 E2 12  09 4B 12 09  4B 12 08 F8',
  '12 00 67 12  00 7D 12 02  55 06 00 00  00 10 06 00',
  '00 00 33 06  00 00 05 2D  06 00 00 00  00 06 00 00',
  '00 00 06 00  00 00 00',
  'DLMS frame:',
  '0F 00 00 0D  7E 0C 07 E7  07 18 01 13  28 19 00 FF',
  '88 80 02 12  09 10 49 53  4B 31 30 33  30 37 38 39',
  '33 37 35 36  30 36 09 08  31 36 38 32  30 30 30 35',
  '06 00 00 05  71 06 00 00  00 00 06 00  00 00 00 06',
  '00 00 02 E2  12 09 4B 12  09 4B 12 08  F8 12 00 67',
  '12 00 7D 12  02 55 06 00  00 00 10 06  00 00 00 33',
  '06 00 00 05  2D 06 00 00  00 00 06 00  00 00 00 06',
  '00 00 00 00',
];

/** Issue 787: an AM550 in Carinthia, ciphered; the octets behind `GCM frame` and `DLMS frame` are deciphered. */
const ciphered = [
  '(V) HDLC frame:',
  '(V) 7E A0 77 CF  02 23 13 BB  45 E6 E7 00  DB 08 49 53',
  '(V) 4B 69 74 AC  00 8F 5F 20  00 03 D7 84  16 5F 78 9E',
  '(V) 00 9F 85 8B  18 0E 95 3A  40 42 33 85  0F C5 97 31',
  '(V) 99 A0 48 3A  05 91 1C 11  9D ED 0F D1  7D 9A 3B CF',
  '(V) 06 2C C3 B1  2F 70 85 7A  D3 20 CE 90  69 BE 88 50',
  '(V) 52 7B 15 90  95 0D B2 90  0F 1B AA 67  81 D4 C5 20',
  '(V) F0 76 FA 57  2C C3 24 1E  A6 FD 8F E7  20 9B 85 B2',
  '(V) 8B 90 E3 87  80 1D 4A 08  7E',
  '(V) LLC frame:',
  '(V) E6 E7 00 DB  08 49 53 4B  69 74 AC 00  8F 5F 20 00',
  '(V) 03 D7 84 16  5F 78 9E 00  9F 85 8B 18  0E 95 3A 40',
  '(V) 42 33 85 0F  C5 97 31 99  A0 48 3A 05  91 1C 11 9D',
  '(V) ED 0F D1 7D  9A 3B CF 06  2C C3 B1 2F  70 85 7A D3',
  '(V) 20 CE 90 69  BE 88 50 52  7B 15 90 95  0D B2 90 0F',
  '(V) 1B AA 67 81  D4 C5 20 F0  76 FA 57 2C  C3 24 1E A6',
  '(V) FD 8F E7 20  9B 85 B2 8B  90 E3 87 80  1D',
  '(V) GCM frame:',
  '(V) DB 08 49 53  4B 69 74 AC  00 8F 5F 20  00 03 D7 84',
  '(V) 0F 00 03 D7  85 0C 07 E8  05 07 02 15  0B 11 00 FF',
  '(V) 88 80 02 0C  09 06 00 06  19 09 00 FF  09 0D 31 31',
  '(V) 32 31 33 37  38 33 38 31  31 39 39 09  04 15 0B 11',
  '(V) 00 09 05 07  E8 05 07 02  06 00 DB 45  00 06 00 06',
  '(V) 6B E5 06 00  16 36 F8 06  00 23 00 B0  06 00 00 00',
  '(V) 09 06 00 00  00 00 09 00  09 00',
  '(V) DLMS frame:',
  '(V) 0F 00 03 D7  85 0C 07 E8  05 07 02 15  0B 11 00 FF',
  '(V) 88 80 02 0C  09 06 00 06  19 09 00 FF  09 0D 31 31',
  '(V) 32 31 33 37  38 33 38 31  31 39 39 09  04 15 0B 11',
  '(V) 00 09 05 07  E8 05 07 02  06 00 DB 45  00 06 00 06',
  '(V) 6B E5 06 00  16 36 F8 06  00 23 00 B0  06 00 00 00',
  '(V) 09 06 00 00  00 00 09 00  09 00',
];

function eventsOf(log: string): TelegramEvent[] {
  const decoder = createTelegramDecoder();
  const octets = Buffer.concat(inputParts(log).map((part) => part.octets));
  return [...decoder.push(octets, 0), ...decoder.end(1)];
}

const told = (events: readonly TelegramEvent[]): unknown[] =>
  events.map((event) => (event.kind === 'telegram' ? [event.meter.id, event.link.framing, event.readings[6]?.value] : event.kind));

describe('a log that shows each message layer by layer', () => {
  const fromFrame = ['ISK1030789375606', 'hdlc', 237.9];
  const fromApdu = ['1121378381199', 'raw', 0x1636f8];

  it('gives it once, as the frame that it came in', () => {
    assert.deepEqual(told(eventsOf(plain.join('\n'))), [fromFrame]);
    assert.deepEqual(told(eventsOf([...plain, ...plain].join('\n'))), [fromFrame, fromFrame]);
  });

  it('gives it deciphered, where the log shows it so', () => {
    assert.deepEqual(told(eventsOf(ciphered.join('\n'))), [fromApdu]);
    assert.deepEqual(told(eventsOf([...ciphered, ...ciphered].join('\n'))), [fromApdu, fromApdu]);
  });

  it('has the frame alone where nothing was deciphered', () => {
    const beginning = ciphered.slice(0, ciphered.indexOf('(V) GCM frame:'));
    assert.deepEqual(told(eventsOf(beginning.join('\n'))), ['error']);
  });

  it('is no other log', () => {
    const log = plain.slice(2, -8).join('\n');
    for (const text of ['7E A0 08', `sent\n${log}`.replaceAll(' frame:', ':'), '']) assert.equal(withoutLayers(text), text);
  });
});
