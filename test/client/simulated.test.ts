/**
 * The client against the simulated meter over TCP: logical and short names, HDLC and wrapper; profiles by range and by entry,
 * small PDUs that need blocks, writing, methods, wrong settings.
 */
import assert from 'node:assert/strict';
import { conformanceFor, hdlcDefaults, lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import type { Line, LineOptions, Meter, MeterOptions } from '../../src/client/types';
import type { Data } from '../../src/codec/types';
import { DlmsError } from '../../src/errors';
import { plainSecurity } from '../../src/security/plain';
import { startSimulator } from '../../src/simulator/simulator';
import type { Simulator, SimulatorOptions } from '../../src/simulator/types';

const low = (password: string) => async () => plainSecurity({ mechanism: 1, password });

async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DlmsError, String(error));
  return error;
}

describe('the client and the simulated meter', () => {
  let simulator: Simulator;
  let line: Line;
  afterEach(async () => {
    await line.close();
    await simulator.close();
  });

  const start = async (
    options: Partial<SimulatorOptions>,
    meter: Partial<MeterOptions> = {},
    lineOptions: Partial<LineOptions> = {},
  ): Promise<Meter> => {
    const framing = options.framing === 'hdlc' ? 'hdlc' : 'wrapper';
    simulator = await startSimulator({ listen: { kind: 'tcp', host: '127.0.0.1', port: 0 }, tickMs: 0, seed: 1, ...options });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port as number, connectTimeoutMs: 2000 } as const;
    line = openLine({ ...lineDefaults, responseTimeoutMs: 500, retries: 1, ...lineOptions, transport, framing });
    const referencing = options.referencing ?? 'ln';
    return line.meter({
      ...meterDefaults,
      name: 'simulated',
      addresses: { client: 1, logicalDevice: 1, physical: 17 },
      security: low('12345678'),
      associate: { ...meterDefaults.associate, referencing, proposedConformance: conformanceFor(referencing) },
      ...meter,
    });
  };

  for (const framing of ['hdlc', 'wrapper'] as const) {
    for (const referencing of ['ln', 'sn'] as const) {
      describe(`${referencing} over ${framing}`, () => {
        it('reads registers with units, the clock and the object list', async () => {
          const meter = await start({ framing, referencing });
          const { readings } = await meter.read([
            { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 },
            { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 },
          ]);
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

        it('reads a profile by entry and by range as rows under the names of its columns', async () => {
          const meter = await start({ framing, referencing, profile: { rows: 40, capturePeriodS: 900 } });
          const profile = { classId: 7, obis: '1-0:99.1.0*255', attribute: 2 } as const;
          const byEntry = await meter.read([{ ...profile, selection: { kind: 'entry', from: 3, to: 6 } }]);
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
          const byRange = await meter.read([{ ...profile, selection }]);
          assert.equal((byRange.readings[0]?.value as unknown[] | undefined)?.length, 2);
          assert.deepEqual(byRange.readings[0]?.value, rows.slice(1, 3));
        });

        it('reads all of a profile in blocks where the PDU is small', async () => {
          const associate = {
            ...meterDefaults.associate,
            referencing,
            proposedConformance: conformanceFor(referencing),
            maxReceivePduSize: 200,
          };
          const meter = await start({ framing, referencing, profile: { rows: 100 } }, { associate });
          const { readings, info } = await meter.read([{ classId: 7, obis: '1-0:99.1.0*255', attribute: 2 }]);
          assert.equal((readings[0]?.value as unknown[] | undefined)?.length, 100);
          assert.ok(info.roundTrips > 5);
        });

        it('writes and acts, and is told why not', async () => {
          const meter = await start({ framing, referencing });
          const name = { classId: 8, obis: '0-0:1.0.0*255', attribute: 3 } as const;
          const { items } = await meter.set([{ ...name, value: { type: 'long', value: -60 } }]);
          assert.deepEqual(items, [{ data: null, error: null }]);
          assert.deepEqual((await meter.get([name])).items[0]?.data, { type: 'long', value: -60 });
          const wrong = await meter.set([{ ...name, value: { type: 'visible-string', value: 'x' } }]);
          assert.equal(wrong.items[0]?.error?.result?.name, 'type-unmatched');
          const acted = await meter.action([{ classId: 70, obis: '0-0:96.3.10*255', method: 1, parameter: { type: 'integer', value: 0 } }]);
          assert.equal(acted.items[0]?.error, null);
        });
      });
    }
  }

  it('writes more than a PDU in blocks', async () => {
    const meter = await start({ maxPduSize: 100 });
    const value: Data = {
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
    const reference = { classId: 20, obis: '0-0:13.0.0*255', attribute: 7 } as const;
    const { items } = await meter.set([{ ...reference, value }]);
    assert.equal(items[0]?.error, null);
    const read = await meter.get([reference]);
    assert.equal((read.items[0]?.data?.value as unknown[] | undefined)?.length, 20);
  });

  it('says what is wrong with a password', async () => {
    const meter = await start({}, { security: low('wrong') });
    const error = await rejection(meter.associate());
    assert.equal(error.code, 'authentication-failed');
    assert.match(error.message, /^simulated: /);
    assert.match(error.hint, /password/);
  });

  it('says that nobody answers at an address', async () => {
    const meter = await start({ framing: 'hdlc' }, { addresses: { client: 1, logicalDevice: 1, physical: 99 } }, { responseTimeoutMs: 60 });
    assert.equal((await rejection(meter.associate())).code, 'response-timeout');
  });

  it('reads on through faults of the line', async () => {
    const hdlc = { ...hdlcDefaults, maxInfoTransmit: 128 };
    const meter = await start(
      { framing: 'hdlc', faults: { lose: 0.1, corrupt: 0.1, repeat: 0.1, noise: 3 } },
      { hdlc },
      { responseTimeoutMs: 40, retries: 8 },
    );
    for (let i = 0; i < 10; i++) {
      const { items } = await meter.get([{ classId: 3, obis: '1-0:1.8.0*255', attribute: 2 }]);
      assert.equal(items[0]?.error, null);
    }
  });

  it('takes over after a redeploy that left an association open', async () => {
    const meter = await start({ framing: 'hdlc' });
    await meter.associate();
    await line.close(0);
    const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port as number, connectTimeoutMs: 2000 } as const;
    line = openLine({ ...lineDefaults, responseTimeoutMs: 300, transport, framing: 'hdlc' });
    assert.equal((await line.meter(meter.options).associate()).fresh, true);
  });
});
