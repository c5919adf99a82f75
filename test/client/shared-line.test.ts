/**
 * Several meters, and several clients of one meter, on one line: whose turn it is, and what stays open between them.
 */
import assert from 'node:assert/strict';
import type { AttributeReference, Line } from '../../src/client/types';
import { isDlmsError } from '../../src/errors';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, registers } from './scripted-answers';

const one: AttributeReference[] = [{ classId: 3, obis: energyObis(0), attribute: 2 }];
const write = [{ classId: 3, obis: energyObis(0), attribute: 2, value: { type: 'unsigned', value: 1 } }] as const;
const serving = logicalMeter({ objects: registers(3) });

describe('a line that several share', () => {
  let peer: MemoryMeter;
  let line: Line;
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  it('does not let one silent meter take the others’ turns', async () => {
    peer = new MemoryMeter({
      framing: 'wrapper',
      logicalDevices: [1, 2],
      answer: (request, _client, device) => (device === 2 ? null : serving(request)),
    });
    line = testLine(peer.transport, { responseTimeoutMs: 200, retries: 1 });
    const good = testMeter(line);
    const gone = testMeter(line, { name: 'gone', addresses: { client: 16, logicalDevice: 2 } });
    await good.get(one);
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      assert.rejects(gone.get(one), isDlmsError).then(note('gone')),
      assert.rejects(gone.get(one), isDlmsError).then(note('gone')),
      good.get(one).then(note('good')),
      good.get(one).then(note('good')),
    ]);
    assert.deepEqual(order, ['gone', 'good', 'gone', 'good']);
    // one silent meter costs the other neither its socket nor its association
    assert.equal(peer.requests.filter((kind) => kind === 'aarq').length <= 6, true);
  });

  it('keeps several associations of one socket open', async () => {
    peer = new MemoryMeter({ framing: 'wrapper', logicalDevices: [1, 2], answer: serving });
    line = testLine(peer.transport);
    const a = testMeter(line, { name: 'a' });
    const b = testMeter(line, { name: 'b', addresses: { client: 1, logicalDevice: 2 } });
    for (let i = 0; i < 3; i++) await Promise.all([a.get(one), b.get(one)]);
    assert.equal(peer.connections, 1);
    assert.equal(peer.requests.filter((kind) => kind === 'aarq').length, 2);
  });

  it('disconnects between two clients of one HDLC address, and not between two meters', async () => {
    peer = new MemoryMeter({ framing: 'hdlc', logicalDevices: [1, 2], answer: serving });
    line = testLine(peer.transport, { framing: 'hdlc' });
    const reader = testMeter(line, { name: 'public' });
    const manager = testMeter(line, { name: 'management', addresses: { client: 1, logicalDevice: 1, physical: 17 } });
    const other = testMeter(line, { name: 'other', addresses: { client: 16, logicalDevice: 2, physical: 17 } });
    await reader.get(one);
    await other.get(one);
    assert.deepEqual(peer.requests, ['connect', 'aarq', 'get-request', 'connect', 'aarq', 'get-request']);
    await manager.get(one);
    assert.deepEqual(peer.requests.slice(6), ['rlrq', 'disconnect', 'connect', 'aarq', 'get-request']);
  });

  it('leaves one association of two wPorts before it opens another: a meter holds one, and whoever released would end both', async () => {
    peer = new MemoryMeter({ framing: 'wrapper', logicalDevices: [1, 2], answer: serving });
    line = testLine(peer.transport);
    const hall = testMeter(line, { name: 'hall' });
    const cellar = testMeter(line, { name: 'cellar' });
    const manager = testMeter(line, { name: 'management', addresses: { client: 1, logicalDevice: 1 } });
    await hall.get(one);
    await manager.get(one);
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'aarq', 'get-request'], 'another client is another association');
    await cellar.get(one);
    assert.deepEqual(peer.requests.slice(4), ['rlrq', 'aarq', 'get-request']);
    await cellar.release();
    await hall.set(write);
    assert.deepEqual(peer.requests.slice(7), ['rlrq', 'aarq', 'set-request']);
  });
});
