/** The Java meters of the security tests: one process, a meter and a counter store for each trial, and what each must be good for. */
import assert from 'node:assert/strict';
import {
  type AttributeReference,
  createSecurity,
  type Framing,
  type Line,
  type Meter,
  memoryCounterStore,
  type SecurityOptions,
} from '../../src/index';
import { type JavaMeters, lineTo, type MeterSettings, meterOn, type Referencing, startJavaMeters } from './peers';

export const energy: AttributeReference = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 };
const voltage: AttributeReference = { classId: 3, obis: '1-0:32.7.0*255', attribute: 2 };
const writable: AttributeReference = { classId: 1, obis: '0-0:96.1.10*255', attribute: 2 };
const profile: AttributeReference = { classId: 7, obis: '1-0:99.1.0*255', attribute: 2 };
const breakerState: AttributeReference = { classId: 70, obis: '0-0:96.3.10*255', attribute: 2 };

const clientTitle = '4755525558313233';
export const range = (from: number, count: number): string =>
  Buffer.from(Array.from({ length: count }, (_item, i) => from + i)).toString('hex');
type SuiteId = 0 | 1 | 2;
export const keysOf = (suite: SuiteId) => ({
  encryptionKey: range(0, suite === 2 ? 32 : 16),
  authenticationKey: range(0xd0, suite === 2 ? 32 : 16),
});

export type ServerArguments = Readonly<Record<string, string | number>>;
export type Settings = SecurityOptions['settings'];

/** Arguments of a meter with the keys of a suite whose clients use the ciphered context. */
export const keyed = (suite: SuiteId, more: ServerArguments = {}): ServerArguments => ({
  suite,
  ek: keysOf(suite).encryptionKey,
  ak: keysOf(suite).authenticationKey,
  context: 'ciphered',
  ...more,
});

export interface Trial {
  readonly server: ServerArguments;
  readonly settings: Settings;
  readonly options?: Partial<SecurityOptions>;
  readonly meter?: MeterSettings;
}

let java: JavaMeters;

/** Starts and ends the process around the tests of the surrounding `describe`. */
export function javaProcess(): void {
  before(async () => {
    java = await startJavaMeters();
  });
  after(() => java.stop());
}

/** Opens a meter and returns its port. */
export const openJavaMeter = (server: ServerArguments): Promise<number> => java.open({ framing: 'wrapper', rows: 60, ...server });

/** Opens a Java meter and our line to it, and closes the line. */
export async function withMeter<T>(trial: Trial, work: (meter: Meter, sent: Buffer[], line: Line) => Promise<T>): Promise<T> {
  return withLine(await openJavaMeter(trial.server), trial, work);
}

export async function withLine<T>(
  port: number,
  { server, settings, options = {}, meter = {} }: Trial,
  work: (meter: Meter, sent: Buffer[], line: Line) => Promise<T>,
): Promise<T> {
  const framing = (server.framing ?? 'wrapper') as Framing;
  const line = lineTo(port, framing, { retries: 0, responseTimeoutMs: 5000 });
  const sent: Buffer[] = [];
  line.on('frame', (direction, octets) => {
    if (direction === 'tx') sent.push(octets);
  });
  const security = createSecurity({
    clientTitle,
    password: 'Gurux',
    keys: keysOf(settings.suite),
    counterStore: memoryCounterStore(),
    pauseMs: 0,
    ...options,
    settings,
  });
  const referencing = (server.referencing ?? 'ln') as Referencing;
  try {
    return await work(meterOn(line, { client: 32 + settings.mechanism, referencing, security, ...meter }), sent, line);
  } finally {
    await line.close();
  }
}

/** First octets of the APDUs that were sent over the wrapper, whose header has eight. */
export const tagsOf = (sent: readonly Buffer[]): string[] => sent.map((octets) => (octets[8] as number).toString(16));

/** Reads a list, writes, acts, reads a profile in blocks, releases; what every protected association has to be good for. */
export async function everything(meter: Meter): Promise<void> {
  const { readings } = await meter.read([energy, voltage]);
  assert.deepEqual(
    readings.map(({ value, unit, error }) => ({ value, unit, error })),
    [
      { value: 1234567.8, unit: 'Wh', error: null },
      { value: 230.1, unit: 'V', error: null },
    ],
  );
  const value = { type: 'octet-string', value: Buffer.from('written under protection') } as const;
  assert.deepEqual((await meter.set([{ ...writable, value }])).items, [{ data: null, error: null }]);
  assert.deepEqual((await meter.get([writable])).items[0]?.data, value);
  const action = { classId: 70, obis: breakerState.obis, method: 1, parameter: { type: 'integer', value: 0 } } as const;
  assert.equal((await meter.action([action])).items[0]?.error, null);
  assert.deepEqual((await meter.get([breakerState])).items[0]?.data, { type: 'boolean', value: false });
  const { items, info } = await meter.get([profile]);
  const rows = items[0]?.data;
  assert.ok(rows?.type === 'array', `${items[0]?.error}`);
  const last = rows.value.at(-1);
  assert.ok(rows.value.length === 60 && last?.type === 'structure');
  assert.deepEqual(last.value[1], { type: 'double-long-unsigned', value: 1059 });
  assert.ok(info.roundTrips > 1, 'more than one block');
  await meter.release();
  assert.equal(meter.association, null);
}
