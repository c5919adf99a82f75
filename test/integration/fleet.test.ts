/**
 * The fleet examples: the nightly billing run into a file, and the fleet over MQTT with three Node-RED processes, mosquitto,
 * and counters in Redis, of which one process is killed in the middle.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../src/index';
import { freePort } from '../support/free-port';
import { type Service, startMosquitto, startRedis } from './services';

const examples = join(__dirname, '..', '..', 'examples', '2 - Integrations');

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly z?: string;
  readonly credentials?: Record<string, string>;
  readonly [field: string]: unknown;
}

const exampleOf = (name: string): FlowNode[] => JSON.parse(readFileSync(join(examples, `${name}.json`), 'utf8')) as FlowNode[];

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
type Sent = { readonly from: string; readonly port: number; readonly msg: any };

interface Instance {
  readonly process: ChildProcess;
  readonly sent: Sent[];
  send(to: string, msg: object): void;
  stop(): Promise<void>;
}

/** Starts a Node-RED with these nodes; credentials go where Node-RED keeps them. */
async function startInstance(folder: string, name: string, port: number, nodes: readonly FlowNode[], watched: readonly string[]) {
  const flows = join(folder, `${name}-flows`);
  if (!existsSync(flows)) mkdirSync(flows);
  const credentials = Object.fromEntries(nodes.flatMap(({ id, credentials }) => (credentials === undefined ? [] : [[id, credentials]])));
  const bare = nodes.map(({ credentials: _credentials, ...node }) => node);
  writeFileSync(join(flows, 'flows.json'), JSON.stringify(bare));
  writeFileSync(join(flows, 'credentials.json'), JSON.stringify(credentials));
  const child = fork(join(__dirname, 'instance.mjs'), [join(folder, name), flows, String(port), ...watched], {
    execArgv: [],
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const sent: Sent[] = [];
  child.on('message', (message: Sent) => {
    if ('from' in message) sent.push(message);
  });
  await once(child, 'message');
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  };
  return { process: child, sent, send: (to: string, msg: object) => void child.send({ to, msg }), stop } satisfies Instance;
}

const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Invocation counters in what a client sends: of the ciphered InitiateRequest, and of each ciphered APDU (Green Book 9.2.7.2). */
function countersIn(octets: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= octets.length; at += 8 + octets.readUInt16BE(at + 6)) {
    const apdu = octets.subarray(at + 8, at + 8 + octets.readUInt16BE(at + 6));
    // In an AARQ: user-information BE, octet-string 04, glo-initiate-request 21, length, security control 30.
    const start =
      apdu[0] === 0x60 ? apdu.findIndex((octet, index) => octet === 0x21 && apdu[index - 2] === 0x04 && apdu[index + 2] === 0x30) : 0;
    const ciphered = apdu[0] === 0x60 ? start >= 0 : (apdu[0] ?? 0) >= 0xc8 && (apdu[0] ?? 0) <= 0xcf;
    if (ciphered && apdu[start + 2] === 0x30) found.push(apdu.readUInt32BE(start + 3));
  }
  return found;
}

interface Meter {
  readonly port: number;
  readonly serial: string;
  /** As the meter saw them, in order. */
  readonly counters: number[];
  close(): Promise<void>;
}

