/**
 * Real InfluxDB servers for tests: version 1.x of Debian, and version 2 where there is one (CONTRIBUTING.md says how to build it;
 * no registry has it). Both answer InfluxQL.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { folderFor, programOf, type Service, start } from './services';

export interface Influx extends Service {
  /** The rows of an InfluxQL query on the database `meters`, as objects. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** A statement that changes something. */
  command(text: string): Promise<unknown>;
  /** Points in line protocol, as a client of any version writes them. @returns the status of the answer */
  write(lines: string, precision: string): Promise<number>;
}

interface Series {
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
  readonly tags?: Record<string, string>;
}

const rowsOf = ({ columns, values, tags }: Series): Record<string, unknown>[] =>
  values.map((row) => ({ ...tags, ...Object.fromEntries(columns.map((column, at) => [column, row[at]])) }));

type Answer = {
  readonly results?: { readonly series?: Series[]; readonly error?: string }[];
  readonly error?: string;
  readonly message?: string;
};

/** InfluxQL over HTTP, which both versions answer. */
const asking =
  (url: string, headers: Record<string, string> = {}) =>
  async (method: string, text: string): Promise<Record<string, unknown>[]> => {
    const answer = await fetch(`${url}/query?db=meters&q=${encodeURIComponent(text)}`, { method, headers });
    const { results = [], error, message } = (await answer.json()) as Answer;
    const problem = error ?? message ?? results.find((result) => result.error !== undefined)?.error;
    if (problem !== undefined) throw new Error(`InfluxDB: ${problem}`);
    return results.flatMap(({ series = [] }) => series.flatMap(rowsOf));
  };

const answers = (url: string) => (): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** InfluxDB 1.x with the database `meters`. */
export async function startInflux(): Promise<Influx> {
  const folder = folderFor('influxdb');
  const [port, backup] = [await freePort(), await freePort()];
  const file = join(folder, 'influxdb.conf');
  const lines = [
    'reporting-disabled = true',
    `bind-address = "127.0.0.1:${backup}"`,
    `[meta]\ndir = "${folder}/meta"`,
    `[data]\ndir = "${folder}/data"\nwal-dir = "${folder}/wal"`,
    `[http]\nbind-address = "127.0.0.1:${port}"\nlog-enabled = false`,
    '[monitor]\nstore-enabled = false',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const url = `http://127.0.0.1:${port}`;
  const ask = asking(url);
  const args = ['-config', file];
  const program = programOf('influxd');
  const service = await start({ name: 'influxd', program, port, folder, args, signal: 'SIGTERM', ready: answers(`${url}/ping`) });
  await ask('POST', 'create database meters');
  return {
    ...service,
    query: (text) => ask('GET', text),
    command: (text) => ask('POST', text),
    write: async (points, precision) =>
      (await fetch(`${url}/write?db=meters&precision=${precision}`, { method: 'POST', body: points })).status,
  };
}

/** InfluxDB 2 with the bucket `meters` of `organisation`. */
export async function startInflux2(program: string, token: string): Promise<Influx> {
  const folder = folderFor('influxdb2');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--http-bind-address=127.0.0.1:${port}`,
    ...['bolt-path', 'sqlite-path', 'engine-path'].map((name) => `--${name}=${join(folder, name)}`),
    '--reporting-disabled',
    '--log-level=error',
  ];
  const service = await start({ name: 'influxd', program, port, folder, args, signal: 'SIGTERM', ready: answers(`${url}/health`) });
  const first = { username: 'meter', password: 'only-here', org: 'organisation', bucket: 'meters', token };
  const made = await fetch(`${url}/api/v2/setup`, { method: 'POST', body: JSON.stringify(first) });
  if (!made.ok) throw new Error(`InfluxDB: ${await made.text()}`);
  const headers = { authorization: `Token ${token}` };
  const ask = asking(url, headers);
  const write = `${url}/api/v2/write?org=organisation&bucket=meters`;
  return {
    ...service,
    query: (text) => ask('GET', text),
    command: (text) => ask('POST', text),
    write: async (body, precision) => (await fetch(`${write}&precision=${precision}`, { method: 'POST', headers, body })).status,
  };
}
