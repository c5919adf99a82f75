/**
 * From a list of meters (rows of SQL, JSON, CSV) to jobs.
 *
 * Columns with the names of `msg.dlms` overrides say which meter and what to read, whatever their case; all others pass
 * through as `job`. A job has an id that is the same whenever the list comes again, in whatever order, a lane (the line that it
 * shares with others), and the key under which a meter that is away is remembered.
 */
import { DlmsError } from '../../../src/index';
import { parseCsv } from '../csv';
import { defaultPort } from '../line-settings';
import { overrideKeys, secretKeys } from '../overrides';
import { isRecord, type Settings, text } from '../setting-values';
import { fnvBasis, quickHash } from '../text-hash';

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

/** What a row says of the line. */
const placeOf = ({ host, port, path, caller }: Columns['dlms']): string =>
  joined(isNothing(host) ? undefined : isNothing(port) ? host : `${host}:${port}`, path, caller);

/** What tells meters of one line apart. */
const addressOf = ({ gatewayDevice, server, physical, serialNumber, systemTitle }: Columns['dlms']): string =>
  joined(gatewayDevice, server, physical, serialNumber, systemTitle);

/** The line of a row, the same however it is written; what the row does not say is of the connection. */
const laneOf = ({ host, port, path, caller }: Columns['dlms'], connection: Settings): string => {
  const { medium = 'tcp' } = connection;
  const at = (name: unknown): string => `${name}:${isNothing(port) ? text(connection, 'port', String(defaultPort)) : port}`.toLowerCase();
  if (!isNothing(path)) return joined(path, caller);
  if (!isNothing(host)) return joined(at(host), caller);
  if (medium === 'listen') return joined(caller);
  if (medium === 'serial') return joined(connection.path, caller);
  return joined(isNothing(connection.host) ? undefined : at(connection.host), caller);
};

/** The same for the same content, in whatever order its keys are. */
const markOf = (content: Record<string, unknown>): string => {
  const sorted = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  const words = JSON.stringify(sorted, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return quickHash(words).toString(16).padStart(8, '0');
};

/**
 * An id for each row: its own, its name or its address. Rows that share one are marked by what they ask for, and by their other
 * columns where that is the same too, never by their place in the list; only rows that are the same in all are counted.
 */
const idsOf = (rows: readonly Columns[], connection: Settings): readonly string[] => {
  const timesOf = (ids: readonly string[]): Map<string, number> => {
    const times = new Map<string, number>();
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
    return times;
  };
  const own = rows.map(
    ({ id, dlms }) =>
      id ?? (joined(dlms.name) || joined(placeOf(dlms), addressOf(dlms), dlms.client) || laneOf(dlms, connection) || 'meter'),
  );
  let ids: readonly string[] = own;
  for (const contentOf of [({ dlms }: Columns) => dlms, ({ dlms, job }: Columns) => ({ ...job, dlms })]) {
    const times = timesOf(ids);
    ids = rows.map((row, index) =>
      (times.get(ids[index] ?? '') ?? 0) > 1 ? `${own[index]} #${markOf(contentOf(row))}` : (ids[index] ?? ''),
    );
  }
  const taken = new Set(ids);
  const counted = new Map<string, number>();
  return ids.map((id) => {
    let times = (counted.get(id) ?? 0) + 1;
    while (times > 1 && taken.has(`${id} (${times})`)) times += 1;
    counted.set(id, times);
    return times === 1 ? id : `${id} (${times})`;
  });
};

/** @throws DlmsError `settings-invalid` that says which row or column */
const rowOf = (row: unknown, position: number): Columns => {
  if (!isRecord(row)) throw invalid(`row ${position} is no object`);
  const columns = columnsOf(row, position);
  if (Object.keys(columns.dlms).length === 0)
    throw invalid(
      `row ${position} has no column that says which meter`,
      `Columns are named like the keys of msg.dlms: ${overrideKeys.join(', ')}.`,
    );
  return columns;
};

/**
 * @param connection settings of the connection that rows go over, as far as they do not say it
 * @throws DlmsError `settings-invalid` that says which row or column
 */
export const jobsOf = (payload: unknown, connection: Settings): readonly FleetJob[] => {
  const list = parsedPayload(payload);
  if (!Array.isArray(list)) throw invalid('an array of objects or CSV text is expected in msg.payload');
  const rows = list.map((row: unknown, index) => rowOf(row, index + 1));
  const ids = idsOf(rows, connection);
  return rows.map(({ dlms, job }, index) => {
    const id = ids[index] ?? '';
    const lane = laneOf(dlms, connection);
    return { id, lane, meter: joined(lane, addressOf(dlms)) || id, dlms, job };
  });
};

/** The same for lists with the same jobs, in whatever order. */
export const fingerprintOf = (jobs: readonly FleetJob[]): string => {
  const sums = [fnvBasis, 0x2b5ad4c7].map((basis) => jobs.reduce((sum, { id }) => (sum + quickHash(id, basis)) >>> 0, jobs.length));
  return sums.map((sum) => sum.toString(16).padStart(8, '0')).join('');
};
