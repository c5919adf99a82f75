/**
 * A process of its own that is killed: opens association after association with a meter in the same process, and writes each
 * (key, IV) that leaves to standard output, synchronously, before the meter sees it. Arguments: store, its place, the counter block.
 */
import { writeSync } from 'node:fs';
import { fileCounterStore } from '../../../src/client/security/file-counters';
import { redisCounterStore } from '../../../src/client/security/redis-counters';
import type { Transport } from '../../../src/transport/transport';
import { connect, energy, SecuredMeter, securityOptions } from './secured-meter';

const [kind, place = '', block = '32', sessions = '1000000'] = process.argv.slice(2);

/** The IV of each glo- APDU and of the GMAC, in the octets as they leave. */
function report(frame: Buffer): void {
  const apdu = frame.subarray(8);
  if (apdu[0] === 0x60 || apdu[0] === 0x62) {
    const at = apdu.findIndex((octet, i) => octet === 0x21 && apdu[i - 2] === 0x04 && apdu[i + 2] === 0x30);
    if (at >= 0) line('c', apdu.readUInt32BE(at + 3));
  } else if ((apdu[0] as number) >= 0xc8) {
    const counter = apdu.readUInt32BE(3);
    // f(StoC) is ciphered inside the action: with "distinct" its GMAC has the counter below. `main` checks that.
    if (apdu[0] === 0xcb) line('c', counter - 1);
    line('c', counter);
  }
}

/** Written when it returns. A pipe whose reader is slow is full for a while. */
function write(text: string): void {
  for (;;) {
    try {
      writeSync(1, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const line = (use: string, counter: number): void => write(`${use} ${counter}\n`);

async function main(): Promise<void> {
  const counterStore = kind === 'redis' ? redisCounterStore({ url: place }) : fileCounterStore(place);
  const meter = new SecuredMeter({ settings: { replayRule: false } });
  const watched: Transport = {
    ...meter.memory.transport,
    open: async (events, signal) => {
      const channel = await meter.memory.transport.open(events, signal);
      return {
        ...channel,
        write: (octets) => {
          report(octets);
          return channel.write(octets);
        },
      };
    },
  };
  const options = securityOptions({ counterStore, counterBlock: Number(block) });
  const target = Object.assign(Object.create(meter) as SecuredMeter, {
    memory: Object.assign(Object.create(meter.memory), { transport: watched }),
  });
  const { meter: client, line: connection } = connect(target, options);
  for (let session = 0; session < Number(sessions); session++) {
    await client.get([energy]);
    const { action, gmac } = meter.triples.pop() ?? { action: null, gmac: null };
    if (action === null || gmac !== action - 1) throw new Error(`GMAC ${gmac}, action ${action}`);
    await client.release();
    write(`s ${session}\n`);
  }
  await connection.close();
  meter.memory.close();
  if ('close' in counterStore) await (counterStore as { close(): Promise<void> }).close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error}\n`);
  // What is still open would keep the process, and who waits for its end.
  process.exit(1);
});
