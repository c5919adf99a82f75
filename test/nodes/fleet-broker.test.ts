/**
 * `dlms-fleet` with its jobs over a broker: the node that hands them out, and a worker that does them.
 */
import assert from 'node:assert/strict';
import { collectAt, type FlowEntry, freePort, nodeOf, quietMeter, until } from '../support/node-red';
import { type Any, FleetFlow, serial } from './fleet-flow';

describe('dlms-fleet over a broker', () => {
  const flow = new FleetFlow();
  const { meters, rowOf, send, run, serials } = flow;
  const worker: FlowEntry = {
    id: 'worker',
    z: 'tab',
    type: 'dlms-fleet',
    settingsVersion: 1,
    mode: 'work',
    meter: 'config-meter',
    objects: [serial],
    wires: [['replies']],
  };
  const startBoth = (node: object = {}): Promise<void> =>
    flow.start({ mode: 'dispatch', objects: [], retries: '2', lease: '1', window: '2', ...node }, {}, 4, [
      worker,
      { id: 'replies', type: 'helper', z: 'tab' },
    ]);
  /** What MQTT makes of a message: its payload as JSON in a Buffer. */
  const overBroker = ({ payload }: Any): object => ({ payload: Buffer.from(JSON.stringify(payload)) });
  const toWorker = (msg: object): void => nodeOf('worker').receive(overBroker(msg));

  it('hands out jobs up to its window and accepts one result each, whatever is repeated', async () => {
    await startBoth({ lease: '60' });
    let most = 0;
    let out = 0;
    nodeOf('out3').on('input', (msg: Any) => {
      out += 1;
      most = Math.max(most, out);
      toWorker(msg);
      toWorker(msg);
    });
    nodeOf('replies').on('input', (msg: Any) => {
      out -= 1;
      send(overBroker(msg));
      send(overBroker(msg));
    });
    const end = await run({ payload: [0, 1, 2, 3].map(rowOf) });
    assert.deepEqual([end.done, end.failed], [4, 0]);
    assert.ok(most <= 2, `${most} out at once`);
    assert.deepEqual(serials(), ['10000000', '10000001', '10000002', '10000003']);
    assert.deepEqual(flow.outs.results.map(({ job }) => job.tariff).sort(), ['T0', 'T1', 'T2', 'T3']);
    const { payload, messageExpiryInterval } = flow.outs.jobs[0];
    assert.deepEqual(Object.keys(payload), ['runId', 'started', 'jobId', 'attempt', 'leaseSeconds', 'expires', 'dlms', 'job']);
    assert.equal(messageExpiryInterval, 60);
  });

  it('gives a job to another when nobody answers, and tells when nobody ever does', async () => {
    await startBoth();
    const lost = new Set<string>();
    nodeOf('replies').on('input', (msg: Any) => send(overBroker(msg)));
    nodeOf('out3').on('input', (msg: Any) => {
      const { jobId } = msg.payload;
      if (jobId === 'Meter 3') return;
      if (lost.has(jobId)) toWorker(msg);
      lost.add(jobId);
    });
    const end = await run({ payload: [0, 3].map(rowOf) });
    assert.deepEqual([end.done, end.failed, end.silences], [1, 1, 4]);
    assert.equal(flow.outs.results[0].dlms.fleet.attempt, 2);
    assert.match(flow.outs.failures[0].payload.message, /Nobody answered/);
  });

  it('a worker does not read again what it has done, and answers again', async () => {
    await startBoth();
    const replies = collectAt('replies');
    let reads = 0;
    const stop = meters[0]?.on(({ kind }) => {
      if (kind === 'get') reads += 1;
    });
    const job = { runId: 'r', jobId: 'j', attempt: 1, dlms: rowOf(0), job: {} };
    toWorker({ payload: job });
    toWorker({ payload: job });
    await until(() => replies.length === 1);
    const readsOfOne = reads;
    toWorker({ payload: { ...job, attempt: 2 } });
    await until(() => replies.length === 2);
    assert.ok(readsOfOne > 0);
    assert.equal(reads, readsOfOne);
    assert.deepEqual(
      replies.map(({ payload }) => [payload.ok, payload.attempt, payload.readings[0].value]),
      [
        [true, 1, '10000000'],
        [true, 2, '10000000'],
      ],
    );
    stop?.();
  });

  it('a run that begins anew under its old id reads anew, and takes no reply to a job of the old one', async () => {
    await startBoth({ lease: '60' });
    const replies = collectAt('replies');
    nodeOf('out3').on('input', (msg: Any) => toWorker(msg));
    nodeOf('replies').on('input', (msg: Any) => {
      // What the broker still had from before comes first.
      send(overBroker(replies[0]));
      send(overBroker(msg));
    });
    let reads = 0;
    const stop = meters[0]?.on(({ kind }) => {
      if (kind === 'get') reads += 1;
    });
    const list = { runId: 'nightly', payload: [rowOf(0)], resume: false };
    await run(list);
    const once = reads;
    const again = await run(list);
    assert.deepEqual([again.done, again.duplicates, reads], [1, 0, 2 * once]);
    const [first, second] = flow.outs.jobs.map(({ payload }) => payload.started);
    assert.ok(Date.parse(first) < Date.parse(second));
    assert.deepEqual(
      replies.map(({ payload }) => payload.started),
      [first, second],
    );
    stop?.();
  });

  it('a run that goes on keeps its start, so that what a worker has read for it is not read again', async () => {
    await startBoth({ lease: '60' });
    nodeOf('out3').on('input', () => undefined);
    send({ runId: 'cut off', payload: [rowOf(0)] });
    await until(() => flow.outs.jobs.length === 1);
    send({ control: 'stop' });
    await flow.summary();
    send({ runId: 'cut off', payload: [rowOf(0)] });
    await until(() => flow.outs.jobs.length === 2);
    assert.equal(flow.outs.jobs[1].payload.started, flow.outs.jobs[0].payload.started);
  });

  it('a failure is kept for the job that met it: the same run later has the meter asked again', async () => {
    await startBoth({ lease: '60', retries: '0' });
    nodeOf('out3').on('input', (msg: Any) => toWorker(msg));
    nodeOf('replies').on('input', (msg: Any) => send(overBroker(msg)));
    const port = await freePort();
    const list = { runId: 'night', payload: [{ name: 'late', host: '127.0.0.1', port }] };
    assert.equal((await run(list)).failed, 1);
    const late = await quietMeter({ listen: { kind: 'tcp', host: '127.0.0.1', port } });
    send({ control: 'forget' });
    assert.equal((await run(list)).done, 1);
    await late.close();
  });

  it('works with those that know nothing of the start of a run', async () => {
    await startBoth({ lease: '60' });
    const without = ({ payload: { started: _started, ...payload } }: Any): object => ({ payload });
    nodeOf('out3').on('input', (msg: Any) => nodeOf('worker').receive(without(msg)));
    const replies = collectAt('replies');
    nodeOf('replies').on('input', (msg: Any) => send(overBroker(msg)));
    assert.equal((await run({ payload: [rowOf(0)] })).done, 1);
    assert.ok(!('started' in replies[0].payload));
  });

  it('a job that comes again while it is at work is answered for the attempt that counts by then', async () => {
    await startBoth();
    const replies = collectAt('replies');
    const job = { runId: 'r', jobId: 'j', dlms: { name: 'gone', host: '127.0.0.1', port: await freePort() }, job: {} };
    for (const attempt of [1, 3, 2]) toWorker({ payload: { ...job, attempt } });
    await until(() => replies.length === 1);
    assert.deepEqual([replies[0].payload.ok, replies[0].payload.attempt], [false, 3]);
  });

  it('a failure of a worker says why, and rubbish of the broker does no harm', async () => {
    await startBoth({ retries: '0' });
    nodeOf('out3').on('input', (msg: Any) => toWorker(msg));
    nodeOf('replies').on('input', (msg: Any) => {
      for (const payload of ['{"jobId":1,"ok":true}', '{"runId":"x","jobId":"y","attempt":1,"ok":true,"readings":[]}']) send({ payload });
      send({ payload: { ...msg.payload, ok: true, readings: [{ value: 1 }] } });
      send(overBroker(msg));
    });
    const end = await run({ payload: [{ name: 'gone', host: '127.0.0.1', port: await freePort() }] });
    assert.deepEqual([end.done, end.failed], [0, 1]);
    assert.equal(flow.outs.failures[0].payload.code, 'connect-failed');
    const caught = collectAt('caught');
    nodeOf('worker').receive({ payload: 'nonsense' });
    nodeOf('worker').receive({ payload: '{"jobId":"x"}' });
    await until(() => caught.length === 2);
    assert.deepEqual(
      caught.map(({ error }) => error.code),
      ['settings-invalid', 'settings-invalid'],
    );
  });

  it('a worker that cannot read any meter says so, and no job has to wait for the end of its lease', async () => {
    await flow.start({ mode: 'work', meter: '' });
    nodeOf('node').receive({ payload: { runId: 'run', jobId: 'Meter 0', attempt: 1, dlms: rowOf(0) } });
    await until(() => flow.outs.results.length === 1);
    const { ok, error, jobId } = flow.outs.results[0].payload;
    assert.deepEqual([ok, error.code, jobId], [false, 'settings-invalid', 'Meter 0']);
  });

  it('what only one worker cannot do goes to another', async () => {
    const security = { type: 'dlms-security', settingsVersion: 1, name: 'Field keys', level: 'none', protection: 'none' };
    await flow.start({ mode: 'dispatch', objects: [], retries: '1', lease: '60' }, {}, 4, [
      worker,
      { id: 'replies', type: 'helper', z: 'tab' },
      { id: 'field', ...security },
    ]);
    nodeOf('replies').on('input', (msg: Any) => send(overBroker(msg)));
    nodeOf('out3').on('input', (msg: Any) => {
      const { attempt, dlms } = msg.payload;
      // The first is asked of a worker that has no such node.
      toWorker({ payload: { ...msg.payload, dlms: { ...dlms, security: attempt === 1 ? 'Not here' : 'Field keys' } } });
    });
    const end = await run({ payload: [{ ...rowOf(0), security: 'Field keys' }] });
    assert.deepEqual([end.done, end.failed, end.retries], [1, 0, 1]);
  });
});
