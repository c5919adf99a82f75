/**
 * What every shape of a notification body is turned into: entries, each an object's attribute with its value and perhaps
 * scaler and unit; and what stands between them without a code: a list name, a clock, a serial number.
 */
import { dateTimeOctets, looksLikeDateTime } from '../../codec/date-time';
import type { Data } from '../../codec/types';
import { obisOctets } from '../../cosem/obis';
import type { ScalerUnit } from '../../cosem/reading';
import { isDlmsError } from '../../errors';
import type { UnitSource } from '../types';

export interface Entry {
  /** Null: not said, to be concluded from code and value. */
  readonly classId: number | null;
  /** Six octets; null where the meaning of the value is not known. */
  readonly obis: Buffer | null;
  /** Goes before the name by the code. */
  readonly name?: string;
  readonly attribute: number;
  readonly data: Data;
  readonly scalerUnit: ScalerUnit | null;
  readonly unitFrom: UnitSource;
  /** A time of its own (a row of a profile, a capture time). */
  readonly time?: Data;
  /** A value that is ready: a row that was decoded as a table. */
  readonly value?: unknown;
  readonly unit?: string | null;
  /** Where in the body, 1 first; `2.3` in a table; for what has no code. */
  readonly position?: number | string;
}

export interface ShapeResult {
  readonly shape: string;
  readonly entries: readonly Entry[];
  readonly listName: string | null;
  /** 12 octets of a clock without a code. */
  readonly clock: Buffer | null;
  /** A meter number without a code. */
  readonly serialNumber: string | null;
  readonly template: string | null;
  /** How these meters count, whatever the books say. */
  readonly clockDeviation?: 'inverted';
  readonly notes: readonly string[];
}

export const shapeResult = (shape: string, entries: readonly Entry[], more: Partial<ShapeResult> = {}): ShapeResult => ({
  shape,
  entries,
  listName: null,
  clock: null,
  serialNumber: null,
  template: null,
  notes: [],
  ...more,
});

const largestMedium = 15;
const textCode = /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}([*.]\d{1,3})?$/;

/** The six octets of a code, sent as octets or as text; null for every other value. Texts of six digits are none (A is at most 15). */
export function codeOf(data: Data | undefined): Buffer | null {
  if (data?.type === 'octet-string') return data.value.length === 6 && (data.value[0] as number) <= largestMedium ? data.value : null;
  if (data?.type === 'visible-string' && data.value.length <= 24 && textCode.test(data.value)) return textOctets(data.value);
  return null;
}

/**
 * Logical name of a push setup (Blue Book 6.2.10), the value of its attribute 1: it says which list this is and is no code of the
 * value behind it. India counts its setups in E as well (IS 15959).
 */
export const isPushSetup = (obis: Buffer): boolean => obis[0] === 0 && obis[2] === 25 && obis[3] === 9;

function textOctets(text: string): Buffer | null {
  try {
    return obisOctets(text);
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** Elements of an array or structure, null for simple values. */
export const elementsOf = (data: Data | undefined): readonly Data[] | null =>
  data?.type === 'structure' || data?.type === 'array' || data?.type === 'compact-array' ? data.value : null;

const numbers = new Set<Data['type']>([
  'double-long',
  'double-long-unsigned',
  'integer',
  'long',
  'unsigned',
  'long-unsigned',
  'long64',
  'long64-unsigned',
  'float32',
  'float64',
  'floating-point',
]);

/** Whether a value can have scaler and unit. */
export const isNumber = (data: Data | undefined): boolean => data !== undefined && numbers.has(data.type);

/** { scaler, unit } as meters put it behind values; null for everything else. */
export function scalerUnitOf(data: Data | undefined): ScalerUnit | null {
  if (data?.type !== 'structure' || data.value.length !== 2) return null;
  const [scaler, unit] = data.value;
  if (scaler?.type !== 'integer' || (unit?.type !== 'enum' && unit?.type !== 'unsigned')) return null;
  return { scaler: scaler.value, unit: unit.value };
}

/** The octets of a date-time, whichever way it was sent. */
export function clockOf(data: Data | undefined): Buffer | null {
  if (data?.type === 'date-time') return dateTimeOctets(data.value);
  return data?.type === 'octet-string' && data.value.length === 12 && looksLikeDateTime(data.value) ? data.value : null;
}

const printable = /^[\x20-\x7e]+$/;

/** Printable text of a string of any type, without the NUL and blanks that some meters pad with. */
export function textOf(data: Data | undefined): string | null {
  const text =
    data?.type === 'octet-string'
      ? data.value.toString('latin1')
      : data?.type === 'visible-string' || data?.type === 'utf8-string'
        ? data.value
        : null;
  if (typeof text !== 'string') return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: meters pad texts with NUL
  const trimmed = text.replace(/[\x00 ]+$/, '');
  return printable.test(trimmed) ? trimmed : null;
}

/** A logical device name of IDIS: maker, type and serial number. */
export const isDeviceName = (text: string): boolean => /^[A-Z]{3}\d{13}$/.test(text);

/** Numbers of meters: digits, or capitals and digits (`EXXXX123456789012` in the Netherlands) of which eight and more are digits. */
const meterNumbers = [/^\d{6,20}$/, /^(?=(?:\D*\d){8})[A-Z\d]{10,20}$/];

/** `660-00545D-1125`: what an event begins with is who tells of it. */
const senderName = /^(?!\d{4}-\d\d-\d\d)(?=(?:\D*\d){6})[A-Za-z\d][A-Za-z\d./-]{5,39}$/;

/** The number or name of the sender at the head of an event's value; null without one. */
export function senderIn(data: Data): string | null {
  const text = data.type === 'structure' ? textOf(data.value[0]) : null;
  return text !== null && senderName.test(text) ? text : null;
}

/** The only clock in a value, however deep. */
export function onlyClock(data: Data, depth = 0): Buffer | null {
  const own = clockOf(data);
  const elements = own === null && depth < 4 ? elementsOf(data) : null;
  if (elements === null) return own;
  const clocks = elements.map((element) => onlyClock(element, depth + 1)).filter((clock) => clock !== null);
  return clocks.length === 1 ? (clocks[0] as Buffer) : null;
}

/** The text that is likeliest the number of a meter, where no code says it; a device name is none. */
export function meterNumberIn(texts: readonly (string | null)[]): string | null {
  for (const form of meterNumbers) {
    const found = texts.find((text) => text !== null && form.test(text) && !isDeviceName(text));
    if (found !== undefined) return found;
  }
  return null;
}
