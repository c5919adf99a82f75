/**
 * What a security node sets, the keys and other material of one association attempt, and the check that the one has what
 * the other needs. Error texts name the field that is missing or has the wrong length, before anything is sent.
 */
import { DlmsError } from '../errors';
import { type GcmKey, gcmKey } from './aead';
import { controlOf, type Protection } from './control';
import type { CounterLease, ReplayPolicy } from './counters';
import type { GeneralMaterial } from './general-ciphering';
import type { HlsAlgorithm } from './hls/algorithm';
import type { IcOffsets, IcPolicyId } from './ic-policy';
import { type KeyField, keyNames } from './keys';
import type { CipheringStyle } from './protect';
import { curveOf, type SecuritySuite, suiteOf } from './suites';
import type { MechanismId } from './types';

export interface SecuritySettings {
  readonly mechanism: MechanismId;
  /** Id in the registry; default: the first of the mechanism. */
  readonly algorithm?: string;
  /** Variant of a vendor's algorithm. */
  readonly variant?: string;
  readonly suite: 0 | 1 | 2;
  readonly protection: Protection;
  /** `auto`: general protection where it was negotiated, service-specific otherwise. Default `service-specific`. */
  readonly style?: CipheringStyle | 'auto';
  /** `auto`: the ciphered context when anything is ciphered. */
  readonly applicationContext?: 'auto' | 'plain' | 'ciphered';
  /** Some meters want the InitiateRequest plain although everything after it is ciphered. Default `protected`. */
  readonly initiate?: 'protected' | 'plain';
  /** Put APDUs into general-signing: before or after ciphering. Default `none`. */
  readonly signing?: 'none' | 'inside' | 'outside';
  /**
   * general-ciphering: whether the fields from transaction-id to other-information are authenticated with the content (the standard,
   * and the default), or `open`, as in Gurux programs, which also sign the content of general-signing without its length.
   */
  readonly generalHeader?: 'authenticated' | 'open';
  readonly icPolicy?: IcPolicyId;
  readonly icOffsets?: IcOffsets;
  /** Default `warn`. */
  readonly replay?: ReplayPolicy;
  /** Send the client's title in the AARQ: default when keys or an HLS mechanism are in use. */
  readonly sendSystemTitle?: boolean;
  /** Refuse notifications that are less protected than the association. Default false: meters push in their own way. */
  readonly strictNotifications?: boolean;
}

/** Keys and everything that was drawn, read or reserved for this attempt. */
export interface SecurityMaterial extends GeneralMaterial {
  readonly password?: Buffer;
  readonly encryptionKey?: Buffer;
  readonly authenticationKey?: Buffer;
  readonly broadcastKey?: Buffer;
  /** A fresh random key; it goes to the meter inside the InitiateRequest. */
  readonly dedicatedKey?: Buffer;
  /** 8 octets, or none. */
  readonly clientTitle: Buffer;
  /** As configured; the AARE overrides it. */
  readonly serverTitle?: Buffer;
  /** CtoS: random octets; may be empty with vendor algorithms. */
  readonly challenge?: Buffer;
  /** Counter of the global unicast key; needed with mechanism 5 or any protection. */
  readonly counter?: CounterLease;
  /**
   * Counter of the broadcast key, which many meters share: theirs must be one, so it is not that of their unicast keys. Default:
   * `counter`, which is right for one meter only.
   */
  readonly broadcastCounter?: CounterLease;
  /** Counter of the dedicated key; default: its own from 1. Give `counter` here to share. */
  readonly dedicatedCounter?: CounterLease;
  /** Counters of the meter by key name that were heard under these keys before; kept up to date. Default: of this association. */
  readonly heard?: Map<string, number>;
  /** Where transaction ids begin, 8 octets; random where keys are static. */
  readonly transactionId?: bigint;
  /** calling-AE-qualifier: own certificate (DER) or public key. */
  readonly certificate?: Buffer;
  /** Algorithms that the user brought. */
  readonly algorithms?: readonly HlsAlgorithm[];
  readonly warn?: (text: string) => void;
}

/** The symmetric keys, checked and ready for use. */
export interface SymmetricKeys {
  readonly global: GcmKey | null;
  readonly broadcast: GcmKey | null;
  readonly dedicated: GcmKey | null;
  readonly authentication: Buffer | null;
}

function refuseLength(suite: SecuritySuite, field: KeyField, octets: Buffer): void {
  if (octets.length === suite.keyOctets) return;
  throw new DlmsError(
    'key-invalid',
    `the ${keyNames[field]} has ${octets.length} octets; security suite ${suite.id} needs ${suite.keyOctets}`,
  );
}

/** Keys that are ready for use, by their octets: those of a meter serve each of its associations. */
const ready = new WeakMap<Buffer, GcmKey>();

