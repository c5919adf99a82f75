/**
 * What objects a meter has, kept per meter: read once, or imported from a file, and found again after a restart.
 *
 * Lists live in `dlms/objects` of the user folder, one file per meter node, and the last few of them in memory. They hold
 * no secret: class, version, code, base name and access rights. Browsing a meter of a message (another host or address)
 * keeps a list of its own.
 */
import { join } from 'node:path';
import type { NodeAPI } from 'node-red';
import { fileStore, isDlmsError, memoryStore, type ObjectListEntry, putBounded, type Store } from '../../src/index';
import { isRecord } from './setting-values';

export interface KeptList {
  readonly source: 'meter' | 'file';
  /** ISO time of reading or import. */
  readonly at: string;
  /** Identity of the meter that it was read from; that of a file is for whatever the node is set to. */
  readonly of?: string;
  readonly objects: readonly ObjectListEntry[];
}

/** Lists kept in memory; the files stay. */
const maxInMemory = 64;

export class ObjectLists {
  private readonly recent = new Map<string, KeptList>();

  constructor(private readonly store: Store) {}

  async get(key: string): Promise<KeptList | null> {
    const known = this.recent.get(key);
    if (known !== undefined) return known;
    const text = await this.store.get(key);
    const list = text === undefined ? null : listFrom(text);
    if (list !== null) putBounded(this.recent, key, list, maxInMemory);
    return list;
  }

  /** A list that cannot be written to disk is still kept in memory: browsing does not fail for it. */
  async keep(key: string, list: KeptList): Promise<void> {
    putBounded(this.recent, key, list, maxInMemory);
    try {
      await this.store.set(key, JSON.stringify(list));
    } catch (error) {
      if (!isDlmsError(error)) throw error;
    }
  }
}

const isEntry = (value: unknown): value is ObjectListEntry =>
  isRecord(value) && typeof value.classId === 'number' && typeof value.obis === 'string' && Array.isArray(value.attributes);

/** Null for a file that is not what this version writes: the list is read anew. */
const listFrom = (text: string): KeptList | null => {
  try {
    const list: unknown = JSON.parse(text);
    if (!isRecord(list) || !Array.isArray(list.objects) || typeof list.at !== 'string') return null;
    const { at, of } = list;
    const source = list.source === 'file' ? 'file' : 'meter';
    return { source, at, ...(typeof of === 'string' ? { of } : {}), objects: list.objects.filter(isEntry) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** By user folder: each file of nodes has a settings object of its own. */
const byFolder = new Map<string, ObjectLists>();

/** The lists of this Node-RED. Without a user folder they last as long as the process. */
export const objectLists = (RED: NodeAPI): ObjectLists => {
  const folder = RED.settings.userDir ?? '';
  const lists = byFolder.get(folder) ?? new ObjectLists(folder === '' ? memoryStore() : fileStore(join(folder, 'dlms', 'objects')));
  byFolder.set(folder, lists);
  return lists;
};
