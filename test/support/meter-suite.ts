/**
 * What a client has to do with a meter, whatever carries the octets: the same tests for TCP, UDP and a serial line.
 *
 * A medium says where the simulated meter listens and how the client reaches it; the suite starts both for each test, with
 * every framing that the medium can carry, logical and short names.
 */
import assert from 'node:assert/strict';
import { conformanceFor, hdlcDefaults, lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import type { AttributeReference, Line, LineOptions, Meter, MeterOptions } from '../../src/client/types';
import type { Data } from '../../src/codec/types';
import { DlmsError } from '../../src/errors';
import { plainSecurity } from '../../src/security/plain';
import { startSimulatedLine, startSimulator } from '../../src/simulator/simulator';
import type { SimulatedLine, Simulator, SimulatorListen, SimulatorOptions } from '../../src/simulator/types';
import type { TransportOptions } from '../../src/transport/transport';

export type MediumFraming = 'hdlc' | 'wrapper' | 'hdlc-mode-e';

/** One place where a meter listens and a client may come. */
export interface Place {
  readonly listen: SimulatorListen;
  /** `port` is that of the simulator, null where it has none. */
  transport(port: number | null): TransportOptions;
  end(): Promise<void>;
}

export interface Medium {
  readonly name: string;
  readonly framings: readonly MediumFraming[];
  place(): Promise<Place>;
}

export interface StartOptions {
  readonly simulator?: Partial<SimulatorOptions>;
  readonly meter?: Partial<MeterOptions>;
  readonly line?: Partial<LineOptions>;
}

export const lowSecurity = (password: string) => async () => plainSecurity({ mechanism: 1, password });

export const modeEOptions = {
  initialBaudRate: 300,
  address: '',
  parity: 'software-even',
  maxBaudRate: 0,
  start: 'sign-on',
} as const;

/** The error of a promise that must fail, as the one class of errors. */
export async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DlmsError, String(error));
  return error;
}

export const energy: AttributeReference = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 };
export const loadProfile = { classId: 7, obis: '1-0:99.1.0*255', attribute: 2 } as const;
const clockTimeZone: AttributeReference = { classId: 8, obis: '0-0:1.0.0*255', attribute: 3 };

/** A simulated meter and a client on one medium; everything is closed by `end`. */
export class MeterBench {
  private place: Place | null = null;
  private served: Simulator | SimulatedLine | null = null;
  private readonly lines: Line[] = [];
  private framing: MediumFraming = 'wrapper';

  constructor(private readonly medium: Medium) {}

  async start(options: StartOptions = {}): Promise<{ readonly simulator: Simulator; readonly meter: Meter; readonly line: Line }> {
    this.place = await this.medium.place();
    this.framing = options.simulator?.framing ?? (this.medium.framings[0] as MediumFraming);
    const simulator = await startSimulator({
      tickMs: 0,
      seed: 1,
      ...options.simulator,
      listen: this.place.listen,
      framing: this.framing,
    });
    this.served = simulator;
    const line = this.openLine(options.line);
    return { simulator, line, meter: line.meter(this.meterOptions(options)) };
  }

  /** Three meters behind one port, told apart by their physical addresses. */
  async startThree(options: StartOptions = {}): Promise<{ readonly simulators: readonly Simulator[]; readonly meters: readonly Meter[] }> {
    this.place = await this.medium.place();
    this.framing = 'hdlc';
    const physical = [17, 18, 19];
    const each = physical.map((address) => ({ tickMs: 0, seed: 1, serialNumber: `4711${address}`, physical: address }));
    const served = await startSimulatedLine({ listen: this.place.listen, meters: each });
    this.served = served;
    const line = this.openLine(options.line);
    const meters = physical.map((address) => {
      const addresses = { client: 1, logicalDevice: 1, physical: address };
      return line.meter({ ...this.meterOptions(options), name: `meter ${address}`, addresses });
    });
    return { simulators: served.meters, meters };
  }

  /** One more line to the same place. */
  openLine(options: Partial<LineOptions> = {}): Line {
    const place = this.place as Place;
    const transport = place.transport(this.served?.port ?? null);
    const modeE = this.framing === 'hdlc-mode-e' ? { modeE: modeEOptions } : {};
    const line = openLine({ ...lineDefaults, responseTimeoutMs: 500, retries: 1, ...modeE, ...options, transport, framing: this.framing });
    this.lines.push(line);
    return line;
  }

  async end(): Promise<void> {
    for (const line of this.lines.splice(0)) await line.close();
    await this.served?.close();
    await this.place?.end();
    this.served = null;
    this.place = null;
  }

