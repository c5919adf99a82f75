/**
 * What was learnt about opening one meter as one client: which counter policy, key set and variant worked, and when it last
 * refused a password. It is kept in a store, so that a restart neither tries everything again nor runs into a lock.
 */
import { isDlmsError } from '../../errors';
import { type IcPolicyId, icPolicies } from '../../security/ic-policy';
import type { Store } from '../stores';

export interface Learnt {
  readonly icPolicy?: IcPolicyId;
  readonly keySet?: 'first' | 'second';
  readonly variant?: string;
  /** Milliseconds since 1970 of the last refused password. */
  readonly lastRefusal?: number;
  /** The highest counter of the meter under a key, by its fingerprint. */
  readonly heard?: { readonly key: string; readonly counter: number };
}

export class MeterMemory {
  private learnt: Learnt | null = null;

  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly log: (text: string) => void,
  ) {}

  /** What is known now; another instance may have learnt more. Never fails: what cannot be read is learnt again. */
  async recall(): Promise<Learnt> {
    const text = await this.tried(() => this.store.get(this.key));
    this.learnt = text === undefined ? (this.learnt ?? {}) : learntFrom(text);
    return this.learnt;
  }

  /** Resolves when it is kept; that a store refuses is told and ends nothing. */
  async learn(more: { readonly [Name in keyof Learnt]: Learnt[Name] | undefined }): Promise<void> {
    const before = await this.recall();
    const merged = Object.fromEntries(Object.entries({ ...before, ...more }).filter(([, value]) => value !== undefined)) as Learnt;
    if (JSON.stringify(merged) === JSON.stringify(before)) return;
    this.learnt = merged;
    await this.tried(() => this.store.set(this.key, JSON.stringify(merged)));
  }

  private async tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      this.log(error.message);
      return undefined;
    }
  }
}

const isHeard = (value: unknown): value is NonNullable<Learnt['heard']> => {
  const { key, counter } = (value ?? {}) as Record<string, unknown>;
  return typeof key === 'string' && typeof counter === 'number';
};

function learntFrom(text: string | undefined): Learnt {
  try {
    const { icPolicy, keySet, variant, lastRefusal, heard } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    const policy = icPolicies.find(({ id }) => id === icPolicy)?.id;
    return {
      ...(policy ? { icPolicy: policy } : {}),
      ...(keySet === 'first' || keySet === 'second' ? { keySet } : {}),
      ...(typeof variant === 'string' ? { variant } : {}),
      ...(typeof lastRefusal === 'number' ? { lastRefusal } : {}),
      ...(isHeard(heard) ? { heard } : {}),
    };
  } catch {
    return {};
  }
}
