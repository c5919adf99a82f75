/**
 * A deploy of changed nodes under a run that goes on: the security node that messages name is gone for a while.
 */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { Acceptance } from '../../nodes/lib/acceptance';
import { nameable, type SecurityNode } from '../../nodes/lib/config-nodes';
import { type FleetJob, jobsOf } from '../../nodes/lib/fleet/jobs';
import { Offering } from '../../nodes/lib/fleet/offering';
import type { Run } from '../../nodes/lib/fleet/run';
import { fleetSettings } from '../../nodes/lib/fleet/settings';
import type { Outputs } from '../../nodes/lib/flow-node';
import type { LinePool } from '../../nodes/lib/line-pool';
import { withMeter } from '../../nodes/lib/meter-access';
import { formMemory } from '../../nodes/lib/output-forms';
import { readOverrides } from '../../nodes/lib/overrides';
import { noSecurity } from '../../nodes/lib/security-settings';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a deploy under a run', () => {
  const events = new EventEmitter();
  const pool = { use: async () => 'read' } as unknown as LinePool;
  const nodes: Readonly<Record<string, object>> = {
    meter: { id: 'meter', type: 'dlms-meter', settings: {}, connectionId: 'line', securityId: '', problem: null },
    line: { id: 'line', type: 'dlms-connection', settings: { host: '127.0.0.1' }, pool, dialIn: null, problem: null },
  };
  const RED = { events, nodes: { getNode: (id: string) => nodes[id] as Node | undefined } } as unknown as NodeAPI;
  const keys = () => {
    const security = { factoryFor: () => noSecurity, associate: {}, meterTitle: undefined };
    return nameable(RED, { id: 'keys', type: 'dlms-security', name: 'Field keys', security, problem: null } as unknown as SecurityNode);
  };
  const read = (signal = new AbortController().signal) =>
    withMeter(RED, { meter: 'meter' }, readOverrides({ security: 'Field keys' }), signal, async () => 'read');

  it('keeps those waiting that name a node which is made anew', async () => {
    const forget = keys();
    assert.equal(await read(), 'read');
    events.emit('flows:stopping');
    forget();
    const waiting = read();
    const stopped = new AbortController();
    const ended = assert.rejects(read(stopped.signal), { code: 'aborted' });
    await turn();
    stopped.abort();
    await ended;
    const forgetNew = keys();
    events.emit('flows:started');
    assert.equal(await waiting, 'read');
    forgetNew();
    await assert.rejects(read(), { code: 'settings-invalid', message: /no security node is named "Field keys"/ });
  });

  it('keeps results for a node behind that is made anew', async () => {
    let completed: (event: object) => void = () => assert.fail('nothing is awaited');
    let isThere = false;
    const hooks = {
      add: (_name: string, handler: typeof completed) => {
        completed = handler;
      },
      remove: () => undefined,
    };
    const runtime = {
      events,
      hooks,
      util: { generateId: () => 'id', cloneMessage: structuredClone },
      nodes: { getNode: () => (isThere ? { id: 'database', type: 'sqlite', wires: [], error: assert.fail } : undefined) },
    } as unknown as NodeAPI;
    const node = { id: 'fleet', wires: [['database']], warn: assert.fail } as unknown as Node;
    const acceptance = new Acceptance(runtime, node, 'fleet', 'done');
    const offering = new Offering({ RED: runtime, acceptance, settings: fleetSettings({}, formMemory()) }, assert.fail);
    const sent: unknown[] = [];
    const send = ([messages]: Outputs): void => {
      sent.push(messages);
      setImmediate(() => completed({ msg: (messages as NodeMessage[])[0], node: { id: 'database' } }));
    };
    const run = { id: 'run', parts: { msg: {}, send }, child: () => ({ signal: new AbortController().signal, done: () => undefined }) };
    const [job] = jobsOf([{ host: 'a' }], {}) as [FleetJob];
    events.emit('flows:stopping');
    const stored = offering.store(run as unknown as Run, job, 1, (msg) => [msg]);
    await turn();
    assert.equal(sent.length, 0);
    isThere = true;
    events.emit('flows:started');
    await stored;
    assert.equal(sent.length, 1);
    acceptance.close();
  });

  it('leaves no listener behind', () => {
    for (let deploy = 0; deploy < 20; deploy++) for (const event of ['flows:stopping', 'flows:started']) events.emit(event);
    assert.deepEqual(
      ['flows:stopping', 'flows:started'].map((event) => events.listenerCount(event)),
      [1, 1],
    );
  });
});
