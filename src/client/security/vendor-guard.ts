/**
 * Mechanism 2, "manufacturer specific": which variant of a vendor's algorithm is tried, and when, without locking the meter.
 *
 * The count is shared by all associations of a meter, so that polling with a wrong password stops after a few refusals: the
 * meter is then left alone for a while and requests fail at once with the reason. A new password is a new guard.
 */
import { DlmsError, isDlmsError } from '../../errors';
import type { HlsAlgorithm, HlsContext } from '../../security/hls/algorithm';
import { afterVariant, type LockoutState, nextVariant, noAttempts } from '../../security/hls/lockout';
import type { SecuritySuite } from '../../security/suites';
import type { MeterMemory } from './meter-memory';
import type { SecurityOptions } from './options';

const oneHourMs = 3_600_000;
/** An algorithm without variants, or with one that the user chose. */
const theOnly = '';

export interface GuardAttempt {
  readonly variant: string;
  readonly accepted: boolean;
  readonly challenge: Buffer | null;
  readonly password: Buffer;
}

export class VendorGuard {
  private state: LockoutState | null = null;
  private readonly variants: readonly string[];

  constructor(
    private readonly algorithm: HlsAlgorithm,
    private readonly suite: SecuritySuite,
    private readonly memory: MeterMemory,
    private readonly options: NonNullable<SecurityOptions['lockout']>,
    chosen: string | undefined,
  ) {
    this.variants = chosen === undefined ? (algorithm.variants?.map(({ id }) => id) ?? [theOnly]) : [chosen];
  }

  /** There is a choice: a refusal says something about the variant. */
  get hasVariants(): boolean {
    return this.variants.length > 1;
  }

  /**
   * The variant to try now, or how long to wait before it.
   * @throws DlmsError `authentication-failed` while the meter is left alone
   */
  async next(now: number): Promise<{ readonly variant: string } | { readonly waitMs: number }> {
    const state = await this.current(now);
    const next = nextVariant(state, this.variants, now, this.options);
    if (next.kind === 'try') return { variant: next.variant };
    if (next.kind === 'wait') return { waitMs: next.forMs };
    const minutes = Math.ceil(((state.lastFailure ?? now) + this.holdMs - now) / 60_000);
    throw new DlmsError('authentication-failed', `${next.reason}. It is left alone for ${minutes} more minutes, nothing was sent`, {
      hint: 'Correct the password: the next request tries it as soon as the pause of the meter is over.',
      details: { heldMinutes: minutes },
    });
  }

  /** True when another variant is worth an association now. */
  async after(attempt: GuardAttempt, now: number): Promise<boolean> {
    const { variant, accepted } = attempt;
    this.state = afterVariant(await this.current(now), { variant, accepted, same: this.sameAnswers(attempt) }, now);
    const winner = accepted && variant !== theOnly ? { variant } : {};
    await this.memory.learn({ ...winner, lastRefusal: accepted ? undefined : now });
    return (
      !accepted &&
      this.hasVariants &&
      this.state.winner === null &&
      nextVariant(this.state, this.variants, now, this.options).kind !== 'give-up'
    );
  }

  private get holdMs(): number {
    return this.options.holdMs ?? oneHourMs;
  }

  private async current(now: number): Promise<LockoutState> {
    // Another instance that shares what is learnt may have been refused meanwhile, or have found the variant.
    const { variant = null, lastRefusal = null } = await this.memory.recall();
    const before: LockoutState = this.state ?? noAttempts;
    const refusedAt = Math.max(before.lastFailure ?? 0, lastRefusal ?? 0);
    this.state = { ...before, winner: before.winner ?? variant, lastFailure: refusedAt === 0 ? null : refusedAt };
    const { lastFailure, winner, failures, ruledOut } = this.state;
    const isOver = lastFailure !== null && now - lastFailure >= this.holdMs;
    if (isOver && (failures > 0 || ruledOut.length > 0)) this.state = { ...noAttempts, winner, lastFailure };
    return this.state;
  }

  /** Variants with the same answer to this challenge. Without a choice nothing is ruled out, only counted. */
  private sameAnswers({ variant, challenge, password }: GuardAttempt): readonly string[] {
    if (!this.hasVariants) return [];
    const answerOf = (id: string): string | null => {
      try {
        return this.algorithm.respond(this.contextOf(id, challenge ?? Buffer.alloc(0), password)).toString('hex');
      } catch (error) {
        if (isDlmsError(error)) return null;
        throw error;
      }
    };
    const sent = answerOf(variant);
    return this.variants.filter((id) => id === variant || answerOf(id) === sent);
  }

  /** What vendor algorithms with variants work on: challenge and password. */
  private contextOf(variant: string, serverChallenge: Buffer, secret: Buffer): HlsContext {
    const nothing = Buffer.alloc(0);
    return {
      suite: this.suite,
      secret,
      variant,
      serverChallenge,
      clientChallenge: nothing,
      clientTitle: nothing,
      serverTitle: nothing,
      encryption: null,
      authentication: null,
      counter: () => 0,
      signingKey: null,
      peerSigningKey: null,
    };
  }
}
