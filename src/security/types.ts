/**
 * What sessions need to know of security, and nothing more: one `SecurityContext` per association attempt.
 *
 * Sessions call the members in this order: `mechanism`, `callingAuthenticationValue`, `callingApTitle`, `dedicatedKey`
 * go into the AARQ; `peer()` takes what the AARE says; for HLS `respond()` gives f(StoC) and `verify()` checks f(CtoS);
 * every APDU passes `protect()` and `unprotect()`. All of it is pure: challenges, time and counters are passed in when
 * the context is made. Before octets that use counters may be made, `need()` says what has to be durable.
 *
 * Two points of order. (1) The AARE carries the meter's title outside and the ciphered InitiateResponse inside, so call
 * `peer()` with `negotiatedConformance: null` before `unprotect()` of the user-information, and again with the number.
 * (2) Ask `need(2)` between `peer()` and `respond()`: it covers f(StoC) and the action around it, and it is where an
 * algorithm that a user brought computes its answer.
 */

/** Authentication mechanism ids (2.16.756.5.8.2.n): 0 none, 1 low, 2 vendor HLS, 3 MD5, 4 SHA-1, 5 GMAC, 6 SHA-256, 7 ECDSA. */
export type MechanismId = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What an APDU is for; it chooses the key and the counter. */
export type ProtectionUse =
  /** InitiateRequest in user-information of the AARQ. */
  | 'initiate'
  /** ACTION or WRITE that carries f(StoC). */
  | 'hls'
  /** InitiateRequest in user-information of the RLRQ. */
  | 'release'
  /** Everything else. */
  | 'service';

/** What the AARE told about the meter. */
export interface PeerFacts {
  readonly respondingApTitle: Buffer | null;
  /** StoC, empty when none came. */
  readonly respondingAuthenticationValue: Buffer | null;
  /** Null while the InitiateResponse is still ciphered. */
  readonly negotiatedConformance: number | null;
}

export interface SecurityContext {
  readonly mechanism: MechanismId;
  /** Ciphered application context (3 LN, 4 SN) instead of plain (1, 2). */
  readonly cipheredContext: boolean;
  /** Password or CtoS; null leaves the field out. An empty buffer sends `AC 02 80 00`. */
  readonly callingAuthenticationValue: Buffer | null;
  /** Client system title; null leaves the field out. */
  readonly callingApTitle: Buffer | null;
  /** Certificate or public key for calling-AE-qualifier (suites 1, 2); null leaves the field out. */
  readonly callingAeQualifier: Buffer | null;
  readonly dedicatedKey: Buffer | null;
  /** Octets that `protect` adds to an APDU at most; 0 when absent. Blocks are cut smaller by so much. */
  readonly overhead?: number;

  /** Durable work to await before `count` more APDUs (and GMACs) may be protected; null when nothing is to do. */
  need(count: number): { prepare(): Promise<void> } | null;
  /** @throws DlmsError `counter-exhausted`, `key-invalid` */
  protect(apdu: Buffer, use: ProtectionUse): Buffer;
  /**
   * The plain APDU of what arrived; plain APDUs pass where the association allows it.
   * @throws DlmsError `tag-mismatch`, `protection-too-low` (`details.notification`: nobody waits for it), `counter-replayed`
   */
  unprotect(apdu: Buffer): Buffer;

  /** Takes the facts of the AARE, before `unprotect` of its user-information and again when that is known. */
  peer(facts: PeerFacts): void;
  /** f(StoC). Throws DlmsError for mechanisms 0 and 1. */
  respond(): Buffer;
  /**
   * Checks f(CtoS); null = none came.
   * @throws DlmsError `server-proof-missing`, `server-proof-wrong`
   */
  verify(reply: Buffer | null): void;
}
