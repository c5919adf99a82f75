/**
 * What a job costs on the wire: ten registers with scaler and unit, cold (from a closed line to a released one) and as a steady
 * poll (association open, units known), by the frames that pass between this library and the simulated meter. Beside it the
 * pattern of the usual client, one request for each attribute, recorded in the same way.
 *
 * From the recorded frames: how long the job takes at 9600 baud, 8N1, with a meter that needs a tenth of a second to answer.
 */
import {
  createSecurity,
  hdlcDefaults,
  lineDefaults,
  memoryCounterStore,
  meterDefaults,
  openLine,
  plainSecurity,
  type SecurityFactory,
  startSimulator,
} from '../../src/index';
import { codes } from './registers';
import { atMost, type Bench, type BenchRow, type Target } from './row';

const references = codes.map((code) => ({ classId: 3, obis: `1-0:${code}*255`, attribute: 2 }));
const keys = { encryptionKey: '000102030405060708090A0B0C0D0E0F', authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
const password = '12345678';

interface Traffic {
  readonly requests: number;
  readonly octets: number;
}

interface Job {
  readonly framing: 'hdlc' | 'wrapper';
  readonly level: 'low' | 'gmac';
  /** HDLC information field. */
  readonly info: number;
  /** 1: the usual client. */
  readonly maxListItems: 0 | 1;
}

function securityOf(level: Job['level']): SecurityFactory {
  if (level === 'low') return async () => plainSecurity({ mechanism: 1, password: Buffer.from(password) });
  const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' } as const;
  return createSecurity({ clientTitle: '4755525558313233', keys, counterStore: memoryCounterStore(), settings });
}

async function record({ framing, level, info, maxListItems }: Job): Promise<{ cold: Traffic; steady: Traffic }> {
  const fields = { maxInfoTransmit: info, maxInfoReceive: info };
  const gmac = { client: 1, mechanism: 5, security: { ...keys, protection: 'authenticated-encrypted' } } as const;
  const listen = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const associations = level === 'low' ? [{ client: 1, mechanism: 1, password } as const] : [gmac];
  const simulator = await startSimulator({ listen, framing, hdlc: fields, tickMs: 0, associations });
  const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port ?? 0, connectTimeoutMs: 5000 } as const;
  const line = openLine({ ...lineDefaults, transport, framing, retries: 0, idleReleaseMs: 0 });
  const addresses = { client: 1, logicalDevice: 1, physical: 17 };
  const hdlc = { ...hdlcDefaults, ...fields };
  const meter = line.meter({ ...meterDefaults, name: 'bench', addresses, hdlc, maxListItems, security: securityOf(level) });
  let traffic = { requests: 0, octets: 0 };
  line.on('frame', (direction, octets) => {
    traffic = { requests: traffic.requests + (direction === 'tx' ? 1 : 0), octets: traffic.octets + octets.length };
  });
  const recorded = async (work: () => Promise<unknown>): Promise<Traffic> => {
    traffic = { requests: 0, octets: 0 };
    await work();
    return traffic;
  };
  const read = async (): Promise<void> => {
    const { readings } = await meter.read(references);
    const bad = readings.find(({ error, unit, value }) => error !== null || unit === null || typeof value !== 'number');
    if (bad !== undefined) throw new Error(`not read: ${bad.obis} ${bad.error?.text ?? ''}`);
  };
  try {
    const cold = await recorded(async () => {
      await read();
      await meter.release();
    });
    await read();
    return { cold, steady: await recorded(read) };
  } finally {
    await line.close();
    await simulator.close();
  }
}

const answerSeconds = 0.1;
/** Start bit, eight bits, stop bit. */
const secondsAt = (baudRate: number, { requests, octets }: Traffic): number => (octets * 10) / baudRate + requests * answerSeconds;

function rowsOf(job: string, own: Traffic, usual: Traffic, most: number, inDetail: boolean): BenchRow[] {
  const row = (what: string, unit: string, of: (traffic: Traffic) => number, targets: readonly Target[] = []): BenchRow => ({
    job: `${job}, ${what}`,
    unit,
    figure: of(own),
    peer: { name: 'one request each', figure: of(usual) },
    targets,
  });
  const requests = row('requests', '', (traffic) => traffic.requests, [atMost(most)]);
  if (!inDetail) return [requests];
  const octets = row('octets both ways', '', (traffic) => traffic.octets);
  return [requests, octets, row('at 9600 baud', 's', (traffic) => secondsAt(9600, traffic))];
}

const jobs = [
  { title: 'HDLC, password', framing: 'hdlc', level: 'low', info: 128, most: 7, inDetail: true },
  { title: 'HDLC, GMAC', framing: 'hdlc', level: 'gmac', info: 128, most: 8, inDetail: true },
  { title: 'HDLC with fields of 512, password', framing: 'hdlc', level: 'low', info: 512, most: 7, inDetail: false },
  { title: 'wrapper, password', framing: 'wrapper', level: 'low', info: 128, most: 7, inDetail: false },
  { title: 'wrapper, GMAC', framing: 'wrapper', level: 'gmac', info: 128, most: 8, inDetail: false },
] as const;

export const bench: Bench = {
  title: 'On the wire: ten registers with scaler and unit, cold with association and release, and as a steady poll',
  async rows() {
    const rows: BenchRow[] = [];
    for (const { title, most, inDetail, ...job } of jobs) {
      const own = await record({ ...job, maxListItems: 0 });
      const usual = await record({ ...job, maxListItems: 1 });
      rows.push(...rowsOf(`${title}, cold`, own.cold, usual.cold, most, inDetail));
      rows.push(...rowsOf(`${title}, steady`, own.steady, usual.steady, 1, inDetail));
    }
    return rows;
  },
};
