import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sinon from 'sinon';
import { decodeData, encodeData } from '../../src/codec/data';
import { plainOf } from '../../src/codec/plain';
import type { Data } from '../../src/codec/types';
import {
  type CaptureObject,
  captureObjectData,
  clockObject,
  decodeCaptureObjects,
  entryDescriptor,
  profileColumns,
  rangeDescriptor,
  selectedColumns,
} from '../../src/cosem/profile';
import { laterTime, type ProfileRow, RowReader, rowObject, rowsFromData } from '../../src/cosem/profile-rows';
import { isDlmsError } from '../../src/errors';
import { rowsFromOctets } from '../support/rows-from-octets';

const capture = (id: string): { frames: readonly { hex: string }[]; expected: { cases: readonly { apdu: string }[] } } =>
  JSON.parse(readFileSync(join(__dirname, `../vectors/captures/${id}.json`), 'utf8'));

const energy = (c: number): CaptureObject => ({ classId: 3, obis: `1-0:${c}.8.0*255`, attribute: 2, dataIndex: 0 });
const status: CaptureObject = { classId: 1, obis: '0-0:96.10.1*255', attribute: 2, dataIndex: 0 };
const objects = [clockObject, status, energy(1), energy(2)];
const columns = profileColumns(objects, { scalerUnit: () => ({ scaler: -1, unit: 30 }) });

