/**
 * Many meters that push at once: connections over TCP, one telegram a second each, half of them ciphered. Prints how late the
 * event loop is, what it costs, and whether memory stays flat. The meters are a process of their own.
 *
 *   npx tsx test/bench/push-load.ts [minutes] [meters]     default 10 minutes, 2,000 meters
 *
 * Targets: 99 of 100 delays of the event loop below 20 ms; the memory of the last minute as in the second.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openPushReceiver } from '../../src/client/push/receiver';
import { createKeyRing, createReplayState } from '../../src/telegram';
import { ak, ek, frame, notification, seal, title } from './telegrams';

const minutes = Number(process.argv[2] ?? 10);
const meters = Number(process.argv[3] ?? 2000);

/** The meters: each begins at its own place within the second. */
async function push(port: number): Promise<void> {
  const plain = frame(notification(1));
  let counter = 0;
  const sockets = await Promise.all(
    Array.from({ length: meters }, async (_, i) => {
      await sleep((i * 1000) / meters);
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      await once(socket, 'connect');
      setInterval(() => socket.write(i % 2 === 0 ? plain : frame(seal(notification(i), counter++))), 1000);
      return socket;
    }),
  );
  process.on('disconnect', () => process.exit(0));
  process.send?.({ connected: sockets.length });
}

async function receive(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const seen = { telegrams: 0, readings: 0, failures: 0 };
  const receiver = await openPushReceiver(
    {
      listen: { kind: 'tcp', host: '127.0.0.1', port: 0, maxConnections: meters },
      limits: { maxSources: meters },
      keys: createKeyRing([{ name: 'bench', systemTitle: title, ek, ak }]),
      replay: 'off',
      counters: createReplayState(),
    },
    {
      telegram: ({ readings }) => {
        seen.telegrams++;
        seen.readings += readings.length;
      },
      failure: () => {
        seen.failures++;
      },
    },
  );
  const child = fork(__filename, [String(minutes), String(meters)], { env: { ...process.env, PUSH_PORT: String(receiver.port) } });
  await once(child, 'message');
  await sleep(2000);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  console.log(`${meters} meters over TCP, one telegram of ${frame(notification(1)).length} octets a second each, every other one ciphered`);
  console.log(['minute', 'telegrams/s', 'p99 ms', 'max ms', 'processor', 'heap MB'].map((cell) => cell.padStart(12)).join(''));
  for (let minute = 1; minute <= minutes; minute++) {
    const before = { ...seen, cpu: process.cpuUsage(), at: performance.now() };
    delays.reset();
    delays.enable();
    await sleep(60_000);
    delays.disable();
    const seconds = (performance.now() - before.at) / 1000;
    const { user, system } = process.cpuUsage(before.cpu);
    const [p99, max] = [delays.percentile(99) / 1e6, delays.max / 1e6];
    collect();
    const cells = [
      String(minute),
      ((seen.telegrams - before.telegrams) / seconds).toFixed(0),
      p99.toFixed(1),
      max.toFixed(1),
      `${((user + system) / 1e4 / seconds).toFixed(0)} %`,
      (process.memoryUsage().heapUsed / 1e6).toFixed(1),
    ];
    console.log(cells.map((cell) => cell.padStart(12)).join(''));
  }
  console.log(`${seen.telegrams} telegrams, ${seen.readings} readings, ${seen.failures} failures`);
  child.disconnect();
  await once(child, 'exit');
  await receiver.close();
}

const port = Number(process.env.PUSH_PORT ?? 0);
void (port > 0 ? push(port) : receive());
