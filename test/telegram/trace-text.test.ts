/**
 * Logs as people paste them: every way of saying who sent a line and when, lines that go on, dumps, text beside the octets.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { inputOctets, inputParts } from '../../src/telegram';
import { loadCapture, loadCaptures } from '../support/captures';

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
  [
    'lines whose ends were lost (FKW9/esp-smartmeter-netznoe#10)',
    '14:26:17.366 <- 68FAFA6853FF000167DB Packet was decrypted but data is invalid! 2024-01-05 14:26:25.287 -> 68FAFA6853FF000168DB bad',
    'rx 68FAFA6853FF000167DB',
    'tx 68FAFA6853FF000168DB',
  ],
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
  [
    'sentences that hold numbers: they are no octets',
    'INFO - TX: S0_R0_PF DA:1/16  Info[4]:c0 01 c1 00\n#0: 12.04 16:09 - INFO - SET CONFORMANCE: 000000000001000000010000\nKPZ: 12.04 16:09 - added 253 objects\nINFO - RX: S0_R1 Info[3]:c4 01 c1\nthe serial number of the counter 021221008639 is sent',
    'tx C001C100',
    'rx C401C1',
  ],
  [
    'sentences in front of frames',
    '3. The RF-module sends data, that I do not understand:\n7E A0 07 03\nnamely, this part: FF 01 0A 20\n4. Meter replies: 7E A0 0F 21 02',
    'tx 7EA00703',
    'rx 7EA00F2102',
  ],
  [
    'sentences of field values below the octets',
    'Hex: 00 01 00 10 00 01 00 02 C0 01\n  - Version: 0x0001\n  - Context: LN - 60 85 74 05 08 01 01\nResponse:\n  Hex: 00 01 00 01 00 10 00 02 C4 01\n   - Device: 00002A0000FF',
    '- 0001001000010002C001',
    'rx 0001000100100002C401',
  ],
  ['times without year and seconds', '12.04 16:09 - INFO - TX: 7E A0 07\n12.04 16:09 - Authentication success', 'tx 7EA007'],
  [
    'how many octets come',
    'Read (19 bytes):\n7E A0 1E\nWrite 1194 bytes: C0 01\nIRP_MJ_READ Length 34: 7E A0',
    'rx 7EA01E',
    'tx C001',
    'rx 7EA0',
  ],
  [
    'short answers behind names',
    '[main] DEBUG c.t.Foo - Received 4 bytes: C501C100\n7,1700000000.7,TX,D8010203',
    'rx C501C100',
    'tx D8010203',
  ],
  ['an answer of JSON lines', '{"t":"2024-01-05T10:00:03Z","dir":"rx","hex":"c501c100"}', 'rx C501C100'],
  [
    'a remark behind each octet',
    'Tx: 7E //Start Frame\nA0 //Des.Address\n07 //Length\n03 21 // addresses\n93 0F 01 7E //End',
    'tx 7EA0070321930F017E',
  ],
  [
    'a listing with arrows',
    '7E <- Encapsulator \nA0 AA 01 00   <- Header \nE6                        <- Header \n09 <- octet-string \n    0C <- 12 bytes \n        07 E5   <- 2021 \n        80 00   <- UTC offset, 80 00 = not specified \n',
    '- 7EA0AA0100E6090C07E58000',
  ],
  [
    'a listing with tabs',
    '68FAFA68 \t\t\t4 M-Bus Start long frame, FA=länge=250\n53FF00 \t\t\t\t3 C field\n0167 \t\t\t\t2 ?\n4B464D65509C2EFD \t8 System Title',
    '- 68FAFA6853FF0001674B464D65509C2EFD',
  ],
  ['remarks of a source', '// DM:\n// 7E A0 08 21 00 41 1F 4D 09 7E', '- 7EA008210041' + '1F4D097E'],
  ['marks of Markdown', '{"SerialReceived":"**7E**A8A4CF02**7E7E**A8A4"}', '- 7EA8A4CF027E7EA8A4'],
  [
    'words of other languages',
    '发送：7E A0 0A 00\n接收：7E A0 23 09\nЗапрос: 7E A0 07 03\nОтвет: 7E A0 1E 21',
    'tx 7EA00A00',
    'rx 7EA02309',
    'tx 7EA00703',
    'rx 7EA01E21',
  ],
  [
    'a direction in parentheses behind other words',
    '# Frame 5: read of two (sent)\n7EA01700\n# Frame 6 (received)\n7EA02A21',
    'tx 7EA01700',
    'rx 7EA02A21',
  ],
];

/** hass-AMS issue 112, and the same octets as other languages print them; amsreader issue 493; u9n/dlms-cosem. */
const list = [
  126, 160, 42, 65, 8, 131, 19, 4, 19, 230, 231, 0, 15, 64, 0, 0, 0, 0, 1, 1, 2, 3, 9, 6, 1, 0, 1, 7, 0, 255, 6, 0, 0, 43, 42, 2, 2, 15, 0,
  22, 27, 230, 188, 126,
];
const python = String.raw`b'~\xa0*A\x08\x83\x13\x04\x13\xe6\xe7\x00\x0f@\x00\x00\x00\x00\x01\x01\x02\x03\t\x06\x01\x00\x01\x07\x00\xff\x06\x00\x00+*\x02\x02\x0f\x00\x16\x1b\xe6\xbc~'`;

