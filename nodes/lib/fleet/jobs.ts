/**
 * From a list of meters (rows of SQL, JSON, CSV) to jobs.
 *
 * Columns with the names of `msg.dlms` overrides say which meter and what to read, whatever their case; all others pass
 * through as `job`. A job has an id that is the same whenever the list comes again, a lane (the line that it shares with
 * others), and the key under which a meter that is away is remembered.
 */
import { DlmsError } from '../../../src/index';
import { overrideKeys, secretKeys } from '../overrides';
import { isRecord } from '../setting-values';
import { parseCsv } from './csv';

export interface FleetJob {
  readonly id: string;
  /** What it shares with other jobs: host and port, serial port, caller. */
  readonly lane: string;
  /** Which meter, for those that are away. */
  readonly meter: string;
  /** Overrides, as `msg.dlms` has them. */
  readonly dlms: Readonly<Record<string, unknown>>;
  /** The other columns. */
  readonly job: Readonly<Record<string, unknown>>;
}

/** Lower case -> as `readOverrides` wants it. */
const known = new Map(overrideKeys.map((key) => [key.toLowerCase(), key]));
const idColumn = /^job_?id$/i;

const invalid = (problem: string, hint?: string): DlmsError =>
  new DlmsError('settings-invalid', `the list of meters: ${problem}`, hint === undefined ? {} : { hint });

/** Buffer, text (JSON or CSV), object: what a list or a job may come as. @throws DlmsError `settings-invalid` */
export const parsedPayload = (payload: unknown): unknown => {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : payload;
  if (typeof text !== 'string') return payload;
  if (!/^\s*[[{]/.test(text)) return parseCsv(text);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DlmsError('settings-invalid', 'msg.payload begins like JSON and is none', { cause });
  }
};

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Several objects in one cell: `1-0:1.8.0*255 1-0:2.8.0*255`, or a list in JSON. @throws DlmsError `settings-invalid` */
const objectsOf = (value: unknown, position: number): unknown => {
  if (typeof value !== 'string') return value;
  if (!value.trim().startsWith('[')) return value.split(/[\s,;|]+/).filter(Boolean);
  try {
    return JSON.parse(value) as unknown;
  } catch (cause) {
    throw new DlmsError('settings-invalid', `the list of meters: row ${position}: objects begins like JSON and is none`, { cause });
  }
};

interface Columns {
  readonly id: string | null;
  readonly dlms: Record<string, unknown>;
  readonly job: Record<string, unknown>;
}

const columnsOf = (row: Record<string, unknown>, position: number): Columns => {
  const columns = { id: null as string | null, dlms: {} as Record<string, unknown>, job: {} as Record<string, unknown> };
  for (const [name, value] of Object.entries(row)) {
    const key = known.get(name.trim().toLowerCase());
    if (secretKeys.test(name.trim())) throw secretColumn(name);
    if (idColumn.test(name)) columns.id = isNothing(value) ? null : String(value);
    else if (key === undefined) columns.job[name] = value;
    // An empty cell means: as the node says.
    else if (!isNothing(value)) columns.dlms[key] = key === 'objects' ? objectsOf(value, position) : value;
  }
  return columns;
};

const secretColumn = (name: string): DlmsError =>
  invalid(
    `column "${name}": secrets are not taken from messages`,
    'Put the secret into a dlms-security node and give its name in the column security.',
  );

const joined = (...parts: readonly unknown[]): string =>
  parts
    .filter((part) => !isNothing(part))
    .map(String)
    .join('/');

const laneOf = ({ host, port, path, caller }: Columns['dlms']): string =>
  joined(isNothing(host) ? undefined : isNothing(port) ? host : `${host}:${port}`, path, caller);

const meterOf = (dlms: Columns['dlms']): string => {
  const { server, physical, serialNumber, systemTitle } = dlms;
  return joined(laneOf(dlms), server, physical, serialNumber, systemTitle);
};

const jobOf = ({ id, dlms, job }: Columns, ids: Map<string, number>): FleetJob => {
  const address = meterOf(dlms);
  const own = id ?? (joined(dlms.name) || joined(address, dlms.client));
  const times = (ids.get(own) ?? 0) + 1;
  ids.set(own, times);
  // The same meter may stand in the list twice, with other objects.
  return { id: times === 1 ? own : `${own} (${times})`, lane: laneOf(dlms), meter: address || own, dlms, job };
};

/** @throws DlmsError `settings-invalid` that says which row or column */
export const jobsOf = (payload: unknown): readonly FleetJob[] => {
  const rows = parsedPayload(payload);
  if (!Array.isArray(rows)) throw invalid('an array of objects or CSV text is expected in msg.payload');
  const ids = new Map<string, number>();
  return rows.map((row: unknown, index) => {
    if (!isRecord(row)) throw invalid(`row ${index + 1} is no object`);
    const columns = columnsOf(row, index + 1);
    if (Object.keys(columns.dlms).length === 0)
      throw invalid(
        `row ${index + 1} has no column that says which meter`,
        `Columns are named like the keys of msg.dlms: ${overrideKeys.join(', ')}.`,
      );
    return jobOf(columns, ids);
  });
};

/** FNV-1a of a text, from a basis. */
const hashOf = (text: string, basis: number): number => {
  let hash = basis;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** The same for lists with the same jobs, in whatever order. */
export const fingerprintOf = (jobs: readonly FleetJob[]): string => {
  const sums = [0x811c9dc5, 0x2b5ad4c7].map((basis) => jobs.reduce((sum, { id }) => (sum + hashOf(id, basis)) >>> 0, jobs.length));
  return sums.map((sum) => sum.toString(16).padStart(8, '0')).join('');
};
