import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Data, Simulator } from '../../src/index';
import {
  collectAt,
  contextStores as context,
  credentials,
  flowWith,
  meterConfig,
  nextAt,
  nodeOf,
  notedStore,
  quietMeter,
  slowStore,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

const quarterHour = 900_000;
const loadProfile = '1-0:99.1.0*255';

describe('dlms-profile', () => {
  let meter: Simulator;
  let now: number;
  beforeEach(async () => {
    now = Date.parse('2026-02-03T10:07:00Z');
    meter = await quietMeter({ now: () => now, profile: { capturePeriodS: 900, rows: 20 }, tickMs: 20 });
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
  });

  const start = (node: object = {}) =>
    startFlow(
      [
        ...meterConfig(meter.port ?? 0),
        ...flowWith({ type: 'dlms-profile', obis: loadProfile, mode: 'since', accept: 'sent', output: 'rows', ...node }, 2),
      ],
      credentials,
    );

  /** The rows of one trigger, in the order of the messages. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
  const read = async (msg: object = {}): Promise<any[]> => {
    const messages = collectAt('out0');
    const progress = collectAt('out1');
    nodeOf('node').receive({ payload: 'in', ...msg });
    await until(() => progress.some(({ topic }) => topic === 'done'));
    return messages.splice(0);
  };
  const rowsOf = (messages: readonly { payload: unknown[] }[]): Record<string, unknown>[] =>
    messages.flatMap(({ payload }) => payload as Record<string, unknown>[]);
  const later = async (periods: number): Promise<void> => {
    for (let period = 0; period < periods; period += 1) {
      now += quarterHour;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };

  it('gives each row once, whatever the number of triggers', async () => {
    await start();
    const first = rowsOf(await read());
    assert.ok(first.length >= 20);
    assert.deepEqual(await read(), []);
    await later(2);
    const added = rowsOf(await read());
    assert.equal(added.length, 2);
    const times = [...first, ...added].map((row) => String(Object.values(row)[0]));
    assert.equal(new Set(times).size, times.length);
    assert.deepEqual([...times].sort(), times);
  });

  it('takes the zone of the meter by name and as minutes', async () => {
    const range = { mode: 'range', from: '2026-02-03T00:00:00', to: 'now' };
    for (const zone of ['Europe/Berlin', '60']) {
      await start({ ...range, zone });
      assert.ok(rowsOf(await read()).length > 0, zone);
      await stopFlow();
    }
    await start({ ...range, zone: '900' });
    nodeOf('node').receive({ payload: 'in' });
    assert.match((await nextAt('caught')).error.message, /zone: 900 is not between -840 and 840/);
  });

  it('knows its place after a restart, from a context store on disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-context-'));
    const begin = async (dir: string): Promise<void> => {
      const disk = { module: 'localfilesystem', config: { dir, cache: false } };
      await start({ store: 'disk' });
      // Starting a flow of a test puts back the stores in memory.
      context.init({ userDir: folder, contextStorage: { default: 'memory', memory: { module: 'memory' }, disk } });
      await context.load();
    };
    try {
      await begin(join(folder, 'before'));
      assert.ok(rowsOf(await read()).length >= 20);
      // What is on the disk now is what a restart finds; ending a flow of a test would clean it away.
      cpSync(join(folder, 'before'), join(folder, 'after'), { recursive: true });
      await stopFlow();
      await context.close();
      await later(1);
      await begin(join(folder, 'after'));
      assert.equal(rowsOf(await read()).length, 1);
      await stopFlow();
    } finally {
      await context.close();
      context.init({});
      await context.load();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('rows that the next node is storing when the flow ends are not read again', async () => {
    const flow = flowWith(
      { type: 'dlms-profile', obis: loadProfile, mode: 'since', accept: 'done', output: 'rows', sliceRows: '5', store: 'noted' },
      2,
    );
    const storing = flow.map((entry) => (entry.id === 'out0' ? { ...entry, type: 'slow-store' } : entry));
    await startFlow([...meterConfig(meter.port ?? 0), ...storing], credentials, [slowStore(300)]);
    const writes = await notedStore();
    const slices = collectAt('out0');
    nodeOf('node').receive({});
    await until(() => slices.length === 2);
    assert.equal(writes.length, 1, 'the first slice is stored, the second is being stored');
    await stopFlow();
    assert.deepEqual([slices.length, writes.length], [2, 2]);
    assert.notDeepEqual(writes[0]?.[1], writes[1]?.[1]);
  });

  it('tells columns with units, and how it was read', async () => {
    await start({ mode: 'last', count: '3' });
    const [msg] = await read();
    assert.equal(msg.payload.length, 3);
    assert.equal(msg.columns[0].isClock, true);
    assert.ok(msg.columns.some(({ unit }: { unit: string | null }) => unit === 'Wh'));
    assert.deepEqual(
      Object.keys(msg.payload[0]),
      msg.columns.map(({ name }: { name: string }) => name),
    );
    assert.equal(msg.dlms.profile.obis, loadProfile);
    assert.equal(msg.dlms.meter, 'Meter 12');
  });

  it('reads a range, chosen columns, and one message per row', async () => {
    await start({ mode: 'range', output: 'each', columns: '1-0:1.8.0' });
    const outer = { id: 'outer', index: 2, count: 3 };
    const messages = await read({ parts: outer, dlms: { from: '2026-02-03T08:00:00Z', to: '2026-02-03T09:00:00Z' } });
    assert.equal(messages.length, 5);
    assert.deepEqual(messages.map(({ parts }) => [parts.index, parts.count, parts.parts])[4], [4, 5, outer]);
    assert.equal(Object.keys(messages[0].payload).length, 2);
  });

  it('refuses columns that the profile does not have, in words', async () => {
    await start({ mode: 'all', columns: '1-0:99.99.99' });
    const caught = nextAt('caught');
    nodeOf('node').receive({});
    const { error, dlms } = await caught;
    assert.equal(error.code, 'settings-invalid');
    assert.match(dlms.error.hint, /captures 0-0:1\.0\.0/);
  });

  it('refuses a second profile in a message', async () => {
    await start({ mode: 'all' });
    const caught = nextAt('caught');
    nodeOf('node').receive({ dlms: { objects: ['7/1-0:99.1.0*255', '7/0-0:99.98.0*255'] } });
    const { error } = await caught;
    assert.equal(error.code, 'settings-invalid');
    assert.match(error.message, /msg\.dlms\.objects: .* one profile/);
  });

  it('goes slice by slice and tells progress', async () => {
    await start({ mode: 'all', sliceRows: '8' });
    const progress = collectAt('out1');
    const messages = await read();
    assert.ok(messages.length >= 3 && messages.every(({ payload }) => payload.length <= 8));
    assert.equal(progress.at(-1).payload.rows, rowsOf(messages).length);
    // The help: `{ phase, meter, elapsedMs, rows, expected, requests }`
    const told = progress.filter(({ topic }) => topic === 'progress').map(({ payload }) => payload);
    assert.deepEqual(Object.keys(told[0]).sort(), ['elapsedMs', 'expected', 'meter', 'phase', 'requests', 'rows']);
    assert.ok(told.every(({ phase, requests }) => phase === 'transferring' && requests > 0));
  });

  it('message: files of several days are accepted one by one', async () => {
    await meter.close();
    meter = await quietMeter({ now: () => now, profile: { capturePeriodS: 900, rows: 60 }, tickMs: 20 });
    await start({ accept: 'message', output: 'csv', file: '<date>.csv' });
    const files = collectAt('out0');
    const progress = collectAt('out1');
    const isDone = () => progress.some(({ topic }) => topic === 'done');
    nodeOf('node').receive({});
    await until(() => files.length === 2);
    nodeOf('node').receive({ dlms: files[0].dlms });
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(isDone(), false);
    nodeOf('node').receive({ dlms: files[1].dlms });
    await until(isDone);
  });

  it('message: keeps the place until the rows are accepted; refused rows come again', async () => {
    await start({ accept: 'message' });
    const told: string[] = [];
    nodeOf('node').on('call:status', ({ firstArg }: { firstArg: { text: string } }) => told.push(firstArg.text));
    const sent = nextAt('out0');
    nodeOf('node').receive({});
    const refused = await sent;
    await until(() => told.at(-1)?.endsWith('rows wait until the next node has taken them') === true);
    const caught = nextAt('caught');
    nodeOf('node').receive({ dlms: refused.dlms, accept: false });
    assert.equal((await caught).error.code, 'confirmation-needed');
    const again = nextAt('out0');
    nodeOf('node').receive({});
    const msg = await again;
    assert.equal(msg.payload.length, refused.payload.length);
    const done = collectAt('out1');
    nodeOf('node').receive({ dlms: msg.dlms });
    await until(() => done.some(({ topic }) => topic === 'done'));
    assert.equal(done.filter(({ topic }) => topic === 'done').length, 1);
  });

  it('message: without an answer in time the rows come again', async () => {
    await start({ accept: 'message', acceptTimeout: '0.05' });
    const caught = nextAt('caught');
    nodeOf('node').receive({});
    assert.match((await caught).error.message, /not accepted/);
    assert.ok((await nextAfter()).payload.length >= 20);
  });
  const nextAfter = async () => {
    const answer = nextAt('out0');
    nodeOf('node').receive({});
    return answer;
  };

  describe('done: what the next node says', () => {
    /** A function node behind the profile, that fails on request. */
    const startWith = async (code: string) => {
      await startFlow(
        [
          ...meterConfig(meter.port ?? 0),
          ...flowWith({ type: 'dlms-profile', obis: loadProfile, mode: 'since', accept: 'done', output: 'rows' }, 2).map((entry) =>
            entry.id === 'node' ? { ...entry, wires: [['next'], ['out1']] } : entry,
          ),
          { id: 'next', type: 'function', z: 'tab', func: code, outputs: 1, wires: [['out0']] },
        ],
        credentials,
      );
    };
    /** How nodes tell that they failed: the second one as Node-RED's write file node, which says done behind it. */
    const failures = {
      'an error': "if (!flow.get('works')) { throw new Error('disk full'); } return msg;",
      'an error, and done as ever': "if (!flow.get('works')) { node.error('disk full', msg); } else { node.send(msg); } node.done();",
    };

    for (const [how, code] of Object.entries(failures))
      it(`rows that it fails on come again, rows that it takes do not: ${how}`, async () => {
        await startWith(code);
        const caught = collectAt('caught');
        nodeOf('node').receive({});
        await until(() => caught.some(({ error }) => error.code === 'confirmation-needed'));
        (nodeOf('next') as unknown as { context(): { flow: { set(key: string, value: boolean): void } } })
          .context()
          .flow.set('works', true);
        assert.ok(rowsOf(await read()).length >= 20);
        assert.deepEqual(await read(), []);
      });
  });

  it('a second trigger while reading is left out; reset begins anew', async () => {
    await start({ accept: 'message' });
    const sent = collectAt('out0');
    nodeOf('node').receive({});
    await until(() => sent.length === 1);
    nodeOf('node').receive({});
    nodeOf('node').receive({ dlms: sent[0].dlms });
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(sent.length, 1);
    nodeOf('node').receive({ reset: true });
    await until(() => sent.length === 2);
    assert.equal(sent[1].payload.length, sent[0].payload.length);
  });

  it('keeps rows of one second apart, by the same keys each time, and says how many have no time where that costs them', async () => {
    const buffer = meter.get(loadProfile, 2)?.value as { type: 'structure'; value: Data[] }[];
    const rows = buffer.slice(-2);
    const [, ...values] = rows[1]?.value ?? [];
    const untimed: Data = { type: 'structure', value: [{ type: 'octet-string', value: Buffer.alloc(12, 0xff) }, ...values] };
    meter.set(loadProfile, 2, { type: 'array', value: [rows[0] as Data, rows[1] as Data, rows[1] as Data, untimed] });
    await start({ output: 'value-columns' });
    const told: string[] = [];
    nodeOf('node').on('call:status', ({ firstArg }: { firstArg: { text: string } }) => told.push(firstArg.text));
    const keysOf = (messages: { payload: string[][] }[]): string[] =>
      messages.flatMap(({ payload: [, objects = [], times = []] }) => objects.map((object, at) => `${object} ${times[at]}`));
    const keys = keysOf(await read());
    assert.deepEqual([keys.length, new Set(keys).size], [values.length * 3, values.length * 3]);
    await until(() => told.at(-1) === '4 rows; 1 without a time have no place in this output');
    assert.deepEqual(keysOf(await read({ reset: true })), keys);
  });

  it('ends with an error for Catch when the meter has no such profile', async () => {
    await start({ obis: '1-0:99.77.0*255' });
    const caught = nextAt('caught');
    nodeOf('node').receive({});
    assert.equal((await caught).error.code, 'refused');
  });
});
