/**
 * Many sources beside each other: interleaved captures, floods, limits, silence.
 */
import assert from 'node:assert/strict';
import { RateLimit } from '../../../src/client/push/rate';
import { TelegramSources } from '../../../src/client/push/sources';
import { isDlmsError } from '../../../src/errors';
import type { TelegramEvent } from '../../../src/telegram';
import { loadCapture } from '../../support/captures';
import { essence, eventsOf, octetsOf, random, randomChunks, ringOf } from '../../telegram/support';

const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const collected = () => {
  const events = new Map<string, TelegramEvent[]>();
  const deliver = ({ key }: { key: string }, told: readonly TelegramEvent[]): void => {
    events.set(key, [...(events.get(key) ?? []), ...told]);
  };
  return { events, deliver };
};

describe('sources of telegrams', () => {
  const one = loadCapture('push-lg-ch-e450');
  const two = loadCapture('push-kaifa-no-stream');

  it('never mix, however their octets are interleaved', async () => {
    const { events, deliver } = collected();
    const sources = new TelegramSources({ keys: ringOf(one), limits: { octetsPerSecond: 0 } }, deliver);
    const chunks = [[...randomChunks(octetsOf(one), random(1))], [...randomChunks(octetsOf(two), random(2))]];
    for (let i = 0; i < Math.max(...chunks.map(({ length }) => length)); i++) {
      for (const [n, own] of chunks.entries()) if (own[i]) void sources.feed({ key: `s${n}` }, own[i] as Buffer);
    }
    await Promise.all([0, 1].map((n) => sources.feed({ key: `s${n}` }, Buffer.alloc(0))));
    for (const n of [0, 1]) sources.end(`s${n}`);
    assert.deepEqual(essence(events.get('s0') ?? []), essence(eventsOf(one, [octetsOf(one)])));
    const named = essence(eventsOf(two, [octetsOf(two)]));
    assert.equal(events.get('s1')?.length, named.length);
    sources.close();
  });

  it('hold back a source above its rate and no other', async () => {
    const { events, deliver } = collected();
    const sources = new TelegramSources({ keys: ringOf(one), limits: { octetsPerSecond: 2000, maxBuffered: 100_000 } }, deliver);
    const flood = sources.feed({ key: 'flood' }, Buffer.alloc(50_000, 0x55));
    let flooded = false;
    flood.then(
      () => {
        flooded = true;
      },
      () => undefined,
    );
    await sources.feed({ key: 'meter' }, octetsOf(one).subarray(0, 3000));
    assert.ok(!flooded);
    assert.ok((events.get('meter') ?? []).length > 0);
    assert.ok(sources.waitingOctets('flood') > 0);
    sources.close();
    await assert.rejects(flood, (error) => isDlmsError(error) && error.code === 'aborted');
  });

  it('refuse octets above the buffer in words', async () => {
    const sources = new TelegramSources({ limits: { octetsPerSecond: 100, maxBuffered: 1000 } }, () => undefined);
    const first = sources.feed({ key: 'a' }, Buffer.alloc(900, 0x55)).catch(() => undefined);
    await assert.rejects(sources.feed({ key: 'a' }, Buffer.alloc(200)), (error) => isDlmsError(error) && error.code === 'limit-exceeded');
    sources.close();
    await first;
  });

  it('forget the one that was heard longest ago, and say what it had begun', async () => {
    const { events, deliver } = collected();
    const sources = new TelegramSources({ limits: { maxSources: 2 } }, deliver);
    await sources.feed({ key: 'a' }, octetsOf(two).subarray(0, 30));
    await sources.feed({ key: 'b' }, Buffer.of(0));
    await sources.feed({ key: 'c' }, Buffer.of(0));
    assert.equal(sources.size, 2);
    assert.equal(events.get('a')?.[0]?.kind, 'error');
    sources.close();
  });

  it('give up a partial telegram after silence, and go on', async () => {
    const { events, deliver } = collected();
    const sources = new TelegramSources({ timeLimitMs: 1 }, deliver);
    await sources.feed({ key: 'a' }, octetsOf(two).subarray(0, 30));
    await until(() => events.get('a') !== undefined);
    assert.equal(events.get('a')?.[0]?.kind, 'error');
    await sources.feed({ key: 'a' }, octetsOf(two));
    sources.end('a');
    const telegrams = (events.get('a') ?? []).filter(({ kind }) => kind === 'telegram');
    assert.equal(telegrams.length, eventsOf(two, [octetsOf(two)]).length);
    sources.close();
  });

  it('hand the context back with what the octets completed', async () => {
    const seen: (number | null)[] = [];
    const sources = new TelegramSources<number>({}, (_source, _events, context) => seen.push(context));
    const octets = octetsOf(two);
    const frame = Buffer.from(two.frames[0]?.hex ?? '', 'hex');
    await sources.feed({ key: 'a' }, octets.subarray(0, frame.length - 1), { context: 1 });
    await sources.feed({ key: 'a' }, octets.subarray(frame.length - 1, frame.length), { context: 2 });
    sources.close();
    assert.deepEqual(seen, [2]);
  });
});

describe('the rate of a source', () => {
  it('allows a burst of two seconds, then the rate', () => {
    const rate = new RateLimit(100, 0);
    assert.equal(rate.take(500, 0), 200);
    assert.equal(rate.take(500, 0), 0);
    assert.equal(rate.waitMs(50, 0), 500);
    assert.equal(rate.take(500, 500), 50);
    assert.equal(rate.take(500, 60_000), 200);
  });

  it('is no limit when it is 0', () => {
    assert.equal(new RateLimit(0, 0).take(1e9, 0), 1e9);
    assert.equal(new RateLimit(0, 0).waitMs(1e9, 0), 0);
  });
});
