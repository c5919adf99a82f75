/**
 * Profiles row by row against the simulated meter: ranges, last rows, what is new; slices, fallbacks, broken transfers,
 * selected columns, slow consumers.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { conformanceFor, meterDefaults } from '../../src/client/defaults';
import { loadProfile, type ProfileBatch, type ProfileCursor } from '../../src/client/load-profile';
import type { Meter } from '../../src/client/types';
import type { Data } from '../../src/codec/types';
import type { ProfileRow } from '../../src/cosem/profile-rows';
import type { Simulator } from '../../src/simulator/types';
import { type Medium, MeterBench, loadProfile as reference, rejection, type StartOptions } from '../support/meter-suite';

const tcp: Medium = {
  name: 'TCP',
  framings: ['wrapper'],
  place: async () => ({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    transport: (port) => ({ kind: 'tcp', host: '127.0.0.1', port: port ?? 0, connectTimeoutMs: 2000 }),
    end: async () => undefined,
  }),
};
const { obis } = reference;

interface Gathered {
  readonly rows: ProfileRow[];
  readonly batches: ProfileBatch[];
  readonly last: ProfileBatch;
}

async function gather(batches: AsyncIterable<ProfileBatch>): Promise<Gathered> {
  const all: ProfileBatch[] = [];
  for await (const batch of batches) all.push(batch);
  const last = all.at(-1);
  assert.ok(last?.done);
  return { rows: all.flatMap(({ rows }) => rows), batches: all, last };
}

/** Energies in the buffer of the meter itself, in its order: they grow from row to row. */
const energies = (simulator: Simulator): number[] =>
  ((simulator.get(obis, 2) as Data).value as readonly Data[]).map((row) => Number((row.value as readonly Data[])[2]?.value));
const energyOf = (row: ProfileRow): number => Number(row[2]);
const kinds = ({ last }: Gathered): string[] => last.notes.map(({ kind }) => kind);

