/**
 * Times to send: from a Date, ISO 8601 or parts to the date-time of a meter (Blue Book part 2, clause 4.1.6.1).
 *
 * Meters are particular about what is not specified: some refuse wildcards, others want them. The caller chooses which parts
 * to send. Text without offset is local time as it stands; with an offset, or from a Date, it is put into the meter's zone.
 */
import { dateFrom, dateTimeFrom, timeFrom } from '../codec/date-time';
import type { CosemDate, CosemDateTime, CosemTime } from '../codec/types';
import { DlmsError } from '../errors';
import { type ClockSetting, standardClock } from './clock-time';
import { type Zone, zoneDaylightSaving, zoneOffset, zoneOffsetOfLocal } from './zone';

/** Parts of a date-time that may be left unspecified (FF). Each is sent unless it is `false`. */
export interface DateTimeParts {
  readonly dayOfWeek?: boolean;
  readonly seconds?: boolean;
  readonly hundredths?: boolean;
  readonly deviation?: boolean;
  /** `true` sends 00 where daylight saving is not known; without it such a status is not specified. */
  readonly status?: boolean;
}

export interface TimeOptions {
  readonly clock?: ClockSetting;
  /** Zone of the meter: minutes east of UTC or an IANA name. Without it the offset of the text is kept; a Date is UTC. */
  readonly zone?: Zone;
  readonly parts?: DateTimeParts;
}

/** What a person or a flow may give for a time. Numbers are milliseconds since 1970. */
export type TimeInput = Date | string | number | Uint8Array | Partial<CosemDateTime>;

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

const bad = (input: unknown, wanted: string): DlmsError => new DlmsError('value-invalid', `"${String(input)}" is not ${wanted}`);

/** 1 Monday .. 7 Sunday. */
const weekday = (localMs: number): number => new Date(localMs).getUTCDay() || 7;

const minutesOf = (text: string): number => {
  if (text.toUpperCase() === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
};

/** Local wall-clock time in milliseconds as if it were UTC, and minutes east of UTC where they are known. */
interface Local {
  readonly ms: number;
  readonly offset: number | null;
  readonly zone: Zone | null;
}

const zoneOf = (options: TimeOptions): Zone | null =>
  options.zone ?? (options.clock?.clockDeviation === 'fixed' ? (options.clock.fixedOffsetMinutes ?? null) : null);

function localOfInstant(epochMs: number, options: TimeOptions, own: number | null): Local {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8.64e15) throw bad(epochMs, 'a time');
  const zone = zoneOf(options);
  const offset = zone === null ? (own ?? 0) : zoneOffset(epochMs, zone);
  return { ms: epochMs + offset * 60_000, offset, zone };
}

function localOfText(text: string, options: TimeOptions): Local {
  const match = iso.exec(text.trim());
  if (match === null) throw bad(text, 'a time: write it like 2024-03-31T02:15:00+01:00');
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  const check = new Date(ms);
  const same = check.getUTCMonth() === Number(month) - 1 && check.getUTCDate() === Number(day) && check.getUTCHours() === Number(hour ?? 0);
  if (!same || check.getUTCMinutes() !== Number(minute ?? 0) || check.getUTCFullYear() !== Number(year))
    throw bad(text, 'a time of the calendar');
  const precise = ms + Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  if (offset !== undefined) {
    const own = minutesOf(offset);
    return localOfInstant(precise - own * 60_000, options, own);
  }
  const zone = zoneOf(options);
  return { ms: precise, offset: zone === null ? null : zoneOffsetOfLocal(precise, zone), zone };
}

function deviationOf(offset: number | null, clock: ClockSetting): number | null {
  if (offset === null || clock.clockDeviation === 'ignore') return null;
  return clock.clockDeviation === 'inverted' || offset === 0 ? offset : -offset;
}

function statusOf(local: Local, parts: DateTimeParts): number | null {
  if (parts.status === false) return null;
  const active = local.zone === null || local.offset === null ? null : zoneDaylightSaving(local.ms - local.offset * 60_000, local.zone);
  if (active === null) return parts.status === true ? 0 : null;
  return active ? 0x80 : 0;
}

