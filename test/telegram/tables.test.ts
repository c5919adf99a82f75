/**
 * Rows with times of their own in notifications: profiles that are sent with their columns, tables among other values, and
 * rows that name each value.
 */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';
import { createTelegramDecoder, type Telegram } from '../../src/telegram';
import { array, i8, octets as octetsOf, structure, text, u16 } from './push-bodies';

const octets = (hex: string): Data => octetsOf(fromHex(hex));
const named = (name: string): Data => octetsOf(Buffer.from(name, 'latin1'));
const u8 = (value: number): Data => ({ type: 'unsigned', value });
const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const unit = (scaler: number, value: number): Data => structure(i8(scaler), { type: 'enum', value });
/** Central Europe in summer: 12:00, 12:15, 12:30. */
const clock = (quarter: number): Data => octets(`07E60603050C${(quarter * 15).toString(16).padStart(2, '0')}0000FF8880`);
const iso = (quarter: number): string => `2022-06-03T12:${quarter === 0 ? '00' : quarter * 15}:00+02:00`;
const imported = '0100010800FF';
const exported = '0100020800FF';

function telegramOf(octetsOrBody: Buffer | Data): Telegram {
  const apdu = (body: Data): Buffer =>
    encodeApdu({
      kind: 'data-notification',
      value: { longInvokeIdAndPriority: 1, dateTime: Buffer.alloc(0), dateTimeTagged: false, notificationBody: body },
    });
  const decoder = createTelegramDecoder();
  const input = Buffer.isBuffer(octetsOrBody) ? octetsOrBody : apdu(octetsOrBody);
  const [event, ...more] = [...decoder.push(input, 0), ...decoder.end(1)];
  assert.ok(event?.kind === 'telegram', event?.kind === 'error' ? event.error.message : event?.kind);
  assert.equal(more.length, 0);
  return event;
}

const cells = ({ readings }: Telegram): unknown[] => readings.map(({ obis, value, unit: symbol, time }) => [obis, value, symbol, time]);

/** Manual of the Elvaco CMe3100, 7.6.1.1: names, push setup, profile, capture objects, entries, units and scalers. */
describe('a profile that is pushed with its columns (Elvaco CMe3100)', () => {
  const column = (classId: number, obis: string): Data => structure(u16(classId), octets(obis), i8(2), u16(0));
  const columns = array(column(8, '0000010000FF'), column(3, imported), column(3, exported));
  const rows = array(...[0, 1].map((quarter) => structure(clock(quarter), u32(100 + quarter), u32(7))));
  const head = [octets('0001190900FF'), octets('0100630100FF'), columns, rows];
  const expected = [0, 1].flatMap((quarter) => [
    ['1-0:1.8.0*255', (100 + quarter) * 1000, 'Wh', iso(quarter)],
    ['1-0:2.8.0*255', 7000, 'Wh', iso(quarter)],
  ]);

  for (const [what, units] of [
    ['each register', [unit(3, 30), unit(3, 30)]],
    ['each column', [unit(0, 255), unit(3, 30), unit(3, 30)]],
  ] as const)
    it(`gives each cell with its object, unit and time, with units for ${what}`, () => {
      const telegram = telegramOf(structure(named('KAM1620000000456'), ...head, array(...units)));
      assert.deepEqual(cells(telegram), expected);
      assert.equal(telegram.readings[0]?.unitFrom, 'telegram');
      assert.equal(telegram.meter.id, 'KAM1620000000456');
    });

  it("of a meter behind a gateway is the meter's", () => {
    const telegram = telegramOf(structure(named('ELV1030700541660'), named('KAM1620000000456'), ...head, array(unit(3, 30), unit(3, 30))));
    assert.deepEqual(cells(telegram), expected);
    assert.equal(telegram.meter.id, 'KAM1620000000456');
  });

  it('gives raw values without units', () => {
    const telegram = telegramOf(structure(named('KAM1620000000456'), ...head));
    assert.deepEqual(cells(telegram)[0], ['1-0:1.8.0*255', 100, null, iso(0)]);
  });
});

