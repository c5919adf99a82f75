/**
 * A fleet read by one Node-RED as it is built, with simulated meters in a process of their own, both on the same cores.
 *
 * 1. Meters with GMAC (HLS 5, suite 0, authenticated and encrypted), each associated anew: once with counters on the disk,
 *    once in memory. Target: 1,000 within 60 s.
 * 2. Registered meters of which one in twenty is dead, half of those refuse connections and half take them and never answer,
 *    beside the living alone, in turns. Targets: the last living meter is read no more than 10 % later; less than 300 MB.
 *
 *   npx tsx test/bench/fleet.ts [secured meters] [registered meters]     default 1,000 and 10,000; needs `npm run build`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../../src/simulator/simulator';

const secured = Number(process.argv[2] ?? 1000);
const registered = Number(process.argv[3] ?? 10_000);
const linksAtOnce = 64;
/** As small computers and containers have it. Without a limit Node lets garbage lie as long as the computer has room. */
const heapLimit = ['--max-old-space-size=192'];
/** Simulated meters that all registered ones share: each answers at many addresses of the loopback network. */
const plainMeters = 100;

const keys = { encryptionKey: '000102030405060708090A0B0C0D0E0F', authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
const everywhere = '0.0.0.0';

interface Ports {
  readonly secured: readonly number[];
  readonly plain: readonly number[];
  readonly hole: number;
  readonly closed: number;
}

const portOf = async (host: string, connection?: () => void): Promise<{ port: number; close: () => void }> => {
  const server = createServer((socket) => {
    connection?.();
    socket.on('error', () => socket.destroy());
  });
  await once(server.listen(0, host), 'listening');
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
};

/** The meters, the black hole, and a port at which nobody listens. */
async function simulate(): Promise<void> {
  const meter = (index: number, client: object, host: string) =>
    startSimulator({
      serialNumber: String(10_000_000 + index),
      listen: { kind: 'tcp', host, port: 0 },
      associations: [{ client: 16, mechanism: 0 }, client as never],
      profile: { rows: 0 },
      tickMs: 0,
    });
  const ports: { secured: number[]; plain: number[] } = { secured: [], plain: [] };
  for (let index = 0; index < secured; index++) {
    const { port } = await meter(index, { client: 1, mechanism: 5, security: keys }, '127.0.0.1');
    ports.secured.push(port ?? 0);
  }
  for (let index = 0; index < plainMeters; index++) {
    const { port } = await meter(index, { client: 2, mechanism: 1, password: '12345678' }, everywhere);
    ports.plain.push(port ?? 0);
  }
  const hole = await portOf(everywhere);
  const closed = await portOf(everywhere);
  closed.close();
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ...ports, hole: hole.port, closed: closed.port } satisfies Ports);
}

interface Figures {
  readonly lastMs: number;
  readonly endMs: number;
  readonly cpuMs: number;
  readonly results: number;
  readonly rss: number;
  readonly summary: { readonly total: number; readonly done: number; readonly failed: number; readonly errors: object };
}

const config = (store: string) => [
  {
    id: 'line',
    type: 'dlms-connection',
    settingsVersion: 2,
    medium: 'tcp',
    host: '',
    port: '',
    framing: 'wrapper',
    connectTimeout: '5',
    responseTimeout: '5',
    deadline: '60',
    retries: '2',
    idleRelease: '30',
    maxLinks: String(linksAtOnce),
  },
  {
    id: 'keys',
    type: 'dlms-security',
    settingsVersion: 2,
    name: 'field keys',
    level: 'gmac',
    protection: 'both',
    suite: '0',
    ciphering: 'global',
    clientTitle: '4D45544600000001',
    // Memory begins anew with each process; the meters do not.
    icStart: store === 'memory' ? 'time' : 'stored',
    store,
  },
  { id: 'meter', type: 'dlms-meter', settingsVersion: 1, name: 'of the list', connection: 'line', security: '', client: '16' },
];

const flow = (store: string) => [
  { id: 'tab', type: 'tab', label: 'fleet' },
  ...config(store),
  {
    id: 'fleet',
    type: 'dlms-fleet',
    z: 'tab',
    settingsVersion: 1,
    meter: 'meter',
    output: 'array',
    outputs: 3,
    accept: 'done',
    retries: '1',
    retryPause: '1',
    awayMinutes: '0',
    objects: [
      { obis: '0-0:1.0.0*255', classId: 8, attribute: 2 },
      { obis: '0-0:96.1.0*255', classId: 1, attribute: 2 },
    ],
    wires: [['sink'], ['sink'], ['sink']],
  },
  { id: 'sink', type: 'debug', z: 'tab', active: false, wires: [] },
];

