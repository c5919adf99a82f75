/**
 * Short makers of typed data for the object definitions of the simulated meter, and readers of what clients send
 * (Blue Book 4.1.5). Readers refuse with `type-unmatched`, as a meter would.
 */
import { dateFrom, dateLength, dateTimeFrom, dateTimeLength, timeFrom, timeLength } from '../codec/date-time';
import type { CosemDate, CosemDateTime, CosemTime, Data } from '../codec/types';
import { obisOctets } from '../cosem/obis';
import { refuse } from './refusal';

type NumberType = Extract<Data, { value: number }>['type'];

const number =
  (type: NumberType) =>
  (value: number): Data => ({ type, value });
export const unsigned = number('unsigned');
export const longUnsigned = number('long-unsigned');
export const doubleLongUnsigned = number('double-long-unsigned');
export const integer = number('integer');
export const long = number('long');
export const doubleLong = number('double-long');
export const enumeration = number('enum');
export const boolean = (value: boolean): Data => ({ type: 'boolean', value });
export const octets = (value: Buffer): Data => ({ type: 'octet-string', value });
/** An octet-string of Latin-1 characters. */
export const text = (value: string): Data => octets(Buffer.from(value, 'latin1'));
export const visibleString = (value: string): Data => ({ type: 'visible-string', value });
export const bits = (value: string): Data => ({ type: 'bit-string', value });
export const array = (value: readonly Data[]): Data => ({ type: 'array', value });
export const structure = (...value: readonly Data[]): Data => ({ type: 'structure', value });
export const nothing: Data = { type: 'null-data', value: null };
/** A logical name. */
export const name = (obis: string): Data => octets(obisOctets(obis));

/** A number of any type; of 64 bits as near as a number comes. */
export function numberOf(value: Data | undefined): number {
  if (value !== undefined && typeof value.value === 'number') return value.value;
  if (value !== undefined && typeof value.value === 'bigint') return Number(value.value);
  return refuse('type-unmatched');
}

export function octetsOf(value: Data | undefined): Buffer {
  if (value?.type === 'octet-string') return value.value;
  return refuse('type-unmatched');
}

/** A logical name of six octets. */
export function nameOf(value: Data | undefined): Buffer {
  const octetString = octetsOf(value);
  return octetString.length === 6 ? octetString : refuse('type-unmatched');
}

/** The elements of an array or structure; with `count` exactly so many. */
export function elementsOf(value: Data | undefined, count?: number): readonly Data[] {
  if (value?.type !== 'array' && value?.type !== 'structure' && value?.type !== 'compact-array') return refuse('type-unmatched');
  return count === undefined || value.value.length === count ? value.value : refuse('type-unmatched');
}

/** A date-time, as its own type or in an octet-string of 12 octets. */
export function dateTimeOf(value: Data | undefined): CosemDateTime {
  if (value?.type === 'date-time') return value.value;
  const octetString = octetsOf(value);
  return octetString.length === dateTimeLength ? dateTimeFrom(octetString) : refuse('type-unmatched');
}

/** A date, as its own type or in an octet-string of 5 octets. */
export function dateOf(value: Data | undefined): CosemDate {
  if (value?.type === 'date') return value.value;
  const octetString = octetsOf(value);
  return octetString.length === dateLength ? dateFrom(octetString) : refuse('type-unmatched');
}

/** A time, as its own type or in an octet-string of 4 octets. */
export function timeOf(value: Data | undefined): CosemTime {
  if (value?.type === 'time') return value.value;
  const octetString = octetsOf(value);
  return octetString.length === timeLength ? timeFrom(octetString) : refuse('type-unmatched');
}
