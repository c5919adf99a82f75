/** Invocation counter policies: triples on the wire, the table policy x rule, start values, leases, replay. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DlmsError } from '../../src/errors';
import {
  blockAfter,
  counterKey,
  counterKeyText,
  freshCounter,
  lastCounter,
  leaseCounter,
  memoryCounterStore,
  replayGuard,
} from '../../src/security/counters';
import {
  autoOrder,
  type IcPolicyId,
  icPolicies,
  icPolicyOf,
  offsetsFor,
  smellsOfPolicy,
  type VerificationRule,
} from '../../src/security/ic-policy';
import { icStartPolicies, recoveryFor, startValue } from '../../src/security/ic-start';
import { says } from './expect';
import { associate, clientTitle, clockIs, getClock, pairOf, roundTrip } from './material';

/** From the facts about meters: offsets of AARQ, action, GMAC, and of what comes next; rules that accept it. */
const table: readonly (readonly [IcPolicyId, number, number, number, number, readonly VerificationRule[]])[] = [
  ['distinct', 0, 2, 1, 3, ['V1', 'V2', 'V6', 'V7']],
  ['shared', 0, 1, 1, 2, ['V1', 'V2', 'V3', 'V6', 'V8']],
  ['reuse-aarq', 0, 1, 0, 2, ['V1', 'V5', 'V7']],
  ['frozen', 0, 0, 0, 1, ['V1', 'V3', 'V5', 'V8']],
  ['gap-after', 0, 3, 1, 4, ['V1', 'V2', 'V6']],
  ['gap-before', 0, 3, 2, 4, ['V1', 'V2', 'V7']],
  ['gap-shared', 0, 2, 2, 3, ['V1', 'V2', 'V3', 'V8']],
  ['gmac-last', 0, 1, 2, 3, ['V1', 'V2', 'V3', 'V4']],
];
const allRules: readonly VerificationRule[] = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8'];
const starts = [0, 1, 0x7fffffff, 0x80000000, 0xfffffff0];

const settings = (icPolicy: IcPolicyId) => ({ mechanism: 5, suite: 0, protection: 'authenticated-encrypted', icPolicy }) as const;

