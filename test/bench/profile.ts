/**
 * A profile of 100,000 rows over TCP, row by row: time to the first row, rows a second, peak memory of the reading process.
 * The simulated meter runs in a process of its own, and both run compiled, as users run them: what translates TypeScript takes
 * more memory than the rows. Targets: first row within 1 s, peak under 150 MB.
 *
 * Run with `node --import tsx test/bench/profile.ts`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import { loadProfile } from '../../src/client/load-profile';
import { plainSecurity } from '../../src/security/plain';
import { startSimulator } from '../../src/simulator/simulator';

const rows = 100_000;
const loopback = '127.0.0.1';

async function serve(): Promise<void> {
  const simulator = await startSimulator({
    listen: { kind: 'tcp', host: loopback, port: 0 },
    profile: { rows, maxRows: rows, capturePeriodS: 900 },
    tickMs: 0,
    seed: 1,
  });
  // The rows are made at the first look; that is the meter's time, not the client's.
  simulator.get('1-0:99.1.0*255', 2);
  process.send?.(simulator.port);
  process.once('disconnect', () => simulator.close());
}

async function measure(port: number, how: 'entry' | 'range' | 'all'): Promise<void> {
  const line = openLine({
    ...lineDefaults,
    responseTimeoutMs: 30_000,
    transport: { kind: 'tcp', host: loopback, port, connectTimeoutMs: 2000 },
    framing: 'wrapper',
  });
  const security = async () => plainSecurity({ mechanism: 1, password: '12345678' });
  const meter = line.meter({ ...meterDefaults, name: 'bench', addresses: { client: 1, logicalDevice: 1 }, security });
  const startedAt = performance.now();
  let firstMs = 0;
  let count = 0;
  let peak = 0;
  for await (const batch of loadProfile(meter, { obis: '1-0:99.1.0' }).since(null, { access: [how] })) {
    if (count === 0 && batch.rows.length > 0) firstMs = performance.now() - startedAt;
    count += batch.rows.length;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await line.close();
  const memory = `${Math.round(peak / 1e6)} MB peak`;
  if (firstMs > 1000 || peak > 150e6 || count !== rows) process.exitCode = 1;
  console.log(`profile by ${how}: ${count} rows, first after ${Math.round(firstMs)} ms, ${Math.round(count / seconds)} rows/s, ${memory}`);
}

/** This file and what it needs, as one program. */
async function compiled(): Promise<string> {
  const outfile = join(__dirname, '..', '..', '.cache', 'bench', 'profile.cjs');
  const options = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' } as const;
  await build({ ...options, entryPoints: [__filename], outfile, external: ['serialport', 'redis', 'esbuild'] });
  return outfile;
}

async function measureAll(): Promise<void> {
  const child = fork(__filename, ['serve']);
  const port = await new Promise<number>((resolve) => child.once('message', resolve));
  for (const access of ['entry', 'range', 'all'] as const) await measure(port, access);
  child.disconnect();
}

async function main(): Promise<void> {
  const [, , how] = process.argv;
  if (how === 'serve') return serve();
  if (how === 'measure') return measureAll();
  const [code] = await once(fork(await compiled(), ['measure'], { execArgv: [] }), 'exit');
  process.exitCode = Number(code ?? 1);
}

void main();
