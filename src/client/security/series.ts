/**
 * Runs the attempts of one association: asks the strategy, tries, tells it the outcome, until it is content or gives up.
 * The bound is the strategy's; a second one here keeps a faulty strategy from asking a meter for ever.
 */
import { DlmsError } from '../../errors';
import type { SecurityContext } from '../../security/types';
import type { AttemptOutcome, SecurityEnvironment, SecurityFactory, SecurityReport, SecurityStrategy } from './types';

/** More than any strategy needs: five policies with two key sets, and a recovery. */
const maxAttempts = 16;

/** One attempt, and its error is the user's. */
const once = (create: () => Promise<SecurityContext>): SecurityStrategy => ({
  async *attempts() {
    const outcome = yield await create();
    if (outcome.kind === 'failed') throw outcome.error;
    return { attempts: 1, meterAuthenticated: outcome.association.serverAuthenticated, notes: [] };
  },
});

const strategyOf = (factory: SecurityFactory): SecurityStrategy => (typeof factory === 'function' ? once(factory) : factory);

/**
 * Opens an association as the strategy wants it.
 * @param attempt one association attempt; what it leaves behind after a failure is a closed link
 * @throws DlmsError of the last attempt, or the strategy's own
 */
export async function openBySeries(
  factory: SecurityFactory,
  environment: SecurityEnvironment,
  attempt: (security: SecurityContext) => Promise<AttemptOutcome>,
): Promise<SecurityReport> {
  const series = strategyOf(factory).attempts(environment);
  try {
    let step = await series.next();
    for (let tries = 0; !step.done; tries++) {
      if (tries >= maxAttempts) throw new DlmsError('sequence-error', `${environment.meterName}: ${tries} attempts and no end`);
      const outcome = await attempt(step.value);
      // The work itself was ended: there is nothing left to decide.
      if (outcome.kind === 'failed' && endsWork(outcome.error)) throw outcome.error;
      step = await series.next(outcome);
    }
    return step.value;
  } finally {
    await series.return(undefined as never).catch(() => undefined);
  }
}

const endsWork = ({ code }: DlmsError): boolean => code === 'aborted' || code === 'deadline-exceeded';
