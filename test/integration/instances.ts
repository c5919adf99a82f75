/**
 * Node-RED processes of a test, each with a user folder of its own, with the nodes of an example changed for the test.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const examples = join(__dirname, '..', '..', 'examples', '2 - Integrations');

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly z?: string;
  readonly credentials?: Record<string, string>;
  readonly [field: string]: unknown;
}

export const exampleOf = (name: string): FlowNode[] => JSON.parse(readFileSync(join(examples, `${name}.json`), 'utf8')) as FlowNode[];

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export type Sent = { readonly from: string; readonly port: number; readonly msg: any };

export interface Instance {
  readonly process: ChildProcess;
  /** What the watched nodes have sent. */
  readonly sent: Sent[];
  send(to: string, msg: object): void;
  /** Ends as a service is ended. */
  stop(): Promise<void>;
  /** Ends at once: no flow is stopped, nothing is written. */
  kill(): Promise<void>;
}

export interface InstanceOptions {
  /** Of the user folder, below the folder of the test. */
  readonly name: string;
  /** The first one that is tried. */
  readonly port: number;
  readonly nodes: readonly FlowNode[];
  /** Ids of nodes. */
  readonly watched: readonly string[];
  /** The user folder stays as an earlier instance has left it. */
  readonly keep?: boolean;
  /** More of settings.js. */
  readonly settings?: object;
  /** Where nodes of others are. */
  readonly moduleFolders?: readonly string[];
}

/** The flows as files; credentials go where Node-RED keeps them. */
function layOut(folder: string, nodes: readonly FlowNode[]): void {
  mkdirSync(folder, { recursive: true });
  const credentials = Object.fromEntries(nodes.flatMap(({ id, credentials }) => (credentials === undefined ? [] : [[id, credentials]])));
  const bare = nodes.map(({ credentials: _credentials, ...node }) => node);
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(bare));
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify(credentials));
}

/** Starts a Node-RED with these nodes; resolves when they run. */
export async function startInstance(folder: string, options: InstanceOptions): Promise<Instance> {
  const { name, port, nodes, ...more } = options;
  const flowFolder = join(folder, `${name}-flows`);
  layOut(flowFolder, nodes);
  const words = JSON.stringify({ userDir: join(folder, name), flowFolder, wantedPort: port, ...more });
  const child = fork(join(__dirname, 'instance.mjs'), [words], {
    execArgv: [],
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const sent: Sent[] = [];
  child.on('message', (message: Sent) => {
    if ('from' in message) sent.push(message);
  });
  await once(child, 'message');
  const end = async (how: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    how();
    await exited;
  };
  return {
    process: child,
    sent,
    send: (to, msg) => void child.send({ to, msg }),
    stop: () => end(() => void child.send({ stops: true })),
    kill: () => end(() => void child.kill('SIGKILL')),
  };
}

export const until = async (ready: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
};
