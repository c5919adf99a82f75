/**
 * Bodies of notifications as meters of many makers write them, made at random: the same objects with values in every known
 * arrangement, and what a reader must find in each. The expected decimals are computed here with texts of digits, not with
 * the code under test.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Data, TypeDescription } from '../../src/codec/types';

export interface Item {
  readonly classId: number;
  readonly obis: Buffer;
  readonly data: Data;
  readonly scaler: number;
  readonly unit: number;
}

/** What is said of a value besides its code. */
export type Said = 'value' | 'scaled';

export interface Arrangement {
  readonly name: string;
  readonly said: Said;
  make(items: readonly Item[]): Data;
}

export const structure = (...value: readonly Data[]): Data => ({ type: 'structure', value });
export const array = (...value: readonly Data[]): Data => ({ type: 'array', value });
export const octets = (value: Buffer): Data => ({ type: 'octet-string', value });
export const u16 = (value: number): Data => ({ type: 'long-unsigned', value });
export const i8 = (value: number): Data => ({ type: 'integer', value });
export const text = (value: string): Data => ({ type: 'visible-string', value });
export const nothing: Data = { type: 'null-data', value: null };

const unitOf = ({ scaler, unit }: Item): Data => structure(i8(scaler), { type: 'enum', value: unit });
const unsignedUnitOf = ({ scaler, unit }: Item): Data => structure(i8(scaler), { type: 'unsigned', value: unit });
const codeOf = ({ obis }: Item): Data => octets(obis);
const textCodeOf = ({ obis: [a, b, c, d, e, f] }: Item): Data => text(`${a}-${b}:${c}.${d}.${e}*${f}`);
const definition = (item: Item, attribute = 2): Data => structure(u16(item.classId), codeOf(item), i8(attribute), u16(0));
/** As in the push set-up of class version 2 and above: restriction and columns. */
const longDefinition = (item: Item): Data =>
  structure(u16(item.classId), codeOf(item), i8(2), u16(0), structure({ type: 'enum', value: 0 }, nothing), array());
const setup = structure(u16(40), octets(Buffer.from('0000190900FF', 'hex')), i8(2), u16(0));
const clock = octets(Buffer.from('07EA0101040C000000FFC400', 'hex'));
const values = (items: readonly Item[]): Data[] => items.map(({ data }) => data);
const flat = (items: readonly Item[], make: (item: Item) => readonly Data[]): Data => structure(...items.flatMap(make));
const listed = (items: readonly Item[], make: (item: Item) => readonly Data[]): Data =>
  array(...items.map((item) => structure(...make(item))));

const arrangement = (said: Said, name: string, make: Arrangement['make']): Arrangement => ({ name, said, make });

