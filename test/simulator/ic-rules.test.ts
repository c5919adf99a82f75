/**
 * The table "policy x rule" of the facts on invocation counters, reproduced by the policies of the client against the rules
 * of the simulated meter; the replay rule; stale counters in the three ways seen in the field.
 */
import assert from 'node:assert/strict';
import { isDlmsError } from '../../src/errors';
import { memoryCounterStore } from '../../src/security/counters';
import type { IcPolicyId, VerificationRule } from '../../src/security/ic-policy';
import type { StaleAnswer } from '../../src/security/server';
import type { SecuritySettings } from '../../src/security/settings';
import { getNormal } from '../../src/session/get';
import type { Referencing } from '../../src/session/types';
import { attributeOf, open, run, securedClient, securedMeter } from './secured';

const rules = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8'] as const satisfies readonly VerificationRule[];

/** "Satisfied" of the facts file. */
const satisfied: Readonly<Record<Exclude<IcPolicyId, 'custom'>, readonly VerificationRule[]>> = {
  distinct: ['V1', 'V2', 'V6', 'V7'],
  shared: ['V1', 'V2', 'V3', 'V6', 'V8'],
  'reuse-aarq': ['V1', 'V5', 'V7'],
  frozen: ['V1', 'V3', 'V5', 'V8'],
  'gap-after': ['V1', 'V2', 'V6'],
  'gap-before': ['V1', 'V2', 'V7'],
  'gap-shared': ['V1', 'V2', 'V3', 'V8'],
  'gmac-last': ['V1', 'V2', 'V3', 'V4'],
};
const policies = Object.keys(satisfied) as (keyof typeof satisfied)[];
const gmac: SecuritySettings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' };

/** The code of the refusal, null when the association opened. */
async function outcome(policy: IcPolicyId, rule: VerificationRule, referencing: Referencing, replayRule: boolean, n: number) {
  const meter = securedMeter(gmac, { rule, replayRule }, { referencing });
  try {
    await open(securedClient({ ...gmac, icPolicy: policy }, referencing, { n }), meter);
    return null;
  } catch (error) {
    assert.ok(isDlmsError(error), String(error));
    return error.code;
  }
}

describe('counter policies against verification rules', () => {
  for (const policy of policies)
    it(`${policy} satisfies ${satisfied[policy].join(' ')} and nothing else`, async () => {
      for (const referencing of ['ln', 'sn'] as const)
        for (const n of [0, 1, 0x7fffffff, 0x80000000, 0xfffffff0])
          for (const rule of rules) {
            const expected = satisfied[policy].includes(rule) ? null : 'authentication-failed';
            assert.equal(await outcome(policy, rule, referencing, false, n), expected, `${rule} at ${n}, ${referencing}`);
          }
    });

  it('the replay rule refuses frozen by its counter, and changes nothing for the others', async () => {
    for (const policy of policies)
      for (const rule of rules) {
        const open = satisfied[policy].includes(rule) ? null : 'authentication-failed';
        assert.equal(await outcome(policy, rule, 'ln', true, 7), policy === 'frozen' ? 'counter-refused' : open, `${policy} ${rule}`);
      }
  });

  it('custom offsets reach a rule as well', async () => {
    const meter = securedMeter(gmac, { rule: 'V4' });
    await open(securedClient({ ...gmac, icPolicy: 'custom', icOffsets: { aarq: 0, action: 3, gmac: 9 } }), meter);
    assert.deepEqual(meter.meter.get('0-0:43.1.0', 2), { type: 'double-long-unsigned', value: 10 });
  });
});

describe('stale counters of the client', () => {
  const stale = async (staleAnswer: StaleAnswer, n: number) => {
    const meter = securedMeter(gmac, { staleAnswer, clientCounter: 0x80000000 });
    const answers: string[] = [];
    const watched = {
      ask: (hex: string): string[] => {
        const got = meter.ask(hex);
        answers.push(...got);
        return got;
      },
    };
    const error = await open(securedClient(gmac, 'ln', { n }), watched).then(
      () => null,
      (reason: unknown) => reason,
    );
    return { meter, answers, code: isDlmsError(error) ? error.code : null };
  };

  it('exception with the counter that is expected, unsigned', async () => {
    const { answers, code, meter } = await stale('exception', 5);
    assert.deepEqual(answers, ['D8010680000001']);
    assert.equal(code, 'counter-refused');
    assert.deepEqual(
      meter.events.map(({ kind, result }) => [kind, result]),
      [['authentication-failed', 'counter-refused']],
    );
  });

  it('deciphering error', async () => {
    const { answers, code } = await stale('deciphering-error', 5);
    assert.deepEqual(answers, ['D80205']);
    assert.equal(code, 'deciphering-refused');
  });

  it('the line is closed without an answer', async () => {
    const { answers, code, meter } = await stale('drop', 5);
    assert.deepEqual(answers, []);
    assert.equal(code, 'response-timeout');
    assert.deepEqual(meter.drops, ['dropped']);
  });

  it('a counter above the last is taken, the very same is not', async () => {
    assert.equal((await stale('exception', 0x80000001)).code, null);
    assert.equal((await stale('exception', 0x80000000)).code, 'counter-refused');
  });

  it('a store carries the counters over associations, and an old client is refused', async () => {
    const meter = securedMeter(gmac);
    const store = memoryCounterStore();
    for (let round = 0; round < 20; round++) await open(securedClient(gmac, 'ln', { store }), meter);
    await assert.rejects(open(securedClient(gmac, 'ln', { n: 3 }), meter), { code: 'counter-refused' });
    await open(securedClient(gmac, 'ln', { store }), meter);
  });

  it('repeated counters of the meter are told to the client', async () => {
    const warnings: string[] = [];
    const client = securedClient(gmac, 'ln', { material: { warn: (text) => warnings.push(text) } });
    const conversation = securedMeter(gmac, { repeatsCounters: true, serverCounter: 40 });
    await open(client, conversation);
    assert.deepEqual(warnings, []);
    // 40 in the AARE and in f(CtoS), 41 around that, 41 once more here
    await run(getNormal(client, attributeOf(conversation.meter, 8, '0-0:1.0.0*255', 2)), conversation);
    assert.deepEqual(warnings, ['the meter sent invocation counter 41 after 41 (global key)']);
  });
});
