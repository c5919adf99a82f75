/**
 * Simulated meters with keys, and what invocation counters they were sent.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { type Simulator, startSimulator } from '../../src/index';

/** Invocation counters in what a client sends: of the ciphered InitiateRequest, and of each ciphered APDU (Green Book 9.2.7.2). */
function countersIn(octets: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= octets.length; at += 8 + octets.readUInt16BE(at + 6)) {
    const apdu = octets.subarray(at + 8, at + 8 + octets.readUInt16BE(at + 6));
    // In an AARQ: user-information BE, octet-string 04, glo-initiate-request 21, length, security control 30.
    const start =
      apdu[0] === 0x60 ? apdu.findIndex((octet, index) => octet === 0x21 && apdu[index - 2] === 0x04 && apdu[index + 2] === 0x30) : 0;
    const ciphered = apdu[0] === 0x60 ? start >= 0 : (apdu[0] ?? 0) >= 0xc8 && (apdu[0] ?? 0) <= 0xcf;
    if (ciphered && apdu[start + 2] === 0x30) found.push(apdu.readUInt32BE(start + 3));
  }
  return found;
}

export interface Meter {
  readonly port: number;
  readonly serial: string;
  /** As the meter saw them, in order. */
  readonly counters: number[];
  close(): Promise<void>;
}

/** A simulated meter with keys behind a wire that notes the counters that pass. */
export async function listenedMeter(index: number): Promise<Meter> {
  const serial = String(50_000_000 + index);
  const keys = { encryptionKey: '000102030405060708090A0B0C0D0E0F', authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
  const simulator: Simulator = await startSimulator({
    serialNumber: serial,
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    associations: [
      { client: 16, mechanism: 0 },
      { client: 1, mechanism: 5, security: keys },
    ],
    profile: { rows: 0 },
    tickMs: 0,
    // Slow enough that the kill falls into the middle of readings.
    faults: { delayMs: 60 },
  });
  const counters: number[] = [];
  const server: Server = createServer((client) => {
    const upstream = connect(simulator.port ?? 0, '127.0.0.1');
    client.on('data', (octets: Buffer) => counters.push(...countersIn(octets)));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    serial,
    counters,
    close: async () => {
      server.close();
      await simulator.close();
    },
  };
}

/** Every meter was read with keys at least so often, and saw no counter twice. */
export function assertCountersOnce(meters: readonly Meter[], atLeast: number): void {
  for (const { counters } of meters) {
    assert.ok(counters.length >= atLeast, `${counters.length} counters seen`);
    assert.equal(new Set(counters).size, counters.length);
  }
}
