/**
 * Security suites as data (GB 9.2.3.7, table "DLMS/COSEM security suites").
 *
 * A suite is a row: the algorithms and the lengths that follow from them. Code elsewhere reads the row and never asks
 * for a number of a suite, so a new suite is a new row. The suite id is the low nibble of the security control octet.
 */
import { DlmsError } from '../errors';

/** Parameters of the elliptic curve of a suite. */
export interface SuiteCurve {
  readonly name: 'P-256' | 'P-384';
  /** Name of the curve in OpenSSL. */
  readonly openssl: 'prime256v1' | 'secp384r1';
  /** Octets of a coordinate, a private key and half a signature. */
  readonly fieldOctets: 32 | 48;
  readonly hash: 'sha256' | 'sha384';
}

export interface SecuritySuite {
  readonly id: 0 | 1 | 2;
  readonly label: string;
  /** Octets of EK, AK, broadcast, dedicated and master key. */
  readonly keyOctets: 16 | 32;
  /** Null in suite 0, which has no public key algorithms. */
  readonly curve: SuiteCurve | null;
  /**
   * AlgorithmID for keys derived by key agreement, by what they are for: 2.16.756.5.8.3.0 AES-GCM-128, .1 AES-GCM-256,
   * .2 AES-WRAP-128, .3 AES-WRAP-256 (GB 9.2.3.4.6.5).
   */
  readonly kdfAlgorithmId: Buffer;
  /** The same for a master key (KEK). */
  readonly kdfWrapAlgorithmId: Buffer;
}

const algorithmId = (last: number): Buffer => Buffer.from([0x60, 0x85, 0x74, 0x05, 0x08, 0x03, last]);
const derivedFor = (gcm: number, wrap: number) => ({ kdfAlgorithmId: algorithmId(gcm), kdfWrapAlgorithmId: algorithmId(wrap) });

const p256: SuiteCurve = { name: 'P-256', openssl: 'prime256v1', fieldOctets: 32, hash: 'sha256' };
const p384: SuiteCurve = { name: 'P-384', openssl: 'secp384r1', fieldOctets: 48, hash: 'sha384' };

/** All suites, the index is the id. */
export const suites: readonly [SecuritySuite, SecuritySuite, SecuritySuite] = [
  { id: 0, label: 'AES-GCM-128', keyOctets: 16, curve: null, ...derivedFor(0, 2) },
  { id: 1, label: 'ECDH-ECDSA-AES-GCM-128-SHA-256', keyOctets: 16, curve: p256, ...derivedFor(0, 2) },
  { id: 2, label: 'ECDH-ECDSA-AES-GCM-256-SHA-384', keyOctets: 32, curve: p384, ...derivedFor(1, 3) },
];

/** The suite with this id. @throws DlmsError `settings-invalid` for ids above 2 */
export function suiteOf(id: number): SecuritySuite {
  const suite = suites[id];
  if (!suite) throw new DlmsError('settings-invalid', `security suite ${id} does not exist: 0, 1 and 2 do`);
  return suite;
}

/** The curve of a suite. @throws DlmsError `settings-invalid` for suite 0 */
export function curveOf(suite: SecuritySuite): SuiteCurve {
  if (!suite.curve) throw new DlmsError('settings-invalid', 'security suite 0 has no public keys: choose suite 1 or 2');
  return suite.curve;
}
