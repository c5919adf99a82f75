/**
 * From a flow node's meter and a message to a live meter on a line.
 *
 * Meters of one line are kept by their options, so that associations, cached scalers and remembered fallbacks are shared
 * by all nodes; they are forgotten with their line. Secrets are not part of the key: each security factory gets a number.
 */
import type { NodeAPI } from 'node-red';
import {
  type ClockSetting,
  type DlmsError,
  type Framing,
  isDlmsError,
  type Line,
  type LineOptions,
  type Meter,
  type MeterOptions,
  parseSystemTitle,
  putBounded,
  type RequestOptions,
  reworded,
  type SecurityFactory,
  toHex,
} from '../../src/index';
import {
  type ConnectionNode,
  connectionNode,
  type MeterNode,
  meterNode,
  meterSecurity,
  securityById,
  securityByName,
} from './config-nodes';
import { afterDeploy } from './deploys';
import { closeBoundMs } from './flow-node';
import { deadlineMs, defaultPort, lineOptions } from './line-settings';
import { clockSetting, meterOptions } from './meter-settings';
import type { MeterOverrides, Overrides } from './overrides';
import { type NodeSecurity, noSecurity } from './security-settings';
import { type Settings, text } from './setting-values';
import { textHash } from './text-hash';

/** Everything a request needs, while the line is held. */
export interface Target {
  readonly meter: Meter;
  readonly line: Line;
  /** Of this meter; null is the public client. */
  readonly security: NodeSecurity | null;
  /** System title that the message gave. */
  readonly givenTitle: string | undefined;
  /** For the request: what is left of the deadline, and the node's abort signal. */
  readonly request: RequestOptions & { readonly deadlineMs: number; readonly signal: AbortSignal };
  /** Tells it from others: see `identityOf`. */
  identity(): string;
  /** Tells when nothing comes from the line any more, and when something does again; returns how to stop. */
  onSilence(listener: (silent: boolean) => void): () => void;
  /** Releases the meter and closes the line, unless others here use it: another process may want it next. */
  retire(): Promise<void>;
}

const numbers = new WeakMap<SecurityFactory, number>();
let lastNumber = 0;
const numberOf = (factory: SecurityFactory): number => {
  const known = numbers.get(factory);
  if (known !== undefined) return known;
  numbers.set(factory, ++lastNumber);
  return lastNumber;
};

/** Meters kept per line; above it the longest unused is released and forgotten. */
const metersPerLine = 256;

interface Kept {
  readonly meter: Meter;
  readonly owner: string;
}

const metersOf = new WeakMap<Line, Map<string, Kept>>();

/** Releases a meter. Where that does not get its turn on a busy line, what was done before has not failed: the error is given. */
export const letGo = async (meter: Meter, request: RequestOptions): Promise<DlmsError | null> => {
  try {
    await meter.release(request);
    return null;
  } catch (error) {
    if (isDlmsError(error)) return error;
    throw error;
  }
};

const keptMeter = (line: Line, owner: string, options: MeterOptions): Meter => {
  const { security, ...plain } = options;
  const key = JSON.stringify([plain, numberOf(security), owner]);
  const meters = metersOf.get(line) ?? new Map<string, Kept>();
  metersOf.set(line, meters);
  const kept = meters.get(key) ?? { meter: line.meter(options), owner };
  const oldest = putBounded(meters, key, kept, metersPerLine);
  if (oldest !== undefined) void letGo(oldest.meter, { deadlineMs: closeBoundMs });
  return kept.meter;
};

/** Releases the associations that a meter node had opened; the settings of its successor may be others. */
export const forgetMeters = async (RED: NodeAPI, node: MeterNode): Promise<void> => {
  const connection = RED.nodes.getNode(node.connectionId) as ConnectionNode | null | undefined;
  const releases: Promise<unknown>[] = [];
  for (const line of connection?.pool?.lines ?? []) {
    const meters = metersOf.get(line);
    for (const [key, { meter, owner }] of meters ?? []) {
      if (owner !== node.id) continue;
      meters?.delete(key);
      if (meter.association !== null) releases.push(letGo(meter, { deadlineMs: closeBoundMs }));
    }
  }
  await Promise.all(releases);
};

