/**
 * ECDSA signatures (FIPS 186-4; GB 9.2.3.4.5): P-256 with SHA-256 in suite 1, P-384 with SHA-384 in suite 2. On the wire
 * a signature is r | s, 64 or 96 octets, not DER. Node draws the signature's own random number; nothing else is random here.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { DlmsError } from '../errors';
import { publicKeyOf } from './key-agreement';
import { curveOf, type SecuritySuite, suites } from './suites';

const base64url = (octets: Buffer): string => octets.toString('base64url');

/** A private key for signing from its scalar. @throws DlmsError `key-invalid` */
export function privateKeyFromScalar(suite: SecuritySuite, scalar: Buffer): KeyObject {
  const curve = curveOf(suite);
  const point = publicKeyOf(suite, scalar);
  const [x, y] = [point.subarray(0, curve.fieldOctets), point.subarray(curve.fieldOctets)];
  return createPrivateKey({
    key: { kty: 'EC', crv: curve.name, d: base64url(scalar), x: base64url(x), y: base64url(y) },
    format: 'jwk',
  });
}

/** A public key from x | y. @throws DlmsError `key-invalid` when it is not a point of the suite's curve */
export function publicKeyFromPoint(suite: SecuritySuite, point: Buffer): KeyObject {
  const curve = curveOf(suite);
  if (point.length !== 2 * curve.fieldOctets) {
    throw new DlmsError('key-invalid', `a public key on ${curve.name} has ${2 * curve.fieldOctets} octets, not ${point.length}`);
  }
  const [x, y] = [point.subarray(0, curve.fieldOctets), point.subarray(curve.fieldOctets)];
  try {
    return createPublicKey({ key: { kty: 'EC', crv: curve.name, x: base64url(x), y: base64url(y) }, format: 'jwk' });
  } catch {
    throw new DlmsError('key-invalid', `the public key is not a point of the curve ${curve.name}`);
  }
}

/** The suite whose curve a key is on. @throws DlmsError `key-invalid` for other keys */
export function suiteOfKey(key: KeyObject): SecuritySuite {
  const named = key.asymmetricKeyDetails?.namedCurve;
  const suite = suites.find(({ curve }) => curve !== null && curve.openssl === named);
  if (!suite)
    throw new DlmsError('key-invalid', `the key is on ${named ?? 'no elliptic curve'}; P-256 (suite 1) or P-384 (suite 2) is needed`);
  return suite;
}

/** `key`, when it is on the curve of the suite. @throws DlmsError `key-invalid` that names both curves */
export function onCurveOf(suite: SecuritySuite, key: KeyObject, name: string): KeyObject {
  const wanted = curveOf(suite).name;
  const found = suiteOfKey(key).curve?.name;
  if (found === wanted) return key;
  throw new DlmsError('key-invalid', `the ${name} is on ${found}; security suite ${suite.id} needs ${wanted}`, {
    hint: 'Choose the suite of the key (1 for P-256, 2 for P-384), or the key of the suite.',
  });
}

/** x | y of a public or private key. */
export function pointOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]);
}

/** The scalar of a private key, for key agreement. */
export const scalarOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');

/** r | s over `message`. */
export const signOctets = (key: KeyObject, message: Buffer): Buffer =>
  sign(curveOf(suiteOfKey(key)).hash, message, { key, dsaEncoding: 'ieee-p1363' });

/** True when `signature` (r | s) of `message` was made with the private half of `key`. */
export function verifyOctets(key: KeyObject, message: Buffer, signature: Buffer): boolean {
  const curve = curveOf(suiteOfKey(key));
  if (signature.length !== 2 * curve.fieldOctets) return false;
  return verify(curve.hash, message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
