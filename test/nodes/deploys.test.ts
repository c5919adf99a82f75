/**
 * A deploy of changed nodes under a run that goes on: the security node that messages name is gone for a while.
 */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Node, NodeAPI } from 'node-red';
import { nameable, type SecurityNode } from '../../nodes/lib/config-nodes';
import type { LinePool } from '../../nodes/lib/line-pool';
import { withMeter } from '../../nodes/lib/meter-access';
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

  it('leaves no listener behind', () => {
    for (let deploy = 0; deploy < 20; deploy++) for (const event of ['flows:stopping', 'flows:started']) events.emit(event);
    assert.deepEqual(
      ['flows:stopping', 'flows:started'].map((event) => events.listenerCount(event)),
      [1, 1],
    );
  });
});
