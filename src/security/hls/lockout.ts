/**
 * How many times a secret may be tried on a meter that locks: one attempt per association, a pause after each refusal, a
 * bound on refusals in a row. Variants of an algorithm that give the same answer to a challenge are one attempt, not two.
 * State is plain data; the caller keeps it per meter and passes the time in.
 */

/** What is remembered per meter. */
export interface LockoutState<V extends string = string> {
  /** Refusals in a row. */
  readonly failures: number;
  /** Milliseconds since 1970 of the last refusal. */
  readonly lastFailure: number | null;
  /** Variants that a refusal has ruled out. */
  readonly ruledOut: readonly V[];
  /** The variant that worked. */
  readonly winner: V | null;
}

export const noAttempts: LockoutState<never> = { failures: 0, lastFailure: null, ruledOut: [], winner: null };

export interface LockoutOptions {
  /** Default 3. */
  readonly maxAttempts?: number;
  /** Pause after a refusal, default 65 000: Landis+Gyr meters lock for 60 s. */
  readonly waitMs?: number;
}

export type NextVariant<V extends string = string> =
  | { readonly kind: 'try'; readonly variant: V }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'give-up'; readonly reason: string };

/** Whether one more association may be tried now, and with which of these variants. */
export function nextVariant<V extends string>(
  state: LockoutState<V>,
  variants: readonly V[],
  now: number,
  { maxAttempts = 3, waitMs = 65_000 }: LockoutOptions = {},
): NextVariant<V> {
  if (state.failures >= maxAttempts) {
    return {
      kind: 'give-up',
      reason: `the meter refused ${state.failures} times; it may be locked. Check the password before the next try`,
    };
  }
  const winner = state.winner !== null && variants.includes(state.winner) ? state.winner : undefined;
  const variant = winner ?? variants.find((id) => !state.ruledOut.includes(id));
  if (variant === undefined) return { kind: 'give-up', reason: 'the meter refused every variant: the password is wrong' };
  const pause = state.lastFailure === null ? 0 : state.lastFailure + waitMs - now;
  return pause > 0 ? { kind: 'wait', forMs: pause } : { kind: 'try', variant };
}

/**
 * The state after an association. A winner that is refused later stays the winner: then the password was changed, not
 * the firmware.
 * @param same the variants, the tried one among them, that give the same answer to the challenge; they share its fate
 */
export function afterVariant<V extends string>(
  state: LockoutState<V>,
  attempt: { readonly variant: V; readonly accepted: boolean; readonly same: readonly V[] },
  now: number,
): LockoutState<V> {
  if (attempt.accepted) {
    return { failures: 0, lastFailure: null, ruledOut: state.ruledOut, winner: state.winner ?? attempt.variant };
  }
  return {
    failures: state.failures + 1,
    lastFailure: now,
    ruledOut: state.winner === null ? [...new Set([...state.ruledOut, ...attempt.same])] : state.ruledOut,
    winner: state.winner,
  };
}
