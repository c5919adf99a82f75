/** What goes wrong says what to correct: wrong and exchanged keys, titles, tags, downgrades, replays, proofs, hostile octets. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { DlmsError, type ErrorCode } from '../../src/errors';
import { gcmKey, gcmSeal, nonceOf } from '../../src/security/aead';
import type { Protection } from '../../src/security/control';
import { type CipheringStyle, openApdu } from '../../src/security/protect';
import { refusalOf, type StaleAnswer } from '../../src/security/server';
import type { SecuritySettings } from '../../src/security/settings';
import { suiteOf } from '../../src/security/suites';
import { says } from './expect';
import { associate, clockIs, getClock, keysOf, type Pair, pairOf, roundTrip, serverTitle } from './material';

const settings = (more: Partial<SecuritySettings> = {}): SecuritySettings => ({
  mechanism: 5,
  suite: 0,
  protection: 'authenticated-encrypted',
  ...more,
});
const { encryptionKey, authenticationKey, broadcastKey } = keysOf(0);
const other = Buffer.alloc(16, 0x99);

/** The answer of a meter that holds these keys, as a client sees it whose own keys are right. */
async function answerOf(meter: Partial<Record<'encryptionKey' | 'authenticationKey', Buffer>>, more: Partial<SecuritySettings> = {}) {
  const right = pairOf(settings({ mechanism: 0, ...more }));
  await associate(right);
  const odd = pairOf(settings({ mechanism: 0, ...more }), { client: meter, server: meter });
  await associate(odd);
  const { answered } = await roundTrip(odd, getClock, clockIs);
  return { right, answered };
}

const probable = (error: unknown): unknown => (error as DlmsError).details?.probable;

describe('security: what is wrong is named', () => {
  const matrix: readonly (readonly [string, Parameters<typeof answerOf>[0], string, RegExp])[] = [
    ['wrong EK', { encryptionKey: other }, 'encryption-key', /^the encryption key \(EK\) is wrong, or the system title/],
    ['wrong AK', { authenticationKey: other }, 'authentication-key', /^the authentication key \(AK\) is wrong: the message deciphers/],
    [
      'exchanged',
      { encryptionKey: authenticationKey, authenticationKey: encryptionKey },
      'exchanged',
      /EK\) and authentication key \(AK\) are exchanged/,
    ],
    ['broadcast key used', { encryptionKey: broadcastKey }, 'other-key', /uses the broadcast key/],
    ['both wrong', { encryptionKey: other, authenticationKey: other }, 'encryption-key', /encryption key/],
  ];
  for (const style of ['service-specific', 'general', 'identified'] as const satisfies readonly CipheringStyle[]) {
    for (const [name, meter, expected, words] of matrix) {
      it(`${name}, ${style}`, async () => {
        const { right, answered } = await answerOf(meter, { style });
        assert.throws(
          () => right.client.unprotect(answered),
          (error) => says('tag-mismatch', words)(error) && probable(error) === expected,
        );
      });
    }
  }

  it('authenticated only: exchanged keys are still found, others cannot be told apart', async () => {
    const exchanged = await answerOf(
      { encryptionKey: authenticationKey, authenticationKey: encryptionKey },
      { protection: 'authenticated' },
    );
    assert.throws(() => exchanged.right.client.unprotect(exchanged.answered), says('tag-mismatch', 'exchanged'));
    const wrong = await answerOf({ authenticationKey: other }, { protection: 'authenticated' });
    assert.throws(() => wrong.right.client.unprotect(wrong.answered), says('tag-mismatch', 'EK, AK or the system title'));
  });

  it('encrypted only: a wrong EK is noticed though there is no tag', async () => {
    const { right, answered } = await answerOf({ encryptionKey: other }, { protection: 'encrypted' });
    assert.throws(() => right.client.unprotect(answered), says('tag-mismatch', 'no APDU', 'EK'));
  });

  it('a header of general-ciphering that is under no tag is named, and taken where that is set', async () => {
    for (const style of ['identified', 'wrapped', 'one-pass', 'static-unified'] as const) {
      const open = settings({ mechanism: 0, suite: 1, style, generalHeader: 'open' });
      const meter = pairOf(open, { serverSettings: { generalHeader: 'open' } });
      await associate(meter);
      const { answered, atClient } = await roundTrip(meter, getClock, clockIs);
      assert.deepEqual(atClient, clockIs);
      const strict = pairOf({ ...open, generalHeader: 'authenticated' });
      await associate(strict);
      assert.throws(
        () => strict.client.unprotect(answered),
        (error) => says('tag-mismatch', 'leaves the header of general-ciphering out')(error) && probable(error) === 'open-header',
      );
    }
  });

  it('wrong title: the one that fits is named', async () => {
    const configured = fromHex('4B464D0000000002');
    const pair = pairOf(settings({ mechanism: 0 }), { client: { serverTitle: configured }, server: { serverTitle: configured } });
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    pair.client.peer({ respondingApTitle: fromHex('4B464D00000000FF'), respondingAuthenticationValue: null, negotiatedConformance: 0 });
    assert.throws(
      () => pair.client.unprotect(answered),
      says('tag-mismatch', '4B464D00000000FF', 'configured title of the meter', '4B464D0000000002'),
    );
  });

  it('no title at all: the hint asks for it', async () => {
    const meter = pairOf(settings({ mechanism: 0 }));
    await associate(meter);
    const { answered } = await roundTrip(meter, getClock, clockIs);
    const { client } = pairOf(settings({ mechanism: 0 }));
    assert.throws(
      () => client.unprotect(answered),
      (error) => says('tag-mismatch')(error) && /told no system title/.test((error as DlmsError).hint),
    );
  });

  it('a tag that was cut or has 16 octets', async () => {
    const pair = pairOf(settings({ mechanism: 0 }));
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    for (const cut of [1, 4, 8]) {
      const short = Buffer.from(answered.subarray(0, answered.length - cut));
      short[1] = (short[1] as number) - cut;
      assert.throws(() => pair.client.unprotect(short), says('tag-mismatch', `tag has ${12 - cut} octets`));
    }
    const { encryption, nonce, aad } = {
      encryption: gcmKey(encryptionKey),
      nonce: nonceOf(serverTitle, 9),
      aad: Buffer.concat([fromHex('30'), authenticationKey]),
    };
    const { ciphertext, tag } = gcmSeal(encryption, nonce, aad, clockIs);
    const long = Buffer.concat([fromHex('CC273000000009'), ciphertext, tag]);
    assert.throws(() => pair.client.unprotect(long), says('tag-mismatch', 'tag has 16 octets'));
    assert.throws(() => pair.client.unprotect(fromHex('CC08300000000A010203')), says('tag-mismatch', 'cut', '3 octets'));
    assert.throws(() => pair.client.unprotect(fromHex('CC03300000')), says('apdu-truncated'));
    assert.throws(() => pair.client.unprotect(answered.subarray(0, -2)), says('apdu-truncated'));
  });

  it('one changed bit anywhere is refused', async () => {
    const pair = pairOf(settings({ mechanism: 0 }));
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    for (let bit = 16; bit < answered.length * 8; bit++) {
      const changed = Buffer.from(answered);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.throws(() => pair.client.unprotect(changed), DlmsError, `bit ${bit}`);
    }
  });

  it('compression is recognised', async () => {
    const pair = pairOf(settings({ mechanism: 0 }));
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    const compressed = Buffer.from(answered);
    compressed[2] = 0xb0;
    assert.throws(() => pair.client.unprotect(compressed), says('apdu-malformed', 'compressed', 'B0'));
  });
});

