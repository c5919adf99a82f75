/**
 * Profile generic (Blue Book 4.3.6, class 7 version 1): load profile, daily and monthly values, event logs.
 *
 * Rows are captured when somebody looks, one for every boundary of the capture period since the last look: objects are
 * functions of time, so the past can be read. History before the start is made the same way, but not before the first
 * look. The buffer holds `maxRows`; then the oldest row goes. Rows stay in the order of capture and are sorted to read.
 */
import type { Data } from '../../codec/types';
import { obisAt, obisOctets } from '../../cosem/obis';
import { fixed, settable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import { profileStatus } from '../meter-status';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { type CaptureObject, captureObjectData, captureObjectOf, type Row, selectRows } from '../selection';
import { array, doubleLongUnsigned, elementsOf, enumeration, nothing, numberOf } from '../values';

const day = 86_400_000;
const longestPeriodS = 366 * 86_400;
const mostColumns = 100;
const mostRows = 100_000;

export interface ProfileDefinition {
  readonly obis: string;
  /** `classId:obis:attribute` */
  readonly columns: readonly string[];
  /** Seconds between captures; 0 = captured on events; `monthly` on the first of a month. */
  readonly period: number | 'monthly' | ((meter: SimulatedMeter) => number);
  readonly maxRows: number | ((meter: SimulatedMeter) => number);
  /** Rows that stand in it at the start. */
  readonly history: number | ((meter: SimulatedMeter) => number);
  /** Event codes that a log starts with. */
  readonly firstEvents?: readonly number[];
  readonly cleared?: (meter: SimulatedMeter) => void;
}

export function column(text: string): CaptureObject {
  const [classId, obis, attribute] = text.split(/:(?=\d+-)|:(?=\d+$)/) as [string, string, string];
  return { classId: Number(classId), logicalName: obisOctets(obis), attribute: Number(attribute), dataIndex: 0 };
}

/** sort_method: how rows are put in order to be read; 1 is the order of capture. */
const sortMethods: Readonly<Record<number, (one: number, other: number) => number>> = {
  3: (one, other) => other - one,
  4: (one, other) => one - other,
  5: (one, other) => Math.abs(one) - Math.abs(other),
  6: (one, other) => Math.abs(other) - Math.abs(one),
};

const resolve = (value: number | ((meter: SimulatedMeter) => number), meter: SimulatedMeter): number =>
  typeof value === 'function' ? value(meter) : value;

/** The buffer of one profile and what moves it. */
class Profile {
  columns: readonly CaptureObject[];
  periodS: number;
  rows: Row[] = [];
  sortMethod = 1;
  maxRows: number;
  private next = Number.POSITIVE_INFINITY;
  private monthly: boolean;
  private readonly meter: SimulatedMeter;

  constructor(meter: SimulatedMeter, definition: ProfileDefinition) {
    this.meter = meter;
    this.columns = definition.columns.map(column);
    this.monthly = definition.period === 'monthly';
    this.periodS = definition.period === 'monthly' ? 0 : resolve(definition.period, meter);
    this.maxRows = resolve(definition.maxRows, meter);
    this.fill(resolve(definition.history, meter));
    for (const code of definition.firstEvents ?? []) this.rows.push([meter.wallClock.data(meter.now()), { type: 'unsigned', value: code }]);
  }

  /** Rows since the meter was started, and so many before. */
  private fill(history: number): void {
    const now = this.meter.now();
    const started = this.meter.wallClock.utc(this.meter.started);
    const past: number[] = [];
    let before = 0;
    let boundary = this.boundaryUpTo(this.meter.wallClock.utc(now));
    for (; past.length < this.maxRows && Number.isFinite(boundary); boundary = this.boundaryUpTo(boundary - 1)) {
      if (boundary <= started && ++before > history) break;
      past.push(boundary);
    }
    const { pendingStatus } = this.meter;
    this.meter.pendingStatus = 0;
    for (const utc of past.reverse()) this.capture(this.meter.wallClock.moment(utc));
    this.meter.pendingStatus = pendingStatus;
    this.plan(now);
  }

  /** The last boundary not after a time of the wall clock; minus infinity when there is none. */
  private boundaryUpTo(utc: number): number {
    if (this.monthly) {
      const local = new Date(utc - this.meter.settings.timeZone * 60_000);
      return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) + this.meter.settings.timeZone * 60_000;
    }
    if (this.periodS === 0) return Number.NEGATIVE_INFINITY;
    const period = this.periodS * 1000;
    // whole days begin at local midnight (standard time)
    const shift = period >= day ? this.meter.settings.timeZone * 60_000 : 0;
    return Math.floor((utc - shift) / period) * period + shift;
  }

  private boundaryAfter(utc: number): number {
    if (!this.monthly) return this.periodS === 0 ? Number.POSITIVE_INFINITY : this.boundaryUpTo(utc) + this.periodS * 1000;
    const start = new Date(this.boundaryUpTo(utc) - this.meter.settings.timeZone * 60_000);
    return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) + this.meter.settings.timeZone * 60_000;
  }

  plan(at: number): void {
    this.next = this.boundaryAfter(this.meter.wallClock.utc(at));
  }

  /** Captures what became due, the last `maxRows` of it at most. */
  advance(at: number): void {
    const utc = this.meter.wallClock.utc(at);
    if (this.next > utc) return;
    const skip = this.periodS === 0 ? 0 : Math.floor((utc - this.next) / (this.periodS * 1000)) - this.maxRows;
    if (skip > 0) this.next += skip * this.periodS * 1000;
    while (this.next <= utc) {
      this.capture(this.meter.wallClock.moment(this.next));
      this.next = this.boundaryAfter(this.next);
    }
  }

  capture(at: number): void {
    this.rows.push(this.columns.map((wanted) => this.value(wanted, at)));
    if (this.rows.length > this.maxRows) this.rows.splice(0, this.rows.length - this.maxRows);
    if (this.periodS > 0) this.meter.pendingStatus = 0;
  }

  /** Rows of before are forgotten. */
  replace(rows: readonly Row[]): void {
    this.rows = rows.slice(-this.maxRows);
  }

  keepAtMost(rows: number): void {
    this.maxRows = rows;
    this.replace(this.rows);
  }

  /** Other columns: rows of before do not fit them. @throws DlmsError `refused` */
  captureOthers(columns: readonly CaptureObject[]): void {
    if (columns.length === 0 || columns.length > mostColumns)
      refuse('scope-of-access-violated', `a profile has 1 to ${mostColumns} columns`);
    this.columns = columns;
    this.replace([]);
  }

  /** Another period, in seconds; 0 = captured on events, or still on the first of a month. */
  captureEvery(seconds: number): void {
    this.periodS = seconds;
    this.monthly &&= seconds === 0;
    this.replace([]);
    this.plan(this.meter.now());
  }

  private value({ classId, logicalName, attribute, dataIndex }: CaptureObject, at: number): Data {
    const object = this.meter.find(obisAt(logicalName));
    if (object?.definition.classId !== classId) return nothing;
    const read = (id: number): Data => object.attributes.get(id)?.read?.(at, null) ?? nothing;
    const whole: Data =
      attribute === 0 ? { type: 'structure', value: object.definition.attributes.map(({ id }) => read(id)) } : read(attribute);
    if (dataIndex === 0 || (whole.type !== 'structure' && whole.type !== 'array')) return whole;
    return whole.value[dataIndex - 1] ?? nothing;
  }

  sorted(): readonly Row[] {
    if (this.sortMethod === 2) return [...this.rows].reverse();
    const order = sortMethods[this.sortMethod];
    if (!order) return this.rows;
    const key = (row: Row): number => {
      const value = row[0]?.value;
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
    };
    return [...this.rows].sort((one, other) => order(key(one), key(other)));
  }
}

