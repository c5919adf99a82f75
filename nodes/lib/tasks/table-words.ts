/**
 * Names and dates in tables of tariffs, as people write them in JSON: names of seasons and weeks are text, or octets after
 * `0x`; dates and times are ISO, with `*` for what is not specified (`*-12-25`, `*:15`, `*-04-01T00:00:00`).
 */
import { type Data, DlmsError, hexAfter0x, toHex } from '../../../src/index';
import { isRecord } from '../setting-values';

/** Of an array or structure; none of anything else. */
export const elementsOf = (data: Data | undefined): readonly Data[] =>
  data?.type === 'array' || data?.type === 'structure' ? data.value : [];

/** A name for an octet-string of the class table. */
export const nameInput = (value: unknown): unknown => (typeof value === 'string' ? (hexAfter0x(value) ?? { text: value }) : value);

const printable = (octets: Buffer): boolean => octets.every((octet) => octet >= 0x20 && octet <= 0x7e);

/** Octets as text, or as hexadecimal digits after `0x` where some are no characters. */
export const printed = (octets: Buffer): string => (printable(octets) ? octets.toString('latin1') : `0x${toHex(octets)}`);

/** The name as it can be written again. */
export const nameOutput = (data: Data | undefined): unknown =>
  data?.type === 'octet-string' ? printed(data.value) : (data?.value ?? null);

const dateText = /^(\*|\d{4})-(\*|\d\d)-(\*|\d\d)$/;
const part = (text: string): number | null => (text === '*' ? null : Number(text));

/** A date for the class table; an object of parts passes. */
export const dateInput = (value: unknown): unknown => {
  const match = typeof value === 'string' ? dateText.exec(value.trim()) : null;
  if (match === null || !match.includes('*')) return value;
  const [, year = '*', month = '*', day = '*'] = match;
  return { year: part(year), month: part(month), dayOfMonth: part(day), dayOfWeek: null };
};

const two = (value: number | null): string => (value === null ? '*' : String(value).padStart(2, '0'));

/** The same way back: parts with gaps become text, special codes stay parts. */
export const dateOutput = (value: unknown): unknown => {
  if (value === null) return '*-*-*';
  if (!isRecord(value)) return value;
  const { year, month, dayOfMonth, dayOfWeek } = value as Record<string, number | null>;
  const plain = (dayOfWeek ?? null) === null && (month ?? 1) <= 12 && (dayOfMonth ?? 1) <= 31;
  return plain ? `${year ?? '*'}-${two(month ?? null)}-${two(dayOfMonth ?? null)}` : value;
};

const timeText = /^(\*|\d\d):(\*|\d\d)(?::(\*|\d\d))?$/;

/** What is not said of a time of the day is 0. */
const timeParts = (hour = '00', minute = '00', second = '00') => ({
  hour: part(hour),
  minute: part(minute),
  second: part(second),
  hundredths: 0,
});

const timeOfParts = ({ hour = null, minute = null, second = null }: Readonly<Record<string, number | null>>): string =>
  `${two(hour)}:${two(minute)}:${two(second)}`;

/** A time of the day for the class table, `*:15` for each hour; an object of parts passes. */
export const timeInput = (value: unknown): unknown => {
  const match = typeof value === 'string' ? timeText.exec(value.trim()) : null;
  if (match === null || !match.includes('*')) return value;
  return timeParts(match[1], match[2], match[3]);
};

/** The same way back. */
export const timeOutput = (value: unknown): unknown =>
  isRecord(value) && value.hundredths === 0 ? timeOfParts(value as Record<string, number | null>) : value;

const momentText = /^(\*|\d{4})-(\*|\d\d)-(\*|\d\d)(?:[T ](\*|\d\d):(\*|\d\d)(?::(\*|\d\d))?)?$/;

/**
 * A date-time of the class table with its gaps as text. A deviation, a status and what is finer than seconds have no place in it:
 * such a time stays parts.
 */
export const momentOutput = (value: unknown): unknown => {
  if (!isRecord(value)) return value;
  const parts = value as Record<string, number | null>;
  const { hundredths, deviation, clockStatus } = parts;
  const date = dateOutput(value);
  const plain = typeof date === 'string' && !hundredths && (deviation ?? null) === null && !clockStatus;
  return plain ? `${date}T${timeOfParts(parts)}` : value;
};

/**
 * A date-time for the class table, at midnight where the text stops after the date; what has no gaps, and parts, pass. One that
 * reads like the `present` one is that one: the text does not tell a status of 0 from none.
 */
export const momentInput = (value: unknown, present?: unknown): unknown => {
  if (momentOutput(present) === value) return present;
  const match = typeof value === 'string' ? momentText.exec(value.trim()) : null;
  if (match === null || !match.includes('*')) return value;
  const [, year = '*', month = '*', day = '*', hour, minute, second] = match;
  const date = { year: part(year), month: part(month), dayOfMonth: part(day), dayOfWeek: null };
  return { ...date, ...timeParts(hour, minute, second), deviation: null, clockStatus: null };
};

/** @throws DlmsError `value-invalid` */
export const listInput = (field: string, value: unknown): Record<string, unknown>[] => {
  const list = Array.isArray(value) ? value : isRecord(value) ? [value] : null;
  if (list?.every(isRecord)) return list as Record<string, unknown>[];
  throw new DlmsError('value-invalid', `${field}: a list of objects is needed, as JSON`);
};
