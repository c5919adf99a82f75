/**
 * What counts as accepted by a flow, and by what: in a real runtime, behind whatever stands between the node and the one that
 * stores.
 */
import assert from 'node:assert/strict';
import type { Node, NodeAPI } from 'node-red';
import { Acceptance } from '../../nodes/lib/acceptance';

const RED = { util: { generateId: () => 'f00d' } } as unknown as NodeAPI;
const nodeCalled = (id: string): Node => ({ id, wires: [['next']], warn: assert.fail }) as unknown as Node;

describe('acceptance by a message', () => {
  it('is of the node whose token it is: what another node sent is a trigger', async () => {
    const profile = new Acceptance(RED, nodeCalled('a1'), 'profile', 'message');
    const fleet = new Acceptance(RED, nodeCalled('a2'), 'fleet', 'message');
    const other = new Acceptance(RED, nodeCalled('a3'), 'fleet', 'message');
    const { signal } = new AbortController();
    const token = fleet.token();
    const accepted = fleet.wait(token, 1, 1000, signal);
    // A result of the fleet node, as it is sent on.
    const sent = { payload: [], dlms: { host: '10.0.0.1', fleet: { runId: 'r', jobId: 'j', attempt: 1, token } } };
    assert.deepEqual([profile.answer(sent), other.answer(sent)], [false, false]);
    assert.equal(profile.answer({ dlms: { profile: { token } } }), false);
    assert.equal(fleet.answer(sent), true);
    await accepted;
    assert.equal(fleet.answer(sent), true, 'an answer that comes too late is none the less no trigger');
  });
});