interface Reader {
  read(list: readonly object[], runId: string): Promise<Figures>;
  stop(): Promise<void>;
}

const startReader = async (folder: string, name: string, store: string): Promise<Reader> => {
  const flows = join(folder, `${name}-flows`);
  mkdirSync(flows);
  writeFileSync(join(flows, 'flows.json'), JSON.stringify(flow(store)));
  writeFileSync(join(flows, 'credentials.json'), JSON.stringify({ keys }));
  const child: ChildProcess = fork(join(__dirname, 'fleet-reader.mjs'), [join(folder, name), flows], { execArgv: heapLimit });
  child.once('exit', (code) => {
    if (code !== 0) process.exit(1);
  });
  await once(child, 'message');
  const read = async (list: readonly object[], runId: string): Promise<Figures> => {
    child.send({ list, runId });
    return ((await once(child, 'message')) as [Figures])[0];
  };
  const stop = async (): Promise<void> => {
    child.disconnect();
    await once(child, 'exit');
  };
  return { read, stop };
};

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const row = (cells: readonly string[]): string => cells.map((cell, index) => (index === 0 ? cell.padEnd(44) : cell.padStart(11))).join('');
const head = ['', 'read', 'failed', 'last s', 'end s', 'processor s', 'RSS MB'];

const print = (label: string, { lastMs, endMs, cpuMs, rss, summary }: Figures): void =>
  console.log(
    row([label, String(summary.done), String(summary.failed), seconds(lastMs), seconds(endMs), seconds(cpuMs), (rss / 1e6).toFixed(0)]),
  );

async function securedFleet(folder: string, ports: Ports): Promise<void> {
  const list = ports.secured.map((port, index) => ({ name: `meter ${index}`, host: '127.0.0.1', port, client: 1, security: 'field keys' }));
  for (const store of ['file', 'memory']) {
    const reader = await startReader(folder, store, store);
    for (const time of ['first', 'second']) print(`GMAC, counters in ${store}, ${time} run`, await reader.read(list, `${store}-${time}`));
    await reader.stop();
  }
}

/** `127.1.x.y` of the loopback network: an address for each registered meter. */
const addressOf = (index: number): string => `127.1.${index >> 8}.${index & 0xff}`;

async function deadOnes(folder: string, ports: Ports): Promise<void> {
  const living = Math.round(registered * 0.95);
  const alive = Array.from({ length: living }, (_, index) => ({ host: addressOf(index), port: ports.plain[index % plainMeters] }));
  const dead = Array.from({ length: registered - living }, (_, index) => ({
    host: addressOf(living + index),
    port: index % 2 === 0 ? ports.hole : ports.closed,
  }));
  // Dead meters stand everywhere in the list.
  const step = Math.max(1, Math.floor(living / Math.max(1, dead.length)));
  const mixed = alive.flatMap((meter, index) => {
    const gone = index % step === 0 ? dead[index / step] : undefined;
    return gone === undefined ? [meter] : [gone, meter];
  });
  const reader = await startReader(folder, 'dead', 'memory');
  await reader.read(alive.slice(0, 2000), 'warm up');
  const last: Record<string, number[]> = { living: [], mixed: [] };
  const pair = Object.entries({ living: alive, mixed });
  // Each of the two is first as often as second.
  for (const time of [1, 2, 3, 4]) {
    for (const [label, list] of time % 2 === 1 ? pair : pair.toReversed()) {
      const figures = await reader.read(list, `${label} ${time}`);
      print(label === 'mixed' ? `${list.length} registered, ${dead.length} dead` : `${list.length} living alone`, figures);
      last[label]?.push(figures.lastMs);
    }
  }
  const sum = (times: readonly number[] = []): number => times.reduce((total, ms) => total + ms, 0);
  console.log(
    `the last living meter, with dead ones against without: ${(sum(last.mixed) / sum(last.living)).toFixed(3)} (target: at most 1.1)`,
  );
  await reader.stop();
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-fleet-'));
  const simulator = fork(__filename, process.argv.slice(2), { env: { ...process.env, FLEET_ROLE: 'meters' } });
  const [ports] = (await once(simulator, 'message')) as [Ports];
  console.log(`fleet: two objects of each meter over TCP, ${linksAtOnce} links at once, one reading process, meters on the same cores`);
  console.log(row(head));
  if (secured > 0) await securedFleet(folder, ports);
  if (registered > 0) await deadOnes(folder, ports);
  simulator.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

void (process.env.FLEET_ROLE === 'meters' ? simulate() : main());
