/**
 * Where the last used invocation counters are kept, and what was learnt of each meter: a folder in the Node-RED user
 * directory, a Redis server that several instances share, or memory.
 */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import {
  type CounterStore,
  DlmsError,
  fileCounterStore,
  fileStore,
  memoryCounterStore,
  memoryStore,
  redisCounterStore,
  type Store,
} from '../../src/index';
import type { Secrets } from './security-secrets';
import { oneOf, type Settings, text } from './setting-values';

export interface SecurityStores {
  readonly counters: CounterStore;
  /** Which counter policy, variant and key set worked. */
  readonly learnt: Store;
  close(): Promise<void>;
}

const nothingToClose = async (): Promise<void> => undefined;

/** Node-RED says where it keeps its files; without that it is where it keeps them by default. */
export const userDirectory = (RED: NodeAPI): string => RED.settings.userDir ?? join(homedir(), '.node-red');

const folderOf = (RED: NodeAPI, settings: Settings): string => {
  const typed = text(settings, 'storeFolder', 'dlms-counters');
  return isAbsolute(typed) ? typed : join(userDirectory(RED), typed);
};

const makers: Readonly<
  Record<'file' | 'redis' | 'memory', (RED: NodeAPI, node: Node, settings: Settings, secrets: Secrets) => SecurityStores>
> = {
  file(RED, _node, settings) {
    const folder = folderOf(RED, settings);
    return { counters: fileCounterStore(folder), learnt: fileStore(join(folder, 'learnt')), close: nothingToClose };
  },
  redis(_RED, node, _settings, { redisUrl }) {
    if (redisUrl === undefined) throw new DlmsError('settings-invalid', 'redisUrl: the address of the Redis server is missing');
    const counters = redisCounterStore({ url: redisUrl, warn: (text) => node.warn(text) });
    return { counters, learnt: counters.learnt, close: () => counters.close() };
  },
  memory: () => ({ counters: memoryCounterStore(), learnt: memoryStore(), close: nothingToClose }),
};

/** Nothing is opened or made before the first use. @throws DlmsError `settings-invalid` */
export const securityStores = (RED: NodeAPI, node: Node, settings: Settings, secrets: Secrets): SecurityStores =>
  makers[oneOf(settings, 'store', ['file', 'redis', 'memory'], 'file')](RED, node, settings, secrets);
