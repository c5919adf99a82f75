/**
 * What a user sets for the security of a meter, as typed: texts are parsed and checked once, when the strategy is made, so
 * that a wrong key is named before anything is sent.
 */
import type { ChallengeOptions } from '../../security/challenge';
import type { CounterStore } from '../../security/counters';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import type { LockoutOptions } from '../../security/hls/lockout';
import type { IcPolicyId } from '../../security/ic-policy';
import type { IcStartId } from '../../security/ic-start';
import type { SecuritySettings } from '../../security/settings';
import type { Store } from '../stores';

/** A secret as typed (keys: hex, or text in quotes), or its octets. */
export type SecretInput = string | Buffer;

/** One set of symmetric keys. */
export interface KeySetInput {
  readonly encryptionKey?: SecretInput;
  readonly authenticationKey?: SecretInput;
  readonly broadcastKey?: SecretInput;
  readonly masterKey?: SecretInput;
}

/** Private keys and certificates: PEM, hex or base64 of DER, or the bare key as hex. */
export interface CertificateInput {
  readonly signingKey?: string;
  /** Certificate of the meter, or its public key, for signatures. */
  readonly peerSigningCertificate?: string;
  readonly agreementKey?: string;
  readonly peerAgreementCertificate?: string;
  /** Own certificate, sent as calling-AE-qualifier; its subject gives the client title when none is set. */
  readonly ownCertificate?: string;
  /** Certificates of the meter must be signed by this one. */
  readonly authority?: string;
}

/** Where the client's invocation counter begins. */
export interface CounterStart {
  /** Default `stored-then-object`; without an object it takes what a refusal of the meter names, and reads nothing. */
  readonly policy?: IcStartId;
  /** The counter object (class 1, attribute 2), read with the public client; `baseName` with short names. */
  readonly object?: { readonly obis: string; readonly baseName?: number };
  /** For `fixed`, `msg` and `object-plus-k`; a function is asked before each association. */
  readonly number?: number | (() => number);
}

/** Replaced in tests. */
export interface SecurityClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

export interface SecurityOptions {
  readonly settings: Omit<SecuritySettings, 'icPolicy'> & { readonly icPolicy?: IcPolicyId | 'auto' };
  /** 16 hex digits or 8 characters; '' for none at all (Italy). Needed with ciphering and from mechanism 5 on. */
  readonly clientTitle?: string;
  /** Only where the AARE carries none, or for meters of a keyring by title. */
  readonly serverTitle?: string;
  readonly password?: SecretInput;
  readonly keys?: KeySetInput;
  /** Tried once when the first set fails, for the time of a key change. */
  readonly secondKeys?: Pick<KeySetInput, 'encryptionKey' | 'authenticationKey'>;
  /** Lines `system title or meter name; EK; AK; ...`; its keys come before `keys` and `password`. */
  readonly keyring?: string;
  /** `fresh` draws a dedicated key for each association. Default `none`. */
  readonly dedicatedKey?: 'none' | 'fresh';
  /** Of the dedicated key: `own` counts from 1 in each association (default), `shared` goes on with that of the encryption key. */
  readonly dedicatedCounter?: 'own' | 'shared';
  readonly certificates?: CertificateInput;
  /** CtoS: 16 printable characters, 32 with ECDSA, unless given. Length 0 (vendor algorithms only) sends an empty one. */
  readonly challenge?: ChallengeOptions;
  readonly counterStart?: CounterStart;
  /** One for all who share keys. Needed with ciphering and with GMAC: with a password alone nothing is counted. */
  readonly counterStore?: CounterStore;
  /** Counters made durable at once, default 32: fewer writes, larger gaps after a restart. */
  readonly counterBlock?: number;
  /** Say that the key should be changed from this value on, default 0xF0000000. */
  readonly counterThreshold?: number;
  /** Keeps which policy, key set and variant worked. Default: for this process. */
  readonly stateStore?: Store;
  /** Algorithms of the user; a function makes a new one for each attempt (`customAlgorithm`). */
  readonly algorithms?: readonly (HlsAlgorithm | (() => HlsAlgorithm))[];
  /** Mechanism 2: attempts and pauses for meters that lock. */
  readonly lockout?: LockoutOptions & {
    /** After the last attempt the meter is left alone for so long, default one hour. */
    readonly holdMs?: number;
  };
  /** Between the tries of counter policies, default 1000. */
  readonly pauseMs?: number;
  readonly clock?: SecurityClock;
}
