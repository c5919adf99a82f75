/**
 * Processes of the benches: the Java launchers of test/interop/java, and files of this folder, compiled or with a loader, as this
 * one is. A server prints `READY <port>` and ends with its standard input.
 */
import { type ChildProcess, type ForkOptions, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';

const extension = extname(__filename);

/** A file of this folder, without its extension. */
export const ownFile = (name: string): string => join(__dirname, name + extension);

/** Runs a file of this folder; messages go both ways, and standard input and output are pipes. */
export const startOwn = (name: string, words: readonly string[], options: ForkOptions = {}): ChildProcess =>
  fork(ownFile(name), words, { execArgv: extension === '.ts' ? ['--import', 'tsx'] : [], ...options });

/** What a meter complains of when its clients leave is of no interest; what a client complains of is. */
type Complaints = 'inherit' | 'ignore';

export const startOwnPiped = (name: string, words: readonly string[], complaints: Complaints = 'inherit'): ChildProcess =>
  startOwn(name, words, { stdio: ['pipe', 'pipe', complaints, 'ipc'] });

export const startJava = (
  classpath: string,
  launcher: string,
  words: readonly string[],
  complaints: Complaints = 'inherit',
): ChildProcess => spawn('java', ['-cp', classpath, launcher, ...words], { stdio: ['pipe', 'pipe', complaints] });

/** What a process prints until it ends. @throws Error when it fails */
export async function outputOf(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnargs.slice(0, 4).join(' ')} ended with ${code}`);
  return Buffer.concat(chunks).toString('utf8');
}

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** Waits until a server has said its port. */
export async function untilReady(child: ChildProcess): Promise<Server> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    const port = /^READY (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return { port: Number(port), stop: () => stop(child) };
  }
  throw new Error('the server ended before it was ready');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
