/**
 * What bodies mean: every shape of a push list, templates and rules of one's own, short names, events; and octets as
 * people paste them.
 */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex, toHex } from '../../src/bytes';
import { dateTimeFrom } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';
import { isDlmsError } from '../../src/errors';
import { encodeWrapper } from '../../src/framing/wrapper';
import {
  checkTemplate,
  confirmationOf,
  createTelegramDecoder,
  type DecoderOptions,
  inputOctets,
  learnTemplate,
  replyFrame,
  type Telegram,
} from '../../src/telegram';
import { templateFor } from '../../src/telegram/templates';

const octets = (hex: string): Data => ({ type: 'octet-string', value: fromHex(hex) });
const text = (value: string): Data => ({ type: 'visible-string', value });
const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const u16 = (value: number): Data => ({ type: 'long-unsigned', value });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });
const array = (...value: Data[]): Data => ({ type: 'array', value });
const unit = (scaler: number, code: number): Data => structure({ type: 'integer', value: scaler }, { type: 'enum', value: code });
const nothing: Data = { type: 'null-data', value: null };
const code = '0100010800FF';
const other = '0100020800FF';
const time = '07EA0101040C000000FFC400';
/** The same time as a type of its own (tag 25). */
const tagged: Data = { type: 'date-time', value: dateTimeFrom(fromHex(time)) };

function telegramOf(body: Data, options: DecoderOptions = {}, id = 1): Telegram {
  const value = { longInvokeIdAndPriority: id, dateTime: fromHex(''), dateTimeTagged: false, notificationBody: body };
  const event = createTelegramDecoder(options).apdu(encodeApdu({ kind: 'data-notification', value }), 0);
  assert.ok(event.kind === 'telegram', event.kind === 'error' ? event.error.message : event.kind);
  return event;
}

const short = ({ readings }: Telegram): unknown[] => readings.map(({ obis, value, unit: symbol }) => [obis, value, symbol]);