  private meterOptions({ simulator, meter }: StartOptions): MeterOptions {
    const referencing = simulator?.referencing ?? 'ln';
    return {
      ...meterDefaults,
      name: 'simulated',
      addresses: { client: 1, logicalDevice: 1, physical: 17 },
      security: lowSecurity('12345678'),
      associate: { ...meterDefaults.associate, referencing, proposedConformance: conformanceFor(referencing) },
      ...meter,
    };
  }
}

/** Twenty day profiles, more than a small PDU holds. */
const dayProfiles: Data = {
  type: 'array',
  value: Array.from({ length: 20 }, (_, i) => ({
    type: 'structure',
    value: [
      { type: 'octet-string', value: Buffer.from([i]) },
      { type: 'octet-string', value: Buffer.alloc(12, 0xff) },
      { type: 'octet-string', value: Buffer.from('w') },
    ],
  })),
};

async function readsProfile(meter: Meter): Promise<void> {
  const byEntry = await meter.read([{ ...loadProfile, selection: { kind: 'entry', from: 3, to: 6 } }]);
  assert.equal(byEntry.readings[0]?.error, null);
  const rows = byEntry.readings[0]?.value as Record<string, unknown>[];
  assert.equal(rows.length, 4);
  const columns = byEntry.raw[0]?.columns ?? [];
  assert.deepEqual(
    Object.keys(rows[0] ?? {}),
    columns.map(({ name }) => name),
  );
  assert.equal(columns[0]?.isClock, true);
  const times = rows.map((row) => row[columns[0]?.name ?? ''] as string);
  assert.equal(Date.parse(times[1] as string) - Date.parse(times[0] as string), 900_000);
  const selection = { kind: 'range', from: times[1] as string, to: times[2] as string } as const;
  const byRange = await meter.read([{ ...loadProfile, selection }]);
  assert.deepEqual(byRange.readings[0]?.value, rows.slice(1, 3));
}

async function writesAndActs(meter: Meter): Promise<void> {
  const { items } = await meter.set([{ ...clockTimeZone, value: { type: 'long', value: -60 } }]);
  assert.deepEqual(items, [{ data: null, error: null }]);
  assert.deepEqual((await meter.get([clockTimeZone])).items[0]?.data, { type: 'long', value: -60 });
  const wrong = await meter.set([{ ...clockTimeZone, value: { type: 'visible-string', value: 'x' } }]);
  assert.equal(wrong.items[0]?.error?.result?.name, 'type-unmatched');
  const acted = await meter.action([{ classId: 70, obis: '0-0:96.3.10*255', method: 1, parameter: { type: 'integer', value: 0 } }]);
  assert.equal(acted.items[0]?.error, null);
}

/** Reading and writing with one framing and one kind of names. */
function services(bench: MeterBench, framing: MediumFraming, referencing: 'ln' | 'sn'): void {
  const kind = { framing, referencing };

  it('reads registers with units, the clock and the object list', async () => {
    const { meter } = await bench.start({ simulator: kind });
    const { readings } = await meter.read([energy, { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 }]);
    assert.deepEqual(
      readings.map(({ error }) => error),
      [null, null],
    );
    assert.equal(typeof readings[0]?.value, 'number');
    assert.equal(readings[0]?.unit, 'Wh');
    assert.match(String(readings[1]?.value), /^\d{4}-\d\d-\d\dT/);
    const { objects } = await meter.objectList();
    assert.ok(objects.length > 20, String(objects.length));
    assert.ok(objects.some(({ obis }) => obis === '1-0:1.8.0*255'));
  });

  it('reads a list in one request, with a word for each item that is refused', async () => {
    const hdlc = { ...hdlcDefaults, maxInfoTransmit: 512, maxInfoReceive: 512 };
    const limits = { hdlc: { maxInfoTransmit: 512, maxInfoReceive: 512 } };
    const { meter } = await bench.start({
      simulator: { ...kind, ...limits, faults: { refuse: { '1-0:2.8.0*255': 'read-write-denied' } } },
      meter: { hdlc },
    });
    const list = [1, 2, 3, 4].map((c) => ({ ...energy, obis: `1-0:${c}.8.0*255` }));
    await meter.get(list);
    const { items, info } = await meter.get(list);
    assert.deepEqual(
      items.map(({ error }) => error?.result?.name),
      [undefined, 'read-write-denied', undefined, undefined],
    );
    assert.equal(info.roundTrips, 1);
  });

  it('reads a profile by entry and by range as rows under the names of its columns', async () => {
    const { meter } = await bench.start({ simulator: { ...kind, profile: { rows: 40, capturePeriodS: 900 } } });
    await readsProfile(meter);
  });

  it('reads all of a profile in blocks where the PDU is small', async () => {
    const proposedConformance = conformanceFor(referencing);
    const associate = { ...meterDefaults.associate, referencing, proposedConformance, maxReceivePduSize: 200 };
    const { meter } = await bench.start({ simulator: { ...kind, profile: { rows: 100 } }, meter: { associate } });
    const { readings, info } = await meter.read([loadProfile]);
    assert.equal((readings[0]?.value as unknown[] | undefined)?.length, 100);
    assert.ok(info.roundTrips > 5);
  });

  it('writes and acts, and is told why not', async () => {
    const { meter } = await bench.start({ simulator: kind });
    await writesAndActs(meter);
  });

  it('reads without a password what the public client may see', async () => {
    const { meter } = await bench.start({
      simulator: kind,
      meter: { addresses: { client: 16, logicalDevice: 1, physical: 17 }, security: meterDefaults.security },
    });
    const { readings } = await meter.read([{ classId: 8, obis: '0-0:1.0.0*255', attribute: 2 }]);
    assert.match(String(readings[0]?.value), /^\d{4}-\d\d-\d\dT/);
  });
}