describe('security: counter policies', () => {
  for (const [id, aarq, action, gmac, next] of table) {
    it(`${id}: the triple on the wire`, async () => {
      for (const n of starts) {
        const pair = pairOf(settings(id), { n, serverSettings: { replayRule: false } });
        const wire = await associate(pair);
        const following = (await roundTrip(pair, getClock, clockIs)).sent;
        assert.equal(wire.aarq.readUInt32BE(3), n + aarq);
        assert.equal(wire.action?.readUInt32BE(3), n + action);
        assert.equal(following.readUInt32BE(3), n + next);
      }
      assert.deepEqual(offsetsFor(icPolicyOf(id)), { offsets: { aarq, action, gmac }, span: next });
    });

    it(`${id}: ends at the end of the range`, async () => {
      const span = next;
      await associate(pairOf(settings(id), { n: lastCounter - span + 1, serverSettings: { replayRule: false } }));
      // The set-up is refused before the AARQ leaves, not in its middle.
      const late = pairOf(settings(id), { n: lastCounter - span + 2 });
      await assert.rejects(async () => late.client.need(3)?.prepare(), says('counter-exhausted', 'must be changed'));
    });
  }

  it('the GMAC carries the counter of the policy', async () => {
    for (const [id, , , gmac] of table) {
      const pair = pairOf(settings(id), { n: 1000 });
      await pair.client.need(3)?.prepare();
      pair.client.protect(Buffer.from([1]), 'initiate');
      pair.client.peer({
        respondingApTitle: Buffer.alloc(8),
        respondingAuthenticationValue: Buffer.from('12345678'),
        negotiatedConformance: 0,
      });
      const proof = pair.client.respond();
      assert.equal(proof[0], 0x10);
      assert.equal(proof.readUInt32BE(1), 1000 + gmac, id);
    }
  });

  it('policy x rule: the meter accepts exactly what the facts say', async () => {
    for (const [id, , , , , accepting] of table) {
      for (const rule of allRules) {
        const pair = pairOf(settings(id), { n: 100, serverSettings: { rule, replayRule: false } });
        const outcome = await associate(pair).then(
          () => 'accepted',
          (error: Error) => error.message,
        );
        assert.equal(outcome, accepting.includes(rule) ? 'accepted' : 'the meter refuses f(StoC)', `${id} x ${rule}`);
      }
    }
  });

  it('the replay rule refuses "frozen" alone', async () => {
    for (const [id] of table) {
      const outcome = associate(pairOf(settings(id), { n: 100 }));
      if (id === 'frozen') await assert.rejects(outcome, says('counter-refused', 'counter 100 after 100'));
      else await outcome;
    }
  });

  it('warns of the policies that use a nonce twice', () => {
    const reusing = icPolicies.filter(({ reusesNonce }) => reusesNonce).map(({ id }) => id);
    assert.deepEqual(reusing, ['shared', 'reuse-aarq', 'frozen', 'gap-shared']);
  });

  it('custom offsets', () => {
    const custom = icPolicyOf('custom', { aarq: 1, action: 5, gmac: 3 });
    assert.deepEqual(offsetsFor(custom), { offsets: { aarq: 1, action: 5, gmac: 3 }, span: 6 });
    assert.equal(custom.reusesNonce, false);
    assert.throws(() => icPolicyOf('custom'), says('settings-invalid', 'three offsets'));
    assert.throws(() => icPolicyOf('custom', { aarq: -1, action: 0, gmac: 0 }), says('settings-invalid'));
  });

  it('without a ciphered AARQ the others begin at N; without GMAC there is nothing to choose', () => {
    const plainAarq = { aarq: false, action: true, gmac: true };
    assert.deepEqual(offsetsFor(icPolicyOf('distinct'), plainAarq), { offsets: { action: 1, gmac: 0 }, span: 2 });
    assert.deepEqual(offsetsFor(icPolicyOf('gmac-last'), plainAarq), { offsets: { action: 0, gmac: 1 }, span: 2 });
    for (const { id } of icPolicies) {
      const withoutGmac = offsetsFor(icPolicyOf(id), { aarq: true, action: true, gmac: false });
      assert.deepEqual(withoutGmac, { offsets: { aarq: 0, action: 1 }, span: 2 });
    }
  });

  it('auto goes on after refusals that look like "not authentic"', () => {
    for (const result of [1, 3, 13, 250]) assert.equal(smellsOfPolicy({ result }), true);
    assert.equal(smellsOfPolicy({ exception: 'deciphering-error' }), true);
    const error = { errorClass: 'application-reference', error: 'deciphering-error' };
    assert.equal(smellsOfPolicy({ confirmedServiceError: error }), true);
    for (const other of [{ result: 4 }, { result: 2 }, { exception: 'invocation-counter-error' }, {}] as const)
      assert.equal(smellsOfPolicy(other), false);
  });

  it('auto reaches a policy that works for every rule', async () => {
    for (const rule of allRules) {
      const tried: IcPolicyId[] = [];
      let works = false;
      for (const policy of autoOrder) {
        tried.push(policy);
        works = await associate(pairOf(settings(policy), { n: 50, serverSettings: { rule } })).then(
          () => true,
          () => false,
        );
        if (works) break;
      }
      assert.ok(works, `${rule}: ${tried.join(', ')}`);
    }
  });
});

describe('security: start values', () => {
  it('each policy', () => {
    assert.equal(startValue('stored-then-object', { stored: 41 }), 42);
    assert.equal(startValue('stored-then-object', { stored: 41, object: 99 }), 100);
    assert.equal(startValue('stored-then-object', { stored: 200, object: 99 }), 201);
    assert.equal(startValue('stored', { stored: null }), 0);
    assert.equal(startValue('object-plus-1', { stored: null, object: 0x80000000 }), 0x80000001);
    assert.equal(startValue('object', { stored: null, object: 7 }), 7);
    assert.equal(startValue('object-plus-k', { stored: null, object: 7, number: 100 }), 107);
    assert.equal(startValue('fixed', { stored: null, number: 1 }), 1);
    assert.equal(startValue('exception', { stored: 3 }), 4);
    assert.equal(startValue('exception', { stored: 3, exception: 500n }), 500);
    assert.equal(startValue('time', { stored: null, now: Date.UTC(2000, 0, 2) }), 86_400);
    assert.equal(startValue('msg', { stored: 3, number: 9 }), 9);
  });

  it('refuses to go lower, out of range, or without what it needs', () => {
    assert.throws(() => startValue('msg', { stored: 9, number: 9 }), says('counter-would-be-lowered', 'above 9'));
    assert.throws(() => startValue('object', { stored: null }), says('settings-invalid', 'counter object'));
    assert.throws(() => startValue('fixed', { stored: null, number: 2 ** 32 }), says('settings-invalid', '4294967295'));
    assert.throws(() => startValue('fixed', { stored: null, number: 1.5 }), says('settings-invalid'));
    assert.throws(() => startValue('exception', { stored: null, exception: 2n ** 40n }), says('settings-invalid'));
    assert.throws(() => startValue('object-plus-1', { stored: null, object: 0xffffffff }), says('counter-exhausted'));
  });

  it('recovers once, from what the meter says or from the object', () => {
    assert.equal(recoveryFor('stored-then-object', { exception: 'invocation-counter-error', exceptionCounter: 5n }, true), 'exception');
    assert.equal(recoveryFor('stored-then-object', { exception: 'deciphering-error' }, true), 'object');
    assert.equal(recoveryFor('stored-then-object', { closed: true }, true), 'object');
    assert.equal(recoveryFor('stored-then-object', { closed: true }, false), null);
    assert.equal(recoveryFor('exception', { exception: 'invocation-counter-error', exceptionCounter: 5n }, false), 'exception');
    assert.equal(recoveryFor('exception', { exception: 'deciphering-error' }, true), null);
    assert.equal(recoveryFor('fixed', { exception: 'invocation-counter-error', exceptionCounter: 5n }, true), null);
    assert.equal(recoveryFor('stored-then-object', { exception: 'service-not-supported' }, true), null);
    assert.equal(new Set(icStartPolicies.map(({ id }) => id)).size, 9);
  });
});

