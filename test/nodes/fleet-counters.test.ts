/**
 * `dlms-fleet` while the counters of its keys cannot be stored: nothing may be sent then, and no meter is to blame.
 */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectAt, nodeOf, stopFlow, until } from '../support/node-red';
import type { Any } from './fleet-flow';
import { ak, counterFolder, ek, securedMeter, startSecured } from './security-flows';

const keys = { encryptionKey: ek, authenticationKey: ak };
const gmac = { level: 'gmac', protection: 'both', ciphering: 'global' };
const objects = [{ obis: '0-0:96.1.0*255', classId: 1, attribute: 2, name: 'Serial number' }];

describe('dlms-fleet: the store of the counters is away', () => {
  afterEach(stopFlow);

  const runs = async (deadline: string, backAfterMs: number | null): Promise<{ readonly read: Any[]; readonly failed: Any[] }> => {
    const meter = await securedMeter({ mechanism: 5, security: keys }, { serialNumber: '10000000' });
    const counters = counterFolder();
    // A file where the folder of the counters is to be: as it is while a disk is not there.
    const folder = join(counters.folder, 'counters');
    writeFileSync(folder, '');
    const node = { type: 'dlms-fleet', objects, output: 'array', accept: 'sent', retries: '0', retryPause: '0', deadline };
    await startSecured(meter.port ?? 0, folder, gmac, keys, { node, outputs: 4 });
    const [read, failed] = [collectAt('out0'), collectAt('out1')];
    if (backAfterMs !== null) setTimeout(() => rmSync(folder), backAfterMs);
    nodeOf('node').receive({ payload: [{ name: 'Meter 0', host: '127.0.0.1', port: meter.port }] });
    await until(() => read.length + failed.length > 0);
    await meter.close();
    counters.remove();
    return { read, failed };
  };

  it('a job waits until it is back', async () => {
    const { read, failed } = await runs('20', 700);
    assert.deepEqual(
      failed.map(({ payload }) => payload.message),
      [],
    );
    assert.deepEqual(
      read.map(({ payload }) => payload[0].value),
      ['10000000'],
    );
  });

  it('and fails with the reason when its time is over', async () => {
    const { read, failed } = await runs('0.5', null);
    assert.deepEqual([read.length, failed.map(({ payload }) => payload.code)], [0, ['counter-store-failed']]);
  });
});
