/**
 * How fast telegrams become readings: HDLC frames with a DataNotification of some 500 octets (registers under codes with
 * scaler and unit, as Aidon sends them), plain and ciphered with suite 0, through the whole decoder of one source.
 *
 * `npx tsx test/bench/telegram.ts [seconds]` prints one table. The target is 40,000 telegrams a second plain and 20,000
 * ciphered on one core. `readings` are complete: name, scaled value, unit, ISO time.
 */
import { createKeyRing, createReplayState, createTelegramDecoder } from '../../src/telegram';
import { ak, ek, frame, notification, seal, title } from './telegrams';

const distinct = 64;
const batch = 16;

interface Figures {
  readonly perSecond: number;
  readonly readings: number;
}

/** Median of batches. */
function measure(seconds: number, frames: readonly Buffer[]): Figures {
  const decoder = createTelegramDecoder({
    keys: createKeyRing([{ name: 'bench', systemTitle: title, ek, ak }]),
    replay: 'warn',
    counters: createReplayState(),
  });
  let readings = 0;
  const run = (): number => {
    const started = performance.now();
    for (let i = 0; i < batch; i++) {
      for (const octets of frames) {
        const [event] = decoder.push(octets, 0);
        if (event?.kind !== 'telegram') throw new Error('a telegram was not decoded');
        readings = event.readings.length;
      }
    }
    return (batch * frames.length * 1000) / (performance.now() - started);
  };
  for (let i = 0; i < 10; i++) run();
  const runs: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) runs.push(run());
  return { perSecond: runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0, readings };
}

const seconds = Number(process.argv[2] ?? 3);
const apdus = Array.from({ length: distinct }, (_, i) => notification(i));
const rows = {
  plain: [measure(seconds, apdus.map(frame)), 40_000],
  'suite 0, authenticated and encrypted': [
    measure(
      seconds,
      apdus.map((apdu, i) => frame(seal(apdu, i))),
    ),
    20_000,
  ],
} as const;

console.log(`telegrams: HDLC UI frame, DataNotification of ${apdus[0]?.length} octets, to readings`);
console.log(['', 'telegrams/s', 'readings each', 'target'].map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(14))).join(''));
for (const [name, [{ perSecond, readings }, target]] of Object.entries(rows)) {
  console.log(name.padEnd(40) + [Math.round(perSecond), readings, target].map((cell) => String(cell).padStart(14)).join(''));
}
