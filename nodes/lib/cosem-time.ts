/**
 * Dates and times as typed or sent, as COSEM fields (Blue Book 4.1.6.1).
 *
 * `now`, a Date, or milliseconds give the local time of this computer with its deviation and the daylight-saving bit. An
 * ISO time keeps its own offset; one without an offset has no deviation. Fields that were read come back as they are.
 */
import { type CosemDate, type CosemDateTime, type CosemTime, DlmsError } from '../../src/index';
import { isRecord } from './setting-values';

const wrong = (kind: string, input: unknown, expected: string): DlmsError =>
  new DlmsError('value-invalid', `${JSON.stringify(input) ?? 'nothing'} is not a ${kind}: ${expected} is expected`);

/** Monday 1 .. Sunday 7. */
const weekday = (year: number, month: number, day: number): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

const daylightSaving = 0x80;

/** True while the zone's clock is ahead of its winter time. */
const inDaylightSaving = (time: Date): boolean => {
  const offsets = [0, 6].map((month) => new Date(time.getFullYear(), month, 1).getTimezoneOffset());
  return time.getTimezoneOffset() < Math.max(...offsets);
};

const ofLocalTime = (time: Date): CosemDateTime => ({
  year: time.getFullYear(),
  month: time.getMonth() + 1,
  dayOfMonth: time.getDate(),
  dayOfWeek: time.getDay() || 7,
  hour: time.getHours(),
  minute: time.getMinutes(),
  second: time.getSeconds(),
  hundredths: Math.floor(time.getMilliseconds() / 10),
  // Same sign as the book's: minutes from local time to UTC, CET = -60.
  deviation: time.getTimezoneOffset(),
  clockStatus: inDaylightSaving(time) ? daylightSaving : 0,
});

const isoPattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

const deviationOf = (zone: string | undefined): number | null => {
  if (zone === undefined) return null;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('+') ? -minutes || 0 : minutes;
};

const ofIso = (text: string): CosemDateTime | null => {
  const match = isoPattern.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const check = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (check.getUTCDate() !== day || check.getUTCMonth() !== month - 1 || check.getUTCHours() !== hour) return null;
  return {
    year,
    month,
    dayOfMonth: day,
    dayOfWeek: weekday(year, month, day),
    hour,
    minute,
    second,
    hundredths: Math.floor(Number((match[7] ?? '0').padEnd(3, '0')) / 10),
    deviation: deviationOf(match[8]),
    clockStatus: null,
  };
};

const fieldsOf = (input: unknown, names: readonly string[]): Record<string, unknown> | null => {
  if (!isRecord(input) || !names.every((name) => name in input)) return null;
  return names.every((name) => input[name] === null || Number.isInteger(input[name])) ? input : null;
};

const dateNames = ['year', 'month', 'dayOfMonth', 'dayOfWeek'];
const timeNames = ['hour', 'minute', 'second', 'hundredths'];

/** @throws DlmsError `value-invalid` */
export const dateTimeFromWords = (input: unknown, kind = 'date-time'): CosemDateTime => {
  const fields = fieldsOf(input, [...dateNames, ...timeNames, 'deviation', 'clockStatus']);
  if (fields !== null) return fields as unknown as CosemDateTime;
  const moment = input === 'now' ? new Date() : input instanceof Date ? input : typeof input === 'number' ? new Date(input) : null;
  const time = moment !== null && !Number.isNaN(moment.getTime()) ? ofLocalTime(moment) : typeof input === 'string' ? ofIso(input) : null;
  if (time === null) throw wrong(kind, input, 'now, a Date, or 2026-01-31T12:00:00+01:00');
  return time;
};

/** @throws DlmsError `value-invalid` */
export const dateFromWords = (input: unknown, kind = 'date'): CosemDate => {
  const fields = fieldsOf(input, dateNames);
  if (fields !== null) return fields as unknown as CosemDate;
  const { year, month, dayOfMonth, dayOfWeek } = dateTimeFromWords(input, kind);
  return { year, month, dayOfMonth, dayOfWeek };
};

const timePattern = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d\d?))?)?$/;

/** @throws DlmsError `value-invalid` */
export const timeFromWords = (input: unknown, kind = 'time'): CosemTime => {
  const fields = fieldsOf(input, timeNames);
  if (fields !== null) return fields as unknown as CosemTime;
  const match = typeof input === 'string' ? timePattern.exec(input.trim()) : null;
  if (match !== null) {
    const [hour, minute, second, hundredths] = match.slice(1, 5).map((part) => Number(part ?? 0)) as [number, number, number, number];
    if (hour > 23 || minute > 59 || second > 59) throw wrong(kind, input, 'a time of day');
    return { hour, minute, second, hundredths };
  }
  const { hour, minute, second, hundredths } = dateTimeFromWords(input, kind);
  return { hour, minute, second, hundredths };
};
