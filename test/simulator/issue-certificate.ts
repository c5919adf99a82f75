/**
 * A certification authority for tests: X.509 certificates of the least form (RFC 5280), for a public key, a system title and
 * a use. And what a meter's certificate request (RFC 2986) says, with its signature checked.
 */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { Reader } from '../../src/bytes';
import { berOctets, berOid, readBerField } from '../../src/codec/ber';

const sequence = (...parts: readonly Buffer[]): Buffer => berOctets(0x30, Buffer.concat(parts));
const identifier = (oid: string): Buffer => berOctets(0x06, berOid(oid));
const name = (text: string): Buffer => sequence(berOctets(0x31, sequence(identifier('2.5.4.3'), berOctets(0x0c, Buffer.from(text)))));
const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));
const extension = (oid: string, value: Buffer): Buffer => sequence(identifier(oid), Buffer.from([1, 1, 0xff]), berOctets(0x04, value));

const usageBits = { signing: 0x80, agreement: 0x08, authority: 0x04 } as const;

export interface Authority {
  /** DER of its own certificate. */
  readonly certificate: Buffer;
  /** DER of a certificate for `publicKey`. */
  issue(subject: string, publicKey: KeyObject, use: keyof typeof usageBits): Buffer;
}

/** @param common the name of the authority */
export function authority(common: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  let serial = 0;
  const issue = (subject: string, key: KeyObject, use: keyof typeof usageBits): Buffer => {
    const validity = sequence(berOctets(0x17, Buffer.from('250101000000Z')), berOctets(0x17, Buffer.from('450101000000Z')));
    const constraints = use === 'authority' ? [extension('2.5.29.19', sequence(Buffer.from([1, 1, 0xff])))] : [];
    const usage = extension(
      '2.5.29.15',
      berOctets(0x03, Buffer.from([use === 'signing' ? 7 : use === 'authority' ? 2 : 3, usageBits[use]])),
    );
    const body = sequence(
      Buffer.from([0xa0, 3, 2, 1, 2]),
      Buffer.from([2, 1, ++serial]),
      ecdsaWithSha256,
      name(common),
      validity,
      name(subject),
      key.export({ type: 'spki', format: 'der' }),
      berOctets(0xa3, sequence(...constraints, usage)),
    );
    return sequence(body, ecdsaWithSha256, berOctets(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])));
  };
  return { certificate: issue(common, publicKey, 'authority'), issue };
}

/** Fields inside a constructed one, each with tag and length. */
function fieldsOf(der: Buffer): Buffer[] {
  const input = new Reader(readBerField(new Reader(der, 0)).contents.rest(), 0);
  const fields: Buffer[] = [];
  while (input.remaining > 0) {
    const from = input.position;
    readBerField(input);
    fields.push(input.buffer.subarray(from, input.position));
  }
  return fields;
}

const contentsOf = (der: Buffer): Buffer => readBerField(new Reader(der, 0)).contents.rest();

/** Subject and public key of a request that is signed with the private half of that key. */
export function readRequest(der: Buffer, hash: 'sha256' | 'sha384'): { readonly subject: string; readonly publicKey: KeyObject } {
  const [info, , signature] = fieldsOf(der) as [Buffer, Buffer, Buffer];
  const [version, subject, spki] = fieldsOf(info) as [Buffer, Buffer, Buffer];
  assert.deepEqual(version, Buffer.from([2, 1, 0]));
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  assert.equal(verify(hash, info, publicKey, contentsOf(signature).subarray(1)), true);
  const [, common] = fieldsOf(fieldsOf(fieldsOf(subject)[0] as Buffer)[0] as Buffer) as [Buffer, Buffer];
  return { subject: contentsOf(common).toString('utf8'), publicKey };
}