describe('security: counters', () => {
  const key = counterKey('unicast-1', 'client-to-server', clientTitle);

  it('keys are told apart by key, direction and title', () => {
    assert.equal(counterKeyText(key), 'client-to-server/4755525558313233/unicast-1');
    assert.equal(counterKeyText(counterKey('k', 'server-to-client', Buffer.alloc(0))), 'server-to-client/empty/k');
  });

  it('no value is given twice, however leases interleave, and all rise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 40 })), { maxLength: 40 }), async (steps) => {
        const store = memoryCounterStore();
        const leases = [0, 1, 2, 3].map((i) => leaseCounter({ key, store, block: 4 + i }));
        const seen = new Set<number>();
        for (const [which, count] of steps) {
          const lease = leases[which] as (typeof leases)[0];
          await lease.reserve(count);
          const first = lease.takeSpan(count);
          for (let value = first; value < first + count; value++) {
            assert.ok(!seen.has(value));
            seen.add(value);
          }
          assert.ok(((await store.highest(key)) as number) >= first + count - 1, 'durable before use');
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes nothing that was not reserved', () => {
    const lease = leaseCounter({ key, store: memoryCounterStore() });
    assert.equal(lease.next, null);
    assert.throws(() => lease.take(), says('counter-store-failed', '0 are reserved'));
  });

  it('never starts at or below what the store has', async () => {
    const lease = leaseCounter({ key, store: memoryCounterStore({ [counterKeyText(key)]: 500 }), start: 3 });
    await lease.reserve(1);
    assert.equal(lease.take(), 501);
  });

  it('uses the last values of the range when a whole block does not fit, then stops', async () => {
    const lease = leaseCounter({ key, store: memoryCounterStore({ [counterKeyText(key)]: lastCounter - 3 }), block: 32 });
    await lease.reserve(3);
    assert.deepEqual([lease.take(), lease.take(), lease.take()], [lastCounter - 2, lastCounter - 1, lastCounter]);
    await assert.rejects(lease.reserve(1), says('counter-exhausted', 'must be changed'));
    assert.throws(() => blockAfter(null, 2, lastCounter), DlmsError);
    const fresh = freshCounter(lastCounter);
    assert.equal(fresh.take(), lastCounter);
    assert.throws(() => fresh.take(), says('counter-exhausted'));
  });

  it('warns once when the threshold is passed', async () => {
    const warnings: number[] = [];
    const lease = leaseCounter({
      key,
      store: memoryCounterStore(),
      start: 95,
      block: 4,
      threshold: 100,
      onThreshold: (_, left) => warnings.push(left),
    });
    for (let i = 0; i < 20; i++) {
      await lease.reserve(1);
      lease.take();
    }
    assert.equal(warnings.length, 1);
  });

  it('replies: off, warn, strict', () => {
    const warnings: string[] = [];
    const warn = (text: string): void => void warnings.push(text);
    const off = replayGuard('off', warn);
    off.check('global', 5);
    off.check('global', 5);
    assert.deepEqual(warnings, []);
    const lenient = replayGuard('warn', warn);
    lenient.check('global', 5);
    lenient.check('dedicated', 1);
    lenient.check('global', 4);
    assert.equal(warnings.length, 1);
    const strict = replayGuard('strict', warn);
    strict.check('global', 5);
    assert.throws(() => strict.check('global', 5), says('counter-replayed', 'counter 5 after 5'));
  });
});
