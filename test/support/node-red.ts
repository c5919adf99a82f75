/**
 * A real Node-RED runtime for tests of nodes and example flows.
 *
 * `startFlow(flow, credentials)` loads all nodes of the package and the core nodes that the examples use; `helper` nodes
 * collect what arrives. The admin routes get a permission check that records what was asked for.
 */
import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import helper from 'node-red-node-test-helper';
import type { Simulator, SimulatorOptions } from '../../src/index';
import { startSimulator } from '../../src/index';

export { freePort } from './free-port';

export type NodeModule = (RED: NodeAPI) => void;

const nodeTypes = [
  'connection',
  'security',
  'meter',
  'associate',
  'get',
  'fleet',
  'set',
  'action',
  'browse',
  'profile',
  'push',
  'decode',
  'release',
  'simulator',
] as const;
const coreNodes = [
  'common/20-inject',
  'common/21-debug',
  'common/24-complete',
  'common/25-catch',
  'common/25-status',
  'common/90-comment',
  'function/10-function',
  'function/10-switch',
  'function/15-change',
  'function/89-delay',
  'network/31-tcpin',
] as const;

/** Permissions that the routes asked for, and whether they are granted. */
export const permissions = { asked: [] as string[], granted: true };

const guarded =
  (module: NodeModule): NodeModule =>
  (RED) => {
    // The helper's runtime leaves out what Node-RED gives every node.
    Object.assign(RED, { hooks: (require('@node-red/util') as { hooks: unknown }).hooks });
    RED.auth = {
      needsPermission: (permission) => (_request, response, next) => {
        permissions.asked.push(permission);
        if (permissions.granted) next();
        else response.status(401).end();
      },
    };
    module(RED);
  };

const modules: NodeModule[] = [
  ...coreNodes.map((name): NodeModule => require(`@node-red/nodes/core/${name}.js`) as NodeModule),
  ...nodeTypes.map((name) => guarded(require(`../../nodes/dlms-${name}`) as NodeModule)),
];

helper.init(require.resolve('node-red'));
// It would load the core nodes that it knows once for each node of a flow, which fails at the second catch node.
Object.assign(helper, { _nodeModules: {} });

export type Message = NodeMessageInFlow & { dlms?: Record<string, unknown> & { error?: Record<string, unknown> }; payload?: never };

