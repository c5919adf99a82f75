/**
 * What people log and listen to: bodies of notifications alone, as Tasmota ("decrypted block") and amsreader ("application
 * data") log them; frames without their last flag; streams from their middle.
 */
import assert from 'node:assert/strict';
import { fromHex } from '../../src/bytes';
import { createTelegramDecoder, inputOctets, type Telegram, type TelegramEvent } from '../../src/telegram';
import { bareList } from '../../src/telegram/bare-list';
import { loadCapture } from '../support/captures';

function decoded(octets: Buffer): TelegramEvent[] {
  const decoder = createTelegramDecoder({ source: 'log' });
  return [...decoder.push(octets, 0), ...decoder.end(1)];
}
const telegramOf = (octets: Buffer): Telegram => {
  const events = decoded(octets);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['telegram'],
  );
  return events[0] as Telegram;
};
const seen = ({ readings }: Telegram): unknown[] => readings.map(({ obis, value, unit }) => [obis, value, unit]);

describe('a list of values alone', () => {
  it('of a Landis+Gyr E450 in Austria (Tasmota issue 23027)', () => {
    const log = [
      '21:07:02.354 SML: decrypted block: 50 bytes',
      '21:07:02.356 :>02 0b 12 00 e4 12 00 e2 12 00 e6 12 03 0d 12 05 ',
      '21:07:02.358 :>ca 12 02 83 06 00 00 15 38 06 00 00 00 00 06 02 ',
      '21:07:02.359 :>63 bd 78 06 00 00 00 00 09 08 33 30 30 35 32 30 ',
      '21:07:02.361 :>30 32 ',
    ].join('\n');
    const telegram = telegramOf(inputOctets(log));
    assert.equal(telegram.template, 'landis-gyr-at-11');
    assert.deepEqual([telegram.longInvokeIdAndPriority, telegram.confirmed, telegram.meter.id], [null, false, '30052002']);
    assert.deepEqual(seen(telegram), [
      ['1-0:32.7.0*255', 228, 'V'],
      ['1-0:52.7.0*255', 226, 'V'],
      ['1-0:72.7.0*255', 230, 'V'],
      ['1-0:31.7.0*255', 7.81, 'A'],
      ['1-0:51.7.0*255', 14.82, 'A'],
      ['1-0:71.7.0*255', 6.43, 'A'],
      ['1-0:1.7.0*255', 5432, 'W'],
      ['1-0:2.7.0*255', 0, 'W'],
      ['1-0:1.8.0*255', 40091000, 'Wh'],
      ['1-0:2.8.0*255', 0, 'Wh'],
      ['0-0:96.1.0*255', '30052002', null],
    ]);
  });

  it('of Landis+Gyr E450 in Vienna, several in one log, whose last lines stand there twice (tasmota-sml-parser issue 5)', () => {
    const log = [
      ['22:43:59.740 SML: decrypted block: 56 bytes'],
      [
        '22:43:59.742 :>02 09 09 0c 07 e7 09 13 02 16 2c 01 ff 80 00 80 ',
        '22:43:59.744 :>06 00 03 66 5d 06 00 00 35 fa 06 00 00 28 ca 06 ',
      ],
      ['22:43:59.747 :>00 01 c6 68 06 00 00 0a cd 06 00 00 00 00 06 00 ', '22:43:59.749 :>00 00 00 06 00 00 01 ac '],
      ['22:43:59.776 :>00 00 00 06 00 00 01 ac '],
      ['22:44:27.186 SML: decrypted block: 56 bytes'],
      [
        '22:44:27.188 :>02 09 09 0c 07 e7 09 13 02 16 2c 1b ff 80 00 80 ',
        '22:44:27.191 :>06 00 10 6f 6a 06 00 00 00 00 06 00 00 31 62 06 ',
      ],
      ['22:44:27.193 :>00 00 42 81 06 00 00 0c ab 06 00 00 00 00 06 00 ', '22:44:27.195 :>00 01 8b 06 00 00 01 4a '],
      ['22:44:27.223 :>00 01 8b 06 00 00 01 4a '],
    ].flat();
    // As the issue shows it, and as the program writes it.
    for (const lines of [log.filter((line) => line.includes(':>')), log]) {
      const events = decoded(inputOctets(lines.map((line) => `\t${line}`).join('\n')));
      assert.deepEqual(
        events.map((event) => event.kind === 'telegram' && [event.time, ...event.readings.slice(1).map(({ value }) => value)]),
        [
          ['2023-09-19T22:44:01', 222813, 13818, 10442, 116328, 2765, 0, 0, 428],
          ['2023-09-19T22:44:27', 1077098, 0, 12642, 17025, 3243, 0, 395, 330],
        ],
      );
      assert.deepEqual(seen(events[0] as Telegram).at(-1), ['1-0:4.7.0*255', 428, 'var']);
    }
  });

  it('of an Iskraemeco IE.5 in Croatia (amsreader issue 1174): 28 values', () => {
    const telegram = telegramOf(
      fromHex(
        '021C09083935373030343435 09040F002800 090507EA040702 06003DD793 0600269138 060017465B 0600000000 0600000000 0600000000 0600000240 0600000000 06000000E4 06000000C1 0600000099 0600000000 0600000000 0600000000 12096A 120977 12094F 12006B 120066 12005B 060001869F 01011224B8 01011224B8 01011224B8 0301'.replace(
          /\s/g,
          '',
        ),
      ),
    );
    const known = seen(telegram).filter((one) => (one as unknown[])[0] !== '');
    assert.deepEqual([telegram.template, telegram.meter.id], ['iskra-hr-28', '95700445']);
    assert.deepEqual(known, [
      ['0-0:96.1.0*255', '95700445', null],
      ['1-0:0.9.1*255', '15:00:40', null],
      ['1-0:0.9.2*255', '2026-04-07', null],
      ['1-0:1.8.0*255', 4052883, 'Wh'],
      ['1-0:1.8.1*255', 2527544, 'Wh'],
      ['1-0:1.8.2*255', 1525339, 'Wh'],
      ...[0, 1, 2].map((tariff) => [`1-0:2.8.${tariff}*255`, 0, 'Wh']),
      ['1-0:1.7.0*255', 576, 'W'],
      ['1-0:2.7.0*255', 0, 'W'],
      ...[228, 193, 153].map((power, i) => [`1-0:${21 + 20 * i}.7.0*255`, power, 'W']),
      ...[0, 1, 2].map((i) => [`1-0:${22 + 20 * i}.7.0*255`, 0, 'W']),
      ...[241, 242.3, 238.3].map((voltage, i) => [`1-0:${32 + 20 * i}.7.0*255`, voltage, 'V']),
      ...[1.07, 1.02, 0.91].map((current, i) => [`1-0:${31 + 20 * i}.7.0*255`, current, 'A']),
      ['0-0:96.3.10*255', true, null],
    ]);
  });

  it('of a Siemens IM350 in Wels (xeniter/eww_ewerk_wels_smartmeter_readout, deciphered there)', () => {
    const telegram = telegramOf(
      fromHex(
        '0F00028255 0C07E6091B02000F1100FF8880 020A 09060006190900FF 09083138303239353533 0904000F1100 090507E6091B02 0601909BFE 060000306A 06003B2363 0600223375 06000002AF 0600000000'.replace(
          /\s/g,
          '',
        ),
      ),
    );
    assert.deepEqual([telegram.template, telegram.meter.id, telegram.time], ['siemens-at-10', '18029553', '2022-09-27T00:15:17+02:00']);
    assert.deepEqual([telegram.readings[0]?.classId, telegram.readings[0]?.attribute], [40, 1]);
    assert.deepEqual(seen(telegram), [
      ['0-6:25.9.0*255', '0-6:25.9.0*255', null],
      ['0-0:96.1.0*255', '18029553', null],
      ['1-0:0.9.1*255', '00:15:17', null],
      ['1-0:0.9.2*255', '2022-09-27', null],
      ['1-0:1.8.0*255', 26254334, 'Wh'],
      ['1-0:2.8.0*255', 12394, 'Wh'],
      ['1-0:3.8.0*255', 3875683, 'varh'],
      ['1-0:4.8.0*255', 2241397, 'varh'],
      ['1-0:1.7.0*255', 687, 'W'],
      ['1-0:2.7.0*255', 0, 'W'],
    ]);
  });

  it('of a Siemens IM350 in Vienna (uSMWienerNetze.pas: telegram, its values and their units)', () => {
    const telegram = telegramOf(
      fromHex(
        '0F0060B09D 0C07E7050101133927 00FF8880 020A 0910534D5331303330373030353431363630 090C07E705010113392700FF8880 06001B19C7 06000143B8 060000C109 0600081C6C 06000000EF 0600000000 0600000000 0600000073'.replace(
          /\s/g,
          '',
        ),
      ),
    );
    assert.deepEqual([telegram.template, telegram.meter.id], ['wiener-netze-10', 'SMS1030700541660']);
    assert.deepEqual(seen(telegram), [
      ['0-0:42.0.0*255', 'SMS1030700541660', null],
      ['0-0:1.0.0*255', '2023-05-01T19:57:39+02:00', null],
      ['1-0:1.8.0*255', 1776071, 'Wh'],
      ['1-0:2.8.0*255', 82872, 'Wh'],
      ['1-0:3.8.0*255', 49417, 'varh'],
      ['1-0:4.8.0*255', 531564, 'varh'],
      ['1-0:1.7.0*255', 239, 'W'],
      ['1-0:2.7.0*255', 0, 'W'],
      ['1-0:3.7.0*255', 0, 'var'],
      ['1-0:4.7.0*255', 115, 'var'],
    ]);
  });

  it('of an Aidon (amsreader issue 988)', () => {
    const log = '(V) Using application data:\n(V) 01 01 02 03  09 06 01 00  01 07 00 FF  06 00 00 01\n(V) 70 02 02 0F  00 16 1B';
    const telegram = telegramOf(inputOctets(log));
    assert.deepEqual(seen(telegram), [['1-0:1.7.0*255', 368, 'W']]);
    assert.match(telegram.notes[0] ?? '', /without the notification/);
  });

  it('is none when it is cut, has octets too many, or is short', () => {
    const whole = '020B1200E41200E21200E612030D1205CA1202830600001538060000000006';
    for (const hex of [whole, '0101020309060100010700FF060000017002020F00161B00', '0202110111', '0200', '01000000065F1F0400001F1FFFFF'])
      assert.equal(bareList(fromHex(hex)), null, hex);
    const [event, ...more] = decoded(fromHex(whole));
    assert.deepEqual([event?.kind, more.length], ['error', 0]);
  });
});

