/**
 * Runs of a fleet without meters: who does the jobs is told by the test, so that what comes in between can be told as well.
 */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Node, NodeAPI } from 'node-red';
import sinon from 'sinon';
import { Acceptance } from '../../nodes/lib/acceptance';
import { describeError } from '../../nodes/lib/error-facts';
import { Fleet, type FleetParts } from '../../nodes/lib/fleet/fleet';
import type { FleetJob } from '../../nodes/lib/fleet/jobs';
import type { Run } from '../../nodes/lib/fleet/run';
import { fleetSettings } from '../../nodes/lib/fleet/settings';
import { FleetStore } from '../../nodes/lib/fleet/store';
import type { Outputs, Work } from '../../nodes/lib/flow-node';
import { LinePool } from '../../nodes/lib/line-pool';
import { formMemory } from '../../nodes/lib/output-forms';
import { DlmsError, type Line, type LineOptions } from '../../src/index';
import { until } from '../support/node-red';
import type { Any } from './fleet-flow';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A fleet whose jobs stay out until the test says what became of them. */
const fleetOf = (settings: object = {}, leaseMs = 60_000, kept = new Map<string, unknown>()) => {
  /** Reading this key from the store waits for this. */
  const gate = { key: '', opened: Promise.resolve() };
  type Done = (error: Error | null, value?: unknown) => void;
  const node = {
    id: 'fleet',
    wires: [],
    warn: assert.fail,
    context: () => ({
      get: (key: string, _store: unknown, done: Done) =>
        void (key === gate.key ? gate.opened : Promise.resolve()).then(() => done(null, kept.get(key))),
      set: (key: string, value: unknown, _store: unknown, done: Done) => {
        kept.set(key, value);
        done(null);
      },
    }),
  } as unknown as Node;
  let ids = 0;
  const RED = { events: new EventEmitter(), util: { generateId: () => `id${++ids}`, cloneMessage: structuredClone } } as unknown as NodeAPI;
  const parts: FleetParts = {
    RED,
    node,
    settings: fleetSettings({ accept: 'sent', ...settings }, formMemory(RED)),
    store: new FleetStore(node, '', assert.fail),
    acceptance: new Acceptance(RED, node, 'fleet', 'sent'),
    show: () => undefined,
  };
  const out: { readonly run: Run; readonly job: FleetJob; readonly attempt: number }[] = [];
  const fleet = new Fleet(parts, () => ({
    prepare: () => undefined,
    free: true,
    connection: {},
    leaseMs,
    begin: (run, job, { attempt }) => void out.push({ run, job, attempt }),
  }));
  return { fleet, out, kept, gate, parts };
};

const work = (msg: object, signal = new AbortController().signal) => {
  const sent: Outputs[] = [];
  const all: Work = {
    msg: msg as Any,
    signal,
    abort: () => undefined,
    report: () => undefined,
    send: (outputs) => void sent.push(outputs),
  };
  return Object.assign(all, { sent });
};

const code = (error: Any): string => error.code;

