/** Series of attempts: `auto` against every verification rule, key rollover, keyrings, what is remembered and what is reported. */
import assert from 'node:assert/strict';
import { memoryStore } from '../../../src/client/stores';
import { autoOrder, type VerificationRule } from '../../../src/security/ic-policy';
import { connect, energy, keysOf, rejection, SecuredMeter, securityOptions, withMeter } from './secured-meter';

/** Which policies satisfy a rule: facts/invocation-counter.md, in the order in which `auto` tries them. */
const firstThatFits: Record<VerificationRule, string> = {
  V1: 'distinct',
  V2: 'distinct',
  V3: 'shared',
  V4: 'gmac-last',
  V5: 'reuse-aarq',
  V6: 'distinct',
  V7: 'distinct',
  V8: 'shared',
};

describe('counter policy auto', () => {
  for (const [rule, policy] of Object.entries(firstThatFits) as [VerificationRule, string][]) {
    for (const refuses of ['hardware-fault', 'other-reason', 'deciphering-error'] as const) {
      it(`${rule}, refused with ${refuses}: comes to "${policy}" and remembers it`, async () => {
        const stateStore = memoryStore();
        const options = securityOptions({ settings: { icPolicy: 'auto' }, stateStore });
        const meter = new SecuredMeter({ settings: { rule }, refuses });
        const report = await withMeter(meter, options, async (client) => (await client.associate()).security);
        assert.equal(report?.icPolicy, policy);
        assert.equal(report?.attempts, autoOrder.indexOf(policy as 'distinct') + 1);
        const used = meter.triples.flatMap(({ aarq, action }) => [aarq as number, action as number]);
        assert.deepEqual(
          used,
          [...used].sort((a, b) => a - b),
          'the counter only rises',
        );
        // Another process, which has nothing but the stores.
        const again = new SecuredMeter({ settings: { rule }, refuses });
        const second = await withMeter(again, { ...options }, async (client) => (await client.associate()).security);
        assert.deepEqual({ icPolicy: second?.icPolicy, attempts: second?.attempts }, { icPolicy: policy, attempts: 1 });
      });
    }
  }

  it('ends after the last policy with the text that says so, and does not go on asking with every poll', async () => {
    const meter = new SecuredMeter({ material: { authenticationKey: Buffer.alloc(16, 9) }, settings: { protection: 'encrypted' } });
    const options = securityOptions({ settings: { icPolicy: 'auto', protection: 'encrypted' } });
    const { line, meter: client } = connect(meter, options);
    const error = await rejection(client.associate());
    assert.equal(error.code, 'authentication-failed');
    assert.match(error.message, /refused the counter policy "distinct".*"shared"/);
    assert.equal(meter.triples.length, 5);
    await rejection(client.associate());
    assert.equal(meter.triples.length, 6);
    await line.close();
    meter.memory.close();
  });

  it('does not move on when the AARQ is refused, nor in silence', async () => {
    const wrong = new SecuredMeter({ material: { encryptionKey: Buffer.alloc(16, 9) } });
    const options = securityOptions({ settings: { icPolicy: 'auto' } });
    assert.equal((await withMeter(wrong, options, (client) => rejection(client.associate()))).code, 'deciphering-refused');
    assert.equal(wrong.triples.length, 1);
    const mute = new SecuredMeter({ alter: (answer, request) => (request === 'aarq' ? answer : null) });
    assert.equal((await withMeter(mute, options, (client) => rejection(client.associate()))).code, 'response-timeout');
    assert.equal(mute.triples.length, 1);
  });

  it('between the tries the meter is released and disconnected', async () => {
    const meter = new SecuredMeter({ settings: { rule: 'V3' }, framing: 'hdlc' });
    await withMeter(meter, securityOptions({ settings: { icPolicy: 'auto' } }), (client) => client.associate());
    assert.deepEqual(meter.memory.requests.slice(0, 7), ['connect', 'aarq', 'glo-action-request', 'rlrq', 'disconnect', 'connect', 'aarq']);
  });
});

const newKeys = { encryptionKey: Buffer.alloc(16, 0x21), authenticationKey: Buffer.alloc(16, 0x22) };

describe('key rollover', () => {
  for (const protection of ['authenticated-encrypted', 'encrypted', 'none'] as const) {
    it(`${protection}: the second key set is tried once, and remembered`, async () => {
      const stateStore = memoryStore();
      const options = securityOptions({ settings: { protection }, secondKeys: newKeys, stateStore });
      const meter = new SecuredMeter({ material: newKeys, settings: { protection } });
      const { report, logged } = await withLog(meter, options);
      assert.deepEqual({ keySet: report?.keySet, attempts: report?.attempts }, { keySet: 'second', attempts: 2 });
      assert.match(logged.join(), /the first key set failed/);
      const later = new SecuredMeter({ material: newKeys, settings: { protection } });
      assert.deepEqual((await withLog(later, options)).report?.attempts, 1);
    });
  }

  it('goes back when the remembered set fails', async () => {
    const stateStore = memoryStore();
    const options = securityOptions({ secondKeys: newKeys, stateStore });
    await withLog(new SecuredMeter({ material: newKeys }), options);
    const { report } = await withLog(new SecuredMeter(), options);
    assert.deepEqual({ keySet: report?.keySet, attempts: report?.attempts }, { keySet: 'first', attempts: 2 });
  });

  it('says that both failed', async () => {
    const meter = new SecuredMeter({ material: { encryptionKey: Buffer.alloc(16, 1), authenticationKey: Buffer.alloc(16, 1) } });
    const error = await withMeter(meter, securityOptions({ secondKeys: newKeys }), (client) => rejection(client.associate()));
    assert.equal(error.code, 'deciphering-refused');
    assert.match(error.message, /the first key set failed/);
    assert.equal(meter.triples.length, 2);
  });

  const withLog = async (target: SecuredMeter, options: ReturnType<typeof securityOptions>) => {
    const { line, meter } = connect(target, options);
    const logged: string[] = [];
    line.on('log', (_name, text) => logged.push(text));
    const { security: report } = await meter.associate();
    await line.close();
    target.memory.close();
    return { report, logged };
  };
});

describe('keyrings', () => {
  const keys = keysOf(0);
  const ring = (meter: string) =>
    `# all meters of the house\nsomething else; ${'00'.repeat(16)}; ${'00'.repeat(16)}\n${meter}; ${keys.encryptionKey.toString('hex')}; ${keys.authenticationKey.toString('hex')}\n`;

  it('find the keys by the name of the meter, or by its title', async () => {
    for (const [name, systemTitle] of [
      ['hall', undefined],
      ['4B464D0000000001', '4b464d0000000001'],
    ] as const) {
      const target = new SecuredMeter();
      const { keys: _keys, ...options } = securityOptions({ keyring: ring(name) });
      const { readings } = await withMeter(target, options, (client) => client.read([energy]), systemTitle ? { systemTitle } : {});
      assert.equal(readings[0]?.value, 4711);
    }
  });

  it('say that a meter has no line', async () => {
    const { keys: _keys, ...options } = securityOptions({ keyring: ring('cellar') });
    const target = new SecuredMeter();
    const error = await withMeter(target, options, (client) => rejection(client.associate()));
    assert.equal(error.code, 'key-invalid');
    assert.match(error.message, /hall.*encryption key \(EK\) is missing/);
    assert.equal(target.memory.connections, 0, 'nothing was sent');
  });
});