/** Trouble on an HDLC line: every frame is numbered and checked, so the client reads on. */
function lineFaults(bench: MeterBench): void {
  const troubles = {
    'lost, cut, broken, double and noisy frames': { lose: 0.1, cut: 0.1, corrupt: 0.1, repeat: 0.1, noise: 3 },
    'its own echo': { echo: true },
    'answers that come late': { delayMs: 25 },
    'a meter that is not ready at first': { busy: 2 },
  };
  for (const [what, faults] of Object.entries(troubles)) {
    it(`reads on through ${what}`, async () => {
      const { meter } = await bench.start({
        simulator: { framing: 'hdlc', faults },
        line: { responseTimeoutMs: 60, retries: 10, backoffMs: [5, 20] },
      });
      for (let i = 0; i < 8; i++) assert.equal((await meter.get([energy])).items[0]?.error, null);
    });
  }

  it('says that nobody answers at an address', async () => {
    const addresses = { client: 1, logicalDevice: 1, physical: 99 };
    const { meter } = await bench.start({ simulator: { framing: 'hdlc' }, meter: { addresses }, line: { responseTimeoutMs: 60 } });
    assert.equal((await rejection(meter.associate())).code, 'response-timeout');
  });

  it('reads three meters of one line in turn, and goes on when one falls silent', async () => {
    const { simulators, meters } = await bench.startThree({ line: { responseTimeoutMs: 300, retries: 1 } });
    const serial = { classId: 1, obis: '0-0:96.1.0*255', attribute: 2 } as const;
    const serialOf = async (meter: Meter) => (await meter.read([serial])).readings[0]?.value;
    assert.deepEqual(await Promise.all(meters.map(serialOf)), ['471117', '471118', '471119']);
    (simulators[1] as Simulator).faults = { silent: true };
    const results = await Promise.allSettled(meters.map(serialOf));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    (simulators[1] as Simulator).faults = {};
    assert.equal(await serialOf(meters[1] as Meter), '471118');
  });

  it('takes over after a redeploy that left an association open', async () => {
    const { meter, line } = await bench.start({ simulator: { framing: 'hdlc' } });
    await meter.associate();
    await line.close(0);
    assert.equal((await bench.openLine().meter(meter.options).associate()).fresh, true);
  });
}

/** All of it, on one medium. */
export function meterSuite(medium: Medium): void {
  describe(`the client and the simulated meter, ${medium.name}`, () => {
    const bench = new MeterBench(medium);
    afterEach(() => bench.end());

    for (const framing of medium.framings) {
      for (const referencing of ['ln', 'sn'] as const) {
        describe(`${referencing} over ${framing}`, () => services(bench, framing, referencing));
      }
    }
    if (medium.framings.includes('hdlc')) describe('in trouble', () => lineFaults(bench));

    it('writes more than a PDU in blocks', async () => {
      const { meter } = await bench.start({ simulator: { maxPduSize: 100 } });
      const reference = { classId: 20, obis: '0-0:13.0.0*255', attribute: 7 } as const;
      const { items } = await meter.set([{ ...reference, value: dayProfiles }]);
      assert.equal(items[0]?.error, null);
      const read = await meter.get([reference]);
      assert.equal((read.items[0]?.data?.value as unknown[] | undefined)?.length, 20);
    });

    it('says what is wrong with a password', async () => {
      const { meter } = await bench.start({ meter: { security: lowSecurity('wrong') } });
      const error = await rejection(meter.associate());
      assert.equal(error.code, 'authentication-failed');
      assert.match(error.message, /^simulated: /);
      assert.match(error.hint, /password/);
    });
  });
}
