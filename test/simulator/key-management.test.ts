/**
 * Key management of the simulated meter, through the client's pure layer: what is changed holds from the next association
 * on, and what was before is refused.
 */
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { fromHex, toHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';
import { obisOctets } from '../../src/cosem/obis';
import { ephemeralUnified, publicKeyOf, sharedSecret } from '../../src/security/key-agreement';
import { wrapKey } from '../../src/security/key-wrap';
import type { SecurityMaterial, SecuritySettings } from '../../src/security/settings';
import { signOctets, verifyOctets } from '../../src/security/signature';
import { suiteOf } from '../../src/security/suites';
import { actMethods } from '../../src/session/action';
import { getNormal } from '../../src/session/get';
import { setAttributes } from '../../src/session/set';
import type { Session } from '../../src/session/types';
import { clientTitle, keysOf, pairsOf } from '../security/material';
import { authority, readRequest } from './issue-certificate';
import { attributeOf, open, run, securedClient, securedMeter } from './secured';
import type { Talk } from './talk';

const gmac: SecuritySettings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' };
const setup = '0-0:43.0.0*255';
const current = '0-0:40.0.0*255';
const enumeration = (value: number): Data => ({ type: 'enum', value });
const octets = (value: Buffer): Data => ({ type: 'octet-string', value });
const structure = (...value: readonly Data[]): Data => ({ type: 'structure', value });
const array = (...value: readonly Data[]): Data => ({ type: 'array', value });
const elementsOf = (value: Data | null | undefined): readonly Data[] =>
  value?.type === 'array' || value?.type === 'structure' ? value.value : [];
const success = { word: 'success' };

let counter = 1000;
/** A client with a counter above all before it. */
const next = (settings: SecuritySettings, material: Partial<SecurityMaterial> = {}): Session => {
  counter += 100;
  return securedClient(settings, 'ln', { n: counter, material });
};

/** Associates and invokes a method: its data, or the word of the refusal. */
async function act(
  conversation: Talk,
  client: Session,
  classId: number,
  obis: string,
  methodId: number,
  parameter: Data,
): Promise<{ readonly word: string; readonly data?: Data | null }> {
  if (client.association === null) await open(client, conversation);
  const request = { classId, instanceId: obisOctets(obis), methodId, variableName: null, parameter };
  const [outcome] = await run(actMethods(client, [request]), conversation);
  if (!outcome) throw new Error('no outcome');
  if (outcome.refusal) return { word: outcome.refusal.name };
  return outcome.data === null ? success : { word: 'success', data: outcome.data };
}

const opens = async (conversation: Talk, client: Session): Promise<string> => {
  try {
    await open(client, conversation);
    return 'open';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('key transfer', () => {
  const { masterKey } = keysOf(0);
  const fresh = fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
  const transfer = (...keys: readonly (readonly [number, Buffer])[]): Data =>
    array(...keys.map(([keyId, key]) => structure(enumeration(keyId), octets(wrapKey(masterKey, key)))));

  for (const version of [0, 1] as const)
    it(`class 64 version ${version}: new EK and AK together; the old ones are refused, and counters begin anew`, async () => {
      const conversation = securedMeter(gmac, {}, { securitySetupVersion: version });
      const akNew = Buffer.from(fresh).reverse();
      assert.deepEqual(await act(conversation, next(gmac), 64, setup, 2, transfer([0, fresh], [2, akNew])), success);
      assert.equal(await opens(conversation, next(gmac)), 'deciphering-refused');
      assert.equal(await opens(conversation, next(gmac, { encryptionKey: fresh })), 'deciphering-refused');
      const both = { encryptionKey: fresh, authenticationKey: akNew };
      assert.equal(await opens(conversation, securedClient(gmac, 'ln', { n: 0, material: both })), 'open');
    });

  it('the association in which it happens goes on under the old key', async () => {
    const conversation = securedMeter(gmac);
    const client = next(gmac);
    await act(conversation, client, 64, setup, 2, transfer([0, fresh]));
    const { data } = await run(getNormal(client, attributeOf(conversation.meter, 64, setup, 3)), conversation);
    assert.deepEqual(data, enumeration(0));
    // and its counters are not those of the new key
    assert.equal(await opens(conversation, securedClient(gmac, 'ln', { n: 0, material: { encryptionKey: fresh } })), 'open');
  });

  it('a new master key wraps the next transfer, in version 1 only', async () => {
    const conversation = securedMeter(gmac);
    assert.deepEqual(await act(conversation, next(gmac), 64, setup, 2, transfer([3, fresh])), success);
    assert.equal((await act(conversation, next(gmac), 64, setup, 2, transfer([0, fresh]))).word, 'type-unmatched');
    const rewrapped = array(structure(enumeration(1), octets(wrapKey(fresh, fresh))));
    assert.deepEqual(await act(conversation, next(gmac), 64, setup, 2, rewrapped), success);
    const old = securedMeter(gmac, {}, { securitySetupVersion: 0 });
    assert.equal((await act(old, next(gmac), 64, setup, 2, transfer([3, fresh]))).word, 'type-unmatched');
  });

  it('takes nothing when one key of a list does not unwrap, has the wrong length or an unknown number', async () => {
    const conversation = securedMeter(gmac);
    const lists = [
      array(...((transfer([0, fresh]).value as Data[]) ?? []), structure(enumeration(2), octets(wrapKey(fresh, fresh)))),
      transfer([0, fresh], [2, Buffer.alloc(32)]),
      transfer([0, fresh], [4, fresh]),
    ];
    for (const list of lists) assert.equal((await act(conversation, next(gmac), 64, setup, 2, list)).word, 'type-unmatched');
    assert.equal(await opens(conversation, next(gmac)), 'open');
  });

  it('of another client, through its own object: that client needs the new key, this one does not', async () => {
    const [, association] = securedMeter(gmac).meter.options.associations ?? [];
    const security = association?.security ?? {};
    const conversation = securedMeter(gmac, {}, { associations: [1, 2].map((client) => ({ client, mechanism: 5, security })) });
    const reference = conversation.meter.get('0-0:40.0.2', 9);
    assert.deepEqual(reference, octets(obisOctets('0-0:43.0.2*255')));
    assert.deepEqual(await act(conversation, next(gmac), 64, '0-0:43.0.2*255', 2, transfer([0, fresh])), success);
    assert.equal(await opens(conversation.as(2), next(gmac)), 'deciphering-refused');
    assert.equal(await opens(conversation.as(2), next(gmac, { encryptionKey: fresh })), 'open');
    assert.equal(await opens(conversation, next(gmac)), 'open');
  });

  it('has no key to unwrap with where the meter has no KEK', async () => {
    const conversation = securedMeter(gmac);
    const [, association] = conversation.meter.options.associations ?? [];
    const { masterKey: _, ...security } = association?.security ?? {};
    const without = securedMeter(gmac, {}, { associations: [{ client: 1, mechanism: 5, security }] });
    assert.equal((await act(without, next(gmac), 64, setup, 2, transfer([0, fresh]))).word, 'temporary-failure');
  });
});

describe('change of secrets', () => {
  it('of the low-level password: attribute 7 of the association', async () => {
    const low: SecuritySettings = { mechanism: 1, suite: 0, protection: 'authenticated-encrypted' };
    const conversation = securedMeter(low);
    const client = next(low);
    await open(client, conversation);
    const item = { ...attributeOf(conversation.meter, 15, current, 7), value: octets(Buffer.from('new one')) };
    const [outcome] = await run(setAttributes(client, [item]), conversation);
    assert.equal(outcome?.refusal, null);
    assert.equal(await opens(conversation, next(low)), 'authentication-failed');
    assert.equal(await opens(conversation, next(low, { password: Buffer.from('new one') })), 'open');
  });

  for (const mechanism of [2, 3, 4, 6] as const)
    it(`of mechanism ${mechanism}: change_HLS_secret`, async () => {
      const settings: SecuritySettings = { mechanism, suite: 0, protection: 'none' };
      const conversation = securedMeter(settings);
      assert.deepEqual(await act(conversation, next(settings), 15, current, 2, octets(Buffer.from('another'))), success);
      assert.equal(await opens(conversation, next(settings)), 'authentication-failed');
      assert.equal(await opens(conversation, next(settings, { password: Buffer.from('another') })), 'open');
    });
});

describe('security policy', () => {
  it('version 1: activated bits are demanded of requests from the next association on, and answers get them', async () => {
    const conversation = securedMeter(gmac);
    const plain: SecuritySettings = { mechanism: 5, suite: 0, protection: 'none' };
    assert.equal(await opens(conversation, next(plain)), 'open');
    assert.deepEqual(await act(conversation, next(gmac), 64, setup, 1, enumeration(0x04 | 0x20 | 0x40)), success);
    assert.equal(await opens(conversation, next(plain)), 'association-rejected');
    const client = next({ ...gmac, protection: 'authenticated' });
    await open(client, conversation);
    const { data } = await run(getNormal(client, attributeOf(conversation.meter, 64, setup, 2)), conversation);
    assert.deepEqual(data, enumeration(0x64));
    assert.equal(await opens(conversation, next({ ...gmac, protection: 'encrypted' })), 'association-rejected');
    assert.equal((await act(conversation, next(gmac), 64, setup, 1, enumeration(0x04))).word, 'scope-of-access-violated');
    assert.equal((await act(conversation, next(gmac), 64, setup, 1, enumeration(0x65))).word, 'type-unmatched');
    // signatures need keys that suite 0 has not
    assert.equal((await act(conversation, next(gmac), 64, setup, 1, enumeration(0xfc))).word, 'temporary-failure');
  });

  it('version 0: numbers 0 to 3', async () => {
    const conversation = securedMeter(gmac, {}, { securitySetupVersion: 0 });
    assert.deepEqual(await act(conversation, next(gmac), 64, setup, 1, enumeration(3)), success);
    assert.deepEqual(conversation.meter.get('0-0:43.0.0', 2), enumeration(3));
    assert.equal(await opens(conversation, next({ ...gmac, protection: 'authenticated' })), 'association-rejected');
    assert.equal(await opens(conversation, next(gmac)), 'open');
    assert.equal((await act(conversation, next(gmac), 64, setup, 1, enumeration(4))).word, 'type-unmatched');
  });
});

describe('key agreement and certificates', () => {
  for (const suite of [1, 2] as const)
    it(`suite ${suite}: key_agreement gives a new EK to both sides`, async () => {
      const settings: SecuritySettings = { ...gmac, suite };
      const conversation = securedMeter(settings);
      const row = suiteOf(suite);
      const { client, server } = pairsOf(suite);
      const own = publicKeyOf(row, client.ephemeral);
      const signed = Buffer.concat([Buffer.from([0]), own]);
      const offer = array(structure(enumeration(0), octets(Buffer.concat([own, signOctets(client.signing, signed)]))));
      const { data } = await act(conversation, next(settings), 64, setup, 3, offer);
      const keyData = elementsOf(elementsOf(data)[0])[1]?.value as Buffer;
      const publicKey = keyData.subarray(0, own.length);
      assert.ok(verifyOctets(server.signingPublic, Buffer.concat([Buffer.from([0]), publicKey]), keyData.subarray(own.length)));
      const parties = { originator: clientTitle, recipient: conversation.meter.settings.systemTitle };
      const encryptionKey = ephemeralUnified(row, { privateKey: client.ephemeral, publicKey }, parties);
      assert.equal(await opens(conversation, next(settings)), 'deciphering-refused');
      assert.equal(await opens(conversation, securedClient(settings, 'ln', { n: 0, material: { encryptionKey } })), 'open');
      const forged = array(structure(enumeration(0), octets(Buffer.concat([own, signOctets(server.signing, signed)]))));
      assert.equal((await act(conversation, next(settings, { encryptionKey }), 64, setup, 3, forged)).word, 'scope-of-access-violated');
    });

  for (const [suite, hash, algorithm] of [
    [1, 'sha256', '60857405080302'],
    [2, 'sha384', '60857405080303'],
  ] as const)
    it(`suite ${suite}: a master key is agreed for AES key wrap, which its derivation says`, async () => {
      const settings: SecuritySettings = { ...gmac, suite };
      const conversation = securedMeter(settings);
      const row = suiteOf(suite);
      const { client } = pairsOf(suite);
      const own = publicKeyOf(row, client.ephemeral);
      const keyId = Buffer.from([3]);
      const offer = array(structure(enumeration(3), octets(Buffer.concat([own, signOctets(client.signing, Buffer.concat([keyId, own]))]))));
      const { data } = await act(conversation, next(settings), 64, setup, 3, offer);
      const keyData = elementsOf(elementsOf(data)[0])[1]?.value as Buffer;
      const publicKey = keyData.subarray(0, own.length);
      // GB 9.2.3.4.6.5: H(00000001 | Z | AlgorithmID | title of the client | title of the meter); AES-WRAP-128 and -256 for a KEK
      const parts = [fromHex('00000001'), sharedSecret(row, client.ephemeral, publicKey), fromHex(algorithm), clientTitle];
      const digest = createHash(hash)
        .update(Buffer.concat([...parts, conversation.meter.settings.systemTitle]))
        .digest();
      const fresh = Buffer.alloc(row.keyOctets, 0xa5);
      const wrapped = array(structure(enumeration(0), octets(wrapKey(digest.subarray(0, row.keyOctets), fresh))));
      assert.deepEqual(await act(conversation, next(settings), 64, setup, 2, wrapped), success);
      assert.equal(await opens(conversation, securedClient(settings, 'ln', { n: 0, material: { encryptionKey: fresh } })), 'open');
    });

  it('generates a key pair, asks for a certificate, and signs with it once it is imported', async () => {
    const settings: SecuritySettings = { mechanism: 7, suite: 1, protection: 'authenticated-encrypted' };
    const ca = authority('Test CA');
    const conversation = securedMeter(settings, { certificates: [toHex(ca.certificate)] });
    const { systemTitle } = conversation.meter.settings;
    const client = next(settings);
    assert.deepEqual(await act(conversation, client, 64, setup, 4, enumeration(0)), success);
    const { data } = await act(conversation, client, 64, setup, 5, enumeration(0));
    const request = readRequest(data?.value as Buffer, 'sha256');
    assert.equal(request.subject, toHex(systemTitle));
    // not in use before its certificate is there
    assert.equal(await opens(conversation, next(settings)), 'open');
    const certificate = ca.issue(request.subject, request.publicKey, 'signing');
    const stranger = authority('Stranger').issue(request.subject, request.publicKey, 'signing');
    const again = next(settings);
    assert.equal((await act(conversation, again, 64, setup, 6, octets(stranger))).word, 'type-unmatched');
    assert.equal((await act(conversation, again, 64, setup, 6, octets(Buffer.from('no certificate')))).word, 'type-unmatched');
    assert.deepEqual(await act(conversation, again, 64, setup, 6, octets(certificate)), success);
    assert.equal(await opens(conversation, next(settings)), 'server-proof-wrong');
    assert.equal(await opens(conversation, next(settings, { peerSigningKey: request.publicKey })), 'open');
  });

  it('lists, exports and removes certificates; that of the client takes its key along', async () => {
    const settings: SecuritySettings = { mechanism: 5, suite: 1, protection: 'authenticated-encrypted' };
    const ca = authority('Test CA');
    const { client: pair } = pairsOf(1);
    const conversation = securedMeter(settings, { certificates: [toHex(ca.certificate)] });
    const certificate = ca.issue(toHex(clientTitle), pair.signingPublic, 'signing');
    const byEntity = structure(enumeration(0), structure(enumeration(1), enumeration(0), octets(clientTitle)));
    const client = next(settings);
    assert.equal((await act(conversation, client, 64, setup, 7, byEntity)).word, 'object-unavailable');
    assert.deepEqual(await act(conversation, client, 64, setup, 6, octets(certificate)), success);
    assert.deepEqual((await act(conversation, client, 64, setup, 7, byEntity)).data, octets(certificate));
    const { serialNumber } = new X509Certificate(certificate);
    const bySerial = structure(enumeration(1), structure(octets(fromHex(serialNumber)), octets(Buffer.from('CN=Test CA'))));
    assert.deepEqual((await act(conversation, client, 64, setup, 7, bySerial)).data, octets(certificate));
    assert.deepEqual(
      elementsOf(conversation.meter.get('0-0:43.0.0', 6)).map((entry) =>
        elementsOf(entry)
          .slice(0, 2)
          .map(({ value }) => value),
      ),
      [
        [2, 0],
        [1, 0],
      ],
    );
    assert.deepEqual(await act(conversation, client, 64, setup, 8, bySerial), success);
    assert.equal((await act(conversation, client, 64, setup, 8, bySerial)).word, 'object-unavailable');
    const signing: SecuritySettings = { ...settings, signing: 'outside' };
    assert.equal((await act(conversation, client, 64, setup, 1, enumeration(0x90))).word, 'temporary-failure');
    assert.equal(signing.signing, 'outside');
  });

  it('suite 0 has no key pairs', async () => {
    const conversation = securedMeter(gmac);
    assert.equal((await act(conversation, next(gmac), 64, setup, 4, enumeration(0))).word, 'scope-of-access-violated');
    assert.equal((await act(conversation, next(gmac), 64, setup, 5, enumeration(0))).word, 'temporary-failure');
  });
});

describe('what key management tells', () => {
  it('no event holds a key, a secret or what wraps them', async () => {
    const conversation = securedMeter(gmac);
    const fresh = fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
    const wrapped = wrapKey(keysOf(0).masterKey, fresh);
    const client = next(gmac);
    await act(conversation, client, 64, setup, 2, array(structure(enumeration(0), octets(wrapped))));
    await act(conversation, client, 15, current, 2, octets(Buffer.from('another')));
    const item = { ...attributeOf(conversation.meter, 15, current, 7), value: octets(Buffer.from('new one')) };
    await run(setAttributes(client, [item]), conversation);
    assert.deepEqual(
      conversation.events
        .filter(({ kind }) => kind === 'action' || kind === 'set')
        .map(({ index, value, result }) => [index, value, result]),
      [
        [1, undefined, 'success'],
        [2, undefined, 'success'],
        [2, undefined, 'success'],
        [7, undefined, 'success'],
      ],
    );
  });
});
