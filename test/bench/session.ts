/**
 * What the usual job costs on the wire: "HDLC, low level security, read 10 registers with units, release".
 *
 * `npx tsx test/bench/session.ts` prints frames and octets each way, cold (from a closed line to a released one) and as a
 * steady poll (association open, units known), against the simulator over loopback. Targets: cold at most 7 requests, a
 * steady poll exactly 1; the usual client needs 15 and 10. It ends with an error when a target is missed.
 */
import { conformanceFrom, type Line, type Meter, openLine, plainSecurity, startSimulator } from '../../src/index';

const registers = ['1.8.0', '1.8.1', '1.8.2', '2.8.0', '3.8.0', '4.8.0', '32.7.0', '52.7.0', '72.7.0', '14.7.0'];
const references = registers.map((code) => ({ classId: 3, obis: `1-0:${code}*255`, attribute: 2 }));

interface Count {
  requests: number;
  replies: number;
  sent: number;
  received: number;
}

/** Counts the frames of a line while `work` runs. */
async function counted(line: Line, work: () => Promise<unknown>): Promise<Count> {
  const count: Count = { requests: 0, replies: 0, sent: 0, received: 0 };
  const stop = line.on('frame', (direction, octets) => {
    if (direction === 'tx') {
      count.requests++;
      count.sent += octets.length;
    } else {
      count.replies++;
      count.received += octets.length;
    }
  });
  await work();
  stop();
  return count;
}

async function readAll(meter: Meter): Promise<void> {
  const { readings } = await meter.read(references);
  const bad = readings.find(({ error, unit, value }) => error !== null || unit === null || typeof value !== 'number');
  if (bad !== undefined) throw new Error(`not read: ${bad.obis} ${bad.error?.text ?? ''}`);
}

const meterOf = (line: Line, info: number): Meter =>
  line.meter({
    name: 'bench',
    addresses: { client: 1, logicalDevice: 1, physical: 17 },
    associate: {
      referencing: 'ln',
      proposedConformance: conformanceFrom(['get', 'multiple-references', 'block-transfer-with-get-or-read', 'selective-access']),
      conformanceTag: '5F1F',
      maxReceivePduSize: 0xffff,
    },
    hdlc: { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: 1, windowReceive: 1, disconnectFirst: false },
    security: async () => plainSecurity({ mechanism: 1, password: Buffer.from('12345678') }),
    maxListItems: 0,
    clockDeviation: 'standard',
  });

async function job(framing: 'hdlc' | 'wrapper', info: number): Promise<{ cold: Count; steady: Count }> {
  const hdlc = { maxInfoTransmit: info, maxInfoReceive: info };
  const simulator = await startSimulator({ listen: { kind: 'tcp', host: '127.0.0.1', port: 0 }, framing, hdlc });
  const line = openLine({
    transport: { kind: 'tcp', host: '127.0.0.1', port: simulator.port ?? 0, connectTimeoutMs: 2000 },
    framing,
    responseTimeoutMs: 2000,
    interOctetTimeoutMs: 500,
    retries: 0,
    echoCancelling: false,
    idleReleaseMs: 0,
    maxQueue: 10,
    backoffMs: [100, 1000],
  });
  try {
    const meter = meterOf(line, info);
    const cold = await counted(line, async () => {
      await readAll(meter);
      await meter.release();
    });
    await readAll(meter);
    const steady = await counted(line, () => readAll(meter));
    return { cold, steady };
  } finally {
    await line.close();
    await simulator.close();
  }
}

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(44) : String(cell).padStart(12))).join('');

async function main(): Promise<void> {
  console.log('session: low level security, 10 registers with units, release');
  console.log(row(['', 'requests', 'replies', 'octets out', 'octets in']));
  let missed = false;
  for (const [title, framing, info] of [
    ['HDLC, information field 512', 'hdlc', 512],
    ['HDLC, information field 128', 'hdlc', 128],
    ['wrapper', 'wrapper', 512],
  ] as const) {
    const { cold, steady } = await job(framing, info);
    for (const [when, count] of [
      ['cold', cold],
      ['steady', steady],
    ] as const) {
      console.log(row([`${title}, ${when}`, count.requests, count.replies, count.sent, count.received]));
    }
    if (info === 512 && (cold.requests > 7 || steady.requests !== 1)) missed = true;
  }
  if (missed) throw new Error('a target is missed: cold at most 7 requests, steady exactly 1');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
