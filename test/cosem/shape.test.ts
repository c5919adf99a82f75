import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dataOf, typedOf } from '../../src/codec/plain';
import type { Data } from '../../src/codec/types';
import { attribute, classes, findClass } from '../../src/cosem/class';
import { blank, describeShape, fromData, placeContext, toData } from '../../src/cosem/shape';
import type { ClassDefinition, Shape } from '../../src/cosem/types';
import { isDlmsError } from '../../src/errors';

const octets = (hex: string): Data => ({ type: 'octet-string', value: Buffer.from(hex, 'hex') });
const u16 = (value: number): Data => ({ type: 'long-unsigned', value });
const shapeOf = (classId: number, id: number, version?: number): Shape => attribute(classId, id, version)?.shape ?? 'CHOICE';
const classOf = (classId: number, version?: number): ClassDefinition => findClass(classId, version) as ClassDefinition;
const refuses = (run: () => unknown, message: RegExp): void =>
  assert.throws(run, (error: unknown) => isDlmsError(error) && error.code === 'value-invalid' && message.test(error.message));

describe('plain values by shape', () => {
  it('structures get the names of the book', () => {
    const data: Data = {
      type: 'structure',
      value: [
        { type: 'integer', value: -2 },
        { type: 'enum', value: 30 },
      ],
    };
    assert.deepEqual(fromData(shapeOf(3, 3), data), { scaler: -2, unit: 30 });
  });

  it('logical names become OBIS codes, times ISO', () => {
    assert.equal(fromData('octet-string(6)', octets('0100010800FF')), '1-0:1.8.0*255');
    assert.equal(fromData(shapeOf(8, 2), octets('07E30C1F0217000000FFC400')), '2019-12-31T23:00:00+01:00');
    assert.equal(fromData('octet-string(date)', octets('07E80C1903')), '2024-12-25');
    assert.equal(fromData('octet-string(time)', octets('061E0000')), '06:30:00');
    assert.deepEqual(fromData('octet-string(date)', octets('FFFF0C19FF')), { year: null, month: 12, dayOfMonth: 25, dayOfWeek: null });
    for (const unspecified of ['FFFFFFFFFFFFFFFFFF8000FF', 'FFFFFFFFFFFFFFFFFF800000', 'FFFFFFFFFFFFFFFFFFFFFFFF', ''])
      assert.equal(fromData('octet-string(date-time)', octets(unspecified)), null);
  });

  it('a time of every second stays what it is, and text means one moment', () => {
    const every = { hour: 6, minute: 30, second: null, hundredths: null };
    assert.deepEqual(fromData('octet-string(time)', octets('061EFFFF')), every);
    assert.deepEqual(fromData('time', { type: 'time', value: every }), every);
    assert.deepEqual(toData('octet-string(time)', every), octets('061EFFFF'));
    // 4.5.7, execution_time: hundredths shall be zero
    const times = (time: unknown) => toData(shapeOf(22, 4), [{ time, date: '2026-06-01' }]);
    const entry = (time: string): Data => ({ type: 'structure', value: [octets(time), octets('07EA060101')] });
    assert.deepEqual(times('06:30'), { type: 'array', value: [entry('061E0000')] });
  });

  it('enumerations and bits become words', () => {
    const disconnect = classOf(70, 0);
    const context = placeContext(disconnect, 3);
    assert.equal(fromData('enum', { type: 'enum', value: 2 }, context), 'ready_for_reconnection');
    assert.equal(fromData('enum', { type: 'enum', value: 9 }, context), 9);
    assert.deepEqual(fromData('unsigned', { type: 'unsigned', value: 0x81 }, placeContext(classOf(8), 4)), [
      'invalid value',
      'daylight saving active',
    ]);
    assert.deepEqual(toData('enum', 'connected', context), { type: 'enum', value: 1 });
    assert.deepEqual(toData('enum', 1, context), { type: 'enum', value: 1 });
    assert.deepEqual(toData('unsigned', ['daylight saving active', 'bit 4'], placeContext(classOf(8), 4)), {
      type: 'unsigned',
      value: 0x90,
    });
    // one bit by two of its names
    assert.deepEqual(toData('unsigned', ['doubtful value', 'bit 1'], placeContext(classOf(8), 4)), { type: 'unsigned', value: 0x02 });
    refuses(() => toData('enum', 'open', context), /one of: 0 disconnected, 1 connected, 2 ready_for_reconnection/);
  });

  it('what does not fit the book is read by its tags', () => {
    const shape = shapeOf(3, 3);
    assert.equal(fromData(shape, { type: 'null-data', value: null }), null);
    assert.deepEqual(fromData(shape, { type: 'array', value: [u16(1)] }), [1]);
    assert.deepEqual(fromData(shape, { type: 'structure', value: [u16(1), u16(2), u16(3)] }), { scaler: 1, unit: 2, element3: 3 });
    assert.equal(fromData('octet-string(6)', octets('00')), '00');
  });

  it('octets are text when all of them can be printed', () => {
    assert.equal(fromData('octet-string', octets('3132333435')), '12345');
    assert.equal(fromData('octet-string', octets('01FF')), '01FF');
  });

  it('any 12 octets that are a time are one where any type may stand', () => {
    assert.equal(fromData('CHOICE', octets('07E30C1F0217000000FFC400')), '2019-12-31T23:00:00+01:00');
    assert.equal(fromData(shapeOf(3, 2), octets('07E30C1F0217000000FFC400')), '2019-12-31T23:00:00+01:00');
  });
});