/** Every arrangement known from the field or allowed by the books. */
export const arrangements: readonly Arrangement[] = [
  arrangement('value', 'array of { code, value }', (items) => listed(items, (item) => [codeOf(item), item.data])),
  arrangement('value', 'structure of { code, value }', (items) => structure(...items.map((item) => structure(codeOf(item), item.data)))),
  arrangement('scaled', 'array of { code, value, unit }', (items) => listed(items, (item) => [codeOf(item), item.data, unitOf(item)])),
  arrangement('scaled', 'array of { code, value, unit as unsigned }', (items) =>
    listed(items, (item) => [codeOf(item), item.data, unsignedUnitOf(item)]),
  ),
  arrangement('scaled', 'array of { code, unit, value }', (items) => listed(items, (item) => [codeOf(item), unitOf(item), item.data])),
  arrangement('value', 'code, value flat', (items) => flat(items, (item) => [codeOf(item), item.data])),
  arrangement('scaled', 'code, value, unit flat', (items) => flat(items, (item) => [codeOf(item), item.data, unitOf(item)])),
  arrangement('scaled', 'code, unit, value flat', (items) => flat(items, (item) => [codeOf(item), unitOf(item), item.data])),
  arrangement('scaled', 'code, value, scaler, unit flat', (items) =>
    flat(items, (item) => [codeOf(item), item.data, i8(item.scaler), { type: 'enum', value: item.unit }]),
  ),
  arrangement('scaled', 'array of { code, value, scaler, unit }', (items) =>
    listed(items, (item) => [codeOf(item), item.data, i8(item.scaler), { type: 'enum', value: item.unit }]),
  ),
  arrangement('value', 'text code, value flat', (items) => flat(items, (item) => [textCodeOf(item), item.data])),
  arrangement('value', 'array of { text code, value }', (items) => listed(items, (item) => [textCodeOf(item), item.data])),
  arrangement('value', 'codes and values in an array of arrays', (items) => array(...items.map((item) => array(codeOf(item), item.data)))),
  arrangement('value', 'class, code, attribute, value', (items) =>
    listed(items, (item) => [u16(item.classId), codeOf(item), i8(2), item.data]),
  ),
  arrangement('value', 'class, code, attribute, index, value', (items) =>
    listed(items, (item) => [u16(item.classId), codeOf(item), i8(2), u16(0), item.data]),
  ),
  arrangement('scaled', 'class, code, attribute, value, unit', (items) =>
    listed(items, (item) => [u16(item.classId), codeOf(item), i8(2), item.data, unitOf(item)]),
  ),
  arrangement('value', 'class, code, attribute, value flat', (items) =>
    flat(items, (item) => [u16(item.classId), codeOf(item), i8(2), item.data]),
  ),
  arrangement('value', '{ class, code, attribute }, value', (items) =>
    listed(items, (item) => [structure(u16(item.classId), codeOf(item), i8(2)), item.data]),
  ),
  arrangement('value', '{ class, code, attribute, index }, value', (items) => listed(items, (item) => [definition(item), item.data])),
  arrangement('scaled', '{ class, code, attribute, index }, value, unit', (items) =>
    listed(items, (item) => [definition(item), item.data, unitOf(item)]),
  ),
  arrangement('value', '{ class, code, attribute }, value flat', (items) =>
    flat(items, (item) => [structure(u16(item.classId), codeOf(item), i8(2)), item.data]),
  ),
  arrangement('value', 'object list with its own entry, values', (items) =>
    structure(array(setup, ...items.map((item) => definition(item))), ...values(items)),
  ),
  arrangement('value', 'object list of six elements, values', (items) =>
    structure(array(setup, ...items.map(longDefinition)), ...values(items)),
  ),
  arrangement('value', 'object list without its own entry, values', (items) =>
    structure(array(...items.map((item) => definition(item))), ...values(items)),
  ),
  arrangement('value', 'object list as a structure, values', (items) =>
    structure(structure(...items.map((item) => definition(item))), ...values(items)),
  ),
  arrangement('value', 'object list, structure of values', (items) =>
    structure(array(...items.map((item) => definition(item))), structure(...values(items))),
  ),
  arrangement('value', 'name, object list, values', (items) =>
    structure(text('PUSH_LIST_1'), array(...items.map((item) => definition(item))), ...values(items)),
  ),
  arrangement('value', 'name, clock, object list, values', (items) =>
    structure(text('PUSH_LIST_1'), clock, array(...items.map((item) => definition(item))), ...values(items)),
  ),
  arrangement('scaled', 'object list with values and scaler_unit', (items) =>
    structure(
      array(...items.flatMap((item) => [definition(item), definition(item, 3)])),
      ...items.flatMap((item) => [item.data, unitOf(item)]),
    ),
  ),
  arrangement('scaled', 'object list, values first and then scaler_unit', (items) =>
    structure(
      array(...items.map((item) => definition(item)), ...items.map((item) => definition(item, 3))),
      ...values(items),
      ...items.map(unitOf),
    ),
  ),
  arrangement('scaled', 'object list with whole registers (attribute 0)', (items) =>
    structure(
      array(setup, ...items.map((item) => definition(item, 0))),
      ...items.map((item) => structure(codeOf(item), item.data, unitOf(item))),
    ),
  ),
  arrangement('scaled', 'object list, { value, unit } for each', (items) =>
    structure(array(...items.map((item) => definition(item))), ...items.map((item) => structure(item.data, unitOf(item)))),
  ),
  arrangement('value', 'list of codes, values', (items) => structure(array(...items.map(codeOf)), ...values(items))),
  arrangement('value', 'list of codes, list of values', (items) => structure(array(...items.map(codeOf)), array(...values(items)))),
  arrangement('scaled', 'groups of registers', (items) =>
    structure(text('PUSH_LIST_1'), array(...items.map((item) => structure(codeOf(item), item.data, unitOf(item))))),
  ),
  arrangement('scaled', 'groups within groups', (items) =>
    structure(structure(structure(...items.map((item) => structure(codeOf(item), item.data, unitOf(item)))))),
  ),
  arrangement('value', 'name, code, value flat', (items) =>
    structure(text('PUSH_LIST_1'), ...items.flatMap((item) => [codeOf(item), item.data])),
  ),
  arrangement('value', 'number, code, value flat', (items) =>
    structure({ type: 'unsigned', value: 3 }, ...items.flatMap((item) => [codeOf(item), item.data])),
  ),
  arrangement('value', 'clock, code, value flat, meter number', (items) =>
    structure(clock, ...items.flatMap((item) => [codeOf(item), item.data]), octets(Buffer.from('181220000009'))),
  ),
  arrangement('value', 'code, value flat with null-data between', (items) =>
    structure(...items.flatMap((item) => [nothing, codeOf(item), item.data, nothing, nothing])),
  ),
  arrangement('scaled', 'extended registers', (items) =>
    listed(items, (item) => [codeOf(item), item.data, unitOf(item), { type: 'unsigned', value: 0 }, clock]),
  ),
];

