/**
 * The security of one client of a simulated meter (Blue Book 4.4.7; Green Book 9.2): keys, counters, policy, certificates
 * and lock as they stand now. It is what key management changes and what outlives associations.
 *
 * `begin` makes the security of one association attempt of what stands at that moment: a change of a key, a secret or the
 * policy therefore takes effect with the next association.
 */
import { DlmsError, isDlmsError } from '../../errors';
import { type CertificateUse, certificateRequest, certificateUse } from '../../security/certificate-request';
import { type Certificate, readCertificate, verifyCertificate } from '../../security/certificates';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import { publicKeyOf } from '../../security/key-agreement';
import {
  afterAuthentication,
  createServerSecurity,
  isLocked,
  type LockoutRule,
  newServerCounters,
  type ServerCounters,
  type ServerMaterial,
  type ServerSecurityContext,
  type ServerSecuritySettings,
  unlocked,
} from '../../security/server';
import { pointOf, privateKeyFromScalar } from '../../security/signature';
import { curveOf, type SecuritySuite } from '../../security/suites';
import type { MechanismId } from '../../security/types';
import { type Random, seededRandom } from '../random';
import { refuse } from '../refusal';
import { CertificateStore, type Identification } from './certificate-store';
import { drawChallenge, drawKeys, drawScalar } from './challenge';
import type { SimulatedSecurity } from './options';
import { policyBits, policyOf } from './policy';
import { type CheckedSecurity, checkPassword, checkSecurity } from './setup-check';
import { type SetupKeys, trustClient } from './setup-keys';

/** What a security setup is made of. */
export interface SetupSource {
  readonly client: number;
  readonly mechanism: MechanismId;
  readonly password: string | undefined;
  readonly security: SimulatedSecurity;
  /** Title of the meter. */
  readonly systemTitle: Buffer;
  readonly seed: number;
  readonly now: () => number;
}

/** Streams of the seed up to here belong to others. */
const firstStream = 100;
/** One client library takes a first counter of 0 for one that was seen before. */
const firstOwnCounter = 1;

