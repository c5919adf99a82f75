/**
 * The client and the simulated meter over real sockets: LN and SN, HDLC and wrapper, TCP and UDP, several meters on a line.
 * What is expected comes from what the meter itself says (`simulator.get`) or from the options it was given.
 */
import assert from 'node:assert/strict';
import { conformanceFor, lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import type { Meter, MeterOptions, ModeEOptions } from '../../src/client/types';
import type { Data } from '../../src/codec/types';
import { plainSecurity } from '../../src/security/plain';
import type { Referencing } from '../../src/session/types';
import type { SimulatorFraming } from '../../src/simulator/connection';
import { startSimulatedLine, startSimulator } from '../../src/simulator/simulator';
import type { SimulatorOptions } from '../../src/simulator/types';

const modeE: ModeEOptions = { initialBaudRate: 300, address: '', parity: 'software-even', maxBaudRate: 0, start: 'sign-on' };
const password = Buffer.from('12345678');

function meterOptions(referencing: Referencing, physical: number | undefined, extra: Partial<MeterOptions> = {}): MeterOptions {
  return {
    ...meterDefaults,
    name: 'house',
    addresses: { client: 1, logicalDevice: 1, ...(physical === undefined ? {} : { physical }) },
    associate: { ...meterDefaults.associate, referencing, proposedConformance: conformanceFor(referencing) },
    security: () => Promise.resolve(plainSecurity({ mechanism: 1, password })),
    ...extra,
  };
}

interface Bench {
  readonly simulator: Awaited<ReturnType<typeof startSimulator>>;
  readonly meter: Meter;
}

async function withMeter(
  options: Omit<SimulatorOptions, 'listen' | 'framing' | 'referencing'> & {
    readonly framing: SimulatorFraming;
    readonly referencing: Referencing;
    readonly medium?: 'tcp' | 'udp';
  },
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const { medium = 'tcp', ...rest } = options;
  const simulator = await startSimulator({ ...rest, listen: { kind: medium, port: 0 } });
  const port = simulator.port as number;
  const transport =
    medium === 'tcp'
      ? ({ kind: 'tcp', host: '127.0.0.1', port, connectTimeoutMs: 2000 } as const)
      : ({ kind: 'udp', host: '127.0.0.1', port } as const);
  const line = openLine({ ...lineDefaults, transport, framing: options.framing, modeE });
  try {
    await work({ simulator, meter: line.meter(meterOptions(options.referencing, options.framing === 'wrapper' ? undefined : 17)) });
  } finally {
    await line.close();
    await simulator.close();
  }
}

const register = { classId: 3, obis: '1-0:1.8.0', attribute: 2 };
const identifier = { classId: 1, obis: '0-0:96.1.1', attribute: 2 };
const loadProfile = { classId: 7, obis: '1-0:99.1.0', attribute: 2 };

const rowsOf = (buffer: Data | null | undefined): readonly Data[] => (buffer?.type === 'array' ? buffer.value : []);

/** The same work over every combination. */
function suite(framing: SimulatorFraming, referencing: Referencing, medium: 'tcp' | 'udp' = 'tcp'): void {
  const base = { framing, referencing, medium, tickMs: 0, profile: { rows: 40 } } as const;

  describe(`${referencing.toUpperCase()} over ${framing} on ${medium}`, () => {
    it('reads values that the meter itself shows', () =>
      withMeter(base, async ({ simulator, meter }) => {
        const { items } = await meter.get([register, { ...register, attribute: 3 }, identifier]);
        assert.deepEqual(items[0], { data: simulator.get('1-0:1.8.0', 2), error: null });
        assert.deepEqual(items[1]?.data?.value, [
          { type: 'integer', value: 0 },
          { type: 'enum', value: 30 },
        ]);
        assert.deepEqual(items[2], { data: simulator.get('0-0:96.1.1', 2), error: null });
      }));

    it('writes, and reads back', () =>
      withMeter(base, async ({ simulator, meter }) => {
        const value = { type: 'octet-string', value: Buffer.from('KITCHEN') } as const;
        const { items } = await meter.set([{ ...identifier, value }]);
        assert.deepEqual(items, [{ data: null, error: null }]);
        assert.deepEqual(simulator.get('0-0:96.1.1', 2), value);
      }));

    it('acts: opens and closes the breaker', () =>
      withMeter(base, async ({ simulator, meter }) => {
        const breaker = { classId: 70, obis: '0-0:96.3.10', parameter: { type: 'integer', value: 0 } } as const;
        assert.equal((await meter.action([{ ...breaker, method: 1 }])).items[0]?.error, null);
        assert.deepEqual(simulator.get('0-0:96.3.10', 2), { type: 'boolean', value: false });
        assert.equal((await meter.action([{ ...breaker, method: 2 }])).items[0]?.error, null);
        assert.deepEqual(simulator.get('0-0:96.3.10', 2), { type: 'boolean', value: true });
      }));

    if (referencing === 'sn')
      it('acts: read_by_logicalname gives back what it reads', () =>
        withMeter(base, async ({ simulator, meter }) => {
          const wanted: Data[] = [
            { type: 'long-unsigned', value: 3 },
            { type: 'octet-string', value: Buffer.from('0100010800FF', 'hex') },
            { type: 'integer', value: 3 },
          ];
          const parameter: Data = { type: 'array', value: [{ type: 'structure', value: wanted }] };
          const { items } = await meter.action([{ classId: 12, obis: '0-0:40.0.0', version: 2, method: 3, parameter }]);
          assert.equal(items[0]?.error, null);
          assert.deepEqual(items[0]?.data?.value, [simulator.get('1-0:1.8.0', 3)]);
        }));

    it('reads the whole load profile in blocks', () =>
      withMeter({ ...base, maxPduSize: 256 }, async ({ simulator, meter }) => {
        const { items } = await meter.get([loadProfile]);
        assert.equal(items[0]?.error, null);
        assert.deepEqual(items[0]?.data, simulator.get('1-0:99.1.0', 2));
        assert.equal(rowsOf(items[0]?.data).length, 40);
      }));

    it('reads rows by entry', () =>
      withMeter(base, async ({ simulator, meter }) => {
        const { items } = await meter.get([{ ...loadProfile, selection: { kind: 'entry', from: 3, to: 5 } }]);
        const all = rowsOf(simulator.get('1-0:99.1.0', 2));
        assert.deepEqual(items[0]?.data?.value, all.slice(2, 5));
      }));

    it('lists the objects', () =>
      withMeter(base, async ({ meter }) => {
        const { objects } = await meter.objectList();
        const found = objects.find(({ obis }) => obis === '1-0:1.8.0*255');
        assert.equal(found?.classId, 3);
        assert.equal(objects.length > 60, true);
        assert.equal(new Set(objects.map(({ baseName, obis }) => baseName ?? obis)).size, objects.length);
      }));

    it('tells what it refuses', () =>
      withMeter(base, async ({ meter }) => {
        const { items } = await meter.get([{ classId: 3, obis: '1-0:99.99.99', attribute: 2, baseName: 0x7ff0 }, register]);
        assert.equal(items[0]?.error?.result?.name, 'object-undefined');
        assert.equal(items[1]?.error, null);
      }));
  });
}

for (const referencing of ['ln', 'sn'] as const) for (const framing of ['hdlc', 'wrapper'] as const) suite(framing, referencing);
suite('wrapper', 'ln', 'udp');

describe('mode E over TCP', () => {
  it('signs on, then speaks HDLC', () =>
    withMeter({ framing: 'hdlc-mode-e', referencing: 'ln', tickMs: 0 }, async ({ simulator, meter }) => {
      const { items } = await meter.get([register]);
      assert.deepEqual(items[0]?.data, simulator.get('1-0:1.8.0', 2));
    }));
});

describe('windows and information fields', () => {
  for (const [size, window] of [
    [64, 1],
    [64, 7],
    [1024, 3],
  ] as const) {
    it(`are honoured: ${size} octets, window ${window}`, async () => {
      const hdlc = { maxInfoTransmit: size, maxInfoReceive: size, windowTransmit: window, windowReceive: window };
      const simulator = await startSimulator({ listen: { kind: 'tcp', port: 0 }, framing: 'hdlc', tickMs: 0, hdlc, profile: { rows: 60 } });
      const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port as number, connectTimeoutMs: 2000 } as const;
      const line = openLine({ ...lineDefaults, transport, framing: 'hdlc' });
      try {
        const meter = line.meter(
          meterOptions('ln', 17, {
            hdlc: { ...meterDefaults.hdlc, ...hdlc, maxInfoTransmit: 2030, maxInfoReceive: 2030, windowTransmit: 7, windowReceive: 7 },
          }),
        );
        const { link } = await meter.associate();
        assert.deepEqual([link.maxInfoReceive, link.windowReceive], [size, window]);
        const { items } = await meter.get([loadProfile]);
        assert.deepEqual(items[0]?.data, simulator.get('1-0:99.1.0', 2));
      } finally {
        await line.close();
        await simulator.close();
      }
    });
  }
});

