/**
 * The example "Fleet over MQTT" with results in PostgreSQL: the dispatcher is killed in the middle of a run (SIGKILL) and
 * started again with the same list and the same id.
 *
 * What docs/fleet.md promises: a job that was accepted on disk is not read again; what the crash lost of acceptances is read
 * again and refused by the key (run, job, object) of the table. So the table has every job once, with its first result.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foreignFile } from './example';
import { fleetNodes, meterOf, rowsFor } from './fleet-over-mqtt';
import { type FlowNode, type Instance, startInstance, until } from './instances';
import { assertCountersOnce, listenedMeter, type Meter } from './listened-meter';
import { type Postgres, type Service, startMosquitto, startPostgres, startRedis } from './services';

const table = `create table results (run text, job text, object text, time timestamptz, text text, number float8,
  primary key (run, job, object))`;

/** The columns of "columns for SQL unnest", and behind them which job it was. */
const insert = `insert into results (run, job, object, time, text, number)
  select $10, $11, object, time, text, number
  from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::text[], $9::text[])
    as r (meter, object, time, meter_time, name, number, text, unit, status)
  on conflict do nothing`;

const window = 12;

describe('fleet over MQTT, the dispatcher is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-dispatcher-'));
  const meters: Meter[] = [];
  const instances: Instance[] = [];
  let broker: Service;
  let redis: Service;
  let database: Postgres;
  let flowFuse: Server;

  before(async function () {
    this.timeout(60_000);
    broker = await startMosquitto();
    redis = await startRedis();
    database = await startPostgres();
    await database.sql(table);
    const credentials = { host: '127.0.0.1', port: database.port, database: 'meters', user: 'meter', password: 'any', ssl: false };
    flowFuse = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify([{ credentials }]));
    }).listen(0, '127.0.0.1');
    await once(flowFuse, 'listening');
    for (let index = 0; index < 12; index++) meters.push(await listenedMeter(index));
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all(instances.map((instance) => instance.stop()));
    await Promise.all(meters.map((meter) => meter.close()));
    flowFuse?.close();
    await Promise.all([broker?.stop(), redis?.stop(), database?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** The tab Dispatcher, its first output into the table; a result counts when the insert is done. */
  const storing = (nodes: readonly FlowNode[], dispatcher: string): FlowNode[] => {
    const z = nodes.find(({ id }) => id === dispatcher)?.z ?? '';
    const fact = (p: string, to: string) => ({ t: 'set', p, pt: 'msg', to, tot: 'msg' });
    const rules = [fact('params[9]', 'dlms.fleet.runId'), fact('params[10]', 'dlms.fleet.jobId')];
    return [
      ...nodes.map((node) => {
        if (node.id !== dispatcher) return node;
        const [, ...others] = node.wires as string[][];
        return { ...node, output: 'columns', accept: 'message', store: 'disk', wires: [['which'], ...others] };
      }),
      { id: 'which', z, type: 'change', rules, wires: [['insert']] },
      { id: 'insert', z, type: 'tables-query', query: insert, split: false, rowsPerMsg: 1, outputs: 1, wires: [[]] },
      { id: 'inserted', z, type: 'complete', scope: ['insert'], wires: [[dispatcher]] },
    ];
  };

  /** Ids of jobs that are in the table. */
  const stored = async (run: string): Promise<Map<string, string>> => {
    const rows = await database.sql(`select job, min(time)::text as time from results where run = '${run}' group by 1`);
    return new Map(rows.map(({ job, time }) => [String(job), String(time)]));
  };

  const killed = async (run: string, disk: object): Promise<{ before: Map<string, string>; resumed: number; rows: number }> => {
    const nodes = fleetNodes({ mqtt: broker.port, redis: redis.port }, { window: String(window), lease: '4' });
    const { dispatcher, worker, workerOnly } = nodes;
    const { port } = flowFuse.address() as AddressInfo;
    const dispatching = {
      name: `dispatcher-${run}`,
      port: 18_770,
      nodes: storing(nodes.dispatcherOnly, dispatcher),
      watched: [dispatcher],
      moduleFolders: [dirname(foreignFile('@flowfuse/nr-tables-nodes/package.json'))],
      settings: {
        contextStorage: { default: 'memory', memory: { module: 'memory' }, disk: { module: 'localfilesystem', config: disk } },
        flowforge: { forgeURL: `http://127.0.0.1:${port}`, teamID: 'team', tables: { token: 'token' } },
      },
    };
    const workers = [18_810, 18_850].map((port) =>
      startInstance(folder, { name: `worker-${run}-${port}`, port, nodes: workerOnly, watched: [worker] }),
    );
    const [first, ...others] = await Promise.all([startInstance(folder, dispatching), ...workers]);
    instances.push(...others);
    const rows = rowsFor(meters, 6);
    const list = { payload: rows, runId: run };
    first?.send(dispatcher, list);
    await until(async () => (await stored(run)).size >= 20);
    // Killed while results are with the flow that are in no table.
    await database.pause();
    const results = (): number => first?.sent.filter(({ port }) => port === 0).length ?? 0;
    const offered = results();
    await until(() => results() >= offered + 3);
    await first?.kill();
    await database.resume();
    const before = await stored(run);
    const second = await startInstance(folder, { ...dispatching, keep: true });
    instances.push(second);
    second.send(dispatcher, list);
    const summary = () => second.sent.find(({ port, msg }) => port === 2 && msg.topic === 'done')?.msg.payload;
    await until(() => summary() !== undefined);
    await Promise.all(instances.splice(0).map((instance) => instance.stop()));
    const { total, done, failed, resumed } = summary();
    assert.deepEqual([total, done, failed], [rows.length, rows.length, 0]);
    const delivered = second.sent.filter(({ port }) => port === 0).map(({ msg }) => msg.fleet.jobId);
    assert.equal(new Set(delivered).size, delivered.length, 'the second one accepts each once');
    // What is not delivered again was accepted before, so it has to be in the table.
    const left = rows.map(({ jobId }) => jobId).filter((job) => !delivered.includes(job));
    assert.equal(left.length, resumed);
    for (const job of left) assert.ok(before.has(job), `${job} counts as accepted and is not in the table`);
    return { before, resumed, rows: rows.length };
  };

  const assertEachOnce = async (run: string, before: Map<string, string>, jobs: number): Promise<void> => {
    const found = await database.sql(
      `select job, count(*)::int as n, max(text) as serial, min(time)::text as time from results where run = '${run}' group by 1`,
    );
    assert.equal(found.length, jobs);
    for (const { job, n, serial, time } of found) {
      assert.deepEqual([n, serial], [2, meterOf(meters, String(job))?.serial], String(job));
      if (before.has(String(job))) assert.equal(time, before.get(String(job)), `${job} has its first result`);
    }
    assertCountersOnce(meters, 12);
  };

  it('with a store that writes at once it goes on where it stopped', async function () {
    this.timeout(120_000);
    const { before, resumed, rows } = await killed('at once', { cache: false });
    assert.ok(before.size < rows, 'killed in the middle');
    assert.ok(resumed > 0 && before.size - resumed <= window, `${before.size} in the table, ${resumed} known as accepted`);
    await assertEachOnce('at once', before, rows);
  });

  it('with a store that writes now and then it reads again, and the table refuses what it has', async function () {
    this.timeout(120_000);
    const { before, resumed, rows } = await killed('now and then', {});
    assert.ok(before.size > resumed, `${before.size} in the table, ${resumed} known as accepted`);
    await assertEachOnce('now and then', before, rows);
  });
});
