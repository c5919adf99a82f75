/**
 * Profiles of meters that do not tell scalers when they are first asked, that capture attribute 0, and that refuse selective access
 * in their own words.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import { loadProfile } from '../../src/client/load-profile';
import type { Meter } from '../../src/client/types';
import { captureObjectData, clockObject } from '../../src/cosem/profile';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, type MeterScript, oneRowProfile, profileObis, profileTime } from './scripted-answers';

const buffer = { classId: 7, obis: profileObis, attribute: 2 };

describe('profiles in the field', () => {
  let peer: MemoryMeter;
  let line: ReturnType<typeof testLine>;
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  const start = (script: Partial<MeterScript> = {}, refusal?: string): Meter => {
    const answer = logicalMeter({ objects: oneRowProfile(), ...script });
    peer = new MemoryMeter({
      framing: 'wrapper',
      answer: (request) => {
        const selects = request.kind === 'get-request' && 'accessSelection' in request.value.value && request.value.value.accessSelection;
        return selects && refusal !== undefined ? Buffer.from(refusal, 'hex') : answer(request);
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

  it('keep the scaler that was told', async () => {
    const meter = start();
    await rowAtOnce(meter);
    const before = peer.requests.length;
    await rowAtOnce(meter);
    assert.equal(peer.requests.length, before + 1);
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
