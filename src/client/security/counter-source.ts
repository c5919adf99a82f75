/**
 * The client's invocation counters, one per meter and key: where they begin, by the policy of `ic-start.ts`, and the blocks
 * that are left over when an association ends.
 *
 * What was reserved and not used is kept for the next association of the same meter, so that polling leaves no gaps; after
 * a restart it is lost, and the store goes on above it.
 */
import { plainOf } from '../../codec/plain';
import type { Data } from '../../codec/types';
import { DlmsError, isDlmsError, reworded } from '../../errors';
import { type CounterKey, type CounterLease, type CounterStore, counterKeyText, leaseCounter } from '../../security/counters';
import { type IcStartId, icStartPolicies, startValue } from '../../security/ic-start';
import type { CounterStart } from './options';
import type { SecurityEnvironment } from './types';

/** What a refusal taught: ask the object again, or begin at the value that the meter named. */
export type Recovery = { readonly kind: 'object' } | { readonly kind: 'exception'; readonly counter: bigint | number };

export interface CounterSourceOptions {
  readonly store: CounterStore;
  readonly start: CounterStart;
  readonly block?: number;
  readonly threshold?: number;
}

const defaultThreshold = 0xf0000000;

export const startPolicyOf = ({ policy = 'stored-then-object' }: CounterStart): IcStartId => policy;

/** What a counter may need besides its store. */
export type CounterEnvironment = Pick<SecurityEnvironment, 'readPublic' | 'now' | 'log'>;

export class CounterSource {
  private readonly leases = new Map<string, CounterLease>();

  constructor(private readonly options: CounterSourceOptions) {}

  /**
   * The counter for the next attempt, standing at its start value.
   * @throws DlmsError `settings-invalid`, `counter-would-be-lowered`, `counter-exhausted`, of the store and of reading the object
   */
  async lease(key: CounterKey, environment: CounterEnvironment, recovery: Recovery | null): Promise<CounterLease> {
    const text = counterKeyText(key);
    const kept = await this.keptOf(key);
    const start = await this.startOf(key, kept, environment, recovery);
    const lease = (kept && advance(kept, start)) ?? this.create(key, start, environment);
    this.leases.set(text, lease);
    return lease;
  }

  /**
   * What is left of the last block; null when somebody else has reserved above it since then. Another process that shares the
   * store may have spoken to the meter, which then takes nothing lower any more.
   */
  private async keptOf(key: CounterKey): Promise<CounterLease | null> {
    const kept = this.leases.get(counterKeyText(key)) ?? null;
    if (kept === null || kept.next === null) return kept;
    const highest = await this.options.store.highest(key);
    return highest !== null && highest >= kept.next + kept.remaining ? null : kept;
  }

  private async startOf(key: CounterKey, kept: CounterLease | null, environment: CounterEnvironment, recovery: Recovery | null) {
    const { start, store } = this.options;
    const id = startPolicyOf(start);
    const next = kept?.next ?? null;
    const stored = next === null ? await store.highest(key) : next === 0 ? null : next - 1;
    if (recovery?.kind === 'exception') return startValue('exception', { stored, exception: this.believable(recovery.counter, stored) });
    const reads = icStartPolicies.find((policy) => policy.id === id)?.readsObject ?? 'never';
    const wanted = recovery !== null || reads === 'always' || (reads === 'when-nothing-stored' && stored === null);
    const object = wanted && start.object ? await readCounterObject(start.object, environment) : undefined;
    const number = typeof start.number === 'function' ? start.number() : start.number;
    return startValue(id, {
      stored,
      ...(object === undefined ? {} : { object }),
      ...(number === undefined ? {} : { number }),
      now: environment.now(),
    });
  }

  /**
   * An exception is under no key: one forged or damaged octet must not carry the counter to the end of its range, from where no
   * way leads back.
   * @throws DlmsError `counter-refused`
   */
  private believable(named: bigint | number, stored: number | null): bigint | number {
    const { threshold = defaultThreshold } = this.options;
    if (named < threshold || (stored ?? 0) >= threshold) return named;
    throw new DlmsError(
      'counter-refused',
      `the meter names ${named} as its invocation counter, near the end of the range: not taken over`,
      {
        hint: 'The refusal may be forged or damaged. If the meter really counts there, change the key, or choose a fixed start value.',
      },
    );
  }

  private create(key: CounterKey, start: number, environment: CounterEnvironment): CounterLease {
    const { store, block, threshold = defaultThreshold } = this.options;
    // A number that a message asked for is used exactly: nothing is reserved above what is needed.
    const exact = startPolicyOf(this.options.start) === 'msg';
    return oneByOne(
      leaseCounter({
        key,
        store,
        start,
        ...(exact ? { block: 1 } : block === undefined ? {} : { block }),
        threshold,
        onThreshold: (value, left) =>
          environment.log(`the invocation counter has come to ${value}, ${left} are left: plan a change of the encryption key (EK)`),
      }),
    );
  }
}

/** The lease from before, moved up to `start` where its block reaches so far; null when another one is needed. */
function advance(lease: CounterLease, start: number): CounterLease | null {
  const { next, remaining } = lease;
  if (next === null) return null;
  if (start <= next) return lease;
  if (start >= next + remaining) return null;
  lease.takeSpan(start - next);
  return lease;
}

/** Two lines to one meter may share a lease: reservations follow one another, so that its blocks stay in order. */
function oneByOne(lease: CounterLease): CounterLease {
  let last: Promise<void> = Promise.resolve();
  return {
    get next() {
      return lease.next;
    },
    get remaining() {
      return lease.remaining;
    },
    take: () => lease.take(),
    takeSpan: (count) => lease.takeSpan(count),
    reserve(count) {
      last = last.catch(() => undefined).then(() => lease.reserve(count));
      return last;
    },
  };
}

async function readCounterObject(object: NonNullable<CounterStart['object']>, environment: CounterEnvironment): Promise<number> {
  const { obis, baseName } = object;
  let data: Data;
  try {
    data = await environment.readPublic({ classId: 1, obis, attribute: 2, ...(baseName === undefined ? {} : { baseName }) });
  } catch (cause) {
    if (!isDlmsError(cause) || cause.code === 'aborted' || cause.code === 'deadline-exceeded') throw cause;
    throw reworded(cause, `the invocation counter object ${obis} could not be read with the public client: ${cause.message}`, {
      hint: `${cause.hint} Check the counter object, or choose another start value of the counter.`,
    });
  }
  const value = Number(plainOf(data));
  if (Number.isInteger(value) && value >= 0 && isNumeric(data)) return value;
  throw new DlmsError('settings-invalid', `the object ${obis} holds no invocation counter but ${data.type}`, {
    hint: 'Choose the counter object of this meter and client.',
  });
}

const isNumeric = ({ type }: Data): boolean => /unsigned|long|integer/.test(type);
