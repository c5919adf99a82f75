/**
 * Example flows of "2 - Integrations" in a real Node-RED runtime, with ports of this run, and with the nodes of others that
 * INTEGRATION_MODULES names (scripts/integration.mjs; else what it has put into .cache).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type FlowEntry, freePort, helper, type NodeModule, nodeOf, startFlow, until } from '../support/node-red';

const root = join(__dirname, '..', '..');
const modules = process.env.INTEGRATION_MODULES ?? join(root, '.cache', 'integration', 'node_modules');
const requireModule = createRequire(join(modules, 'from-here.js'));

/** Where a file of a node module of others is, by its path below node_modules. */
export const foreignFile = (path: string): string => requireModule.resolve(path);

/** A node module of others, by its path below node_modules. */
export const foreignModule = (path: string): NodeModule => requireModule(path) as NodeModule;

const coreNodes = [
  'function/15-change',
  'function/80-template',
  'function/89-delay',
  'sequence/17-split',
  'network/10-mqtt',
  'parsers/70-CSV',
  'parsers/70-JSON',
  'storage/10-file',
].map((name): NodeModule => require(`@node-red/nodes/core/${name}.js`) as NodeModule);

export interface ExampleNode extends FlowEntry {
  readonly name?: string;
}

/** An example as its file has it. */
export const exampleNodes = (name: string): ExampleNode[] =>
  JSON.parse(readFileSync(join(root, 'examples', '2 - Integrations', `${name}.json`), 'utf8')) as ExampleNode[];

export interface Example {
  /** The running node of that name. */
  node(name: string): RunningNode;
  /** Presses an Inject node, or gives a node a message. */
  press(name: string, msg?: object): void;
  /** Gives the simulated meter values or faults. */
  simulate(msg: object): void;
}

export interface ExampleOptions {
  /** Changes a node before it starts: ports, servers, intervals. */
  readonly change?: (node: ExampleNode) => ExampleNode;
  readonly modules?: readonly NodeModule[];
  readonly credentials?: Record<string, Record<string, string>>;
}

/** The simulated meter of an example on a free port; debug nodes become collectors; nothing is injected by itself. */
const runnable = (nodes: readonly ExampleNode[], port: number): ExampleNode[] => {
  const ports = new Set(nodes.filter(({ type }) => type === 'dlms-simulator').map((node) => node.port));
  return nodes
    .filter(({ type }) => type !== 'global-config')
    .map((node) => {
      if (node.type === 'debug') return { ...node, type: 'helper' };
      if (node.type === 'inject') return { ...node, once: false, repeat: '', crontab: '' };
      return ports.has(node.port) ? { ...node, port: String(port) } : node;
    });
};

/** Starts an example; resolves when its simulated meter listens. Ended by `stopFlow`. */
export async function startExample(name: string, options: ExampleOptions = {}): Promise<Example> {
  const { change = (node) => node, modules: more = [], credentials = {} } = options;
  const flow = runnable(exampleNodes(name), await freePort()).map(change);
  await startFlow(flow, credentials, [...coreNodes, ...more]);
  const idOf = (wanted: string): string => {
    const found = flow.filter((node) => node.name === wanted && 'z' in node);
    if (found.length !== 1) throw new Error(`${found.length} nodes are called "${wanted}"`);
    return found[0]?.id ?? '';
  };
  const simulator = flow.find(({ type }) => type === 'dlms-simulator');
  if (simulator !== undefined) {
    let listens = false;
    helper.getNode(simulator.id).on('call:status', () => {
      listens = true;
    });
    await until(() => listens);
  }
  return {
    node: (wanted) => nodeOf(idOf(wanted)),
    press: (wanted, msg = {}) => nodeOf(idOf(wanted)).receive(msg),
    simulate: (msg) => nodeOf(simulator?.id ?? '').receive(msg),
  };
}

type RunningNode = ReturnType<typeof nodeOf>;

/** The next message that a collector gets. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export const nextAt = (node: RunningNode): Promise<any> => new Promise((resolve) => node.once('input', resolve));

interface Completion {
  readonly dlms?: { readonly profile?: { readonly token?: string } };
}

interface Completed {
  readonly node: { readonly id: string };
  readonly msg: Completion;
  readonly error?: unknown;
}

const { hooks } = require('@node-red/util') as {
  hooks: { add(name: string, heard: (event: Completed) => void): void; remove(name: string): void };
};

/** Messages that are no answer to what the node has sent before. */
const isTrigger = ({ dlms }: Completion): boolean => dlms?.profile?.token === undefined;

/** Resolves when a node is done with a message that triggers it, and rejects when it is done with an error. */
export const nextDone = (node: RunningNode): Promise<void> =>
  new Promise((resolve, reject) => {
    const name = `onComplete.test-${node.id.replace(/\W/g, '')}`;
    hooks.add(name, ({ node: { id }, msg, error }) => {
      if (id !== node.id || !isTrigger(msg)) return;
      hooks.remove(name);
      if (error) reject(error);
      else resolve();
    });
  });

/** Has the registers of the example read; resolves when its node is done with that. */
export async function readRegisters(example: Example): Promise<void> {
  const done = nextDone(example.node('Registers now'));
  example.press('every minute');
  await done;
}

/** What a table has after four of them: object, rows, rows with a number. */
export const rowsOfFourReads: readonly (readonly [object: string, rows: number, numbers: number])[] = [
  ['0-0:96.1.0*255', 4, 0],
  ['1-0:1.7.0*255', 4, 4],
  ['1-0:1.8.0*255', 4, 4],
  ['1-0:2.7.0*255', 4, 4],
  ['1-0:2.8.0*255', 4, 4],
  ['1-0:32.7.0*255', 4, 4],
];

/** Resolves once `ready` gives true, asked again every 100 ms; the test's own time-out is the bound. */
export async function eventually(ready: () => Promise<boolean>): Promise<void> {
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 100));
}
