/**
 * Keys, titles and certificates as typed become octets, once; then the material of each attempt is put together: what is
 * fixed, what belongs to the meter, and what has to be fresh (challenge, dedicated key, keys and numbers of general-ciphering).
 */
import { toHex } from '../../bytes';
import { DlmsError, isDlmsError, reworded } from '../../errors';
import { certificateUse } from '../../security/certificate-request';
import { type Certificate, readCertificate, readPrivateKey, readPublicKey, verifyCertificate } from '../../security/certificates';
import { type ChallengeOptions, challengeFrom, randomOctetsFor } from '../../security/challenge';
import { type CounterLease, freshCounter } from '../../security/counters';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import { algorithmOf } from '../../security/hls/registry';
import {
  findKeys,
  type KeyField,
  type KeyringEntry,
  keyNames,
  parseKey,
  parseKeyring,
  parsePassword,
  parseSystemTitle,
} from '../../security/keys';
import { checkMaterial, type SecurityMaterial, type SecuritySettings } from '../../security/settings';
import { onCurveOf, pointOf, scalarOf } from '../../security/signature';
import { curveOf, type SecuritySuite, suiteOf } from '../../security/suites';
import type { CertificateInput, KeySetInput, SecretInput, SecurityOptions } from './options';
import type { SecurityEnvironment } from './types';

type Keys = Pick<SecurityMaterial, 'encryptionKey' | 'authenticationKey' | 'broadcastKey' | 'masterKey'>;

/** The secrets of one meter. */
export interface MeterSecrets {
  readonly password: Buffer | undefined;
  /** One, or two in the time of a key change. */
  readonly keySets: readonly [Keys, ...Keys[]];
}

/** Everything that does not change from attempt to attempt. */
export interface FixedMaterial {
  readonly suite: SecuritySuite;
  readonly clientTitle: Buffer;
  readonly serverTitle: Buffer | undefined;
  readonly general: Pick<SecurityMaterial, 'signingKey' | 'peerSigningKey' | 'agreementKey' | 'peerAgreementKey' | 'certificate'>;
  secretsOf(meter: { readonly name: string; readonly systemTitle: string | undefined }): MeterSecrets;
}

const keyOf = (input: SecretInput | undefined, field: KeyField, suite: SecuritySuite): Buffer | undefined => {
  if (input === undefined || input.length === 0) return undefined;
  return parseKey(typeof input === 'string' ? input : toHex(input), field, suite);
};

function keysOf(input: KeySetInput, suite: SecuritySuite): Keys {
  const fields = ['encryptionKey', 'authenticationKey', 'broadcastKey', 'masterKey'] as const;
  const found = fields.map((field) => [field, keyOf(input[field], field, suite)] as const);
  return Object.fromEntries(found.filter(([, key]) => key !== undefined));
}

const passwordOf = (input: SecretInput | undefined): Buffer | undefined => (typeof input === 'string' ? parsePassword(input) : input);

/** The first set, and the second where it has a key of its own. */
function keySetsOf(first: KeySetInput, second: KeySetInput, suite: SecuritySuite): readonly [Keys, ...Keys[]] {
  const keys = keysOf(first, suite);
  const next = named('the second key set', () => keysOf(second, suite));
  return Object.keys(next).length === 0 ? [keys] : [keys, { ...keys, ...next }];
}

/** Says whose key it is. */
function named<T>(whose: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    throw reworded(error, `${whose}: ${error.message}`);
  }
}

/**
 * Reads all that was typed.
 * @throws DlmsError `key-invalid` that names the key, `settings-invalid`, `certificate-invalid`
 */
export function readMaterial(options: SecurityOptions, now: number): FixedMaterial {
  const { settings, keys = {}, secondKeys = {}, password } = options;
  const suite = suiteOf(settings.suite);
  const certificates = readCertificates(options.certificates ?? {}, suite, now);
  const base: MeterSecrets = { password: passwordOf(password), keySets: keySetsOf(keys, secondKeys, suite) };
  const entries = parseKeyring(options.keyring ?? '');
  const ring = entries.map((entry) => ({ entry, secrets: named(`keyring, ${entry.meter}`, () => secretsOfEntry(entry, base, suite)) }));
  const fixed: FixedMaterial = {
    suite,
    clientTitle: clientTitleOf(options, certificates.ownTitle),
    serverTitle: options.serverTitle ? parseSystemTitle(options.serverTitle, 'system title of the meter') : undefined,
    general: certificates.material,
    secretsOf({ name, systemTitle }) {
      const found = findKeys(entries, { name, ...(systemTitle === undefined ? {} : { systemTitle }) });
      return ring.find(({ entry }) => entry === found)?.secrets ?? base;
    },
  };
  for (const { entry, secrets } of ring) named(`keyring, ${entry.meter}`, () => checkSecrets(options, fixed, secrets));
  if (ring.length === 0) checkSecrets(options, fixed, base);
  return fixed;
}

