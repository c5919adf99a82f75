/**
 * Instants and the meter's local time, both ways, as far as the meter or the user tells (clock-time.ts, zone.ts).
 *
 * Bounds are written in the meter's own offset with its deviation, so that a meter that ignores deviations is at most one
 * clock change wrong: `clockChangeMs` around every range, and instants decide what belongs to it.
 */
import { offsetText } from '../../cosem/clock-time';
import { cosemDateTime, type TimeInput } from '../../cosem/clock-write';
import { type Zone, zoneOffset, zoneOffsetOfLocal } from '../../cosem/zone';
import { DlmsError } from '../../errors';

/** What daylight saving moves a clock at most. */
export const clockChangeMs = 3_600_000;

const minute = 60_000;
const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i;

export class MeterZone {
  /** @param zone null where nobody knows: times are compared as they stand */
  constructor(private readonly zone: Zone | null) {}

  /**
   * Milliseconds since 1970 of the time of a row; null where it is no complete time.
   * @param after instant of the row before: in the hour that a clock change repeats, a time that would be before it is the second
   */
  instantOf(time: unknown, after = Number.NEGATIVE_INFINITY): number | null {
    if (typeof time !== 'string') return null;
    const [, hours = ''] = time.split('T');
    if (zoned.test(hours)) {
      const instant = Date.parse(time);
      return Number.isNaN(instant) ? null : instant;
    }
    const local = Date.parse(hours === '' ? time : `${time}Z`);
    return Number.isNaN(local) ? null : this.ofLocal(local, after);
  }

  /** The instant that somebody means. @throws DlmsError `value-invalid` */
  instantOfInput(input: TimeInput): number {
    if (input instanceof Date || typeof input === 'number') return this.checked(Number(input), input);
    const text = typeof input === 'string' ? input.trim().replace(' ', 'T') : '';
    cosemDateTime(input);
    return this.checked(this.instantOf(text), input);
  }

  /** The bound of a range as text with the offset of the meter, without one where none is known. */
  bound(instant: number): string {
    const { zone } = this;
    const offset = zone === null ? 0 : zoneOffset(instant, zone);
    const local = new Date(instant + offset * minute).toISOString().slice(0, 19);
    return zone === null ? local : `${local}${offsetText(offset)}`;
  }

  private ofLocal(local: number, after: number): number {
    const { zone } = this;
    if (zone === null) return local;
    const first = local - zoneOffsetOfLocal(local, zone) * minute;
    const second = first + clockChangeMs;
    return first < after && second + zoneOffset(second, zone) * minute === local ? second : first;
  }

  private checked(instant: number | null, input: unknown): number {
    if (instant !== null && Number.isFinite(instant)) return instant;
    throw new DlmsError('value-invalid', `"${String(input)}" is not a time`);
  }
}
