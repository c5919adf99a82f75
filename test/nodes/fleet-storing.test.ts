/**
 * `dlms-fleet` with results into a store that is away for a while: the readings are there, so the meters need not be asked again,
 * and none of them has failed.
 */
import assert from 'node:assert/strict';
import type { Node, NodeDef } from 'node-red';
import { type NodeModule, nodeOf } from '../support/node-red';
import { type Any, FleetFlow } from './fleet-flow';

describe('dlms-fleet: a store that is away', () => {
  const flow = new FleetFlow();
  const { rowOf, run } = flow;

  /** What the store took, and until when it takes nothing, as the nodes of databases tell it: by an error at once. */
  const started = async (awayMs: number, node: object = {}) => {
    const stored: Any[] = [];
    let until = Number.POSITIVE_INFINITY;
    const module: NodeModule = (RED) => {
      function AwayStore(this: Node, definition: NodeDef): void {
        RED.nodes.createNode(this, definition);
        this.on('input', (msg: Any, _send, done) => {
          if (until === Number.POSITIVE_INFINITY) until = performance.now() + awayMs;
          if (performance.now() < until) return done(new Error('connect ECONNREFUSED'));
          stored.push(msg);
          done();
        });
      }
      RED.nodes.registerType('away-store', AwayStore);
    };
    const store = { id: 'out0', type: 'away-store', z: 'tab' };
    await flow.start({ accept: 'done', retries: '1', retryPause: '0.2', ...node }, {}, 4, [store], [module]);
    return stored;
  };

  const rows = (rounds: number) =>
    Array.from({ length: 4 * rounds }, (_, index) => ({ ...rowOf(index % 4), jobId: `${index % 4}-${Math.floor(index / 4)}` }));

  /** Requests that meters got. */
  const reads = { count: 0, stops: [] as (() => void)[] };
  beforeEach(() => {
    reads.count = 0;
    for (const meter of flow.meters) {
      const stop = meter.on(({ kind }) => {
        if (kind === 'get') reads.count += 1;
      });
      reads.stops.push(stop);
    }
  });
  afterEach(() => {
    for (const stop of reads.stops.splice(0)) stop();
  });

  it('gets each reading when it is back, and no meter is read twice', async () => {
    const stored = await started(1500);
    const list = rows(6);
    const told = new Set<string>();
    nodeOf('node').on('call:status', ({ args: [status] }: Any) => void told.add(status.text));
    const end = await run({ payload: list });
    assert.ok(
      [...told].some((text) => /^0 of 24, \d+ not stored yet$/.test(text)),
      [...told].join(),
    );
    assert.deepEqual([end.done, end.failed, end.retries, reads.count], [24, 0, 0, 24]);
    assert.deepEqual(stored.map(({ dlms }) => dlms.fleet.jobId).sort(), list.map(({ jobId }) => jobId).sort());
  });

  it('for longer than the flow has to accept: the meter is read again, and fails in the end', async () => {
    const stored = await started(60_000, { acceptTimeout: '0.1' });
    const end = await run({ payload: [rowOf(0)] });
    assert.deepEqual([end.done, end.failed, end.errors, reads.count], [0, 1, { 'confirmation-needed': 1 }, 2]);
    assert.deepEqual(stored, []);
  });
});
