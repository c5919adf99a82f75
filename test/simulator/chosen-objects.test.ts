/** Objects that are chosen for a simulated meter: read by a client, as a meter of another medium would answer. */
import assert from 'node:assert/strict';
import { lineDefaults, meterDefaults, openLine, plainSecurity, type SimulatorOptions, startSimulator } from '../../src/index';

const chosen = { '7-0:3.0.0': '1234.5 m3', '0-0:96.1.2*255': 'gas meter', '0-0:96.10.2': '17', '7-0:41.0.0': '-3.25 °C' };

describe('objects of a simulated meter that were chosen', () => {
  const read = async (options: Partial<SimulatorOptions>, objects: readonly (readonly [classId: number, obis: string])[]) => {
    const meter = await startSimulator({
      listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
      framing: 'wrapper',
      associations: [{ client: 16, mechanism: 0, writable: true }],
      ...options,
    });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: meter.port ?? 0, connectTimeoutMs: 5000 } as const;
    const line = openLine({ ...lineDefaults, transport, framing: 'wrapper' });
    try {
      const security = async () => plainSecurity({ mechanism: 0 });
      const client = line.meter({ ...meterDefaults, name: 'M', addresses: { client: 16, logicalDevice: 1 }, security });
      const { readings } = await client.read(objects.map(([classId, obis]) => ({ classId, obis, attribute: 2 })));
      return readings.map(({ value, unit, error }) => [value, unit, error?.name ?? null]);
    } finally {
      await line.close();
      await meter.close();
    }
  };

  it('are read as what they were written: registers with scaler and unit, data, texts', async () => {
    const objects = [
      [3, '7-0:3.0.0*255'],
      [3, '7-0:41.0.0*255'],
      [1, '0-0:96.10.2*255'],
      [1, '0-0:96.1.2*255'],
    ] as const;
    const own = await read({ objects: chosen }, objects);
    assert.deepEqual(own, [
      [1234.5, 'm³', null],
      [-3.25, '°C', null],
      [17, null, null],
      ['gas meter', null, null],
    ]);
    assert.deepEqual(await read({}, [[3, '7-0:3.0.0*255']]), [[null, null, 'object-undefined']]);
  });

  it('take the place of one with their code', async () => {
    assert.deepEqual(await read({ objects: { '1-0:1.8.0': '5 Wh' } }, [[3, '1-0:1.8.0*255']]), [[5, 'Wh', null]]);
  });

  it('are refused where they cannot be', async () => {
    const start = (objects: Readonly<Record<string, string>>) => read({ objects }, []);
    await assert.rejects(start({ '1-0:1.8.0': '5 apples' }), { code: 'settings-invalid', message: /"apples" is no unit/ });
    await assert.rejects(start({ '0-0:1.0.0': '12' }), { code: 'settings-invalid', message: /0-0:1\.0\.0\*255 .* is there with class 8/ });
    await assert.rejects(start({ '1-0:1.8.0': '9223372036854775808' }), { code: 'settings-invalid', message: /more than 64 bits/ });
    await assert.rejects(start({ gas: '12' }), { code: 'obis-invalid' });
  });
});