/** That of the message's security node, else of the meter's; null is the public client. @throws DlmsError `settings-invalid` */
const securityFor = (RED: NodeAPI, node: MeterNode, { security }: MeterOverrides, flow: string | undefined): NodeSecurity | null =>
  security === undefined ? securityById(RED, node.securityId, meterSecurity) : securityByName(security, flow);

/** @throws DlmsError `settings-invalid` */
const systemTitleDigits = (typed: string): string => toHex(parseSystemTitle(typed, 'system title of the meter'));

/** Options of a meter, with what its security adds to the association. */
export const securedOptions = (
  settings: Settings,
  overrides: MeterOverrides,
  name: string,
  security: NodeSecurity | null,
  framing: Framing,
): MeterOptions => {
  const factory = security?.factoryFor(name, overrides.invocationCounter) ?? noSecurity;
  const options = meterOptions(settings, overrides, name, factory, framing);
  if (security === null) return options;
  const { systemTitle = security.meterTitle } = overrides;
  return {
    ...options,
    associate: { ...options.associate, ...security.associate },
    ...(systemTitle === undefined ? {} : { systemTitle: systemTitleDigits(systemTitle) }),
  };
};

/** Who the meter is when it dials in: as set, else by its system title. */
export const callerOf = (settings: Settings, overrides: MeterOverrides, security: NodeSecurity | null): { caller?: string } => {
  const title = overrides.systemTitle ?? security?.meterTitle;
  const caller = text(settings, 'caller', title === undefined ? '' : systemTitleDigits(title));
  return caller === '' ? {} : { caller };
};

/** Names of overrides whose settings are called otherwise. */
const overrideNames: Readonly<Record<string, string>> = { logicalDevice: 'server' };

/** Where a setting that is wrong came from: the message, or which config node. */
const placed = <T>(place: string, overrides: object, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    if (!isDlmsError(error) || error.code !== 'settings-invalid') throw error;
    const field = /^(\w+): /.exec(error.message)?.[1] ?? '';
    const key = overrideNames[field] ?? field;
    const words = key in overrides ? `msg.dlms.${key}${error.message.slice(field.length)}` : `${place}: ${error.message}`;
    throw reworded(error, words);
  }
};

/**
 * A meter without a name is called by its place and address: rows, places where reading stood and firmware images are kept by
 * the name, and two meters must never share one.
 */
const nameByPlace = ({ settings }: MeterNode, line: Settings): string => {
  const medium = text(line, 'medium', 'tcp');
  const host = text(line, 'host', '');
  const network = host === '' ? '' : `${host}:${text(line, 'port', String(defaultPort))}`;
  const place = { serial: text(line, 'path', ''), listen: text(settings, 'caller', '') }[medium] ?? network;
  const addressing = text(settings, 'addressing', 'none');
  const device = text(settings, 'logicalDevice', '1');
  const address = { serial: text(settings, 'serialNumber', ''), physical: text(settings, 'physical', '') }[addressing] ?? '';
  const parts = [place, text(settings, 'gatewayDevice', ''), address, device === '1' ? '' : device];
  return parts.filter((part) => part !== '').join('/') || 'meter';
};

/** Logical device 1 is the usual one: it tells nothing beside an address on the line. */
const addressOf = ({ gatewayDevice, serialNumber, physical, server }: MeterOverrides): readonly (string | number)[] => {
  const onLine = serialNumber ?? physical ?? undefined;
  const device = server === 1 && onLine !== undefined ? undefined : server;
  return [gatewayDevice, onLine, device].filter((part) => part !== undefined);
};

/**
 * The name by what the message says of place and address; undefined where it says nothing of them. The system title is who is
 * called where meters dial in, and tells meters apart where nothing else does: those that an optical head is put on in turn.
 */
const nameByMessage = ({ line: { host, port, path, caller }, meter }: Overrides, line: Settings): string | undefined => {
  const network = port === undefined ? host : `${host ?? text(line, 'host', '')}:${port}`;
  const place = network ?? caller;
  const address = addressOf(meter);
  const titleTells = place === undefined && (line.medium === 'listen' || address.length === 0);
  const parts = [place ?? path, titleTells ? meter.systemTitle : undefined, ...address];
  return parts.filter((part) => part !== undefined).join('/') || undefined;
};

