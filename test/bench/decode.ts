/**
 * How fast a load profile becomes typed data: a get-response of 10,000 rows x 6 columns (one date-time in an octet-string of
 * 12 octets, five double-long-unsigned) through `decodeApdu`, with the date-times typed and as they are.
 *
 * `npx tsx test/bench/decode.ts [seconds]` prints one table; rows/s is the median of runs of ten messages. Memory: what one decoded message keeps (`final`, after a
 * collection) and the most that was in use while it was decoded (`peak`, without a collection in between).
 * `npm run bench` puts the Java library beside it, on the same message in the same run.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { dateTimeFrom } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';

const rowCount = 10_000;

/** Rows a quarter of an hour apart, registers that grow as those of a meter do. */
function profile(): Buffer {
  const rows: Data[] = [];
  for (let i = 0; i < rowCount; i++) {
    const time = new Date(Date.UTC(2026, 0, 1) + i * 900_000);
    const octets = Buffer.from([
      0x07,
      0xea,
      time.getUTCMonth() + 1,
      time.getUTCDate(),
      0xff,
      time.getUTCHours(),
      time.getUTCMinutes(),
      0,
      0,
      0xff,
      0xc4,
      0,
    ]);
    const registers = [0, 1, 2, 3, 4].map((n): Data => ({ type: 'double-long-unsigned', value: 1_234_567 * (n + 1) + i * 17 }));
    rows.push({ type: 'structure', value: [{ type: 'date-time', value: dateTimeFrom(octets), wire: 'octet-string' }, ...registers] });
  }
  return encodeApdu({
    kind: 'get-response',
    value: {
      kind: 'get-response-normal',
      value: {
        invokeIdAndPriority: { invokeId: 1, reserved: 0, confirmed: true, highPriority: true },
        result: { kind: 'data', value: { type: 'array', value: rows } },
      },
    },
  });
}

interface Figures {
  readonly rowsPerSecond: number;
  readonly peakRatio: number;
  readonly finalBytes: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function memory(work: () => Apdu): { final: number; peak: number } {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  const peak = process.memoryUsage().heapUsed - before;
  collect();
  const final = process.memoryUsage().heapUsed - before;
  return kept.kind === 'get-response' ? { final, peak: Math.max(peak, final) } : { final: 0, peak: 0 };
}

function measure(seconds: number, work: () => Apdu): Figures {
  for (let i = 0; i < 30; i++) work();
  const { final, peak } = memory(work);
  const runs: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const started = performance.now();
    for (let i = 0; i < 10; i++) work();
    runs.push((10 * rowCount * 1000) / (performance.now() - started));
  }
  const median = runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
  return { rowsPerSecond: median, peakRatio: peak / final, finalBytes: final };
}

const seconds = Number(process.argv[2] ?? 3);
const octets = profile();
const figures = {
  'date-times typed (column 0)': measure(seconds, () => decodeApdu(octets, { dateTimes: [0] })),
  'date-times typed (all)': measure(seconds, () => decodeApdu(octets, { dateTimes: 'all' })),
  'octet-strings as they are': measure(seconds, () => decodeApdu(octets)),
};

const line = (cells: readonly string[]): string => cells.map((cell, i) => (i === 0 ? cell.padEnd(30) : cell.padStart(14))).join('');
console.log(`decode: get-response of ${rowCount} rows x 6 columns, ${octets.length} octets`);
console.log(line(['', 'rows/s', 'final MB', 'peak/final']));
for (const [name, { rowsPerSecond, peakRatio, finalBytes }] of Object.entries(figures)) {
  const cells = [(rowsPerSecond / 1e6).toFixed(2), (finalBytes / 1e6).toFixed(2), peakRatio.toFixed(2)];
  console.log(line([name, `${cells[0]} M`, ...cells.slice(1)]));
}
