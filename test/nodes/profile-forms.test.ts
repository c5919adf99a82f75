import assert from 'node:assert/strict';
import { RowTimes } from '../../nodes/lib/instants';
import { formMemory, formOptions } from '../../nodes/lib/output-forms';
import { profileForms, type Table, withEvents, withStatus } from '../../nodes/lib/profile-forms';
import { MeterZone } from '../../src/index';
import { profileColumnsOf } from '../support/profile-columns';

describe('forms of profile rows', () => {
  const columns = profileColumnsOf(['8 0-0:1.0.0*255 2', '3 1-0:1.8.0*255 2', '1 0-0:96.11.0*255 2']);
  const table: Table = {
    meter: 'M',
    profile: 'P',
    obis: '0-0:99.98.0*255',
    columns,
    status: null,
    rows: [
      ['2026-01-01T00:00:00+01:00', 12.5, 2],
      ['2026-01-01T00:15:00+01:00', 12.75, 6],
    ],
    events: null,
    instants: [],
  };
  const timed = (rows: Table['rows'], zone: string | null = null): Table => ({
    ...table,
    rows,
    instants: new RowTimes().instantsOf(
      rows.map(([time]) => time),
      new MeterZone(zone),
    ),
  });
  const options = formOptions({ file: '<meter>.csv' }, formMemory());
  const make = (id: string, from: Table = timed(table.rows)) =>
    profileForms.find((form) => form.id === id)?.make(from, options)[0]?.payload;

  it('chart points, InfluxDB points and SQL columns', () => {
    assert.deepEqual((make('chart') as { x: number; y: number }[]).map(({ x, y }) => [x, y]).slice(0, 1), [
      [Date.parse('2026-01-01T00:00:00+01:00'), 12.5],
    ]);
    const [first, second] = make('influxdb') as object[];
    const name = columns[1]?.name;
    assert.deepEqual(first, {
      measurement: 'dlms_profile',
      tags: { meter: 'M', object: '1-0:1.8.0*255', name, profile: '0-0:99.98.0*255' },
      fields: { value: 12.5, meter_time: '2026-01-01T00:00:00+01:00' },
      timestamp: new Date('2025-12-31T23:00:00Z'),
    });
    assert.deepEqual((second as { fields: { value: number } }).fields.value, 2);
    const key = [['M', 'M'], Array(2).fill('0-0:99.98.0*255'), ['2025-12-31T23:00:00.000Z', '2025-12-31T23:15:00.000Z']];
    assert.deepEqual(make('columns'), [...key, table.rows.map(([time]) => time), [12.5, 12.75], [2, 6]]);
    const [meters, objects, times, , names, numbers] = make('value-columns') as unknown[][];
    assert.deepEqual(meters, Array(4).fill('M'));
    assert.deepEqual(objects, ['1-0:1.8.0*255', '0-0:96.11.0*255', '1-0:1.8.0*255', '0-0:96.11.0*255']);
    assert.deepEqual(times?.slice(1, 3), key[2]);
    assert.equal(names?.[0], name);
    assert.deepEqual(numbers, [12.5, 2, 12.75, 6]);
  });

  it('CSV: a line for each row, the header once, events at the end', () => {
    const log = withEvents(timed(table.rows), 'idis', 'en');
    assert.deepEqual((make('csv', log) as string).split('\n'), [
      `meter,object,time,meter_time,${columns[1]?.name},${columns[2]?.name},event`,
      'M,0-0:99.98.0*255,2025-12-31T23:00:00.000Z,2026-01-01T00:00:00+01:00,12.5,2,Power up',
      'M,0-0:99.98.0*255,2025-12-31T23:15:00.000Z,2026-01-01T00:15:00+01:00,12.75,6,Clock invalid',
    ]);
    assert.equal((make('csv', log) as string).split('\n').length, 2);
  });

  it('CSV: each day has its file, whatever days a slice is of', () => {
    const days = timed([null, '2026-01-01T23:45:00Z', '2026-01-02T00:00:00Z', null].map((time) => [time, 1, 2]));
    const by = formOptions({ file: '<date>.csv' }, formMemory());
    const parts = profileForms.find(({ id }) => id === 'csv')?.make(days, by) as readonly { filename?: string; payload: string }[];
    assert.deepEqual(
      parts.map(({ filename, payload }) => [filename, payload.split('\n').length]),
      [
        ['2026-01-01.csv', 3],
        ['2026-01-02.csv', 3],
      ],
    );
  });

  it('times without offset are read in the zone of the meter', () => {
    const rows = [['2026-07-01T00:00:00', 1, 0]];
    const [, , unknown] = make('columns', timed(rows)) as unknown[][];
    const [, , known] = make('columns', timed(rows, 'Europe/Berlin')) as unknown[][];
    assert.deepEqual([unknown, known], [['2026-07-01T00:00:00.000Z'], ['2026-06-30T22:00:00.000Z']]);
  });

  describe('rows of one time, which a database with the key meter, object and time would take for one', () => {
    const hour = ['02:00', '02:30', '02:00', '02:30', '03:00'].map((time, at) => [`2026-10-25T${time}:00`, at, 0]);
    const timesOf = (from: Table): unknown => (make('columns', from) as unknown[][])[2];

    it('are hours apart in the hour that the end of summer time repeats, where the zone is known', () => {
      const utc = ['00:00', '00:30', '01:00', '01:30', '02:00'].map((time) => `2026-10-25T${time}:00.000Z`);
      assert.deepEqual(timesOf(timed(hour, 'Europe/Berlin')), utc);
      const times = new RowTimes();
      const zone = new MeterZone('Europe/Berlin');
      const oneByOne = hour.flatMap(([time]) => times.instantsOf([time], zone)).map((instant) => new Date(Number(instant)).toISOString());
      assert.deepEqual(oneByOne, utc, 'also where each is read by itself');
    });

    it('are milliseconds apart where it is not, and where events share a second', () => {
      const apart = ['02:00:00.000', '02:30:00.000', '02:00:00.001', '02:30:00.001', '03:00:00.000'];
      assert.deepEqual(
        timesOf(timed(hour)),
        apart.map((time) => `2026-10-25T${time}Z`),
      );
      const log = withEvents(timed([2, 6, 2].map((code) => ['2026-01-01T00:00:00Z', 1, code])), 'idis', 'en');
      const [, objects = [], times = []] = make('value-columns', log) as unknown[][];
      assert.equal(new Set(objects.map((object, at) => `${object} ${times[at]}`)).size, 9);
      assert.equal(new Set((make('influxdb', log) as { timestamp: Date }[]).map(({ timestamp }) => +timestamp)).size, 3);
    });
  });

  it('times that InfluxDB (64 bits of nanoseconds) or PostgreSQL refuses are none: the whole slice came again for ever', () => {
    const told = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', '2263-01-01T00:00:00Z', '2026-01-01T00:00:00Z'];
    const [, , times, meterTimes] = make('columns', timed(told.map((time) => [time, 1, 0]))) as unknown[][];
    assert.deepEqual(times, [null, null, null, '2026-01-01T00:00:00.000Z']);
    assert.deepEqual(meterTimes, told);
  });

  it('readings: one per value, with the time of the row', () => {
    const readings = make('readings') as { obis: string; value: unknown; time: string }[];
    assert.equal(readings.length, 4);
    assert.deepEqual([readings[0]?.obis, readings[0]?.value, readings[0]?.time], ['1-0:1.8.0*255', 12.5, '2026-01-01T00:00:00+01:00']);
  });

  it('event logs: codes get their names', () => {
    const [first, second] = make('rows', withEvents(timed(table.rows), 'idis', 'en')) as { event: string }[];
    assert.deepEqual([first?.event, second?.event], ['Power up', 'Clock invalid']);
    const [german] = make('rows', withEvents(timed(table.rows), 'idis', 'de')) as { event: string }[];
    assert.equal(german?.event, 'Spannungswiederkehr');
  });

  it('status column: values have its bits in words, where the standard says what they mean', () => {
    const marked: Table = {
      ...table,
      columns: profileColumnsOf(['8 0-0:1.0.0*255 2', '1 0-0:96.10.1*255 2', '3 1-0:1.8.0*255 2']),
      rows: [
        ['2026-01-01T00:00:00Z', 0b1000_0010, 12.5],
        ['2026-01-01T00:15:00Z', 0, 12.75],
      ],
      instants: [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 0, 15)],
    };
    const words = (withStatus(marked, 'idis', 'en').status ?? []).map(String);
    assert.deepEqual(words, ['Clock invalid,Power down', '']);
    const readings = make('readings', withStatus(marked, 'dsmr', 'de')) as { obis: string; status: unknown }[];
    assert.deepEqual(readings[1], { ...readings[1], obis: '1-0:1.8.0*255', status: ['Uhr ungültig', 'Spannungsausfall'] });
    const status = (make('value-columns', withStatus(marked, 'idis', 'en')) as unknown[][]).at(-1);
    assert.deepEqual(status, ['Clock invalid, Power down', 'Clock invalid, Power down', null, null]);
    assert.equal(withStatus(marked, 'is15959', 'en').status, null);
  });
});
