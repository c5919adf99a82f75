/**
 * The clock (Blue Book 4.5.1, class 8): read against ours, and set only where it is off.
 *
 * The drift is the meter's time less ours at the middle of the request; association and queue are not in it. Up to the limit
 * nothing is done; up to a second limit the clock is shifted, which load profiles survive better than a new time; beyond it is
 * set. A drift above the maximum is not believed without a confirmation: it is rather a wrong zone or a dead battery than
 * drift. What is written has the meter's own deviation and form, parts that it leaves open included.
 */
import {
  type CosemDateTime,
  clockStatusWords,
  type Data,
  DlmsError,
  dateTimeFrom,
  dateTimeLength,
  dateTimeOctets,
  epochMs,
  isoDateTime,
} from '../../../src/index';
import { type ChoiceOf, largestShiftS } from '../../forms/task-fields';
import type { Settings } from '../setting-values';
import { attributeOf, type Desk, type Place } from './desk';
import { chosen, milliseconds, taskObis } from './field-values';
import type { Task, TaskInput, TaskPlan, TaskResult } from './task';

type Way = ChoiceOf<'clockBy'>;

const minuteMs = 60_000;

const rounding: Readonly<Partial<Record<Way, { readonly method: string; readonly stepMs: number | null; readonly words: string }>>> = {
  minute: { method: 'adjustToMinute', stepMs: minuteMs, words: 'full minute' },
  quarter: { method: 'adjustToQuarter', stepMs: 15 * minuteMs, words: 'full quarter of an hour' },
  // how long the measuring period is, only the meter knows
  period: { method: 'adjustToMeasuringPeriod', stepMs: null, words: 'end of the measuring period' },
};

/** The meter's clock and ours at the same moment. */
interface Comparison {
  readonly data: Data;
  readonly time: CosemDateTime;
  /** Milliseconds since 1970; null where the meter's date is not complete. */
  readonly meterMs: number | null;
  readonly oursMs: number;
  /** Positive: the meter is ahead. Null where it has no date. */
  readonly driftMs: number | null;
}

const timeIn = (data: Data): CosemDateTime => {
  if (data.type === 'date-time') return data.value;
  if (data.type === 'octet-string' && data.value.length === dateTimeLength) return dateTimeFrom(data.value);
  throw new DlmsError('value-invalid', `The clock of the meter gives ${data.type} and no date-time`);
};

/** A time without deviation is taken as the local time of this computer. */
const instantOf = (desk: Desk, time: CosemDateTime): number | null => {
  const { clockDeviation } = desk.clock;
  const ms = epochMs(time, desk.clock);
  const known = clockDeviation === 'fixed' || (time.deviation !== null && clockDeviation !== 'ignore');
  if (ms === null || known) return ms;
  desk.note('The clock of the meter tells no deviation: it is compared with the local time of this computer.');
  const local = new Date(ms);
  return new Date(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    local.getUTCMilliseconds(),
  ).getTime();
};

const compare = async (desk: Desk, place: Place): Promise<Comparison> => {
  const { meter, request } = desk.target;
  await meter.associate(request);
  const { items, info } = await meter.get([attributeOf(place, 'time')], request);
  const oursMs = Date.now() - info.durationMs / 2;
  const [item] = items;
  if (item === undefined || item.error !== null) throw item?.error ?? new DlmsError('answer-mismatch', 'No time came');
  const time = timeIn(item.data);
  const meterMs = instantOf(desk, time);
  return { data: item.data, time, meterMs, oursMs, driftMs: meterMs === null ? null : meterMs - oursMs };
};

/** Our time as the meter writes its own: its deviation and daylight saving flag, its open parts. */
const ourTime = ({ time, meterMs }: Comparison, atMs: number): CosemDateTime => {
  const localMs = Date.UTC(
    time.year ?? 1970,
    (time.month ?? 1) - 1,
    time.dayOfMonth ?? 1,
    time.hour ?? 0,
    time.minute ?? 0,
    time.second ?? 0,
  );
  // minutes between the meter's local time and the instant that it means
  const offset = meterMs === null ? -new Date(atMs).getTimezoneOffset() : Math.round((localMs - meterMs) / minuteMs);
  const local = new Date(atMs + offset * minuteMs);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    dayOfMonth: local.getUTCDate(),
    dayOfWeek: time.dayOfWeek === null ? null : local.getUTCDay() || 7,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    hundredths: time.hundredths === null ? null : Math.floor(local.getUTCMilliseconds() / 10),
    deviation: time.deviation,
    clockStatus: time.clockStatus === null ? null : time.clockStatus & 0x80,
  };
};

const dateTimeData = ({ data }: Comparison, time: CosemDateTime): Data =>
  data.type === 'octet-string' || ('wire' in data && data.wire === 'octet-string')
    ? { type: 'octet-string', value: dateTimeOctets(time) }
    : { type: 'date-time', value: time };

/** Sets an attribute: the request is half a round trip under way. */
const set = async (desk: Desk, place: Place, seen: Comparison): Promise<string> => {
  await desk.write(place, 'time', dateTimeData(seen, ourTime(seen, Date.now() + (Date.now() - seen.oursMs) / 2)));
  return 'set';
};