describe('bodies of notifications', () => {
  const scaled = [
    ['1-0:1.8.0*255', 12.34, 'Wh'],
    ['1-0:2.8.0*255', 5, 'Wh'],
  ];
  const definition = (classId: number, obis: string, attribute: number): Data =>
    structure(u16(classId), octets(obis), { type: 'integer', value: attribute }, u16(0));
  const list = array(definition(40, '0006190900FF', 2), definition(3, code, 2), definition(3, other, 2));
  const one: readonly Data[] = [octets(code), u32(1234), unit(-2, 30)];
  const two: readonly Data[] = [octets(other), u32(5), unit(0, 30)];

  it('of a standard: own names, and alarm bits in words', () => {
    const { readings } = telegramOf(structure(octets('0000616200FF'), u32(3), octets('00005E5B00FF'), u32(7)), { standard: 'idis' });
    assert.deepEqual(readings[0]?.status, ['Clock invalid', 'Battery replace']);
    const indian = telegramOf(structure(octets('0000616200FF'), u32(3), octets('00005E5B00FF'), u32(7)), { standard: 'india' });
    assert.deepEqual(indian.readings.map(({ name, value, status }) => [name, value, status]).at(1), ['Cumulative tamper count', 7, null]);
    assert.equal(telegramOf(structure(octets('0000616200FF'), u32(3))).readings[0]?.status, null);
  });

  it('of structures with scaler and unit', () => assert.deepEqual(short(telegramOf(array(structure(...one), structure(...two)))), scaled));
  it('of a flat sequence', () => assert.deepEqual(short(telegramOf(structure(...one, ...two))), scaled));
  it('of a compact array', () => {
    const description = {
      type: 'structure',
      elements: [
        { type: 'octet-string' },
        { type: 'double-long-unsigned' },
        { type: 'structure', elements: [{ type: 'integer' }, { type: 'enum' }] },
      ],
    } as const;
    assert.deepEqual(short(telegramOf({ type: 'compact-array', value: [structure(...one), structure(...two)], description })), scaled);
  });
  it('of a list name, pairs and null-data for what is missing', () => {
    const telegram = telegramOf(structure(text('NAME_1'), octets(code), u32(7), nothing, nothing, octets(other), u32(8)));
    assert.equal(telegram.listName, 'NAME_1');
    assert.deepEqual(short(telegram), [
      ['1-0:1.8.0*255', 7, null],
      ['1-0:2.8.0*255', 8, null],
    ]);
  });
  it('of codes as text', () => assert.deepEqual(short(telegramOf(structure(text('1-0:1.8.0*255'), u32(7)))), [['1-0:1.8.0*255', 7, null]]));
  it('of class, code, attribute and value', () => {
    const [reading] = telegramOf(array(structure(u16(3), octets(code), { type: 'integer', value: 2 }, u32(9)))).readings;
    assert.deepEqual([reading?.classId, reading?.attribute, reading?.value], [3, 2, 9]);
  });
  it('of a clock and a meter number without codes', () => {
    const telegram = telegramOf(structure(octets(time), octets(code), u32(7), octets(toHex(Buffer.from('1812200')))));
    assert.equal(telegram.time, '2026-01-01T12:00:00+01:00');
    assert.equal(telegram.meter.id, '1812200');
  });
  it('of a device name in front and a clock with the tag of a date-time', () => {
    const named = octets(toHex(Buffer.from('LGZ1030790258946')));
    const telegram = telegramOf(structure(named, array(structure(octets('0000010000FF'), tagged), structure(octets(code), u32(1)))));
    assert.deepEqual([telegram.meter.id, telegram.listName, telegram.time], ['LGZ1030790258946', null, '2026-01-01T12:00:00+01:00']);
  });
  it('of clocks without a code, as octet-string and as date-time', () => {
    const extended = (clock: Data): Data => structure(octets(code), u32(7), unit(0, 30), { type: 'unsigned', value: 0 }, clock);
    const listed = (clock: Data): Data =>
      structure(array(definition(4, code, 2), definition(4, code, 5), definition(3, other, 2)), u32(7), clock, u32(8));
    const iso = '2026-01-01T12:00:00+01:00';
    for (const clock of [octets(time), tagged]) {
      const pairs = telegramOf(structure(clock, octets(code), u32(7)));
      assert.deepEqual([pairs.time, pairs.clockStatus, pairs.readings.map((one) => one.time)], [iso, 0, [iso]]);
      assert.equal(telegramOf(structure(clock, u32(7), u32(8))).time, iso);
      assert.equal(telegramOf(structure(clock, list, u32(1), u32(2))).time, iso);
      // the capture time of an extended register is the time of its value
      assert.equal(telegramOf(extended(clock)).readings[0]?.time, iso);
      assert.equal(telegramOf(listed(clock)).readings[0]?.time, iso);
      const { readings } = telegramOf(array(structure(clock, u32(7)), structure(nothing, u32(8))));
      assert.deepEqual(
        readings.map((one) => one.time),
        [iso, iso],
      );
    }
  });
  it('of a clock, where the date-time of the notification is not specified (Blue Book 4.1.6.1)', () => {
    const clock = structure(octets('0000010000FF'), octets(time), octets(code), u32(7));
    const value = {
      longInvokeIdAndPriority: 1,
      dateTime: fromHex('FFFFFFFFFFFFFFFFFF8000FF'),
      dateTimeTagged: false,
      notificationBody: clock,
    };
    const event = createTelegramDecoder().apdu(encodeApdu({ kind: 'data-notification', value }), 0);
    assert.ok(event.kind === 'telegram');
    assert.deepEqual(
      [event.time, event.clockStatus, event.readings.at(-1)?.time],
      ['2026-01-01T12:00:00+01:00', 0, '2026-01-01T12:00:00+01:00'],
    );
  });
  it('of a UNIX clock', () =>
    assert.equal(
      telegramOf(array(structure(octets('0000010100FF'), u32(1767265200)), structure(octets(code), u32(1)))).time,
      '2026-01-01T11:00:00.000Z',
    ));
  it('of ids padded with NUL', () => {
    const telegram = telegramOf(structure(structure(octets('0000600100FF'), text('13943597\0\0\0\0')), structure(octets(code), u32(1))));
    assert.equal(telegram.meter.id, '13943597');
    assert.equal(telegram.readings[0]?.value, '13943597');
  });

  it('of an object list and its values', () =>
    assert.deepEqual(short(telegramOf(structure(list, u32(1), u32(2)))), [
      ['1-0:1.8.0*255', 1, null],
      ['1-0:2.8.0*255', 2, null],
    ]));
  it('of an object list that does not fit its values, with a note', () => {
    const telegram = telegramOf(structure(list, u32(1)));
    assert.deepEqual(short(telegram), [['1-0:1.8.0*255', 1, null]]);
    assert.match(telegram.notes.join(), /3 entries, and 1 values follow/);
  });
  it('of a profile with its columns: one reading for each cell, with the time of its row', () => {
    const columns = array(definition(8, '0000010000FF', 2), definition(3, code, 2));
    const rows = array(structure(octets(time), u32(10)), structure(nothing, u32(11)));
    const objects = array(definition(40, '0006190900FF', 2), definition(7, '0100630100FF', 3), definition(7, '0100630100FF', 2));
    const { readings } = telegramOf(structure(objects, columns, rows));
    const cells = readings.filter(({ obis }) => obis === '1-0:1.8.0*255');
    assert.deepEqual(
      cells.map(({ value }) => value),
      [10, 11],
    );
    assert.equal(cells[0]?.time, '2026-01-01T12:00:00+01:00');
  });
  it('of values nobody knows, by position, with what a template needs', () => {
    const telegram = telegramOf(structure(u32(1), u16(2)));
    assert.deepEqual(
      telegram.readings.map(({ obis, name, value }) => [obis, name, value]),
      [
        ['', 'value 1', 1],
        ['', 'value 2', 2],
      ],
    );
    assert.match(telegram.notes.join(), /no template fits this list of 2 values.*double-long-unsigned, long-unsigned/);
  });
  it('of values nobody knows: a device name and a clock are known by their looks', () => {
    const telegram = telegramOf(structure(octets(toHex(Buffer.from('LGZ1030790258946'))), octets(time), u32(5)));
    assert.deepEqual([telegram.meter.id, telegram.time], ['LGZ1030790258946', '2026-01-01T12:00:00+01:00']);
  });
  it("of a template of one's own", () => {
    const template = checkTemplate({
      id: 'mine',
      title: 'Mine',
      items: [{ obis: '1.0.1.8.0.255', type: 'u32', scaler: -1, unit: 30 }, { obis: null }],
    });
    const telegram = telegramOf(structure(u32(15), u16(2)), { templates: [template] });
    assert.equal(telegram.template, 'mine');
    assert.deepEqual(short(telegram)[0], ['1-0:1.8.0*255', 1.5, 'Wh']);
  });
  it('of two templates that differ in the meters they are for', () => {
    const of = (id: string, more: { systemTitle?: string; firstText?: string }) => ({
      id,
      title: id,
      items: [{ obis: null }, { obis: null }],
      ...more,
    });
    const values = [u32(1), octets('4B464D')];
    const chosen = (systemTitle: string) =>
      templateFor(values, [of('kaifa', { systemTitle: '^4B464D' }), of('text', { firstText: '^KF' }), of('any', {})], { systemTitle })?.id;
    assert.equal(chosen('4B464D0000000001'), 'kaifa');
    assert.equal(chosen('4C475A0000000001'), 'text');
    assert.equal(templateFor([u32(1), u32(2)], [of('text', { firstText: '^KF' })], { systemTitle: '' }), undefined);
  });
  it('of a template learnt from the push setup', () => {
    const template = learnTemplate('learnt', 'Learnt', array(definition(3, code, 2), definition(3, other, 2)));
    assert.deepEqual(short(telegramOf(structure(u32(1), u32(2)), { templates: [template] })), [
      ['1-0:1.8.0*255', 1, null],
      ['1-0:2.8.0*255', 2, null],
    ]);
    assert.throws(() => learnTemplate('x', 'x', u32(1)), isDlmsError);
  });
  it('of a template learnt from the push setup, with scaler and unit of the registers among its values', () => {
    const template = learnTemplate('learnt', 'Learnt', array(definition(3, code, 2), definition(3, code, 3)));
    assert.deepEqual(short(telegramOf(structure(u32(15), unit(-1, 30)), { templates: [template] })), [['1-0:1.8.0*255', 1.5, 'Wh']]);
  });
  it('of two templates of one length, learnt from two push setups: each list has the one whose push setup it names', () => {
    const learnt = (setup: string, register: string) =>
      learnTemplate(setup, setup, array(definition(1, '0000600102FF', 2), definition(40, setup, 1), definition(3, register, 2)));
    const templates = [learnt('0000190900FF', code), learnt('0005190900FF', other)];
    const list = (setup: string) => telegramOf(structure(octets('4C544D3031'), octets(setup), u32(7)), { templates });
    assert.deepEqual(short(list('0000190900FF')).at(-1), ['1-0:1.8.0*255', 7, null]);
    assert.deepEqual(short(list('0005190900FF')).at(-1), ['1-0:2.8.0*255', 7, null]);
    assert.equal(list('0006190900FF').template, null);
  });
  it('of a demand register', () => {
    const started = octets(time);
    const demand = structure(octets(code), u16(15), u16(25), unit(-1, 27), nothing, started, started, u32(900), u16(1));
    assert.deepEqual(
      telegramOf(array(demand)).readings.map(({ classId, attribute, value, unit: symbol }) => [classId, attribute, value, symbol]),
      [
        [5, 2, 1.5, 'W'],
        [5, 3, 2.5, 'W'],
      ],
    );
  });
  it('of an object list behind the value of an entry before its own', () => {
    const listSecond = array(definition(1, '00002A0000FF', 2), definition(40, '0006190900FF', 2), definition(3, code, 2));
    const telegram = telegramOf(structure(octets(toHex(Buffer.from('LGZ1030790258946'))), listSecond, u32(1)));
    assert.equal(telegram.meter.id, 'LGZ1030790258946');
    assert.deepEqual(short(telegram)[1], ['1-0:1.8.0*255', 1, null]);
  });
  it('of a meter with a gas meter behind it: the id is its own', () => {
    const id = (obis: string, value: string): Data => structure(octets(obis), text(value));
    assert.equal(telegramOf(array(id('0001600100FF', 'GAS4711'), id('0000600101FF', 'E0815'))).meter.id, 'E0815');
  });
  it('tell lists of twelve by their types, not by their count alone', () => {
    const ids = [octets(toHex(Buffer.from('ISK1030789375606'))), octets(toHex(Buffer.from('16820005')))];
    const powers = telegramOf(structure(...ids, ...[2379, 2379, 2296, 103, 125, 597].map(u16), ...[1393, 0, 0, 738].map(u32)));
    assert.equal(powers.template, 'iskra-si-12-power');
    assert.deepEqual(short(powers)[2], ['1-0:32.7.0*255', 237.9, 'V']);
  });
  it('keep the name of a meter that names itself only sometimes', () => {
    const decoder = createTelegramDecoder();
    const send = (body: Data) =>
      decoder.apdu(
        encodeApdu({
          kind: 'data-notification',
          value: { longInvokeIdAndPriority: 1, dateTime: fromHex(''), dateTimeTagged: false, notificationBody: body },
        }),
        0,
      );
    send(structure(structure(octets('0000600100FF'), text('4711')), structure(octets(code), u32(1))));
    const event = send(structure(structure(octets(code), u32(1)), structure(octets(other), u32(1))));
    assert.ok(event.kind === 'telegram' && event.meter.id === '4711');
  });
});