/** A simulated meter with keys behind a wire that notes the counters that pass. */
async function listenedMeter(index: number): Promise<Meter> {
  const serial = String(50_000_000 + index);
  const keys = { encryptionKey: '000102030405060708090A0B0C0D0E0F', authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
  const simulator: Simulator = await startSimulator({
    serialNumber: serial,
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    associations: [
      { client: 16, mechanism: 0 },
      { client: 1, mechanism: 5, security: keys },
    ],
    profile: { rows: 0 },
    tickMs: 0,
    // Slow enough that the kill falls into the middle of readings.
    faults: { delayMs: 60 },
  });
  const counters: number[] = [];
  const server: Server = createServer((client) => {
    const upstream = connect(simulator.port ?? 0, '127.0.0.1');
    client.on('data', (octets: Buffer) => counters.push(...countersIn(octets)));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    serial,
    counters,
    close: async () => {
      server.close();
      await simulator.close();
    },
  };
}

describe('fleet over MQTT, three instances', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-fleet-'));
  const meters: Meter[] = [];
  const instances: Instance[] = [];
  let broker: Service;
  let redis: Service;

  before(async function () {
    this.timeout(60_000);
    broker = await startMosquitto();
    redis = await startRedis();
    for (let index = 0; index < 12; index++) meters.push(await listenedMeter(index));
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all(instances.map((instance) => instance.stop()));
    await Promise.all(meters.map((meter) => meter.close()));
    await broker?.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('one is killed in the middle: each job has one accepted result, and no counter comes twice', async function () {
    this.timeout(180_000);
    const example = exampleOf('Fleet over MQTT');
    const tab = (label: string): string => example.find(({ type, label: own }) => type === 'tab' && own === label)?.id ?? '';
    const inTab = (label: string, type: string): FlowNode =>
      example.find((node) => node.z === tab(label) && node.type === type) as FlowNode;
    const dispatcher = inTab('Dispatcher', 'dlms-fleet').id;
    const worker = inTab('Worker', 'dlms-fleet').id;
    const adapted = example
      .filter(({ type }) => type !== 'dlms-simulator' && type !== 'global-config')
      .map((node): FlowNode => {
        if (node.type === 'mqtt-broker') return { ...node, port: String(broker.port) };
        if (node.id === dispatcher) return { ...node, lease: '25', window: '12', retryPause: '0.2', retries: '6' };
        if (node.id === worker) return { ...node, deadline: '20' };
        if (node.type !== 'dlms-security') return node;
        return { ...node, credentials: { ...node.credentials, redisUrl: `redis://127.0.0.1:${redis.port}/0` } };
      });
    const workerOnly = adapted.filter(({ id, z }) => z !== tab('Dispatcher') && id !== tab('Dispatcher'));
    const start = (name: string, port: number, nodes: readonly FlowNode[], watched: readonly string[]) =>
      startInstance(folder, name, port, nodes, watched);
    instances.push(
      ...(await Promise.all([
        start('a', 18_610, adapted, [dispatcher, worker]),
        start('b', 18_650, workerOnly, [worker]),
        start('c', 18_690, workerOnly, [worker]),
      ])),
    );
    const [a, b, c] = instances as [Instance, Instance, Instance];
    const rows = Array.from({ length: 6 }, (_, round) =>
      meters.map(({ port }, index) => ({
        jobId: `${round}-${index}`,
        name: `Meter ${index}`,
        host: '127.0.0.1',
        port,
        client: 1,
        security: 'Field keys',
      })),
    ).flat();
    a.send(dispatcher, { payload: rows, runId: 'kill' });
    // In the middle: it has done some, and has some at work.
    await until(() => c.sent.length >= 3 && a.sent.filter(({ from, port }) => from === dispatcher && port === 0).length < rows.length / 2);
    const killed = once(c.process, 'exit');
    c.process.kill('SIGKILL');
    await killed;
    const done = (): Sent | undefined => a.sent.find(({ from, port, msg }) => from === dispatcher && port === 2 && msg.topic === 'done');
    await until(() => done() !== undefined);
    const results = a.sent.filter(({ from, port }) => from === dispatcher && port === 0);
    const failures = a.sent.filter(({ from, port }) => from === dispatcher && port === 1);
    const summary = done()?.msg.payload;
    assert.deepEqual(
      failures.map(({ msg }) => msg.payload),
      [],
    );
    assert.deepEqual([summary.total, summary.done, summary.failed], [rows.length, rows.length, 0]);
    assert.deepEqual(results.map(({ msg }) => msg.fleet.jobId).sort(), rows.map(({ jobId }) => jobId).sort());
    for (const { msg } of results) {
      const index = Number(msg.fleet.jobId.split('-')[1]);
      assert.equal(msg.payload.find(({ name }: { name: string }) => name === 'Serial number').value, meters[index]?.serial);
    }
    assert.ok(summary.silences > 0, 'jobs of the killed one were given to others');
    for (const instance of [a, b, c])
      assert.ok(
        instance.sent.some(({ from }) => from === worker),
        'every worker had work',
      );
    for (const { counters } of meters) {
      assert.ok(counters.length >= 12, `${counters.length} counters seen`);
      assert.equal(new Set(counters).size, counters.length);
    }
  });
});

describe('nightly billing run from a CSV list', () => {
  it('appends the lines of every meter once, also when the button is pressed twice a day, and lists who was not read', async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'dlms-billing-'));
    const port = await freePort();
    const dead = await freePort();
    const example = exampleOf('Nightly billing run from a CSV list').filter(({ type }) => type !== 'global-config');
    const fleet = example.find(({ type }) => type === 'dlms-fleet') as FlowNode;
    const button = example.find(({ name }) => name === 'Every night') as FlowNode;
    const nodes = example.map((node): FlowNode => {
      if (node.type === 'dlms-simulator' || node.type === 'dlms-connection') return { ...node, port: String(port) };
      if (node.type === 'template') {
        const list = String(node.template).replaceAll('14141', String(port));
        return { ...node, template: `${list}\nNobody there;127.0.0.1;${dead};17;C-106;` };
      }
      if (node.name === 'Readings') return node;
      if (node.id === fleet.id) return { ...node, file: join(folder, 'billing.csv'), retries: '0', awayMinutes: '0' };
      return node.name === 'Not read' ? { ...node, filename: join(folder, 'not-read.csv') } : node;
    });
    const instance = await startInstance(folder, 'night', 18_730, nodes, [fleet.id]);
    const run = async () => {
      instance.sent.length = 0;
      instance.send(button.id, {});
      await until(() => instance.sent.some(({ msg }) => msg.topic === 'done'));
      return instance.sent.find(({ msg }) => msg.topic === 'done')?.msg.payload;
    };
    const first = await run();
    assert.deepEqual([first.total, first.done, first.failed], [6, 5, 1]);
    // The run of the day has only the one left that was not read.
    const second = await run();
    assert.deepEqual([second.runId, second.resumed, second.failed], [first.runId, 5, 1]);
    await instance.stop();
    assert.match(first.runId, /^billing \d{4}-\d\d-\d\d$/);
    const lines = readFileSync(join(folder, 'billing.csv'), 'utf8').trim().split(/\r?\n/);
    assert.equal(lines.length, 1 + 2 * 5, lines.join('\n'));
    assert.equal(new Set(lines).size, lines.length);
    assert.match(readFileSync(join(folder, 'not-read.csv'), 'utf8'), /Nobody there,connect-failed,/);
    rmSync(folder, { recursive: true, force: true });
  });
});
