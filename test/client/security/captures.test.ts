/** A ciphered session of a real Landis+Gyr meter (low-level password, dedicated key) through the whole client, octet by octet. */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../../src/apdu/initiate';
import { fromHex } from '../../../src/bytes';
import { meterDefaults } from '../../../src/client/defaults';
import { memoryCounterStore } from '../../../src/security/counters';
import { loadCapture } from '../../support/captures';
import { testLine } from '../memory-meter';
import { drawing, type Row, scriptedLine } from './scripted-line';

describe('recorded ciphered sessions', () => {
  it('Landis+Gyr with a dedicated key: AARQ, ded-get of the clock, protected RLRQ', async () => {
    const { frames, keys } = loadCapture('sess-lg-dedicated-key');
    const rows: Row[] = [];
    for (let i = 0; i < frames.length; i += 2) rows.push([frames[i]?.hex as string, frames[i + 1]?.hex as string]);
    const script = scriptedLine(rows);
    const line = testLine(script.transport, { framing: 'raw', retries: 0, responseTimeoutMs: 500 });
    const security = drawing(
      {
        settings: { mechanism: 1, suite: 0, protection: 'authenticated-encrypted' },
        clientTitle: keys.clientSystemTitle as string,
        password: keys.password as string,
        keys: { encryptionKey: keys.ek as string, authenticationKey: keys.ak as string },
        dedicatedKey: 'fresh',
        counterStart: { policy: 'fixed', number: 89 },
        counterStore: memoryCounterStore(),
      },
      // Deciphered from the InitiateRequest of the record.
      fromHex('5E168412318BA71848C99B2B2AB33294'),
    );
    const associate = { ...meterDefaults.associate, proposedConformance: conformanceBits, maxReceivePduSize: 512 };
    const meter = line.meter({ ...meterDefaults, name: 'LGZ', addresses: { client: 1, logicalDevice: 1 }, associate, security });
    const { items } = await meter.get([{ classId: 8, obis: '0-0:1.0.0*255', attribute: 2 }]);
    assert.deepEqual(items[0]?.data, { type: 'octet-string', value: fromHex('07E7020F0311371500800000') });
    assert.deepEqual(meter.association?.serverSystemTitle, fromHex('4C475A2022604828'));
    await meter.release();
    assert.deepEqual(script.left, []);
    await line.close();
  });
});

/** 00181F of the record. */
const conformanceBits = conformanceFrom([
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
]);