describe('security: less protection than demanded', () => {
  const strength: Record<Protection, number> = { none: 0, authenticated: 1, encrypted: 2, 'authenticated-encrypted': 3 };
  it('an answer must be protected at least as the association', async () => {
    const kinds = Object.keys(strength) as Protection[];
    for (const demanded of kinds) {
      for (const sent of kinds) {
        const client = pairOf(settings({ mechanism: 0, protection: demanded }));
        await associate(client);
        const meter = pairOf(settings({ mechanism: 0, protection: sent }));
        await associate(meter);
        const { answered } = await roundTrip(meter, getClock, clockIs);
        const enough = (strength[demanded] & strength[sent]) === strength[demanded];
        if (enough) assert.deepEqual(client.client.unprotect(answered), clockIs);
        else assert.throws(() => client.client.unprotect(answered), says('protection-too-low', `"${sent}"`, `"${demanded}"`));
      }
    }
  });

  it('an answer under the broadcast key, which every meter of the group has, is not taken for one of this meter', async () => {
    const under = async (strictNotifications: boolean, style: 'service-specific' | 'identified-broadcast') => {
      const own = pairOf(settings({ mechanism: 0, strictNotifications, style }));
      await associate(own);
      return own;
    };
    const impostor = await under(false, 'identified-broadcast');
    const { answered } = await roundTrip(impostor, getClock, clockIs);
    const victim = await under(false, 'service-specific');
    assert.throws(() => victim.client.unprotect(answered), says('protection-too-low', 'broadcast key'));
    const push = fromHex('0F00000001000600000001');
    const pushed = impostor.server.protect(push, 'service');
    assert.deepEqual(victim.client.unprotect(pushed), push);
    const strict = await under(true, 'service-specific');
    assert.throws(() => strict.client.unprotect(pushed), says('protection-too-low', 'broadcast key'));
  });

  it('exceptions, errors and release answers pass; notifications by choice', async () => {
    const pair = pairOf(settings());
    await associate(pair);
    for (const plain of ['D80206', 'D801060000002A', '0E060006', '6303800100'])
      assert.equal(toHex(pair.client.unprotect(fromHex(plain))), plain);
    const push = fromHex('0F00000001000600000001');
    assert.deepEqual(pair.client.unprotect(push), push);
    const strict = pairOf(settings({ strictNotifications: true }));
    await associate(strict);
    assert.throws(() => strict.client.unprotect(push), says('protection-too-low'));
    assert.throws(() => pair.client.unprotect(fromHex('0800065F1F0400407E1F04B00007')), says('protection-too-low'));
  });

  it('the meter refuses requests below its policy', async () => {
    const pair = pairOf(settings({ mechanism: 0, protection: 'authenticated' }), {
      serverSettings: { protection: 'authenticated-encrypted' },
    });
    const error = await associate(pair).catch((caught: unknown) => caught);
    assert.ok(says('protection-too-low')(error));
    assert.equal(toHex(refusalOf(error as DlmsError) as Buffer), 'D80101');
  });
});

