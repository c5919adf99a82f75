/**
 * Dates and times of the Blue Book (4.1.6.1): date in 5 octets, time in 4, date-time in 12, and back.
 *
 * `FF` (in the year `FFFF`, in the deviation `8000`) means "not specified" and becomes `null`; every other code stays
 * the number that was sent, so each octet can be restored: any 12 octets survive the way there and back. Meters use this
 * form as their own types (tags 25 to 27) and, far more often, inside octet-strings of the same lengths.
 */
import { DlmsError } from '../errors';
import type { CosemDate, CosemDateTime, CosemTime } from './types';

/** Numbers of octets. */
export const dateTimeLength = 12;
export const dateLength = 5;
export const timeLength = 4;

const orNull = (octet: number | undefined): number | null => (octet === 0xff ? null : (octet as number));

const yearAt = (octets: Uint8Array, at: number): number | null => {
  const year = ((octets[at] as number) << 8) | (octets[at + 1] as number);
  return year === 0xffff ? null : year;
};

/** The date in the 5 octets that begin at `at`; the caller has made sure that they are there. */
export const dateFrom = (octets: Uint8Array, at = 0): CosemDate => ({
  year: yearAt(octets, at),
  month: orNull(octets[at + 2]),
  dayOfMonth: orNull(octets[at + 3]),
  dayOfWeek: orNull(octets[at + 4]),
});

/** The time in the 4 octets that begin at `at`; the caller has made sure that they are there. */
export const timeFrom = (octets: Uint8Array, at = 0): CosemTime => ({
  hour: orNull(octets[at]),
  minute: orNull(octets[at + 1]),
  second: orNull(octets[at + 2]),
  hundredths: orNull(octets[at + 3]),
});

/** The date-time in the 12 octets that begin at `at`; the caller has made sure that they are there. */
export function dateTimeFrom(octets: Uint8Array, at = 0): CosemDateTime {
  const deviation = (((octets[at + 9] as number) << 24) >> 16) | (octets[at + 10] as number);
  return {
    year: yearAt(octets, at),
    month: orNull(octets[at + 2]),
    dayOfMonth: orNull(octets[at + 3]),
    dayOfWeek: orNull(octets[at + 4]),
    hour: orNull(octets[at + 5]),
    minute: orNull(octets[at + 6]),
    second: orNull(octets[at + 7]),
    hundredths: orNull(octets[at + 8]),
    deviation: deviation === -0x8000 ? null : deviation,
    clockStatus: orNull(octets[at + 11]),
  };
}

function put(out: Buffer, at: number, name: string, value: number | null): void {
  if (value !== null && (!Number.isInteger(value) || value < 0 || value > 0xff))
    throw new DlmsError('value-invalid', `${name} ${value} does not fit into one octet`);
  out[at] = value ?? 0xff;
}

function putDate(out: Buffer, at: number, date: CosemDate): void {
  const { year } = date;
  if (year !== null && (!Number.isInteger(year) || year < 0 || year > 0xffff))
    throw new DlmsError('value-invalid', `year ${year} is not in 0..65535`);
  out.writeUInt16BE(year ?? 0xffff, at);
  put(out, at + 2, 'month', date.month);
  put(out, at + 3, 'dayOfMonth', date.dayOfMonth);
  put(out, at + 4, 'dayOfWeek', date.dayOfWeek);
}

function putTime(out: Buffer, at: number, time: CosemTime): void {
  put(out, at, 'hour', time.hour);
  put(out, at + 1, 'minute', time.minute);
  put(out, at + 2, 'second', time.second);
  put(out, at + 3, 'hundredths', time.hundredths);
}

/** 5 octets. @throws DlmsError `value-invalid` when a field does not fit its octets */
export function dateOctets(date: CosemDate): Buffer {
  const out = Buffer.alloc(dateLength);
  putDate(out, 0, date);
  return out;
}

/** 4 octets. @throws DlmsError `value-invalid` when a field does not fit its octet */
export function timeOctets(time: CosemTime): Buffer {
  const out = Buffer.alloc(timeLength);
  putTime(out, 0, time);
  return out;
}

/** 12 octets. @throws DlmsError `value-invalid` when a field does not fit its octets */
export function dateTimeOctets(value: CosemDateTime): Buffer {
  const out = Buffer.alloc(dateTimeLength);
  putDate(out, 0, value);
  putTime(out, 5, value);
  const { deviation } = value;
  if (deviation !== null && (!Number.isInteger(deviation) || deviation < -0x8000 || deviation > 0x7fff))
    throw new DlmsError('value-invalid', `deviation ${deviation} is not in -32768..32767 minutes`);
  out.writeInt16BE(deviation ?? -0x8000, 9);
  put(out, 11, 'clockStatus', value.clockStatus);
  return out;
}

const within = (octet: number | undefined, low: number, high: number): boolean =>
  octet === 0xff || ((octet as number) >= low && (octet as number) <= high);

/**
 * Whether the 12 octets at `at` can be a date-time: every field in its range or a special code. Weekday 0 is let pass
 * (the hourly clock of Aidon). Twelve arbitrary octets pass rarely, twelve printable characters never: letters are no hours.
 */
export function looksLikeDateTime(octets: Uint8Array, at = 0): boolean {
  const month = octets[at + 2] as number;
  const day = octets[at + 3] as number;
  const deviation = (((octets[at + 9] as number) << 24) >> 16) | (octets[at + 10] as number);
  return (
    ((month >= 1 && month <= 12) || month >= 0xfd) &&
    ((day >= 1 && day <= 31) || day >= 0xfd) &&
    within(octets[at + 4], 0, 7) &&
    within(octets[at + 5], 0, 23) &&
    within(octets[at + 6], 0, 59) &&
    within(octets[at + 7], 0, 59) &&
    within(octets[at + 8], 0, 99) &&
    // Blue Book 4.1.6.1: -720..+840 minutes
    (deviation === -0x8000 || (deviation >= -840 && deviation <= 840))
  );
}
