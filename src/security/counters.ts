/**
 * Invocation counters: one per key, direction and client title; never repeated, never lowered.
 *
 * A nonce that is used twice under one key gives away both messages and the authentication, so a value is durable before the
 * first octet that uses it leaves: a lease reserves a block of values in a store, and `take` gives them out. What is
 * left of a block when a session ends is lost, which is legal: a gap is, a repeat is not. Stores (file, Redis) belong
 * to the client; here are their contract and the arithmetic. All values are unsigned, 0..2^32-1.
 */
import { toHex } from '../bytes';
import { DlmsError, isDlmsError } from '../errors';

/** 2^32-1 is never used: at that value the key has to be changed (GB 9.2.3.3.7.4). */
export const lastCounter = 0xfffffffe;

export type CounterDirection = 'client-to-server' | 'server-to-client';

/** Whose counter it is. */
export interface CounterKey {
  /** Which key, by a name or fingerprint that is not the key: `keyFingerprint`. */
  readonly key: string;
  readonly direction: CounterDirection;
  /** Client system title, hex. */
  readonly title: string;
}

/** One line for stores: `client-to-server/4755525558313233/unicast-1a2b3c4d`. */
export const counterKeyText = ({ direction, title, key }: CounterKey): string => `${direction}/${title || 'empty'}/${key}`;

export const counterKey = (key: string, direction: CounterDirection, title: Buffer): CounterKey => ({
  key,
  direction,
  title: toHex(title),
});

/** What a store does. Both must be durable before they resolve; `reserve` must be atomic among all who share the store. */
export interface CounterStore {
  /** The highest value that was reserved, or null. */
  highest(key: CounterKey): Promise<number | null>;
  /**
   * Reserves `count` values in a row, the first at least `atLeast` and above everything reserved before.
   * @returns the first
   * @throws DlmsError `counter-exhausted`, `counter-store-failed`
   */
  reserve(key: CounterKey, count: number, atLeast: number): Promise<number>;
}

/** The rule of `CounterStore.reserve` for implementations: where a block may begin. @throws DlmsError `counter-exhausted` */
export function blockAfter(highest: number | null, count: number, atLeast: number): number {
  const first = Math.max(highest === null ? 0 : highest + 1, atLeast);
  if (first + count - 1 > lastCounter) throw exhausted(first);
  return first;
}

/**
 * Refuses to go back.
 * @throws DlmsError `counter-would-be-lowered`
 */
export function refuseToLower(highest: number | null, wanted: number): void {
  if (highest !== null && wanted <= highest) {
    throw new DlmsError('counter-would-be-lowered', `the counter ${wanted} is not above ${highest}, which was used before`);
  }
}

export const exhausted = (value: number): DlmsError =>
  new DlmsError('counter-exhausted', `the invocation counter has come to ${value}, the end of its range: the key must be changed`);

/** Values of one counter, in rising order. */
export interface CounterLease {
  /** What `take` would give; null when nothing is reserved. */
  readonly next: number | null;
  /** Values in a row that are reserved and not used. */
  readonly remaining: number;
  /** @throws DlmsError `counter-exhausted`, `counter-store-failed` when nothing is reserved */
  take(): number;
  /** Takes `count` values in a row and gives the first. @throws as `take` */
  takeSpan(count: number): number;
  /** Makes at least `count` values in a row ready. @throws DlmsError of the store */
  reserve(count: number): Promise<void>;
}

export interface LeaseOptions {
  readonly key: CounterKey;
  readonly store: CounterStore;
  /** The first value wanted; the store may give a higher one. Default 0. */
  readonly start?: number;
  /** Values reserved at once, default 32: fewer writes, larger gaps. */
  readonly block?: number;
  /** `onThreshold` is called once when a value at or above it is reserved. */
  readonly threshold?: number;
  readonly onThreshold?: (value: number, left: number) => void;
}

