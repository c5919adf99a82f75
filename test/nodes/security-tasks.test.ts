import assert from 'node:assert/strict';
import type { ConnectionNode } from '../../nodes/lib/config-nodes';
import type { LinePool } from '../../nodes/lib/line-pool';
import { DlmsError, type Simulator } from '../../src/index';
import { nodeOf, stopFlow } from '../support/node-red';
import {
  ask,
  type Counters,
  counterFolder,
  gmac,
  hlsSecret,
  keys,
  newKeys,
  otherAk,
  otherEk,
  question,
  type SecurityFields,
  securedMeter,
  securityNode,
  startSecured,
} from './security-flows';

describe('key management as tasks of dlms-action', () => {
  let counters: Counters;
  let meter: Simulator;
  beforeEach(() => {
    counters = counterFolder();
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
    counters.remove();
  });

  const start = async (task: SecurityFields, extra: SecurityFields = gmac, credentials: Record<string, string> = newKeys): Promise<void> =>
    startSecured(meter.port ?? 0, counters.folder, gmac, keys, {
      node: { type: 'dlms-action', settingsVersion: 2, newSecurity: 'next', ...task },
      outputs: 2,
      extra: [securityNode('next', counters.folder, extra)],
      credentials: { next: credentials },
    });

  for (const version of ['0', '1'] as const) {
    it(`changes EK and AK under the KEK, after a confirmation, in security setup version ${version}`, async () => {
      meter = await securedMeter({ mechanism: 5, security: keys }, { securitySetupVersion: version === '0' ? 0 : 1 });
      await start({ task: 'change-keys', setupVersion: version });
      const { question: words } = await question();
      assert.match(words, /encryption key \(EK\), authentication key \(AK\)/);
      const { payload } = await ask({ confirm: true });
      assert.deepEqual([payload.done, payload.error], [true, null]);
      assert.match(payload.hint, /next association/);
      // The old keys are refused now, the new ones work.
      await question();
      const after = await ask({ confirm: true });
      assert.match(after.error.code, /tag-mismatch|deciphering-refused|counter-refused/);
      await stopFlow();
      await startSecured(meter.port ?? 0, counters.folder, gmac, newKeys);
      assert.equal(typeof (await ask()).payload[0].value, 'number');
    });
  }

  it('tells that keys were changed, also where the line is too busy to release the association behind it', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await start({ task: 'change-keys' });
    const { pool } = nodeOf('config-line') as unknown as ConnectionNode & { pool: LinePool };
    const use = pool.use.bind(pool);
    const busy = (): Promise<never> => Promise.reject(new DlmsError('deadline-exceeded', 'Meter: release waited too long'));
    pool.use = (options, signal, deadlineMs, work, own) =>
      use(options, signal, deadlineMs, (line, leftMs) => work(Object.assign(line, { leave: busy }), leftMs), own);
    await question();
    const { payload } = await ask({ confirm: true });
    assert.deepEqual([payload.done, payload.keys], [true, ['encryption key (EK)', 'authentication key (AK)']]);
    assert.match(payload.notes.join(), /still open.*waited too long/);
  });

  it('takes the node with the new keys from the message, and keeps that from the nodes behind it', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await start({ task: 'change-keys', newSecurity: '', confirm: false });
    const { payload, dlms } = await ask({ dlms: { newSecurity: 'next', deadline: 20 } });
    assert.deepEqual([payload.done, dlms.newSecurity, dlms.deadline], [true, undefined, 20]);
  });

  it('goes over to the second key set while keys change, and says so', async () => {
    meter = await securedMeter({ mechanism: 5, security: newKeys });
    const both = { ...keys, encryptionKey2: otherEk, authenticationKey2: otherAk };
    await startSecured(meter.port ?? 0, counters.folder, gmac, both);
    const { payload, dlms } = await ask();
    assert.equal(typeof payload[0].value, 'number');
    assert.deepEqual([dlms.authentication.keySet, dlms.authentication.meterAuthenticated], ['second', true]);
  });

  it('changes the password of a meter', async () => {
    meter = await securedMeter({ mechanism: 6, password: hlsSecret });
    const fields = { level: 'sha256' };
    await startSecured(
      meter.port ?? 0,
      counters.folder,
      fields,
      { password: hlsSecret },
      {
        node: { type: 'dlms-action', settingsVersion: 2, task: 'change-secret', newSecurity: 'next' },
        outputs: 2,
        extra: [securityNode('next', counters.folder, fields)],
        credentials: { next: { password: 'TheNextSecret-16' } },
      },
    );
    await question();
    assert.equal((await ask({ confirm: true })).payload.done, true);
    await stopFlow();
    await startSecured(meter.port ?? 0, counters.folder, fields, { password: 'TheNextSecret-16' });
    assert.equal(typeof (await ask()).payload[0].value, 'number');
  });

  it('activates a policy, and does nothing in a dry run', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await start({ task: 'activate-policy', policyRequests: 'both', policyAnswers: 'authenticated' });
    const { payload: dry } = await ask({ dryRun: true });
    assert.deepEqual([dry.needsConfirmation, dry.done], [true, undefined]);
    await question();
    const { payload } = await ask({ confirm: true });
    // Bits 2, 3 of the requests and 5 of the responses (Blue Book 4.4.7.2.1).
    assert.deepEqual([payload.done, payload.policy], [true, 0b101100]);
  });

  it('refuses what cannot be, before anything is sent', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await start({ task: 'generate-key-pair', setupVersion: '0' });
    assert.match((await ask()).error.message, /version 1/);
    await stopFlow();
    await start({ task: 'change-secret' });
    assert.match((await ask()).error.message, /without a password/);
    await stopFlow();
    await start({ task: 'change-keys', changeKek: true, setupVersion: '0' });
    assert.match((await ask()).error.message, /KEK/);
    await stopFlow();
    await start({ task: 'import-certificate' });
    assert.equal((await ask({ payload: 'nonsense' })).error.code, 'certificate-invalid');
  });
});