describe('dlms-fleet: runs', () => {
  it('another list under the id of a run that is at work is refused, and not dropped', async () => {
    const { fleet, out } = fleetOf();
    const first = fleet.start(work({ runId: '2026-11-30', payload: [{ host: 'h1' }] })).catch(code);
    await turn();
    await assert.rejects(fleet.start(work({ runId: '2026-11-30', payload: [{ host: 'h2' }, { host: 'h3' }] })), {
      code: 'settings-invalid',
      message: /2026-11-30.*another list/,
    });
    const same = await fleet.start(work({ runId: '2026-11-30', payload: [{ host: 'h1' }] }));
    assert.equal((same.outputs[2] as Any).payload.phase, 'still running');
    assert.deepEqual(
      out.map(({ job }) => job.dlms.host),
      ['h1'],
    );
    await fleet.close();
    assert.equal(await first, 'aborted');
  });

  it('a meter that was never asked, because the lines were busy, is not taken for one that is away', async () => {
    const { fleet, out } = fleetOf({ retries: '0' });
    const lines = new LinePool(() => ({ on: () => () => undefined, close: async () => undefined, label: '' }) as unknown as Line, {
      maxLines: 1,
      idleMs: 1000,
    });
    const line = (host: string): LineOptions => ({ transport: { kind: 'tcp', host, port: 1 }, framing: 'wrapper' }) as LineOptions;
    const { signal } = new AbortController();
    const busy = lines.use(line('a'), signal, 1000, () => new Promise<void>((resolve) => setTimeout(resolve, 60)));
    const noPlace: DlmsError = await lines.use(line('b'), signal, 20, async () => assert.fail()).catch((error) => error);
    assert.equal(noPlace.code, 'deadline-exceeded');
    await busy;
    await lines.close(100);
    const payload = [{ host: 'busy' }, { host: 'gone' }];
    const first = fleet.start(work({ runId: '1', payload }));
    await until(() => out.length === 2);
    const facts = { busy: noPlace, gone: new DlmsError('deadline-exceeded', 'get did not end within 10 ms') };
    for (const { run, job, attempt } of out.splice(0)) fleet.failed(run, job.id, attempt, describeError(facts[job.id as 'busy' | 'gone']));
    await first;
    const second = fleet.start(work({ runId: '2', payload })).catch(code);
    await turn();
    assert.deepEqual(
      out.map(({ job }) => job.id),
      ['busy'],
    );
    await fleet.close();
    await second;
  });

  it('a meter that did not get its turn on the line has it later; one that was too slow has failed', async () => {
    const { fleet, out } = fleetOf({ retries: '1', retryPause: '0' });
    const started = fleet.start(work({ payload: [{ host: 'waits' }, { host: 'slow' }] }));
    await until(() => out.length === 2);
    const facts = {
      waits: describeError(new DlmsError('deadline-exceeded', 'did not get its turn within 60000 ms', { details: { waited: true } })),
      slow: describeError(new DlmsError('deadline-exceeded', 'did not end within 60000 ms')),
    };
    for (const { run, job, attempt } of out.splice(0)) fleet.failed(run, job.id, attempt, facts[job.id as 'waits' | 'slow']);
    await until(() => out.length === 1);
    const [{ run, job, attempt }] = out as [(typeof out)[0]];
    assert.deepEqual([job.id, attempt], ['waits', 2]);
    await fleet.succeeded(run, job.id, attempt, () => []);
    const { payload } = (await started).outputs[2] as Any;
    assert.deepEqual([payload.done, payload.failed], [1, 1]);
  });

  it('goes on at the start of Node-RED with what a restart cut off, and begins nothing', async () => {
    const rows = [{ host: 'h1' }, { host: 'h2' }];
    for (const id of [{ runId: 'night' }, {}]) {
      const kept = new Map<string, unknown>();
      /** What a new Node-RED begins: hosts of the jobs. */
      const begins = async (end: (fleet: Fleet) => unknown, msg: object): Promise<string[]> => {
        const { fleet, out } = fleetOf({}, 60_000, kept);
        const ended = fleet.start(work({ ...id, ...msg, payload: rows })).catch(code);
        await turn();
        const [first] = out;
        if (first !== undefined) await fleet.succeeded(first.run, first.job.id, first.attempt, () => []);
        await end(fleet);
        await ended;
        await fleet.close();
        return out.map(({ job }) => String(job.dlms.host));
      };
      const cut = (fleet: Fleet): Promise<void> => fleet.close();
      const stop = (fleet: Fleet): unknown => fleet.control({ control: 'stop' } as never);
      const goOn = { resume: 'only' };
      assert.deepEqual(await begins(cut, goOn), [], 'there was no run');
      assert.deepEqual(await begins(cut, {}), ['h1', 'h2']);
      assert.deepEqual(await begins(stop, goOn), ['h2']);
      assert.deepEqual(await begins(cut, { resume: false }), ['h1', 'h2']);
      assert.deepEqual(await begins(stop, { resume: true }), ['h2']);
      assert.deepEqual(await begins(cut, { resume: false }), ['h1', 'h2']);
      assert.deepEqual(await begins(cut, goOn), ['h2']);
      assert.deepEqual(await begins(cut, goOn), [], 'it is done');
      assert.deepEqual(await begins(stop, { resume: false }), ['h1', 'h2']);
      assert.deepEqual(await begins(cut, goOn), [], 'somebody stopped it');
    }
  });

  it('a clock that is set back while jobs are out keeps no lease and no progress waiting', async () => {
    const { fleet, out } = fleetOf({ retries: '1', retryPause: '0' }, 200);
    const started = work({ payload: [{ host: 'h1' }] });
    const ended = fleet.start(started);
    await turn();
    const clock = sinon.stub(Date, 'now').callsFake(() => performance.timeOrigin + performance.now() - 3_600_000);
    try {
      await until(() => out.length === 2);
      const [, { run, job, attempt }] = out as [unknown, (typeof out)[0]];
      await fleet.succeeded(run, job.id, attempt, () => []);
      const summary = ((await ended).outputs[2] as Any).payload;
      assert.deepEqual([summary.done, summary.silences], [1, 1]);
      assert.ok(summary.elapsedMs >= 200 && summary.elapsedMs < 60_000, `${summary.elapsedMs} ms`);
    } finally {
      clock.restore();
    }
    await fleet.close();
  });

  it('what goes wrong when a lease is over is told by the node, and does not end Node-RED', async () => {
    const { fleet, parts } = fleetOf({ retries: '0' }, 20);
    const run = fleet.start(work({ payload: [{ host: 'h1' }] })).catch(code);
    await turn();
    const told = new Promise((resolve) => Object.assign(parts.node, { error: resolve }));
    Object.assign(parts.RED.util, { cloneMessage: () => assert.fail('no copy of this message') });
    assert.match(String(await told), /no copy of this message/);
    await fleet.close();
    assert.equal(await run, 'aborted');
  });

  it('an order that is none is named, whatever it is', () => {
    const { fleet } = fleetOf();
    for (const control of ['halt', 5, 10n, { a: 1 }, ['stop']]) {
      assert.throws(() => fleet.control({ control } as Any), {
        code: 'settings-invalid',
        message: /^msg\.control: .* is none of stop, pause/,
      });
    }
  });

  it('two lists have one job out on a gateway between them, and the rest when it is back', async () => {
    const { fleet, out } = fleetOf();
    const rows = (...names: string[]) => names.map((name) => ({ name, host: 'gateway' }));
    const first = fleet.start(work({ payload: rows('a1', 'a2') })).catch(code);
    const second = fleet.start(work({ payload: [...rows('b1'), { name: 'b2', host: 'elsewhere' }] })).catch(code);
    await turn();
    const names = () => out.map(({ job }) => job.id);
    assert.deepEqual(names(), ['a1', 'b2']);
    const [{ run, job, attempt }] = out as [(typeof out)[0]];
    await fleet.succeeded(run, job.id, attempt, () => []);
    assert.deepEqual(names(), ['a1', 'b2', 'a2']);
    fleet.control({ control: 'stop', runId: run.id } as never);
    assert.deepEqual(names(), ['a1', 'b2', 'a2', 'b1']);
    await fleet.close();
    await Promise.all([first, second]);
  });

  const moments = { fleet_runs: 'while the store is asked which runs there are', fleet_away: 'while it is asked which meters are away' };
  for (const [key, when] of Object.entries(moments))
    it(`a redeploy ${when} ends the run: nothing is begun or counts`, async () => {
      const { fleet, out, gate } = fleetOf();
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      Object.assign(gate, { key, opened });
      const unhandled: unknown[] = [];
      const note = (why: unknown): void => void unhandled.push(why);
      process.on('unhandledRejection', note);
      const redeploy = new AbortController();
      const ended = fleet.start(work({ payload: [{ host: 'h1' }] }, redeploy.signal)).then(
        () => 'done',
        (error) => error,
      );
      await turn();
      redeploy.abort();
      await turn();
      open();
      assert.equal(code(await ended), 'aborted');
      process.off('unhandledRejection', note);
      // One would end Node-RED.
      assert.deepEqual([out.length, fleet.out, unhandled], [0, 0, []]);
      await fleet.close();
    });
});
