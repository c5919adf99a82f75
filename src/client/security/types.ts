/**
 * How an association is opened when one attempt may not be enough: the seam between the client and security.
 *
 * One association is a bounded series of attempts. A strategy is asked for a series; it yields a `SecurityContext` per
 * attempt and is resumed with what came of it. It ends by returning what was used, or by throwing the error that the user
 * gets. Between attempts the client has already released the meter and taken its link down. All that a strategy may do besides
 * is in its environment; sessions know nothing of this.
 */
import type { Data } from '../../codec/types';
import type { DlmsError } from '../../errors';
import type { SecurityContext } from '../../security/types';
import type { Association, Referencing } from '../../session/types';
import type { AttributeReference } from '../types';

/** What came of one attempt. */
export type AttemptOutcome =
  | { readonly kind: 'associated'; readonly association: Association }
  | { readonly kind: 'failed'; readonly error: DlmsError };

/** Every wait, clock and random octet of a strategy. */
export interface SecurityEnvironment {
  readonly meterName: string;
  readonly clientSap: number;
  readonly referencing: Referencing;
  /** System title of the meter as configured, 16 hex digits; finds its keys in a keyring. */
  readonly systemTitle: string | undefined;
  /** Reads one attribute in an association of its own: client 16, no authentication, nothing ciphered; closed again. @throws DlmsError */
  readPublic(reference: AttributeReference): Promise<Data>;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  random(octets: number): Buffer;
  /** The line serves other meters meanwhile. @throws DlmsError `aborted`, `deadline-exceeded` */
  wait(ms: number): Promise<void>;
  /** A line for the log of the user; never a secret. */
  log(text: string): void;
}

/** Which settings opened the association; for messages, never a secret. */
export interface SecurityReport {
  /** Associations that were tried for this one, the last included. */
  readonly attempts: number;
  /** False: the meter did not prove that it knows the secret. */
  readonly meterAuthenticated: boolean;
  /** Numbering of the counters of an HLS GMAC set-up. */
  readonly icPolicy?: string;
  /** Variant of a vendor's algorithm. */
  readonly variant?: string;
  /** Which key set worked, where there are two. */
  readonly keySet?: 'first' | 'second';
  /** What the user should know: a recovery, a rollover, a meter that proves nothing. */
  readonly notes: readonly string[];
}

export interface SecurityStrategy {
  attempts(environment: SecurityEnvironment): AsyncGenerator<SecurityContext, SecurityReport, AttemptOutcome>;
}

/** A function serves where one attempt is all: no keys, or a low-level password. */
export type SecurityFactory = (() => Promise<SecurityContext>) | SecurityStrategy;
