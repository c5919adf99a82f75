import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dataOf, dataOfType, plainOf, typedOf } from '../../src/codec/plain';
import { type Data, type DataType, dataTags } from '../../src/codec/types';
import { isDlmsError } from '../../src/errors';

const fails = (run: () => unknown, message: RegExp): void =>
  assert.throws(run, (error: unknown) => isDlmsError(error) && error.code === 'value-invalid' && message.test(error.message));

describe('data without a shape', () => {
  const rows: readonly (readonly [Data, unknown])[] = [
    [{ type: 'null-data', value: null }, null],
    [{ type: 'long64-unsigned', value: 5n }, 5],
    [{ type: 'long64-unsigned', value: 18446744073709551615n }, '18446744073709551615'],
    [{ type: 'octet-string', value: Buffer.from('KFM1200100000001') }, 'KFM1200100000001'],
    [{ type: 'octet-string', value: Buffer.from([0, 255]) }, '00FF'],
    [{ type: 'bcd', value: 0x42 }, 42],
    [{ type: 'bit-string', value: '0101' }, '0101'],
    [
      {
        type: 'structure',
        value: [
          { type: 'boolean', value: true },
          { type: 'array', value: [] },
        ],
      },
      [true, []],
    ],
  ];
  for (const [data, plain] of rows) {
    it(`${data.type} becomes ${JSON.stringify(plain)}, and comes back from JSON`, () => {
      assert.deepEqual(plainOf(data), plain);
      assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(data)))), data);
    });
  }

  it('keeps what JSON cannot say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -0, 1.5]) {
      const data: Data = { type: 'float64', value };
      assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(data)))), data);
    }
    const time: Data = {
      type: 'date-time',
      value: {
        year: 2024,
        month: 1,
        dayOfMonth: 1,
        dayOfWeek: null,
        hour: 0,
        minute: 0,
        second: 0,
        hundredths: null,
        deviation: -60,
        clockStatus: 0,
      },
      wire: 'octet-string',
    };
    assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(time)))), time);
    const raw: Data = { type: 'utf8-string', value: Buffer.from([0xff]) };
    assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(raw)))), raw);
    const compact: Data = {
      type: 'compact-array',
      value: [{ type: 'structure', value: [{ type: 'unsigned', value: 1 }] }],
      description: { type: 'structure', elements: [{ type: 'unsigned' }] },
    };
    assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(compact)))), compact);
  });

  it('guesses types of plain values', () => {
    const guesses: readonly (readonly [unknown, DataType])[] = [
      [null, 'null-data'],
      [true, 'boolean'],
      [5, 'double-long-unsigned'],
      [-5, 'double-long'],
      [2 ** 40, 'long64'],
      [2n ** 63n, 'long64-unsigned'],
      [1.5, 'float64'],
      ['text', 'visible-string'],
      ['Ω', 'utf8-string'],
      [Buffer.from([1]), 'octet-string'],
      [JSON.parse(JSON.stringify(Buffer.from([1]))), 'octet-string'],
      [[1, 2], 'array'],
      [[1, 'x'], 'structure'],
      [{ a: 1 }, 'structure'],
    ];
    for (const [value, type] of guesses) assert.equal(dataOf(value).type, type);
  });

  it('takes a value for a type, however it is written', () => {
    assert.deepEqual(dataOfType('long-unsigned', '258'), { type: 'long-unsigned', value: 258 });
    assert.deepEqual(dataOfType('long-unsigned', '0x0102'), { type: 'long-unsigned', value: 258 });
    assert.deepEqual(dataOfType('octet-string', '01 02'), { type: 'octet-string', value: Buffer.from([1, 2]) });
    assert.deepEqual(dataOfType('octet-string', [1, 2]), { type: 'octet-string', value: Buffer.from([1, 2]) });
    assert.deepEqual(dataOfType('boolean', 'true'), { type: 'boolean', value: true });
    assert.deepEqual(dataOfType('visible-string', 12), { type: 'visible-string', value: '12' });
    assert.deepEqual(dataOfType('float32', '1.5'), { type: 'float32', value: 1.5 });
    assert.deepEqual(dataOfType('boolean', 'FALSE'), { type: 'boolean', value: false });
    for (const bits of ['1010 0001', '1010_0001', [1, 0, true, false, 0, 0, 0, 1]])
      assert.deepEqual(dataOfType('bit-string', bits), { type: 'bit-string', value: '10100001' });
  });

  it('writes the digits of bcd as they are read', () => {
    assert.deepEqual(dataOfType('bcd', 42), { type: 'bcd', value: 0x42 });
    assert.deepEqual(dataOf({ type: 'bcd', value: 0x42 }), { type: 'bcd', value: 0x42 });
    for (const octet of [0x00, 0x09, 0x10, 0x99, 0xfa]) {
      assert.deepEqual(dataOfType('bcd', plainOf({ type: 'bcd', value: octet })), { type: 'bcd', value: octet });
    }
  });

  it('takes no number that has lost digits', () => {
    const lost = 2 ** 53;
    fails(() => dataOfType('long64', lost), /9007199254740992 given, a number beyond 9007199254740991 as text needed/);
    fails(() => dataOf([lost]), /^\[0\]: .* as text/);
    assert.deepEqual(dataOfType('long64-unsigned', '9007199254740993'), { type: 'long64-unsigned', value: 9007199254740993n });
  });

  it('says what is wrong and where', () => {
    fails(() => dataOfType('unsigned', 256), /256 given, unsigned \(0\.\.255\) needed/);
    fails(() => dataOfType('unsigned', 1.5), /unsigned/);
    fails(() => dataOfType('octet-string', 'xyz'), /octet-string \(hex or a Buffer\)/);
    fails(() => dataOf([{ type: 'integer', value: 'x' }]), /^\[0\]: "x" given/);
    fails(() => dataOfType('date-time', { year: 'x' }), /year/);
    fails(() => dataOf(() => 1), /needed/);
    const circle: unknown[] = [];
    circle.push(circle);
    fails(() => dataOf(circle), /levels/);
  });

  it('gives data or a DlmsError for anything', () => {
    const types = Object.keys(dataTags) as DataType[];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.anything(), (type, value) => {
        for (const run of [() => dataOfType(type, value), () => dataOf({ type, value }), () => dataOf(value)]) {
          try {
            assert.ok(Object.hasOwn(dataTags, run().type));
          } catch (error) {
            assert.ok(isDlmsError(error), String(error));
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
