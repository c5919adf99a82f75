/**
 * How fast a load profile becomes rows: a get-response of 10,000 rows x 6 columns (one date-time in octets, five
 * double-long-unsigned) to finished rows with ISO times and scaled, decimal-exact values. Prints rows/s and memory.
 *
 * Run with `node --expose-gc --import tsx test/bench/rows.ts`; the target is 700,000 rows/s on two small cores.
 */
import { type CaptureObject, profileColumns } from '../../src/cosem/profile';
import { RowReader, rowObject, rowsFromOctets } from '../../src/cosem/profile-rows';

const count = 10_000;
const width = 5;

function payload(): Buffer {
  const row = 2 + 14 + width * 5;
  const buffer = Buffer.alloc(4 + count * row);
  buffer.writeUInt32BE(0x01820000 + count, 0);
  const start = Date.UTC(2024, 0, 1);
  for (let i = 0; i < count; i++) {
    const at = 4 + i * row;
    const time = new Date(start + i * 900_000);
    buffer.set(
      [2, 1 + width, 9, 12, time.getUTCFullYear() >> 8, time.getUTCFullYear() & 255, time.getUTCMonth() + 1, time.getUTCDate()],
      at,
    );
    buffer.set([time.getUTCDay() || 7, time.getUTCHours(), time.getUTCMinutes(), 0, 0, 0xff, 0xc4, 0], at + 8);
    for (let c = 0; c < width; c++) {
      buffer[at + 16 + c * 5] = 6;
      buffer.writeUInt32BE(i * 137 + c * 1_000_003, at + 17 + c * 5);
    }
  }
  return buffer;
}

const objects: CaptureObject[] = [
  { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 },
  ...[1, 2, 3, 4, 9].map((c) => ({ classId: 3, obis: `1-0:${c}.8.0*255`, attribute: 2, dataIndex: 0 })),
];
const columns = profileColumns(objects, { scalerUnit: () => ({ scaler: -1, unit: 30 }) });
const octets = payload();

function report(what: string, run: () => unknown): void {
  for (let i = 0; i < 20; i++) run();
  const runs = 60;
  const begin = process.hrtime.bigint();
  for (let i = 0; i < runs; i++) run();
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(`${what.padEnd(44)} ${Math.round((count * runs) / seconds).toLocaleString('en')} rows/s`);
}

console.log(`${count} rows x ${objects.length} columns, ${octets.length} octets`);
report('octets to finished rows', () => rowsFromOctets(octets, columns));
report('the same in blocks of 1,000 octets', () => {
  const reader = new RowReader(columns);
  for (let at = 0; at < octets.length; at += 1000) reader.push(octets.subarray(at, at + 1000));
  reader.end();
});
report('octets to rows as objects by column name', () => rowsFromOctets(octets, columns).map((row) => rowObject(row, columns)));

const collect = (globalThis as { gc?: () => void }).gc;
if (collect !== undefined) {
  collect();
  const before = process.memoryUsage().heapUsed;
  const rows = rowsFromOctets(octets, columns);
  const peak = process.memoryUsage().heapUsed - before;
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  console.log(
    `memory: ${rows.length} rows keep ${(kept / 1e6).toFixed(1)} MB, peak ${(peak / 1e6).toFixed(1)} MB (${(peak / kept).toFixed(2)} times)`,
  );
}
