/**
 * How strict, lax or odd the security of one client of a simulated meter is (`SimulatedAssociation.security`).
 *
 * Everything has a default: keys alone make a meter that takes any protection in any wrapper, verifies by the standard
 * and refuses repeated counters. Keys, titles and certificates are text in the forms that people paste (hex with or
 * without 0x and blanks, text in quotes, PEM).
 */
import type { Protection } from '../../security/control';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import type { VerificationRule } from '../../security/ic-policy';
import type { CipheringStyle } from '../../security/protect';
import type { StaleAnswer } from '../../security/server';

/** How the meter draws its challenge (StoC). */
export interface ChallengeOptions {
  /** Octets, 8 to 64. Default 16; 32 with ECDSA, 8 with Landis+Gyr. */
  readonly length?: number;
  /** Default `octets`; `hex` with Landis+Gyr, upper case. */
  readonly form?: 'octets' | 'printable' | 'hex';
  /** Always this one, as text or as hex with 0x: to play a recorded meter. */
  readonly fixed?: string;
}

/** What a meter says to a wrong f(StoC). */
export type ProofRefusal = 'hardware-fault' | 'read-write-denied' | 'scope-of-access-violated' | 'other-reason';

export interface SimulatedSecurity {
  /** Security suite. Default 0. */
  readonly suite?: 0 | 1 | 2;
  /** Vendor's algorithm of mechanism 2: `aes-ecb` (default), `landis-gyr`, or one of `algorithms`. */
  readonly algorithm?: string;
  /** Variant of the vendor's algorithm, e.g. `carry`. */
  readonly variant?: string;
  /** Algorithms that the user brought. */
  readonly algorithms?: readonly HlsAlgorithm[];
  readonly challenge?: ChallengeOptions;

  readonly encryptionKey?: string;
  readonly authenticationKey?: string;
  readonly broadcastKey?: string;
  /** KEK: wraps keys in key_transfer and general-ciphering. */
  readonly masterKey?: string;
  /** Private keys of the meter, suites 1 and 2. */
  readonly signingKey?: string;
  readonly agreementKey?: string;
  /** Public keys or certificates of the client. */
  readonly clientSigningKey?: string;
  readonly clientAgreementKey?: string;
  /** Certificates that stand in the meter from the start: its own, of the client, of a CA. */
  readonly certificates?: readonly string[];
  /** Stands in for a client that sends no title. Default empty. */
  readonly clientTitle?: string;

  /** The least protection of every request. Default `none`: the meter answers as it is asked. */
  readonly protection?: Protection;
  /** Requests have to be signed, and answers are. Default false. */
  readonly signed?: boolean;
  /** `plain`: the InitiateRequest may be plain although everything after it is protected. Default `protected`. */
  readonly initiate?: 'protected' | 'plain';
  /** `open`, as Gurux programs: the header of general-ciphering is not authenticated. Default `authenticated`. */
  readonly generalHeader?: 'authenticated' | 'open';
  /** Wrappers that are taken; default all. */
  readonly styles?: readonly CipheringStyle[];
  /** The meter takes a dedicated key. Default true. */
  readonly dedicatedKey?: boolean;
  /** An RLRQ without protection releases a ciphered association. Default true; false answers with an exception. */
  readonly plainRelease?: boolean;

  /** How f(StoC) of mechanism 5 is verified. Default V1, the standard. */
  readonly rule?: VerificationRule;
  /** Each ciphered message must count above the one before. Default true. */
  readonly replayRule?: boolean;
  /** What a counter that was seen before is answered with. Default `exception` (which carries the counter). */
  readonly staleAnswer?: StaleAnswer;
  /** Counters of the answers are used twice. Default false. */
  readonly repeatsCounters?: boolean;
  /** Where the highest counter of this client can be read. Default 0-0:43.1.0*255 for the first client with keys, .1 for the next. */
  readonly counterObject?: string;
  /** The highest counter that was seen before the meter started. */
  readonly clientCounter?: number;
  /** The next counter of the meter's own messages. Default 1. */
  readonly serverCounter?: number;

  /** Lock after so many failures in a row. Default never; Landis+Gyr: 3 failures, 60 s. */
  readonly lockout?: { readonly failures: number; readonly seconds: number };
  /** Default `scope-of-access-violated`. */
  readonly proofRefusal?: ProofRefusal;
  /** Short names, f(StoC) written: f(CtoS) in a read response, or that with a write response glued to it. Default `read`. */
  readonly shortNameReply?: 'read' | 'glued';
  /** Short names: the AARE is one octet longer than its lengths, as Landis+Gyr sends it. Default with `landis-gyr`. */
  readonly overlongAare?: boolean;
}
