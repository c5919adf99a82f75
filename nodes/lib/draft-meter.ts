/**
 * A meter as the editor has it now, deployed or not: for the tests of the dialogs, and for browsing before the first deploy.
 *
 * Where the connection is deployed like that, the work queues on its line like any other request; otherwise a line is opened
 * for it and closed again. Secrets that were typed come with the question and go over those of the deployed node; they are
 * used here, in memory, and in no answer. Counters come from the same store as always: none is repeated.
 */
import type { Node, NodeAPI } from 'node-red';
import { DlmsError, type Line, type LineOptions, openLine } from '../../src/index';
import { type ConnectionNode, meterSecurity, securityById } from './config-nodes';
import { filledIn, globalPlace } from './environment';
import { lineOptions } from './line-settings';
import { callerOf, identityOf, letGo, securedOptions, type Target } from './meter-access';
import { migrate } from './migrate';
import { type NodeSecurity, securityOf } from './security-settings';
import { isRecord, type Settings, text } from './setting-values';

const releaseMs = 3_000;

/** What reading needs of a meter. */
export type DraftTarget = Pick<Target, 'meter' | 'line' | 'request' | 'identity'>;

/** Typed secrets over the stored ones; an empty one was removed. */
const mergedSecrets = (stored: unknown, typed: unknown): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...(isRecord(stored) ? stored : {}) };
  for (const [name, value] of Object.entries(isRecord(typed) ? typed : {})) {
    if (value === '') delete merged[name];
    else merged[name] = value;
  }
  return merged;
};

export interface DraftSecurity {
  readonly security: NodeSecurity | null;
  close(): Promise<void>;
}

/** Security as typed, else as deployed. @throws DlmsError what is wrong with it */
export const draftSecurity = (RED: NodeAPI, body: Settings): DraftSecurity => {
  const id = text(body, 'security', '');
  if (!isRecord(body.securityFields)) return { security: securityById(RED, id, meterSecurity), close: async () => undefined };
  const deployed = (id === '' ? null : RED.nodes.getNode(id)) as Node | null;
  const node = deployed?.type === 'dlms-security' ? deployed : null;
  const settings = migrate('dlms-security', filledIn(RED, { ...body.securityFields, id }));
  const made = { id: 'test', name: '', type: 'dlms-security', warn: () => undefined, ...globalPlace(RED) };
  const place = node ?? (made as unknown as Node);
  const security = securityOf(RED, place, settings, mergedSecrets(node?.credentials, body.securityCredentials));
  return { security, close: () => security.close() };
};

export interface DraftLine {
  readonly options: LineOptions;
  /** The connection that is deployed like this. */
  readonly deployed: ConnectionNode | null;
}

/** The line as typed, else as deployed, to the meter `body`. @throws DlmsError what is wrong with the connection */
export const draftLine = (RED: NodeAPI, body: Settings, security: NodeSecurity | null): DraftLine => {
  const whose = callerOf(body, {}, security);
  const found = RED.nodes.getNode(text(body, 'connection', '')) as ConnectionNode | null | undefined;
  const deployed = found?.type === 'dlms-connection' && found.pool !== null ? found : null;
  if (isRecord(body.lineFields)) {
    const options = lineOptions(migrate('dlms-connection', filledIn(RED, body.lineFields)), whose);
    const same = deployed !== null && JSON.stringify(lineOptions(deployed.settings, whose)) === JSON.stringify(options);
    return { options, deployed: same ? deployed : null };
  }
  if (deployed === null)
    throw new DlmsError('settings-invalid', 'The meter has no connection', { hint: 'Choose a connection in the meter, then try again.' });
  return { options: lineOptions(deployed.settings, whose), deployed };
};

/** On the deployed line, else on one of its own. */
export const onDraftLine = async <T>(
  { options, deployed }: DraftLine,
  deadlineMs: number,
  signal: AbortSignal,
  work: (line: Line, leftMs: number) => Promise<T>,
): Promise<T> => {
  if (deployed?.pool) return deployed.pool.use(options, signal, deadlineMs, work);
  const line = openLine(options);
  try {
    return await work(line, deadlineMs);
  } finally {
    await line.close(releaseMs);
  }
};

/**
 * Runs `work` with a meter as the editor has it, and releases it.
 * @throws DlmsError what is wrong with its settings, and what `work` throws
 */
export const withDraft = async <T>(
  RED: NodeAPI,
  draft: Settings,
  deadlineMs: number,
  signal: AbortSignal,
  work: (target: DraftTarget) => Promise<T>,
): Promise<T> => {
  const body = filledIn(RED, draft);
  const { security, close } = draftSecurity(RED, body);
  try {
    const place = draftLine(RED, body, security);
    const options = securedOptions(body, {}, text(body, 'name', 'meter'), security, place.options.framing);
    return await onDraftLine(place, deadlineMs, signal, async (line, leftMs) => {
      const meter = line.meter(options);
      try {
        return await work({ meter, line, request: { deadlineMs: leftMs, signal }, identity: () => identityOf(place.options, options) });
      } finally {
        await letGo(meter, { deadlineMs: releaseMs });
      }
    });
  } finally {
    await close();
  }
};
