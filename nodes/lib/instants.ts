/**
 * Instants as databases take them. A value is known there by meter, object and time, so no two rows of one profile have the
 * same: events of one second are milliseconds apart, in their order, and the hour that a clock change repeats is told apart by
 * the zone, where one with rules is known.
 */
import { MeterZone, putBounded } from '../../src/index';

/** Where nobody knows an offset, times count as UTC. */
const asItStands = new MeterZone(null);

/** InfluxDB counts nanoseconds with 64 bits, and PostgreSQL has no year 0: one time beyond costs the whole batch. */
const [first, end] = [Date.UTC(1678, 0), Date.UTC(2262, 0)];

/** Milliseconds since 1970; null for what is no complete time, or none that databases take. @param after see `MeterZone.instantOf` */
export const instantOf = (time: unknown, zone = asItStands, after?: number): number | null => {
  const instant = zone.instantOf(time, after);
  return instant !== null && instant >= first && instant < end ? instant : null;
};

/** The time of a point as databases take it: `2026-03-01T09:15:00.000Z`. */
export const utcText = (instant: number): string => new Date(instant).toISOString();

/** Times that are remembered: some hours of rows, one a minute. */
const maxTimes = 500;

/** Tells the instants of the rows of one profile, in their order. */
export class RowTimes {
  /** Rows by the time that they told. */
  private readonly rows = new Map<number, number>();
  private last: number | undefined;

  instantOf(time: unknown, zone?: MeterZone): number | null {
    const instant = instantOf(time, zone, this.last);
    if (instant === null) return null;
    this.last = instant;
    const before = this.rows.get(instant) ?? 0;
    putBounded(this.rows, instant, before + 1, maxTimes);
    return instant + before;
  }

  instantsOf(times: readonly unknown[], zone?: MeterZone): (number | null)[] {
    return times.map((time) => this.instantOf(time, zone));
  }
}
