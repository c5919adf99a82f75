/**
 * `msg.dlms` on the way out: what a request cost, what was agreed, and the raw data beside the readings.
 *
 * Overrides that came with the message stay, so that the next node speaks to the same meter. What a node before had put
 * there (an error, items, who pushed) goes; only the tokens by which profile and fleet know their rows again stay.
 */
import type { NodeMessage } from 'node-red';
import {
  type Association,
  type AttributeReference,
  type Data,
  dateTimeFrom,
  dateTimeLength,
  type LinkParameters,
  looksLikeDateTime,
  type Meter,
  type ReadResult,
  type RequestInfo,
  type SecurityReport,
  titleText,
  toHex,
} from '../../src/index';
import { isRecord } from './setting-values';

export interface AssociationFacts {
  readonly referencing: 'ln' | 'sn';
  readonly applicationContext: string;
  readonly authentication: string;
  readonly conformance: readonly string[];
  readonly dlmsVersion: number;
  /** Octets; 0 = no limit. */
  readonly maxPduSize: number;
  readonly vaaName: number;
  readonly serverSystemTitle: string | null;
  /** The title as people read it: `SMS1030700312390`; null where it is none of IDIS. */
  readonly serverTitleText: string | null;
  readonly meterAuthenticated: boolean;
  readonly oddities: readonly string[];
}

const mechanisms = ['none', 'low', 'HLS vendor', 'HLS MD5', 'HLS SHA-1', 'HLS GMAC', 'HLS SHA-256', 'HLS ECDSA'];

export const associationFacts = (association: Association): AssociationFacts => ({
  referencing: association.referencing,
  applicationContext: association.applicationContextName,
  authentication: mechanisms[association.mechanism] ?? `mechanism ${association.mechanism}`,
  conformance: association.conformanceNames,
  dlmsVersion: association.dlmsVersion,
  maxPduSize: association.serverMaxReceivePduSize,
  vaaName: association.vaaName,
  serverSystemTitle: association.serverSystemTitle && toHex(association.serverSystemTitle),
  serverTitleText: association.serverSystemTitle && titleText(association.serverSystemTitle),
  meterAuthenticated: association.serverAuthenticated,
  oddities: association.oddities,
});

/** Which security settings opened the association: never a secret. */
export interface AuthenticationFacts {
  readonly meterAuthenticated: boolean;
  /** Associations that were tried for this one, the last included. */
  readonly attempts: number;
  readonly icPolicy?: string;
  readonly variant?: string;
  readonly keySet?: 'first' | 'second';
  readonly notes: readonly string[];
}

export const authenticationFacts = (report: SecurityReport | null): AuthenticationFacts | null =>
  report === null
    ? null
    : {
        meterAuthenticated: report.meterAuthenticated,
        attempts: report.attempts,
        ...(report.icPolicy === undefined ? {} : { icPolicy: report.icPolicy }),
        ...(report.variant === undefined ? {} : { variant: report.variant }),
        ...(report.keySet === undefined ? {} : { keySet: report.keySet }),
        notes: report.notes,
      };

/** For the messages of a request; null where nothing was proved and nothing is to be said. */
export const authenticationOf = ({ association, security }: Meter): AuthenticationFacts | null => {
  const says = security !== null && (security.notes.length > 0 || security.keySet !== undefined);
  return says || (association?.mechanism ?? 0) >= 2 ? authenticationFacts(security) : null;
};

/** What stands in every message that comes of a meter. */
export const agreedFacts = (association: Association | null, authentication: AuthenticationFacts | null) => ({
  association: association === null ? null : associationFacts(association),
  ...(authentication === null ? {} : { authentication }),
});

export const costFacts = (info: RequestInfo) => ({
  meter: info.meter,
  durations: { queuedMs: info.queuedMs, requestMs: info.durationMs },
  roundTrips: info.roundTrips,
  octets: { sent: info.octetsSent, received: info.octetsReceived },
});

/** Clock status words of a date-time, where the value is one (attribute 2 of a clock, capture times). */
const clockStatusOf = (data: Data | null): number | null => {
  if (data?.type === 'date-time') return data.value.clockStatus;
  const isTime = data?.type === 'octet-string' && data.value.length === dateTimeLength && looksLikeDateTime(data.value);
  return isTime ? dateTimeFrom(data.value).clockStatus : null;
};

/** Raw data with type, scaler, unit and clock status, index by index of the references. */
export const itemFacts = (references: readonly AttributeReference[], result: ReadResult) =>
  references.map(({ classId, obis, attribute }, index) => {
    const raw = result.raw[index];
    const data = raw?.data ?? null;
    return { classId, obis, attribute, data, scaler: raw?.scaler ?? null, unit: raw?.unit ?? null, clockStatus: clockStatusOf(data) };
  });

export const linkFacts = (link: LinkParameters) => ({ ...link });

/** All that the nodes write into `msg.dlms`. None is a key of `overrides.ts`: the next node would take it as an order. */
export const factKeys = [
  ...['meter', 'durations', 'roundTrips', 'octets', 'association', 'authentication', 'items', 'errors', 'error'],
  ...['released', 'dryRun', 'objectList', 'profile', 'fleet'],
  ...['identity', 'source', 'service', 'time', 'clockStatus', 'listName', 'shape', 'template', 'notes', 'protection'],
  ...['confirmed', 'longInvokeId', 'link', 'apdus'],
] as const;

export type Facts = { readonly [key in (typeof factKeys)[number]]?: unknown };

const replaced: ReadonlySet<string> = new Set(factKeys.filter((key) => key !== 'profile' && key !== 'fleet'));

/** Adds facts to `msg.dlms`, in the place of those of the node before. */
export const withFacts = (msg: NodeMessage, facts: Facts): NodeMessage => {
  const before = isRecord(msg.dlms) ? Object.entries(msg.dlms) : [];
  msg.dlms = { ...Object.fromEntries(before.filter(([key]) => !replaced.has(key))), ...facts };
  return msg;
};
