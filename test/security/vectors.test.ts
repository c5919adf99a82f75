/** Published vectors: NIST GCM, RFC 3394, Green Book suite 0, GMAC, key agreement, ECDSA, general-ciphering. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, toHex } from '../../src/bytes';
import { gcmDecipher, gcmKey, gcmOpen, gcmSeal, nonceOf } from '../../src/security/aead';
import { openBody, readBody } from '../../src/security/body';
import { decodeControl, encodeControl } from '../../src/security/control';
import { readEnvelope, signedBy } from '../../src/security/envelope';
import type { HlsContext } from '../../src/security/hls/algorithm';
import { gmac } from '../../src/security/hls/gmac';
import { deriveKey } from '../../src/security/kdf';
import { ephemeralUnified, onePass, publicKeyOf, sharedSecret, staticUnified } from '../../src/security/key-agreement';
import { unwrapKey, wrapKey } from '../../src/security/key-wrap';
import { type Channel, openApdu, sealApdu } from '../../src/security/protect';
import { privateKeyFromScalar, publicKeyFromPoint, signOctets, verifyOctets } from '../../src/security/signature';
import { suiteOf } from '../../src/security/suites';
import { loadCapture } from '../support/captures';
import { says } from './expect';

/** Vectors that stand beside the captures, with their source in them. */
const loadVector = (name: string): Case => JSON.parse(readFileSync(join(__dirname, '..', 'vectors', `${name}.json`), 'utf8')) as Case;

type Case = Readonly<Record<string, string>>;
const casesOf = (id: string): readonly Case[] => loadCapture(id).expected.cases as Case[];
const hex = (text: string | undefined): Buffer => fromHex(text ?? assert.fail('a field of the vector is missing'));

const channelOf = (keys: Readonly<Record<string, string | undefined>>, ownTitle: Buffer, peerTitle: Buffer | null): Channel => ({
  suite: suiteOf(0),
  global: gcmKey(hex(keys.ek)),
  broadcast: null,
  dedicated: null,
  authentication: keys.ak ? hex(keys.ak) : null,
  material: {},
  ownTitle,
  peerTitle,
  alternatives: () => ({ keys: [], titles: [] }),
});