/** esphome/issues 2621. */
const escaped = String.raw`"~\xA0*A\b\x83\x13\x04\x13\xE6\xE7\x00\x0F@\x00\x00\x00\x00\x01\x01\x02\x03\t\x06\x01\x00\x01\a\x00\xFF\x06\x00\x00+*\x02\x02\x0F\x00\x16\x1B\xE6\xBC~"`;

describe('octets as programs print them', () => {
  const wanted = toHex(Buffer.from(list));
  const line = '2025-12-21 22:01:06.568 DEBUG (Thread-5 (connect)) [custom_components.ams]';
  const signed = list.map((octet) => (octet > 127 ? octet - 256 : octet));
  for (const [name, text] of [
    ['a list of Python in a log', `${line} Start of package\n${line} data read from port=[${list.join(', ')}]\n${line} list_type is 1`],
    ['a list of Java', `[${signed.join(', ')}]`],
    ['bytes of Python in a log', `${line} Raw telegram: ${python}`],
    [
      'a text of ESPHome',
      `[20:41:49][D][uart_debug:152]: <<< ${escaped}\n[20:41:50][E][dsmr:116]: First byte of encrypted telegram should be 0xDB`,
    ],
    ['a bytearray', `bytearray(${python})`],
    ['bytes of Python that are hex', `han/raw b'${wanted}'`],
    ['a Buffer of Node in a message', `{"topic":"han","payload":{"type":"Buffer","data":[${list.join(',')}]},"qos":0}`],
    ['a time with fractions in front of a colon', `2023-03-22 03:28:47.882213: Got 44 bytes:\n${wanted}`],
  ])
    it(`are read: ${name}`, () => assert.equal(toHex(inputOctets(text as string)), wanted));

  it('are none where the numbers are too large', () =>
    assert.throws(() => inputOctets('Get values for [60, 68, 99, 113, 201, 204, 206, 300]'), { code: 'value-invalid' }));
});

describe('logs', () => {
  for (const [name, text, ...parts] of logs) it(`with ${name}`, () => assert.deepEqual(seen(text), parts));

  it('say when a line was written', () =>
    assert.deepEqual(
      inputParts('TX: 14:23:01.250 7E A0\nRX: 7E A1').map(({ time }) => time),
      ['14:23:01.250', null],
    ));
  it('are no logs as Python prints octets', () => assert.equal(toHex(inputOctets("b'~\\xa0*A\\x08\\r\\\\'")), '7EA02A41080D5C'));
  it('are octets in a row for who does not ask', () => assert.equal(toHex(inputOctets('TX: 7E A0\nRX: 7E A1')), '7EA07EA1'));
  it('may show a buffer again whenever more came (smartmeter-datacollector)', () => {
    const frames = loadCapture('push-iskra-ch-vse').frames.map(({ hex }) => hex);
    const octets = fromHex(frames.join(''));
    const head = 'Jan 30 21:40:32 raspberrypi smartmeter-datacollector[1175]: DEBUG:smartmeter:';
    const shown = (size: number): string => `${head}HDLC Buffer: ${toHex(octets.subarray(0, size)).replace(/(..)(?=.)/g, '$1 ')}`;
    const log = [11, 100, 250, octets.length].map(shown).join(`\n${head}HDLC frame incomplete and will not be parsed yet.\n`);
    assert.equal(toHex(inputOctets(log)), toHex(octets));
    // Twice the same is no buffer that grew.
    assert.equal(inputOctets(`${shown(166)}\n${shown(166)}`).length, 2 * 166);
  });
  // Expressions that try every way to divide a run, or begin anew at each part of it, would take hours.
  it('may hold long runs of anything', () => {
    const blanks = ' '.repeat(2_000_000);
    for (const text of [`${blanks}x`, `x${blanks}x`, `7E A0${blanks}x`, `x${' /ABC5'.repeat(300_000)}\rx`])
      assert.throws(() => inputParts(text), { code: 'value-invalid' });
  });
  it('are none without octets', () => {
    for (const text of ['TX: nothing', 'sent and received', '14:23:01 client -> meter'])
      assert.throws(() => inputParts(text), { code: 'value-invalid' });
  });
});

