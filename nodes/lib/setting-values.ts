/**
 * Reads single values out of the settings of a node.
 *
 * The editor saves numbers as strings, `${ENV}` gives strings, hand-written flows give numbers: all of them are taken
 * here, checked once, and refused with `settings-invalid` and a sentence that names the field. Nothing else in `nodes/`
 * parses a setting.
 */
import { DlmsError, type Language, type Standard, standards } from '../../src/index';
import { variableIn } from '../forms/variables';

export type Settings = Readonly<Record<string, unknown>>;

/** Node-RED leaves a variable that has no value as it was typed. */
const invalid = (field: string, problem: string, value?: unknown): DlmsError => {
  const variable = variableIn(typeof value === 'string' ? value.trim() : value);
  return new DlmsError('settings-invalid', `${field}: ${variable === null ? problem : `the variable ${variable} is not set`}`);
};

/** Of fields that the form does not show: what an earlier choice left in them is not read. */
export const without = (settings: Settings, fields: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([field]) => !fields.includes(field)));

/** Nothing was typed. */
export const isEmpty = (value: unknown): value is undefined | null | '' => value === undefined || value === null || value === '';

/** Decimal or `0x` hexadecimal, as number or text; null when it is neither. */
export const parseInteger = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text.slice(2), 16);
  return /^[+-]?\d+$/.test(text) ? Number(text) : null;
};

export interface IntegerRange {
  readonly min: number;
  readonly max: number;
  /** Taken when the field is empty; without it the field must be filled. */
  readonly fallback?: number;
}

/** @throws DlmsError `settings-invalid` */
export const integer = (settings: Settings, field: string, { min, max, fallback }: IntegerRange): number => {
  const value = settings[field];
  if (isEmpty(value) && fallback !== undefined) return fallback;
  const parsed = parseInteger(value);
  if (parsed === null) throw invalid(field, isEmpty(value) ? 'a number is needed' : `"${String(value)}" is not a whole number`, value);
  if (parsed < min || parsed > max) throw invalid(field, `${parsed} is not between ${min} and ${max}`);
  return parsed;
};

/** Undefined when the field is empty. @throws DlmsError `settings-invalid` */
export const optionalInteger = (settings: Settings, field: string, range: Omit<IntegerRange, 'fallback'>): number | undefined =>
  isEmpty(settings[field]) ? undefined : integer(settings, field, range);

/** Trimmed text. @throws DlmsError `settings-invalid` */
export const text = (settings: Settings, field: string, fallback?: string): string => {
  const value = settings[field];
  if (isEmpty(value) || (typeof value === 'string' && value.trim() === '')) {
    if (fallback !== undefined) return fallback;
    throw invalid(field, 'must not be empty');
  }
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid(field, 'must be text');
  const words = String(value).trim();
  if (variableIn(words) !== null) throw invalid(field, '', words);
  return words;
};

export const flag = (settings: Settings, field: string, fallback: boolean): boolean => {
  const value = settings[field];
  if (isEmpty(value)) return fallback;
  return value === true || value === 'true' || value === 1 || value === '1';
};

/** @throws DlmsError `settings-invalid` */
export const oneOf = <T extends string>(settings: Settings, field: string, choices: readonly T[], fallback: T): T => {
  const value = settings[field];
  if (isEmpty(value)) return fallback;
  const found = choices.find((choice) => choice === String(value));
  if (found === undefined) throw invalid(field, `"${String(value)}" is none of ${choices.join(', ')}`, value);
  return found;
};

/** Of the names of objects. @throws DlmsError `settings-invalid` */
export const languageOf = (settings: Settings): Language => oneOf(settings, 'language', ['en', 'de'], 'en');

/** What the meter follows, for names of objects, events and status bits. @throws DlmsError `settings-invalid` */
export const standardOf = (settings: Settings): Standard | undefined => {
  const chosen = oneOf(settings, 'standard', ['none', ...standards], 'none');
  return chosen === 'none' ? undefined : chosen;
};

/** Parted by blanks, commas or semicolons; empty where nothing is typed. @throws DlmsError `settings-invalid` */
export const wordList = (settings: Settings, field: string): string[] =>
  text(settings, field, '')
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '');

/** What a time in seconds may be at most, a day: one that means an hour longer is a mistake, and timers end at 24 days. */
export const longestSeconds = 86_400;

/** Seconds (fractions allowed) as typed in a form, as milliseconds. @throws DlmsError `settings-invalid` */
export const seconds = (settings: Settings, field: string, fallbackS: number, maxS = longestSeconds): number => {
  const value = settings[field];
  const parsed = isEmpty(value) ? fallbackS : Number(value);
  if (!Number.isFinite(parsed) || parsed < 0 || parsed > maxS) {
    throw invalid(field, `"${String(value)}" is not a time between 0 and ${maxS} seconds`, value);
  }
  return Math.round(parsed * 1000);
};

/** Milliseconds since 1970 of an ISO time, a Date or milliseconds. @throws DlmsError `settings-invalid` */
export const instant = (settings: Settings, field: string): Date => {
  const value = settings[field];
  const time = value instanceof Date ? value : typeof value === 'number' ? new Date(value) : new Date(Date.parse(text(settings, field)));
  if (!Number.isNaN(time.getTime())) return time;
  throw invalid(field, `"${String(value)}" is not a time such as 2026-01-31T00:00:00+01:00`);
};

/** JSON of a field, as typed or as a value of the message; undefined when the field is empty. @throws DlmsError `settings-invalid` */
export const json = (settings: Settings, field: string): unknown => {
  const value = settings[field];
  if (isEmpty(value)) return undefined;
  if (typeof value !== 'string') return value;
  try {
    return value.trim() === '' ? undefined : JSON.parse(value);
  } catch (error) {
    throw new DlmsError('settings-invalid', `${field}: the text is not JSON`, { cause: error });
  }
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
