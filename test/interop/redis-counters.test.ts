/**
 * Counters in a real redis-server: shared by processes without a collision, through kill -9 of the client and of the server.
 * Where redis-server is missing there are no tests; under CI=true that is a failure.
 */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { DlmsError, type RedisCounterOptions, type RedisCounterStore, redisCounterStore } from '../../src/index';
import { counterKey } from '../../src/security/counters';
import { live, liveAndDie } from '../client/security/killed-sessions';
import { programPath, type Service, startRedis } from '../integration/services';
import { freePort } from '../support/free-port';

const key = counterKey('unicast-0011223344556677', 'client-to-server', Buffer.from('Gurux123'));
const inRedis = 'dlms:counter:client-to-server/4775727578313233/unicast-0011223344556677';

/** Closed at the end, whatever fails: an open client would keep the process. */
const stores: RedisCounterStore[] = [];
function open(options: RedisCounterOptions): RedisCounterStore {
  const store = redisCounterStore(options);
  stores.push(store);
  return store;
}

/** The client comes back by itself after the server did. */
async function whenBack(store: RedisCounterStore): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      return await store.reserve(key, 2, 0);
    } catch (error) {
      if (tries >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const isMissing = programPath('redis-server') === null;
const inCi = process.env.CI === 'true';

async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DlmsError, String(error));
  return error;
}

const suite: (title: string, tests: () => void) => unknown = isMissing && !inCi ? () => undefined : describe;

suite('counters in Redis', () => {
  let server: Service;
  let url: string;
  before(async () => {
    server = await startRedis();
    url = `redis://127.0.0.1:${server.port}`;
  });
  after(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server.stop();
  });

  it('rise over the whole range, to its end', async () => {
    const store = open({ url, prefix: 'range:' });
    assert.equal(await store.highest(key), null);
    assert.equal(await store.reserve(key, 32, 0), 0);
    assert.equal(await store.reserve(key, 32, 0), 32);
    assert.equal(await store.reserve(key, 1, 5), 64, 'never lower');
    for (const start of [0x7fffffff, 0x80000000, 0xfffffff0]) assert.equal(await store.reserve(key, 1, start), start);
    assert.equal((await rejection(store.reserve(key, 32, 0))).code, 'counter-exhausted');
    assert.equal(await store.highest(key), 0xfffffff0);
  });

  it('instances share without a collision', async () => {
    const instances = [0, 1, 2].map(() => open({ url, prefix: 'shared:' }));
    const firsts = await Promise.all(Array.from({ length: 300 }, (_, i) => (instances[i % 3] as RedisCounterStore).reserve(key, 3, 0)));
    assert.deepEqual(
      firsts.sort((a, b) => a - b),
      Array.from({ length: 300 }, (_, i) => 3 * i),
    );
  });

  it('a Redis that may forget is told, and one that forgot lowers nothing', async () => {
    const told: string[] = [];
    const warn = (text: string): void => void told.push(text);
    assert.equal(await open({ url, prefix: 'sound:', warn }).reserve(key, 1, 0), 0);
    assert.deepEqual(told, [], 'this server keeps what it is given');
    const weak = await startRedis({ appendonly: 'no', maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' });
    const store = open({ url: `redis://127.0.0.1:${weak.port}`, timeoutMs: 2000, warn });
    assert.equal(await store.reserve(key, 32, 0), 0);
    assert.match(told.join('\n'), /appendonly no.*\n.*maxmemory-policy allkeys-lru/);
    await weak.pause();
    await weak.resume();
    assert.equal(await whenBack(store), 32, 'above what this process was given');
    assert.equal(await store.highest(key), 33);
    assert.equal(told.length, 2, 'told once');
    await store.close();
    await weak.stop();
  });

  it('what one instance learnt of a meter, the others know', async () => {
    const [one, other] = [open({ url }), open({ url })];
    assert.equal(await other.learnt.get('security hall 1'), undefined);
    await one.learnt.set('security hall 1', '{"icPolicy":"shared"}');
    assert.equal(await other.learnt.get('security hall 1'), '{"icPolicy":"shared"}');
    await other.learnt.delete('security hall 1');
    assert.equal(await one.learnt.get('security hall 1'), undefined);
    const away = open({ url: `redis://127.0.0.1:${await freePort()}`, timeoutMs: 300 });
    assert.equal((await rejection(away.learnt.get('x'))).code, 'store-failed');
  });

  it('a value that is no counter is an error, never a start at 0', async () => {
    const { createClient } = require('redis') as { createClient(options: object): import('../../src/index').RedisClient };
    const client = createClient({ url });
    client.on('error', () => {});
    await client.connect();
    const store = open({ url });
    for (const value of ['', 'x', '-1', '1.5']) {
      await client.sendCommand(['SET', inRedis, value]);
      for (const asked of [store.highest(key), store.reserve(key, 1, 0)]) {
        const error = await rejection(asked);
        assert.equal(error.code, 'counter-store-failed', value);
        assert.match(error.message, /is no counter/);
      }
    }
    await client.sendCommand(['DEL', inRedis]);
    await client.close?.();
  });

  it('a Redis that is away is an error within the time-out, and no end', async () => {
    const port = await freePort();
    const store = open({ url: `redis://reader:very-secret@127.0.0.1:${port}`, timeoutMs: 300 });
    const error = await rejection(store.reserve(key, 1, 0));
    assert.equal(error.code, 'counter-store-failed');
    assert.doesNotMatch(`${error.message} ${error.cause}`, /very-secret/);
    const typo = await rejection(open({ url: 'redis://reader:very-secret@127.0.0.1:port' }).reserve(key, 1, 0));
    assert.equal(typo.code, 'counter-store-failed');
    assert.doesNotMatch(inspect(typo, { depth: 9 }), /very-secret/);
  });

  it('replicas that are missing are an error', async () => {
    const store = open({ url, prefix: 'wait:', replicas: 1, timeoutMs: 100 });
    assert.match((await rejection(store.reserve(key, 1, 0))).message, /0 of 1 replicas/);
  });

  it('1,000 sessions of a client that is killed at any point', async () => {
    await liveAndDie(['redis', url], { sessions: 1000, deaths: 8 });
  }).timeout(300_000);

  it('two processes with the same keys never use one counter twice', async () => {
    const lives = await Promise.all([0, 1].map(() => live(['redis', url, '4'], 1500)));
    const all = lives.flatMap(({ counters }) => counters);
    assert.ok(all.length > 2000, String(all.length));
    assert.equal(new Set(all).size, all.length);
    for (const { counters } of lives)
      assert.deepEqual(
        counters,
        [...counters].sort((a, b) => a - b),
      );
  }).timeout(120_000);

  it('a Redis that is killed has forgotten nothing', async () => {
    const store = open({ url, prefix: 'kill:', timeoutMs: 2000 });
    let highest = -1;
    for (let death = 0; death < 3; death++) {
      for (let i = 0; i < 20; i++) {
        const first = await whenBack(store);
        assert.ok(first > highest);
        highest = first + 1;
      }
      const working = Promise.all(Array.from({ length: 50 }, () => store.reserve(key, 2, 0).catch(() => -1)));
      await server.pause();
      highest = Math.max(highest, ...(await working).map((first) => (first < 0 ? -1 : first + 1)));
      await server.resume();
    }
    const last = open({ url, prefix: 'kill:' });
    assert.ok((await last.reserve(key, 1, 0)) > highest);
  }).timeout(120_000);
});
