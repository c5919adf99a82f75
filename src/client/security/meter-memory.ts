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
}

export class MeterMemory {
  private learnt: Learnt | null = null;

  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly log: (text: string) => void,
  ) {}

  /** Never fails: what cannot be read is learnt again. */
  async recall(): Promise<Learnt> {
    this.learnt ??= learntFrom(await this.tried(() => this.store.get(this.key)));
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

function learntFrom(text: string | undefined): Learnt {
  try {
    const { icPolicy, keySet, variant, lastRefusal } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    const policy = icPolicies.find(({ id }) => id === icPolicy)?.id;
    return {
      ...(policy ? { icPolicy: policy } : {}),
      ...(keySet === 'first' || keySet === 'second' ? { keySet } : {}),
      ...(typeof variant === 'string' ? { variant } : {}),
      ...(typeof lastRefusal === 'number' ? { lastRefusal } : {}),
    };
  } catch {
    return {};
  }
}
