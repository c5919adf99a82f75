/**
 * Sessions a second of this library: connect, associate, read registers, with scaler and unit or without, release, close, over
 * and over on some links at once. The counterpart of test/interop/java/BenchClient.java, with the same arguments; a process of its own.
 *
 * Each session has a line and a meter of its own, so that nothing is remembered from the one before. Keys are read once, as a
 * config node does it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createSecurity,
  type Framing,
  lineDefaults,
  type Meter,
  memoryCounterStore,
  meterDefaults,
  openLine,
  plainSecurity,
  type SecurityFactory,
} from '../../src/index';
import { processorSeconds } from './row';
import { wordsOf } from './words';

const words = wordsOf(process.argv.slice(2));
const references = words
  .text('registers')
  .split(',')
  .map((obis) => ({ classId: 3, obis, attribute: 2 }));
const counterStore = memoryCounterStore();
let done = 0;

function createFactory(): SecurityFactory {
  if (!words.has('ek')) return async () => plainSecurity({ mechanism: 1, password: Buffer.from(words.text('password')) });
  return createSecurity({
    clientTitle: words.text('title'),
    keys: { encryptionKey: words.text('ek'), authenticationKey: words.text('ak') },
    counterStore,
    settings: { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' },
  });
}

const security = createFactory();

/** Scaled, with units. */
async function readings(meter: Meter): Promise<void> {
  const { readings } = await meter.read(references);
  const bad = readings.find(({ error, unit, value }) => error !== null || unit === null || typeof value !== 'number');
  if (bad !== undefined) throw new Error(`not read: ${bad.obis} ${bad.error?.text ?? ''}`);
}

/** Typed data as the meter has it. */
async function values(meter: Meter): Promise<void> {
  const { items } = await meter.get(references);
  for (const { error } of items) if (error !== null) throw error;
}

async function session(): Promise<void> {
  const transport = { kind: 'tcp', host: '127.0.0.1', port: words.number('port'), connectTimeoutMs: 30_000 } as const;
  const line = openLine({ ...lineDefaults, transport, framing: words.text('framing') as Framing, responseTimeoutMs: 30_000 });
  const addresses = { client: words.number('client'), logicalDevice: 1 };
  const maxListItems = words.text('lists') === 'no' ? 1 : 0;
  const meter = line.meter({ ...meterDefaults, name: 'bench', addresses, maxListItems, security });
  if (words.text('units') === 'no') await values(meter);
  else await readings(meter);
  await meter.release();
  await line.close();
}

async function repeat(): Promise<never> {
  for (;;) {
    await session();
    done++;
  }
}

async function main(): Promise<void> {
  for (let link = 0; link < words.number('links'); link++) {
    repeat().catch((error: Error) => {
      console.error(error.message);
      process.exit(1);
    });
  }
  while (done < words.number('warm')) await sleep(10);
  const before = { done, at: performance.now(), processor: processorSeconds() };
  await sleep(words.number('time'));
  while (done === before.done) await sleep(1);
  const [sessions, seconds] = [done - before.done, (performance.now() - before.at) / 1000];
  console.log(`SESSIONS ${sessions} ${seconds} ${processorSeconds() - before.processor}`);
  process.exit(0);
}

void main();