/**
 * Name of the meter that a message addresses: an override of address or place makes the node's own name wrong.
 * @internal exported for tests
 */
export const meterName = (node: MeterNode, overrides: Overrides, line: Settings): string =>
  overrides.meter.name ?? nameByMessage(overrides, line) ?? (node.name || nameByPlace(node, line));

/** How the date-times of a meter are written; a message does not change it. @throws DlmsError `settings-invalid` */
export const meterClock = (RED: NodeAPI, meterId: string): ClockSetting => {
  const { name, id, settings } = meterNode(RED, meterId);
  return placed(`meter "${name || id}"`, {}, () => clockSetting(settings));
};

/** Of the meter that `withMeter` would go to. @throws DlmsError `settings-invalid` */
export const securityInUse = (RED: NodeAPI, { meter, flow }: ChosenMeter, overrides: Overrides): NodeSecurity | null =>
  securityFor(RED, meterNode(RED, meter), overrides.meter, flow);

/** What tells a meter from others: where it is, how it is addressed, as which client, and by which names. */
export const identityOf = ({ transport, modeE }: LineOptions, { addresses, gateway, associate }: MeterOptions): string => {
  const { kind, host, port, path, caller } = transport as { readonly [part in 'kind' | 'host' | 'port' | 'path' | 'caller']?: unknown };
  return textHash(JSON.stringify([kind, host, port, path, caller, modeE?.address, addresses, gateway, associate?.referencing]));
};

const lineOf = (node: MeterNode, connection: ConnectionNode, overrides: Overrides, security: NodeSecurity | null): LineOptions =>
  placed(`connection "${connection.name || connection.id}"`, overrides.line, () =>
    lineOptions(connection.settings, { ...callerOf(node.settings, overrides.meter, security), ...overrides.line }),
  );

export interface ChosenMeter {
  /** Id of the meter node. */
  readonly meter: string;
  /** Where the node that asks stands: a tab or an instance of a subflow. */
  readonly flow?: string | undefined;
}

/** Of the meter that `withMeter` would go to. @throws DlmsError what is wrong with settings or overrides */
export const meterIdentity = (RED: NodeAPI, { meter: id, flow }: ChosenMeter, overrides: Overrides): string => {
  const node = meterNode(RED, id);
  const security = securityFor(RED, node, overrides.meter, flow);
  const line = lineOf(node, connectionNode(RED, node.connectionId), overrides, security);
  const options = placed(`meter "${node.name || node.id}"`, overrides.meter, () =>
    meterOptions(node.settings, overrides.meter, '', noSecurity, line.framing),
  );
  return identityOf(line, options);
};

/**
 * Runs `work` with the meter that a flow node has chosen, changed by the overrides of the message.
 * @throws DlmsError what is wrong with settings or overrides, and what `work` throws
 */
export const withMeter = async <T>(
  RED: NodeAPI,
  { meter: id, flow }: ChosenMeter,
  overrides: Overrides,
  signal: AbortSignal,
  work: (target: Target) => Promise<T>,
): Promise<T> => {
  if (overrides.meter.security !== undefined) await afterDeploy(RED, signal);
  const node = meterNode(RED, id);
  const connection = connectionNode(RED, node.connectionId);
  const name = meterName(node, overrides, connection.settings);
  const security = securityFor(RED, node, overrides.meter, flow);
  const line = lineOf(node, connection, overrides, security);
  const options = placed(`meter "${node.name || node.id}"`, overrides.meter, () =>
    securedOptions({ ...node.settings, name }, overrides.meter, name, security, line.framing),
  );
  const identity = () => identityOf(line, options);
  const limit = overrides.deadline === undefined ? deadlineMs(connection.settings) : Math.round(overrides.deadline * 1000);
  const { systemTitle: givenTitle } = overrides.meter;
  const perform = async (held: Line, leftMs: number): Promise<T> => {
    const onSilence = (listener: (silent: boolean) => void) => connection.pool.onSilence(held, listener);
    const meter = keptMeter(held, node.id, options);
    const retire = () => connection.pool.retire(held);
    return work({ meter, line: held, security, givenTitle, request: { deadlineMs: leftMs, signal }, identity, onSilence, retire });
  };
  return connection.pool.use(line, signal, limit, perform, Object.keys(overrides.line).length === 0);
};
