/**
 * Invocation counters in a folder, one small file each: the store for one Node-RED, or for several on one machine.
 *
 * `reserve` resolves when the new value is on the disk: written aside, flushed, given its name in one step, and the folder
 * flushed. Killed at any point, the file holds the old value or the new one, and nothing that was not written has been
 * used. A lock keeps processes apart that share the folder. A file that does not hold what was written there, is an error
 * and never a fresh start: starting again at 0 would repeat every nonce.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DlmsError, isDlmsError } from '../../errors';
import { blockAfter, type CounterKey, type CounterStore, counterKeyText } from '../../security/counters';
import { asideOf, inTurn, putInPlace, syncFolder, writeFlushed } from '../durable-file';
import { type Confirm, withLock } from './file-lock';

/** Times that a lock may be lost before it was used: only when this process was stopped for half a minute. */
const maxLostLocks = 3;

/** The counters of this folder; it is made when the first one is reserved. */
export const fileCounterStore = (folder: string): CounterStore => new FileCounterStore(folder);

class FileCounterStore implements CounterStore {
  constructor(private readonly folder: string) {}

  async highest(key: CounterKey): Promise<number | null> {
    const text = counterKeyText(key);
    return guard(text, () => readCounter(this.path(text), text));
  }

  async reserve(key: CounterKey, count: number, atLeast: number): Promise<number> {
    const text = counterKeyText(key);
    const path = this.path(text);
    // the lock between processes costs more
    return guard(text, () =>
      inTurn(path, async () => {
        await makeFolder(this.folder);
        return this.reserveLocked(path, text, count, atLeast);
      }),
    );
  }

  private async reserveLocked(path: string, text: string, count: number, atLeast: number): Promise<number> {
    for (let lost = 0; lost < maxLostLocks; lost++) {
      const first = await withLock(`${path}.lock`, async (confirm) => {
        const start = blockAfter(await readCounter(path, text), count, atLeast);
        return (await writeCounter(path, contentOf(text, start + count - 1), confirm)) ? start : null;
      });
      if (first !== null) return first;
    }
    throw new Error('its lock was taken away again and again');
  }

  /** One file name per counter, readable, the same on file systems without upper and lower case. */
  private path(text: string): string {
    const name = text
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, (character) => (character === '/' ? '.' : `%${character.charCodeAt(0).toString(16)}`));
    return join(this.folder, `${name}.counter`);
  }
}

/** Turns what the file system says into an error that names the counter. */
async function guard<T>(text: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isDlmsError(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DlmsError('counter-store-failed', `the invocation counter ${text} could not be stored: ${why}`, { cause });
  }
}

const hexOf = (highest: number): string => highest.toString(16).padStart(8, '0');

/** The value stands twice, so that a file that was cut or edited by half is noticed. */
const contentOf = (counter: string, highest: number): string => `${JSON.stringify({ counter, highest, hex: hexOf(highest) })}\n`;

async function readCounter(path: string, text: string): Promise<number | null> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const highest = highestIn(content, text);
  if (highest !== null) return highest;
  throw new DlmsError('counter-store-failed', `${path} is damaged: the last used invocation counter cannot be told from it`, {
    hint:
      'Nothing was sent, because a repeated counter gives the key away. Restore the file from a backup, or write the counter of the meter ' +
      '(read it with the public client) plus a margin into it; remove the file only after the key was changed.',
  });
}

/** The value of a sound file, else null. */
function highestIn(content: string, text: string): number | null {
  try {
    const { counter, highest, hex } = JSON.parse(content) as Record<string, unknown>;
    const isCounter = typeof highest === 'number' && Number.isInteger(highest) && highest >= 0 && highest <= 0xffffffff;
    return counter === text && isCounter && hex === hexOf(highest) ? highest : null;
  } catch {
    return null;
  }
}

/** Durable when it resolves with true; false when the lock was lost and nothing was changed. */
async function writeCounter(path: string, content: string, confirm: Confirm): Promise<boolean> {
  const aside = asideOf(path);
  await writeFlushed(aside, content);
  if (!(await confirm())) return false;
  await putInPlace(aside, path);
  return true;
}

/** A folder that is new has to outlive a power cut as well: without it its counters would begin again. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const above = dirname(first);
  for (let at = dirname(resolve(folder)); at.length >= above.length; at = dirname(at)) {
    await syncFolder(at);
    if (at === dirname(at)) return;
  }
}