describe('a frame without its last flag', () => {
  const octets = fromHex(loadCapture('push-aidon-no-6540').frames[0]?.hex ?? '');

  it('is read when all checks fit', () => assert.equal(telegramOf(octets.subarray(0, -1)).meter.id, '7359992902081206'));
  it('is read behind a whole one', () =>
    assert.deepEqual(
      decoded(Buffer.concat([octets, octets.subarray(0, -1)])).map(({ kind }) => kind),
      ['telegram', 'telegram'],
    ));
  it('is told of when the FCS is wrong', () => {
    const damaged = Buffer.from(octets.subarray(0, -1));
    damaged[60] = (damaged[60] as number) ^ 1;
    const [event] = decoded(damaged);
    assert.match(
      event?.kind === 'error' ? event.error.message : '',
      /the closing flag is missing, and .* \(FCS\) of the 267 octets is wrong/,
    );
  });
});

describe('a stream that is listened to from the middle of a message', () => {
  const frames = loadCapture('push-iskra-ch-am550-channel1').frames.map(({ hex }) => fromHex(hex));

  for (const [missed, said] of [
    [1, '2 segments came without the beginning of the message'],
    [2, 'a segment came without the beginning of the message'],
  ] as const) {
    it(`says so when it missed ${missed} of three segments, and reads the next message`, () => {
      const [first, second, ...more] = decoded(Buffer.concat([...frames.slice(missed), ...frames]));
      assert.ok(first?.kind === 'error');
      assert.deepEqual([first.error.code, first.error.message], ['block-lost', said]);
      assert.deepEqual([second?.kind, more.length], ['telegram', 0]);
    });
  }
});

