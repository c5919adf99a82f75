/**
 * Small key/value stores for what has to outlive a restart: base names, caches, invocation counters.
 *
 * Values are JSON text of the caller's making. A store keeps one key's writes in order; `set` resolves when the value is
 * durable, so a counter may be used after it and never before. The file store writes a temporary file, flushes it, and
 * renames it over the old one: after a power cut there is the old value or the new one, never half of either.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DlmsError } from '../errors';
import { fingerprint } from '../security/fingerprint';
import { asideOf, inTurn, putInPlace, writeFlushed } from './durable-file';

export interface Store {
  /** The value, undefined when there is none. @throws DlmsError `store-failed` */
  get(key: string): Promise<string | undefined>;
  /** Resolves when the value is durable. @throws DlmsError `store-failed` */
  set(key: string, value: string): Promise<void>;
  /** Removing what is not there is no error. @throws DlmsError `store-failed` */
  delete(key: string): Promise<void>;
}

/** A store that ends with the process. */
export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
  };
}

/** Longest name, without its ending, that every file system takes. */
const longestName = 200;

/** Keys become file names that differ on file systems without upper and lower case, too. @throws DlmsError `store-failed` */
function fileName(key: string): string {
  const name = Array.from(Buffer.from(key, 'utf8'), (octet) => {
    const character = String.fromCharCode(octet);
    return /[a-z0-9_-]/.test(character) ? character : `%${octet.toString(16).padStart(2, '0')}`;
  }).join('');
  if (name === '') throw new DlmsError('store-failed', 'nothing can be kept without a key');
  if (name.length <= longestName) return `${name}.json`;
  const hash = fingerprint(Buffer.from(key, 'utf8')).toString('hex').slice(0, 32);
  return `${name.slice(0, longestName - hash.length - 1)}.${hash}.json`;
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const failed = (what: string, cause: unknown): DlmsError =>
  new DlmsError('store-failed', `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

/** A store of one file per key in this folder, which is made when the first value is kept. */
export const fileStore = (folder: string): Store => new FileStore(folder);

class FileStore implements Store {
  constructor(private readonly folder: string) {}

  get(key: string): Promise<string | undefined> {
    return this.work(key, 'cannot be read', (path) =>
      readFile(path, 'utf8').catch((error: unknown) => {
        if (isAbsent(error)) return undefined;
        throw error;
      }),
    );
  }

  set(key: string, value: string): Promise<void> {
    return this.work(key, 'cannot be kept', (path) => writeDurably(path, value));
  }

  delete(key: string): Promise<void> {
    return this.work(key, 'cannot be removed', (path) => rm(path, { force: true }));
  }

  /** In its turn: other stores of this folder in this process wait for the same file. */
  private async work<T>(key: string, problem: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = resolve(this.folder, fileName(key));
    return inTurn(path, () => work(path)).catch((error: unknown) => {
      throw failed(`"${key}" ${problem}`, error);
    });
  }
}

async function writeDurably(path: string, value: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = asideOf(path);
  await writeFlushed(aside, value);
  await putInPlace(aside, path);
}
