/**
 * When a read is repeated, and after which pause: by the error table alone. SET and ACTION never come here once their
 * request may have left.
 */
import type { DlmsError } from '../errors';

export interface RetryStep {
  /** Give up the link before the next try. */
  readonly reconnect: boolean;
  readonly pauseMs: number;
}

/** Pause before try `attempt` (1 = first repetition), with jitter; `random` gives 0..1. */
export function backoffMs([first, max]: readonly [number, number], attempt: number, random: () => number): number {
  const full = Math.min(first * 2 ** Math.max(attempt - 1, 0), max);
  return Math.round(full * (0.75 + 0.5 * random()));
}

/** What to do after `error` on repetition `attempt` of at most `retries`; null = give up. */
export function retryStep(
  error: DlmsError,
  attempt: number,
  retries: number,
  backoff: readonly [number, number],
  random: () => number,
): RetryStep | null {
  if (attempt > retries || error.retry === 'never') return null;
  switch (error.retry) {
    case 'same':
      return { reconnect: false, pauseMs: 0 };
    case 'later':
      return { reconnect: error.fatal, pauseMs: backoffMs(backoff, attempt, random) };
    default:
      return { reconnect: true, pauseMs: 0 };
  }
}