describe('an alarm of Kaifa in the Netherlands (Mx382, GXF platform: one logged, one made without time)', () => {
  for (const [what, hex, time] of [
    [
      'with a time',
      '000100670066002AC2090C07E70706040A362600FF888000018080808080000209104B413650303035303339303231313130',
      '2023-07-06T10:54:38+02:00',
    ],
    ['without', '000100670066001DC2000001808080808000020910 4B413650303035303339303231313130'.replace(' ', ''), null],
  ] as const)
    it(`${what}: its value is the number of the meter`, () => {
      const telegram = telegramOf(fromHex(hex));
      assert.deepEqual([telegram.service, telegram.time], ['event-notification', time]);
      assert.deepEqual([telegram.meter.id, telegram.meter.serialNumber], ['KA6P005039021110', 'KA6P005039021110']);
    });
});

describe('the number of a meter where no code says it', () => {
  const idOf = (hex: string): string => telegramOf(fromHex(hex)).meter.id;

  it('in an alarm of SMR5 (GXF platform: equipment id, push setup, alarm register)', () => {
    const telegram = telegramOf(
      fromHex('00010001006600280F000000010002030911455858585831323334353637383930313209060001190900FF0600000002'),
    );
    assert.equal(telegram.meter.id, 'EXXXX123456789012');
    assert.deepEqual(
      telegram.readings.map(({ obis, value }) => [obis, value]),
      [
        ['', 'EXXXX123456789012'],
        ['0-1:25.9.0*255', '0-1:25.9.0*255'],
        ['', 2],
      ],
    );
  });

  // EnergyICT: events of a concentrator and of meters behind it, with the numbers that its tests expect
  it('at the head of an event', () => {
    const beacon =
      '0001000100010042C2004E2C000080000CFF030205090E3334313537333030303238303033090C07E00318040A152B2C000000120017120000090F54616D706572206465746563746564';
    const [reading] = telegramOf(fromHex(beacon)).readings;
    assert.deepEqual(reading?.value, ['34157300028003', '2016-03-24T10:21:43.44Z', 23, 0, 'Tamper detected']);
    assert.equal(idOf(beacon), '34157300028003');
    const relayed =
      '0001001B00100039C20000010000616200FF020203090E333431353733303030323935363012001B02020910454C532D5547572D02237EFFFEFD7FCF0600200204';
    assert.equal(idOf(relayed), '34157300029560');
  });

  it('is not the logical device name beside it (Elvaco CMe3100 manual 7.6.2: name, push setup, address, system title)', () => {
    const { meter } = telegramOf(
      fromHex('0F000000010002040910454C563130333037303035343136363009060007190900FF06C0A800010908454C560000000001'),
    );
    assert.deepEqual([meter.logicalDeviceName, meter.serialNumber], ['ELV1030700541660', null]);
  });

  it('is none without a text that looks like one', () => {
    assert.equal(idOf('0001001400100010C20000010000616214FF020600002000'), 'log');
    assert.equal(idOf('0F00000001000202090B4149444F4E5F56303030310600000002'), 'log');
  });
});

