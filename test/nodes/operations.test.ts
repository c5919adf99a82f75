/**
 * Supply and clock as tasks of `dlms-action`, against the simulated meter. What each control mode allows is the table of
 * Blue Book 4.5.8; shift_time goes to 900 s (4.5.1).
 */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { nodeOf, stopFlow } from '../support/node-red';
import { ask, type Bench, confirmed, openBench, startTask } from './operation-flows';

const breaker = '0-0:96.3.10*255';
const enumeration = (value: number) => ({ type: 'enum', value }) as const;

describe('operations: supply', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(async () => {
    await stopFlow();
    await bench.meter.close();
  });
  const controlState = () => bench.meter.get(breaker, 3)?.value;

  it('disconnects in two steps, reads the state back, and does not send twice', async () => {
    await startTask(bench, { task: 'disconnect' });
    const { question, error, payload } = await confirmed();
    assert.match(question.question, /cuts the supply/);
    assert.equal(error.code, 'confirmation-needed');
    // what the status has room for must not read as if it were done
    const shown = (nodeOf('node') as unknown as { status: { args: [{ text?: string }][] } }).status.args.map(([{ text }]) => text ?? '');
    assert.ok(shown.some((text) => /^Confirm within 60 s: Disconnecting/.test(text)));
    assert.deepEqual([payload.task, payload.done, payload.error], ['disconnect', true, null]);
    assert.equal(payload.before.controlState, 'connected');
    assert.deepEqual([payload.after.outputState, payload.after.controlState], ['disconnected', 'disconnected']);
    assert.match(payload.after.controlMode, /^mode 4: .*reconnected remotely/);
    assert.equal(controlState(), 0);
    const again = (await confirmed()).payload;
    assert.match(again.notes[0], /disconnected already/);
    assert.deepEqual(bench.changes(), ['action 70.1']);
  });

  it('reconnects in each mode to what the table says', async () => {
    await startTask(bench, { task: 'reconnect', confirm: false });
    // 2 and 4: transition a, connected; the others: d, ready for reconnection
    for (const [mode, state] of [
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 1],
      [5, 2],
      [6, 2],
    ] as const) {
      bench.meter.set(breaker, 4, enumeration(mode));
      bench.meter.set(breaker, 3, enumeration(0));
      const { payload } = await ask();
      assert.equal(payload.done, true);
      assert.equal(controlState(), state, `mode ${mode}`);
      assert.equal(/somebody has to reconnect at the meter/.test(payload.hint ?? ''), state === 2);
    }
  });

  it('mode 0: says so and sends nothing', async () => {
    bench.meter.set(breaker, 4, enumeration(0));
    await startTask(bench, { task: 'disconnect', confirm: false });
    const { error } = await ask({}, 'caught');
    assert.equal(error.code, 'operation-not-possible');
    assert.match(error.message, /mode 0/);
    assert.deepEqual(bench.changes(), []);
  });

  it('by a script of the meter', async () => {
    await startTask(bench, { task: 'disconnect', supplyBy: 'script', confirm: false });
    const { payload } = await ask();
    assert.equal(payload.after.controlState, 'disconnected');
    assert.equal((await ask({ dlms: { task: 'reconnect' } })).payload.after.controlState, 'connected');
    assert.deepEqual(bench.changes(), ['action 9.1', 'action 9.1']);
  });

  it('the message may choose task and values; a node behind it does not do the same', async () => {
    await startTask(bench, { task: 'read-supply' });
    const { payload, dlms } = await ask({ dlms: { task: 'read-supply', values: { taskObis: breaker }, client: 1 } });
    assert.equal(payload.controlState, 'connected');
    assert.deepEqual([dlms.task, dlms.values, dlms.client], [undefined, undefined, 1]);
    const unknown = await ask({ dlms: { values: { nonsense: 1 } } }, 'caught');
    assert.match(unknown.error.message, /nonsense.*no such field/);
    assert.match((await ask({ dlms: { task: 'nonsense' } }, 'caught')).dlms.error.hint, /disconnect/);
  });

  it('dry run shows what would be sent', async () => {
    await startTask(bench, { task: 'disconnect', dryRun: true });
    const { payload } = await ask();
    assert.deepEqual([payload.needsConfirmation, payload.sends[0].hex], [true, '0F00']);
    assert.equal(bench.events.length, 0);
  });

  it('a refusal is in the row, with its word and what was done before it', async () => {
    bench.meter.faults = { refuse: { [`70:${breaker}:1`]: 'read-write-denied' } };
    await startTask(bench, { task: 'disconnect', confirm: false });
    const { payload, dlms } = await ask();
    assert.deepEqual([payload.done, payload.error.name], [false, 'read-write-denied']);
    assert.deepEqual(payload.steps, [{ name: 'remote disconnect', done: false }]);
    assert.equal(dlms.errors.length, 1);
  });
});