const shift = async (desk: Desk, place: Place, { driftMs }: Comparison): Promise<string> => {
  const secondsBack = Math.round((driftMs ?? 0) / 1000);
  if (driftMs === null || Math.abs(secondsBack) > largestShiftS) {
    throw new DlmsError('operation-not-possible', `A clock can be shifted by at most ${largestShiftS} s; nothing was sent`, {
      hint: 'Choose "shift or set" or "set".',
    });
  }
  await desk.invoke(place, 'shiftTime', { type: 'long', value: -secondsBack });
  return `shifted by ${-secondsBack} s`;
};

const preset = async (desk: Desk, place: Place, seen: Comparison): Promise<string> => {
  const window = 5 * minuteMs;
  const moments = [seen.meterMs ?? seen.oursMs, seen.oursMs];
  const at = (ms: number): Data => ({ type: 'octet-string', value: dateTimeOctets(ourTime(seen, ms)) });
  const times = (): Data[] => [at(Date.now()), at(Math.min(...moments) - window), at(Math.max(...moments) + window)];
  await desk.invoke(place, 'presetAdjustingTime', { type: 'structure', value: times() });
  await desk.invoke(place, 'adjustToPresetTime');
  return 'set to the preset time';
};

/** The meter rounds its own time: right only when our clock stands at such a moment. */
const round = async (desk: Desk, place: Place, { meterMs, oursMs, driftMs }: Comparison, way: Way): Promise<string> => {
  const { method, stepMs, words } = rounding[way] as NonNullable<(typeof rounding)[Way]>;
  const expected = stepMs === null || meterMs === null ? null : Math.round(meterMs / stepMs) * stepMs - oursMs;
  if (expected !== null && driftMs !== null && Math.abs(expected) > Math.abs(driftMs)) {
    const text = `Rounding to the ${words} would put the clock ${(expected / 1000).toFixed(1)} s off instead of ${(driftMs / 1000).toFixed(1)} s; nothing was sent`;
    throw new DlmsError('operation-not-possible', text, {
      hint: `Let the flow run at the ${words}, for example with an inject node at that time.`,
    });
  }
  await desk.invoke(place, method);
  return `rounded to the ${words}`;
};

interface Limits {
  readonly way: Way;
  readonly limitMs: number;
  readonly shiftMs: number;
  readonly maximumMs: number;
}

const change = (desk: Desk, place: Place, seen: Comparison, { way, shiftMs }: Limits): Promise<string> => {
  if (rounding[way] !== undefined) return round(desk, place, seen, way);
  if (way === 'preset') return preset(desk, place, seen);
  const small = seen.driftMs !== null && Math.abs(seen.driftMs) <= Math.min(shiftMs, largestShiftS * 1000);
  return way === 'shift' || (way === 'auto' && small) ? shift(desk, place, seen) : set(desk, place, seen);
};

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
const driftWords = (ms: number | null): string =>
  ms === null ? 'without a date' : `${rounded(ms)} s ${ms < 0 ? 'behind' : 'ahead'}`.replace('-', '');

const facts = (desk: Desk, before: Comparison, after: Comparison, changed: string) => ({
  changed,
  driftBefore: rounded(before.driftMs),
  driftAfter: rounded(after.driftMs),
  meterTime: isoDateTime(after.time, desk.clock),
  ourTime: new Date(after.oursMs).toISOString(),
  clockStatusBefore: clockStatusWords(before.time.clockStatus),
  clockStatus: clockStatusWords(after.time.clockStatus),
});

const limitsOf = (settings: Settings): Limits => ({
  way: chosen(settings, 'clockBy'),
  limitMs: milliseconds(settings, 'driftLimit'),
  shiftMs: milliseconds(settings, 'shiftLimit'),
  maximumMs: milliseconds(settings, 'driftMaximum'),
});

const tidy = async (desk: Desk, place: Place, limits: Limits): Promise<TaskResult> => {
  const before = await compare(desk, place);
  const { driftMs } = before;
  const off = driftMs === null || Math.abs(driftMs) > limits.limitMs;
  if (limits.way === 'read' || !off) {
    const changed = 'nothing';
    return { facts: facts(desk, before, before, changed), summary: `clock ${driftWords(driftMs)}: left as it is` };
  }
  if ((driftMs === null || Math.abs(driftMs) > limits.maximumMs) && !desk.isConfirmed('drift')) {
    const text = `The clock of the meter is ${driftWords(driftMs)}, more than the maximum of ${limits.maximumMs / 1000} s; setting it leaves a gap or doubles in its profiles`;
    return { ask: { id: 'drift', text, always: true }, standing: 'The clock was only read', facts: { driftBefore: rounded(driftMs) } };
  }
  const changed = await change(desk, place, before, limits);
  const after = await compare(desk, place);
  const still = after.driftMs === null || Math.abs(after.driftMs) > Math.max(limits.limitMs, 1000);
  if (still) desk.note(`The clock is still ${driftWords(after.driftMs)}: check the time zone of the meter and "deviation" of dlms meter.`);
  return { facts: facts(desk, before, after, changed), summary: `clock ${changed}, was ${driftWords(driftMs)}` };
};

const setClock = ({ settings }: TaskInput): TaskPlan => {
  const place = { classId: 8, obis: taskObis(settings, 'set-clock') };
  const limits = limitsOf(settings);
  return {
    words: limits.way === 'read' ? 'check of the clock' : 'setting of the clock',
    question: null,
    ...(limits.way === 'read' ? {} : { mayAsk: `when the clock is off by more than ${limits.maximumMs / 1000} s` }),
    sends: [],
    perform: (desk) => tidy(desk, place, limits),
  };
};

export const clockTasks: readonly Task[] = [{ id: 'set-clock', plan: setClock }];
