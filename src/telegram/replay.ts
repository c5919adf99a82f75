/**
 * Invocation counters of senders, so that a telegram that was recorded and sent again is refused or flagged (Green Book
 * 9.2.3.3.7.4: a counter is never used twice).
 *
 * Off by default in mind of real meters: some count at random, some begin anew after a loss of supply. The state is passed
 * in and can be kept over restarts; it is bounded, the sender heard longest ago is forgotten.
 */
import { putBounded } from '../bounded';

export type ReplayPolicy = 'off' | 'warn' | 'strict';

/** Highest counter per sender and key. */
export type ReplayState = Map<string, number>;

const maxSenders = 10_000;

export const createReplayState = (entries: Iterable<readonly [string, number]> = []): ReplayState => new Map(entries);

/** Whether this counter is not above the last one. Changes nothing. */
export const isReplay = (state: ReplayState, sender: string, counter: number): boolean => counter <= (state.get(sender) ?? -1);

/** Remembers a counter of a telegram that was proven; never lowers. */
export function remember(state: ReplayState, sender: string, counter: number): void {
  putBounded(state, sender, Math.max(counter, state.get(sender) ?? 0), maxSenders);
}
