/**
 * Small key/value stores for what has to outlive a restart: base names, caches, invocation counters.
 *
 * Values are JSON text of the caller's making. A store keeps one key's writes in order; `set` resolves when the value is
 * durable, so a counter may be used after it and never before. The file store writes a temporary file, flushes it, and
 * renames it over the old one: after a power cut there is the old value or the new one, never half of either.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DlmsError } from '../errors';
import { putInPlace, writeFlushed } from './durable-file';

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

/** Longest file name that every file system takes. */
const maxFileName = 200;

/** Keys become file names that differ on file systems without upper and lower case, too. */
function fileName(key: string): string {
  const name = Array.from(Buffer.from(key, 'utf8'), (octet) => {
    const character = String.fromCharCode(octet);
    return /[a-z0-9_-]/.test(character) ? character : `%${octet.toString(16).padStart(2, '0')}`;
  }).join('');
  if (name.length > 0 && name.length <= maxFileName) return `${name}.json`;
  throw new DlmsError('store-failed', `"${key.slice(0, 80)}" cannot be kept: a key has 1 to ${maxFileName} octets as a file name`);
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const failed = (what: string, cause: unknown): DlmsError =>
  new DlmsError('store-failed', `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

/** A store of one file per key in this folder, which is made when the first value is kept. */
export const fileStore = (folder: string): Store => new FileStore(folder);

class FileStore implements Store {
  /** The last write of each key, while it runs. */
  private readonly writes = new Map<string, Promise<void>>();

  constructor(private readonly folder: string) {}

  async get(key: string): Promise<string | undefined> {
    const path = this.path(key);
    await this.writes.get(path)?.catch(() => undefined);
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw failed(`"${key}" cannot be read`, error);
    }
  }

  async set(key: string, value: string): Promise<void> {
    const path = this.path(key);
    await this.inOrder(path, () => writeDurably(path, value)).catch((error: unknown) => {
      throw failed(`"${key}" cannot be kept`, error);
    });
  }

  async delete(key: string): Promise<void> {
    const path = this.path(key);
    await this.inOrder(path, () => rm(path, { force: true })).catch((error: unknown) => {
      throw failed(`"${key}" cannot be removed`, error);
    });
  }

  private path(key: string): string {
    return join(this.folder, fileName(key));
  }

  private inOrder(path: string, work: () => Promise<void>): Promise<void> {
    const before = this.writes.get(path) ?? Promise.resolve();
    const own = before.catch(() => undefined).then(work);
    this.writes.set(path, own);
    const forget = (): void => {
      if (this.writes.get(path) === own) this.writes.delete(path);
    };
    own.then(forget, forget);
    return own;
  }
}

async function writeDurably(path: string, value: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  await writeFlushed(temporary, value);
  await putInPlace(temporary, path);
}