describe('values to send by shape', () => {
  const season = shapeOf(20, 3);

  it('structures from objects and from arrays', () => {
    const expected: Data = {
      type: 'structure',
      value: [
        { type: 'integer', value: -1 },
        { type: 'enum', value: 30 },
      ],
    };
    assert.deepEqual(toData(shapeOf(3, 3), { scaler: -1, unit: 30 }), expected);
    assert.deepEqual(toData(shapeOf(3, 3), [-1, '30']), expected);
  });

  it('errors name place, value, type and range', () => {
    refuses(() => toData(shapeOf(3, 3), { scaler: 200, unit: 30 }), /^scaler: 200 given, integer \(-128\.\.127\) needed$/);
    refuses(() => toData(shapeOf(3, 3), { scaler: 1 }), /^unit: undefined given, enum needed/);
    refuses(() => toData(shapeOf(3, 3), { scaler: 1, unit: 1, extra: 2 }), /"extra" is none of them/);
    refuses(() => toData(season, [{ seasonProfileName: 'a', seasonStart: 'later', weekName: 'b' }]), /^\[0\]\.seasonStart: "later" given/);
    refuses(() => toData('octet-string(6)', '1-0:1.8.300'), /group E is 300/);
    refuses(() => toData('octet-string(16)', '0102'), /octet-string of 16 octets/);
    refuses(() => toData('bit-string(24)', '01'), /bit-string of 24 bits/);
    refuses(() => toData('long-unsigned', null), /null given, long-unsigned needed/);
    refuses(() => toData({ choice: ['integer', 'boolean'] }, 'x'), /integer or boolean/);
  });

  it('new elements of an array are like its first', () => {
    const date = (year: number | null, month: number, dayOfMonth: number, dayOfWeek: number | null) =>
      ({ type: 'date', value: { year, month, dayOfMonth, dayOfWeek } }) as const;
    const day = (index: number, when: Data): Data => ({ type: 'structure', value: [u16(index), when, { type: 'unsigned', value: 2 }] });
    const present: Data = { type: 'array', value: [day(1, date(null, 12, 25, null))] };
    const days = [
      { index: 1, specialdayDate: '2026-01-01', dayId: 2 },
      { index: 2, specialdayDate: '2026-12-25', dayId: 2 },
    ];
    // 1 January 2026 is a Thursday, 25 December a Friday
    assert.deepEqual(toData(shapeOf(11, 2), days, {}, present), {
      type: 'array',
      value: [day(1, date(2026, 1, 1, 4)), day(2, date(2026, 12, 25, 5))],
    });
    assert.deepEqual(toData('octet-string(date)', '2026-12-25', {}, { type: 'null-data', value: null }), octets('07EA0C1905'));
  });

  it('the typed form is taken as it is', () =>
    assert.deepEqual(toData(shapeOf(3, 2), { type: 'long64-unsigned', value: '5' }), { type: 'long64-unsigned', value: 5n }));

  it('the present value decides what the shape leaves open', () => {
    const before: Data = { type: 'long-unsigned', value: 7 };
    assert.deepEqual(toData(shapeOf(3, 2), 8, {}, before), { type: 'long-unsigned', value: 8 });
    assert.deepEqual(toData('CHOICE', 8, {}, before), { type: 'long-unsigned', value: 8 });
    assert.deepEqual(toData('CHOICE', '87654321', {}, octets('3132333435363738')), octets('3837363534333231'));
    assert.deepEqual(
      toData('CHOICE', '2020-01-01T00:00:00+01:00', {}, octets('07E30C1F0217000000FFC400')),
      octets('07E4010103000000 00FFC4FF'.replace(' ', '')),
    );
  });

  it('choices say how far they came', () => {
    const shape: Shape = { choice: ['null-data', { structure: [['fromEntry', 'unsigned']] }] };
    refuses(() => toData(shape, { fromEntry: 300 }), /^fromEntry: 300 given, unsigned \(0\.\.255\) needed/);
    assert.deepEqual(toData(shape, null), { type: 'null-data', value: null });
  });

  it('descriptions are for people', () => {
    assert.equal(describeShape(shapeOf(3, 3)), 'structure { scaler: integer, unit: enum }');
    assert.equal(describeShape({ array: 'CHOICE' }), 'array of any type');
  });
});

