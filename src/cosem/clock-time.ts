/**
 * Times of a meter and times of the world (Blue Book part 2, clause 4.1.6.1).
 *
 * A date-time of a meter is local time with a deviation: by the standard the minutes from local time to UTC, so Central
 * Europe in winter is -60. Some meters write the sign the other way round, some write nonsense, some none; the setting of
 * the meter says how to read it. Out comes ISO 8601 with offset, or without one where none is known. What is not specified
 * is never filled in: a date-time without a complete date stays an object of its parts with null.
 */

import { dateTimeFrom } from '../codec/date-time';
import type { CosemDate, CosemDateTime, CosemTime } from '../codec/types';

/** How the deviation of a meter is to be read; `fixed` uses `fixedOffsetMinutes`, east of UTC counted positive. */
export interface ClockSetting {
  readonly clockDeviation: 'standard' | 'inverted' | 'ignore' | 'fixed';
  readonly fixedOffsetMinutes?: number;
}

export const standardClock: ClockSetting = { clockDeviation: 'standard' };

/** `00` .. `99` */
const two: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const pad = (n: number): string => two[n] ?? String(n);

/** `+01:00` for 60, `Z` for 0. */
export function offsetText(minutesEast: number): string {
  if (minutesEast === 0) return 'Z';
  const size = Math.abs(minutesEast);
  return `${minutesEast < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

const offsets = new Map<number, string>();
/** `offsetText` remembered: a profile has two offsets and thousands of rows. */
function offsetTextOf(minutesEast: number): string {
  let known = offsets.get(minutesEast);
  if (known === undefined) {
    known = offsetText(minutesEast);
    if (offsets.size < 4096) offsets.set(minutesEast, known);
  }
  return known;
}

/** Minutes of the zones of the earth at most (Kiribati); beyond is nonsense that some meters write. */
const largestOffset = 840;

/** Minutes east of UTC by the setting; null when not known. */
export function offsetMinutes(deviation: number | null, setting: ClockSetting = standardClock): number | null {
  if (setting.clockDeviation === 'fixed') return setting.fixedOffsetMinutes ?? null;
  if (deviation === null || Math.abs(deviation) > largestOffset || setting.clockDeviation === 'ignore') return null;
  // No negative zero: it would be another key and another text.
  return setting.clockDeviation === 'inverted' || deviation === 0 ? deviation : -deviation;
}

const isDay = (year: number | null, month: number | null, day: number | null): boolean =>
  year !== null && year <= 9999 && month !== null && month >= 1 && month <= 12 && day !== null && day >= 1 && day <= 31;

const year4 = (year: number): string => (year >= 1000 ? String(year) : String(year).padStart(4, '0'));

/** `2024-03-31`, or null when a part is not specified or a special code. */
export const isoDate = (date: CosemDate): string | null =>
  isDay(date.year, date.month, date.dayOfMonth)
    ? `${year4(date.year as number)}-${pad(date.month as number)}-${pad(date.dayOfMonth as number)}`
    : null;

/** `02:15:00`, `02:15` where seconds are not specified, `02:15:00.50` with hundredths; null without hour and minute. */
export function isoTime(time: CosemTime): string | null {
  const { hour, minute, second, hundredths } = time;
  if (hour === null || minute === null || hour > 23 || minute > 59) return null;
  if (second === null) return hundredths === null ? `${pad(hour)}:${pad(minute)}` : null;
  if (second > 59 || (hundredths !== null && hundredths > 99)) return null;
  const text = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  return hundredths === null || hundredths === 0 ? text : `${text}.${pad(hundredths)}`;
}

const noTime = (time: CosemTime): boolean => time.hour === null && time.minute === null && time.second === null && time.hundredths === null;

/**
 * ISO 8601: `2024-03-31T02:15:00+01:00`; without offset where it is not known, only a date where no time is specified.
 * Null when the date is not complete or a part is out of range.
 */
export function isoDateTime(value: CosemDateTime, setting: ClockSetting = standardClock): string | null {
  const date = isoDate(value);
  if (date === null) return null;
  const time = isoTime(value);
  if (time === null) return noTime(value) ? date : null;
  const offset = offsetMinutes(value.deviation, setting);
  return offset === null ? `${date}T${time}` : `${date}T${time}${offsetTextOf(offset)}`;
}

const dates = new Map<number, string>();
/** `2024-03-31T` remembered: the rows of a day share one text, which also saves memory. */
function dateText(year: number, month: number, day: number): string {
  const key = (year * 16 + month) * 32 + day;
  let known = dates.get(key);
  if (known === undefined) {
    known = `${year}-${two[month]}-${two[day]}T`;
    if (dates.size >= 4096) dates.clear();
    dates.set(key, known);
  }
  return known;
}

/** The same from 12 octets at `at`, without objects between for the usual complete time: the hot path of profiles. */
export function isoFromOctets(octets: Uint8Array, at: number, setting: ClockSetting = standardClock): string | null {
  const year = ((octets[at] as number) << 8) | (octets[at + 1] as number);
  const month = octets[at + 2] as number;
  const day = octets[at + 3] as number;
  const hour = octets[at + 5] as number;
  const minute = octets[at + 6] as number;
  const second = octets[at + 7] as number;
  const hundredths = octets[at + 8] as number;
  const plain = hundredths === 0 || hundredths === 0xff;
  if (!plain || year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return isoDateTime(dateTimeFrom(octets, at), setting);
  const deviation = (((octets[at + 9] as number) << 24) >> 16) | (octets[at + 10] as number);
  const offset = offsetMinutes(deviation === -0x8000 ? null : deviation, setting);
  const zone = offset === null ? '' : offsetTextOf(offset);
  const time = `${two[hour]}:${two[minute]}:${two[second]}`;
  return `${dateText(year, month, day)}${time}${zone}`;
}

/** ISO 8601 in UTC of seconds since 1970, as a UNIX clock counts them: 0..4294967295. */
export const isoFromUnix = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

const generalized = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)([.,]\d+)?)?)?(Z|[+-]\d\d(?:\d\d)?)?$/;

/**
 * ISO 8601 of a GeneralizedTime (ASN.1; current-time of an InformationReport, IEC 61334-6): `20240331021500.5+0100`. Without offset
 * where none is in it: then it is local time. Null for octets that are none.
 */
export function isoFromGeneralizedTime(octets: Buffer): string | null {
  const parts = generalized.exec(octets.toString('latin1'));
  if (parts === null) return null;
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '', zone = ''] = parts;
  const offset = zone.length < 3 ? zone : `${zone.slice(0, 3)}:${zone.slice(3) || '00'}`;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.replace(',', '.')}`;
  return Number.isNaN(Date.parse(`${time.slice(0, 19)}Z`)) ? null : `${time}${offset}`;
}