describe('security: replays', () => {
  const replayed = async (replay: 'off' | 'warn' | 'strict'): Promise<Pair & { again: () => Buffer }> => {
    const pair = pairOf(settings({ replay }));
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    return { ...pair, again: () => pair.client.unprotect(answered) };
  };

  it('off, warn and strict', async () => {
    const off = await replayed('off');
    assert.deepEqual(off.again(), clockIs);
    assert.deepEqual(off.warnings, []);
    const warn = await replayed('warn');
    assert.deepEqual(warn.again(), clockIs);
    assert.equal(warn.warnings.length, 1);
    assert.match(warn.warnings[0] as string, /counter \d+ after \d+ \(global key\)/);
    const strict = await replayed('strict');
    assert.throws(strict.again, says('counter-replayed'));
  });

  it('a forged message does not move the guard', async () => {
    const pair = pairOf(settings({ replay: 'strict' }));
    await associate(pair);
    const { answered } = await roundTrip(pair, getClock, clockIs);
    const forged = Buffer.from(answered);
    forged.writeUInt32BE(0xffffff00, 3);
    assert.throws(() => pair.client.unprotect(forged), says('tag-mismatch'));
    assert.deepEqual((await roundTrip(pair, getClock, clockIs)).atClient, clockIs);
  });

  it('a meter that uses each counter twice is tolerated by default', async () => {
    const pair = pairOf(settings(), { serverSettings: { repeatsCounters: true } });
    await associate(pair);
    for (let i = 0; i < 4; i++) assert.deepEqual((await roundTrip(pair, getClock, clockIs)).atClient, clockIs);
    assert.ok(pair.warnings.length > 0);
  });

  it('a stale client counter is answered in three ways', async () => {
    const answers: readonly (readonly [StaleAnswer, string | 'drop'])[] = [
      ['exception', 'D8010600000065'],
      ['deciphering-error', 'D80205'],
      ['drop', 'drop'],
    ];
    for (const [staleAnswer, expected] of answers) {
      const counters = { own: {}, client: { global: 100 } };
      const pair = pairOf(settings(), { n: 100, server: { counters }, serverSettings: { staleAnswer } });
      const error = await associate(pair).catch((caught: unknown) => caught);
      assert.ok(says('counter-refused', 'counter 100 after 100')(error));
      const answer = refusalOf(error as DlmsError);
      assert.equal(answer === 'drop' ? answer : toHex(answer), expected);
      await associate(pairOf(settings(), { n: 101, server: { counters } }));
      assert.ok((counters.client.global as number) > 101);
    }
  });
});