function keyOf(suite: SecuritySuite, field: KeyField, octets: Buffer | undefined): GcmKey | null {
  if (octets === undefined) return null;
  refuseLength(suite, field, octets);
  const known = ready.get(octets);
  if (known !== undefined) return known;
  const key = gcmKey(octets);
  ready.set(octets, key);
  return key;
}

/**
 * The symmetric keys of a suite.
 * @throws DlmsError `key-invalid` that names the key whose length is wrong
 */
export function symmetricKeys(
  suite: SecuritySuite,
  material: Pick<SecurityMaterial, 'encryptionKey' | 'broadcastKey' | 'dedicatedKey' | 'authenticationKey'>,
): SymmetricKeys {
  const { authenticationKey } = material;
  if (authenticationKey) refuseLength(suite, 'authenticationKey', authenticationKey);
  return {
    global: keyOf(suite, 'encryptionKey', material.encryptionKey),
    broadcast: keyOf(suite, 'broadcastKey', material.broadcastKey),
    dedicated: keyOf(suite, 'dedicatedKey', material.dedicatedKey),
    authentication: authenticationKey ?? null,
  };
}

/** The words that each setting may have: plain JavaScript and old flows are not held to the types. */
const words = {
  protection: ['none', 'authenticated', 'encrypted', 'authenticated-encrypted'],
  style: ['auto', 'service-specific', 'general', 'identified', 'identified-broadcast', 'wrapped', 'one-pass', 'static-unified'],
  applicationContext: ['auto', 'plain', 'ciphered'],
  initiate: ['protected', 'plain'],
  signing: ['none', 'inside', 'outside'],
  generalHeader: ['authenticated', 'open'],
  replay: ['off', 'warn', 'strict'],
} as const satisfies { readonly [S in keyof SecuritySettings]?: readonly NonNullable<SecuritySettings[S]>[] };

/**
 * A word that is none would be taken for "not protected" further down, and keys, readings and commands would travel in clear.
 * @throws DlmsError `settings-invalid`
 */
function checkWords(settings: SecuritySettings): void {
  for (const [setting, allowed] of Object.entries(words)) {
    const value: unknown = settings[setting as keyof typeof words];
    if ((value === undefined && setting !== 'protection') || (allowed as readonly unknown[]).includes(value)) continue;
    throw new DlmsError('settings-invalid', `the security setting "${setting}" is "${String(value)}"; it can be ${allowed.join(', ')}`);
  }
}

/** The dedicated key travels inside the InitiateRequest: plain, it would be given to everyone on the line. */
function checkDedicatedKey({ applicationContext = 'auto', initiate = 'protected', protection }: SecuritySettings): void {
  if (protection !== 'none' && applicationContext !== 'plain' && initiate === 'protected') return;
  throw new DlmsError('settings-invalid', 'a dedicated key would travel in clear: the InitiateRequest that carries it is not ciphered', {
    hint: 'Cipher the InitiateRequest in the ciphered context, or choose a ciphering style with the global key.',
  });
}

const oneKeyHint = 'With one key alone choose the protection "encrypted".';

/** @throws DlmsError `key-invalid`, `settings-invalid` when the settings need what the material has not, or are no settings */
export function checkMaterial(settings: SecuritySettings, material: SecurityMaterial, algorithm: HlsAlgorithm): void {
  checkWords(settings);
  if (material.dedicatedKey !== undefined) checkDedicatedKey(settings);
  // Without a curve the missing keys would be named, which suite 0 cannot have.
  if (settings.mechanism === 7 || settings.style === 'one-pass' || settings.style === 'static-unified') curveOf(suiteOf(settings.suite));
  const wants = controlOf(0, settings.protection);
  const ciphers = wants.authenticated || wants.encrypted;
  const signs = (settings.signing ?? 'none') !== 'none';
  const { secrets } = algorithm;
  const needed: readonly (readonly [boolean, keyof SecurityMaterial, string])[] = [
    [ciphers || secrets.includes('encryptionKey'), 'encryptionKey', keyNames.encryptionKey],
    [wants.authenticated || secrets.includes('authenticationKey'), 'authenticationKey', keyNames.authenticationKey],
    [secrets.includes('password'), 'password', 'password'],
    [signs || secrets.includes('signingKey'), 'signingKey', 'own signing key'],
    [signs || secrets.includes('peerSigningKey'), 'peerSigningKey', 'certificate or public signing key of the meter'],
  ];
  for (const [isNeeded, field, name] of needed) {
    if (!isNeeded || material[field] !== undefined) continue;
    const what = `the ${name} is missing; level "${algorithm.label}" with protection "${settings.protection}" needs it`;
    throw new DlmsError('key-invalid', what, field === 'authenticationKey' && !secrets.includes(field) ? { hint: oneKeyHint } : {});
  }
  if ((ciphers || settings.mechanism === 5) && !material.counter) {
    throw new DlmsError('settings-invalid', 'no invocation counter was given, and this association needs one');
  }
}