/** Leaves out what is not set. */
const given = <T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export class SecuritySetup {
  readonly mechanism: MechanismId;
  readonly suite: SecuritySuite;
  readonly options: SimulatedSecurity;
  readonly systemTitle: Buffer;
  readonly algorithm: HlsAlgorithm;
  readonly certificates = new CertificateStore();
  /** Bits of security_policy version 1. */
  policy: number;
  /** Title that the client sent last. */
  clientTitle: Buffer;
  /** Replaced with a key: associations that go on under the old one keep counting in the old object. */
  private counters: ServerCounters = newServerCounters();
  private readonly keys: SetupKeys;
  private readonly checked: CheckedSecurity;
  private readonly now: () => number;
  private readonly random: Random;
  /** Key pairs that were generated and have no certificate yet. */
  private readonly generated = new Map<CertificateUse, Buffer>();
  private lock = unlocked;

  /** @throws DlmsError `settings-invalid`, `key-invalid`, `certificate-invalid` naming what is wrong */
  constructor(source: SetupSource) {
    const { client, mechanism, security, systemTitle, seed, now } = source;
    this.checked = checkSecurity(source);
    const { suite, algorithm, keys, clientTitle } = this.checked;
    this.mechanism = mechanism;
    this.options = security;
    this.suite = suite;
    this.algorithm = algorithm;
    this.keys = keys;
    this.clientTitle = clientTitle;
    this.systemTitle = systemTitle;
    this.now = now;
    this.random = seededRandom(seed, firstStream + client);
    this.policy = policyBits({ protection: security.protection ?? 'none', signed: security.signed ?? false });
    if (security.clientCounter !== undefined) this.counters.client.global = security.clientCounter;
    this.counters.own.global = security.serverCounter ?? firstOwnCounter;
    for (const text of security.certificates ?? []) this.takeCertificate(readCertificate(text), false);
    checkComplete(this.checked, mechanism, security);
  }

  /** True when there are keys to protect with. */
  get ciphers(): boolean {
    return this.keys.encryptionKey !== undefined;
  }

  /** A plain context is for meters that demand nothing, a ciphered one for meters with keys to cipher or to sign with. */
  takesContext(ciphered: boolean): boolean {
    const { protection, signed } = policyOf(this.policy).requests;
    return ciphered ? this.ciphers || this.keys.signingKey !== undefined : protection === 'none' && !signed;
  }

  /** The security of one association attempt. @throws DlmsError `key-invalid` */
  begin(): ServerSecurityContext {
    const { requests, answers } = policyOf(this.policy);
    const { rule, replayRule, staleAnswer, repeatsCounters, styles, dedicatedKey, variant, initiate, generalHeader } = this.options;
    const settings = given<ServerSecuritySettings>({
      mechanism: this.mechanism,
      algorithm: this.algorithm.id,
      variant,
      suite: this.suite.id,
      protection: requests.protection,
      initiate,
      generalHeader,
      signing: answers.signed ? 'outside' : undefined,
      rule,
      replayRule,
      staleAnswer,
      repeatsCounters,
      styles,
      dedicated: dedicatedKey,
      signed: requests.signed,
      answers: answers.protection,
    });
    return createServerSecurity(settings, this.material());
  }

  private material(): ServerMaterial {
    const { keys, counters, random } = this;
    return given<ServerMaterial>({
      ...keys,
      ...drawKeys(random, this.suite),
      clientTitle: this.checked.clientTitle,
      serverTitle: this.systemTitle,
      challenge: drawChallenge(this.checked.challenge, random),
      counters,
      algorithms: this.options.algorithms,
    } as { readonly [K in keyof ServerMaterial]: ServerMaterial[K] | undefined });
  }

  // --- failures

  get locked(): boolean {
    return isLocked(this.lock, this.now());
  }

  /** An authentication ended. */
  authenticated(accepted: boolean): void {
    const rule: LockoutRule = this.checked.lockout;
    this.lock = afterAuthentication(this.lock, accepted, rule, this.now());
  }

  // --- counters

  /** The highest counter of the client under the global key; 0 before the first. */
  get clientCounter(): number {
    return this.counters.client.global ?? 0;
  }

  set clientCounter(value: number) {
    this.counters.client.global = value;
  }

  // --- key management

  /** Attribute 7 of Association LN, change_LLS_secret, change_HLS_secret. @throws DlmsError `refused` */
  changePassword(password: Buffer): void {
    if (checkPassword(this.algorithm, password) !== null) refuse('type-unmatched', 'the algorithm does not take this password');
    this.keys.password = Buffer.from(password);
  }

  /** KEK. @throws DlmsError `refused` when the meter has none */
  get masterKey(): Buffer {
    return this.keys.masterKey ?? refuse('temporary-failure', 'the meter has no master key');
  }

  /** A symmetric key by its key_id: 0 unicast, 1 broadcast, 2 authentication, 3 master. @throws DlmsError `refused` */
  installKey(keyId: number, key: Buffer): void {
    const field = ([undefined, 'broadcastKey', 'authenticationKey', 'masterKey'] as const)[keyId];
    if (keyId === 0) this.keys.encryptionKey = key;
    else if (field) this.keys[field] = key;
    // a new key counts anew, in both directions
    const counted = (['global', 'broadcast'] as const)[keyId];
    if (counted === undefined) return;
    const { [counted]: _, ...client } = this.counters.client;
    this.counters = { client, own: { ...this.counters.own, [counted]: firstOwnCounter } };
  }

  /** The policy can only be strengthened (Blue Book 4.4.7.3.1). @throws DlmsError `refused` */
  activate(bits: number): void {
    if ((bits & this.policy) !== this.policy) refuse('scope-of-access-violated', 'the security policy can only be strengthened');
    const { requests, answers } = policyOf(bits);
    const authenticates = [requests, answers].some(({ protection }) => protection.startsWith('authenticated'));
    const protects = [requests, answers].some(({ protection }) => protection !== 'none');
    const lacks =
      (protects && !this.keys.encryptionKey) ||
      (authenticates && !this.keys.authenticationKey) ||
      (answers.signed && !this.keys.signingKey) ||
      (requests.signed && !this.keys.peerSigningKey);
    if (lacks) refuse('temporary-failure', 'a key that this policy needs is missing');
    this.policy = bits;
  }

  /** Method 4. @throws DlmsError `refused` in suite 0 */
  generateKeyPair(use: CertificateUse): void {
    if (!this.suite.curve) refuse('scope-of-access-violated', 'security suite 0 has no key pairs');
    this.generated.set(use, drawScalar(this.random, curveOf(this.suite).fieldOctets));
  }

  /** Method 5: PKCS #10, for the pair that was generated, else for the one in use. @throws DlmsError `refused` */
  certificateRequest(use: CertificateUse): Buffer {
    const scalar = this.generated.get(use) ?? (use === 'agreement' ? this.keys.agreementKey : undefined);
    if (scalar) return certificateRequest(privateKeyFromScalar(this.suite, scalar), this.systemTitle);
    return certificateRequest(this.signingKey, this.systemTitle);
  }

  /** Own private key for signatures. @throws DlmsError `refused` when the meter has none */
  get signingKey(): NonNullable<SetupKeys['signingKey']> {
    return this.keys.signingKey ?? refuse('temporary-failure', 'the meter has no signing key');
  }

  /** Public key of the client for signatures. @throws DlmsError `refused` when the meter has none */
  get peerSigningKey(): NonNullable<SetupKeys['peerSigningKey']> {
    return this.keys.peerSigningKey ?? refuse('temporary-failure', 'the meter does not know the signing key of the client');
  }

  /** A fresh private key for key_agreement. */
  drawEphemeral(): Buffer {
    return drawScalar(this.random, curveOf(this.suite).fieldOctets);
  }

  /** Method 6. @throws DlmsError `refused` */
  importCertificate(der: Buffer): void {
    try {
      this.takeCertificate(readCertificate(der), true);
    } catch (error) {
      if (isDlmsError(error) && error.code !== 'refused') refuse('type-unmatched', error.message);
      throw error;
    }
  }

  /** Method 8: a certificate of the client takes its key along. @throws DlmsError `refused` */
  removeCertificate(wanted: Identification): void {
    const { entity, use } = this.certificates.remove(wanted);
    if (entity !== 'client') return;
    delete this.keys[use === 'signing' ? 'peerSigningKey' : 'peerAgreementKey'];
  }

  private takeCertificate(certificate: Certificate, verify: boolean): void {
    const use = certificateUse(certificate);
    const { authorities } = this.certificates;
    if (certificate.x509.ca) {
      this.certificates.add({ certificate, entity: 'authority', use });
      return;
    }
    const issuer = authorities.find(({ x509 }) => certificate.x509.checkIssued(x509));
    if (verify && authorities.length > 0) verifyCertificate(certificate, issuer ?? (authorities[0] as Certificate), this.now());
    const own = certificate.systemTitle?.equals(this.systemTitle) === true;
    if (own) this.takeOwn(certificate, use);
    else trustClient(this.keys, certificate, use, this.suite);
    this.certificates.add({ certificate, entity: own ? 'server' : 'client', use });
  }

  /** A certificate of the meter itself brings the generated key pair into use. */
  private takeOwn({ point }: Certificate, use: CertificateUse): void {
    const scalar = this.generated.get(use);
    if (scalar && publicKeyOf(this.suite, scalar).equals(point)) {
      this.generated.delete(use);
      if (use === 'signing') this.keys.signingKey = privateKeyFromScalar(this.suite, scalar);
      else this.keys.agreementKey = scalar;
      return;
    }
    const { signingKey, agreementKey } = this.keys;
    const current = use === 'signing' ? signingKey && pointOf(signingKey) : agreementKey && publicKeyOf(this.suite, agreementKey);
    if (!current?.equals(point)) throw new DlmsError('certificate-invalid', 'the certificate of the meter is for another key than it has');
  }
}

/** Certificates may bring keys, so what is missing shows only after them. */
function checkComplete({ keys, algorithm, lacking }: CheckedSecurity, mechanism: MechanismId, security: SimulatedSecurity): void {
  const missing = lacking(keys);
  if (missing === null) return;
  const wish = security.signed || security.protection ? `with protection "${security.protection ?? 'none'}"` : '';
  throw new DlmsError(
    'key-invalid',
    `the ${missing} of the simulated meter is missing; ${algorithm.label} (mechanism ${mechanism}) ${wish}`.trim().concat(' needs it'),
  );
}
