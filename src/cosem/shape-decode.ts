/**
 * From `Data` to plain values by shape: structures get the book's field names, enumerations and bits their words, logical
 * names become OBIS codes, times ISO 8601.
 *
 * Lenient: the tags that were received decide, the shape only adds names. A meter that sends another type, more or fewer
 * elements than the book lists, or a date-time where an octet-string is due, is read all the same.
 */

import { toHex } from '../bytes';
import { dateFrom, dateTimeFrom, looksLikeDateTime, timeFrom } from '../codec/date-time';
import { isDifference, octetsText, plainOf, typedOf, wholeNumber } from '../codec/plain';
import type { CosemDateTime, CosemTime, Data } from '../codec/types';
import { isoDate, isoDateTime, isoTime } from './clock-time';
import { obisAt } from './obis';
import { shortestFloat32 } from './scaled';
import { anyType, bitsSet, bitWords, type ShapeContext, typeName } from './shape-name';
import type { Shape } from './types';

const nothing = (parts: object): boolean => Object.values(parts).every((part) => part === null);

/** ISO 8601 where the time is complete; null when neither date nor time is specified; else the object of its parts. */
export function timeValue(value: CosemDateTime, context: ShapeContext = {}): unknown {
  const { deviation: _deviation, clockStatus: _clockStatus, ...parts } = value;
  return isoDateTime(value, context.clock) ?? (nothing(parts) ? null : value);
}

/** A time without its second stays an object of its parts: as text it would be written back as second 0. */
const timeOfDay = (time: CosemTime): unknown => (time.second === null ? null : isoTime(time)) ?? (nothing(time) ? null : time);

function heldTime(octets: Buffer, context: ShapeContext): unknown {
  if (octets.length === 12) return timeValue(dateTimeFrom(octets), context);
  if (octets.length === 5) {
    const date = dateFrom(octets);
    return isoDate(date) ?? (nothing(date) ? null : date);
  }
  return timeOfDay(timeFrom(octets));
}

const timeLengths: Readonly<Record<string, number>> = { 'date-time': 12, date: 5, time: 4 };

function octets(shape: Shape, value: Buffer, context: ShapeContext): unknown {
  if (typeof shape !== 'string') return octetsText(value);
  const { base, length, holds } = typeName(shape);
  if (holds !== null && value.length === timeLengths[holds]) return heldTime(value, context);
  if (holds !== null && value.length === 0) return null;
  if (base === 'octet-string' && length === 6 && value.length === 6) return obisAt(value);
  // Any type may follow: most 12 octets that can be a date-time are one.
  if (anyType(shape) && value.length === 12 && looksLikeDateTime(value)) return heldTime(value, context);
  return length === null ? octetsText(value) : toHex(value);
}

function number(value: number, context: ShapeContext, fields: readonly string[]): unknown {
  const definition = context.words?.(fields);
  if (definition === undefined) return value;
  if (definition.bits === true) return bitWords(bitsSet(value), definition);
  return definition.words[value] ?? value;
}

function bitString(value: string, context: ShapeContext, fields: readonly string[]): unknown {
  const definition = context.words?.(fields);
  return definition?.bits === true ? bitWords(bitsSet(value), definition) : value;
}

function simple(shape: Shape, data: Data, context: ShapeContext, fields: readonly string[]): unknown {
  switch (data.type) {
    case 'octet-string':
      return octets(shape, data.value, context);
    case 'bit-string':
      return bitString(data.value, context, fields);
    case 'date-time':
      return timeValue(data.value, context);
    case 'date':
      return isoDate(data.value) ?? (nothing(data.value) ? null : data.value);
    case 'time':
      return timeOfDay(data.value);
    case 'float32':
    case 'floating-point':
      return shortestFloat32(data.value);
    case 'long64':
    case 'long64-unsigned':
      return wholeNumber(data.value);
    case 'bcd':
    case 'visible-string':
    case 'utf8-string':
    case 'boolean':
    case 'float64':
    case 'null-data':
    case 'dont-care':
      return plainOf(data);
    default:
      // with its type: nobody may take it for a value
      if (isDifference(data)) return typedOf(data);
      return typeof data.value === 'number' ? number(data.value, context, fields) : plainOf(data);
  }
}

/** How well a branch of a choice fits: 0 not at all. */
function likeness(shape: Shape, data: Data): number {
  if (typeof shape === 'string') return anyType(shape) ? 1 : typeName(shape).base === data.type ? 2 : 0;
  if ('array' in shape) return data.type === 'array' || data.type === 'compact-array' ? 3 : 0;
  if ('choice' in shape) return Math.max(0, ...shape.choice.map((branch) => likeness(branch, data)));
  if (data.type !== 'structure') return 0;
  const sameCount = data.value.length === shape.structure.length ? 2 : 0;
  const sameTypes = shape.structure.filter(
    ([, inner], i) => data.value[i] !== undefined && likeness(inner, data.value[i] as Data) > 0,
  ).length;
  return 2 + sameCount + sameTypes / (shape.structure.length + 1);
}

/** The branch of a choice that was sent; CHOICE (any type) when none fits. */
export function branchFor(branches: readonly Shape[], data: Data): Shape {
  let best: Shape = 'CHOICE';
  let bestFit = 0;
  for (const branch of branches) {
    const score = likeness(branch, data);
    if (score > bestFit) {
      best = branch;
      bestFit = score;
    }
  }
  return best;
}

/** Types of registers: twelve octets among them are a time as with any type. */
const open = (shape: Shape): Shape => (shape === 'octet-string' ? 'CHOICE' : shape);

function named(
  fields: readonly (readonly [string, Shape])[],
  elements: readonly Data[],
  context: ShapeContext,
  path: readonly string[],
): object {
  const value: Record<string, unknown> = {};
  elements.forEach((element, i) => {
    const field = fields[i];
    const name = field?.[0] ?? `element${i + 1}`;
    value[name] = at(field?.[1] ?? 'CHOICE', element, context, [...path, name]);
  });
  return value;
}

function at(shape: Shape, data: Data, context: ShapeContext, path: readonly string[]): unknown {
  if (typeof shape === 'object' && 'choice' in shape) {
    const branch = branchFor(shape.choice, data);
    return at(shape.choice.length > 8 ? open(branch) : branch, data, context, path);
  }
  switch (data.type) {
    case 'structure':
      if (typeof shape === 'object' && 'structure' in shape) return named(shape.structure, data.value, context, path);
      return data.value.map((element) => at('CHOICE', element, context, path));
    case 'array':
    case 'compact-array': {
      const element: Shape = typeof shape === 'object' && 'array' in shape ? shape.array : 'CHOICE';
      return data.value.map((part) => at(element, part, context, path));
    }
    default:
      return simple(shape, data, context, path);
  }
}

/**
 * The plain value of `Data` by its shape. Never throws: what does not fit the shape is read by its tags alone.
 * Fields that the book does not list are called `element7` after their position.
 */
export const fromData = (shape: Shape, data: Data, context: ShapeContext = {}): unknown => at(shape, data, context, []);