const bufferOf = (rows: readonly Row[]): Data => array(rows.map((row): Data => ({ type: 'structure', value: row })));

/** A number that a client wrote. @throws DlmsError `refused` when it is outside the range */
function numberWithin(value: Data, min: number, max: number, rule: string): number {
  const number = numberOf(value);
  return number < min || number > max ? refuse('scope-of-access-violated', rule) : number;
}

const attributesOf = (meter: SimulatedMeter, profile: Profile): Parts['attributes'] => ({
  buffer: {
    read: () => bufferOf(profile.sorted()),
    select: (selector, parameters) => bufferOf(selectRows(selector, parameters, profile.sorted(), profile.columns, meter.wallClock)),
    force: (value) => profile.replace(elementsOf(value).map((row) => elementsOf(row))),
  },
  captureObjects: settable(
    () => array(profile.columns.map(captureObjectData)),
    (value) => profile.captureOthers(elementsOf(value).map(captureObjectOf)),
  ),
  capturePeriod: settable(
    () => doubleLongUnsigned(profile.periodS),
    (value) => profile.captureEvery(numberWithin(value, 0, longestPeriodS, 'the capture period is a year at most')),
  ),
  sortMethod: settable(
    () => enumeration(profile.sortMethod),
    (value) => {
      profile.sortMethod = numberWithin(value, 1, 6, 'sort_method is 1 to 6');
    },
  ),
  sortObject: fixed(captureObjectData(profile.columns[0] as CaptureObject)),
  entriesInUse: { read: () => doubleLongUnsigned(profile.rows.length) },
  profileEntries: settable(
    () => doubleLongUnsigned(profile.maxRows),
    (value) => profile.keepAtMost(numberWithin(value, 1, mostRows, `profile_entries is 1 to ${mostRows}`)),
  ),
});

const partsOf = (meter: SimulatedMeter, profile: Profile, { cleared }: ProfileDefinition): Parts => ({
  attributes: attributesOf(meter, profile),
  methods: {
    reset: () => {
      profile.replace([]);
      cleared?.(meter);
      return null;
    },
    capture: () => {
      profile.capture(meter.now());
      return null;
    },
  },
  advance: (at) => profile.advance(at),
  replan: (at) => profile.plan(at),
});

/** A profile that the meter has. */
export const profile = (definition: ProfileDefinition): MeterBlueprint => ({
  classId: 7,
  version: 1,
  obis: definition.obis,
  build: (meter) => partsOf(meter, new Profile(meter, definition), definition),
});

/** Status of the load profile at a moment: daylight saving, and what happened since the last capture. */
export const loadProfileStatus = (meter: SimulatedMeter, at: number): number =>
  meter.pendingStatus | (meter.wallClock.status(at) === 0 ? 0 : profileStatus.daylightSaving);