/** Milliseconds since 1970 of a complete date-time; null where the date is not complete. Without offset it is read as UTC. */
export function epochMs(value: CosemDateTime, setting: ClockSetting = standardClock): number | null {
  if (!isDay(value.year, value.month, value.dayOfMonth)) return null;
  const { hour, minute, second, hundredths } = value;
  const local = Date.UTC(
    value.year as number,
    (value.month as number) - 1,
    value.dayOfMonth as number,
    hour ?? 0,
    minute ?? 0,
    second ?? 0,
  );
  return local + (hundredths ?? 0) * 10 - (offsetMinutes(value.deviation, setting) ?? 0) * 60_000;
}

const statusWords: readonly (readonly [bit: number, en: string, de: string])[] = [
  [0x01, 'invalid value', 'ungültiger Wert'],
  [0x02, 'doubtful value', 'zweifelhafter Wert'],
  [0x04, 'different clock base', 'andere Zeitbasis'],
  [0x08, 'invalid clock status', 'ungültiger Uhrenstatus'],
  [0x10, 'reserved bit 4', 'reserviertes Bit 4'],
  [0x20, 'reserved bit 5', 'reserviertes Bit 5'],
  [0x40, 'reserved bit 6', 'reserviertes Bit 6'],
  [0x80, 'daylight saving active', 'Sommerzeit aktiv'],
];

/** The clock status octet in words; null when not specified (FF). No bit set is an empty list: nothing to remark. */
export const clockStatusWords = (status: number | null, language: 'en' | 'de' = 'en'): readonly string[] | null =>
  status === null || status === 0xff
    ? null
    : statusWords.filter(([bit]) => (status & bit) !== 0).map(([, en, de]) => (language === 'de' ? de : en));