describe('a profile row by row', () => {
  const bench = new MeterBench(tcp);
  afterEach(() => bench.end());

  const start = async (options: StartOptions = {}) => {
    const now = { ms: Date.UTC(2026, 4, 5, 12, 1) };
    const simulator = { tickMs: 1000, now: () => now.ms, profile: { rows: 500, capturePeriodS: 900, maxRows: 1000 }, ...options.simulator };
    const made = await bench.start({ ...options, simulator });
    return { ...made, now, profile: loadProfile(made.meter, { obis }) };
  };
  const small = { ...meterDefaults.associate, maxReceivePduSize: 300 };

  for (const referencing of ['ln', 'sn'] as const) {
    it(`reads everything, the last rows, and a range (${referencing})`, async () => {
      const associate = {
        ...meterDefaults.associate,
        referencing,
        proposedConformance: conformanceFor(referencing),
        maxReceivePduSize: 400,
      };
      const { simulator, profile } = await start({
        simulator: { referencing, profile: { rows: 100, capturePeriodS: 900 } },
        meter: { associate },
      });
      const truth = energies(simulator);
      const all = await gather(profile.all({ sliceRows: 30 }));
      assert.deepEqual(all.rows.map(energyOf), truth);
      assert.equal(all.last.access, 'entry');
      assert.equal(all.last.progress.expected, 100);
      assert.ok(all.last.progress.requests >= 4);
      const last = await gather(profile.last(7));
      assert.deepEqual(last.rows.map(energyOf), truth.slice(-7));
      const [from, to] = [all.rows[10]?.[0] as string, all.rows[40]?.[0] as string];
      const range = await gather(profile.range(from, to, { sliceRows: 10 }));
      assert.deepEqual(range.rows.map(energyOf), truth.slice(10, 41));
      assert.equal(range.last.access, 'range');
      assert.equal(range.last.progress.expected, 31);
    });
  }

  for (const referencing of ['ln', 'sn'] as const) {
    it(`captures objects that this client does not see: they have no unit, and all rows come (${referencing})`, async () => {
      const associate = { ...meterDefaults.associate, referencing, proposedConformance: conformanceFor(referencing) };
      const association = { client: 1, mechanism: 1, password: '12345678', objects: ['0-0:40.0.0*255', obis, '1-0:1.8.0*255'] } as const;
      const { simulator, profile, meter } = await start({
        simulator: { referencing, profile: { rows: 10, capturePeriodS: 900 }, associations: [association] },
        meter: { associate },
      });
      const { rows, last } = await gather(profile.all());
      assert.deepEqual(rows.map(energyOf), energies(simulator));
      assert.deepEqual(
        last.columns.map(({ unit }) => unit),
        [null, null, 'Wh', null],
      );
      const { readings } = await meter.read([{ classId: 7, obis, attribute: 2 }]);
      assert.ok(Array.isArray(readings[0]?.value) && readings[0].value.length === 10);
    });
  }

  for (const ahead of [1, 100_000])
    it(`the last rows of a meter that tells ${ahead} rows more than its buffer holds`, async () => {
      const { simulator, meter } = await start({ simulator: { profile: { rows: 50, maxRows: 50, capturePeriodS: 900 } } });
      // entries_in_use (attribute 7) that counts what was captured, and not what is there
      const counting: Meter = Object.assign(Object.create(meter) as Meter, {
        get: async (...asked: Parameters<Meter['get']>) => {
          const { items, ...rest } = await meter.get(...asked);
          const told = (item: (typeof items)[number], at: number): (typeof items)[number] =>
            asked[0][at]?.attribute === 7 && item.data !== null
              ? { ...item, data: { type: 'double-long-unsigned', value: Number(item.data.value) + ahead } }
              : item;
          return { ...rest, items: items.map(told) };
        },
      });
      const profile = loadProfile(counting, { obis });
      const last = await gather(profile.last(3));
      assert.deepEqual(last.rows.map(energyOf), energies(simulator).slice(-3));
      assert.equal((await gather(profile.last(60, { sliceRows: 10 }))).rows.length, 50);
      const everything = await gather(profile.all({ sliceRows: 20 }));
      assert.deepEqual(everything.rows.map(energyOf), energies(simulator));
      assert.ok(everything.last.progress.requests < 10);
    });

  it('has columns with names and units, read once', async () => {
    const { meter, profile } = await start();
    const first = await gather(profile.last(3));
    assert.deepEqual(
      first.last.columns.map(({ unit }) => unit),
      [null, null, 'Wh', 'Wh'],
    );
    assert.equal((await profile.definition()).capturePeriod, 900);
    const before = (await meter.associate()).info;
    assert.equal(before.roundTrips, 0);
    const again = await gather(profile.last(3));
    assert.deepEqual(again.rows, first.rows);
    assert.equal(again.last.progress.requests, 1);
  });

  it('delivers what is new once, and nothing that was not accepted is lost', async () => {
    const { now, simulator, profile } = await start();
    const first = await gather(profile.since(null));
    assert.deepEqual(first.rows.map(energyOf), energies(simulator));
    const cursor = JSON.parse(JSON.stringify(first.last.cursor)) as ProfileCursor;
    assert.equal((await gather(profile.since(cursor))).rows.length, 0);
    now.ms += 10 * 900_000;
    const twice = [await gather(profile.since(cursor)), await gather(profile.since(cursor))];
    for (const { rows } of twice) assert.deepEqual(rows.map(energyOf), energies(simulator).slice(-10));
    assert.equal((await gather(profile.since(twice[0]?.last.cursor ?? null))).rows.length, 0);
  });

  it('finds its place in a buffer that has wrapped, and says when rows were overwritten', async () => {
    const { now, simulator, profile } = await start({ simulator: { profile: { rows: 50, maxRows: 50, capturePeriodS: 900 } } });
    const { last } = await gather(profile.since(null));
    now.ms += 47 * 900_000;
    const wrapped = await gather(profile.since(last.cursor));
    assert.deepEqual(wrapped.rows.map(energyOf), energies(simulator).slice(-47));
    assert.deepEqual(kinds(wrapped), []);
    now.ms += 60 * 900_000;
    const lost = await gather(profile.since(wrapped.last.cursor));
    assert.deepEqual(lost.rows.map(energyOf), energies(simulator));
    assert.ok(kinds(lost).includes('lost'));
  });

  it('goes on behind the last complete row when the line breaks, and reads little twice', async () => {
    const { simulator, profile } = await start({ meter: { associate: small }, line: { responseTimeoutMs: 50, backoffMs: [1, 2] } });
    simulator.faults = { dropAfter: 30 };
    for (const [way, rows] of [
      ['all', energies(simulator)],
      ['range', energies(simulator)],
    ] as const) {
      const batches = way === 'all' ? profile.all({ retries: 5 }) : profile.range('2000-01-01', '2030-01-01', { retries: 5 });
      const read = await gather(batches);
      assert.deepEqual(read.rows.map(energyOf), rows);
      assert.ok(kinds(read).includes('resumed'));
      assert.equal(read.last.progress.expected, 500);
    }
  });

  it('gives up after so many tries without a row, with the error of the line', async () => {
    const { simulator, profile } = await start({ line: { responseTimeoutMs: 200, retries: 0, backoffMs: [1, 2] } });
    await profile.definition();
    const rows = profile.all({ retries: 2 });
    await rows.next();
    simulator.faults = { silent: true };
    assert.equal((await rejection(gather(profile.all({ retries: 2 })))).code, 'response-timeout');
    await rows.return();
  });

  it('asks in another way where the meter refuses one, and says so', async () => {
    const associate = { ...meterDefaults.associate, proposedConformance: conformanceFor('ln') & ~0x0000_04 };
    const { simulator, profile } = await start({ meter: { associate } });
    const read = await gather(profile.last(5));
    assert.deepEqual(read.rows.map(energyOf), energies(simulator).slice(-5));
    assert.equal(read.last.access, 'all');
    assert.deepEqual(kinds(read), ['fallback']);
    assert.match(read.last.notes[0]?.text ?? '', /reading everything/);
    const from = (await gather(profile.all())).rows.at(-9)?.[0] as string;
    const range = await gather(profile.range(from, '2030-01-01'));
    assert.deepEqual(range.rows.map(energyOf), energies(simulator).slice(-9));
    const { last } = range;
    assert.equal((await gather(profile.since(last.cursor))).rows.length, 0);
  });

  for (const access of ['range', 'entry', 'all'] as const) {
    it(`gives the same rows by ${access}`, async () => {
      const { now, simulator, profile } = await start();
      const truth = energies(simulator);
      const all = await gather(profile.all());
      const times = all.rows.map((row) => row[0] as string);
      const range = await gather(profile.range(times[100] as string, times[399] as string, { access: [access], sliceRows: 64 }));
      assert.deepEqual(range.rows.map(energyOf), truth.slice(100, 400));
      now.ms += 30 * 900_000;
      const fresh = await gather(profile.since(all.last.cursor, { access: [access] }));
      assert.deepEqual(fresh.rows.map(energyOf), energies(simulator).slice(-30));
    });
  }

  it('reads the columns that are wanted, with the time', async () => {
    const { profile } = await start();
    const { columns } = await profile.definition();
    const wanted = columns.slice(2, 3);
    const whole = await gather(profile.last(20));
    const expected = whole.rows.map((row) => [row[0], row[2]]);
    const from = whole.rows[0]?.[0] as string;
    assert.deepEqual((await gather(profile.last(20, { columns: wanted }))).rows, expected);
    const range = await gather(profile.range(from, '2030-01-01', { columns: wanted }));
    assert.deepEqual(range.rows, expected);
    assert.deepEqual(
      range.last.columns.map(({ obis }) => obis),
      ['0-0:1.0.0*255', '1-0:1.8.0*255'],
    );
    const changed = await gather(profile.since(range.last.cursor));
    assert.equal(changed.rows.length, 0);
    assert.deepEqual(kinds(changed), ['columns-changed']);
  });

  it('reads ranges over both clock changes by instants', async () => {
    for (const change of [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)]) {
      const { now, profile } = await start();
      now.ms = change + 6 * 3_600_000;
      const [from, to] = [new Date(change - 3_600_000), new Date(change + 3_600_000)];
      const { rows } = await gather(profile.range(from, to, { sliceRows: 8 }));
      const instants = rows.map((row) => Date.parse(row[0] as string));
      assert.deepEqual(
        instants,
        Array.from({ length: 9 }, (_, i) => change - 3_600_000 + i * 900_000),
      );
      await bench.end();
    }
  });

  it('holds the transfer while the consumer is slow, and ends it when the consumer stops', async () => {
    const { meter, profile, line } = await start({ meter: { associate: small } });
    const sizes: number[] = [];
    for await (const { rows } of profile.all({ sliceRows: 20, access: ['all'] })) {
      sizes.push(rows.length);
      await sleep(1);
      if (sizes.length === 5) break;
    }
    assert.ok(Math.max(...sizes) < 40, String(sizes));
    assert.equal(line.pending, 0);
    assert.equal((await meter.get([{ classId: 3, obis: '1-0:1.8.0*255', attribute: 2 }])).items[0]?.error, null);
  });

  it('delivers oldest first where the meter sends the newest first', async () => {
    const { now, simulator, profile } = await start({ simulator: { profile: { rows: 60, maxRows: 60, capturePeriodS: 900 } } });
    simulator.set(obis, 5, { type: 'enum', value: 2 });
    const truth = (): number[] => energies(simulator).reverse();
    const all = await gather(profile.all({ sliceRows: 16 }));
    assert.deepEqual(all.rows.map(energyOf), truth());
    assert.deepEqual((await gather(profile.last(5))).rows.map(energyOf), truth().slice(-5));
    now.ms += 20 * 900_000;
    for (const access of ['entry', 'range', 'all'] as const) {
      const { rows } = await gather(profile.since(all.last.cursor, { access: [access] }));
      assert.deepEqual(rows.map(energyOf), truth().slice(-20), access);
    }
  });

  it('asks for a range of the clock that the profile captures', async () => {
    const { meter, simulator, profile } = await start({ simulator: { tickMs: 0, profile: { rows: 20, capturePeriodS: 900 } } });
    const { rows } = await gather(profile.all());
    const truth = energies(simulator);
    const buffer = simulator.get(obis, 2) as Data;
    const [, ...others] = (simulator.get(obis, 3) as Data).value as readonly Data[];
    const clock: readonly Data[] = [
      { type: 'long-unsigned', value: 8 },
      { type: 'octet-string', value: Buffer.from('0001010000FF', 'hex') },
      { type: 'integer', value: 2 },
      { type: 'long-unsigned', value: 0 },
    ];
    simulator.set(obis, 3, { type: 'array', value: [{ type: 'structure', value: clock }, ...others] });
    simulator.set(obis, 2, buffer);
    const [from, to] = [rows[5]?.[0] as string, rows[9]?.[0] as string];
    const range = await gather(profile.range(from, to, { access: ['range'] }));
    assert.deepEqual(range.rows.map(energyOf), truth.slice(5, 10));
    const { readings } = await meter.read([{ classId: 7, obis, attribute: 2, selection: { kind: 'range', from, to } }]);
    assert.equal(readings[0]?.error, null);
    assert.equal((readings[0]?.value as readonly unknown[] | undefined)?.length, 5);
  });

  it('reads event logs, where rows have no period and may be alike', async () => {
    const { meter, simulator } = await start();
    const log = '0-0:99.98.0*255';
    const event = (simulator.get(log, 2) as Data).value as readonly Data[];
    const events = (count: number): Data => ({ type: 'array', value: Array.from({ length: count }, () => event[0] as Data) });
    const profile = loadProfile(meter, { obis: log });
    simulator.set(log, 2, events(10));
    const first = await gather(profile.since(null));
    assert.equal(first.rows.length, 10);
    simulator.set(log, 2, events(13));
    assert.equal((await gather(profile.since(first.last.cursor))).rows.length, 3);
    assert.equal((await gather(profile.last(4))).rows.length, 4);
  });

  it('fills in what the meter left out because it did not change', async () => {
    const { simulator, profile } = await start({ simulator: { tickMs: 0, profile: { rows: 6, capturePeriodS: 900 } } });
    const whole = await gather(profile.all());
    const buffer = (simulator.get(obis, 2) as Data).value as readonly Data[];
    const nothing: Data = { type: 'null-data', value: null };
    const compressed = buffer.map((row, i): Data => {
      const [, , imported, exported] = row.value as readonly Data[] as [Data, Data, Data, Data];
      return i === 0 ? row : { type: 'structure', value: [nothing, nothing, imported, exported] };
    });
    simulator.set(obis, 2, { type: 'array', value: compressed });
    const filled = await gather(profile.all());
    assert.deepEqual(
      filled.rows.map((row) => [row[0], row[2]]),
      whole.rows.map((row) => [row[0], row[2]]),
    );
    assert.deepEqual(new Set(filled.rows.map((row) => row[1])), new Set([filled.rows[0]?.[1]]));
  });

  it('fills in the times where the newest row comes first', async () => {
    const { meter, simulator, profile } = await start({ simulator: { tickMs: 0, profile: { rows: 6, capturePeriodS: 900 } } });
    simulator.set(obis, 5, { type: 'enum', value: 2 });
    const whole = await gather(profile.all());
    const buffer = (simulator.get(obis, 2) as Data).value as readonly Data[];
    const nothing: Data = { type: 'null-data', value: null };
    const withoutTimes = buffer.map((row, i): Data => {
      const [time, ...values] = row.value as readonly Data[] as [Data, ...Data[]];
      return { type: 'structure', value: [i === 0 ? time : nothing, ...values] };
    });
    // it keeps them in the order of capture
    simulator.set(obis, 2, { type: 'array', value: withoutTimes.reverse() });
    const times = whole.rows.map(([time]) => time);
    assert.deepEqual(
      (await gather(profile.all())).rows.map(([time]) => time),
      times,
    );
    // a plain read keeps the order of the meter
    const { readings } = await meter.read([{ classId: 7, obis, attribute: 2 }]);
    const rows = readings[0]?.value as readonly Record<string, unknown>[];
    assert.deepEqual(
      rows.map((row) => Object.values(row)[0]),
      times.toReversed(),
    );
  });

  it('never puts a value under a wrong name: other columns are noticed', async () => {
    const { meter, simulator, profile } = await start();
    const { last } = await gather(profile.since(null));
    const objects = simulator.get(obis, 3) as Data;
    const fewer: Data = { type: 'array', value: (objects.value as readonly Data[]).slice(0, 3) };
    const { items } = await meter.set([{ classId: 7, obis, attribute: 3, value: fewer }]);
    assert.equal(items[0]?.error, null);
    await meter.action([{ classId: 7, obis, method: 2, parameter: { type: 'integer', value: 0 } }]);
    const changed = await gather(profile.since(last.cursor));
    assert.equal(changed.last.columns.length, 3);
    assert.ok(kinds(changed).includes('columns-changed'));
    assert.equal((await gather(profile.since(changed.last.cursor))).rows.length, 0);
  });

  it('says what is wrong with a cursor, a time, a number', async () => {
    const { profile } = await start();
    assert.equal((await rejection(gather(profile.since({} as ProfileCursor)))).code, 'settings-invalid');
    const { last } = await gather(profile.last(1));
    const other = { ...(last.cursor as ProfileCursor), obis: '1-0:99.2.0*255' };
    assert.match((await rejection(gather(profile.since(other)))).message, /1-0:99\.2\.0/);
    assert.equal((await rejection(gather(profile.range('yesterday', 'today')))).code, 'value-invalid');
    assert.equal((await rejection(gather(profile.last(0)))).code, 'value-invalid');
  });

  it('says that the meter has no such profile', async () => {
    const { meter } = await start();
    const error = await rejection(gather(loadProfile(meter, { obis: '1-0:99.77.0', name: 'Night' }).all()));
    assert.equal(error.code, 'refused');
    assert.match(error.message, /Night/);
  });
});
