/** The coded password of Landis+Gyr: records, all digit pairs, variants, and the guard against locking the meter. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { codedPassword, codedPasswordVariants } from '../../src/security/hls/landis-gyr';
import { afterVariant, type LockoutState, nextVariant, noAttempts } from '../../src/security/hls/lockout';
import { algorithmOf, algorithms } from '../../src/security/hls/registry';
import { afterAuthentication, isLocked, unlocked } from '../../src/security/server';
import { says } from './expect';
import { associate, pairOf } from './material';

const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const settings = { mechanism: 2, algorithm: 'landis-gyr', suite: 0, protection: 'none' } as const;

/** Password, StoC, f(StoC) as recorded; the third was refused because the password was wrong. */
const records: readonly (readonly [string, string, string])[] = [
  ['1234567', '3635333630303030', '3737364135363730'],
  ['1234567', '3637333430303030', '3739363835363730'],
  ['0000000', '3443314330303030', '3443314330303030'],
  ['1234567', '3535333630303030', '3637364135363730'],
];

describe('security: Landis+Gyr coded password', () => {
  it('the four records, with every variant that can tell', () => {
    for (const [password, challenge, answer] of records) {
      assert.equal(toHex(codedPassword(fromHex(challenge), text(password))), answer);
      assert.equal(toHex(codedPassword(fromHex(challenge), text(password), 'carry')), answer);
    }
  });

  it('the records through a whole context: empty or random CtoS, no proof from the meter, nothing else on the line', () => {
    for (const [password, challenge, answer] of records) {
      const { client } = pairOf(settings, { client: { password: text(password), challenge: Buffer.alloc(0) } });
      assert.equal(client.mechanism, 2);
      assert.equal(client.cipheredContext, false);
      assert.equal(client.callingApTitle, null);
      assert.equal(client.need(3), null);
      assert.deepEqual(client.callingAuthenticationValue, Buffer.alloc(0));
      client.peer({ respondingApTitle: null, respondingAuthenticationValue: fromHex(challenge), negotiatedConformance: 0x180220 });
      assert.equal(toHex(client.respond()), answer);
      client.verify(null);
    }
  });

  it('all 256 digit pairs add modulo 16, in upper case', () => {
    for (let a = 0; a < 16; a++) {
      for (let b = 0; b < 16; b++) {
        const sum = codedPassword(text(a.toString(16)), text(b.toString(16))).toString('latin1');
        assert.equal(sum, '0123456789ABCDEF'.charAt((a + b) % 16));
      }
    }
    assert.equal(codedPassword(text('89990000'), text('9899')).toString(), '11220000');
  });

  it('carry and right-aligned', () => {
    assert.equal(codedPassword(text('00FF0000'), text('0001'), 'carry').toString(), '01000000');
    assert.equal(codedPassword(text('FF'), text('01'), 'carry').toString(), '00');
    assert.equal(codedPassword(text('67340000'), text('1234567'), 'right-aligned').toString(), '68574567');
  });

  it('says which of challenge and password is no hex', () => {
    assert.throws(() => codedPassword(text('6734000G'), text('1')), says('settings-invalid', 'challenge'));
    assert.throws(() => codedPassword(text('67340000'), text('secret')), says('settings-invalid', 'password'));
  });

  it('10,000 associations with random passwords: none refused', async () => {
    const digits = fc.stringMatching(/^[0-9A-Fa-f]{1,8}$/);
    const challenge = fc.stringMatching(/^[0-9A-F]{4}0000$/);
    await fc.assert(
      fc.asyncProperty(
        digits,
        challenge,
        fc.constantFrom(...codedPasswordVariants.map(({ id }) => id)),
        async (password, stoc, variant) => {
          const common = { password: text(password) };
          await associate(pairOf({ ...settings, variant }, { client: common, server: { ...common, challenge: text(stoc) } }));
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('a wrong password is refused', async () => {
    const pair = pairOf(settings, {
      client: { password: text('1234567') },
      server: { password: text('7654321'), challenge: text('67340000') },
    });
    await assert.rejects(associate(pair), /refuses f\(StoC\)/);
  });

  it('the guard waits 65 s, counts variants with equal answers as one, and gives up', () => {
    const variants = codedPasswordVariants.map(({ id }) => id);
    let state: LockoutState = noAttempts;
    assert.deepEqual(nextVariant(state, variants, 0), { kind: 'try', variant: 'digit-mod16' });
    const same = variants.filter((id) => codedPassword(text('67340000'), text('1234567'), id).equals(text('79685670')));
    state = afterVariant(state, { variant: 'digit-mod16', accepted: false, same }, 1000);
    // No digit overflows here, so "carry" would have sent the same octets.
    assert.deepEqual(state.ruledOut, ['digit-mod16', 'carry']);
    assert.deepEqual(nextVariant(state, variants, 1000), { kind: 'wait', forMs: 65_000 });
    assert.deepEqual(nextVariant(state, variants, 66_000), { kind: 'try', variant: 'right-aligned' });
    state = afterVariant(state, { variant: 'right-aligned', accepted: false, same: ['right-aligned'] }, 66_000);
    assert.equal(nextVariant(state, variants, 1e9).kind, 'give-up');
    assert.equal(nextVariant({ ...noAttempts, failures: 3 }, variants, 1e9).kind, 'give-up');
  });

  it('remembers the winner, and keeps it when the password is changed', () => {
    const attempt = { variant: 'carry', same: ['carry'], accepted: true } as const;
    const won = afterVariant(noAttempts, attempt, 5);
    assert.equal(won.winner, 'carry');
    const later = afterVariant(won, { ...attempt, accepted: false }, 10);
    assert.equal(later.winner, 'carry');
    assert.deepEqual(nextVariant(later, ['digit-mod16', 'carry'], 100_000), { kind: 'try', variant: 'carry' });
  });

  it('the lock of a simulated meter', () => {
    const rule = { failures: 3, lockMs: 60_000 };
    let state = unlocked;
    for (let i = 0; i < 3; i++) state = afterAuthentication(state, false, rule, 1000);
    assert.ok(isLocked(state, 60_999));
    assert.ok(!isLocked(state, 61_000));
    assert.deepEqual(afterAuthentication(state, true, rule, 70_000), unlocked);
    assert.ok(!isLocked(afterAuthentication(unlocked, false, { failures: 0, lockMs: 1 }, 0), 0));
  });

  it('the registry: every mechanism has a default, ids are unique, only vendors may do without a proof', () => {
    for (const mechanism of [0, 1, 2, 3, 4, 5, 6, 7] as const) assert.equal(algorithmOf(mechanism).mechanism, mechanism);
    assert.equal(new Set(algorithms.map(({ id }) => id)).size, algorithms.length);
    assert.equal(algorithmOf(2, 'landis-gyr').serverProof, 'none');
    const without = algorithms.filter(({ serverProof, mechanism }) => serverProof === 'none' && mechanism > 1);
    assert.deepEqual(
      without.map(({ id }) => id),
      ['landis-gyr'],
    );
    assert.throws(() => algorithmOf(5, 'landis-gyr'), says('settings-invalid', 'no algorithm landis-gyr'));
  });
});