describe('security: the proof of the meter', () => {
  const setUp = (mechanism: 2 | 3 | 4 | 5 | 6 | 7) => {
    const { client } = pairOf({ mechanism, suite: 1, protection: 'none' });
    client.peer({
      respondingApTitle: fromHex('4B464D0000000001'),
      respondingAuthenticationValue: Buffer.from('12345678'),
      negotiatedConformance: 0,
    });
    return client;
  };

  it('missing, wrong, or our own challenge back, with every mechanism', () => {
    for (const mechanism of [2, 3, 4, 5, 6, 7] as const) {
      const client = setUp(mechanism);
      assert.throws(() => client.verify(null), says('server-proof-missing', `HLS ${mechanism}`));
      assert.throws(() => client.verify(Buffer.alloc(0)), says('server-proof-missing'));
      assert.throws(() => client.verify(Buffer.alloc(17, 0x10)), says('server-proof-wrong', `HLS ${mechanism}`));
      assert.throws(() => client.verify(Buffer.from('K56iVagY0123456789')), says('server-proof-wrong', 'our own challenge'));
    }
  });

  it('a challenge that is missing or our own is not answered', () => {
    for (const challenge of [null, Buffer.alloc(0)]) {
      const { client } = pairOf({ mechanism: 3, suite: 0, protection: 'none' });
      client.peer({ respondingApTitle: null, respondingAuthenticationValue: challenge, negotiatedConformance: 0 });
      assert.throws(() => client.respond(), says('authentication-failed', 'no challenge (StoC)'));
    }
    const { client } = pairOf({ mechanism: 3, suite: 0, protection: 'none' });
    client.peer({ respondingApTitle: null, respondingAuthenticationValue: client.callingAuthenticationValue, negotiatedConformance: 0 });
    assert.throws(() => client.respond(), says('server-proof-wrong', 'our own challenge'));
  });

  it('the hint names the probable setting', () => {
    const hints: Record<number, RegExp> = { 3: /password/, 5: /authentication key \(AK\)/, 7: /certificate/ };
    for (const mechanism of [3, 5, 7] as const) {
      try {
        setUp(mechanism).verify(Buffer.alloc(17));
        assert.fail('accepted');
      } catch (error) {
        assert.match((error as DlmsError).hint, hints[mechanism] as RegExp);
      }
    }
  });

  it('a wrong password or key is refused by the meter', async () => {
    for (const mechanism of [2, 3, 4, 6] as const) {
      await assert.rejects(
        associate(pairOf({ mechanism, suite: 0, protection: 'none' }, { client: { password: Buffer.from('x') } })),
        /refuses f\(StoC\)/,
      );
    }
    const wrong = pairOf({ mechanism: 5, suite: 0, protection: 'none' }, { client: { authenticationKey: other } });
    await assert.rejects(associate(wrong), /refuses f\(StoC\)/);
  });
});

describe('security: hostile octets', () => {
  const heads = [0x21, 0x28, 0xc8, 0xcc, 0xd4, 0xdb, 0xdc, 0xdd, 0xdf, 0x0e, 0xd8];
  const codes: ReadonlySet<ErrorCode> = new Set([
    'tag-mismatch',
    'apdu-truncated',
    'apdu-malformed',
    'key-invalid',
    'protection-too-low',
    'signature-invalid',
    'limit-exceeded',
    'settings-invalid',
  ]);

  it('give a value or a DlmsError, on both sides', async () => {
    const pair = pairOf(settings({ suite: 1, mechanism: 0 }));
    await associate(pair);
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 120 }), (head, tail) => {
        for (const open of [(apdu: Buffer) => pair.client.unprotect(apdu), (apdu: Buffer) => pair.server.unprotect(apdu, 'service')]) {
          try {
            assert.ok(Buffer.isBuffer(open(Buffer.from([head, ...tail]))));
          } catch (error) {
            assert.ok(error instanceof DlmsError, String(error));
            assert.ok(codes.has(error.code), error.code);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('protections around protections end', () => {
    const key = gcmKey(encryptionKey);
    const channel = {
      suite: suiteOf(0),
      global: key,
      broadcast: null,
      dedicated: null,
      authentication: null,
      material: {},
      ownTitle: Buffer.alloc(8),
      peerTitle: Buffer.alloc(8),
      alternatives: () => ({ keys: [], titles: [] }),
    };
    let apdu: Buffer = getClock;
    for (let i = 0; i < 6; i++)
      apdu = Buffer.concat([Buffer.from([0xdb, 8]), Buffer.alloc(8), Buffer.from([apdu.length + 5, 0, 0, 0, 0, i]), apdu]);
    assert.throws(() => openApdu(apdu, channel), says('limit-exceeded', 'protections around'));
  });

  it('no error text, hint or detail contains a key', async () => {
    const pair = pairOf(settings({ mechanism: 0 }), { client: { authenticationKey: other } });
    await pair.client.need(3)?.prepare();
    const meter = pairOf(settings({ mechanism: 0 }));
    await associate(meter);
    const { answered } = await roundTrip(meter, getClock, clockIs);
    try {
      pair.client.unprotect(answered);
      assert.fail('accepted');
    } catch (error) {
      const all = JSON.stringify({ ...(error as DlmsError), message: (error as DlmsError).message, stack: (error as DlmsError).stack });
      for (const secret of [encryptionKey, authenticationKey, other]) assert.ok(!all.toUpperCase().includes(toHex(secret)));
    }
  });
});