function secretsOfEntry({ keys, next }: KeyringEntry, base: MeterSecrets, suite: SecuritySuite): MeterSecrets {
  const [first] = base.keySets;
  const own = keysOf(keys, suite);
  const [, second] = keySetsOf(keys, next, suite);
  const keySets: MeterSecrets['keySets'] = second
    ? [
        { ...first, ...own },
        { ...first, ...second },
      ]
    : [{ ...first, ...own }];
  return { password: passwordOf(keys.password) ?? base.password, keySets };
}

/** Both key sets must have what the settings need. @throws DlmsError `key-invalid` */
export function checkSecrets(options: SecurityOptions, fixed: FixedMaterial, { password, keySets }: MeterSecrets): void {
  const { settings } = options;
  const algorithm = algorithmOf(settings.mechanism, settings.algorithm, ownAlgorithms(options));
  checkChallenge(options.challenge ?? {}, algorithm);
  const { icPolicy: _policy, ...rest } = settings;
  for (const keys of keySets) {
    const material = {
      ...keys,
      ...fixed.general,
      ...(password ? { password } : {}),
      ...(options.dedicatedKey === 'fresh' && settings.protection !== 'none' ? { dedicatedKey: Buffer.alloc(fixed.suite.keyOctets) } : {}),
      clientTitle: fixed.clientTitle,
      counter: freshCounter(),
    };
    checkMaterial(rest, material, algorithm);
  }
  if (settings.style === 'wrapped' && !keySets[0].masterKey) throw new DlmsError('key-invalid', `the ${keyNames.masterKey} is missing`);
}

export const ownAlgorithms = ({ algorithms = [] }: SecurityOptions): HlsAlgorithm[] =>
  algorithms.map((one) => (typeof one === 'function' ? one() : one));

function clientTitleOf({ clientTitle, settings }: SecurityOptions, fromCertificate: Buffer | null): Buffer {
  if (clientTitle !== undefined) return parseSystemTitle(clientTitle, 'client system title');
  if (fromCertificate) return fromCertificate;
  const needed = settings.protection !== 'none' || settings.mechanism >= 5;
  if (!needed) return Buffer.alloc(0);
  throw new DlmsError('settings-invalid', 'the client system title is missing: 16 hex digits or 8 characters', {
    hint: 'Any title that no other client of this meter uses will do, unless the operator of the meter gave you one.',
  });
}

/**
 * Everything on the curve of the suite: what is not would be refused by the meter only, with a word that names no key.
 * @throws DlmsError `certificate-invalid`, `key-invalid`
 */
function readCertificates(input: CertificateInput, suite: SecuritySuite, now: number) {
  const own = input.ownCertificate ? readCertificate(input.ownCertificate, 'own certificate') : null;
  const authority = input.authority ? readCertificate(input.authority, 'certificate of the authority (CA)') : null;
  const privateKey = (text: string, name: string) => onCurveOf(suite, readPrivateKey(text, name), name);
  const publicKey = (text: string, name: string) => {
    if (authority) verifyCertificate(readCertificate(text, name), authority, now);
    return onCurveOf(suite, readPublicKey(text, name), name);
  };
  const { signingKey, peerSigningCertificate, agreementKey, peerAgreementCertificate } = input;
  const signing = signingKey ? privateKey(signingKey, 'own signing key') : null;
  if (own && signing) refuseForeignCertificate(own, signing);
  const material: FixedMaterial['general'] = {
    ...(signing ? { signingKey: signing } : {}),
    ...(peerSigningCertificate ? { peerSigningKey: publicKey(peerSigningCertificate, 'signing certificate of the meter') } : {}),
    ...(agreementKey ? { agreementKey: scalarOf(privateKey(agreementKey, 'own key agreement key')) } : {}),
    ...(peerAgreementCertificate
      ? { peerAgreementKey: pointOf(publicKey(peerAgreementCertificate, 'key agreement certificate of the meter')) }
      : {}),
    ...(own ? { certificate: own.der } : {}),
  };
  return { material, ownTitle: own?.systemTitle ?? null };
}