function fromLocal(local: Local, options: TimeOptions): CosemDateTime {
  const parts = options.parts ?? {};
  const time = new Date(local.ms);
  const year = time.getUTCFullYear();
  if (year < 0 || year > 9999) throw bad(year, 'a year from 0 to 9999');
  const seconds = parts.seconds !== false;
  return {
    year,
    month: time.getUTCMonth() + 1,
    dayOfMonth: time.getUTCDate(),
    dayOfWeek: parts.dayOfWeek === false ? null : weekday(local.ms),
    hour: time.getUTCHours(),
    minute: time.getUTCMinutes(),
    second: seconds ? time.getUTCSeconds() : null,
    hundredths: seconds && parts.hundredths !== false ? Math.floor(time.getUTCMilliseconds() / 10) : null,
    deviation: parts.deviation === false ? null : deviationOf(local.offset, options.clock ?? standardClock),
    clockStatus: statusOf(local, parts),
  };
}

const names = ['year', 'month', 'dayOfMonth', 'dayOfWeek', 'hour', 'minute', 'second', 'hundredths', 'deviation', 'clockStatus'] as const;

function fromParts(parts: Readonly<Record<string, unknown>>): CosemDateTime {
  for (const name of Object.keys(parts)) {
    if (!names.some((known) => known === name)) throw bad(name, `a part of a date-time (${names.join(', ')})`);
  }
  const part = (name: (typeof names)[number]): number | null => {
    const value = parts[name] ?? null;
    if (value !== null && (typeof value !== 'number' || !Number.isInteger(value))) throw bad(value, `a number for ${name}`);
    return value;
  };
  return Object.fromEntries(names.map((name) => [name, part(name)])) as unknown as CosemDateTime;
}

/** Any date-time: all parts not specified. */
export const anyDateTime: CosemDateTime = Object.freeze(fromParts({}));

/**
 * The date-time to send.
 *
 * Parts that an object does not name, and `null` in place of a time, are not specified. Text may stop after the date or the
 * minute; what is missing counts as 0.
 * @throws DlmsError `value-invalid` with what is wrong; `settings-invalid` for an unknown time zone
 */
export function cosemDateTime(input: TimeInput | null, options: TimeOptions = {}): CosemDateTime {
  if (input === null) return anyDateTime;
  if (input instanceof Date) return fromLocal(localOfInstant(input.getTime(), options, null), options);
  if (typeof input === 'number') return fromLocal(localOfInstant(input, options, null), options);
  if (typeof input === 'string') return fromLocal(localOfText(input, options), options);
  if (input instanceof Uint8Array) {
    if (input.length !== 12) throw bad(`${input.length} octets`, 'a date-time of 12 octets');
    return dateTimeFrom(input);
  }
  if (typeof input !== 'object') throw bad(input, 'a time');
  return fromParts(input as Readonly<Record<string, unknown>>);
}

/** The date to send, with its day of the week. @throws DlmsError `value-invalid` */
export function cosemDate(input: TimeInput | null, options: TimeOptions = {}): CosemDate {
  if (input instanceof Uint8Array && input.length === 5) return dateFrom(input);
  const { year, month, dayOfMonth, dayOfWeek } = cosemDateTime(input, options);
  return { year, month, dayOfMonth, dayOfWeek };
}

/**
 * The time of day to send, from `06:30`, `06:30:15.50` or anything with a time. Text may stop after the minute: what is missing
 * counts as 0, for a second that is not specified is every second to a meter, and hundredths of schedules shall be zero (4.5.7).
 * @throws DlmsError `value-invalid`
 */
export function cosemTime(input: TimeInput | null, options: TimeOptions = {}): CosemTime {
  if (input instanceof Uint8Array && input.length === 4) return timeFrom(input);
  const match = typeof input === 'string' ? /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,2}))?)?$/.exec(input.trim()) : null;
  if (match === null) {
    const { hour, minute, second, hundredths } = cosemDateTime(input, options);
    return { hour, minute, second, hundredths };
  }
  const [, hour, minute, second, hundredths] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) throw bad(input, 'a time of the day');
  const { seconds = true, hundredths: fine = seconds } = options.parts ?? {};
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: seconds ? Number(second ?? 0) : null,
    hundredths: seconds && fine ? Number((hundredths ?? '').padEnd(2, '0')) : null,
  };
}
