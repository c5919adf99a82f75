/**
 * "Test association" of the dialogs of security and meter: line, link, association, proof, and in which of them it ended.
 * Everything is as the editor has it now, deployed or not (`draft-meter.ts`).
 */
import type { NodeAPI } from 'node-red';
import {
  type AssociationInfo,
  DlmsError,
  type Framing,
  isDlmsError,
  type Line,
  type SecurityContext,
  type SecurityFactory,
} from '../../src/index';
import type { TestOutcome, TestStep } from '../forms/dialog-answers';
import { type DraftSecurity, draftLine, draftSecurity, onDraftLine } from './draft-meter';
import { filledIn } from './environment';
import { dialogError } from './error-facts';
import { associationFacts, authenticationFacts, costFacts, linkFacts } from './message';
import { letGo, securedOptions } from './meter-access';
import type { NodeSecurity } from './security-settings';
import { type Settings, text } from './setting-values';

/** A person waits at the dialog. */
const testDeadlineMs = 30_000;
/** The deadline ends the test; this ends what does not heed it. */
const testBoundMs = testDeadlineMs + 2_000;
const releaseMs = 3_000;

/** How far the last attempt came. */
interface Reached {
  /** The framing has a link that is set up and taken down. */
  hasLink: boolean;
  line: boolean;
  link: boolean;
  association: boolean;
}

/** The calls of a session tell how far it is: the AARQ is made when the link is up, the facts come twice when the AARE was opened. */
const watchedContext = (context: SecurityContext, reached: Reached): SecurityContext => {
  let facts = 0;
  reached.association = false;
  return {
    ...context,
    protect(apdu, use) {
      reached.line = true;
      reached.link = true;
      return context.protect(apdu, use);
    },
    peer(peerFacts) {
      context.peer(peerFacts);
      facts += 1;
      reached.association = facts > 1;
    },
  };
};

const watchedFactory = (factory: SecurityFactory, reached: Reached): SecurityFactory => {
  if (typeof factory === 'function') return async () => watchedContext(await factory(), reached);
  return {
    async *attempts(environment) {
      const series = factory.attempts(environment);
      try {
        let step = await series.next();
        while (!step.done) step = await series.next(yield watchedContext(step.value, reached));
        return step.value;
      } finally {
        await series.return(undefined as never);
      }
    },
  };
};

const proofState = (info: AssociationInfo): TestStep['state'] => {
  if (info.association.mechanism < 2) return 'not-needed';
  return info.association.serverAuthenticated ? 'ok' : 'one-sided';
};

/** Steps in order, the failed one last. */
const stepsOf = (body: Settings, reached: Reached, place: string, info: AssociationInfo | null, silent = false): TestStep[] => {
  const steps: TestStep[] = [{ step: 'line', state: reached.line ? 'ok' : 'failed', facts: { place } }];
  if (!reached.line) return steps;
  steps.push({ step: 'link', state: reached.link ? (reached.hasLink ? 'ok' : 'not-needed') : 'failed', facts: {} });
  if (!reached.link) return steps;
  const facts = info === null ? { referencing: text(body, 'referencing', 'ln').toUpperCase(), pdu: '?' } : factsOf(info);
  steps.push({ step: 'association', state: reached.association ? 'ok' : silent ? 'silent' : 'failed', facts });
  if (reached.association) steps.push({ step: 'proof', state: info === null ? 'failed' : proofState(info), facts: {} });
  return steps;
};

const factsOf = ({ association }: AssociationInfo) => ({
  referencing: association.referencing.toUpperCase(),
  pdu: association.serverMaxReceivePduSize,
});

/** A test that ran out of time while it waited for the meter: the meter is silent, whatever was tried last. */
const silenceOf = (error: Error, { line, association }: Reached): Error =>
  isDlmsError(error) && ['deadline-exceeded', 'aborted'].includes(error.code) && line && !association
    ? new DlmsError('response-timeout', `no answer within ${testDeadlineMs / 1000} s`, { cause: error })
    : error;

/** Goes as far as it can; what stops it is the result and no failure of the test. */
export const testAssociation = async (RED: NodeAPI, fields: Settings): Promise<TestOutcome> => {
  const body = filledIn(RED, fields);
  const reached: Reached = { hasLink: false, line: false, link: false, association: false };
  let place = '';
  let secured: DraftSecurity | null = null;
  try {
    secured = draftSecurity(RED, body);
    const { security } = secured;
    const where = draftLine(RED, body, security);
    reached.hasLink = where.options.framing !== 'wrapper';
    return await onDraftLine(where, testDeadlineMs, AbortSignal.timeout(testBoundMs), async (line) => {
      place = line.label;
      reached.line = line.state === 'open';
      const stop = line.on('state', (state) => {
        if (state === 'open') reached.line = true;
      });
      try {
        return { ok: true, ...(await associateOnce({ line, framing: where.options.framing }, body, security, reached)) };
      } finally {
        stop();
      }
    });
  } catch (error) {
    const known = silenceOf(error instanceof Error ? error : new Error(String(error)), reached);
    const silent = isDlmsError(known) && known.code === 'response-timeout';
    // Wrong settings end it before there is a step to name.
    return { ok: false, steps: place === '' ? [] : stepsOf(body, reached, place, null, silent), error: dialogError(known) };
  } finally {
    await secured?.close();
  }
};

const associateOnce = async (
  { line, framing }: { readonly line: Line; readonly framing: Framing },
  body: Settings,
  security: NodeSecurity | null,
  reached: Reached,
) => {
  const options = securedOptions(body, {}, 'meter', security, framing);
  const meter = line.meter({ ...options, security: watchedFactory(options.security, reached) });
  try {
    const info = await meter.associate({ deadlineMs: testDeadlineMs, repeats: 0, signal: AbortSignal.timeout(testBoundMs) });
    Object.assign(reached, { line: true, link: true, association: true });
    return {
      steps: stepsOf(body, reached, line.label, info),
      ...costFacts(info.info),
      association: associationFacts(info.association),
      authentication: authenticationFacts(info.security),
      notes: info.security?.notes ?? [],
      link: linkFacts(info.link),
    };
  } finally {
    await letGo(meter, { deadlineMs: releaseMs });
  }
};