describe('profile buffers', () => {
  const recorded = Buffer.from(capture('sess-iskra-profile-buffer').frames[0]?.hex ?? '', 'hex');
  const expected = [0, 1, 2, 3].map((i) => [
    ['2019-12-31T23:00:00+01:00', '2020-01-01T00:00:00+01:00', '2020-01-01T01:00:00+01:00', '2020-01-01T02:00:00+01:00'][i],
    6,
    151.7,
    162,
  ]);

  it('of a recorded meter become rows: null clocks advance by the capture period', () => {
    assert.deepEqual(rowsFromOctets(recorded, columns, { capturePeriod: 3600 }), expected);
    assert.deepEqual(rowsFromData(decodeData(recorded), columns, { capturePeriod: 3600 }), expected);
  });

  it('give the same rows in blocks cut anywhere', () => {
    for (let size = 1; size <= recorded.length; size++) {
      const reader = new RowReader(columns, { capturePeriod: 3600 });
      const rows: unknown[] = [];
      for (let at = 0; at < recorded.length; at += size) rows.push(...reader.push(recorded.subarray(at, at + size)));
      reader.end();
      assert.deepEqual(rows, expected);
    }
  });

  it('hand out rows before the transfer has ended, and say what is missing', () => {
    const reader = new RowReader(columns, { capturePeriod: 3600 });
    assert.equal(reader.push(recorded.subarray(0, 44)).length, 1);
    assert.throws(
      () => reader.end(),
      (error: unknown) => isDlmsError(error) && error.code === 'apdu-truncated' && /3 rows are missing/.test(error.message),
    );
  });

  it('with the newest row first: null clocks go back by the capture period', () => {
    // [12:00 CET, 100], [null, 99], [null, 98]
    const octets = Buffer.from(
      '0103 0202 090C07E80101030C000000FFC400 0600000064 0202 00 0600000063 0202 00 0600000062'.replaceAll(' ', ''),
      'hex',
    );
    const two = profileColumns([clockObject, energy(1)]);
    const rows = [
      ['2024-01-01T12:00:00+01:00', 100],
      ['2024-01-01T11:45:00+01:00', 99],
      ['2024-01-01T11:30:00+01:00', 98],
    ];
    assert.deepEqual(rowsFromOctets(octets, two, { capturePeriod: 900, newestFirst: true }), rows);
    assert.deepEqual(rowsFromData(decodeData(octets), two, { capturePeriod: 900, newestFirst: true }), rows);
  });

  it('repeat what stands above a null', () => {
    const data: Data = {
      type: 'array',
      value: [
        { type: 'structure', value: [1, 2, 3, 4].map((value) => ({ type: 'double-long-unsigned', value })) },
        { type: 'structure', value: [1, 2, 3, 4].map(() => ({ type: 'null-data', value: null })) },
      ],
    };
    const plain = profileColumns([energy(1), energy(2), energy(3), energy(4)]);
    assert.deepEqual(rowsFromOctets(encodeData(data), plain), [
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
    const orphaned: Data = {
      type: 'array',
      value: [{ type: 'structure', value: [1, 2, 3, 4].map(() => ({ type: 'null-data', value: null })) }],
    };
    assert.deepEqual(rowsFromData(orphaned, plain), [[null, null, null, null]]);
  });

  it('add differences to the value above, and never show a difference as a value', () => {
    // tags 31 delta-unsigned, 28 delta-integer, 29 delta-long, 33 delta-double-long-unsigned; steps of 0.1
    const rows = ['06000003E8 06000003E8', '1F05 1CFB', '00 1DFF00', '21000186A0 00'].map((row) => `0202${row}`).join('');
    const octets = Buffer.from(`0104${rows}`.replaceAll(' ', ''), 'hex');
    const two = profileColumns([energy(1), energy(2)], { scalerUnit: () => ({ scaler: -1, unit: 30 }) });
    const wanted = [
      [100, 100],
      [100.5, 99.5],
      [100.5, 73.9],
      [10100.5, 73.9],
    ];
    assert.deepEqual(rowsFromOctets(octets, two), wanted);
    assert.deepEqual(rowsFromData(decodeData(octets), two), wanted);
    const lost: string[] = [];
    const orphans = Buffer.from('0102 0202 1F05 06000003E8 0202 1F05 1F05'.replaceAll(' ', ''), 'hex');
    assert.deepEqual(rowsFromOctets(orphans, two, { lost: ({ obis }) => lost.push(obis) }), [
      [null, 100],
      [null, 100.5],
    ]);
    assert.deepEqual(lost, ['1-0:1.8.0*255']);
  });

  it('are read from compact arrays, from null, and with one bare column', () => {
    const element: Data = {
      type: 'structure',
      value: [
        { type: 'long-unsigned', value: 12 },
        { type: 'integer', value: -5 },
      ],
    };
    const compact: Data = {
      type: 'compact-array',
      value: [element, element],
      description: { type: 'structure', elements: [{ type: 'long-unsigned' }, { type: 'integer' }] },
    };
    const two = profileColumns([energy(1), energy(2)], { scalerUnit: () => ({ scaler: -1, unit: 30 }) });
    assert.deepEqual(rowsFromOctets(encodeData(compact), two), [
      [1.2, -0.5],
      [1.2, -0.5],
    ]);
    assert.deepEqual(rowsFromData(compact, two).length, 2);
    assert.deepEqual(rowsFromOctets(Buffer.from([0]), two), []);
    assert.deepEqual(rowsFromOctets(encodeData({ type: 'array', value: [{ type: 'unsigned', value: 7 }] }), profileColumns([energy(1)])), [
      [7],
    ]);
  });

  it('read the fast way as the general way, for any types', () => {
    const value: fc.Arbitrary<Data> = fc.oneof(
      fc.integer({ min: 0, max: 0xffffffff }).map((value): Data => ({ type: 'double-long-unsigned', value })),
      fc.integer({ min: 0, max: 0xffff }).map((value): Data => ({ type: 'long-unsigned', value })),
      fc.integer({ min: 0, max: 0xff }).map((value): Data => ({ type: 'unsigned', value })),
      fc.integer({ min: -0x8000, max: 0x7fff }).map((value): Data => ({ type: 'long', value })),
      fc.bigInt(0n, 2n ** 64n - 1n).map((value): Data => ({ type: 'long64-unsigned', value })),
      fc.uint8Array({ minLength: 12, maxLength: 12 }).map((value): Data => ({ type: 'octet-string', value: Buffer.from(value) })),
      fc.constant<Data>({ type: 'null-data', value: null }),
    );
    const table = fc.array(fc.tuple(value, value, value, value), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.integer({ min: -20, max: 5 }), fc.integer({ min: 1, max: 60 }), (rows, scaler, size) => {
        const data: Data = { type: 'array', value: rows.map((row) => ({ type: 'structure', value: row })) };
        const own = profileColumns(objects, { scalerUnit: () => ({ scaler, unit: 30 }) });
        const octets = encodeData(data);
        const general = rowsFromData(decodeData(octets), own, { capturePeriod: 900 });
        assert.deepEqual(rowsFromOctets(octets, own, { capturePeriod: 900 }), general);
        const reader = new RowReader(own, { capturePeriod: 900 });
        const parts: unknown[] = [];
        for (let at = 0; at < octets.length; at += size) parts.push(...reader.push(octets.subarray(at, at + size)));
        assert.deepEqual(parts, general);
      }),
    );
  });

  it('give rows or a DlmsError for any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        try {
          rowsFromOctets(Buffer.from(octets), columns);
        } catch (error) {
          assert.ok(isDlmsError(error), String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('know later times with their offset', () => {
    assert.equal(laterTime('2024-12-31T23:45:00+01:00', 900), '2025-01-01T00:00:00+01:00');
    assert.equal(laterTime('2024-12-31T23:45:00Z', 900), '2025-01-01T00:00:00Z');
    assert.equal(laterTime('2024-12-31T23:45:00', 900), '2025-01-01T00:00:00');
    assert.equal(laterTime('2024-12-31', 900), null);
    assert.equal(laterTime('2024-12-31T23:45:00Z', 0), null);
    assert.equal(laterTime('2025-01-01T00:00:00+01:00', -900), '2024-12-31T23:45:00+01:00');
  });
});

describe('profile columns', () => {
  it('come from a recorded Landis+Gyr meter, as far as its first segment goes', () => {
    const text = JSON.stringify(capture('sess-lg-sn-low'));
    // read-response, item 0, an array of nine capture objects of 18 octets, the fifth of which is cut
    const begin = text.indexOf('E6E7000C01000109') + 'E6E7000C01000109'.length;
    const octets = Buffer.from(text.slice(begin, begin + 3 * 36), 'hex');
    assert.deepEqual(decodeCaptureObjects(decodeData(Buffer.concat([Buffer.from([1, 3]), octets]))), [
      { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 },
      { classId: 3, obis: '0-0:96.240.12*255', attribute: 18, dataIndex: 0 },
      { classId: 3, obis: '1-1:1.8.0*255', attribute: 2, dataIndex: 0 },
    ]);
  });

  it('come from capture_objects', () => {
    const data: Data = { type: 'array', value: objects.map(captureObjectData) };
    assert.deepEqual(decodeCaptureObjects(decodeData(encodeData(data))), objects);
    for (const bad of [
      { type: 'null-data', value: null },
      { type: 'array', value: [{ type: 'unsigned', value: 1 }] },
    ] as Data[])
      assert.throws(
        () => decodeCaptureObjects(bad),
        (error: unknown) => isDlmsError(error) && error.code === 'apdu-malformed',
      );
  });

  it('have names, units and scalers', () => {
    assert.deepEqual(
      columns.map(({ name, unit, scaler, isClock }) => [name, unit, scaler, isClock]),
      [
        ['Clock', null, 0, true],
        ['Profile status 1', null, 0, false],
        ['Active energy import (+A) total', 'Wh', -1, false],
        ['Active energy export (-A) total', 'Wh', -1, false],
      ].map((row, i) => (i === 1 ? [columns[1]?.name, ...row.slice(1)] : row)),
    );
  });

  it('have different names, also for parts of one object', () => {
    const parts: CaptureObject[] = [
      { classId: 4, obis: '1-0:1.6.0*255', attribute: 2, dataIndex: 0 },
      { classId: 4, obis: '1-0:1.6.0*255', attribute: 5, dataIndex: 0 },
      { classId: 3, obis: '1-0:1.8.0*255', attribute: 3, dataIndex: 2 },
      { classId: 4, obis: '1-0:1.6.0*255', attribute: 2, dataIndex: 0 },
    ];
    const names = profileColumns(parts).map(({ name }) => name);
    assert.equal(new Set(names).size, parts.length);
    assert.equal(names[1], 'Active power import (+P), maximum 1, captureTime');
    assert.equal(names[2], 'Active energy import (+A) total, scalerUnit, unit');
  });

  it('hold whole objects where attribute 0 is captured', () => {
    const all = profileColumns([{ classId: 3, obis: '1-0:1.8.0*255', attribute: 0, dataIndex: 0 }]);
    const octets = Buffer.from('01010201020309060100010800FF060000000702020FFF161E', 'hex');
    assert.deepEqual(rowsFromOctets(octets, all), [[{ logicalName: '1-0:1.8.0*255', value: 7, scalerUnit: { scaler: -1, unit: 30 } }]]);
  });

  it('become objects and can be chosen', () => {
    assert.deepEqual(rowObject(['t', 1, 2, 3], columns)[columns[2]?.name ?? ''], 2);
    assert.deepEqual(
      selectedColumns(columns, [energy(2)]).map(({ obis }) => obis),
      ['1-0:2.8.0*255'],
    );
    assert.equal(selectedColumns(columns, []), columns);
  });
});

describe('a UNIX clock among the columns (Blue Book 6.2.4: seconds since 1970-01-01T00:00:00Z)', () => {
  const unix: CaptureObject = { classId: 1, obis: '0-0:1.1.0*255', attribute: 2, dataIndex: 0 };
  // 0x5E0BE100 is 2020-01-01T00:00:00Z; delta-double-long-unsigned 3600 and null-data follow.
  const array = Buffer.from(
    '0103 0202 06 5E0BE100 06 00000001 0202 21 00000E10 06 00000002 0202 00 06 00000003'.replaceAll(' ', ''),
    'hex',
  );
  const times = ['2020-01-01T00:00:00Z', '2020-01-01T01:00:00Z', '2020-01-01T02:00:00Z'];

  it('is the time of the row where no clock is captured', () => {
    const unixColumns = profileColumns([unix, energy(1)]);
    assert.deepEqual(
      unixColumns.map(({ isClock }) => isClock),
      [true, false],
    );
    const rows = times.map((time, i) => [time, i + 1]);
    assert.deepEqual(rowsFromOctets(array, unixColumns, { capturePeriod: 3600 }), rows);
    assert.deepEqual(rowsFromData(decodeData(array), unixColumns, { capturePeriod: 3600 }), rows);
    const compact = Buffer.from('13 02 02 06 06 10 5E0BE100 00000001 5E0BEF10 00000002'.replaceAll(' ', ''), 'hex');
    assert.deepEqual(rowsFromOctets(compact, unixColumns), rows.slice(0, 2));
  });

  it('stays a number beside a clock, and under the code of an earlier period', () => {
    const isClock = (captured: readonly CaptureObject[]): boolean[] => profileColumns(captured).map((column) => column.isClock);
    assert.deepEqual(isClock([unix, clockObject]), [false, true]);
    assert.deepEqual(isClock([{ ...unix, obis: '0-0:1.1.0*101' }, energy(1)]), [false, false]);
    const [column] = profileColumns([unix, clockObject]);
    assert.deepEqual(rowsFromOctets(Buffer.from('0101065E0BE100', 'hex'), column === undefined ? [] : [column]), [[1577836800]]);
  });

  it('is what a range is compared by, in seconds (4.3.6: from_value is of the type of the restricting object)', () => {
    const seconds = (from: string, zone?: number): unknown => {
      const time = { parts: { deviation: false }, ...(zone === undefined ? {} : { zone }) };
      const { parameters } = rangeDescriptor({ from, to: '2020-01-01T02:00:00+01:00', by: unix, time });
      return (parameters.value as readonly Data[]).slice(1, 3).map(({ type, value }) => [type, value]);
    };
    const bounds = [
      ['double-long-unsigned', 0x5e0be100],
      ['double-long-unsigned', 0x5e0be100 + 3600],
    ];
    assert.deepEqual(seconds('2020-01-01T01:00:00+01:00'), bounds);
    assert.deepEqual(seconds('2020-01-01T01:00:00', 60), bounds);
    assert.deepEqual(seconds('2020-01-01T00:00:00'), bounds);
  });
});

describe('selective access', () => {
  const parameters = (hex: string): unknown => plainOf(decodeData(Buffer.from(hex.slice(hex.indexOf('0204')), 'hex')));
  const { cases } = capture('vec-selective-access').expected;

  it('by range is what recorded clients send', () => {
    const status7: CaptureObject = { classId: 1, obis: '0-0:96.10.7*255', attribute: 2, dataIndex: 0 };
    const range = { from: '2020-01-01T10:00:00Z', to: '2020-01-01T11:00:00Z', time: { parts: { status: true } } };
    const simple = rangeDescriptor(range);
    assert.equal(simple.selector, 1);
    assert.deepEqual(plainOf(simple.parameters), parameters(cases[0]?.apdu ?? ''));
    assert.deepEqual(plainOf(rangeDescriptor({ ...range, columns: [clockObject, status7] }).parameters), parameters(cases[1]?.apdu ?? ''));
    const wild = { dayOfWeek: false, hundredths: false };
    const third = rangeDescriptor({
      from: '2018-06-01T00:03:00+02:00',
      to: '2021-01-06T00:03:00+01:00',
      time: { zone: 'Europe/Madrid', parts: wild },
    });
    // The client of the capture wrote hour 0, minute 3, second 0, and the status of each season.
    assert.deepEqual(plainOf(third.parameters), parameters(cases[2]?.apdu ?? ''));
  });

  it('by entry is four numbers, checked', () => {
    assert.deepEqual(entryDescriptor({ from: 1, to: 10 }), {
      selector: 2,
      parameters: decodeData(Buffer.from('02040600000001060000000A120001120000', 'hex')),
    });
    assert.throws(
      () => entryDescriptor({ from: -1, to: 0 }),
      (error: unknown) => isDlmsError(error) && /from is -1/.test(error.message),
    );
  });
});

describe('rows that are longer than a block', () => {
  /** How often the octets that wait were put together: once for each look at them. */
  const looksAt = (octets: Buffer, blockOctets: number): { readonly rows: readonly ProfileRow[]; readonly looks: number } => {
    const concat = sinon.spy(Buffer, 'concat');
    try {
      const reader = new RowReader([]);
      const rows: ProfileRow[] = [];
      for (let at = 0; at < octets.length; at += blockOctets) rows.push(...reader.push(octets.subarray(at, at + blockOctets)));
      rows.push(...reader.end());
      return { rows, looks: concat.callCount };
    } finally {
      concat.restore();
    }
  };
  it('are read when all of them is there: a compact array of 20,000 structures of two', () => {
    const contents = Buffer.alloc(20_000 * 8, 1);
    const octets = Buffer.concat([Buffer.from('1302020606', 'hex'), Buffer.of(0x83, 0x02, 0x71, 0x00), contents]);
    const { rows, looks } = looksAt(octets, 200);
    assert.equal(rows.length, 20_000);
    assert.ok(looks <= 3, `${looks} looks`);
  });
  it('are read when all of them is there: one row of 200,000 octets in small values', () => {
    const octets = Buffer.concat([Buffer.of(0x01, 0x01, 0x01, 0x83, 0x01, 0x86, 0xa0), Buffer.alloc(200_000, Uint8Array.of(0x11, 0x07))]);
    const { rows, looks } = looksAt(octets, 100);
    assert.equal(rows.length, 1);
    assert.ok(looks < 100, `${looks} looks`);
  });
  it('are refused beyond the limit, as soon as they announce it', () => {
    for (const announced of ['0101 0984 7FFFFFFF', '13 09 84 7FFFFFFF'])
      assert.throws(() => new RowReader([], { maxPending: 1000 }).push(Buffer.from(announced.replaceAll(' ', ''), 'hex')), {
        code: 'limit-exceeded',
      });
    const reader = new RowReader([], { maxPending: 1000 });
    reader.push(Buffer.from('01010982 0300'.replaceAll(' ', ''), 'hex'));
    assert.equal(reader.push(Buffer.alloc(0x300)).length, 1);
  });
});
