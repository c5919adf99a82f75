import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataAccessResult } from '../../src/apdu/results';
import { decodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { objectName, type Standard } from '../../src/cosem/companions';
import { profileColumns } from '../../src/cosem/profile';
import { rowsFromData } from '../../src/cosem/profile-rows';
import { decodeScalerUnit, makeReading, type ReadingInput, scalerAttribute } from '../../src/cosem/reading';
import { refusalAdvice, refusalText } from '../../src/cosem/refusal-text';
import { unitOf, unitSymbol, units } from '../../src/cosem/units';
import { DlmsError } from '../../src/errors';

const base: Omit<ReadingInput, 'data'> = { meter: 'Meter 12', classId: 3, obis: '1.8.0', attribute: 2, readAt: '2024-05-01T12:00:00Z' };
const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const time: Data = { type: 'octet-string', value: Buffer.from('07E30C1F0217000000FFC400', 'hex') };

/** Names and bits of facts/companion-lists.json and events.json. */
describe('readings of a meter whose standard is known', () => {
  const of = (standard: Standard, obis: string, data: Data, more: Partial<ReadingInput> = {}) => {
    const { name, value, status } = makeReading({ ...base, classId: 1, obis, data, standard, ...more });
    return [name, value, status];
  };

  it('have the names of its own list, and all others by the OBIS rules', () => {
    assert.equal(objectName('0-0:94.91.0.255', 'en', 'india'), 'Cumulative tamper count');
    assert.equal(objectName('0-0:22.0.0', 'de', 'spodes'), 'HDLC setup, optical port');
    assert.equal(objectName('0-3:96.1.1*255', 'en', 'dsmr'), 'M-Bus equipment identifier, channel 3');
    assert.equal(objectName('0-0:96.1.1*255', 'en', 'dsmr'), 'Equipment identifier');
    assert.equal(objectName('1-0:1.8.0*255', 'en', 'india'), objectName('1-0:1.8.0*255'));
    assert.equal(objectName('0-0:96.11.0*255', 'en', 'generic'), objectName('0-0:96.11.0*255'));
    assert.deepEqual(of('india', '0-0:94.91.0*255', u32(4)), ['Cumulative tamper count', 4, null]);
    assert.equal(of('india', '0-0:94.91.0*255', u32(4), { name: 'Mine' })[0], 'Mine');
  });

  it('say events and status bits in words beside the number', () => {
    assert.deepEqual(of('idis', '0-0:96.11.0*255', u32(2)), ['Event code, standard', 2, 'Power up']);
    assert.deepEqual(of('idis', '0-0:96.11.0*255', u32(2), { language: 'de' })[2], 'Spannungswiederkehr');
    assert.deepEqual(of('idis', '0-0:97.98.0*255', u32(3))[2], ['Clock invalid', 'Battery replace']);
    assert.deepEqual(of('dsmr', '0-0:97.98.0*255', u32(2))[2], ['Replace battery']);
    assert.deepEqual(of('dsmr', '0-0:97.98.0*255', u32(0))[2], []);
    assert.equal(of('italy', '0-0:97.98.0*255', u32(3))[2], null);
    assert.equal(of('idis', '0-0:97.98.0*255', u32(3), { classId: 8 })[2], null);
    assert.equal(makeReading({ ...base, classId: 1, obis: '0-0:97.98.0', data: u32(3) }).status, null);
  });

  it('and refusals name the object so', () => {
    const error = new DlmsError('refused', 'no', { result: { code: 4, name: 'object-undefined' } });
    const { text } = makeReading({ ...base, classId: 1, obis: '0-0:94.91.0', data: null, error, standard: 'india' }).error ?? {};
    assert.match(text ?? '', /^reading "Cumulative tamper count"/);
  });
});

describe('readings', () => {
  it('of a register are named, scaled and have a unit', () => {
    assert.deepEqual(makeReading({ ...base, data: u32(123456), scalerUnit: { scaler: -3, unit: 30 } }), {
      meter: 'Meter 12',
      obis: '1-0:1.8.0*255',
      name: 'Active energy import (+A) total',
      classId: 3,
      attribute: 2,
      value: 123.456,
      unit: 'Wh',
      time: '2024-05-01T12:00:00Z',
      status: null,
      error: null,
    });
  });

  it('show value and unit among the five properties that the debug sidebar shows of a folded object', () => {
    const shown = Object.keys(makeReading({ ...base, data: u32(1) })).slice(0, 5);
    assert.deepEqual(shown, ['meter', 'obis', 'name', 'value', 'unit']);
  });

  it('without scaler and unit are not scaled and have no unit', () => {
    const { value, unit } = makeReading({ ...base, data: u32(7), scalerUnit: null });
    assert.deepEqual([value, unit], [7, null]);
    assert.equal(makeReading({ ...base, data: u32(7), scalerUnit: { scaler: 0, unit: 0 } }).unit, null);
  });

  it('of a difference say so: it is no value', () => {
    const difference: Data = { type: 'delta-unsigned', value: 5 };
    for (const scalerUnit of [null, { scaler: -1, unit: 30 }])
      assert.deepEqual(makeReading({ ...base, data: difference, scalerUnit }).value, { type: 'delta-unsigned', value: 5 });
  });

  it('keep all digits of 64 bits', () =>
    assert.equal(
      makeReading({ ...base, data: { type: 'long64-unsigned', value: 18446744073709551615n }, scalerUnit: { scaler: -2, unit: 30 } }).value,
      '184467440737095516.15',
    ));

  it('of an extended register have capture time and status', () => {
    const status: Data = { type: 'unsigned', value: 3 };
    const reading = makeReading({
      ...base,
      classId: 4,
      obis: '1-0:1.6.0',
      data: u32(5),
      scalerUnit: { scaler: 1, unit: 27 },
      captureTime: time,
      status,
    });
    assert.deepEqual([reading.value, reading.unit, reading.time, reading.status], [50, 'W', '2019-12-31T23:00:00+01:00', 3]);
  });

  it('of a demand register have it for the last average, not for the running one', () => {
    const demand = { ...base, classId: 5, obis: '1-0:1.4.0', data: u32(5), scalerUnit: { scaler: 0, unit: 27 }, captureTime: time };
    assert.equal(makeReading({ ...demand, attribute: 3 }).time, '2019-12-31T23:00:00+01:00');
    assert.equal(makeReading({ ...demand, attribute: 2 }).time, base.readAt);
  });

  it('of a register table are scaled cell by cell (Blue Book 4.3.8)', () => {
    const table = { ...base, classId: 61, obis: '0-0:98.10.1', scalerUnit: { scaler: -1, unit: 35 } };
    assert.equal(scalerAttribute(61, 2), 4);
    const array = makeReading({ ...table, data: decodeData(Buffer.from('01031208FC1208FD00', 'hex')) });
    assert.deepEqual([array.value, array.unit], [[230.0, 230.1, null], 'V']);
    const compact = makeReading({ ...table, data: decodeData(Buffer.from('13120408FC08FD', 'hex')) });
    assert.deepEqual([compact.value, compact.unit], [[230.0, 230.1], 'V']);
    const [column] = profileColumns([{ classId: 61, obis: '0-0:98.10.1*255', attribute: 2, dataIndex: 0 }], {
      scalerUnit: () => table.scalerUnit,
    });
    assert.deepEqual(rowsFromData(decodeData(Buffer.from('0101020101011208FC', 'hex')), column ? [column] : []), [[[230]]]);
  });

  it('of other classes are in the words of the book', () => {
    const clock = makeReading({ ...base, classId: 8, obis: '0-0:1.0.0', data: time });
    assert.deepEqual([clock.name, clock.value, clock.unit], ['Clock', '2019-12-31T23:00:00+01:00', null]);
    const relay = makeReading({ ...base, classId: 70, obis: '0-0:96.3.10', attribute: 3, data: { type: 'enum', value: 1 } });
    assert.equal(relay.value, 'connected');
    assert.equal(makeReading({ ...base, classId: 4711, data: { type: 'visible-string', value: 'x' } }).value, 'x');
  });

  it('that were refused say what was asked, what the meter said and what to try', () => {
    const error = new DlmsError('refused', 'refused', { result: { code: 4, name: 'object-undefined' } });
    const reading = makeReading({ ...base, data: null, error });
    assert.equal(reading.value, null);
    assert.equal(reading.error?.code, 4);
    assert.equal(reading.error?.name, 'object-undefined');
    assert.equal(
      reading.error?.text,
      'reading "Active energy import (+A) total" (1-0:1.8.0*255, attribute 2 value, Register): the meter says object-undefined (4). ' +
        'The meter has no such object, or not for this client. Browse the meter, check the OBIS code and the class.',
    );
    assert.match(
      makeReading({ ...base, data: null, error, language: 'de' }).error?.text ?? '',
      /^Lesen von "Wirkenergie Bezug.*der Zähler antwortet object-undefined \(4\)\. Der Zähler hat/,
    );
    const late = makeReading({ ...base, data: null, error: new DlmsError('response-timeout', 'no answer') });
    assert.equal(late.error?.code, 'response-timeout');
    assert.match(late.error?.text ?? '', /^no answer\. Check addresses/);
  });

  it('know advice for every word of the standard', () => {
    const unlisted = refusalAdvice('unknown (99)');
    for (let code = 1; code <= 250; code++) {
      const word = dataAccessResult.word(code);
      if (word.startsWith('unknown')) continue;
      for (const language of ['en', 'de'] as const) assert.notEqual(refusalAdvice(word, language), unlisted);
    }
    const text = refusalText({
      classId: 70,
      obis: '0-0:96.3.10*255',
      method: 1,
      action: 'action',
      result: { code: 3, name: 'read-write-denied' },
      name: 'Relay',
    });
    assert.match(text, /^invoking "Relay" \(0-0:96\.3\.10\*255, method 1 remoteDisconnect, Disconnect control\)/);
  });

  it('decode scaler_unit, or leave it', () => {
    const data: Data = {
      type: 'structure',
      value: [
        { type: 'integer', value: -1 },
        { type: 'enum', value: 35 },
      ],
    };
    assert.deepEqual(decodeScalerUnit(data), { scaler: -1, unit: 35 });
    assert.equal(decodeScalerUnit(null), null);
    assert.equal(decodeScalerUnit({ type: 'structure', value: [] }), null);
    assert.equal(decodeScalerUnit({ type: 'null-data', value: null }), null);
    assert.deepEqual([scalerAttribute(3, 2), scalerAttribute(5, 3), scalerAttribute(1, 2)], [3, 4, null]);
  });
});

describe('units', () => {
  interface Fact {
    readonly code: number;
    readonly symbol?: string;
    readonly ucum?: string;
    readonly quantity?: string;
    readonly name?: string;
    readonly de?: string;
    readonly reserved?: boolean;
  }
  const facts = (JSON.parse(readFileSync(join(__dirname, '../vectors/facts/units.json'), 'utf8')) as { units: readonly Fact[] }).units;

  it('are those of the facts', () => {
    const defined = facts.filter(({ reserved }) => reserved !== true);
    assert.deepEqual(
      units.map(({ code, symbol, ucum, quantity, en, de }) => ({ code, symbol, ucum, quantity, name: en, de })),
      defined.map(({ code, symbol, ucum, quantity, name, de }) => ({ code, symbol, ucum, quantity, name, de })),
    );
  });

  it('are none for 0, 255 and codes without symbol, and a number for reserved codes', () => {
    assert.deepEqual(
      [unitSymbol(0), unitSymbol(255), unitSymbol(null), unitSymbol(58), unitSymbol(30)],
      [null, null, null, 'unit 58', 'Wh'],
    );
    assert.equal(unitOf(0)?.code, 255);
  });
});
