/**
 * What config nodes offer to flow nodes at run time.
 *
 * A config node with wrong settings does not stop the others: it keeps its `problem`, and every message that needs the
 * node ends with that error.
 */
import type { Node, NodeAPI } from 'node-red';
import { type DialIn, DlmsError, isDlmsError, reworded, type Standard } from '../../src/index';
import { watchDeploys } from './deploys';
import type { LinePool } from './line-pool';
import type { NodeSecurity } from './security-settings';
import { type Settings, standardOf } from './setting-values';

export interface ConnectionNode extends Node {
  readonly settings: Settings;
  readonly pool: LinePool | null;
  /** Where meters dial in; null with other media. */
  readonly dialIn: DialIn | null;
  readonly problem: DlmsError | null;
}

export interface SecurityNode extends Node {
  readonly security: NodeSecurity | null;
  readonly problem: DlmsError | null;
}

export interface MeterNode extends Node {
  readonly settings: Settings;
  readonly connectionId: string;
  readonly securityId: string;
  readonly problem: DlmsError | null;
}

/** What was made of the settings of a node, or what is wrong with them. */
export type MadeOf<T> = { readonly value: T; readonly problem: null } | { readonly value: null; readonly problem: DlmsError };

/** Runs what reads settings; tells a problem in the log and keeps it. */
export const readSettings = <T>(node: Node, read: () => T): MadeOf<T> => {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    const problem = isDlmsError(error)
      ? error
      : new DlmsError('settings-invalid', error instanceof Error ? error.message : String(error), { cause: error });
    node.error(`${problem.message}. ${problem.hint}`);
    return { value: null, problem };
  }
};

/** Loggers and debuggers print what a node holds: not its credentials. */
export const concealCredentials = (node: Node): void => {
  if ('credentials' in node) Object.defineProperty(node, 'credentials', { enumerable: false });
};

/** The problem of a config node, where it is met by another node: the user has to know which one to open. */
const problemOf = (what: string, { id, name }: Node, problem: DlmsError): DlmsError =>
  reworded(problem, `${what} "${name || id}": ${problem.message}`);

const find = (RED: NodeAPI, id: string, type: string): Node | null => {
  const node = id === '' ? null : (RED.nodes.getNode(id) as Node | null | undefined);
  return node?.type === type ? node : null;
};

/** @throws DlmsError `settings-invalid` */
export const meterNode = (RED: NodeAPI, id: string): MeterNode => {
  const node = find(RED, id, 'dlms-meter') as MeterNode | null;
  if (node === null) {
    const what = id === '' ? 'No meter is chosen' : 'The meter that was chosen is missing or disabled';
    throw new DlmsError('settings-invalid', what, { hint: 'Choose a meter in the node, then deploy.' });
  }
  if (node.problem !== null) throw problemOf('meter', node, node.problem);
  return node;
};

/** What the deployed meter follows; undefined where there is none. @throws DlmsError `settings-invalid` */
export const meterStandard = (RED: NodeAPI, id: string): Standard | undefined => {
  const node = find(RED, id, 'dlms-meter') as MeterNode | null;
  return node === null ? undefined : standardOf(node.settings);
};

/** @throws DlmsError `settings-invalid` */
export const connectionNode = (RED: NodeAPI, id: string): ConnectionNode & { readonly pool: LinePool } => {
  const node = find(RED, id, 'dlms-connection') as ConnectionNode | null;
  if (node === null) {
    const what = id === '' ? 'The meter has no connection' : 'The connection of the meter is missing or disabled';
    throw new DlmsError('settings-invalid', what, { hint: 'Choose a connection in the meter, then deploy.' });
  }
  if (node.problem !== null) throw problemOf('connection', node, node.problem);
  if (node.pool === null) throw new DlmsError('aborted', 'The connection is closed');
  return node as ConnectionNode & { readonly pool: LinePool };
};

const nodeSecurityOf = (node: SecurityNode): NodeSecurity => {
  if (node.problem !== null) throw problemOf('security', node, node.problem);
  if (node.security === null) throw new DlmsError('settings-invalid', 'The security settings cannot be used');
  return node.security;
};

/** For errors: what was chosen, and where it is to be chosen. */
export interface SecurityPlace {
  readonly what: string;
  readonly where: string;
}

export const meterSecurity: SecurityPlace = { what: 'security of the meter', where: 'the meter' };

/** Null where none is chosen. @throws DlmsError `settings-invalid` */
export const securityById = (RED: NodeAPI, id: string, { what, where }: SecurityPlace): NodeSecurity | null => {
  if (id === '') return null;
  const node = find(RED, id, 'dlms-security') as SecurityNode | null;
  if (node === null)
    throw new DlmsError('settings-invalid', `The ${what} is missing or disabled`, { hint: `Choose it in ${where}, then deploy.` });
  return nodeSecurityOf(node);
};

/** Those that run. The flows as they are saved do not tell them: nodes of a subflow run as copies, with ids of their own. */
const securities = new Set<SecurityNode>();

/** A security node that can be named by messages from now on; returns how to end that. */
export const nameable = (RED: NodeAPI, node: SecurityNode): (() => void) => {
  watchDeploys(RED);
  securities.add(node);
  return () => void securities.delete(node);
};

/** Id of the node in the flow as it is saved. */
const savedId = (node: Node): string => (node as { readonly _alias?: string })._alias ?? node.id;

/**
 * By the name (or id) that a message gave to a node on `flow`, a tab or an instance of a subflow: one that stands there comes
 * before those of all flows, and these before those of other flows.
 * @param key of `msg.dlms` @throws DlmsError `settings-invalid` when none or several have the name
 */
export const securityByName = (name: string, flow: string | undefined, key = 'security'): NodeSecurity => {
  const named = [...securities].filter((node) => node.name === name || node.id === name || savedId(node) === name);
  const nearest = [flow, undefined].map((place) => named.filter(({ z }) => (z || undefined) === place)).find(({ length }) => length > 0);
  const [only, ...others] = nearest ?? named;
  if (only === undefined || others.length > 0) {
    const count = only === undefined ? 'no' : 'more than one';
    throw new DlmsError('settings-invalid', `msg.dlms.${key}: ${count} security node is named "${name}"`);
  }
  return nodeSecurityOf(only);
};
