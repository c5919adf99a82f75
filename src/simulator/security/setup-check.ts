/**
 * The check of `SimulatedSecurity` when a meter starts: every value in its range, every key of the right length, every
 * key there that the choice needs. Error texts name the client and the option, never a key.
 */
import { canonicalObis } from '../../cosem/obis';
import { DlmsError, isDlmsError } from '../../errors';
import { controlOf } from '../../security/control';
import { lastCounter } from '../../security/counters';
import type { HlsAlgorithm, SecretName } from '../../security/hls/algorithm';
import { codedPassword } from '../../security/hls/landis-gyr';
import { algorithmOf } from '../../security/hls/registry';
import { verificationRules } from '../../security/ic-policy';
import { keyNames, parsePassword, parseSystemTitle } from '../../security/keys';
import type { CipheringStyle } from '../../security/protect';
import type { LockoutRule } from '../../security/server';
import { type SecuritySuite, suiteOf } from '../../security/suites';
import type { ChallengeOptions, SimulatedSecurity } from './options';
import type { SetupSource } from './security-setup';
import { readKeys, type SetupKeys } from './setup-keys';

export interface CheckedSecurity {
  readonly suite: SecuritySuite;
  readonly algorithm: HlsAlgorithm;
  readonly keys: SetupKeys;
  readonly clientTitle: Buffer;
  readonly challenge: ChallengeOptions & { readonly length: number };
  readonly lockout: LockoutRule;
  /** Name of a key that is needed and not there, or null. */
  readonly lacking: (keys: SetupKeys) => string | null;
}

export const isLandisGyr = (algorithm: HlsAlgorithm): boolean => algorithm.id === 'landis-gyr';

const allStyles: readonly CipheringStyle[] = [
  'service-specific',
  'general',
  'identified',
  'identified-broadcast',
  'wrapped',
  'one-pass',
  'static-unified',
];

/** Allowed words of options that come from forms, where no compiler looked. */
const words: { readonly [K in keyof SimulatedSecurity]?: readonly (string | undefined)[] } = {
  protection: ['none', 'authenticated', 'encrypted', 'authenticated-encrypted'],
  initiate: ['protected', 'plain'],
  rule: verificationRules.map(({ id }) => id),
  staleAnswer: ['exception', 'deciphering-error', 'drop'],
  proofRefusal: ['hardware-fault', 'read-write-denied', 'scope-of-access-violated', 'other-reason'],
  shortNameReply: ['read', 'glued'],
};

const invalid = (text: string): DlmsError => new DlmsError('settings-invalid', text);

function checkWords(security: SimulatedSecurity): void {
  for (const [option, allowed] of Object.entries(words) as [keyof SimulatedSecurity, readonly string[]][]) {
    const value = security[option] as string | undefined;
    if (value !== undefined && !allowed.includes(value)) throw invalid(`${option} is ${value}; ${allowed.join(', ')} are known`);
  }
  const unknown = security.styles?.find((style) => !allStyles.includes(style));
  if (unknown !== undefined) throw invalid(`there is no wrapper ${unknown} in styles; ${allStyles.join(', ')} are known`);
  const { counterObject } = security;
  if (counterObject !== undefined && !/:43\.1\.\d+\*255$/.test(canonicalObis(counterObject)))
    throw invalid(`counterObject is ${counterObject}; counters stand in objects like 0-0:43.1.1 and 0-1:43.1.1`);
}

function inRange(option: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  throw invalid(`${option} is ${value}, it has to be ${low} to ${high}`);
}

function checkNumbers({ clientCounter, serverCounter, challenge, lockout }: SimulatedSecurity): void {
  inRange('clientCounter', clientCounter, 0, lastCounter);
  inRange('serverCounter', serverCounter, 0, lastCounter);
  inRange('challenge.length', challenge?.length, 8, 64);
  inRange('lockout.failures', lockout?.failures, 0, 1000);
  inRange('lockout.seconds', lockout?.seconds, 0, 1_000_000);
}

function challengeOf(mechanism: number, algorithm: HlsAlgorithm, options: ChallengeOptions = {}) {
  if (isLandisGyr(algorithm)) return { length: 8, form: 'hex' as const, ...options };
  return { length: mechanism === 7 ? 32 : 16, ...options };
}

/** Why an algorithm does not take this password, or null. */
export function checkPassword(algorithm: HlsAlgorithm, password: Buffer): string | null {
  if (!isLandisGyr(algorithm)) return null;
  try {
    codedPassword(Buffer.from('00000000'), password);
    return null;
  } catch (error) {
    if (isDlmsError(error)) return error.message;
    throw error;
  }
}

const secretNames: Readonly<Record<SecretName, string>> = {
  password: 'password',
  encryptionKey: keyNames.encryptionKey,
  authenticationKey: keyNames.authenticationKey,
  signingKey: 'signing key',
  peerSigningKey: 'certificate or public signing key of the client',
};

function lackingOf({ protection = 'none', signed = false }: SimulatedSecurity, { secrets }: HlsAlgorithm) {
  const { authenticated, encrypted } = controlOf(0, protection);
  const needed = new Set<SecretName>(secrets);
  if (authenticated || encrypted) needed.add('encryptionKey');
  if (authenticated) needed.add('authenticationKey');
  if (signed) needed.add('signingKey').add('peerSigningKey');
  return (keys: SetupKeys): string | null => {
    const missing = [...needed].find((secret) => keys[secret] === undefined);
    return missing === undefined ? null : secretNames[missing];
  };
}

function checked({ mechanism, password, security }: SetupSource): CheckedSecurity {
  if (!Number.isInteger(mechanism) || mechanism < 0 || mechanism > 7) throw invalid(`mechanism is ${mechanism}, it has to be 0 to 7`);
  checkWords(security);
  checkNumbers(security);
  const suite = suiteOf(security.suite ?? 0);
  const algorithm = algorithmOf(mechanism, security.algorithm, security.algorithms ?? []);
  const { variant } = security;
  if (variant !== undefined && !algorithm.variants?.some(({ id }) => id === variant))
    throw invalid(`${algorithm.label} has no variant ${variant}`);
  const wrong = checkPassword(algorithm, parsePassword(password ?? ''));
  if (wrong !== null) throw invalid(wrong);
  const { failures, seconds } = security.lockout ?? (isLandisGyr(algorithm) ? { failures: 3, seconds: 60 } : { failures: 0, seconds: 0 });
  return {
    suite,
    algorithm,
    keys: readKeys(security, password, suite),
    clientTitle: parseSystemTitle(security.clientTitle ?? '', 'system title of the client'),
    challenge: challengeOf(mechanism, algorithm, security.challenge),
    lockout: { failures, lockMs: seconds * 1000 },
    lacking: lackingOf(security, algorithm),
  };
}

/** @throws DlmsError `settings-invalid`, `key-invalid`, with the number of the client in front */
export function checkSecurity(source: SetupSource): CheckedSecurity {
  try {
    return checked(source);
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    const { code, message, hint } = error;
    throw new DlmsError(code, `simulated client ${source.client}: ${message}`, { hint, cause: error });
  }
}
