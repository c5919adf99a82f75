/**
 * Key agreement by elliptic curve Diffie-Hellman (NIST SP 800-56A; GB 9.2.3.4.6): three schemes, one arithmetic.
 *
 *   C(2e, 0s) ephemeral unified  both sides ephemeral keys: method key_agreement of the security setup
 *   C(1e, 1s) one-pass           ephemeral key of the originator, static key of the recipient: general-ciphering, 01
 *   C(0e, 2s) static unified     static keys of both, transaction id as nonce: general-ciphering, 02
 *
 * Private keys are scalars, public keys x | y without the 04 in front, both of the suite's length. Random scalars are
 * drawn outside and passed in.
 */
import { createECDH, type ECDH } from 'node:crypto';
import { DlmsError, isDlmsError } from '../errors';
import { type DerivationParties, deriveKey } from './kdf';
import { curveOf, type SecuritySuite } from './suites';

const uncompressed = Buffer.from([4]);

function load(suite: SecuritySuite, privateKey: Buffer): ECDH {
  const curve = curveOf(suite);
  if (privateKey.length !== curve.fieldOctets) {
    throw new DlmsError('key-invalid', `a private key on ${curve.name} has ${curve.fieldOctets} octets, not ${privateKey.length}`);
  }
  const ecdh = createECDH(curve.openssl);
  try {
    ecdh.setPrivateKey(privateKey);
  } catch {
    throw new DlmsError('key-invalid', `the private key is not a number of the curve ${curve.name}`);
  }
  return ecdh;
}

/** x | y that belongs to a private key. @throws DlmsError `key-invalid` */
export const publicKeyOf = (suite: SecuritySuite, privateKey: Buffer): Buffer => load(suite, privateKey).getPublicKey().subarray(1);

/** Z, the shared secret. @throws DlmsError `key-invalid` when a key is no point or number of the suite's curve */
export function sharedSecret(suite: SecuritySuite, privateKey: Buffer, publicKey: Buffer): Buffer {
  const curve = curveOf(suite);
  if (publicKey.length !== 2 * curve.fieldOctets) {
    throw new DlmsError('key-invalid', `a public key on ${curve.name} has ${2 * curve.fieldOctets} octets, not ${publicKey.length}`);
  }
  try {
    return load(suite, privateKey).computeSecret(Buffer.concat([uncompressed, publicKey]));
  } catch (cause) {
    if (isDlmsError(cause)) throw cause;
    throw new DlmsError('key-invalid', `the public key is not a point of the curve ${curve.name}`);
  }
}

/** One side's view of an agreement: the own private key and the other's public key, static or ephemeral as the scheme says. */
export interface AgreementKeys {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

/** Ephemeral unified model C(2e, 0s): party U is the client, whose title is `originator`. @throws DlmsError `key-invalid` */
export const ephemeralUnified = (
  suite: SecuritySuite,
  keys: AgreementKeys,
  { originator, recipient, algorithmId = suite.kdfAlgorithmId }: Omit<DerivationParties, 'transactionId'>,
): Buffer => deriveKey(suite, sharedSecret(suite, keys.privateKey, keys.publicKey), { originator, recipient, algorithmId });

/** One-pass Diffie-Hellman C(1e, 1s). @throws DlmsError `key-invalid` */
export const onePass = ephemeralUnified;

/** Static unified model C(0e, 2s). @throws DlmsError `key-invalid` */
export const staticUnified = (
  suite: SecuritySuite,
  keys: AgreementKeys,
  parties: DerivationParties & { readonly transactionId: Buffer },
): Buffer => deriveKey(suite, sharedSecret(suite, keys.privateKey, keys.publicKey), parties);
