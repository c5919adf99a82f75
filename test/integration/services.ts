/**
 * Real servers for tests: mosquitto, PostgreSQL and Redis of Debian (InfluxDB is in influx.ts), each a process of this test with a folder
 * and a free port of its own on loopback, beside whatever the computer already runs.
 *
 * `startX()` resolves when the server answers. `pause()` ends the process and keeps its data, `resume()` starts it again on
 * the same port with the same data, `stop()` ends it and removes the folder. A server is only ended by the process id that
 * was started here. PostgreSQL refuses to run as root and then runs as the user `postgres`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../support/free-port';

export interface Service {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends the process and keeps the data. */
  pause(): Promise<void>;
  /** The same server again, on the same port. */
  resume(): Promise<void>;
  /** Ends the process and removes its data. */
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Recipe {
  readonly name: string;
  readonly program: string;
  readonly port: number;
  readonly folder: string;
  readonly args: readonly string[];
  readonly user?: User | undefined;
  /** True when the server takes requests. */
  ready(): Promise<boolean>;
  /** How the server is told to end. */
  readonly signal: NodeJS.Signals;
}

const startBoundMs = 30_000;

const postgresFolders = (): string[] => {
  const root = '/usr/lib/postgresql';
  return existsSync(root)
    ? readdirSync(root)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(root, version, 'bin'))
    : [];
};

/** Where a program is: on the path, or where Debian puts servers. */
export const programPath = (name: string): string | null => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...postgresFolders()];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
};

export const programOf = (name: string): string => {
  const found = programPath(name);
  if (found === null) throw new Error(`${name} is not installed`);
  return found;
};

/** True once somebody listens there. */
const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

const succeeds = (program: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });

const tailOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').slice(-2000) : '');

async function launch({ name, program, args, folder, user, ready }: Recipe): Promise<ChildProcess> {
  const log = join(folder, 'server.log');
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...user });
  const keep = (chunk: Buffer): void => writeFileSync(log, chunk, { flag: 'a' });
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const deadline = Date.now() + startBoundMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await ready()) return child;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} did not start:\n${tailOf(log)}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(force);
}

export async function start(recipe: Recipe): Promise<Service> {
  let child: ChildProcess | null = await launch(recipe);
  const pause = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running !== null) await end(running, recipe.signal);
  };
  return {
    port: recipe.port,
    pause,
    resume: async () => {
      child ??= await launch(recipe);
    },
    stop: async () => {
      await pause();
      rmSync(recipe.folder, { recursive: true, force: true });
    },
  };
}

export const folderFor = (name: string): string => mkdtempSync(join(tmpdir(), `dlms-${name}-`));

/** A broker that lets everybody in and keeps retained messages and sessions over a pause. */
export async function startMosquitto(): Promise<Service> {
  const folder = folderFor('mosquitto');
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    // Started by root it would become another user, who cannot write here.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const ready = () => listens(port);
  return start({ name: 'mosquitto', program: programOf('mosquitto'), port, folder, args: ['-c', file], signal: 'SIGTERM', ready });
}

/** Every write is on the disk before it is answered, as counters need it, unless `more` settings say otherwise. */
export async function startRedis(more: Readonly<Record<string, string>> = {}): Promise<Service> {
  const folder = folderFor('redis');
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: 'always', ...more };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const ready = () => listens(port);
  return start({ name: 'redis-server', program: programOf('redis-server'), port, folder, args, signal: 'SIGKILL', ready });
}

export interface Postgres extends Service {
  /** Runs statements in the database `meters` and gives the rows of the last one. */
  sql(statements: string): Promise<Record<string, unknown>[]>;
}

const idOf = (flag: '-u' | '-g'): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());

const postgresUser = (): User | undefined => (process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined);

/** By psql, which is no part of what is tested. */
const query = (port: number, statements: string): Promise<Record<string, unknown>[]> =>
  new Promise((resolve, reject) => {
    const asJson = `select coalesce(json_agg(row), '[]') from (${statements}) row`;
    const text = /^\s*select/i.test(statements) ? asJson : statements;
    const words = ['-h', '127.0.0.1', '-p', String(port), '-U', 'meter', '-d', 'meters', '-v', 'ON_ERROR_STOP=1', '-qAtX', '-c', text];
    const child = spawn(programOf('psql'), words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const problems: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => problems.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) reject(new Error(`psql: ${Buffer.concat(problems).toString()}`));
      else resolve(text === asJson ? JSON.parse(Buffer.concat(out).toString()) : []);
    });
  });

/** A cluster with the database `meters`, owned by the superuser `meter`, who needs no password. */
export async function startPostgres(): Promise<Postgres> {
  const folder = folderFor('postgres');
  const port = await freePort();
  const user = postgresUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const made = spawnSync(programOf('initdb'), ['-D', data, '-U', 'meter', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    cwd: folder,
    encoding: 'utf8',
    ...user,
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off', '-c', 'timezone=UTC'];
  const isReady = programOf('pg_isready');
  const ready = () => succeeds(isReady, ['-q', '-h', '127.0.0.1', '-p', String(port)]);
  // SIGINT: connections are cut, transactions rolled back.
  const service = await start({ name: 'postgres', program: programOf('postgres'), port, folder, args, user, signal: 'SIGINT', ready });
  const created = await succeeds(programOf('createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'meter', 'meters']);
  if (!created) throw new Error('createdb failed');
  return { ...service, sql: (statements) => query(port, statements) };
}
