/**
 * "Test association" of the dialogs of security and meter: line, link, association, proof, and in which of them it ended.
 *
 * Everything is as the editor has it now, deployed or not. Where the connection is deployed like that, the test queues on
 * its line like any other request; otherwise a line is opened for it and closed again. Secrets that were typed come with
 * the question and go over those of the deployed node; they are used here, in memory, and in no answer. Counters come
 * from the same store as always: a test never repeats one.
 */
import type { Node, NodeAPI } from 'node-red';
import {
  type AssociationInfo,
  DlmsError,
  type Line,
  type LineOptions,
  openLine,
  type SecurityContext,
  type SecurityFactory,
} from '../../src/index';
import { type ConnectionNode, securityById } from './config-nodes';
import { type DialogError, dialogError } from './error-facts';
import { lineOptions } from './line-settings';
import { associationFacts, authenticationFacts, costFacts, linkFacts } from './message';
import { securedOptions } from './meter-access';
import { migrate } from './migrate';
import { type NodeSecurity, securityOf } from './security-settings';
import { isRecord, type Settings, text } from './setting-values';

/** A person waits at the dialog. */
const testDeadlineMs = 30_000;
const releaseMs = 3_000;

export type StepName = 'line' | 'link' | 'association' | 'proof';

export interface TestStep {
  readonly step: StepName;
  /** `one-sided`: the meter accepted us and did not prove itself. */
  readonly state: 'ok' | 'failed' | 'not-needed' | 'one-sided';
  /** For the words of the dialog. */
  readonly facts: Readonly<Record<string, string | number>>;
}

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

/** Typed secrets over the stored ones; an empty one was removed. */
const mergedSecrets = (stored: unknown, typed: unknown): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...(isRecord(stored) ? stored : {}) };
  for (const [name, value] of Object.entries(isRecord(typed) ? typed : {})) {
    if (value === '') delete merged[name];
    else merged[name] = value;
  }
  return merged;
};

interface TestSecurity {
  readonly security: NodeSecurity | null;
  close(): Promise<void>;
}

/** Security as typed, else as deployed. @throws DlmsError what is wrong with it */
const testSecurity = (RED: NodeAPI, body: Settings): TestSecurity => {
  const id = text(body, 'security', '');
  if (!isRecord(body.securityFields)) return { security: securityById(RED, id), close: async () => undefined };
  const deployed = (id === '' ? null : RED.nodes.getNode(id)) as Node | null;
  const node = deployed?.type === 'dlms-security' ? deployed : null;
  const settings = migrate('dlms-security', body.securityFields);
  const place = node ?? ({ id: 'test', name: '', type: 'dlms-security', warn: () => undefined } as unknown as Node);
  const security = securityOf(RED, place, settings, mergedSecrets(node?.credentials, body.securityCredentials));
  return { security, close: () => security.close() };
};

const lineOf = (RED: NodeAPI, body: Settings): { readonly options: LineOptions; readonly deployed: ConnectionNode | null } => {
  const found = RED.nodes.getNode(text(body, 'connection', '')) as ConnectionNode | null | undefined;
  const deployed = found?.type === 'dlms-connection' && found.pool !== null ? found : null;
  if (isRecord(body.lineFields)) {
    const options = lineOptions(migrate('dlms-connection', body.lineFields));
    const same = deployed !== null && JSON.stringify(lineOptions(deployed.settings)) === JSON.stringify(options);
    return { options, deployed: same ? deployed : null };
  }
  if (deployed === null)
    throw new DlmsError('settings-invalid', 'The meter has no connection', { hint: 'Choose a connection in the meter, then try again.' });
  return { options: lineOptions(deployed.settings), deployed };
};

/** On the deployed line, else on one of its own. */
const onLine = async <T>(RED: NodeAPI, body: Settings, reached: Reached, work: (line: Line) => Promise<T>): Promise<T> => {
  const { options, deployed } = lineOf(RED, body);
  reached.hasLink = options.framing !== 'wrapper';
  if (deployed?.pool) return deployed.pool.use(options, AbortSignal.timeout(testDeadlineMs), testDeadlineMs, work);
  const line = openLine(options);
  try {
    return await work(line);
  } finally {
    await line.close(releaseMs);
  }
};

const proofState = (info: AssociationInfo): TestStep['state'] => {
  if (info.association.mechanism < 2) return 'not-needed';
  return info.association.serverAuthenticated ? 'ok' : 'one-sided';
};

/** Steps in order, the failed one last. */
const stepsOf = (body: Settings, reached: Reached, place: string, info: AssociationInfo | null): TestStep[] => {
  const steps: TestStep[] = [{ step: 'line', state: reached.line ? 'ok' : 'failed', facts: { place } }];
  if (!reached.line) return steps;
  steps.push({ step: 'link', state: reached.link ? (reached.hasLink ? 'ok' : 'not-needed') : 'failed', facts: {} });
  if (!reached.link) return steps;
  const facts = info === null ? { referencing: text(body, 'referencing', 'ln').toUpperCase(), pdu: '?' } : factsOf(info);
  steps.push({ step: 'association', state: reached.association ? 'ok' : 'failed', facts });
  if (reached.association) steps.push({ step: 'proof', state: info === null ? 'failed' : proofState(info), facts: {} });
  return steps;
};

const factsOf = ({ association }: AssociationInfo) => ({
  referencing: association.referencing.toUpperCase(),
  pdu: association.serverMaxReceivePduSize,
});

export interface TestOutcome {
  readonly ok: boolean;
  readonly steps: readonly TestStep[];
  readonly notes?: readonly string[];
  readonly error?: DialogError;
}

/** Goes as far as it can; what stops it is the result and no failure of the test. */
export const testAssociation = async (RED: NodeAPI, body: Settings): Promise<TestOutcome> => {
  const reached: Reached = { hasLink: false, line: false, link: false, association: false };
  let place = '';
  let secured: TestSecurity | null = null;
  try {
    secured = testSecurity(RED, body);
    const { security } = secured;
    return await onLine(RED, body, reached, async (line) => {
      place = line.label;
      reached.line = line.state === 'open';
      const stop = line.on('state', (state) => {
        if (state === 'open') reached.line = true;
      });
      try {
        return { ok: true, ...(await associateOnce(line, body, security, reached)) };
      } finally {
        stop();
      }
    });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    // Wrong settings end it before there is a step to name.
    return { ok: false, steps: place === '' ? [] : stepsOf(body, reached, place, null), error: dialogError(known) };
  } finally {
    await secured?.close();
  }
};

const associateOnce = async (line: Line, body: Settings, security: NodeSecurity | null, reached: Reached) => {
  const options = securedOptions(body, {}, 'meter', security);
  const meter = line.meter({ ...options, security: watchedFactory(options.security, reached) });
  try {
    const info = await meter.associate({ deadlineMs: testDeadlineMs, signal: AbortSignal.timeout(testDeadlineMs) });
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
    await meter.release({ deadlineMs: releaseMs });
  }
};
