/** Client and meter in front of each other: every mechanism, suite, protection and style; what travels in which wrapper. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { gcmKey } from '../../src/security/aead';
import type { Protection } from '../../src/security/control';
import { freshCounter } from '../../src/security/counters';
import { type Envelope, readEnvelope, signedBy } from '../../src/security/envelope';
import { customAlgorithm } from '../../src/security/hls/custom';
import { type Channel, type CipheringStyle, openApdu, sealApdu } from '../../src/security/protect';
import type { SecuritySettings } from '../../src/security/settings';
import { suiteOf } from '../../src/security/suites';
import type { MechanismId } from '../../src/security/types';
import { says } from './expect';
import { associate, clientTitle, clockIs, getClock, initiateRequest, keysOf, pairOf, pairsOf, roundTrip, serverTitle } from './material';

const protections: readonly Protection[] = ['authenticated', 'encrypted', 'authenticated-encrypted'];
const suiteIds = [0, 1, 2] as const;
const styles: readonly CipheringStyle[] = [
  'service-specific',
  'general',
  'identified',
  'identified-broadcast',
  'wrapped',
  'one-pass',
  'static-unified',
];
const gmac = (more: Partial<SecuritySettings> = {}): SecuritySettings => ({
  mechanism: 5,
  suite: 0,
  protection: 'authenticated-encrypted',
  ...more,
});
const dedicatedKey = (suite: 0 | 1 | 2): Buffer => keysOf(suite).encryptionKey.map((octet) => octet ^ 0x33) as Buffer;

describe('security: client and meter', () => {
  for (const mechanism of [0, 1, 2, 3, 4, 5, 6, 7] as const satisfies readonly MechanismId[]) {
    it(`mechanism ${mechanism} with and without protection, in every suite that has it`, async () => {
      for (const suite of suiteIds) {
        if (mechanism === 7 && suite === 0) continue;
        for (const protection of ['none', ...protections] as const) {
          const pair = pairOf({ mechanism, suite, protection });
          await associate(pair);
          const { atServer, atClient, sent } = await roundTrip(pair, getClock, clockIs);
          assert.deepEqual(atServer, getClock);
          assert.deepEqual(atClient, clockIs);
          assert.equal(sent.equals(getClock), protection === 'none');
          assert.equal(pair.client.cipheredContext, protection !== 'none');
        }
      }
    });
  }

  it('every style in every suite and protection carries any content both ways', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...suiteIds),
        fc.constantFrom(...protections),
        fc.constantFrom(...styles),
        fc.boolean(),
        fc.uint8Array({ maxLength: 400 }),
        async (suite, protection, style, dedicated, content) => {
          if (suite === 0 && (style === 'one-pass' || style === 'static-unified')) return;
          const pair = pairOf(
            { mechanism: 5, suite, protection, style },
            dedicated ? { client: { dedicatedKey: Buffer.from(dedicatedKey(suite)) } } : {},
          );
          await associate(pair);
          const request = Buffer.concat([fromHex('C101C1'), Buffer.from(content)]);
          const response = Buffer.concat([fromHex('C401C1'), Buffer.from(content)]);
          const { atServer, atClient } = await roundTrip(pair, request, response);
          assert.deepEqual(atServer, request);
          assert.deepEqual(atClient, response);
          assert.deepEqual(pair.warnings, []);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('passes 3 and 4 travel as glo-action with the global key, whatever the rest uses', async () => {
    for (const style of styles.filter((one) => one !== 'identified-broadcast')) {
      const pair = pairOf(gmac({ suite: 1, style }), { client: { dedicatedKey: dedicatedKey(1) } });
      const { aarq, action } = await associate(pair);
      assert.equal(aarq[0], 0x21);
      assert.equal(action?.[0], 0xcb);
      const { sent, answered } = await roundTrip(pair, getClock, clockIs);
      const tags: Partial<Record<CipheringStyle, [number, number]>> = { 'service-specific': [0xd0, 0xd4], general: [0xdc, 0xdc] };
      assert.deepEqual([sent[0], answered[0]], tags[style] ?? [0xdd, 0xdd]);
    }
  });

  it('auto style: general where general-protection was negotiated', async () => {
    const pair = pairOf(gmac({ style: 'auto' }));
    await associate(pair);
    assert.equal((await roundTrip(pair, getClock, clockIs)).sent[0], 0xdb);
    const plain = pairOf(gmac({ style: 'auto' }));
    await plain.client.need(3)?.prepare();
    assert.equal(plain.client.protect(getClock, 'service')[0], 0xc8);
  });

  it('services without a glo- form go into the general one', async () => {
    const pair = pairOf(gmac());
    await associate(pair);
    assert.equal(pair.client.protect(fromHex('D94000000000000000'), 'service')[0], 0xdb);
  });

  it('a dedicated key counts from 1 by itself, or with the global counter where that is wanted', async () => {
    const counterIn = (sent: Buffer): number => sent.readUInt32BE(3);
    const own = pairOf(gmac(), { n: 500, client: { dedicatedKey: dedicatedKey(0) } });
    await associate(own);
    assert.equal(counterIn((await roundTrip(own, getClock, clockIs)).sent), 1);
    assert.equal(counterIn((await roundTrip(own, getClock, clockIs)).sent), 2);
    assert.equal(own.client.protect(getClock, 'release').readUInt32BE(3), 503);
    const shared = freshCounter(500);
    const pair = pairOf(gmac(), { client: { dedicatedKey: dedicatedKey(0), counter: shared, dedicatedCounter: shared } });
    await associate(pair);
    assert.equal(counterIn((await roundTrip(pair, getClock, clockIs)).sent), 503);
  });

  it('a dedicated key never travels in clear, whatever the protection', async () => {
    for (const protection of ['authenticated', 'encrypted', 'authenticated-encrypted'] as const) {
      const pair = pairOf(gmac({ protection }), { client: { dedicatedKey: dedicatedKey(0) } });
      const { aarq } = await associate(pair);
      assert.ok((aarq[2] as number) & 0x20, 'the InitiateRequest is encrypted');
      const release = pair.client.protect(initiateRequest(dedicatedKey(0)), 'release');
      for (const octets of [aarq, release]) assert.ok(!octets.includes(dedicatedKey(0)), protection);
      const { sent } = await roundTrip(pair, getClock, clockIs);
      assert.deepEqual(
        [sent[0], (sent[2] as number) & 0x30],
        [0xd0, { authenticated: 0x10, encrypted: 0x20 }[protection as string] ?? 0x30],
      );
    }
    for (const more of [{ initiate: 'plain' }, { applicationContext: 'plain' }] as const)
      assert.throws(
        () => pairOf(gmac(more), { client: { dedicatedKey: dedicatedKey(0) } }),
        says('settings-invalid', 'would travel in clear'),
      );
  });

  it('low-level password inside a ciphered context', async () => {
    const pair = pairOf({ mechanism: 1, suite: 0, protection: 'authenticated-encrypted' });
    assert.equal(toHex(pair.client.callingAuthenticationValue as Buffer), toHex(Buffer.from('Gurux')));
    assert.equal(pair.client.cipheredContext, true);
    assert.deepEqual(pair.client.callingApTitle, clientTitle);
    await associate(pair);
    const wrong = pairOf({ mechanism: 1, suite: 0, protection: 'none' }, { client: { password: Buffer.from('gurux') } });
    await assert.rejects(associate(wrong), /refuses the password/);
  });

  it('a plain InitiateRequest, and everything after it ciphered', async () => {
    const pair = pairOf(gmac({ initiate: 'plain' }), { n: 9 });
    const { aarq, action } = await associate(pair);
    assert.equal(aarq[0], 0x01);
    assert.equal(action?.readUInt32BE(3), 10);
    assert.equal((await roundTrip(pair, getClock, clockIs)).sent.readUInt32BE(3), 11);
    assert.equal(pair.client.protect(aarq, 'release')[0], 0x01);
  });

  it('HLS GMAC with plain APDUs takes one counter', async () => {
    const pair = pairOf(gmac({ protection: 'none' }), { n: 9 });
    const { action } = await associate(pair);
    assert.equal(action?.[0], 0xc3);
    assert.equal(action?.readUInt32BE(16), 9);
  });

  it('general-signing inside and outside of ciphering, and refusal of an unsigned answer', async () => {
    for (const suite of [1, 2] as const) {
      for (const signing of ['inside', 'outside'] as const) {
        const pair = pairOf({ mechanism: 7, suite, protection: 'authenticated-encrypted', signing });
        await associate(pair);
        const { sent, atServer, atClient, answered } = await roundTrip(pair, getClock, clockIs);
        assert.deepEqual([atServer, atClient], [getClock, clockIs]);
        assert.equal(sent[0], signing === 'outside' ? 0xdf : 0xdb);
        if (signing !== 'outside') continue;
        const envelope = readEnvelope(answered);
        assert.ok(envelope?.kind === 'signing');
        assert.throws(() => pair.client.unprotect(envelope.value.content), says('protection-too-low', 'not signed'));
      }
    }
  });

  it('general-signing as Gurux programs sign it, where that is set; the meter answers as it is asked', async () => {
    for (const generalHeader of ['authenticated', 'open'] as const) {
      const pair = pairOf({ mechanism: 7, suite: 1, protection: 'authenticated-encrypted', signing: 'outside', generalHeader });
      await associate(pair);
      const { sent, answered } = await roundTrip(pair, getClock, clockIs);
      const signers = { client: pairsOf(1).client.signingPublic, server: pairsOf(1).server.signingPublic };
      for (const [octets, signer] of [
        [sent, signers.client],
        [answered, signers.server],
      ] as const) {
        const envelope = readEnvelope(octets);
        assert.ok(envelope?.kind === 'signing');
        assert.deepEqual(signedBy(signer, envelope.value), { bare: generalHeader === 'open' });
      }
    }
  });

  it('an empty client title (Italy) and a meter that is known by its configured title only', async () => {
    const nobody = Buffer.alloc(0);
    const pair = pairOf(gmac(), { client: { clientTitle: nobody, serverTitle }, server: { clientTitle: nobody } });
    await associate(pair);
    assert.deepEqual((await roundTrip(pair, getClock, clockIs)).atClient, clockIs);
  });

  it('a general-glo-ciphering without a title in its header: the sender goes by the one that is known, or by none', async () => {
    for (const protection of ['authenticated-encrypted', 'authenticated', 'encrypted'] as const) {
      const pair = pairOf({ ...gmac(), style: 'general', protection });
      await associate(pair);
      // answers are wrapped as the request was
      await roundTrip(pair, getClock, clockIs);
      const answer = pair.server.protect(clockIs, 'service');
      assert.equal(toHex(answer.subarray(0, 2)), 'DB08');
      const untitled = Buffer.concat([fromHex('DB00'), answer.subarray(10)]);
      assert.deepEqual(pair.client.unprotect(untitled), clockIs);
    }
  });

  it('SC 21: suite 1 in the control octet with a key of 128 bits and no key pairs', async () => {
    const pair = pairOf(
      { mechanism: 0, suite: 1, protection: 'encrypted', style: 'general' },
      { client: { signingKey: undefined, agreementKey: undefined } as never },
    );
    await associate(pair);
    const { sent } = await roundTrip(pair, getClock, clockIs);
    const envelope = readEnvelope(sent);
    assert.ok(envelope?.kind === 'general');
    assert.equal(envelope.body[0], 0x21);
  });

  it('a read and a write response glued together', async () => {
    const pair = pairOf(gmac());
    await associate(pair);
    await roundTrip(pair, fromHex('0501020000'), fromHex('0C010000'));
    const glued = Buffer.concat([
      pair.server.protect(fromHex('0C010009021234'), 'service'),
      pair.server.protect(fromHex('0D0100'), 'service'),
    ]);
    assert.equal(toHex(pair.client.unprotect(glued)), '0C0100090212340D0100');
  });

  it('the answer to f(StoC) of a Gurux server, short names over HDLC: ciphered twice, an LLC header between', () => {
    const keys = keysOf(0);
    const meter: Channel = {
      suite: suiteOf(0),
      global: gcmKey(keys.encryptionKey),
      broadcast: null,
      dedicated: null,
      authentication: keys.authenticationKey,
      material: {},
      ownTitle: serverTitle,
      peerTitle: clientTitle,
      alternatives: () => ({ keys: [], titles: [] }),
    };
    const seal = (octets: Buffer, counter: number, tag: number): Buffer => {
      const control = { suite: 0, authenticated: true, encrypted: true, broadcast: false, compressed: false } as const;
      const sealed = sealApdu(octets, meter, { control, use: 'global', style: 'general', counter });
      const { body } = readEnvelope(sealed) as Envelope & { kind: 'general' };
      return Buffer.concat([Buffer.of(tag, body.length), body]);
    };
    const inner = seal(fromHex('0C010009021234'), 1, 0x2c);
    const outer = seal(Buffer.concat([fromHex('E6E700'), inner, fromHex('0D0100')]), 0, 0x2d);
    const opened = openApdu(outer, { ...meter, ownTitle: clientTitle, peerTitle: serverTitle });
    assert.equal(toHex(opened.plaintext), '0C010009021234');
  });

  it('an algorithm of the user, sync or async, with hex or octets, with and without proof', async () => {
    const swap = (text: string): string =>
      [...fromHex(text)]
        .reverse()
        .map((octet) => octet.toString(16).padStart(2, '0'))
        .join('');
    for (const serverProof of ['required', 'none'] as const) {
      const make = () =>
        customAlgorithm({ id: 'mine', label: 'Mine', serverProof }, async ({ challenge, role }) => {
          await Promise.resolve();
          return swap(challenge) + (role === 'client' ? '01' : '02');
        });
      const algorithm = make();
      const pair = pairOf(
        { mechanism: 2, algorithm: 'mine', suite: 0, protection: 'none' },
        { client: { algorithms: [algorithm] }, server: { algorithms: [algorithm] } },
      );
      await associate(pair);
      assert.equal(algorithm.serverProof, serverProof);
    }
    const bad = customAlgorithm({ id: 'bad', label: 'Bad' }, () => 'not hex');
    const pair = pairOf(
      { mechanism: 2, algorithm: 'bad', suite: 0, protection: 'none' },
      { client: { algorithms: [bad] }, server: { algorithms: [bad] } },
    );
    await assert.rejects(associate(pair), says('settings-invalid', 'neither octets nor hex'));
  });
});
