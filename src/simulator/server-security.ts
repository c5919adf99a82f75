/**
 * The meter's side of security: what a session of the simulator asks, and the plain implementation.
 *
 * It mirrors `security/types.ts`. One `ServerSecurity` stands for one association attempt; the session calls `open` with
 * the facts of the AARQ, protects and unprotects every APDU, and gives `reply` what arrived as f(StoC). A mechanism or
 * a protection is one entry of the tables at the end: HLS and ciphering are added there, without a word in the session.
 * Implementations are pure; challenges come from the meter's seeded source, counters live in the implementation.
 */
import type { MechanismId, ProtectionUse } from '../security/types';
import type { Random } from './random';
import type { AssociationSettings } from './settings';

/** What the AARQ says that security needs. */
export interface AarqFacts {
  readonly applicationContextId: number;
  /** Null when the AARQ names no mechanism (lowest level). */
  readonly mechanism: number | null;
  readonly callingApTitle: Buffer | null;
  readonly callingAuthenticationValue: Buffer | null;
  readonly callingAeQualifier: Buffer | null;
}

/** acse-service-user diagnostics that a mechanism answers with (Green Book 9.4.2.2). */
export const diagnostic = {
  null: 0,
  noReasonGiven: 1,
  contextNotSupported: 2,
  mechanismNotRecognised: 11,
  mechanismRequired: 12,
  authenticationFailure: 13,
  authenticationRequired: 14,
} as const;

export type OpenDecision =
  | { readonly kind: 'accepted' }
  /** HLS: go on with steps 3 and 4 (diagnostic 14). */
  | { readonly kind: 'challenge'; readonly respondingAuthenticationValue: Buffer }
  | { readonly kind: 'refused'; readonly diagnostic: number };

export interface ServerSecurity {
  readonly mechanism: MechanismId;
  /** responding-AP-title; null leaves the field out. */
  readonly respondingApTitle: Buffer | null;
  /** Octets that `protect` adds to an APDU at most; blocks are cut smaller by so much. */
  readonly overhead: number;
  open(facts: AarqFacts): OpenDecision;
  /** The initiate request in user-information, taken out of its protection. @throws DlmsError */
  unprotect(apdu: Buffer, use: ProtectionUse): Buffer;
  /** An answer or notification, protected as the association demands. */
  protect(apdu: Buffer, use: ProtectionUse): Buffer;
  /** Checks f(StoC) and gives f(CtoS); null = the client failed. */
  reply(response: Buffer): Buffer | null;
}

/** What an implementation may know of the meter. */
export interface ServerSecurityEnvironment {
  readonly association: AssociationSettings;
  readonly systemTitle: Buffer;
  readonly random: Random;
}

/** Checks the authentication of one mechanism. */
export interface ServerMechanism {
  open(facts: AarqFacts, environment: ServerSecurityEnvironment): OpenDecision;
  reply(response: Buffer, environment: ServerSecurityEnvironment): Buffer | null;
}

/** Protects APDUs of the application contexts that it names. */
export interface ServerProtection {
  readonly respondingApTitle: Buffer | null;
  readonly overhead: number;
  unprotect(apdu: Buffer, use: ProtectionUse): Buffer;
  protect(apdu: Buffer, use: ProtectionUse): Buffer;
}

/** Compares passwords without giving away where they differ. */
function samePassword(expected: Buffer, given: Buffer | null): boolean {
  if (given === null || given.length !== expected.length) return false;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) difference |= (expected[i] as number) ^ (given[i] as number);
  return difference === 0;
}

const none: ServerMechanism = { open: () => ({ kind: 'accepted' }), reply: () => null };

const low: ServerMechanism = {
  open(facts, { association }) {
    const known = samePassword(association.secret(), facts.callingAuthenticationValue);
    return known ? { kind: 'accepted' } : { kind: 'refused', diagnostic: diagnostic.authenticationFailure };
  },
  reply: () => null,
};

/** Nothing is protected: application contexts 1 and 2. */
const plain: ServerProtection = { respondingApTitle: null, overhead: 0, unprotect: (apdu) => apdu, protect: (apdu) => apdu };

/** Mechanisms by number; a new one is one line. */
export const serverMechanisms: Partial<Record<MechanismId, ServerMechanism>> = { 0: none, 1: low };

/** Protections by application context (1 LN, 2 SN, 3 LN ciphered, 4 SN ciphered); a new one is one line. */
export const serverProtections: Record<number, (environment: ServerSecurityEnvironment) => ServerProtection> = {
  1: () => plain,
  2: () => plain,
};

const isMechanism = (id: number): id is MechanismId => id in serverMechanisms;

/**
 * Security for one AARQ: its context decides about protection, the settings of the client about the mechanism.
 * A number is the diagnostic with which the AARQ has to be refused.
 */
export function openServerSecurity(facts: AarqFacts, environment: ServerSecurityEnvironment): ServerSecurity | number {
  const protection = serverProtections[facts.applicationContextId]?.(environment);
  if (!protection) return diagnostic.contextNotSupported;
  const wanted = environment.association.mechanism;
  const given = facts.mechanism ?? 0;
  if (given !== wanted) return given === 0 ? diagnostic.mechanismRequired : diagnostic.mechanismNotRecognised;
  const mechanism = isMechanism(wanted) ? serverMechanisms[wanted] : undefined;
  if (!mechanism) return diagnostic.mechanismNotRecognised;
  return {
    mechanism: wanted,
    respondingApTitle: protection.respondingApTitle,
    overhead: protection.overhead,
    unprotect: (apdu, use) => protection.unprotect(apdu, use),
    protect: (apdu, use) => protection.protect(apdu, use),
    open: (aarq) => mechanism.open(aarq, environment),
    reply: (response) => mechanism.reply(response, environment),
  };
}
