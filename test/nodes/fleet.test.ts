/**
 * `dlms-fleet` in a real runtime against simulated meters: lists in their forms, results and failures per meter, what
 * resumes, and who waits for whom.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  collectAt,
  contextStores as context,
  freePort,
  nodeOf,
  notedStore,
  quietMeter,
  slowStore,
  stopFlow,
  until,
} from '../support/node-red';
import { type Any, FleetFlow } from './fleet-flow';

describe('dlms-fleet', () => {
  const flow = new FleetFlow();
  const { meters, rowOf, start, send, summary, run, serials } = flow;

  it('reads rows of a query: one result a meter with facts and the other columns, then a summary', async () => {
    await start();
    const end = await run({ payload: [0, 1, 2, 3].map(rowOf), topic: 'kept' });
    assert.deepEqual([end.phase, end.total, end.done, end.failed], ['done', 4, 4, 0]);
    assert.deepEqual(serials(), ['10000000', '10000001', '10000002', '10000003']);
    const one = flow.outs.results.find(({ dlms }) => dlms.name === 'Meter 2');
    assert.deepEqual(one.job, { tariff: 'T2' });
    assert.equal(one.topic, 'kept');
    assert.equal(one.payload[0].meter, 'Meter 2');
    assert.equal(one.dlms.meter, 'Meter 2');
    assert.ok(one.dlms.roundTrips > 0 && one.dlms.items.length === 1);
    assert.deepEqual([one.dlms.fleet.jobId, one.dlms.fleet.attempt, one.dlms.fleet.runId], ['Meter 2', 1, end.runId]);
    assert.deepEqual(flow.outs.failures, []);
  });

  it('reads CSV: semicolons, quotes, columns in any case, objects of a row', async () => {
    await start();
    const csv = `\uFEFFNAME;Host;PORT;Objects;"Flat; floor"\r\n"Hall ""A""";127.0.0.1;${meters[0]?.port};"0-0:96.1.0 0-0:1.0.0";"1;2"\r\n\r\nShop;127.0.0.1;${meters[1]?.port};;\r\n`;
    await run({ payload: csv });
    const hall = flow.outs.results.find(({ dlms }) => dlms.name === 'Hall "A"');
    assert.deepEqual(hall.job, { 'Flat; floor': '1;2' });
    assert.equal(hall.payload.length, 2);
    assert.equal(flow.outs.results.find(({ dlms }) => dlms.name === 'Shop').payload.length, 1);
  });

  it('says which row or column of a list is wrong, and takes no secrets', async () => {
    await start();
    const caught = collectAt('caught');
    const bad: readonly (readonly [unknown, RegExp])[] = [
      ['a;b\n1;2;3', /line 2.*3 fields/],
      ['name,"x\n1,2', /quote is not closed/],
      ['name,Name\na,b', /two columns/],
      [[{ name: 'a', host: 'h', password: 'geheim' }], /password.*secrets/],
      [[{ street: 'x' }], /row 1 has no column/],
      [[1], /row 1/],
      [17, /array of objects or CSV/],
      ['[{', /JSON/],
    ];
    for (const [payload, message] of bad) {
      caught.length = 0;
      send({ payload });
      await until(() => caught.length === 1);
      assert.equal(caught[0].error.code, 'settings-invalid');
      assert.match(caught[0].error.message, message);
    }
    assert.ok(!JSON.stringify(caught).includes('geheim'));
  });

  it('rows that are wrong are named on output 2, and the others are read', async () => {
    await start();
    const at = (index: number): string => `127.0.0.1;${meters[index]?.port}`;
    const lines = ['name;host;port;contract;', `A;${at(0)};C1;`, `B;${at(1)};C2;;too many`, `;;;C3`, `"D" ;${at(2)};C4`, `E;${at(3)};C5`];
    const end = await run({ payload: lines.join('\r\n') });
    assert.deepEqual([end.total, end.done, end.failed, end.skipped, end.errors], [5, 2, 3, 0, { 'settings-invalid': 3 }]);
    assert.deepEqual(flow.outs.results.map(({ job }) => job.contract).sort(), ['C1', 'C5']);
    const failures = flow.outs.failures.map(({ payload, job }) => [payload.jobId, payload.message, payload.attempts, job.contract]);
    assert.deepEqual(failures, [
      ['row 2', 'CSV line 3: 6 fields, but 4 columns', 0, undefined],
      ['row 3', 'the list of meters: row 3 has no column that says which meter', 0, 'C3'],
      ['row 4', 'CSV line 5: something stands behind a closed quote', 0, undefined],
    ]);
  });

  it('a meter that is gone and a row that is wrong have a result each, on output 2', async () => {
    await start({ retries: '1' });
    const port = await freePort();
    const rows = [rowOf(0), { name: 'gone', host: '127.0.0.1', port }, { name: 'wrong', host: '127.0.0.1', port, client: 'x' }];
    const end = await run({ payload: rows });
    assert.deepEqual([end.done, end.failed, end.errors], [1, 2, { 'connect-failed': 1, 'settings-invalid': 1 }]);
    const [wrong, gone] = [...flow.outs.failures].sort((a, b) => b.payload.meter.localeCompare(a.payload.meter));
    assert.deepEqual([gone.payload.code, gone.payload.attempts, gone.payload.skipped], ['connect-failed', 2, false]);
    assert.match(gone.payload.hint, /port/);
    assert.equal(gone.dlms.error.code, 'connect-failed');
    assert.deepEqual([wrong.payload.code, wrong.payload.attempts], ['settings-invalid', 1]);
  });

  it('a meter that refuses everything has failed, one that refuses something has not', async () => {
    // The public client may read the serial number, and no register.
    await start({ objects: [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2, name: 'Import' }], output: 'columns' });
    const end = await run({ payload: [rowOf(0), { ...rowOf(1), objects: '1-0:1.8.0 0-0:96.1.0' }] });
    assert.deepEqual([end.done, end.failed, end.errors], [1, 1, { refused: 1 }]);
    assert.deepEqual(
      flow.outs.results.map(({ dlms }) => dlms.name),
      ['Meter 1'],
    );
    assert.match(flow.outs.failures[0].payload.message, /Meter 0 refused Import: /);
  });

  it('leaves a meter alone that did not answer, until it is to be asked again', async () => {
    await start();
    const rows = [rowOf(0), { name: 'gone', host: '127.0.0.1', port: await freePort() }];
    await run({ payload: rows, runId: 'first' });
    flow.outs.failures.length = 0;
    const second = await run({ payload: rows, runId: 'second' });
    assert.deepEqual([second.done, second.failed, second.skipped], [1, 1, 1]);
    assert.equal(flow.outs.failures[0].payload.skipped, true);
    assert.match(flow.outs.failures[0].payload.message, /last 1 run/);
    send({ control: 'forget' });
    const third = await run({ payload: rows, runId: 'third' });
    assert.deepEqual([third.failed, third.skipped], [1, 0]);
  });

  it('the same run reads only what is missing', async () => {
    await start();
    const port = await freePort();
    const rows = [rowOf(0), rowOf(1), { name: 'late', host: '127.0.0.1', port }];
    await run({ payload: rows, runId: 'night' });
    const late = await quietMeter({ listen: { kind: 'tcp', host: '127.0.0.1', port }, serialNumber: '77777777' });
    flow.outs.results.length = 0;
    send({ control: 'forget' });
    const end = await run({ payload: rows, runId: 'night' });
    assert.deepEqual([end.total, end.done, end.resumed], [3, 3, 2]);
    assert.deepEqual(serials(), ['77777777']);
    flow.outs.results.length = 0;
    const nothing = await run({ payload: rows, runId: 'night' });
    assert.deepEqual([nothing.resumed, flow.outs.results.length], [3, 0]);
    const again = await run({ payload: rows, runId: 'night', resume: false });
    assert.deepEqual([again.resumed, again.done], [0, 3]);
    await late.close();
  });

  it('a run that a restart cut off goes on, from a context store on disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-context-'));
    const begin = async (dir: string): Promise<void> => {
      const disk = { module: 'localfilesystem', config: { dir, cache: false } };
      await start({ store: 'disk', atOnce: '1', accept: 'message' });
      // Starting a flow of a test puts back the stores in memory.
      context.init({ userDir: folder, contextStorage: { default: 'memory', memory: { module: 'memory' }, disk } });
      await context.load();
    };
    const rows = [0, 1, 2, 3].map(rowOf);
    try {
      await begin(join(folder, 'before'));
      // Two of them are accepted; the third waits for that when the restart comes.
      const accepted: string[] = [];
      nodeOf('out0').on('input', ({ dlms }: Any) => {
        if (accepted.length === 2) return;
        accepted.push(dlms.name);
        send({ dlms });
      });
      send({ payload: rows });
      await until(() => flow.outs.results.length === 3);
      const { runId } = flow.outs.results[0].dlms.fleet;
      const written = (): string =>
        readdirSync(join(folder, 'before'), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
          .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
          .join();
      await until(() => accepted.every((name) => written().includes(`"${name}"`)));
      // What is on the disk now is what a restart finds; ending a flow of a test would clean it away.
      cpSync(join(folder, 'before'), join(folder, 'after'), { recursive: true });
      await stopFlow();
      await context.close();
      await begin(join(folder, 'after'));
      nodeOf('out0').on('input', ({ dlms }: Any) => send({ dlms }));
      const end = await run({ payload: rows });
      assert.deepEqual([end.runId, end.total, end.done, end.resumed], [runId, 4, 4, 2]);
      const all = [...accepted, ...flow.outs.results.map(({ dlms }) => dlms.name)];
      assert.deepEqual(all.sort(), ['Meter 0', 'Meter 1', 'Meter 2', 'Meter 3']);
      await stopFlow();
    } finally {
      await context.close();
      context.init({});
      await context.load();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('a list without a run id begins anew when the last run was finished, and goes on when it was stopped', async () => {
    await start({ atOnce: '1' });
    const rows = [0, 1, 2, 3].map(rowOf);
    const first = await run({ payload: rows });
    const second = await run({ payload: rows });
    assert.notEqual(second.runId, first.runId);
    assert.equal(second.resumed, 0);
    flow.outs.results.length = 0;
    nodeOf('out0').once('input', () => send({ control: 'stop' }));
    const stopped = await run({ payload: rows });
    assert.equal(stopped.phase, 'stopped');
    assert.ok(stopped.done > 0 && stopped.done < 4);
    const rest = await run({ payload: rows });
    assert.deepEqual([rest.runId, rest.done, rest.resumed], [stopped.runId, 4, stopped.done]);
    assert.equal(new Set(serials()).size, 4);
  });

  it('the same list twice at once is one run', async () => {
    await start();
    send({ control: 'pause' });
    send({ payload: [0, 1].map(rowOf) });
    send({ payload: [0, 1].map(rowOf) });
    await until(() => flow.outs.progress.some(({ payload }) => payload.phase === 'still running'));
    send({ control: 'resume' });
    assert.equal((await summary()).done, 2);
    assert.deepEqual(serials(), ['10000000', '10000001']);
  });

  it('pauses, tells how it stands, and goes on', async () => {
    await start({ atOnce: '1' });
    send({ control: 'status' });
    await until(() => flow.outs.progress.length === 1);
    assert.deepEqual(flow.outs.progress[0].payload, { phase: 'idle', away: 0, runs: [] });
    send({ control: 'pause' });
    const { status } = nodeOf('node') as unknown as { status: { lastCall: { args: [{ text?: string }] } | null } };
    await until(() => status.lastCall?.args[0].text === 'paused');
    send({ payload: [0, 1].map(rowOf) });
    const told = (): Any => flow.outs.progress.find(({ topic, payload }) => topic === 'status' && payload.runs.length === 1);
    await until(() => {
      send({ control: 'status' });
      return told() !== undefined;
    });
    const { payload } = told();
    assert.deepEqual([payload.phase, payload.runs[0].waiting, flow.outs.results.length], ['paused', 2, 0]);
    send({ control: 'resume' });
    assert.equal((await summary()).done, 2);
    const caught = collectAt('caught');
    send({ control: 'dance' });
    await until(() => caught.length === 1);
    assert.match(caught[0].error.message, /dance/);
  });

  it('counts a result when the flow says so, reads again what it refuses, and never counts twice', async () => {
    await start({ accept: 'message', retries: '1' });
    const seen: string[] = [];
    nodeOf('out0').on('input', (msg: Any) => {
      seen.push(`${msg.dlms.fleet.jobId} ${msg.dlms.fleet.attempt}`);
      const refuse = msg.dlms.fleet.jobId === 'Meter 1' && msg.dlms.fleet.attempt === 1;
      send({ dlms: msg.dlms, ...(refuse ? { accept: false } : {}) });
      send({ dlms: msg.dlms });
    });
    const end = await run({ payload: [0, 1].map(rowOf), runId: 'accepting' });
    assert.deepEqual([end.done, end.failed, end.retries], [2, 0, 1]);
    assert.deepEqual(seen.sort(), ['Meter 0 1', 'Meter 1 1', 'Meter 1 2']);
    assert.equal((await run({ payload: [0, 1].map(rowOf), runId: 'accepting' })).resumed, 2);
  });

  it('meters that never answer do not keep the others waiting', async () => {
    const sockets: import('node:net').Socket[] = [];
    const hole: Server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
    const { port } = hole.address() as { port: number };
    // Two places; each silent meter would hold one of them for the whole response time-out.
    await start({ atOnce: '2' }, { maxLinks: '2', responseTimeout: '30', deadline: '60' });
    // Other options make other lines, so that each black hole has a line of its own.
    const holes = [1, 2, 3, 4].map((index) => ({ name: `hole ${index}`, host: '127.0.0.1', port, responseTimeout: 30 + index }));
    send({ payload: [...holes, ...[0, 1, 2, 3].map(rowOf)] });
    await until(() => flow.outs.results.length === 4);
    assert.deepEqual(flow.outs.failures, []);
    send({ control: 'stop' });
    await summary();
    for (const socket of sockets) socket.destroy();
    hole.close();
  });

  it('what the next node is storing when the flow ends counts, when it is stored', async () => {
    const store = { id: 'out0', type: 'slow-store', z: 'tab' };
    await start({ atOnce: '1', accept: 'done', store: 'noted' }, {}, 4, [store], [slowStore(300)]);
    const writes = await notedStore();
    const stored: string[] = [];
    nodeOf('out0').on('input', ({ dlms }: Any) => void stored.push(dlms.name));
    send({ payload: [0, 1, 2, 3].map(rowOf), runId: 'ended' });
    await until(() => stored.length === 2);
    await stopFlow();
    const finished = writes.findLast(([key]) => key.startsWith('fleet_done_ended'))?.[1];
    assert.deepEqual(finished, stored);
  });

  it('ends in the middle: no result after it, done once, nothing left that keeps the process', async () => {
    await start({ atOnce: '1', retryPause: '3600', retries: '1' });
    const caught = collectAt('caught');
    send({ payload: [{ name: 'gone', host: '127.0.0.1', port: await freePort() }, rowOf(0)] });
    await until(() => flow.outs.results.length === 1);
    await stopFlow();
    assert.deepEqual(
      caught.map(({ error }) => error.code).filter((code) => code !== 'aborted'),
      [],
    );
  });
});