describe('operations: short names', () => {
  it('supply, tables and firmware as with logical names', async () => {
    const bench = await openBench({ referencing: 'sn' });
    await startTask(bench, { task: 'disconnect', confirm: false });
    try {
      assert.equal((await ask()).payload.after.controlState, 'disconnected');
      assert.equal((await ask({ dlms: { task: 'm-bus-device' } })).payload.manufacturer, 'ELS');
      assert.equal((await ask({ dlms: { task: 'set-limiter', values: { minOver: 30 } } })).payload.minOverThresholdDuration, 30);
      assert.equal((await ask({ dlms: { task: 'image-status' } })).payload.image.blockSize, 64);
    } finally {
      await stopFlow();
      await bench.meter.close();
    }
  });
});

describe('operations: clock', () => {
  let bench: Bench;
  let offsetMs: number;
  afterEach(async () => {
    await stopFlow();
    await bench.meter.close();
  });
  /** A meter whose clock is off by so much. */
  const start = async (driftS: number, fields: object = {}, settings: object = {}) => {
    offsetMs = driftS * 1000;
    bench = await openBench({ tickMs: 1, now: () => Date.now() + offsetMs });
    await startTask(bench, { task: 'set-clock', ...fields }, [], {}, settings);
  };
  const near = (value: number, wanted: number): void => assert.ok(Math.abs(value - wanted) <= 0.5, `${value} is not ${wanted}`);

  it('leaves a clock alone that is right', async () => {
    await start(3);
    const { payload } = await ask();
    near(payload.driftBefore, 3);
    assert.equal(payload.changed, 'nothing');
    assert.deepEqual(bench.changes(), []);
    assert.ok(Array.isArray(payload.clockStatus));
  });

  it('tells the time with the offset that is set for the meter', async () => {
    await start(0, { clockBy: 'read' }, { clockDeviation: 'fixed', fixedOffset: '330' });
    assert.match((await ask()).payload.meterTime, /\+05:30$/);
  });

  it('shifts small drifts, sets larger ones', async () => {
    await start(-42);
    const { payload } = await ask();
    near(payload.driftBefore, -42);
    near(payload.driftAfter, 0);
    assert.equal(payload.changed, 'shifted by 42 s');
    assert.deepEqual(bench.changes(), ['action 8.6']);
    offsetMs += 200_000;
    const set = (await ask()).payload;
    near(set.driftBefore, 200);
    near(set.driftAfter, 0);
    assert.equal(set.changed, 'set');
    assert.deepEqual(bench.changes(), ['action 8.6', 'set 8.2']);
  });

  it('asks before a drift above the maximum is believed', async () => {
    // also where the node does not ask first: nobody can have known it
    await start(7200, { driftMaximum: '600', confirm: false });
    const { question, payload } = await confirmed();
    assert.match(question.question, /7200 s ahead, more than the maximum of 600 s/);
    near(question.driftBefore, 7200);
    near(payload.driftAfter, 0);
    assert.deepEqual(bench.changes(), ['set 8.2']);
  });

  it('presets the time, or only compares', async () => {
    await start(30, { clockBy: 'preset' });
    near((await ask()).payload.driftAfter, 0);
    assert.deepEqual(bench.changes(), ['action 8.5', 'action 8.4']);
    const { payload } = await ask({ dlms: { values: { clockBy: 'read' } } });
    assert.equal(payload.changed, 'nothing');
  });

  it('does not shift beyond what the method takes, nor round to a worse time', async () => {
    await start(1000, { clockBy: 'shift' });
    assert.match((await ask({}, 'caught')).error.message, /900 s/);
    // 6 s off in the middle of a quarter of an hour: rounded, it would be minutes off
    const clock = sinon.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 1, 12, 6, 0) });
    try {
      offsetMs = 6000;
      const { error } = await ask({ dlms: { values: { clockBy: 'quarter' } } }, 'caught');
      assert.match(error.message, /would put the clock -36\d.* s off instead of [56]/);
    } finally {
      clock.restore();
    }
    assert.deepEqual(bench.changes(), []);
  });

  it('a wrong field is told before anything is sent', async () => {
    await start(0, { driftLimit: 'soon' });
    assert.match((await ask({}, 'caught')).error.message, /driftLimit/);
    assert.equal(bench.events.length, 0);
    assert.ok(nodeOf('node'));
  });
});
