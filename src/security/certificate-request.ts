/**
 * What a meter does with key pairs of its own (Blue Book 4.4.7, methods 4 to 6): a certificate request in PKCS #10
 * (RFC 2986), and telling from a certificate what its key is for (RFC 5280, key usage).
 *
 *   CertificationRequest     SEQUENCE { info, ecdsa-with-SHA256 or -SHA384, BIT STRING signature }
 *   CertificationRequestInfo SEQUENCE { version 0, subject, subjectPublicKeyInfo, [0] no attributes }
 *
 * The subject is one common name: the system title in upper-case hex, as DLMS certificates have it.
 */
import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { toHex } from '../bytes';
import { berOctets, berOid } from '../codec/ber';
import type { Certificate } from './certificates';
import { suiteOfKey } from './signature';
import { curveOf } from './suites';

const sequence = (...parts: readonly Buffer[]): Buffer => berOctets(0x30, Buffer.concat(parts));
const identifier = (oid: string): Buffer => berOctets(0x06, berOid(oid));
const signatureAlgorithms = { sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' } as const;

/** RDNSequence with one common name. */
const commonName = (name: string): Buffer =>
  sequence(berOctets(0x31, sequence(identifier('2.5.4.3'), berOctets(0x0c, Buffer.from(name, 'utf8')))));

/**
 * The DER of a certificate request, signed with the key that it is for.
 * @throws DlmsError `key-invalid` when the key is on no curve of DLMS
 */
export function certificateRequest(key: KeyObject, systemTitle: Buffer): Buffer {
  const { hash } = curveOf(suiteOfKey(key));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const version = Buffer.from([0x02, 0x01, 0x00]);
  const info = sequence(version, commonName(toHex(systemTitle)), publicKey, Buffer.from([0xa0, 0x00]));
  const signature = sign(hash, info, key);
  return sequence(info, sequence(identifier(signatureAlgorithms[hash])), berOctets(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

export type CertificateUse = 'signing' | 'agreement';

/** Extension key usage: its identifier, the optional TRUE of "critical", and the octet string around its bit string. */
const keyUsageId = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0f]);
const critical = Buffer.from([0x01, 0x01, 0xff]);
const digitalSignature = 0x80;
const keyAgreement = 0x08;

/** What the key of a certificate is for; certificates that do not say it are for signing. */
export function certificateUse({ der }: Pick<Certificate, 'der'>): CertificateUse {
  const found = der.indexOf(keyUsageId);
  if (found < 0) return 'signing';
  let at = found + keyUsageId.length;
  if (der.subarray(at, at + critical.length).equals(critical)) at += critical.length;
  // 04 length, 03 length, unused bits, bits
  const bits = der[at + 5] ?? 0;
  return (bits & keyAgreement) !== 0 && (bits & digitalSignature) === 0 ? 'agreement' : 'signing';
}
