/**
 * A lock between processes that share a folder: a file that only one of them can make (O_EXCL), with a token of its owner.
 *
 * A process that is killed leaves its lock behind. It is taken over at once when its process is gone (same host), or when
 * it is this very process and thread number without being ours (a container that was started again), and after `staleMs` otherwise.
 * Because a process can be stopped for longer than that and go on, `confirm` asks whether the lock is still its own; it is
 * to be called immediately before what the lock protects becomes effective.
 */
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { pause } from '../connection';
import { never } from '../stop';

/** Locks are held for some milliseconds; this is for hosts that share a folder and cannot see each other's processes. */
const staleMs = 30_000;
const retryMs = 5;

export interface LockOptions {
  /** How long to wait for another holder, default 10 000. */
  readonly waitMs?: number;
}

/** Still the holder? */
export type Confirm = () => Promise<boolean>;

const token = (): string => Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(12))).toString('hex');
/**
 * Tokens of the locks that this thread holds now. Kept for all copies of this package that are loaded in it (the nodes of the
 * palette and a function node that requires the public API): each would take the locks of the other for left-overs.
 */
const registry = Symbol.for('@meterflow/node-red-dlms: locks held');
const shared = globalThis as { [registry]?: Set<string> };
shared[registry] ??= new Set();
const own: Set<string> = shared[registry];

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Runs `work` while no other process, and nothing else in this one, holds the lock. @throws Error when it cannot be had */
export async function withLock<T>(path: string, work: (confirm: Confirm) => Promise<T>, { waitMs = 10_000 }: LockOptions = {}): Promise<T> {
  const mine = `${hostname()} ${process.pid} ${threadId} ${token()}`;
  own.add(mine);
  try {
    await acquire(path, mine, waitMs);
    try {
      return await work(async () => (await contentOf(path)) === mine);
    } finally {
      if ((await contentOf(path)) === mine) await rm(path, { force: true });
    }
  } finally {
    own.delete(mine);
  }
}

async function acquire(path: string, mine: string, waitMs: number): Promise<void> {
  const giveUpAt = performance.now() + waitMs;
  while (!(await create(path, mine))) {
    const holder = await contentOf(path);
    if (holder !== null && (await isStale(path, holder))) await takeAway(path, holder);
    else if (performance.now() >= giveUpAt) throw new Error(`${path} is held by ${holder ?? 'another process'}`);
    else await pause(retryMs * (1 + Math.random()), never);
  }
}

/** The lock appears with its content in it: written aside, then given its name, which fails when the name is taken. */
async function create(path: string, mine: string): Promise<boolean> {
  const aside = asideOf(path);
  await writeFile(aside, mine, { mode: 0o600 });
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.has(codeOf(error) ?? '')) throw error;
    return await createInPlace(path, mine);
  } finally {
    await rm(aside, { force: true });
  }
}

/** What file systems without hard links (FAT, some network shares) answer. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV']);

/** Killed between its two steps, this leaves a lock without a holder, which is stale only by its age. */
async function createInPlace(path: string, mine: string): Promise<boolean> {
  try {
    await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const asideOf = (path: string): string => `${path}.${process.pid}-${token()}`;

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function isStale(path: string, holder: string): Promise<boolean> {
  const [host, number, thread] = holder.split(' ');
  const pid = Number(number);
  if (host === hostname() && Number.isInteger(pid) && pid > 0) {
    if (pid !== process.pid && !isRunning(pid)) return true;
    const elsewhere = /^\d+$/.test(thread ?? '') && thread !== String(threadId);
    if (pid === process.pid && !elsewhere) return !own.has(holder);
  }
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > staleMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Moves a stale lock out of the way. Had it been exchanged for a fresh one meanwhile, its holder learns so by `confirm`. */
async function takeAway(path: string, holder: string): Promise<void> {
  const aside = asideOf(path);
  try {
    if ((await contentOf(path)) !== holder) return;
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  await rm(aside, { force: true });
}
