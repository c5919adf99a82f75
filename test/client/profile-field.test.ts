/**
 * Profiles of meters that do not tell scalers when they are first asked, that capture attribute 0, and that refuse selective access
 * in their own words.
 */
import assert from 'node:assert/strict';
import { type Apdu, apdu } from '../../src/apdu/apdu';
import { conformanceFrom } from '../../src/apdu/initiate';
import { loadProfile } from '../../src/client/load-profile';
import type { ProfileBatch } from '../../src/client/profile/types';
import type { Meter } from '../../src/client/types';
import { encode } from '../../src/codec/axdr';
import type { Data } from '../../src/codec/types';
import { captureObjectData, clockObject } from '../../src/cosem/profile';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import {
  energyObis,
  logicalMeter,
  type MeterScript,
  type Objects,
  oneRowProfile,
  profileObis,
  profileTime,
  registers,
} from './scripted-answers';

const buffer = { classId: 7, obis: profileObis, attribute: 2 };

describe('profiles in the field', () => {
  let peer: MemoryMeter;
  let line: ReturnType<typeof testLine>;
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  /** @param refusal answer to requests with a selection, or to those of them that `refuses` names */
  const start = (script: Partial<MeterScript> = {}, refusal?: string, refuses: (asked: Apdu) => boolean = () => true): Meter => {
    const answer = logicalMeter({ objects: oneRowProfile(), ...script });
    peer = new MemoryMeter({
      framing: 'wrapper',
      answer: (request) => {
        const selects = request.kind === 'get-request' && 'accessSelection' in request.value.value && request.value.value.accessSelection;
        return selects && refusal !== undefined && refuses(request) ? Buffer.from(refusal, 'hex') : answer(request);
      },
    });
    line = testLine(peer.transport);
    return testMeter(line);
  };
  const rowAtOnce = async (meter: Meter): Promise<unknown> => {
    const { readings } = await meter.read([buffer]);
    const rows = (readings[0]?.value ?? []) as readonly Record<string, unknown>[];
    return rows.map(Object.values)[0];
  };
  const rowByRow = async (meter: Meter): Promise<unknown> => {
    const rows: unknown[] = [];
    for await (const batch of loadProfile(meter, { obis: profileObis }).all()) rows.push(...batch.rows);
    return rows[0];
  };

  for (const [how, row] of Object.entries({ 'at once': rowAtOnce, 'row by row': rowByRow })) {
    it(`whose scaler is answered with an exception at first, are scaled when they are read again (${how})`, async () => {
      const exceptions = [`3:${energyObis(0)}:3`];
      const meter = start({ conformance: conformanceFrom(['get']), exceptions });
      assert.deepEqual(await row(meter), [profileTime, 1000]);
      exceptions.length = 0;
      assert.deepEqual(await row(meter), [profileTime, 100]);
    });

    it(`of registers and clock as attribute 0 are scaled, and have times (${how})`, async () => {
      const zero = [clockObject, { classId: 3, obis: energyObis(0), attribute: 2, dataIndex: 0 }].map((object) =>
        captureObjectData({ ...object, attribute: 0 }),
      );
      const meter = start({ objects: { ...oneRowProfile(), [`7:${profileObis}:3`]: { type: 'array', value: zero } } });
      assert.deepEqual(await row(meter), [profileTime, 100]);
    });
  }

  /** [time, 5 Wh of another register, 100 Wh], of which the time and the last are asked for. */
  const threeColumns = (): Objects => {
    const captured = [1, 0].map((n) => ({ classId: 3, obis: energyObis(n), attribute: 2, dataIndex: 0 }));
    const values = [50, 1000].map((value): Data => ({ type: 'double-long-unsigned', value }));
    const time: Data = { type: 'octet-string', value: Buffer.from('07E80101010C000000FFC400', 'hex') };
    return {
      ...registers(2),
      ...oneRowProfile(),
      [`7:${profileObis}:2`]: { type: 'array', value: [{ type: 'structure', value: [time, ...values] }] },
      [`7:${profileObis}:3`]: { type: 'array', value: [clockObject, ...captured].map(captureObjectData) },
    };
  };
  const columns = [{ classId: 3, obis: energyObis(0), attribute: 2, dataIndex: 0 }];
  const day = { from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' };
  const batchesOfRange = async (meter: Meter): Promise<ProfileBatch[]> => {
    const batches: ProfileBatch[] = [];
    for await (const batch of loadProfile(meter, { obis: profileObis }).range(day.from, day.to, { columns })) batches.push(batch);
    return batches;
  };

  it('that come with all columns where some were selected, are read all the same', async () => {
    const meter = start({ objects: threeColumns() });
    const rows = (await batchesOfRange(meter)).flatMap((batch) => batch.rows);
    assert.deepEqual(rows, [[profileTime, 100]]);
    assert.equal(peer.connections, 1);
    const { readings } = await meter.read([{ ...buffer, selection: { kind: 'range', ...day, columns } }]);
    const read = (readings[0]?.value ?? []) as readonly Record<string, unknown>[];
    assert.deepEqual(read.map(Object.values), [[profileTime, 5, 100]]);
  });

  it('whose ranges are given with all columns only, are read by range', async () => {
    // access-selection 01, then a range_descriptor of four whose last, selected_values, is an empty array
    const ofAll = (asked: Apdu): boolean => encode(apdu, asked).toString('hex').endsWith('0100');
    const meter = start({ objects: threeColumns() }, 'C401C1010C', (asked) => !ofAll(asked));
    const batches = await batchesOfRange(meter);
    assert.deepEqual(
      batches.flatMap(({ rows }) => rows),
      [[profileTime, 100]],
    );
    assert.equal(batches.at(-1)?.access, 'range');
    assert.match(
      batches
        .at(-1)
        ?.notes.map(({ text }) => text)
        .join() ?? '',
      /type-unmatched \(12\): read with all columns instead/,
    );
  });

  it('keep the scaler that was told', async () => {
    const meter = start();
    await rowAtOnce(meter);
    const before = peer.requests.length;
    await rowAtOnce(meter);
    assert.equal(peer.requests.length, before + 1);
  });

  it('whose columns have changed get no old names, and their new ones from then on', async () => {
    const objects: Record<string, Data> = { ...registers(2), ...oneRowProfile() };
    const meter = start({ objects });
    assert.deepEqual(await rowAtOnce(meter), [profileTime, 100]);
    Object.assign(objects, threeColumns());
    await meter.read([buffer]);
    assert.deepEqual(await rowAtOnce(meter), [profileTime, 5, 100]);
  });

  for (const [words, refusal] of Object.entries({
    'service-not-allowed': 'D80101',
    'service-not-supported': 'D80202',
    'read-write-denied': 'C401C10103',
    'other-reason': 'C401C101FA',
  }))
    it(`of which no part is given (${words}), are read whole`, async () => {
      const meter = start({}, refusal);
      assert.deepEqual(await rowByRow(meter), [profileTime, 100]);
    });
});
