/**
 * One session of this library as the benches take it: connect, associate, read registers, with scaler and unit or without,
 * release, close. Each session has a line and a meter of its own, so that nothing is remembered from the one before. Keys are
 * read once, as a config node does it.
 */
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
import type { Words } from './words';

function createFactory(words: Words): SecurityFactory {
  if (!words.has('ek')) return async () => plainSecurity({ mechanism: 1, password: Buffer.from(words.text('password')) });
  return createSecurity({
    clientTitle: words.text('title'),
    keys: { encryptionKey: words.text('ek'), authenticationKey: words.text('ak') },
    counterStore: memoryCounterStore(),
    settings: { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' },
  });
}

type Reference = { readonly classId: number; readonly obis: string; readonly attribute: number };

/** Scaled, with units. */
async function readings(meter: Meter, references: readonly Reference[]): Promise<void> {
  const { readings } = await meter.read(references);
  const bad = readings.find(({ error, unit, value }) => error !== null || unit === null || typeof value !== 'number');
  if (bad !== undefined) throw new Error(`not read: ${bad.obis} ${bad.error?.text ?? ''}`);
}

/** Typed data as the meter has it. */
async function values(meter: Meter, references: readonly Reference[]): Promise<void> {
  const { items } = await meter.get(references);
  for (const { error } of items) if (error !== null) throw error;
}

/** The session that these words ask for; `onSent` is given each frame that leaves. */
export function ownSession(words: Words): (onSent?: (frame: Buffer) => void) => Promise<void> {
  const security = createFactory(words);
  const references = words
    .text('registers')
    .split(',')
    .map((obis) => ({ classId: 3, obis, attribute: 2 }));
  const transport = { kind: 'tcp', host: '127.0.0.1', port: words.number('port'), connectTimeoutMs: 30_000 } as const;
  const addresses = { client: words.number('client'), logicalDevice: 1 };
  const maxListItems = words.text('lists') === 'no' ? 1 : 0;
  const work = words.text('units') === 'no' ? values : readings;
  return async (onSent) => {
    const line = openLine({ ...lineDefaults, transport, framing: words.text('framing') as Framing, responseTimeoutMs: 30_000 });
    if (onSent !== undefined) line.on('frame', (direction, octets) => direction === 'tx' && onSent(octets));
    const meter = line.meter({ ...meterDefaults, name: 'bench', addresses, maxListItems, security });
    await work(meter, references);
    await meter.release();
    await line.close();
  };
}