describe('security: published vectors', () => {
  it('NIST SP 800-38D cases seal to ciphertext and tag, open, and fail when one bit of the tag differs', () => {
    for (const one of casesOf('vec-gcm-nist')) {
      const [key, nonce, aad, plaintext] = [gcmKey(hex(one.key)), hex(one.iv), hex(one.aad), hex(one.plaintext)];
      const sealed = gcmSeal(key, nonce, aad, plaintext);
      assert.equal(toHex(sealed.ciphertext), one.ciphertext);
      assert.equal(toHex(sealed.tag), one.tag);
      const tag = Buffer.from(sealed.tag.subarray(0, 12));
      assert.deepEqual(gcmOpen(key, nonce, aad, sealed.ciphertext, tag), plaintext);
      tag[11] = (tag[11] as number) ^ 1;
      assert.equal(gcmOpen(key, nonce, aad, sealed.ciphertext, tag), null);
    }
  });

  it('RFC 3394 section 4 wraps and unwraps', () => {
    for (const { kek, key, wrapped } of casesOf('vec-aes-keywrap')) {
      assert.equal(toHex(wrapKey(hex(kek), hex(key))), wrapped);
      assert.equal(toHex(unwrapKey(hex(kek), hex(wrapped))), key);
      const damaged = hex(wrapped);
      damaged[3] = (damaged[3] as number) ^ 1;
      assert.throws(() => unwrapKey(hex(kek), damaged), says('key-invalid', 'master key'));
    }
  });

  it('Green Book suite 0: six protected APDUs, both ways', () => {
    const { keys } = loadCapture('vec-gcm-suite0');
    const title = hex(keys.systemTitle);
    for (const one of casesOf('vec-gcm-suite0')) {
      const control = decodeControl(Number.parseInt(one.securityControl as string, 16));
      const channel = channelOf(keys, title, title);
      const sealed = sealApdu(hex(one.plaintext), channel, { control, use: 'global', style: 'service-specific', counter: 0x01234567 });
      assert.equal(toHex(sealed), one.apdu, one.name);
      const opened = openApdu(hex(one.apdu), channel);
      assert.equal(toHex(opened.plaintext), one.plaintext, one.name);
      assert.equal(opened.counter, 0x01234567);
    }
  });

  it('KFM meter: clock request and initiate request with a title of zeros', () => {
    const { keys } = loadCapture('vec-gcm-kfm-clock');
    for (const one of casesOf('vec-gcm-kfm-clock')) {
      if (one.ciphertext === undefined) continue;
      const counter = hex(one.iv).readUInt32BE(8);
      const sealed = sealApdu(hex(one.plaintext), channelOf(keys, Buffer.alloc(8), null), {
        control: decodeControl(0x30),
        use: 'global',
        style: 'service-specific',
        counter,
      });
      assert.equal(toHex(sealed.subarray(-one.ciphertext.length / 2 - 12)), `${one.ciphertext}${one.tag}`);
    }
  });

  it('HLS 5: both GMAC passes', () => {
    const { keys } = loadCapture('vec-hls5-gmac');
    const [pass3, pass4] = casesOf('vec-hls5-gmac') as [Case, Case];
    const context = (counter: number): HlsContext => ({
      suite: suiteOf(0),
      secret: Buffer.alloc(0),
      clientTitle: hex(pass3.clientSystemTitle),
      serverTitle: hex(pass4.serverSystemTitle),
      serverChallenge: hex(pass3.stoc),
      clientChallenge: hex(pass4.ctos),
      encryption: gcmKey(hex(keys.ek)),
      authentication: hex(keys.ak),
      counter: () => counter,
      signingKey: null,
      peerSigningKey: null,
      variant: null,
    });
    assert.equal(toHex(gmac.respond(context(1))), pass3.fStoC);
    assert.equal(toHex(gmac.prove(context(0x01234567)) as Buffer), pass4.fCtoS);
    assert.ok(gmac.verify(hex(pass4.fCtoS), context(0)));
    assert.ok(gmac.check(hex(pass3.fStoC), context(0)));
    assert.ok(!gmac.verify(hex(pass3.fStoC), context(0)));
  });

  it('key agreement: Z and the derived keys of annex C', () => {
    const suite = suiteOf(1);
    const [toServer, toClient, ephemeral] = casesOf('vec-ecdh-kdf') as [Case, Case, Case];
    const parties = { originator: hex(toServer.partyU), recipient: hex(toServer.partyV) };
    assert.equal(toHex(publicKeyOf(suite, hex(toServer.ephemeralPrivateClient))), toServer.ephemeralPublicClient);
    assert.equal(toHex(sharedSecret(suite, hex(toServer.staticPrivateServer), hex(toServer.ephemeralPublicClient))), toServer.z);
    assert.equal(toHex(deriveKey(suite, hex(toServer.z), parties, 32)), toServer.kdf);
    const keys = { privateKey: hex(toServer.staticPrivateServer), publicKey: hex(toServer.ephemeralPublicClient) };
    assert.equal(toHex(onePass(suite, keys, parties)), toServer.ek);
    const back = { privateKey: hex(toClient.staticPrivateClient), publicKey: hex(toClient.ephemeralPublicServer) };
    assert.equal(toHex(sharedSecret(suite, back.privateKey, back.publicKey)), toClient.z);
    assert.equal(toHex(onePass(suite, back, { originator: hex(toClient.partyU), recipient: hex(toClient.partyV) })), toClient.ek);
    assert.equal(toHex(sharedSecret(suite, hex(ephemeral.ephemeralPrivateServer), hex(ephemeral.ephemeralPublicClient))), ephemeral.z);
  });

  it('static unified model: the published key follows from the static keys, titles and transaction id', () => {
    const suite = suiteOf(1);
    const [toServer, toClient] = casesOf('vec-ecdh-kdf') as [Case, Case];
    const [, published] = casesOf('vec-general-ciphering') as [Case, Case];
    const key = staticUnified(
      suite,
      { privateKey: hex(toClient.staticPrivateClient), publicKey: publicKeyOf(suite, hex(toServer.staticPrivateServer)) },
      { originator: hex(toServer.partyU), recipient: hex(toServer.partyV), transactionId: fromHex('0102030405060708') },
    );
    assert.equal(toHex(key), published.ek);
    assert.equal(toHex(gcmDecipher(gcmKey(key), hex(published.iv), hex(published.ciphertext))), published.plaintext);
  });

  it('ephemeral unified model: both sides come to the same key in suites 1 and 2', () => {
    for (const id of [1, 2] as const) {
      const suite = suiteOf(id);
      const [a, b] = [Buffer.alloc(id === 1 ? 32 : 48, 7), Buffer.alloc(id === 1 ? 32 : 48, 9)];
      const parties = { originator: Buffer.from('CLIENT01'), recipient: Buffer.from('SERVER01') };
      const one = ephemeralUnified(suite, { privateKey: a, publicKey: publicKeyOf(suite, b) }, parties);
      assert.deepEqual(one, ephemeralUnified(suite, { privateKey: b, publicKey: publicKeyOf(suite, a) }, parties));
      assert.equal(one.length, suite.keyOctets);
      assert.throws(() => sharedSecret(suite, a, Buffer.alloc(suite.keyOctets === 16 ? 64 : 96, 1)), says('key-invalid', 'not a point'));
    }
  });

  it('ECDSA: published signatures verify, the changed one does not, own ones do', () => {
    for (const one of casesOf('vec-ecdsa')) {
      const suite = suiteOf(one.curve === 'P-256' ? 1 : 2);
      const key = publicKeyFromPoint(suite, hex(one.publicKey));
      const valid = (one as { valid?: unknown }).valid !== false;
      assert.equal(verifyOctets(key, hex(one.message), hex(one.signature)), valid, one.note);
      assert.equal(verifyOctets(key, hex(one.message), hex(one.signature).subarray(1)), false);
      if (one.privateKey === undefined) continue;
      assert.equal(toHex(publicKeyOf(suite, hex(one.privateKey))), one.publicKey);
      assert.ok(verifyOctets(key, hex(one.message), signOctets(privateKeyFromScalar(suite, hex(one.privateKey)), hex(one.message))));
    }
  });

  it('general-ciphering: fields of table 41, and its content under the published key', () => {
    const [one] = casesOf('vec-general-ciphering') as [Case];
    const envelope = readEnvelope(hex(one.apdu));
    assert.ok(envelope?.kind === 'ciphering');
    const fields = one.fields as unknown as Record<string, string>;
    assert.equal(toHex(envelope.value.transactionId), fields.transactionId);
    assert.equal(toHex(envelope.value.originatorSystemTitle), fields.originatorSystemTitle);
    assert.equal(toHex(envelope.value.recipientSystemTitle), fields.recipientSystemTitle);
    assert.equal(envelope.value.keyInfo?.kind, 'agreed-key');
    assert.equal(toHex(envelope.header), '0801020304050607 08084D4D4D0000BC614E084D4D4D00000000010000'.replaceAll(' ', ''));
    const text = envelope.body.subarray(5, -12);
    assert.equal(toHex(text), fields.ciphertext);
    const nonce = nonceOf(envelope.value.originatorSystemTitle, envelope.body.readUInt32BE(1));
    assert.equal(toHex(gcmDecipher(gcmKey(hex(one.ek)), nonce, text)), one.plaintext);
  });

  it('general-ciphering and general-signing: the five header fields with their lengths, and nothing of Key-Info (GBCS, suite 1)', () => {
    const { devicePrivateKey, clientPublicKey, originator, recipient, transactionId, apdu } = loadVector('gbcs-mac');
    const parties = { originator: hex(originator), recipient: hex(recipient), transactionId: hex(transactionId) };
    // The GBCS writes 6 for the fourth octet of the algorithm where the Green Book has 5.
    const suite = { ...suiteOf(1), kdfAlgorithmId: fromHex('60857406080300') };
    const key = gcmKey(deriveKey(suite, sharedSecret(suite, hex(devicePrivateKey), hex(clientPublicKey)), parties));
    const envelope = readEnvelope(hex(apdu));
    assert.ok(envelope?.kind === 'ciphering');
    // All five are empty: what is left of them in the AAD are their lengths.
    assert.equal(toHex(envelope.header), '0000000000');
    const keys = { encryption: key, authentication: Buffer.alloc(0) };
    const body = readBody(envelope.body);
    const open = (header: Buffer) => openBody(body, keys, { systemTitle: parties.originator, header });
    const signing = readEnvelope(open(envelope.header) ?? assert.fail('the tag does not fit'));
    assert.ok(signing?.kind === 'signing');
    // The supplier signed each field with its length, that of the content too.
    const signer = publicKeyFromPoint(suiteOf(1), hex(loadVector('gbcs-mac').signerPublicKey));
    assert.deepEqual(signedBy(signer, signing.value), { bare: false });
    const forged = { ...signing.value, transactionId: Buffer.alloc(9) };
    assert.equal(signedBy(signer, forged), null);
    assert.equal(open(Buffer.alloc(0)), null);
    assert.equal(open(Buffer.alloc(6)), null);
  });

  it('general-signing around glo-get, as Gurux DLMS for Java 4.0.47 sends it (suite 1)', () => {
    const apdu = fromHex(
      'DF080102030405060708084755525558313233084B464D0000000001000020C81E3100000001C33DF001B44648F77A2A6250E9074B28480FCAB1799B133D42' +
        '40FB0A93D310C7715EE9A16B789088CB5CF248E937A48E7B8E82564E8E011BA02652C98D4D670C4CFDAAE2A31ED771C4D900ABE28E0E6CF64C96D5CDD6D2072F2F',
    );
    const point = fromHex(
      '2F8A335E93417CCC518BA8F93F860C1CDC55EE47A7999A67843BE88BA3D5E3BC06E2646A81EB2EF08BD79694F11928C2797D8652BFCB9802702F5202BE870E60',
    );
    const client = fromHex('4755525558313233');
    const channel: Channel = {
      ...channelOf({ ek: '000102030405060708090A0B0C0D0E0F', ak: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' }, Buffer.alloc(0), client),
      suite: suiteOf(1),
      material: { peerSigningKey: publicKeyFromPoint(suiteOf(1), point) },
    };
    const opened = openApdu(apdu, channel);
    assert.equal(toHex(opened.plaintext.subarray(0, 2)), 'C001');
    assert.deepEqual([opened.signed, opened.bareSignature, opened.counter], [true, true, 1]);
    const forged = Buffer.from(apdu);
    forged[40] = (forged[40] as number) ^ 1;
    assert.throws(() => openApdu(forged, channel), says('signature-invalid', 'certificate'));
  });

  it('general-ciphering with agreed keys, as Gurux DLMS for Java 4.0.47 sends it (suite 1): it signs 01 and the ephemeral key', () => {
    const onePassApdu = fromHex(
      'DD00084755525558313233084B464D0000000001000001020101818088A4D5CF23EA299635BA50856B9C35C9D1F76DC474030AB11DFF395482ECE55328' +
        '7722E55AFC2AB70CF9ECEEC0C8ED046A2424199C07608520BCDB5D5486332D8AA41B83FC273C5A8037E6500FAECB7755315ADF3DD64DA4891491E9B221' +
        'DFCD51D92F03BC7BDC426973D508BA69B99E04B24CA3CD68D999BE052037FD19B7A71E310000000098F2D4255D5B5C210E25FE38BC99CDC09A4F3AAC51' +
        '022078E8',
    );
    const staticApdu = fromHex(
      'DD00084755525558313233084B464D0000000001000001020102001E310000000056BB6F7783C46DBD5AC3BE47A158DC20B703408E3BC1D0169C',
    );
    const point = (text: string) => publicKeyFromPoint(suiteOf(1), fromHex(text));
    const keys = { ek: '000102030405060708090A0B0C0D0E0F', ak: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
    const channel = (material: Channel['material']): Channel => ({
      ...channelOf(keys, fromHex('4B464D0000000001'), fromHex('4755525558313233')),
      suite: suiteOf(1),
      openHeader: true,
      material,
    });
    const forOnePass = channel({
      agreementKey: fromHex('C1E8F547FA361CE8BE7322385212ADFDF32DA8C6D72388DD0BFE2496405FA8B1'),
      peerSigningKey: point(
        '0AF0FA13A1DE58F76CEDD5B9C7C60BE3CA882C8D7334767B359F05627601357C80C228C3EE672F71CF88B63462949CF809FE0CFDCC7033EF9BD972D2F11CA2F3',
      ),
    });
    const forStatic = channel({
      agreementKey: fromHex('E581E14423FDF7923E875567B3568520BDB9C345EA888E48AF523D4F5F76FC48'),
      peerAgreementKey: fromHex(
        '8D0D1619865E31BD0A148E0578B51EC0291CB38128AF5115CAD46ABFEC89EFFB159B9FB322A335F13B316BB956624B9737DA93AF4D3DDFDC10CB57D35E617386',
      ),
    });
    const request = 'C001C1000100002A0000FF0200';
    assert.equal(toHex(openApdu(onePassApdu, forOnePass).plaintext), request);
    assert.equal(toHex(openApdu(staticApdu, forStatic).plaintext), request);
    const forged = Buffer.from(onePassApdu);
    forged[100] = (forged[100] as number) ^ 1;
    assert.throws(() => openApdu(forged, forOnePass), says('signature-invalid', 'ephemeral key'));
  });

  it('the security control octet: every value both ways', () => {
    for (let octet = 0; octet < 256; octet++) assert.equal(encodeControl(decodeControl(octet)), octet);
    assert.deepEqual(decodeControl(0x71), { suite: 1, authenticated: true, encrypted: true, broadcast: true, compressed: false });
    assert.equal(decodeControl(0xb0).compressed, true);
  });
});
