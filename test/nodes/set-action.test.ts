import assert from 'node:assert/strict';
import type { WriteRow } from '../../nodes/lib/write-results';
import type { Simulator, SimulatorEvent } from '../../src/index';
import {
  credentials,
  type FlowEntry,
  flowWith,
  meterConfig,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

const breaker = { obis: '0-0:96.3.10*255', classId: 70 };

describe('dlms-set, dlms-action, dlms-associate, dlms-release', () => {
  let meter: Simulator;
  let events: SimulatorEvent[];
  beforeEach(async () => {
    meter = await quietMeter();
    events = [];
    meter.on((event) => events.push(event));
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
  });

  const start = (node: object, outputs = 2) =>
    startFlow([...meterConfig(meter.port ?? 0), ...flowWith(node as never, outputs)] as FlowEntry[], credentials);
  const ask = async (msg: object = {}, at = 'out0') => {
    const answer = nextAt(at);
    nodeOf('node').receive(msg);
    return answer;
  };
  const kinds = (kind: SimulatorEvent['kind']): SimulatorEvent[] => events.filter((event) => event.kind === kind);

  it('associate tells what was negotiated, release closes', async () => {
    await start({ type: 'dlms-associate' }, 1);
    const { payload, dlms } = await ask();
    assert.deepEqual([payload.meter, payload.referencing, payload.authentication, payload.fresh], ['Meter 12', 'ln', 'low', true]);
    assert.ok(payload.conformance.includes('get') && payload.conformance.includes('multiple-references'));
    assert.equal(dlms.association.maxPduSize, payload.maxPduSize);
    assert.equal((await ask()).payload.fresh, false);
    await stopFlow();
    await start({ type: 'dlms-release' }, 1);
    assert.equal((await ask({ payload: 'stays' })).payload, 'stays');
  });

  it('release tells what it did, also where a read that waits before it opens the association', async () => {
    const [tab, node, ...rest] = flowWith({ type: 'dlms-release' }, 1) as [FlowEntry, FlowEntry];
    const objects = [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 2 }];
    const reads = { ...node, id: 'reads', type: 'dlms-get', output: 'array', objects, wires: [[], []] };
    await startFlow([...meterConfig(meter.port ?? 0), tab, node, reads, ...rest], credentials);
    const answer = nextAt('out0');
    nodeOf('reads').receive({});
    nodeOf('node').receive({});
    assert.equal((await answer).dlms.released, true);
    assert.equal(kinds('released').length, 1);
    assert.equal((await ask()).dlms.released, false);
    assert.equal(kinds('released').length, 1);
  });

  it('writes the clock in the type of the class table', async () => {
    await start({
      type: 'dlms-set',
      objects: [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 2, type: 'auto', value: '2026-03-01T12:00:00+01:00' }],
    });
    const { payload } = await ask();
    assert.deepEqual([payload[0].done, payload[0].error], [true, null]);
    assert.equal(kinds('set').length, 1);
    assert.equal(kinds('set')[0]?.result, 'success');
  });

  it('writes a time as the meter reads it: what was read is written back', async () => {
    // 12:00 CET: the standard is FFC4 = -60, this meter has it the other way round
    const inverted = '07EA010F040C000000003CFF';
    const clock = { obis: '0-0:1.0.0*255', classId: 8, attribute: 2, value: '2026-01-15T12:00:00+01:00' };
    const types = ['auto', 'date-time', 'octet-string as date-time'];
    const node = { type: 'dlms-set', dryRun: true, objects: types.map((type) => ({ ...clock, type })) };
    const config = meterConfig(meter.port ?? 0, {}, { clockDeviation: 'inverted' });
    await startFlow([...config, ...flowWith(node as never, 2)] as FlowEntry[], credentials);
    const { payload } = await ask();
    assert.deepEqual(
      payload.map(({ hex }: { hex: string }) => hex),
      [`090C${inverted}`, `19${inverted}`, `090C${inverted}`],
    );
    // preset_adjusting_time: the parameter of a method
    const parameter = ['presetTime', 'validityIntervalStart', 'validityIntervalEnd'].map((name) => [name, clock.value]);
    const action = {
      obis: clock.obis,
      classId: 8,
      method: 5,
      parameterType: 'auto',
      parameter: JSON.stringify(Object.fromEntries(parameter)),
    };
    await stopFlow();
    await startFlow([...config, ...flowWith({ type: 'dlms-action', dryRun: true, ...action } as never, 2)] as FlowEntry[], credentials);
    assert.equal((await ask()).payload.hex, `0203${`090C${inverted}`.repeat(3)}`);
  });

  it('takes the value from the message and refuses one that does not fit before anything is sent', async () => {
    const objects = [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 3, type: 'long', value: 'payload', valueType: 'msg' }];
    await start({ type: 'dlms-set', objects });
    const { error } = await ask({ payload: 99_999 }, 'caught');
    assert.equal(error.code, 'value-invalid');
    assert.equal(events.length, 0);
    const { payload } = await ask({ payload: -60 });
    assert.equal(payload[0].done, true);
  });

  it('dry run shows octets and speaks to nobody', async () => {
    await start({
      type: 'dlms-set',
      dryRun: true,
      objects: [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 3, type: 'long', value: '-60' }],
    });
    const { payload, dlms } = await ask();
    assert.equal(payload[0].hex, '10FFC4');
    assert.equal(dlms.dryRun, true);
    assert.equal(events.length, 0);
  });

  it('what the meter refuses is in the row, with its word', async () => {
    await start({
      type: 'dlms-set',
      objects: [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2, type: 'double-long-unsigned', value: '5' }],
    });
    const { payload, dlms } = await ask();
    assert.equal(payload[0].done, false);
    assert.equal(payload[0].error.name, 'read-write-denied');
    assert.equal(dlms.errors.length, 1);
    const { status } = nodeOf('node') as unknown as { status: { args: [{ text?: string }][] } };
    await until(() => status.args.some(([{ text }]) => text === '1 of 1 value refused: read-write-denied'));
  });

  it('an object that the meter lacks hides none of the others, also where its type would be read there', async () => {
    const missing = { obis: '0-0:96.99.9*255', classId: 1, attribute: 2, type: 'auto', value: '5' };
    const zone = { obis: '0-0:1.0.0*255', classId: 8, attribute: 3, type: 'long', value: '-60' };
    await start({ type: 'dlms-set', objects: [missing, zone] });
    const { payload, dlms } = await ask();
    assert.deepEqual(
      payload.map(({ obis, done, error }: WriteRow) => [obis, done, error?.name]),
      [
        [missing.obis, false, 'object-undefined'],
        [zone.obis, true, undefined],
      ],
    );
    assert.deepEqual([payload[0].value, dlms.errors.length], ['5', 1]);
    assert.equal(kinds('set').length, 1);
    const alone = await ask({ dlms: { objects: [missing] } });
    assert.deepEqual([alone.payload.length, alone.payload[0].error.name], [1, 'object-undefined']);
    assert.equal(kinds('set').length, 1);
  });

  it('types that the meter has to tell are read together', async () => {
    const energy = (n: number) => ({ obis: `1-0:${n}.8.0*255`, classId: 3, attribute: 2, type: 'auto', value: '5' });
    await start({ type: 'dlms-set', objects: [energy(1), energy(2)] });
    const { payload, dlms } = await ask();
    assert.deepEqual(
      payload.map(({ value }: WriteRow) => (value as { type: string }).type),
      ['double-long-unsigned', 'double-long-unsigned'],
    );
    // the association, the types, and each value for itself
    assert.equal(dlms.roundTrips, 4);
  });

  it('a list item without a value is told', async () => {
    await start({ type: 'dlms-set', objects: [] });
    const { error } = await ask({ dlms: { objects: [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 3 }] } }, 'caught');
    assert.equal(error.code, 'value-invalid');
  });

  describe('confirmation', () => {
    const action = { type: 'dlms-action', ...breaker, method: 1, parameterType: 'auto', parameter: '', confirm: true };

    it('asks first, sends nothing, then acts once', async () => {
      await start(action);
      const caught = nextAt('caught');
      const { payload: question } = await ask({}, 'out1');
      assert.match(question.question, /supply/);
      assert.equal((await caught).error.code, 'confirmation-needed');
      assert.equal(events.length, 0);
      const { payload } = await ask({ confirm: true });
      assert.deepEqual([payload.done, payload.index], [true, 1]);
      assert.equal(kinds('action').length, 1);
      assert.equal((await ask({ confirm: true }, 'caught')).error.code, 'confirmation-needed');
      assert.equal(kinds('action').length, 1);
    });

    it('with several questions only the token confirms, and each confirms its own', async () => {
      await start(action);
      const { payload: first } = await ask({}, 'out1');
      const { payload: second } = await ask({ dlms: { objects: [{ ...breaker, method: 'remoteReconnect' }] } }, 'out1');
      assert.equal((await ask({ confirm: true }, 'caught')).error.code, 'confirmation-needed');
      assert.equal((await ask({ confirm: second.token })).payload.index, 2);
      assert.equal((await ask({ confirm: first.token })).payload.index, 1);
    });

    // The help: "Second step of a confirmation; it goes no further than this node."
    for (const [what, first] of [
      ['an action', action],
      ['set', { type: 'dlms-set', confirm: true, objects: [{ ...breaker, attribute: 4, type: 'auto', value: '4' }] }],
    ] as const) {
      it(`of ${what} goes no further: a question of the node behind it stays open, whether the first succeeds or not`, async () => {
        const [tab, node, ...rest] = flowWith(first as never, 2) as [FlowEntry, FlowEntry, ...FlowEntry[]];
        const behind = { ...action, id: 'behind', z: 'tab', settingsVersion: 1, meter: 'config-meter', wires: [[], ['asked']] };
        const wired = { ...node, wires: [['out0', 'behind'], ['out1']] };
        const asked = { id: 'asked', type: 'helper', z: 'tab' };
        await startFlow([...meterConfig(meter.port ?? 0), tab, wired, behind, asked, ...rest] as FlowEntry[], credentials);
        const open = nextAt('asked');
        nodeOf('behind').receive({});
        await open;
        await ask({}, 'out1');
        const question = nextAt('asked');
        const { confirm, payload } = await ask({ confirm: true });
        assert.equal(confirm, undefined);
        assert.equal((Array.isArray(payload) ? payload[0] : payload).done, true);
        await question;
        const nothingWaits = await ask({ confirm: true }, 'caught');
        assert.deepEqual([nothingWaits.error.code, nothingWaits.confirm], ['confirmation-needed', undefined]);
        const disconnects = kinds('action').filter(({ index }) => index === 1);
        assert.equal(disconnects.length, first === action ? 1 : 0);
      });
    }

    it('is not asked for what is harmless, or where the flow has switched it off', async () => {
      await start({ ...action, confirm: false });
      assert.equal((await ask()).payload.done, true);
      assert.equal(kinds('action').length, 1);
    });
  });

  it('an action that a message asked for in the place of a task, and no node behind it does', async () => {
    await start({ type: 'dlms-action', settingsVersion: 2, task: 'read-supply', ...breaker, method: 2, confirm: false });
    const { payload, dlms } = await ask({ dlms: { task: 'method' } });
    assert.deepEqual([payload.done, payload.index, dlms.task], [true, 2, undefined]);
  });

  it('an action that is not repeated when the answer is lost', async () => {
    await start({ type: 'dlms-action', ...breaker, method: 2, confirm: false });
    await ask();
    meter.faults = { lose: 1 };
    await ask({}, 'caught');
    assert.equal(kinds('action').length, 2);
  });
});