describe('octets in every writing', () => {
  const octets = Buffer.from('7EA02A4108831304130D0A7E0102030405060708090A7E', 'hex');
  const hex = (separator = '', upper = true): string => {
    const text = [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(separator);
    return upper ? text.toUpperCase() : text;
  };
  const lines = (size: number, line: (part: Buffer, index: number) => string): string =>
    Array.from({ length: Math.ceil(octets.length / size) }, (_, i) => line(octets.subarray(i * size, (i + 1) * size), i)).join('\n');
  const spaced = (part: Buffer): string => (part.toString('hex').match(/../g) ?? []).join(' ');
  const offset = (i: number, radix: number, width: number): string => (i * 16).toString(radix).padStart(width, '0');
  const printed = (part: Buffer): string => part.toString('latin1').replace(/[^\x20-\x7e]/g, '.');

  const forms: Readonly<Record<string, string>> = {
    'hex with points and their number, as ESPHome writes it': `${hex('.')} (${octets.length})`,
    'log lines of ESPHome': lines(11, (part) => `[08:54:20][V][dlms_meter:529]: ${spaced(part).replace(/ /g, '.')}`),
    'one digit where it is enough': [...octets].map((octet) => `0x${octet.toString(16)}`).join(', '),
    'decimal numbers': [...octets].join(' '),
    'a JSON list': JSON.stringify([...octets]),
    'a Buffer as JSON': JSON.stringify(octets),
    'an array of C': `const uint8_t frame[] = {\n${lines(11, (part) => `    ${[...part].map((octet) => `0x${octet.toString(16).padStart(2, '0')}`).join(', ')},`)}\n};`,
    'hexdump -C with its last line': `${lines(16, (part, i) => `${offset(i, 16, 8)}  ${spaced(part)}  |${printed(part)}|`)}\n${octets.length.toString(16).padStart(8, '0')}`,
    'od -t x1 with octal offsets': `${lines(16, (part, i) => `${offset(i, 8, 7)} ${spaced(part)}`)}\n${octets.length.toString(8).padStart(7, '0')}`,
    'hex with an h behind': [...octets].map((octet) => `${octet.toString(16).padStart(2, '0')}h`).join(' '),
    'lines that are counted': lines(4, (part, i) => `${i + 1}: ${spaced(part)}`),
    'candump with seconds since 1970': `(1700000000.123456) ${hex(' ')}`,
    'a time with an arrow in front of each line': lines(11, (part) => `21:07:02.356 :>${spaced(part)} `),
    'lines of which the last has one octet': lines(11, (part) => `[08:54:20][D][uart_debug:109]: <<< ${spaced(part)}`),
    'Python with quotes': `frame = bytes.fromhex(\n${lines(11, (part) => `    "${part.toString('hex')}"`)}\n)`,
  };
  // A group of an expression that is repeated takes a place on the stack for each time: millions are too many.
  it('may have millions in one line', () => {
    const many = '7e'.repeat(4_000_000);
    for (const text of [many, `HDLC frame:\n${many}`]) assert.equal(inputOctets(text).length, 4_000_000);
  });
  it('is refused as too long where a literal of a program has millions', () => {
    for (const text of [`b'${'\\x7e'.repeat(4_000_000)}'`, `0000: ${'7e '.repeat(4_000_000)}`])
      assert.throws(() => inputOctets(text), { code: 'limit-exceeded', message: /^a line of the text is too long/ });
  });
  for (const [name, text] of Object.entries(forms)) it(`as ${name}`, () => assert.equal(toHex(inputOctets(text)), toHex(octets)));
});

describe('recorded sessions in the forms of programs', () => {
  const spaced = (hex: string, separator = ' '): string => (hex.match(/../g) ?? []).join(separator);
  type Form = (isSent: boolean, hex: string, index: number) => string;
  const forms: Readonly<Record<string, Form>> = {
    GXDLMSDirector: (tx, hex, i) => `${tx ? 'TX' : 'RX'}: 12:0${i % 10}:33\t${spaced(hex)}`,
    jDLMS: (tx, hex) => `${tx ? 'Send' : 'Received'} message: ${spaced(hex)}`,
    'dlms-cosem': (tx, hex) => `INFO:dlms:${tx ? 'Sent' : 'Received'}: b'${spaced(hex, '\\x').replace(/^/, '\\x')}'`,
    ESPHome: (tx, hex) => `[08:54:20][D][uart_debug:109]: ${tx ? '>>>' : '<<<'} ${spaced(hex, ':')}`,
    'an ESPHome component': (tx, hex) => `[12:00:00.123][V][dlms_cosem:455]: ${tx ? 'TX' : 'RX'}: ${spaced(hex, '.')} (${hex.length / 2})`,
    log4j: (tx, hex, i) =>
      `2024-01-05 10:00:0${i % 10}.123 [main] DEBUG c.t.Foo - ${tx ? 'Sending' : 'Received'} ${hex.length / 2} bytes: ${hex}`,
    DLMS_SPODES_client: (tx, hex) =>
      `KPZ1: 22.05 10:19 - DLMSClient.DLMS_SPODES_client.logger - INFO - ${tx ? 'TX' : 'RX'}: S1_R1 DA:1/16 Info[9]:${spaced(hex)}`,
    'a table of values': (tx, hex, i) => `${i},1700000000.${i},${tx ? 'TX' : 'RX'},${hex}`,
    'lines of JSON': (tx, hex, i) => `{"t":"2024-01-05T10:00:0${i % 10}Z","dir":"${tx ? 'tx' : 'rx'}","hex":"${hex}"}`,
    'a table of Markdown': (tx, hex, i) => `| ${i} | ${tx ? 'PC->Meter' : 'Meter->PC'} | ${spaced(hex)} |`,
    'octets below a head line': (tx, hex) =>
      `${tx ? 'Write' : 'Read'} (${hex.length / 2} bytes):\n${spaced(hex).replace(/(.{47}) /g, '$1\n')}`,
    German: (tx, hex) => `${tx ? 'Gesendet' : 'Empfangen'}: ${spaced(hex)}`,
  };
  /** Frames of one direction behind one another may be one part. */
  const turns = (parts: readonly { readonly direction: string | null; readonly hex: string }[]): string =>
    parts.reduce((all, { direction, hex }, i) => all + (direction === parts[i - 1]?.direction ? hex : ` ${direction} ${hex}`), '');

  const sessions = loadCaptures().filter(({ kind, frames }) => kind === 'session' && frames.length > 1);
  for (const [name, form] of Object.entries(forms)) {
    it(name, () => {
      assert.ok(sessions.length >= 19);
      for (const { id, frames } of sessions) {
        const log = frames.map(({ dir, hex }, i) => form(dir === 'tx', hex, i)).join('\n');
        const read = inputParts(log).map(({ direction, octets }) => ({ direction, hex: toHex(octets) }));
        assert.equal(turns(read), turns(frames.map(({ dir, hex }) => ({ direction: dir, hex: hex.toUpperCase() }))), id);
      }
    });
  }

  // gurux.fi: logs of examples of the Gurux library, where `<-` is what the program sends.
  it('arrows that point the other way than elsewhere', () => {
    for (const id of ['sess-circutor-hdlc', 'sess-lg-e650-coded-gx', 'sess-gosem-notification-between']) {
      const { frames } = loadCapture(id);
      const log = frames.map(({ dir, hex }) => `${dir === 'tx' ? '<-' : '->'} ${spaced(hex)}`).join('\n');
      const read = inputParts(log).map(({ direction, octets }) => ({ direction, hex: toHex(octets) }));
      assert.equal(turns(read), turns(frames.map(({ dir, hex }) => ({ direction: dir, hex: hex.toUpperCase() }))), id);
    }
  });

  it('a log in which everything is received, the own echo as well, stays as it says', () => {
    const { frames } = loadCapture('sess-circutor-hdlc');
    const read = inputParts(frames.map(({ hex }) => `RX ${spaced(hex)}`).join('\n'));
    assert.ok(read.every(({ direction }) => direction === 'rx'));
  });
});
