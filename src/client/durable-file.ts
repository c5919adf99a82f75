/**
 * Files that survive kill -9 and a power cut: written aside and flushed, then given their name in one step, then the folder
 * flushed. At any moment there is the old content or the new one, never half of either.
 */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Who works on a file in this process, by its path. */
const working = new Map<string, Promise<unknown>>();

/** One after another for each file, in the order of the calls, whoever they come from in this process. */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = working.get(path) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(work);
  working.set(path, mine);
  try {
    return await mine;
  } finally {
    if (working.get(path) === mine) working.delete(path);
  }
}

/** Where new content is written first: other processes that share the folder have places of their own. */
export const asideOf = (path: string): string => `${path}.${process.pid}.new`;

/** Content that is on the disk when it resolves; only the owner may read it. */
export async function writeFlushed(path: string, content: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a flushed file its name, durably, in place of what had it. */
export async function putInPlace(aside: string, path: string): Promise<void> {
  await rename(aside, path);
  await syncFolder(dirname(path));
}

/** A new name is durable with its folder; Windows can neither open folders nor needs it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