/** Any value of a shape. */
function dataFor(shape: Shape): fc.Arbitrary<Data> {
  if (typeof shape === 'object') {
    if ('array' in shape) return fc.array(dataFor(shape.array), { maxLength: 3 }).map((value) => ({ type: 'array', value }));
    if ('choice' in shape) return fc.oneof(...shape.choice.map(dataFor));
    return fc.tuple(...shape.structure.map(([, inner]) => dataFor(inner))).map((value) => ({ type: 'structure', value }));
  }
  const example = blank(shape);
  const length = example.type === 'octet-string' ? example.value.length : 0;
  switch (example.type) {
    case 'boolean':
      return fc.boolean().map((value) => ({ type: 'boolean', value }));
    case 'octet-string':
      return fc
        .uint8Array(length === 0 ? { maxLength: 20 } : { minLength: length, maxLength: length })
        .map((value) => ({ type: 'octet-string', value: Buffer.from(value) }));
    case 'visible-string':
      return fc.string({ maxLength: 10 }).map((value) => ({ type: 'visible-string', value }));
    case 'unsigned':
    case 'enum':
      return fc.integer({ min: 0, max: 255 }).map((value) => ({ type: example.type, value }));
    case 'integer':
      return fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'integer', value }));
    case 'long-unsigned':
      return fc.integer({ min: 0, max: 65535 }).map((value) => ({ type: 'long-unsigned', value }));
    case 'long64':
    case 'long64-unsigned':
      return fc.bigInt(0n, 2n ** 63n - 1n).map((value) => ({ type: example.type, value }));
    case 'bit-string':
      return fc
        .array(
          fc.constantFrom('0', '1'),
          example.value.length === 0 ? { maxLength: 20 } : { minLength: example.value.length, maxLength: example.value.length },
        )
        .map((bits) => ({ type: 'bit-string', value: bits.join('') }));
    default:
      return fc.constant(example);
  }
}

describe('what is read can be written back', () => {
  it('for any value of any attribute of any class, by the present value and by the typed form', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...classes)
          .chain((entry) =>
            fc.constantFrom(...entry.attributes).chain(({ id, shape }) => dataFor(shape).map((data) => ({ entry, id, shape, data }))),
          ),
        ({ entry, id, shape, data }) => {
          const context = placeContext(entry, id);
          assert.deepEqual(toData(shape, fromData(shape, data, context), context, data), data);
          assert.deepEqual(dataOf(JSON.parse(JSON.stringify(typedOf(data)))), data);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
