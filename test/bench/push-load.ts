/**
 * Many meters that push at once: connections over TCP, one telegram a second each, half of them ciphered. How late the event loop
 * is, what it costs, whether memory stays flat. The meters are a process of their own; each begins at its own place within
 * the second.
 *
 *   node .cache/bench/js/test/bench/push-load.js [minutes] [meters]     minute by minute, default 10 minutes, 2,000 meters
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPushReceiver, type PushReceiver } from '../../src/index';
import { createKeyRing, createReplayState } from '../../src/telegram';
import { collect } from './memory';
import { startOwn } from './processes';
import { atLeast, atMost, type Bench, processorSeconds } from './row';
import { ak, ek, frame, notification, seal, title } from './telegrams';

const usualMeters = 2000;

/** The process of the meters. */
async function push(port: number, meters: number): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  const plain = frame(notification(1));
  let counter = 0;
  await Promise.all(
    Array.from({ length: meters }, async (_, i) => {
      await sleep((i * 1000) / meters);
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      await once(socket, 'connect');
      setInterval(() => socket.write(i % 2 === 0 ? plain : frame(seal(notification(i), counter++))), 1000);
    }),
  );
  process.send?.('connected');
}

interface Minute {
  readonly telegramsPerSecond: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of one processor. */
  readonly processor: number;
  /** In use after a collection. */
  readonly heapMb: number;
}

interface Load {
  readonly receiver: PushReceiver;
  readonly seen: { telegrams: number; failures: number };
}

async function openLoad(meters: number): Promise<Load> {
  const seen = { telegrams: 0, failures: 0 };
  const receiver = await openPushReceiver(
    {
      listen: { kind: 'tcp', host: '127.0.0.1', port: 0, maxConnections: meters },
      limits: { maxSources: meters },
      keys: createKeyRing([{ name: 'bench', systemTitle: title, ek, ak }]),
      replay: 'off',
      counters: createReplayState(),
    },
    { telegram: () => void seen.telegrams++, failure: () => void seen.failures++ },
  );
  return { receiver, seen };
}

async function minute({ seen }: Load, ms: number): Promise<Minute> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const before = { telegrams: seen.telegrams, processor: processorSeconds(), at: performance.now() };
  delays.enable();
  await sleep(ms);
  delays.disable();
  const seconds = (performance.now() - before.at) / 1000;
  const processor = (processorSeconds() - before.processor) / seconds;
  const telegramsPerSecond = (seen.telegrams - before.telegrams) / seconds;
  collect();
  const heapMb = process.memoryUsage().heapUsed / 1e6;
  return { telegramsPerSecond, p99Ms: delays.percentile(99) / 1e6, maxMs: delays.max / 1e6, processor, heapMb };
}

/** Runs the load for some minutes of `ms` each. */
export async function pushLoad(meters: number, count: number, ms: number, each: (minute: Minute) => void): Promise<Load['seen']> {
  const load = await openLoad(meters);
  const child = startOwn('push-load', ['push', String(load.receiver.port), String(meters)]);
  await once(child, 'message');
  await sleep(Math.min(2000, ms));
  for (let i = 0; i < count; i++) each(await minute(load, ms));
  child.disconnect();
  await once(child, 'exit');
  await load.receiver.close();
  return load.seen;
}

export const bench: Bench = {
  title: `Push: ${usualMeters} meters over TCP, a telegram of ${frame(notification(1)).length} octets a second each, every other one ciphered`,
  async rows({ seconds }) {
    const minutes: Minute[] = [];
    const { failures } = await pushLoad(usualMeters, 3, seconds * 5000, (one) => void minutes.push(one));
    const [first, , last] = minutes as [Minute, Minute, Minute];
    return [
      { job: 'telegrams', unit: 'per s', figure: last.telegramsPerSecond, targets: [atLeast(usualMeters * 0.98)] },
      { job: 'event loop late, 99 of 100', unit: 'ms', figure: last.p99Ms, targets: [atMost(20)] },
      { job: 'processor, one is 1', unit: '', figure: last.processor },
      { job: 'memory at the end against the beginning', unit: 'x', figure: last.heapMb / first.heapMb, targets: [atMost(1.1)] },
      { job: 'telegrams not understood', unit: '', figure: failures, targets: [atMost(0)] },
    ];
  },
};

async function print(minutes: number, meters: number): Promise<void> {
  const line = (cells: readonly string[]): void => console.log(cells.map((cell) => cell.padStart(12)).join(''));
  line(['minute', 'telegrams/s', 'p99 ms', 'max ms', 'processor', 'heap MB']);
  let at = 0;
  const { telegrams, failures } = await pushLoad(meters, minutes, 60_000, ({ telegramsPerSecond, p99Ms, maxMs, processor, heapMb }) => {
    const cells = [telegramsPerSecond.toFixed(0), p99Ms.toFixed(1), maxMs.toFixed(1), processor.toFixed(2), heapMb.toFixed(1)];
    line([String(++at), ...cells]);
  });
  console.log(`${telegrams} telegrams, ${failures} failures`);
}

if (require.main === module) {
  const [first, second, third] = process.argv.slice(2);
  void (first === 'push' ? push(Number(second), Number(third)) : print(Number(first ?? 10), Number(second ?? usualMeters)));
}
