/**
 * The life of a line in time: idle release, growing pauses between failed connects, requests that were queued before the line
 * was up. Time is sinon's: no test waits.
 */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { AttributeReference, Line } from '../../src/client/types';
import { DlmsError } from '../../src/errors';
import type { Transport } from '../../src/transport/transport';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, registers } from './scripted-answers';

/** Answers come in real time while the clock of the tests stands still or jumps: no answer may count as late. */
const patient = { responseTimeoutMs: 3_600_000 };

const energy = (n: number): AttributeReference => ({ classId: 3, obis: energyObis(n), attribute: 2 });

describe('a line in time', () => {
  let clock: sinon.SinonFakeTimers;
  let peer: MemoryMeter;
  let line: Line;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    // Jitter in the middle of its range: pauses are what the rule says.
    sinon.stub(Math, 'random').returns(0.5);
    peer = new MemoryMeter({ framing: 'wrapper', answer: logicalMeter({ objects: registers(9) }) });
  });
  afterEach(async () => {
    clock.restore();
    sinon.restore();
    await line.close();
    peer.close();
  });

  /** A transport that refuses so many times, and when it was asked. */
  const refusing = (times: number): { readonly transport: Transport; readonly asked: number[] } => {
    const asked: number[] = [];
    const transport: Transport = {
      label: 'gateway',
      open: (events, signal) => {
        asked.push(clock.now);
        return asked.length <= times
          ? Promise.reject(new DlmsError('connect-failed', 'gateway: refused'))
          : peer.transport.open(events, signal);
      },
    };
    return { transport, asked };
  };

  it('pauses twice as long after each failed connect, up to the largest pause', async () => {
    const { transport, asked } = refusing(6);
    line = testLine(transport, { ...patient, retries: 10, backoffMs: [1000, 8000] });
    const reading = testMeter(line).get([energy(0)], { deadlineMs: 600_000 });
    await clock.tickAsync(60_000);
    assert.equal((await reading).items[0]?.data?.value, 1000);
    const pauses = asked.slice(1).map((at, i) => at - (asked[i] as number));
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('begins with the first pause again once it was connected', async () => {
    const { transport, asked } = refusing(2);
    line = testLine(transport, { ...patient, retries: 10, backoffMs: [1000, 8000] });
    const meter = testMeter(line);
    const first = meter.get([energy(0)], { deadlineMs: 600_000 });
    await clock.tickAsync(5000);
    await first;
    peer.drop();
    await clock.tickAsync(1);
    const before = asked.length;
    const second = meter.get([energy(0)]);
    await clock.tickAsync(1);
    await second;
    assert.equal(asked.length, before + 1);
  });

  it('loses no request that was queued before the line was up, and answers in the order of asking', async () => {
    const { transport, asked } = refusing(3);
    line = testLine(transport, { ...patient, retries: 10, backoffMs: [1000, 8000] });
    const meter = testMeter(line);
    const order: number[] = [];
    const all = Array.from({ length: 9 }, (_, n) =>
      meter.get([energy(n)], { deadlineMs: 600_000 }).then(({ items }) => {
        order.push(n);
        return items[0]?.data?.value;
      }),
    );
    assert.equal(line.pending, 9);
    await clock.tickAsync(60_000);
    assert.deepEqual(
      await Promise.all(all),
      Array.from({ length: 9 }, (_, n) => 1000 + n),
    );
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(asked.length, 4);
    assert.equal(line.pending, 0);
  });

  it('keeps what is queued when the line breaks under the first request', async () => {
    let hungUp = false;
    const answer = logicalMeter({ objects: registers(9) });
    peer = new MemoryMeter({
      framing: 'wrapper',
      answer: (request) => {
        if (request.kind !== 'get-request' || hungUp) return answer(request);
        hungUp = true;
        peer.drop();
        return null;
      },
    });
    line = testLine(peer.transport, patient);
    const meter = testMeter(line);
    const all = Promise.all([0, 1, 2].map((n) => meter.get([energy(n)])));
    await clock.tickAsync(10_000);
    assert.deepEqual(
      (await all).map(({ items }) => items[0]?.data?.value),
      [1000, 1001, 1002],
    );
    assert.equal(peer.connections, 2);
  });

  it('releases and closes after the idle time, counted from the end of the last request', async () => {
    line = testLine(peer.transport, { ...patient, idleReleaseMs: 30_000 });
    const meter = testMeter(line);
    const read = async (): Promise<void> => {
      const reading = meter.get([energy(0)]);
      await clock.tickAsync(1);
      await reading;
    };
    await read();
    await clock.tickAsync(29_000);
    await read();
    await clock.tickAsync(29_000);
    assert.equal(line.state, 'open');
    assert.equal(peer.requests.includes('rlrq'), false);
    await clock.tickAsync(2000);
    // the release itself takes real time
    const state = (): string => line.state;
    for (let i = 0; i < 100 && state() !== 'closed'; i++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(state(), 'closed');
    assert.equal(peer.requests.at(-1), 'rlrq');
    await read();
    assert.equal(peer.connections, 2);
  });

  it('keeps the association for ever where the idle time is 0', async () => {
    line = testLine(peer.transport, { ...patient, idleReleaseMs: 0 });
    const reading = testMeter(line).get([energy(0)]);
    await clock.tickAsync(1);
    await reading;
    await clock.tickAsync(86_400_000);
    assert.equal(line.state, 'open');
    assert.deepEqual(peer.requests, ['aarq', 'get-request']);
  });
});
