/**
 * Confirmations of protected notifications, over a real socket. The meter's side is `support/protected-push.ts`, which shares
 * nothing with what is tested.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConfirmationSecurity, confirmationSealer } from '../../../src/client/push/confirmation';
import { openPushReceiver, type PushReceiver } from '../../../src/client/push/receiver';
import type { PushOptions } from '../../../src/client/push/types';
import { encodeWrapper } from '../../../src/framing/wrapper';
import { type CounterStore, counterKey, memoryCounterStore } from '../../../src/security/counters';
import { keyFingerprint } from '../../../src/security/keys';
import { createKeyRing, createReplayState } from '../../../src/telegram';
import { longFrame } from '../../framing/m-bus-frames';
import { openedConfirmation as opened, plainConfirmation, protectedNotification, pushKeys } from '../../support/protected-push';

const host = '127.0.0.1';
const { ek, ak } = pushKeys;
const broadcast = Buffer.from('0F0E0D0C0B0A09080706050403020100', 'hex');
const ownTitle = Buffer.from('4D45544600000001', 'hex');

const until = async (ready: () => boolean): Promise<void> => {
  for (let tries = 0; !ready() && tries < 2000; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(ready());
};

describe('confirmations of protected notifications', () => {
  let receiver: PushReceiver;
  let meter: Socket;
  let store: CounterStore;
  const problems: unknown[] = [];
  const key = counterKey(keyFingerprint(ek, 'unicast'), 'client-to-server', ownTitle);

  const start = async (security: Partial<ConfirmationSecurity> = {}, options: Partial<PushOptions> = {}): Promise<void> => {
    problems.length = 0;
    store = memoryCounterStore();
    const keys = createKeyRing([{ name: 'meter', ek, ak, broadcast }]);
    const seal = confirmationSealer({ keys, clientTitle: ownTitle, counterStore: store, log: () => undefined, ...security });
    receiver = await openPushReceiver(
      { listen: { kind: 'tcp', host, port: 0 }, confirm: 'asked', keys, seal, ...options },
      { telegram: () => undefined, failure: ({ error }) => problems.push(error), unconfirmed: (_t, _s, error) => problems.push(error) },
    );
    meter = connect(receiver.port as number, host);
    await once(meter, 'connect');
  };
  const push = (counter: number, by = ek, control = 0x30): void => {
    meter.write(encodeWrapper(1, 103, protectedNotification(counter, by, control)));
  };
  const answer = async () => opened(((await once(meter, 'data')) as [Buffer])[0]);
  const problem = async (): Promise<Error> => {
    await until(() => problems.length > 0);
    return problems[0] as Error;
  };
  afterEach(async () => {
    meter.destroy();
    await receiver.close();
  });

  it('are protected as the notification was, under the own title and a counter that rises', async () => {
    await start();
    push(1);
    const first = await answer();
    assert.deepEqual([first.title, first.control, first.plain], ['4D45544600000001', 0x30, plainConfirmation]);
    push(2);
    assert.equal((await answer()).counter, first.counter + 1);
    assert.ok(((await store.highest(key)) ?? -1) > first.counter);
  });

  it('go on above what an association has reserved under this key', async () => {
    await start();
    assert.equal(await store.reserve(key, 32, 5000), 5000);
    push(1);
    assert.equal((await answer()).counter, 5032);
    await store.reserve(key, 32, 0);
    push(2);
    const { counter } = await answer();
    assert.equal(counter, 5032 + 32 + 32);
  });

  it('go out under the key of the meter where the broadcast key came', async () => {
    await start();
    push(1, broadcast, 0x70);
    const { control, plain } = await answer();
    assert.deepEqual([control, plain], [0x30, plainConfirmation]);
  });

  it('begin at a fixed number, and without a meter to ask where the store stands', async () => {
    await start({ counterStart: { policy: 'fixed', number: 70_000 } });
    push(1);
    assert.equal((await answer()).counter, 70_000);
    meter.destroy();
    await receiver.close();
    await start({ counterStart: { policy: 'object-plus-1', object: { obis: '0-0:43.1.0*255' } } });
    await store.reserve(key, 1, 900);
    push(1);
    assert.equal((await answer()).counter, 901);
  });

  it('many at once have a counter each, in the order in which they leave', async () => {
    await start();
    const frames: Buffer[] = [];
    meter.on('data', (chunk: Buffer) => frames.push(chunk));
    for (let counter = 1; counter <= 70; counter++) push(counter);
    const size = 8 + 11 + 5 + 6 + 12;
    await until(() => Buffer.concat(frames).length >= 70 * size);
    const all = Buffer.concat(frames);
    const counters = Array.from({ length: 70 }, (_, i) => opened(all.subarray(i * size, (i + 1) * size)).counter);
    assert.deepEqual(
      counters,
      counters.map((_, i) => (counters[0] as number) + i),
    );
  });

  it('do not answer an old message', async () => {
    await start({}, { replay: 'warn', counters: createReplayState() });
    push(2);
    const { counter } = await answer();
    push(2);
    push(3);
    assert.equal((await answer()).counter, counter + 1);
    assert.deepEqual(problems, []);
  });

  it('use no counter where there is no way back', async () => {
    await start({}, { framing: 'm-bus' });
    // CI 10: the last segment
    meter.write(longFrame(0x10, protectedNotification(1)));
    await until(() => receiver.counts.telegrams === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await store.highest(key), null);
  });

  it('say what is missing, and use no counter', async () => {
    await start({ clientTitle: null });
    push(1);
    assert.match((await problem()).message, /the client title is missing/);
    assert.equal(await store.highest(key), null);
    meter.destroy();
    await receiver.close();
    const keys = createKeyRing([{ name: 'meter', ak, broadcast }]);
    await start({ keys }, { keys });
    push(1, broadcast, 0x70);
    assert.match((await problem()).message, /the encryption key \(EK\) of meter is missing/);
    assert.equal(await store.highest(key), null);
  });
});