/** The meter takes the key out of the certificate that we send: signatures of another key would never fit. */
function refuseForeignCertificate(own: Certificate, signing: Certificate['publicKey']): void {
  if (certificateUse(own) !== 'signing' || own.point.equals(pointOf(signing))) return;
  throw new DlmsError('certificate-invalid', 'the own certificate belongs to another key than the own signing key', {
    hint: 'Give the certificate that was issued for this signing key.',
  });
}

function checkChallenge({ length }: ChallengeOptions, { serverProof, label }: HlsAlgorithm): void {
  if (length === undefined || (Number.isInteger(length) && length >= 8 && length <= 64)) return;
  if (length === 0 && serverProof === 'none') return;
  throw new DlmsError('settings-invalid', `the challenge of ${label} has 8 to 64 octets, not ${length}`);
}

/** CtoS: printable unless asked otherwise, because some meters take it for text. */
function challengeOf(options: ChallengeOptions, mechanism: number, random: SecurityEnvironment['random']): Buffer {
  const wanted = { length: mechanism === 7 ? 32 : 16, alphabet: 'printable', ...options } as const;
  return challengeFrom(random(randomOctetsFor(wanted)), wanted);
}

/** The material of one attempt. */
export function materialOf(
  options: SecurityOptions,
  fixed: FixedMaterial,
  secrets: MeterSecrets,
  keySet: number,
  attempt: {
    readonly counter: CounterLease | null;
    readonly broadcastCounter: CounterLease | null;
    readonly heard: Map<string, number> | null;
    readonly serverTitle: Buffer | undefined;
    readonly environment: SecurityEnvironment;
  },
): SecurityMaterial {
  const { settings, dedicatedKey = 'none', dedicatedCounter = 'own', challenge = {} } = options;
  const { random, log } = attempt.environment;
  const serverTitle = attempt.serverTitle ?? fixed.serverTitle;
  return {
    ...(secrets.keySets[keySet] ?? secrets.keySets[0]),
    ...fixed.general,
    ...freshKeys(settings, fixed.suite, random),
    clientTitle: fixed.clientTitle,
    ...(serverTitle ? { serverTitle } : {}),
    ...(secrets.password ? { password: secrets.password } : {}),
    ...(settings.mechanism >= 2 ? { challenge: challengeOf(challenge, settings.mechanism, random) } : {}),
    ...(dedicatedKey === 'fresh' && settings.protection !== 'none' ? { dedicatedKey: random(fixed.suite.keyOctets) } : {}),
    ...(attempt.counter ? { counter: attempt.counter } : {}),
    ...(attempt.counter && dedicatedCounter === 'shared' ? { dedicatedCounter: attempt.counter } : {}),
    ...(attempt.broadcastCounter ? { broadcastCounter: attempt.broadcastCounter } : {}),
    ...(attempt.heard ? { heard: attempt.heard } : {}),
    algorithms: ownAlgorithms(options),
    warn: log,
  };
}

/** What general-ciphering and general-signing want fresh. */
function freshKeys(
  { style = 'service-specific', signing = 'none' }: Pick<SecuritySettings, 'style' | 'signing'>,
  suite: SecuritySuite,
  random: SecurityEnvironment['random'],
) {
  if (signing === 'none' && (style === 'service-specific' || style === 'general' || style === 'auto')) return {};
  const transactionId = random(8).readBigUInt64BE();
  if (style === 'wrapped') return { transactionId, sessionKey: random(suite.keyOctets) };
  if (style !== 'one-pass') return { transactionId };
  const ephemeralKey = random(curveOf(suite).fieldOctets);
  // The order of the curve begins with ones: without the highest bit every scalar is below it; the lowest keeps it from 0.
  ephemeralKey[0] = (ephemeralKey[0] as number) & 0x7f;
  ephemeralKey[ephemeralKey.length - 1] = (ephemeralKey[ephemeralKey.length - 1] as number) | 1;
  return { transactionId, ephemeralKey };
}
