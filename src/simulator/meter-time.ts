/**
 * The meter's wall clock (Blue Book 4.5.1, class 8): UTC and a time zone with daylight saving, to COSEM date-times and back.
 *
 * The deviation of a date-time is minutes from local time to UTC: CET is -60, CEST -120 with clock_status 80. The rules of
 * begin and end are COSEM date-times with wildcards: month and hour fixed, `dayOfMonth` 254 with a weekday = its last one.
 */
import { dateTimeFrom, dateTimeOctets } from '../codec/date-time';
import type { CosemDateTime, Data } from '../codec/types';

const minute = 60_000;
const day = 86_400_000;
const daylightSavingActive = 0x80;

/** `dayOfMonth` codes. */
const lastDay = 0xfe;
const secondLastDay = 0xfd;

export interface ZoneRule {
  /** Minutes from standard time to UTC (CET: -60). */
  readonly timeZone: number;
  readonly begin: CosemDateTime;
  readonly end: CosemDateTime;
  /** Minutes that daylight saving adds. */
  readonly deviation: number;
  readonly enabled: boolean;
}

const rule = (hex: string): CosemDateTime => dateTimeFrom(Buffer.from(hex, 'hex'));
/** Last Sunday of March, 02:00 standard time; last Sunday of October, 03:00 daylight saving time. */
export const europeanRule = { begin: rule('FFFF03FE0702000000800000'), end: rule('FFFF0AFE0703000000800080') };

const weekday = (localMs: number): number => ((Math.floor(localMs / day) + 3) % 7) + 1;
const fromParts = (year: number, month: number, dayOfMonth: number): number => Date.UTC(year, month - 1, dayOfMonth);

/** Local milliseconds at which a rule comes true in a year; null when the rule leaves the month open. */
function occurrence(rule: CosemDateTime, year: number): number | null {
  if (rule.month === null || rule.month > 12) return null;
  const fromEnd = rule.dayOfMonth === lastDay ? 1 : rule.dayOfMonth === secondLastDay ? 2 : 0;
  let date = fromEnd > 0 ? fromParts(year, rule.month + 1, 1) - fromEnd * day : fromParts(year, rule.month, rule.dayOfMonth ?? 1);
  if (rule.dayOfWeek !== null) {
    const step = fromEnd > 0 ? -day : day;
    for (let i = 0; i < 7 && weekday(date) !== rule.dayOfWeek; i++) date += step;
  }
  return date + ((rule.hour ?? 0) * 60 + (rule.minute ?? 0)) * minute + (rule.second ?? 0) * 1000;
}

/** Whether daylight saving holds at this moment. */
export function isDaylightSaving(utcMs: number, zone: ZoneRule): boolean {
  if (!zone.enabled) return false;
  const standard = utcMs - zone.timeZone * minute;
  const year = new Date(standard).getUTCFullYear();
  const begin = occurrence(zone.begin, year);
  const end = occurrence(zone.end, year);
  if (begin === null || end === null) return false;
  // the end is told in daylight saving time
  const endStandard = end - zone.deviation * minute;
  return begin < endStandard ? standard >= begin && standard < endStandard : standard >= begin || standard < endStandard;
}

/** Minutes from local time to UTC at this moment. */
export const deviationAt = (utcMs: number, zone: ZoneRule): number => zone.timeZone - (isDaylightSaving(utcMs, zone) ? zone.deviation : 0);

/** The meter's local date and time. */
function localDateTime(utcMs: number, zone: ZoneRule, status = 0): CosemDateTime {
  const deviation = deviationAt(utcMs, zone);
  const local = new Date(utcMs - deviation * minute);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    dayOfMonth: local.getUTCDate(),
    dayOfWeek: weekday(local.getTime()),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    hundredths: Math.floor(local.getUTCMilliseconds() / 10),
    deviation,
    clockStatus: status | (deviation === zone.timeZone ? 0 : daylightSavingActive),
  };
}

/** The same as an octet-string of 12 octets, the form of registers and profiles. */
export const localDateTimeData = (utcMs: number, zone: ZoneRule, status = 0): Data => ({
  type: 'octet-string',
  value: dateTimeOctets(localDateTime(utcMs, zone, status)),
});

/**
 * Milliseconds UTC of a date-time; null when year, month or day is open. Open parts of the time become 0, or the last
 * possible value with `latest`. A date-time without deviation is the meter's local time.
 */
export function utcOf(value: CosemDateTime, zone: ZoneRule, latest = false): number | null {
  const { year, month, dayOfMonth } = value;
  if (year === null || month === null || month > 12 || dayOfMonth === null || dayOfMonth > 31) return null;
  const hour = value.hour ?? (latest ? 23 : 0);
  const minutes = value.minute ?? (latest ? 59 : 0);
  const second = value.second ?? (latest ? 59 : 0);
  const hundredths = value.hundredths ?? (latest ? 99 : 0);
  const local = fromParts(year, month, dayOfMonth) + (hour * 60 + minutes) * minute + second * 1000 + hundredths * 10;
  if (value.deviation !== null) return local + value.deviation * minute;
  const standard = local + zone.timeZone * minute;
  const summer = standard - zone.deviation * minute;
  const stated = ((value.clockStatus ?? 0) & daylightSavingActive) !== 0;
  return isDaylightSaving(summer, zone) && (stated || isDaylightSaving(standard, zone) || value.clockStatus === null) ? summer : standard;
}