/** A lease on a stored counter. Nothing is reserved until `reserve` is awaited. */
export function leaseCounter(options: LeaseOptions): CounterLease {
  const { key, store, start = 0, block = 32, threshold = Number.POSITIVE_INFINITY } = options;
  let next = 0;
  let end = 0;
  let warned = false;
  const takeSpan = (count: number): number => {
    if (end - next < count) {
      throw new DlmsError('counter-store-failed', `${count} invocation counters are needed and ${end - next} are reserved`);
    }
    const first = next;
    next += count;
    return first;
  };
  return {
    get next() {
      return next < end ? next : null;
    },
    get remaining() {
      return end - next;
    },
    take: () => takeSpan(1),
    takeSpan,
    async reserve(count) {
      if (end - next >= count) return;
      const { first, count: got } = await reserveSome(store, key, Math.max(count, block), count, start);
      // A block that continues the last one loses nothing of it.
      if (first !== end || end === 0) next = first;
      end = first + got;
      if (!warned && end - 1 >= threshold) {
        warned = true;
        options.onThreshold?.(next, lastCounter - next + 1);
      }
    },
  };
}

/** Near the end of the range a whole block may not fit where what is needed still does. */
async function reserveSome(store: CounterStore, key: CounterKey, wanted: number, count: number, atLeast: number) {
  try {
    return { first: await store.reserve(key, wanted, atLeast), count: wanted };
  } catch (error) {
    if (wanted === count || !isDlmsError(error) || error.code !== 'counter-exhausted') throw error;
    return { first: await store.reserve(key, count, atLeast), count };
  }
}

/**
 * A counter of a key that was drawn for one association and that no store has to know: a dedicated key, a wrapped or
 * agreed one. A recorded Landis+Gyr meter and its client count dedicated keys from 1.
 */
export function freshCounter(start = 1): CounterLease {
  let next = start;
  const takeSpan = (count: number): number => {
    if (next + count - 1 > lastCounter) throw exhausted(next);
    const first = next;
    next += count;
    return first;
  };
  return {
    get next() {
      return next > lastCounter ? null : next;
    },
    get remaining() {
      return lastCounter - next + 1;
    },
    take: () => takeSpan(1),
    takeSpan,
    reserve: async () => {},
  };
}

/** A store in memory, for tests and for what needs no memory across restarts (a simulated meter). */
export function memoryCounterStore(initial: Readonly<Record<string, number>> = {}): CounterStore {
  const values = new Map(Object.entries(initial));
  return {
    highest: async (key) => values.get(counterKeyText(key)) ?? null,
    async reserve(key, count, atLeast) {
      const text = counterKeyText(key);
      const first = blockAfter(values.get(text) ?? null, count, atLeast);
      values.set(text, first + count - 1);
      return first;
    },
  };
}

/** How replies of the meter are looked at. Default `warn`: some meters repeat, restart or throw dice. */
export type ReplayPolicy = 'off' | 'warn' | 'strict';

/** Watches the counters that come from the other side, per key. */
export interface ReplayGuard {
  /** @throws DlmsError `counter-replayed` where the policy is strict */
  check(keyName: string, counter: number): void;
}

/** @param seen the highest counter by key, of earlier associations as well; it is kept up to date */
export function replayGuard(policy: ReplayPolicy, warn: (text: string) => void, seen: Map<string, number> = new Map()): ReplayGuard {
  return {
    check(keyName, counter) {
      const last = seen.get(keyName);
      if (last === undefined || counter > last) {
        seen.set(keyName, counter);
        return;
      }
      if (policy === 'off') return;
      const text = `the meter sent invocation counter ${counter} after ${last} (${keyName} key)`;
      if (policy === 'strict') {
        throw new DlmsError('counter-replayed', text, {
          hint: 'An old message was sent again, or this meter restarts its counter: then choose "warn".',
        });
      }
      warn(text);
    },
  };
}