describe('other notifications', () => {
  it('events with their attribute and time', () => {
    const event = createTelegramDecoder().apdu(fromHex(`C2010C${time}00010000600B00FF021107`), 0);
    assert.ok(event.kind === 'telegram');
    assert.deepEqual(
      [event.service, event.time, event.readings[0]?.obis, event.readings[0]?.value],
      ['event-notification', '2026-01-01T12:00:00+01:00', '0-0:96.11.0*255', 7],
    );
  });
  it('information reports with the base names that are known', () => {
    const shortNames = new Map([[0x2710, { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 }]]);
    const event = createTelegramDecoder({ shortNames }).apdu(fromHex('180002022710022720020600000007110 1'.replace(' ', '')), 0);
    assert.ok(event.kind === 'telegram');
    assert.deepEqual(
      event.readings.map(({ obis, value }) => [obis, value]),
      [
        ['1-0:1.8.0*255', 7],
        ['', 1],
      ],
    );
    assert.match(event.notes.join(), /2720/);
  });
  it('information reports with their time as characters (GeneralizedTime, IEC 61334-6), raw as well as in a wrapper', () => {
    for (const [characters, expected] of [
      ['20240101120000Z', '2024-01-01T12:00:00Z'],
      ['20240331021500.5+0100', '2024-03-31T02:15:00.5+01:00'],
      ['20240331021500', '2024-03-31T02:15:00'],
      ['20241331021500', null],
    ] as const) {
      const apdu = Buffer.concat([Buffer.of(0x18, 1, characters.length), Buffer.from(characters), fromHex('0102FA00010600000064')]);
      for (const [framing, octets] of [
        ['raw', apdu],
        ['wrapper', encodeWrapper(1, 102, apdu)],
      ] as const) {
        const event = createTelegramDecoder({ framing }).push(octets, 0)[0];
        assert.ok(event?.kind === 'telegram', framing);
        assert.equal(event.time, expected);
        assert.deepEqual(
          event.readings.map(({ value, time: at }) => [value, at]),
          [[100, expected ?? '1970-01-01T00:00:00.000Z']],
        );
      }
    }
  });
  it('are confirmed where they ask for it, the way they came', () => {
    const telegram = telegramOf(structure(octets(code), u32(1)), {}, 0x40000005);
    assert.equal(toHex(confirmationOf(telegram) ?? Buffer.alloc(0)), '104000000500');
    assert.equal(confirmationOf(telegramOf(structure(octets(code), u32(1)))), null);
    assert.equal(
      toHex(replyFrame({ framing: 'wrapper', source: 1, destination: 16 }, fromHex('10')) ?? Buffer.alloc(0)),
      '000100100001000110',
    );
  });
});

