/**
 * From a list of meters (rows of SQL, JSON, CSV) to jobs.
 *
 * Columns with the names of `msg.dlms` overrides say which meter and what to read, whatever their case; all others pass
 * through as `job`. A job has an id that is the same whenever the list comes again, in whatever order, a lane (the line that it
 * shares with others), and the key under which a meter that is away is remembered. A row that is wrong is a job that has failed: it
 * does not keep the others from being read.
 */
import { DlmsError, isDlmsError } from '../../../src/index';
import { parseCsv } from '../csv';
import { defaultPort } from '../line-settings';
import { isSecretName, overrideKeys } from '../overrides';
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
  /** What is wrong with its row; null: nothing. */
  readonly wrong: DlmsError | null;
}

/** Lower case -> as `readOverrides` wants it. */
const known = new Map(overrideKeys.map((key) => [key.toLowerCase(), key]));
const idColumn = /^job_?id$/i;

const invalid = (problem: string, hint?: string): DlmsError =>
  new DlmsError('settings-invalid', `the list of meters: ${problem}`, hint === undefined ? {} : { hint });

/** Files of spreadsheets: UTF-8, UTF-16 with a byte order mark, or what Windows wrote before there was either. */
const decoded = (octets: Buffer): string => {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le').decode(octets);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder('windows-1252').decode(octets);
  }
};

/** Buffer, text (JSON or CSV), object: what a list or a job may come as. @throws DlmsError `settings-invalid` */
export const parsedPayload = (payload: unknown): unknown => {
  const text = Buffer.isBuffer(payload) ? decoded(payload) : payload;
  if (typeof text !== 'string') return payload;
  if (!/^\s*[[{]/.test(text)) return parseCsv(text);
  try {
    // A byte order mark is white space here, but not in JSON.
    return JSON.parse(text.trim()) as unknown;
  } catch (cause) {
    throw new DlmsError('settings-invalid', 'msg.payload begins like JSON and is none', { cause });
  }
};

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Several objects in one cell: `1-0:1.8.0*255 1-0:2.8.0*255`, or a list in JSON; what is wrong with it where it is none. */
const objectsOf = (value: unknown, position: number): unknown => {
  if (typeof value !== 'string') return value;
  if (!value.trim().startsWith('[')) return value.split(/[\s,;|]+/).filter(Boolean);
  try {
    return JSON.parse(value) as unknown;
  } catch (cause) {
    return new DlmsError('settings-invalid', `the list of meters: row ${position}: objects begins like JSON and is none`, { cause });
  }
};

interface Columns {
  readonly id: string | null;
  readonly dlms: Record<string, unknown>;
  readonly job: Record<string, unknown>;
  readonly wrong: DlmsError | null;
}

/** @throws DlmsError `settings-invalid` for a column that has a secret */
const columnsOf = (row: Record<string, unknown>, position: number): Columns => {
  const dlms: Record<string, unknown> = {};
  const job: [name: string, value: unknown][] = [];
  let id: string | null = null;
  let wrong: DlmsError | null = null;
  for (const [name, value] of Object.entries(row)) {
    const key = known.get(name.trim().toLowerCase());
    if (isSecretName(name)) throw secretColumn(name);
    if (idColumn.test(name)) id = isNothing(value) ? null : String(value);
    else if (key === undefined) job.push([name, value]);
    // An empty cell means: as the node says.
    else if (!isNothing(value)) {
      const meant = key === 'objects' ? objectsOf(value, position) : value;
      if (isDlmsError(meant)) wrong = meant;
      else dlms[key] = meant;
    }
  }
  return { id, dlms, job: Object.fromEntries(job), wrong };
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

/** @throws DlmsError `settings-invalid` for a column that has a secret */
const rowOf = (row: unknown, position: number): Columns => {
  const id = `row ${position}`;
  if (isDlmsError(row)) return { id, dlms: {}, job: {}, wrong: row };
  if (!isRecord(row)) return { id, dlms: {}, job: {}, wrong: invalid(`${id} is no object`) };
  const columns = columnsOf(row, position);
  if (Object.keys(columns.dlms).length > 0 || columns.wrong !== null) return columns;
  const hint = `Columns are named like the keys of msg.dlms: ${overrideKeys.join(', ')}.`;
  return { ...columns, id: columns.id ?? id, wrong: invalid(`${id} has no column that says which meter`, hint) };
};

/** Rows as they are, or the one list of rows in an object: web services wrap theirs (`{ "total": 2, "meters": [...] }`). */
const listIn = (value: unknown): readonly unknown[] | null => {
  if (Array.isArray(value)) return value;
  if (!isRecord(value) || Object.keys(value).some((name) => known.has(name.toLowerCase()))) return null;
  const lists = Object.values(value).filter((list): list is unknown[] => Array.isArray(list) && list.every(isRecord));
  const filled = lists.filter(({ length }) => length > 0);
  return filled.length > 1 ? null : (filled[0] ?? lists[0] ?? null);
};

/**
 * @param connection settings of the connection that rows go over, as far as they do not say it
 * @throws DlmsError `settings-invalid` when it is no list, has a column with secrets, or every row is wrong
 */
export const jobsOf = (payload: unknown, connection: Settings): readonly FleetJob[] => {
  const list = listIn(parsedPayload(payload));
  if (list === null) throw invalid('an array of objects or CSV text is expected in msg.payload');
  const rows = list.map((row: unknown, index) => rowOf(row, index + 1));
  const first = rows[0]?.wrong ?? null;
  if (first !== null && rows.every(({ wrong }) => wrong !== null)) throw first;
  const ids = idsOf(rows, connection);
  return rows.map(({ dlms, job, wrong }, index) => {
    const id = ids[index] ?? '';
    const lane = laneOf(dlms, connection);
    return { id, lane, meter: joined(lane, addressOf(dlms)) || id, dlms, job, wrong };
  });
};

/** The same for lists with the same jobs, in whatever order. */
export const fingerprintOf = (jobs: readonly FleetJob[]): string => {
  const sums = [fnvBasis, 0x2b5ad4c7].map((basis) => jobs.reduce((sum, { id }) => (sum + quickHash(id, basis)) >>> 0, jobs.length));
  return sums.map((sum) => sum.toString(16).padStart(8, '0')).join('');
};
