/**
 * The meter's own idea of the time: an offset to the time of the simulator, and the zone rule. The clock object, the time
 * stamps of captures and the schedules all ask it.
 */
import type { CosemDateTime, Data } from '../codec/types';
import { europeanRule, isDaylightSaving, localDateTimeData, utcOf, type ZoneRule } from './meter-time';

export class WallClock {
  zone: ZoneRule;
  private offsetMs = 0;

  /** @param timeZone minutes from standard time to UTC */
  constructor(timeZone: number) {
    this.zone = { timeZone, ...europeanRule, deviation: 60, enabled: true };
  }

  /** What the meter takes for UTC at this moment, in milliseconds. */
  utc(at: number): number {
    return at + this.offsetMs;
  }

  /** The moment at which the meter's clock shows this. */
  moment(utcMs: number): number {
    return utcMs - this.offsetMs;
  }

  /** Sets the clock: at this moment it shows `utcMs`. */
  set(at: number, utcMs: number): void {
    this.offsetMs = utcMs - at;
  }

  /** Local date and time in 12 octets. */
  data(at: number): Data {
    return localDateTimeData(this.utc(at), this.zone);
  }

  /** clock_status: daylight saving. */
  status(at: number): number {
    return isDaylightSaving(this.utc(at), this.zone) ? 0x80 : 0;
  }

  /** Milliseconds UTC of a date-time a client sent; null when its date is open. */
  utcOf(value: CosemDateTime, latest = false): number | null {
    return utcOf(value, this.zone, latest);
  }
}
