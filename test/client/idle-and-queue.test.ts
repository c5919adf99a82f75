/**
 * The life of a line in time: idle release, growing pauses between failed connects, requests that were queued before the line
 * was up. Time is sinon's: no test waits.
 */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { Apdu } from '../../src/apdu/apdu';
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

  describe('a write after the association lay idle', () => {
    const set = { ...energy(0), value: { type: 'double-long-unsigned', value: 1 } } as const;
    const serving = logicalMeter({ objects: registers(9) });
    const gone: Apdu = {
      kind: 'exception-response',
      value: { stateError: 'service-not-allowed', serviceError: 'operation-not-possible', invocationCounter: null },
    };

    const unknown: Apdu = {
      kind: 'exception-response',
      value: { stateError: 'service-unknown', serviceError: 'service-not-supported', invocationCounter: null },
    };

    const written = async (idleMs: number, meanwhile: () => void): Promise<unknown> => {
      const meter = testMeter(line);
      await meter.get([energy(0)]);
      await clock.tickAsync(idleMs);
      meanwhile();
      peer.requests.splice(0);
      const { items } = await meter.set([set]);
      return items[0]?.error;
    };

    it('goes out once, in a new association, where the meter has forgotten the old one', async () => {
      let forgotten = false;
      peer = new MemoryMeter({
        framing: 'wrapper',
        answer: (request) => {
          if (request.kind === 'aarq') forgotten = false;
          return forgotten ? gone : serving(request);
        },
      });
      line = testLine(peer.transport, patient);
      const forget = (): void => {
        forgotten = true;
      };
      assert.equal(await written(180_000, forget), null);
      assert.deepEqual(peer.requests, ['get-request', 'aarq', 'set-request']);
    });

    it('goes out once, over a new link, where the meter has ended that of HDLC (DM)', async () => {
      peer = new MemoryMeter({ framing: 'hdlc', answer: serving });
      line = testLine(peer.transport, { ...patient, framing: 'hdlc' });
      assert.equal(await written(180_000, () => peer.endLinks()), null);
      assert.deepEqual(peer.requests, ['connect', 'aarq', 'set-request']);
    });

    it('goes out once, over a new line, where the meter hung up when it was asked', async () => {
      peer = new MemoryMeter({
        framing: 'wrapper',
        answer: (request) => {
          if (request.kind !== 'get-request' || peer.connections > 1 || peer.requests.length !== 1) return serving(request);
          peer.drop();
          return null;
        },
      });
      line = testLine(peer.transport, patient);
      assert.equal(await written(180_000, () => undefined), null);
      assert.deepEqual(peer.requests, ['get-request', 'aarq', 'set-request']);
    });

    it('goes out at once behind other traffic', async () => {
      line = testLine(peer.transport, patient);
      assert.equal(await written(5000, () => undefined), null);
      assert.deepEqual(peer.requests, ['set-request']);
    });

    it('goes out where the meter does not know the service that it is asked with', async () => {
      peer = new MemoryMeter({
        framing: 'wrapper',
        answer: (request) => (request.kind === 'get-request' && peer.requests.length === 1 ? unknown : serving(request)),
      });
      line = testLine(peer.transport, patient);
      assert.equal(await written(180_000, () => undefined), null);
      assert.deepEqual(peer.requests, ['get-request', 'set-request']);
    });

    it('is not sent, and not told of as carried out perhaps, where the meter is gone', async () => {
      let isGone = false;
      peer = new MemoryMeter({ framing: 'wrapper', answer: (request) => (isGone ? null : serving(request)) });
      line = testLine(peer.transport, { responseTimeoutMs: 5000, retries: 0 });
      const meter = testMeter(line);
      await meter.get([energy(0)]);
      await clock.tickAsync(180_000);
      isGone = true;
      const failed = assert.rejects(meter.set([set]), ({ code, message }: DlmsError) => {
        assert.equal(code, 'response-timeout');
        assert.doesNotMatch(message, /may have been executed/);
        return true;
      });
      await clock.tickAsync(60_000);
      await failed;
      assert.equal(peer.requests.includes('set-request'), false);
    });
  });
});