describe('a log of ESPHome', () => {
  it('of a Landis+Gyr E450 in Cyprus (esphome pull request 16942): blocks in frames, 7E in a value, the next telegram cut off', () => {
    const log = [
      '[16:58:09.395][V][dlms_meter:157]: Processing frame of size: 1039 bytes',
      '[16:58:09.396][VV][dlms_meter:030]: Buffer content:',
      '[16:58:09.396][VV][dlms_meter:030]: 7EA084CEFF0313128BE6E700E04000010000700F007C83D30C07EA071206103A00FF800000020D010D020412002809060009190900FF0F021200000204120001090600002A0000FF0F02120000020412000109060000600101FF0F021200000204120001',
      '[16:58:09.399][VV][dlms_meter:030]: 09060000600E00FF0F02120000020412000309060100010801FF0F0212000008F77E7EA07DCEFF0313D045E040000200006C020412000309060100010802FF0F02120000020412000309060100020801FF0F02120000020412000309060100020802FF0F',
      '[16:58:09.399][VV][dlms_meter:030]: 02120000020412000309060100010800FF0F02120000020412000309060100020800FF0F02120000020412000309060100030800FF0F02120000B34E7E7EA084CEFF0313128BE0C00003000073020412000309060100040800FF0F021200000204120046',
      '[16:58:09.399][VV][dlms_meter:030]: 0906000060030AFF0F0312000009104C475A31303230373832353436333731090731323939363532090852415445320000000600361F58060036C67E0600018EB306002778D506006CE5D60600290788060004C70D06002714591601882B7E7EA084CEFF',
    ];
    const telegram = telegramOf(inputOctets(log.join('\n')));
    assert.deepEqual(
      [telegram.meter.id, telegram.meter.serialNumber, telegram.time],
      ['LGZ1020782546371', '1299652', '2026-07-18T16:58:00'],
    );
    assert.deepEqual(seen(telegram), [
      ['0-0:42.0.0*255', 'LGZ1020782546371', null],
      ['0-0:96.1.1*255', '1299652', null],
      ['0-0:96.14.0*255', 'RATE2', null],
      ['1-0:1.8.1*255', 0x361f58, null],
      ['1-0:1.8.2*255', 0x36c67e, null],
      ['1-0:2.8.1*255', 0x018eb3, null],
      ['1-0:2.8.2*255', 0x2778d5, null],
      ['1-0:1.8.0*255', 0x6ce5d6, null],
      ['1-0:2.8.0*255', 0x290788, null],
      ['1-0:3.8.0*255', 0x04c70d, null],
      ['1-0:4.8.0*255', 0x271459, null],
      ['0-0:96.3.10*255', 'connected', null],
    ]);
    assert.deepEqual([telegram.readings.at(-1)?.classId, telegram.readings.at(-1)?.attribute], [70, 3]);
  });
});