/** The same manual, 7.6.1.2: { time, object, code } and perhaps a text, behind the name of the log. */
describe('rows that name their values', () => {
  const first = structure(clock(0), octets('0000600B00FF'), u8(7));
  const second = structure(clock(1), octets('0000600B01FF'), u8(8), text('cover 1234567 opened'));
  const expected = [
    ['0-0:96.11.0*255', 7, null, iso(0)],
    ['0-0:96.11.1*255', 8, null, iso(1)],
  ];

  it('have each the time of its row (Elvaco CMe3100: events of the gateway)', () => {
    const body = structure(named('ELV1030700541660'), octets('0001190900FF'), octets('0000636200FF'), array(first, second));
    const telegram = telegramOf(body);
    assert.deepEqual(cells(telegram), expected);
    assert.equal(telegram.meter.id, 'ELV1030700541660');
  });

  it('may be all of the body', () => assert.deepEqual(cells(telegramOf(array(first, second))), expected));

  it('may have several values, each with its unit', () => {
    const pair = (obis: string, value: number): Data => structure(octets(obis), u32(value), unit(0, 30));
    const row = (quarter: number): Data => structure(clock(quarter), pair(imported, 5 + quarter), pair(exported, 1));
    assert.deepEqual(cells(telegramOf(array(row(0), row(1)))), [
      ['1-0:1.8.0*255', 5, 'Wh', iso(0)],
      ['1-0:2.8.0*255', 1, 'Wh', iso(0)],
      ['1-0:1.8.0*255', 6, 'Wh', iso(1)],
      ['1-0:2.8.0*255', 1, 'Wh', iso(1)],
    ]);
  });
});

describe('a table among values without codes', () => {
  /** gurux.fi, forum 19956: number of the meter, then five rows of clock, status and four energies; posted up to the first row's time. */
  const begin = '00010001006600DE0F000000000C07E60603050C1E0000003C800202090831303036343532360105';
  const row = (minute: number): string =>
    `0206090C07E60603050C${minute.toString(16).padStart(2, '0')}0000003C801108060000000106000000020600000003060000${minute.toString(16).padStart(4, '0')}`;

  it('is read cell by cell, each with the time of its row', () => {
    const telegram = telegramOf(fromHex(begin + [10, 15, 20, 25, 30].map(row).join('')));
    assert.equal(telegram.meter.id, '10064526');
    assert.equal(telegram.readings.length, 1 + 5 * 5);
    assert.deepEqual(
      telegram.readings.slice(0, 4).map(({ name, value, time }) => [name, value, time]),
      [
        ['value 1', '10064526', '2022-06-03T12:30:00-01:00'],
        ['value 2.2', 8, '2022-06-03T12:10:00-01:00'],
        ['value 2.3', 1, '2022-06-03T12:10:00-01:00'],
        ['value 2.4', 2, '2022-06-03T12:10:00-01:00'],
      ],
    );
    const last = telegram.readings.at(-1);
    assert.deepEqual([last?.name, last?.value, last?.time], ['value 2.6', 30, '2022-06-03T12:30:00-01:00']);
    assert.match(telegram.notes.join(' '), /list of 2 values .* list of 6 values/);
  });

  it('is read by a template for its rows', () => {
    const template = {
      id: 'rows',
      title: 'Rows',
      items: ['0.0.1.0.0.255', '1.0.1.8.0.255', '1.0.2.8.0.255'].map((obis, i) => ({ obis, ...(i > 0 ? { scaler: 1, unit: 30 } : {}) })),
    };
    const body = structure(text('10064526'), array(structure(clock(0), u32(1), u32(2)), structure(clock(1), u32(3), u32(4))));
    const value = { longInvokeIdAndPriority: 1, dateTime: Buffer.alloc(0), dateTimeTagged: false, notificationBody: body };
    const event = createTelegramDecoder({ templates: [template] }).apdu(encodeApdu({ kind: 'data-notification', value }), 0);
    assert.ok(event.kind === 'telegram');
    assert.deepEqual(cells(event).slice(1), [
      ['1-0:1.8.0*255', 10, 'Wh', iso(0)],
      ['1-0:2.8.0*255', 20, 'Wh', iso(0)],
      ['1-0:1.8.0*255', 30, 'Wh', iso(1)],
      ['1-0:2.8.0*255', 40, 'Wh', iso(1)],
    ]);
  });
});
