/**
 * The keys of a security setup of the simulated meter, read from text and checked once, when the meter starts. They change
 * later: by key_transfer, key_agreement, import_certificate, and by change of the secret.
 */

import { type Certificate, readPrivateKey, readPublicKey } from '../../security/certificates';
import { type KeyField, parseKey, parsePassword } from '../../security/keys';
import type { ServerMaterial } from '../../security/server';
import { onCurveOf, pointOf, scalarOf } from '../../security/signature';
import type { SecuritySuite } from '../../security/suites';
import type { SimulatedSecurity } from './options';

type Held = 'password' | 'encryptionKey' | 'authenticationKey' | 'broadcastKey' | 'masterKey' | 'signingKey' | 'agreementKey';

/** Keys as they stand now. */
export type SetupKeys = { -readonly [K in Held | 'peerSigningKey' | 'peerAgreementKey']?: ServerMaterial[K] | undefined };

const symmetric: readonly (KeyField & Held)[] = ['encryptionKey', 'authenticationKey', 'broadcastKey', 'masterKey'];

/** @throws DlmsError `key-invalid` that names the key */
export function readKeys(security: SimulatedSecurity, password: string | undefined, suite: SecuritySuite): SetupKeys {
  const keys: SetupKeys = { password: parsePassword(password ?? '') };
  for (const field of symmetric) {
    const typed = security[field];
    if (typed !== undefined) keys[field] = parseKey(typed, field, suite);
  }
  const { signingKey, agreementKey, clientSigningKey, clientAgreementKey } = security;
  const own = (text: string, name: string) => onCurveOf(suite, readPrivateKey(text, name), name);
  const other = (text: string, name: string) => onCurveOf(suite, readPublicKey(text, name), name);
  if (signingKey !== undefined) keys.signingKey = own(signingKey, 'signing key of the meter');
  if (agreementKey !== undefined) keys.agreementKey = scalarOf(own(agreementKey, 'key agreement key of the meter'));
  if (clientSigningKey !== undefined) keys.peerSigningKey = other(clientSigningKey, 'signing key of the client');
  if (clientAgreementKey !== undefined) keys.peerAgreementKey = pointOf(other(clientAgreementKey, 'key agreement key of the client'));
  return keys;
}

/** Takes the public key out of a certificate of the client. @throws DlmsError `key-invalid` */
export function trustClient(keys: SetupKeys, certificate: Certificate, use: 'signing' | 'agreement', suite: SecuritySuite): void {
  const publicKey = onCurveOf(suite, certificate.publicKey, 'key in the certificate of the client');
  if (use === 'signing') keys.peerSigningKey = publicKey;
  else keys.peerAgreementKey = certificate.point;
}
