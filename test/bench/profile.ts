/**
 * A load profile of 100,000 rows over TCP, row by row: time to the first row, rows a second, peak memory of the reading process,
 * which is one of its own as the simulated meter is.
 */
import { once } from 'node:events';
import { lineDefaults, loadProfile, meterDefaults, openLine, plainSecurity, startSimulator } from '../../src/index';
import { startOwn } from './processes';
import { atMost, type Bench, type BenchRow } from './row';

const rows = 100_000;
const loopback = '127.0.0.1';
const accesses = ['entry', 'range', 'all'] as const;
type Access = (typeof accesses)[number];

interface Figures {
  readonly firstMs: number;
  readonly rate: number;
  readonly peakMb: number;
}

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
  process.once('disconnect', () => process.exit(0));
}

async function read(port: number, access: Access): Promise<void> {
  const transport = { kind: 'tcp', host: loopback, port, connectTimeoutMs: 5000 } as const;
  const line = openLine({ ...lineDefaults, responseTimeoutMs: 30_000, transport, framing: 'wrapper' });
  const security = async () => plainSecurity({ mechanism: 1, password: '12345678' });
  const meter = line.meter({ ...meterDefaults, name: 'bench', addresses: { client: 1, logicalDevice: 1 }, security });
  const startedAt = performance.now();
  let firstMs = 0;
  let count = 0;
  let peak = 0;
  for await (const batch of loadProfile(meter, { obis: '1-0:99.1.0' }).since(null, { access: [access] })) {
    if (count === 0 && batch.rows.length > 0) firstMs = performance.now() - startedAt;
    count += batch.rows.length;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const rate = (count * 1000) / (performance.now() - startedAt);
  await line.close();
  if (count !== rows) throw new Error(`${count} rows of ${rows} were read by ${access}`);
  process.send?.({ firstMs, rate, peakMb: peak / 1e6 } satisfies Figures);
  process.disconnect?.();
}

async function measured(port: number, access: Access): Promise<Figures> {
  const child = startOwn('profile', ['read', String(port), access]);
  const [figures] = (await once(child, 'message')) as [Figures];
  await once(child, 'exit');
  return figures;
}

export const bench: Bench = {
  title: `Load profile of ${rows} rows over TCP, to finished rows`,
  async rows() {
    const server = startOwn('profile', ['serve']);
    const [port] = (await once(server, 'message')) as [number];
    const found: BenchRow[] = [];
    for (const access of accesses) {
      const { firstMs, rate, peakMb } = await measured(port, access);
      found.push({ job: `by ${access}`, unit: 'rows/s', figure: rate });
      found.push({ job: `by ${access}, first row after`, unit: 'ms', figure: firstMs, targets: [atMost(1000)] });
      found.push({ job: `by ${access}, peak memory of the process`, unit: 'MB', figure: peakMb, targets: [atMost(150)] });
    }
    server.disconnect();
    return found;
  },
};

if (require.main === module) {
  const [role, port, access] = process.argv.slice(2);
  void (role === 'serve' ? serve() : read(Number(port), access as Access));
}
