/**
 * The shape language: what an attribute, element or parameter looks like, in the Blue Book's words.
 *
 * A shape is a type name (`long-unsigned`, `octet-string(6)`, `octet-string(date-time)`, `bit-string(24)`, `CHOICE` for any
 * type), a structure of named fields, an array, or a choice. `fromData` (shape-decode.ts) makes plain values of what a meter
 * sends, `toData` (shape-encode.ts) goes the way back. Here is what both need: parts of a type name, words, blank values.
 */
import type { Data, DataType } from '../codec/types';
import { enumAt } from './class';
import type { ClockSetting } from './clock-time';
import type { TimeOptions } from './clock-write';
import type { ClassDefinition, EnumDefinition, Shape } from './types';

export interface ShapeContext {
  /** How the meter's date-times are to be read. */
  readonly clock?: ClockSetting;
  /** How times are to be written. */
  readonly time?: TimeOptions;
  /** Words for the value at these field names, from outside in; an empty list is the attribute itself. */
  readonly words?: (fields: readonly string[]) => EnumDefinition | undefined;
}

/** The context of an attribute (`id`) or of a method's parameter (`m` before the id). */
export const placeContext = (
  entry: ClassDefinition,
  place: number | `m${number}`,
  clock?: ClockSetting,
  time?: TimeOptions,
): ShapeContext => ({
  ...(clock === undefined ? {} : { clock }),
  ...(time === undefined ? {} : { time }),
  ...(entry.enums === undefined ? {} : { words: (fields: readonly string[]) => enumAt(entry, String(place), fields) }),
});

/** `octet-string(6)` -> octet-string, 6; `octet-string(date-time)` -> octet-string, date-time. */
export interface TypeName {
  readonly base: string;
  readonly length: number | null;
  readonly holds: 'date-time' | 'date' | 'time' | null;
}

const typeNames = new Map<string, TypeName>();

export function typeName(shape: string): TypeName {
  let known = typeNames.get(shape);
  if (known === undefined) {
    const match = /^([\w-]+)\(([\w-]+)\)$/.exec(shape);
    const base = match?.[1] ?? shape;
    const inside = match?.[2] ?? '';
    const holds = [inside, base].find((word) => word === 'date-time' || word === 'date' || word === 'time') ?? null;
    known = { base, length: /^\d+$/.test(inside) && base !== 'integer' ? Number(inside) : null, holds };
    if (typeNames.size < 1000) typeNames.set(shape, known);
  }
  return known;
}

/** Type names that stand for any type. */
export const anyType = (shape: Shape): boolean => shape === 'CHOICE' || shape === 'data';

/** A shape for a person: `structure { scaler: integer, unit: enum }`. */
export function describeShape(shape: Shape): string {
  if (typeof shape === 'string') return anyType(shape) ? 'any type' : shape;
  if ('array' in shape) return `array of ${describeShape(shape.array)}`;
  if ('choice' in shape) return shape.choice.map(describeShape).join(' | ');
  return `structure { ${shape.structure.map(([field, inner]) => `${field}: ${describeShape(inner)}`).join(', ')} }`;
}

/** Words of the bits that are set, in rising order; `bit 9` where the table has none. */
export function bitWords(set: readonly number[], definition: EnumDefinition): string[] {
  return set.map((bit) => definition.words[bit] ?? `bit ${bit}`);
}

/** Positions of the ones in a bit-string (first bit = 0) or in a number (least significant bit = 0). */
export const bitsSet = (value: string | number): number[] =>
  typeof value === 'string'
    ? [...value].flatMap((bit, i) => (bit === '1' ? [i] : []))
    : Array.from({ length: 32 }, (_, i) => i).filter((i) => ((value >>> i) & 1) === 1);

const notSpecified = {
  year: null,
  month: null,
  dayOfMonth: null,
  dayOfWeek: null,
  hour: null,
  minute: null,
  second: null,
  hundredths: null,
};

function blankOctets({ length, holds }: TypeName): Buffer {
  if (holds === 'date-time') return Buffer.from('FFFFFFFFFFFFFFFFFF8000FF', 'hex');
  if (holds === 'date') return Buffer.alloc(5, 0xff);
  if (holds === 'time') return Buffer.alloc(4, 0xff);
  return Buffer.alloc(length ?? 0);
}

function blankType(shape: string): Data {
  const name = typeName(shape);
  const type = name.base as DataType;
  switch (type) {
    case 'array':
    case 'structure':
      return { type, value: [] };
    case 'compact-array':
      return { type, value: [], description: { type: 'null-data' } };
    case 'boolean':
      return { type, value: false };
    case 'bit-string':
      return { type, value: '0'.repeat(name.length ?? 0) };
    case 'octet-string':
      return { type, value: blankOctets(name) };
    case 'visible-string':
    case 'utf8-string':
      return { type, value: '' };
    case 'long64':
    case 'long64-unsigned':
      return { type, value: 0n };
    case 'date-time':
      return { type, value: { ...notSpecified, deviation: null, clockStatus: null } };
    case 'date':
      return { type, value: { year: null, month: null, dayOfMonth: null, dayOfWeek: null } };
    case 'time':
      return { type, value: { hour: null, minute: null, second: null, hundredths: null } };
    case 'null-data':
    case 'dont-care':
      return { type, value: null };
    default:
      return anyType(shape) ? { type: 'null-data', value: null } : { type, value: 0 };
  }
}

/** A value of this shape with nothing in it: zeros, empty texts and arrays, times not specified; the first of a choice. */
export function blank(shape: Shape): Data {
  if (typeof shape === 'string') return blankType(shape);
  if ('array' in shape) return { type: 'array', value: [] };
  if ('choice' in shape) return blank(shape.choice[0] ?? 'null-data');
  return { type: 'structure', value: shape.structure.map(([, inner]) => blank(inner)) };
}