describe('octets as people paste them', () => {
  const wanted = '7EA02A41';
  for (const [name, input] of [
    ['hex', '7EA02A41'],
    ['blanks and line breaks', '7e a0\r\n 2a 41\n'],
    ['0x', '0x7E, 0xA0, 0x2A, 0x41'],
    ['colons', '7E:A0:2A:41'],
    ['a C string', '"\\x7e\\xa0\\x2a\\x41"'],
    ['a dump with offsets', '0000: 7E A0\n0002: 2A 41'],
    ['a dump with offsets and text', '00000000  7E A0  |~.|\n00000002  2A 41  |*A|'],
    ['base64', Buffer.from(wanted, 'hex').toString('base64')],
    ['a list', [0x7e, 0xa0, 0x2a, 0x41]],
    ['a Buffer from JSON', { type: 'Buffer', data: [0x7e, 0xa0, 0x2a, 0x41] }],
    ['a Buffer', fromHex(wanted)],
  ] as const) {
    it(`as ${name}`, () => assert.equal(toHex(inputOctets(input)), wanted));
  }
  it('or not at all', () => {
    for (const input of ['7EA', 'hello, world!', null, 5, {}, [256]])
      assert.throws(() => inputOctets(input), { name: 'DlmsError', code: 'value-invalid' });
  });
});
