/**
 * Each mechanism against values that others computed: RFC 1321 and FIPS 180 ("abc"), FIPS 197, Python's hashlib for the
 * concatenation of mechanism 6, and an explicit concatenation for the signature of mechanism 7.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { aesEcb } from '../../src/security/hls/aes-ecb';
import type { HlsContext } from '../../src/security/hls/algorithm';
import { customAlgorithm } from '../../src/security/hls/custom';
import { md5, sha1, sha256 } from '../../src/security/hls/digest';
import { ecdsa } from '../../src/security/hls/ecdsa';
import { gmac } from '../../src/security/hls/gmac';
import { low, none } from '../../src/security/hls/low';
import { unwrapKey, wrapKey } from '../../src/security/key-wrap';
import { signOctets, verifyOctets } from '../../src/security/signature';
import { suiteOf } from '../../src/security/suites';
import { says } from './expect';
import { associate, clockIs, getClock, pairOf, pairsOf, roundTrip } from './material';

const context = (more: Partial<HlsContext> = {}): HlsContext => ({
  suite: suiteOf(0),
  secret: Buffer.from('Gurux'),
  clientTitle: Buffer.from('GURUX123'),
  serverTitle: fromHex('4B464D0000000001'),
  serverChallenge: Buffer.from('P6wRJ21F'),
  clientChallenge: Buffer.from('K56iVagY'),
  encryption: null,
  authentication: null,
  counter: () => 1,
  signingKey: null,
  peerSigningKey: null,
  variant: null,
  ...more,
});

describe('security: authentication mechanisms', () => {
  it('MD5 and SHA-1: digest of challenge, then secret', () => {
    const abc = context({ serverChallenge: Buffer.from('ab'), secret: Buffer.from('c'), clientChallenge: Buffer.from('') });
    assert.equal(toHex(md5.respond(abc)), '900150983CD24FB0D6963F7D28E17F72');
    assert.equal(toHex(sha1.respond(abc)), 'A9993E364706816ABA3E25717850C26C9CD0D89D');
    const fromMeter = context({ clientChallenge: Buffer.from('a'), secret: Buffer.from('bc') });
    assert.ok(md5.verify(fromHex('900150983CD24FB0D6963F7D28E17F72'), fromMeter));
    assert.ok(sha1.verify(fromHex('A9993E364706816ABA3E25717850C26C9CD0D89D'), fromMeter));
    assert.ok(!md5.verify(fromHex('900150983CD24FB0D6963F7D28E17F73'), fromMeter));
  });

  it('SHA-256: secret, titles, challenges, and with the roles exchanged', () => {
    assert.equal(toHex(sha256.respond(context())), '5EFE1AFC4B3CBFF0382C4331DFD0207B2C1EF0C67DB7EF0FA6183D7BFB8D2BA5');
    assert.ok(sha256.verify(fromHex('AF5B58A54A0BAD4A39DCAE307707244D6269927881D646E159FBF241CC3168BD'), context()));
    assert.ok(!sha256.verify(sha256.respond(context()), context()));
  });

  it('mechanism 2: AES-128 of the challenge; password and challenge are filled up with zeros', () => {
    const key = fromHex('000102030405060708090A0B0C0D0E0F');
    const block = fromHex('00112233445566778899AABBCCDDEEFF');
    assert.equal(toHex(aesEcb.respond(context({ secret: key, serverChallenge: block }))), '69C4E0D86A7B0430D8CDB78070B4C55A');
    const two = aesEcb.respond(context({ secret: key, serverChallenge: Buffer.concat([block, block]) }));
    assert.equal(toHex(two), '69C4E0D86A7B0430D8CDB78070B4C55A'.repeat(2));
    const short = aesEcb.respond(context({ serverChallenge: Buffer.from('P6wRJ21F') }));
    const filled = aesEcb.respond(
      context({
        secret: Buffer.concat([Buffer.from('Gurux'), Buffer.alloc(11)]),
        serverChallenge: Buffer.from('P6wRJ21F\0\0\0\0\0\0\0\0'),
      }),
    );
    assert.deepEqual(short, filled);
    assert.throws(() => aesEcb.respond(context({ secret: Buffer.alloc(17) })), says('key-invalid', '17 octets', 'at most 16'));
  });

  it('ECDSA: signature over titles and challenges, from the prover', () => {
    for (const suite of [1, 2] as const) {
      const pairs = pairsOf(suite);
      const client = context({ signingKey: pairs.client.signing, peerSigningKey: pairs.server.signingPublic });
      const own = Buffer.concat([client.clientTitle, client.serverTitle, client.serverChallenge, client.clientChallenge]);
      assert.ok(verifyOctets(pairs.client.signingPublic, own, ecdsa.respond(client)));
      const other = Buffer.concat([client.serverTitle, client.clientTitle, client.clientChallenge, client.serverChallenge]);
      assert.ok(ecdsa.verify(signOctets(pairs.server.signing, other), client));
      assert.ok(!ecdsa.verify(signOctets(pairs.server.signing, own), client));
      assert.ok(!ecdsa.verify(signOctets(pairs.client.signing, other), client));
    }
    assert.throws(() => ecdsa.respond(context()), says('key-invalid', 'own signing key'));
    assert.throws(() => ecdsa.verify(Buffer.alloc(64), context()), says('key-invalid', 'public signing key'));
  });

  it('say what is missing', () => {
    assert.throws(() => gmac.respond(context()), says('key-invalid', 'EK'));
    for (const algorithm of [none, low]) {
      assert.throws(() => algorithm.respond(context()), says('settings-invalid', 'no challenge'));
      assert.equal(algorithm.prove(context()), null);
    }
    const lazy = customAlgorithm({ id: 'lazy', label: 'Lazy' }, () => '00');
    assert.throws(() => lazy.respond(context()), says('settings-invalid', 'not prepared'));
  });

  it('a user algorithm that fails is named, and its cause is kept', async () => {
    const broken = customAlgorithm({ id: 'broken', label: 'Broken' }, () => {
      throw new Error('inner');
    });
    await assert.rejects(
      broken.prepare(context()),
      (error: Error) => says('settings-invalid', '"Broken" failed')(error) && (error.cause as Error).message === 'inner',
    );
  });
});

describe('security: general-ciphering refuses', () => {
  it('an ephemeral key that somebody else signed, or none of its shape', async () => {
    const settings = { mechanism: 0, suite: 1, protection: 'authenticated-encrypted', style: 'one-pass' } as const;
    const pair = pairOf(settings, { client: { peerSigningKey: pairsOf(1).client.signingPublic } });
    await associate(pair);
    await assert.rejects(roundTrip(pair, getClock, clockIs), says('signature-invalid', 'ephemeral key'));
    const without = pairOf(settings, { client: { ephemeralKey: undefined as never } });
    await associate(without);
    await without.client.need(1)?.prepare();
    assert.throws(() => without.client.protect(getClock, 'service'), says('key-invalid', 'ephemeral key is missing'));
    const shapeless = fromHex('DD000000000001020103020102 05300000000000'.replace(' ', ''));
    assert.throws(() => pair.client.unprotect(shapeless), says('apdu-malformed', 'key agreement 3'));
  });

  it('a key that was wrapped under another master key', async () => {
    const settings = { mechanism: 0, suite: 0, protection: 'authenticated-encrypted', style: 'wrapped' } as const;
    const pair = pairOf(settings, { server: { masterKey: Buffer.alloc(16, 9) } });
    await associate(pair);
    await assert.rejects(roundTrip(pair, getClock, clockIs), says('key-invalid', 'master key (KEK) differs'));
    assert.throws(() => wrapKey(Buffer.alloc(5), Buffer.alloc(16)), says('key-invalid', 'KEK', '5 octets'));
    assert.throws(() => wrapKey(Buffer.alloc(16), Buffer.alloc(9)), says('key-invalid', '9 octets'));
    assert.throws(() => unwrapKey(Buffer.alloc(16), Buffer.alloc(23)), says('key-invalid', 'not a wrapped key'));
  });
});