const described: Readonly<Record<string, TypeDescription>> = {
  code: { type: 'octet-string' },
  unit: { type: 'structure', elements: [{ type: 'integer' }, { type: 'enum' }] },
};

/** Compact arrays hold values of one type only. */
export const compactArrangements: readonly Arrangement[] = [
  arrangement('value', 'compact array of { code, value }', (items) => ({
    type: 'compact-array',
    description: { type: 'structure', elements: [described.code as TypeDescription, { type: 'double-long-unsigned' }] },
    value: items.map((item) => structure(codeOf(item), item.data)),
  })),
  arrangement('scaled', 'compact array of { code, value, unit }', (items) => ({
    type: 'compact-array',
    description: {
      type: 'structure',
      elements: [described.code as TypeDescription, { type: 'double-long-unsigned' }, described.unit as TypeDescription],
    },
    value: items.map((item) => structure(codeOf(item), item.data, unitOf(item))),
  })),
  arrangement('value', 'object list, compact array of values', (items) =>
    structure(array(...items.map((item) => definition(item))), {
      type: 'compact-array',
      description: { type: 'double-long-unsigned' },
      value: values(items),
    }),
  ),
  arrangement('value', 'compact array of an object list, values', (items) =>
    structure(
      {
        type: 'compact-array',
        description: {
          type: 'structure',
          elements: [{ type: 'long-unsigned' }, { type: 'octet-string' }, { type: 'integer' }, { type: 'long-unsigned' }],
        },
        value: items.map((item) => definition(item)),
      },
      ...values(items),
    ),
  ),
];

const whole = (type: Data['type'], min: number, max: number): Arbitrary<Data> =>
  fc.integer({ min, max }).map((value) => ({ type, value }) as Data);
const u32: Arbitrary<Data> = whole('double-long-unsigned', 0, 0xffff_ffff);
const number: Arbitrary<Data> = fc.oneof(
  u32,
  whole('double-long', -0x8000_0000, 0x7fff_ffff),
  whole('long-unsigned', 0, 0xffff),
  whole('long', -0x8000, 0x7fff),
  whole('unsigned', 0, 0xff),
  whole('integer', -0x80, 0x7f),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value): Data => ({ type: 'long64-unsigned', value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Data => ({ type: 'long64', value })),
);

/** Electricity, heat, gas, water, on any channel: quantities whose objects are registers. */
const code: Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom(1, 1, 1, 6, 7, 8),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 1, max: 80 }),
    fc.constantFrom(6, 7, 8, 29),
    fc.integer({ min: 0, max: 9 }),
  )
  .map((groups) => Buffer.from([...groups, 255]));

const item = (data: Arbitrary<Data>): Arbitrary<Item> =>
  fc.record({
    classId: fc.constant(3),
    obis: code,
    data,
    scaler: fc.integer({ min: -6, max: 1 }),
    unit: fc.constantFrom(27, 29, 30, 32, 33, 35, 13),
  });

const distinct = (one: Arbitrary<Item>): Arbitrary<Item[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 12, selector: ({ obis }) => obis.toString('hex') });

export const items: Arbitrary<Item[]> = distinct(item(number));
export const itemsOfOneType: Arbitrary<Item[]> = distinct(item(u32));

/** value * 10^scaler as a decimal text, by moving a point in a text. */
export function decimal(value: bigint, scaler: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0') + '0'.repeat(Math.max(0, scaler));
  const places = Math.max(0, -scaler);
  const split = digits.length - places;
  const wholePart = digits.slice(0, split).replace(/^0+(?=\d)/, '') || '0';
  const fraction = digits.slice(split).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${wholePart}${fraction === '' ? '' : `.${fraction}`}`;
}
