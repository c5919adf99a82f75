/**
 * The octets of one attribute as they arrive: logical and short names, in one piece, in blocks, in general block transfer;
 * whoever takes them may hold the transfer, and end it.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { conformanceFrom } from '../../src/apdu/initiate';
import { conformanceFor, meterDefaults } from '../../src/client/defaults';
import { encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { DlmsError } from '../../src/errors';
import { loadProfile, type Medium, MeterBench, rejection } from '../support/meter-suite';

const tcp: Medium = {
  name: 'TCP',
  framings: ['wrapper'],
  place: async () => ({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    transport: (port) => ({ kind: 'tcp', host: '127.0.0.1', port: port ?? 0, connectTimeoutMs: 2000 }),
    end: async () => undefined,
  }),
};

describe('octets as they arrive', () => {
  const bench = new MeterBench(tcp);
  afterEach(() => bench.end());

  const general = conformanceFrom(['get', 'general-block-transfer']);
  const ways = [
    { what: 'logical names, in one piece', referencing: 'ln', pdu: 0xffff, blocks: 1, conformance: conformanceFor('ln') },
    { what: 'logical names, in blocks', referencing: 'ln', pdu: 200, blocks: 10, conformance: conformanceFor('ln') },
    { what: 'logical names, in general blocks', referencing: 'ln', pdu: 200, blocks: 1, conformance: general },
    { what: 'short names, in one piece', referencing: 'sn', pdu: 0xffff, blocks: 1, conformance: conformanceFor('sn') },
    { what: 'short names, in blocks', referencing: 'sn', pdu: 200, blocks: 10, conformance: conformanceFor('sn') },
  ] as const;

  for (const { what, referencing, pdu, blocks, conformance } of ways) {
    it(`are the whole value: ${what}`, async () => {
      const associate = { ...meterDefaults.associate, referencing, proposedConformance: conformance, maxReceivePduSize: pdu };
      const { simulator, meter } = await bench.start({ simulator: { referencing, profile: { rows: 100 } }, meter: { associate } });
      const parts: Buffer[] = [];
      const { error } = await meter.stream(loadProfile, (octets) => void parts.push(Buffer.from(octets)));
      assert.equal(error, null);
      const expected = encodeData(simulator.get(loadProfile.obis, 2) as Data);
      assert.deepEqual(Buffer.concat(parts), expected);
      assert.ok(parts.length >= blocks, String(parts.length));
    });
  }

  const small = { ...meterDefaults.associate, maxReceivePduSize: 200 };

  it('wait while they are not taken', async () => {
    const { meter } = await bench.start({ simulator: { profile: { rows: 100 } }, meter: { associate: small } });
    let held = false;
    await meter.stream(loadProfile, async () => {
      assert.equal(held, false);
      held = true;
      await sleep(1);
      held = false;
    });
  });

  it('end when whoever takes them fails, and the meter can be read on', async () => {
    const { meter } = await bench.start({ simulator: { profile: { rows: 100 } }, meter: { associate: small } });
    const error = await rejection(
      meter.stream(loadProfile, () => {
        throw new DlmsError('apdu-malformed', 'no table');
      }),
    );
    assert.equal(error.code, 'apdu-malformed');
    assert.equal((await meter.get([{ classId: 3, obis: '1-0:1.8.0*255', attribute: 2 }])).items[0]?.error, null);
  });

  it('say what the meter refuses', async () => {
    const { meter } = await bench.start({ simulator: { faults: { refuse: { [loadProfile.obis]: 'read-write-denied' } } } });
    const { error } = await meter.stream(loadProfile, () => assert.fail('nothing comes'));
    assert.equal(error?.result?.name, 'read-write-denied');
  });
});
