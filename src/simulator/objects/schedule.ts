/**
 * Single action schedule (Blue Book 4.5.7, class 22): a script at given times. Wildcards in date and time are honoured;
 * what came due while nobody asked is carried out, once for each time, before the next request is answered.
 */
import { dateOctets, timeOctets } from '../../codec/date-time';
import type { CosemDate, CosemTime, Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import { deviationAt } from '../meter-time';
import type { Attribute, Parts } from '../object';
import { array, dateOf, elementsOf, enumeration, longUnsigned, name, nameOf, numberOf, octets, structure, timeOf } from '../values';
import { runScript } from './script-table';

const day = 86_400_000;
/** How many days of a long silence are made up for. */
const daysLookedBack = 40;

export interface ScheduleDefinition {
  readonly obis: string;
  readonly script: string;
  readonly selector: number;
  readonly type: number;
  readonly times: readonly { readonly time: CosemTime; readonly date: CosemDate }[];
}

const dayMatches = (date: CosemDate, local: Date): boolean => {
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  const wanted = date.dayOfMonth === 0xfe ? lastDay : date.dayOfMonth === 0xfd ? lastDay - 1 : date.dayOfMonth;
  return (
    (date.year === null || date.year === local.getUTCFullYear()) &&
    (date.month === null || date.month === local.getUTCMonth() + 1) &&
    (wanted === null || wanted === local.getUTCDate()) &&
    (date.dayOfWeek === null || date.dayOfWeek === ((local.getUTCDay() + 6) % 7) + 1)
  );
};

const each = (count: number, one: number | null): readonly number[] => (one === null ? [...Array(count).keys()] : [one]);

/** Milliseconds of a day: an hour or minute that is not specified is each of them, a second is 0. */
const timesOfDay = ({ hour, minute, second }: CosemTime): number[] =>
  each(24, hour).flatMap((h) => each(60, minute).map((m) => ((h * 60 + m) * 60 + (second ?? 0)) * 1000));

/** Moments of the wall clock (UTC) after `from` and up to `to` at which an entry is due. */
function dueBetween(entry: Data, from: number, to: number, meter: SimulatedMeter): number[] {
  const [time, date] = elementsOf(entry, 2);
  const at = timeOf(time);
  const on = dateOf(date);
  const times = timesOfDay(at);
  const due: number[] = [];
  for (let start = Math.floor(from / day) * day - day; start <= to + day; start += day) {
    if (!dayMatches(on, new Date(start))) continue;
    for (const ofDay of times) {
      const local = start + ofDay;
      const utc = local + deviationAt(local, meter.wallClock.zone) * 60_000;
      if (utc > from && utc <= to) due.push(utc);
    }
  }
  return due;
}

function run(meter: SimulatedMeter, executedScript: Attribute): void {
  const [script, selector] = elementsOf(executedScript.read?.(meter.now(), null), 2);
  runScript(meter, obisAt(nameOf(script)), numberOf(selector));
}

export const schedule = (definition: ScheduleDefinition): MeterBlueprint => ({
  classId: 22,
  version: 0,
  obis: definition.obis,
  build: (meter): Parts => {
    const executedScript = variable(structure(name(definition.script), longUnsigned(definition.selector)));
    const times = definition.times.map(({ time, date }) => structure(octets(timeOctets(time)), octets(dateOctets(date))));
    const executionTime = variable(array(times));
    let done = meter.wallClock.utc(meter.now());
    return {
      attributes: { executedScript, type: variable(enumeration(definition.type)), executionTime },
      advance: (at) => {
        const now = meter.wallClock.utc(at);
        const from = Math.max(done, now - daysLookedBack * day);
        done = now;
        const entries = elementsOf(executionTime.read?.(at, null));
        for (const _due of entries.flatMap((entry) => dueBetween(entry, from, now, meter))) run(meter, executedScript);
      },
      replan: (at) => {
        done = meter.wallClock.utc(at);
      },
    };
  },
});
