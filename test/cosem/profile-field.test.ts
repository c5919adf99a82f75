/**
 * Profiles of meters in the field that bend the Blue Book (part 2, clause 4.3.6).
 */
import assert from 'node:assert/strict';
import { decodeData } from '../../src/codec/data';
import { type CaptureObject, clockObject, profileColumns } from '../../src/cosem/profile';
import { rowsFromData } from '../../src/cosem/profile-rows';
import { rowsFromOctets } from '../support/rows-from-octets';

const energy: CaptureObject = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2, dataIndex: 0 };
const status: CaptureObject = { classId: 1, obis: '0-0:96.10.1*255', attribute: 2, dataIndex: 0 };

describe('profiles in the field', () => {
  it('a time left out with an empty octet-string advances as a null does', () => {
    // [2010-09-08 11:00, 1], [empty, 2]
    const octets = Buffer.from('01020202090C07DA0908030B0000008000000600000001020209000600000002', 'hex');
    const two = profileColumns([clockObject, energy]);
    const rows = [
      ['2010-09-08T11:00:00', 1],
      ['2010-09-08T12:00:00', 2],
    ];
    assert.deepEqual(rowsFromOctets(octets, two, { capturePeriod: 3600 }), rows);
    assert.deepEqual(rowsFromData(decodeData(octets), two, { capturePeriod: 3600 }), rows);
  });

  it('captured as attribute 0 are the values where a value comes, and all attributes where a structure does (4.3.6)', () => {
    const zero = [clockObject, status, energy].map((object) => ({ ...object, attribute: 0 }));
    const all = profileColumns(zero, { scalerUnit: () => ({ scaler: -1, unit: 30 }) });
    const row = (energy: string) => Buffer.from(`0101 0203 090C07E80101010C000000FFC400 1142 ${energy}`.replaceAll(' ', ''), 'hex');
    const head = ['2024-01-01T12:00:00+01:00', 66];
    assert.deepEqual(rowsFromOctets(row('0600000064'), all), [[...head, 10]]);
    assert.deepEqual(
      all.map(({ isClock, unit }) => [isClock, unit]),
      [
        [true, null],
        [false, null],
        [false, 'Wh'],
      ],
    );
    const whole = { logicalName: '1-0:1.8.0*255', value: 100, scalerUnit: { scaler: -1, unit: 30 } };
    assert.deepEqual(rowsFromOctets(row('0203 09060100010800FF 0600000064 02020FFF161E'), all), [[...head, whole]]);
  });
});
