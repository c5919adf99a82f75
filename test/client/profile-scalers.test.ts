/**
 * Scalers of captured registers: of those that a meter does not tell when it is first asked (the rows are not scaled then, and later
 * ones are), and of those that it captures as attribute 0.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import { loadProfile } from '../../src/client/load-profile';
import type { Data } from '../../src/codec/types';
import { captureObjectData, clockObject } from '../../src/cosem/profile';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, type Objects, registers } from './scripted-answers';

const obis = '1-0:99.1.0*255';
const energy = { classId: 3, obis: energyObis(0), attribute: 2, dataIndex: 0 };
const unsigned = (value: number): Data => ({ type: 'double-long-unsigned', value });
const time: Data = { type: 'octet-string', value: Buffer.from('07E80101030C000000FFC400', 'hex') };

const objects: Objects = {
  ...registers(1),
  [`7:${obis}:2`]: { type: 'array', value: [{ type: 'structure', value: [time, unsigned(1000)] }] },
  [`7:${obis}:3`]: { type: 'array', value: [clockObject, energy].map(captureObjectData) },
  [`7:${obis}:4`]: unsigned(900),
  [`7:${obis}:5`]: { type: 'enum', value: 1 },
  [`7:${obis}:7`]: unsigned(1),
  [`7:${obis}:8`]: unsigned(10),
};

describe('a profile whose scaler is answered with an exception at first', () => {
  let peer: MemoryMeter;
  let line: ReturnType<typeof testLine>;
  const scaler = `3:${energyObis(0)}:3`;
  let exceptions: string[];

  beforeEach(() => {
    exceptions = [scaler];
    peer = new MemoryMeter({ framing: 'wrapper', answer: logicalMeter({ objects, conformance: conformanceFrom(['get']), exceptions }) });
    line = testLine(peer.transport);
  });
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  it('is scaled when it is read again, and the scaler is then known', async () => {
    const meter = testMeter(line);
    const read = async (): Promise<unknown> => {
      const { readings, raw } = await meter.read([{ classId: 7, obis, attribute: 2 }]);
      const rows = (readings[0]?.value ?? []) as readonly Record<string, unknown>[];
      return [Object.values(rows[0] ?? {})[1], raw[0]?.columns?.[1]?.unit];
    };
    assert.deepEqual(await read(), [1000, null]);
    exceptions.length = 0;
    assert.deepEqual(await read(), [100, 'Wh']);
    const before = peer.requests.length;
    assert.deepEqual(await read(), [100, 'Wh']);
    assert.equal(peer.requests.length, before + 1);
  });

  it('row by row as well', async () => {
    const profile = loadProfile(testMeter(line), { obis });
    const read = async (): Promise<unknown> => {
      for await (const { rows, columns } of profile.all()) if (rows.length > 0) return [rows[0]?.[1], columns[1]?.unit];
      return null;
    };
    assert.deepEqual(await read(), [1000, null]);
    exceptions.length = 0;
    assert.deepEqual(await read(), [100, 'Wh']);
  });
});

describe('a profile that captures registers and clock as attribute 0', () => {
  it('is scaled, and has times', async () => {
    const captured: Data = { type: 'array', value: [clockObject, energy].map((object) => captureObjectData({ ...object, attribute: 0 })) };
    const peer = new MemoryMeter({ framing: 'wrapper', answer: logicalMeter({ objects: { ...objects, [`7:${obis}:3`]: captured } }) });
    const line = testLine(peer.transport);
    try {
      const meter = testMeter(line);
      const { readings } = await meter.read([{ classId: 7, obis, attribute: 2 }]);
      const rows = (readings[0]?.value ?? []) as readonly Record<string, unknown>[];
      assert.deepEqual(rows.map(Object.values), [['2024-01-01T12:00:00+01:00', 100]]);
      const gathered: unknown[] = [];
      for await (const batch of loadProfile(meter, { obis }).all()) gathered.push(...batch.rows);
      assert.deepEqual(gathered, [['2024-01-01T12:00:00+01:00', 100]]);
    } finally {
      await line.close();
      peer.close();
    }
  });
});
