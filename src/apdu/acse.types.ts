/**
 * Shapes of the ACSE APDUs (Green Book 9.4.2, 9.5; ISO/IEC 8650-1). They are BER; the encoder and decoder are in `acse.ts`.
 * Object identifiers are dotted strings. Absent fields are absent properties.
 */
import type { Word } from '../codec/axdr';

/** calling/called/responding AP and AE fields that meters and gateways use. */
export interface ApAe {
  readonly apTitle?: Buffer;
  readonly aeQualifier?: Buffer;
  readonly apInvocationId?: number;
  readonly aeInvocationId?: number;
}

/**
 * `tag` is the number in the brackets: 0 `charstring`, what passwords and challenges use; 1 bitstring, 2 external and
 * 3 other are kept so that they can be shown.
 */
export interface AuthenticationValue {
  readonly tag: number;
  readonly octets: Buffer;
}

export interface Aarq {
  /** The octets of the BIT STRING after the unused-bits octet, `80` for version 1; absent when not sent. */
  readonly protocolVersion?: Buffer;
  readonly applicationContextName: string;
  readonly calling?: ApAe;
  readonly called?: ApAe;
  /** BIT STRING: bit 0 = authentication functional unit; the octets with unused-bits octet in front, usually `0780`. */
  readonly senderAcseRequirements?: Buffer;
  readonly mechanismName?: string;
  readonly callingAuthenticationValue?: AuthenticationValue;
  readonly implementationInformation?: Buffer;
  /** The xDLMS APDU inside user-information: InitiateRequest, glo-initiateRequest .. */
  readonly userInformation?: Buffer;
}

export type AssociationResult = Word<'accepted' | 'rejected-permanent' | 'rejected-transient'>;

export interface ResultSourceDiagnostic {
  readonly source: 'acse-service-user' | 'acse-service-provider';
  readonly code: number;
  /** The standard's word, `unknown (n)` otherwise. */
  readonly name: string;
}

export interface Aare {
  readonly protocolVersion?: Buffer;
  readonly applicationContextName: string;
  readonly result: AssociationResult;
  readonly resultSourceDiagnostic: ResultSourceDiagnostic;
  /** responding-AP-title carries the server system title. */
  readonly responding?: ApAe;
  readonly responderAcseRequirements?: Buffer;
  readonly mechanismName?: string;
  readonly respondingAuthenticationValue?: AuthenticationValue;
  readonly implementationInformation?: Buffer;
  readonly userInformation?: Buffer;
  /** What the decoder had to tolerate, in words (for example the short-name AARE of Landis+Gyr, one octet too long for its lengths). */
  readonly oddities?: readonly string[];
}

export interface Rlrq {
  /** 0 normal, 1 urgent, 30 user-defined; absent when not sent. */
  readonly reason?: number;
  readonly userInformation?: Buffer;
}

export interface Rlre {
  readonly reason?: number;
  readonly userInformation?: Buffer;
  readonly oddities?: readonly string[];
}