describe('a line with three meters', () => {
  it('answers for each address', async () => {
    const serials = ['20000001', '20000002', '20000003'];
    const simulated = await startSimulatedLine({
      listen: { kind: 'tcp', port: 0 },
      meters: serials.map((serialNumber, index) => ({ serialNumber, physical: 21 + index })),
    });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: simulated.port as number, connectTimeoutMs: 2000 } as const;
    const line = openLine({ ...lineDefaults, transport, framing: 'hdlc' });
    try {
      const meters = serials.map((_serial, index) => line.meter(meterOptions('ln', 21 + index, { name: `house ${index}` })));
      const answers = await Promise.all(meters.map((meter) => meter.get([{ classId: 1, obis: '0-0:96.1.0', attribute: 2 }])));
      assert.deepEqual(
        answers.map(({ items }) => String(items[0]?.data?.value)),
        serials,
      );
    } finally {
      await line.close();
      await simulated.close();
    }
  });
});

describe('several clients at once', () => {
  it('are served side by side', async () => {
    const simulator = await startSimulator({ listen: { kind: 'tcp', port: 0 }, tickMs: 0 });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port as number, connectTimeoutMs: 2000 } as const;
    const lines = Array.from({ length: 5 }, () => openLine({ ...lineDefaults, transport, framing: 'wrapper' }));
    try {
      const answers = await Promise.all(lines.map((line) => line.meter(meterOptions('ln', undefined)).get([register])));
      for (const { items } of answers) assert.deepEqual(items[0]?.data, simulator.get('1-0:1.8.0', 2));
    } finally {
      await Promise.all(lines.map((line) => line.close()));
      await simulator.close();
    }
  });
});
