/**
 * Meters that did not answer lately, and how long they are left alone: the pause doubles with every run in which a meter
 * was silent, and one answer of any kind ends it. Bounded: the longest known go first. No clock of its own.
 */
import { putBounded } from '../../bounded';
import { type DlmsError, type ErrorCode, isErrorCode } from '../../errors';
import { backoffMs } from '../retry';

export interface Absence {
  /** Runs in a row without an answer. */
  readonly failures: number;
  /** Milliseconds since 1970; before it the meter is not asked. */
  readonly until: number;
  /** Of the last failure. */
  readonly code: ErrorCode;
}

/** As it is kept in a store: meter, failures, until, code. */
export type StoredAbsence = readonly [meter: string, failures: number, until: number, code: ErrorCode];

/** Nothing came back from the meter: no refusal, no damaged frame. One that only `waited` for its turn was never asked. */
export const isAbsence = ({ layer, fault, code, details }: Pick<DlmsError, 'layer' | 'fault' | 'code' | 'details'>): boolean =>
  fault === 'line' && details?.waited !== true && (layer === 'transport' || code === 'response-timeout' || code === 'deadline-exceeded');

const noJitter = (): number => 0.5;

export class Absences {
  private readonly meters = new Map<string, Absence>();

  constructor(
    /** First and largest pause; a largest of 0 asks every time. */
    private readonly pauseMs: readonly [number, number],
    private readonly maxMeters = 20_000,
  ) {}

  get size(): number {
    return this.meters.size;
  }

  of(meter: string): Absence | null {
    return this.meters.get(meter) ?? null;
  }

  /** Whether it is left alone now. An end that no pause reaches is of a clock that was ahead, or of a longer pause than today's. */
  isPaused(meter: string, now: number): boolean {
    const leftMs = (this.meters.get(meter)?.until ?? now) - now;
    return leftMs > 0 && leftMs <= this.pauseMs[1];
  }

  /** The meter was silent in a whole run. */
  missed(meter: string, code: ErrorCode, now: number): void {
    const failures = (this.meters.get(meter)?.failures ?? 0) + 1;
    const until = now + backoffMs(this.pauseMs, failures, noJitter);
    putBounded(this.meters, meter, { failures, until, code }, this.maxMeters);
  }

  /** It answered. True when it had been away. */
  answered(meter: string): boolean {
    return this.meters.delete(meter);
  }

  clear(): void {
    this.meters.clear();
  }

  stored(): readonly StoredAbsence[] {
    return [...this.meters].map(([meter, { failures, until, code }]) => [meter, failures, until, code]);
  }

  /** Takes what a store has; entries that are none are left out. */
  recall(stored: unknown): void {
    if (!Array.isArray(stored)) return;
    for (const entry of stored.slice(-this.maxMeters)) {
      if (!Array.isArray(entry)) continue;
      const [meter, failures, until, code] = entry as readonly unknown[];
      if (typeof meter === 'string' && Number.isInteger(failures) && typeof until === 'number' && isErrorCode(code))
        this.meters.set(meter, { failures: failures as number, until, code });
    }
  }
}
