/**
 * Does a value fit the type that the class table gives an attribute or a parameter (Blue Book 4.1.5, `Shape`)?
 * What does not fit is refused with `type-unmatched`.
 *
 * Date-times may come as their own type or as octet-strings and fit either way. Where the book leaves the type open
 * (`CHOICE`), the instance decides: the type of the value that stands in the attribute is the one that may be written.
 */
import type { Data } from '../codec/types';
import type { Shape } from '../cosem/types';

const named = /^([a-z0-9-]+)(?:\(([a-z0-9-]+)\))?$/;
/** Octets of the book's formats inside octet-strings. */
const formats: Readonly<Record<string, number>> = { 'date-time': 12, date: 5, time: 4 };
/** Words that stand for any type. */
const open = new Set(['CHOICE', 'data', 'any']);

function octetStringFits(length: number, argument: string | undefined): boolean {
  if (argument === undefined) return true;
  const wanted = formats[argument] ?? Number(argument);
  return Number.isNaN(wanted) || length === wanted;
}

function matchesWord(shape: string, value: Data): boolean {
  if (open.has(shape)) return true;
  const [, type, argument] = named.exec(shape) ?? [];
  if (type === 'octet-string' && value.type === 'octet-string') return octetStringFits(value.value.length, argument);
  if (type === 'octet-string' && argument !== undefined && argument in formats) return value.type === argument;
  const format = type === undefined ? undefined : formats[type];
  if (format !== undefined && value.type === 'octet-string') return value.value.length === format;
  if (type === 'bit-string' && value.type === 'bit-string') return argument === undefined || value.value.length === Number(argument);
  return value.type === type;
}

function matchesFields(fields: readonly (readonly [string, Shape])[], value: Data): boolean {
  if (value.type !== 'structure' || value.value.length !== fields.length) return false;
  return fields.every(([, field], index) => matchesShape(field, value.value[index] as Data));
}

/** True when the value has the type of the shape, in all its levels. */
export function matchesShape(shape: Shape, value: Data): boolean {
  if (typeof shape === 'string') return matchesWord(shape, value);
  if ('structure' in shape) return matchesFields(shape.structure, value);
  if ('choice' in shape) return shape.choice.some((alternative) => matchesShape(alternative, value));
  return value.type === 'array' && value.value.every((element) => matchesShape(shape.array, element));
}

/** True when `value` may replace `current` in an attribute of this shape. */
export function mayReplace(shape: Shape, current: Data | null, value: Data): boolean {
  if (!matchesShape(shape, value)) return false;
  const chosen = (typeof shape === 'string' && open.has(shape)) || (typeof shape === 'object' && 'choice' in shape);
  return !chosen || current === null || current.type === 'null-data' || current.type === value.type;
}