export interface FlowEntry {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

export { helper };

export const startFlow = async (
  flow: readonly FlowEntry[],
  credentials: Record<string, Record<string, string>> = {},
  more: readonly NodeModule[] = [],
): Promise<void> => {
  // A module that stands in both lists must not register its types twice.
  await helper.load([...new Set([...modules, ...more])] as never, flow as never, credentials as never);
};

export const stopFlow = (): Promise<void> => helper.unload() as Promise<void>;

/** The running node. */
export const nodeOf = (id: string) => helper.getNode(id) as ReturnType<typeof helper.getNode> & { receive(msg: unknown): void };

/** The next message that a `helper` node gets. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export const nextAt = (id: string): Promise<any> =>
  new Promise((resolve) => {
    nodeOf(id).once('input', (msg: unknown) => resolve(msg));
  });

/** Collects all messages of a `helper` node. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export const collectAt = (id: string): any[] => {
  const messages: unknown[] = [];
  nodeOf(id).on('input', (msg: unknown) => messages.push(msg));
  return messages as never;
};

/** Resolves once `ready` gives true; the test's own time-out is the bound. */
export const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** A simulated meter whose registers stand still. */
export const quietMeter = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startSimulator({ listen: { kind: 'tcp', host: '127.0.0.1', port: 0 }, framing: 'wrapper', tickMs: 0, seed: 7, ...options });

const settings = { settingsVersion: 1 };

/** Connection, security and meter for a simulated meter on a port. */
export const meterConfig = (port: number, connection: object = {}, meter: object = {}): FlowEntry[] => [
  {
    id: 'config-line',
    type: 'dlms-connection',
    ...settings,
    name: 'line',
    medium: 'tcp',
    host: '127.0.0.1',
    port: String(port),
    framing: 'wrapper',
    responseTimeout: '1',
    connectTimeout: '1',
    deadline: '5',
    retries: '0',
    idleRelease: '30',
    ...connection,
  },
  { id: 'config-low', type: 'dlms-security', ...settings, name: 'Management', level: 'low', passwordForm: 'text', protection: 'none' },
  { id: 'config-public', type: 'dlms-security', ...settings, name: 'Public', level: 'none', protection: 'none' },
  {
    id: 'config-wrong',
    type: 'dlms-security',
    ...settings,
    name: 'Wrong password',
    level: 'low',
    passwordForm: 'text',
    protection: 'none',
  },
  {
    id: 'config-meter',
    type: 'dlms-meter',
    ...settings,
    name: 'Meter 12',
    connection: 'config-line',
    security: 'config-low',
    client: '1',
    logicalDevice: '1',
    addressing: 'physical',
    physical: '17',
    ...meter,
  },
];

export const password = '12345678';
export const wrongPassword = 'SeCrEt-99';
export const credentials = { 'config-low': { password }, 'config-wrong': { password: wrongPassword } };

/** A flow node with a `helper` at each output, and Catch and Complete nodes on it. */
export const flowWith = (node: Omit<FlowEntry, 'id'> & { type: string }, outputs = 1): FlowEntry[] => [
  { id: 'tab', type: 'tab', label: 'test' } as FlowEntry,
  {
    id: 'node',
    z: 'tab',
    ...settings,
    meter: 'config-meter',
    ...node,
    wires: Array.from({ length: outputs }, (_, index) => [`out${index}`]),
  } as FlowEntry,
  ...Array.from({ length: outputs }, (_, index) => ({ id: `out${index}`, type: 'helper', z: 'tab' })),
  { id: 'catching', type: 'catch', z: 'tab', scope: null, uncaught: false, wires: [['caught']] },
  { id: 'caught', type: 'helper', z: 'tab' },
  { id: 'completing', type: 'complete', z: 'tab', scope: ['node'], wires: [['completed']] },
  { id: 'completed', type: 'helper', z: 'tab' },
];

/** A node `slow-store` that says done a while after it got a message, also when it is being closed, as one that writes files. */
export const slowStore =
  (delayMs: number): NodeModule =>
  (RED) => {
    function SlowStore(this: Node, definition: NodeDef): void {
      RED.nodes.createNode(this, definition);
      this.on('input', (_msg, _send, done) => void setTimeout(done, delayMs));
    }
    RED.nodes.registerType('slow-store', SlowStore);
  };

/** Node-RED's own context stores. */
export const contextStores = require('@node-red/runtime/lib/nodes/context') as {
  init(settings: object): void;
  load(): Promise<void>;
  close(): Promise<void>;
};

type Kept = (error: Error | null, value?: unknown) => void;

const nothing = async (): Promise<void> => undefined;
const storeLife = { open: nothing, close: nothing, delete: nothing, clean: nothing };

/** Puts a context store `noted` beside the one in memory of a flow that has started; gives what is written to it, in order. */
export const notedStore = async (): Promise<[key: string, value: unknown][]> => {
  const writes: [string, unknown][] = [];
  const store = {
    ...storeLife,
    keys: (_scope: string, done: Kept) => done(null, []),
    get: (_scope: string, key: string, done: Kept) => done(null, writes.findLast(([written]) => written === key)?.[1]),
    set: (_scope: string, key: string, value: unknown, done: Kept) => {
      writes.push([key, value]);
      done(null);
    },
  };
  contextStores.init({ contextStorage: { default: 'memory', memory: { module: 'memory' }, noted: { module: () => store } } });
  await contextStores.load();
  return writes;
};

/**
 * For `startFlow`: the default context store answers later and by callbacks only, as Node-RED's own does with `cache: false`.
 * @param kept what is in it, over restarts @param failure ends every reading @param delayMs how much later
 */
export const asynchronousContext =
  (kept: Map<string, unknown>, failure: Error | null = null, delayMs = 0): NodeModule =>
  async () => {
    const later = (done: unknown, ...result: unknown[]): void => {
      if (typeof done !== 'function') throw new Error('Callback must be a function');
      setTimeout(() => done(...result), delayMs);
    };
    const store = {
      ...storeLife,
      keys: (_scope: string, done: Kept) => later(done, null, [...kept.keys()]),
      get: (_scope: string, key: string, done: Kept) => later(done, failure, kept.get(key)),
      set: (_scope: string, key: string, value: unknown, done: Kept) => {
        kept.set(key, value);
        later(done, null);
      },
    };
    contextStores.init({ contextStorage: { default: { module: () => store } } });
    await contextStores.load();
  };
