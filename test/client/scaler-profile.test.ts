/**
 * Profiles whose registers cannot be read: scaler and unit stand in a scaler profile (IS 15959, SPODES). Capture objects and row
 * of the Russian one are those of a meter of KPZ, as its maker's public tests have them.
 */
import assert from 'node:assert/strict';
import { loadProfile } from '../../src/client/load-profile';
import type { Line } from '../../src/client/types';
import { decodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { type CaptureObject, captureObjectData } from '../../src/cosem/profile';
import { scalerProfilesOf, scalersInProfile } from '../../src/cosem/scaler-profile';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { logicalMeter, type Objects } from './scripted-answers';

const obis = '1-0:99.1.0*255';
const data = (hex: string): Data => decodeData(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const captured = data(
  `0105 0204 120008 0906 0000010000FF 0F02 120000
   0204 120003 0906 0100021D00FF 0F03 120000 0204 120003 0906 0100011D00FF 0F03 120000
   0204 120003 0906 0100031D00FF 0F03 120000 0204 120003 0906 0100041D00FF 0F03 120000`.replaceAll('\n', ''),
);
const row = data('0101 0205 090C076E081F070000FFFF800000 02020FFD161E 02020FFD161E 02020FFD1620 02020FFD1620');

const columns: readonly CaptureObject[] = [
  { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 },
  { classId: 3, obis: '1-0:1.29.0*255', attribute: 2, dataIndex: 0 },
  { classId: 3, obis: '1-0:3.29.0*255', attribute: 2, dataIndex: 0 },
];
const block: Objects = {
  [`7:${obis}:2`]: data('0101 0203 090C07EA0301FF0F0000FF800000 06000005ED 0600000007'),
  [`7:${obis}:3`]: { type: 'array', value: columns.map(captureObjectData) },
  [`7:${obis}:4`]: { type: 'double-long-unsigned', value: 1800 },
  [`7:${obis}:7`]: { type: 'double-long-unsigned', value: 1 },
};

describe('scaler profiles', () => {
  it('are those of IS 15959 and SPODES', () => {
    assert.deepEqual(scalerProfilesOf('1-0:94.91.0'), ['1-0:94.91.3']);
    assert.deepEqual(scalerProfilesOf('1-0:98.1.0*255'), ['1-0:94.91.6', '1-0:94.7.1']);
    assert.deepEqual(scalerProfilesOf('0-0:99.98.6'), ['1-0:94.91.7']);
    assert.deepEqual(scalerProfilesOf('1-0:99.97.0'), []);
  });

  it('have one row with the scaler_unit of each register', () => {
    const found = scalersInProfile(captured, row);
    assert.deepEqual([...found.keys()], ['1-0:2.29.0*255', '1-0:1.29.0*255', '1-0:3.29.0*255', '1-0:4.29.0*255']);
    assert.deepEqual(found.get('1-0:1.29.0*255'), { scaler: -3, unit: 30 });
    assert.deepEqual(found.get('1-0:3.29.0*255'), { scaler: -3, unit: 32 });
    for (const [one, other] of [
      [null, row],
      [captured, null],
      [captured, data('0100')],
      [row, row],
    ] as const)
      assert.equal(scalersInProfile(one, other).size, 0);
  });

  describe('of a meter that refuses the registers', () => {
    let peer: MemoryMeter;
    let line: Line;
    afterEach(async () => {
      await line.close();
      peer.close();
    });
    const start = (objects: Objects) => {
      peer = new MemoryMeter({ framing: 'wrapper', answer: logicalMeter({ objects }) });
      line = testLine(peer.transport, { framing: 'wrapper' });
      return testMeter(line);
    };
    const scalers: Objects = { '7:1-0:94.7.4*255:3': captured, '7:1-0:94.7.4*255:2': row };

    it('scale what a profile has, by rows and as a value', async () => {
      const meter = start({ ...block, ...scalers });
      const definition = await loadProfile(meter, { obis }).definition();
      assert.deepEqual(
        definition.columns.map(({ scaler, unit }) => [scaler, unit]),
        [
          [0, null],
          [-3, 'Wh'],
          [-3, 'varh'],
        ],
      );
      const { readings } = await meter.read([{ classId: 7, obis, attribute: 2 }]);
      const rows = (readings[0]?.value ?? []) as readonly object[];
      assert.deepEqual(
        rows.map((values) => Object.values(values).slice(1)),
        [[1.517, 0.007]],
      );
    });

    it('are not asked for where the registers tell their scalers', async () => {
      const scalerUnit = data('02020F00161E');
      const meter = start({ ...block, ...scalers, '3:1-0:1.29.0*255:3': scalerUnit, '3:1-0:3.29.0*255:3': scalerUnit });
      const { columns: told } = await loadProfile(meter, { obis }).definition();
      assert.deepEqual(
        told.map(({ scaler }) => scaler),
        [0, 0, 0],
      );
      assert.equal(peer.requests.length, 3);
    });
  });
});
