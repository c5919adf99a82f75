/**
 * Opening an application association, the meter's side (Green Book 9.3.2, 9.4.4, 9.4.6.1): AARQ in, AARE out.
 *
 * Checks come in the order in which meters make them: application context (diagnostic 2), authentication (11, 12, 13),
 * then the xDLMS InitiateRequest, whose refusal travels as confirmedServiceError inside the AARE. Conformance is what both
 * sides have. What the security of the meter refuses is thrown, for the session to answer.
 */
import type { Aare, Aarq } from '../../apdu/acse.types';
import { applicationContextId, diagnosticName, mechanismId, mechanismName } from '../../apdu/acse-words';
import { apdu } from '../../apdu/apdu';
import type { InitiateRequest } from '../../apdu/initiate';
import { encode } from '../../codec/axdr';
import { isDlmsError } from '../../errors';
import type { LinkPeer } from '../../framing/link';
import type { ServerSecurityContext } from '../../security/server';
import { type ServerAssociation, unlimitedPduSize } from '../caller';
import type { SimulatedMeter } from '../meter';
import { isSecurityRefusal } from '../security/refusals';
import { isLandisGyr } from '../security/setup-check';
import type { AssociationSettings } from '../settings';
import { initiateError, initiateFault, initiateRequestOf, initiateResponse, offeredConformance } from './initiate';

export interface Opening {
  /** The AARE; null where the client wants none: response-allowed FALSE asks for an unconfirmed association. */
  readonly answer: Buffer | null;
  /** Null when the association was refused. */
  readonly association: ServerAssociation | null;
  /** The standard's word, for the event. */
  readonly word: string;
  /** Why authentication failed, null when it did not. */
  readonly failure: 'password' | 'challenge' | 'locked' | null;
}

/** acse-service-user diagnostics that a mechanism answers with (Green Book 9.4.2.2). */
const diagnostic = {
  null: 0,
  noReasonGiven: 1,
  contextNotSupported: 2,
  mechanismNotRecognised: 11,
  mechanismRequired: 12,
  authenticationFailure: 13,
  authenticationRequired: 14,
} as const;

/** acse-service-provider: no-common-acse-version. */
const noCommonVersion = 2;

/** Ciphered application contexts: 3 with logical names, 4 with short names. */
const isCiphered = (context: number): boolean => context >= 3;

function aareOf(aarq: Aarq, result: Aare['result'], code: number, extra: Partial<Aare>): Aare {
  const source = 'acse-service-user' as const;
  return {
    applicationContextName: aarq.applicationContextName,
    result,
    resultSourceDiagnostic: { source, code, name: diagnosticName(source, code) },
    ...extra,
  };
}

interface RefusalDetails {
  readonly userInformation?: Buffer;
  readonly failure?: Opening['failure'];
}

function refused(aarq: Aarq, code: number, { userInformation, failure = null }: RefusalDetails = {}): Opening {
  const result = failure === 'locked' ? 'rejected-transient' : 'rejected-permanent';
  const value = aareOf(aarq, result, code, userInformation ? { userInformation } : {});
  return { answer: encode(apdu, { kind: 'aare', value }), association: null, word: diagnosticName('acse-service-user', code), failure };
}

/** protocol-version is a BIT STRING that defaults to {version1}, its bit 0. */
const speaksVersion1 = ({ protocolVersion }: Aarq): boolean => protocolVersion === undefined || ((protocolVersion[0] ?? 0) & 0x80) !== 0;

/** ISO/IEC 8650-1: no common version is the one refusal that comes from the ACSE service provider. */
function refusedVersion(aarq: Aarq): Opening {
  const source = 'acse-service-provider' as const;
  const word = diagnosticName(source, noCommonVersion);
  const value: Aare = {
    ...aareOf(aarq, 'rejected-permanent', diagnostic.null, {}),
    resultSourceDiagnostic: { source, code: noCommonVersion, name: word },
  };
  return { answer: encode(apdu, { kind: 'aare', value }), association: null, word, failure: null };
}

/** The context has to be the one of this meter's referencing, plain or ciphered. */
const contextFits = (id: number, meter: SimulatedMeter): boolean => (meter.settings.referencing === 'ln' ? [1, 3] : [2, 4]).includes(id);

/** Which of the checks before the InitiateRequest fails, as a diagnostic; null when none does. */
function firstFault(meter: SimulatedMeter, { security, mechanism }: AssociationSettings, aarq: Aarq): number | null {
  const context = applicationContextId(aarq.applicationContextName) ?? 0;
  if (!contextFits(context, meter) || !security.takesContext(isCiphered(context))) return diagnostic.contextNotSupported;
  const asked = aarq.mechanismName === undefined ? 0 : mechanismId(aarq.mechanismName);
  if (asked === mechanism) return null;
  return asked === 0 ? diagnostic.mechanismRequired : diagnostic.mechanismNotRecognised;
}

/** Null when the InitiateRequest is none. @throws DlmsError of security, except where the request is not protected enough */
function readInitiate(aarq: Aarq, security: ServerSecurityContext): InitiateRequest | null {
  try {
    return initiateRequestOf(security.unprotect(aarq.userInformation ?? Buffer.alloc(0), 'initiate'));
  } catch (error) {
    if (!isDlmsError(error) || (isSecurityRefusal(error) && error.code !== 'protection-too-low')) throw error;
    return null;
  }
}

/** Fields of the AARE that ask for the proof of the client (HLS pass 2). */
const challengeFields = (mechanism: number, octets: Buffer): Partial<Aare> => ({
  // bit 0: authentication, the octets with the unused bits in front
  responderAcseRequirements: Buffer.from([0x07, 0x80]),
  mechanismName: mechanismName(mechanism),
  respondingAuthenticationValue: { tag: 0x80, octets },
});

/**
 * Landis+Gyr with short names: all lengths count a conformance block tagged 5F, which was sent tagged 5F 1F. The
 * user-information is the last field: BE length 04 length InitiateResponse.
 */
function withLengthsTooShort(octets: Buffer, userInformation: Buffer): Buffer {
  const at = octets.length - userInformation.length - 3;
  const short = octets[at - 1] === 0xbe && (octets[1] as number) < 0x80;
  if (!short) return octets;
  const changed = Buffer.from(octets);
  for (const position of [1, at, at + 2]) changed[position] = (changed[position] as number) - 1;
  return changed;
}

function isOverlong(meter: SimulatedMeter, { security }: AssociationSettings, request: InitiateRequest): boolean {
  const wanted = security.options.overlongAare ?? isLandisGyr(security.algorithm);
  return wanted && meter.settings.referencing === 'sn' && request.proposedConformance.tag === '5F1F';
}

/** The client asked for no AARE. */
const silentIf = (unconfirmed: boolean, opening: Opening): Opening => (unconfirmed ? { ...opening, answer: null } : opening);

/** What the InitiateRequest and the meter's own settings fix. */
const agreedIn = ({ settings }: SimulatedMeter, { proposedConformance, clientMaxReceivePduSize }: InitiateRequest) => ({
  referencing: settings.referencing,
  conformanceTag: proposedConformance.tag,
  clientMaxReceivePduSize: clientMaxReceivePduSize === 0 ? unlimitedPduSize : clientMaxReceivePduSize,
  serverMaxReceivePduSize: settings.maxPduSize,
});

/**
 * Decides about an AARQ of a client that the meter knows.
 * @throws DlmsError of security: `counter-refused`, `tag-mismatch`, `key-invalid`
 */
export function openAssociation(meter: SimulatedMeter, settings: AssociationSettings, peer: LinkPeer, aarq: Aarq): Opening {
  const setup = settings.security;
  if (!speaksVersion1(aarq)) return refusedVersion(aarq);
  const fault = firstFault(meter, settings, aarq);
  if (fault !== null) return refused(aarq, fault);
  if (setup.locked) return refused(aarq, diagnostic.authenticationFailure, { failure: 'locked' });
  const context = applicationContextId(aarq.applicationContextName) ?? 0;
  const callingApTitle = aarq.calling?.apTitle ?? null;
  const security = setup.begin();
  const decision = security.open({
    cipheredContext: isCiphered(context),
    callingApTitle,
    callingAuthenticationValue: aarq.callingAuthenticationValue?.octets ?? null,
  });
  if (decision.kind === 'refused')
    return refused(aarq, diagnostic.authenticationFailure, { failure: settings.mechanism === 1 ? 'password' : 'challenge' });
  const request = readInitiate(aarq, security);
  if (request === null) return refused(aarq, diagnostic.noReasonGiven, { userInformation: initiateError('other') });
  const conformance = request.proposedConformance.bits & offeredConformance(meter, settings);
  const unconfirmed = !request.responseAllowed;
  const wrong = initiateFault(request, conformance);
  if (wrong !== null) return silentIf(unconfirmed, refused(aarq, diagnostic.noReasonGiven, { userInformation: initiateError(wrong) }));
  if (callingApTitle) setup.clientTitle = callingApTitle;
  const association: ServerAssociation = {
    ...agreedIn(meter, request),
    settings,
    peer,
    applicationContextId: context,
    mechanism: settings.mechanism,
    security,
    callingApTitle,
    conformance,
    pending: decision.kind === 'challenge',
    unconfirmed,
  };
  const challenge = decision.kind === 'challenge' ? decision.challenge : null;
  const answer = accepted(meter, aarq, association, challenge, isOverlong(meter, settings, request));
  const code = challenge ? diagnostic.authenticationRequired : diagnostic.null;
  return silentIf(unconfirmed, { answer, association, word: diagnosticName('acse-service-user', code), failure: null });
}

/** The AARE of an association that is open, or waits for the proof of the client. */
function accepted(meter: SimulatedMeter, aarq: Aarq, association: ServerAssociation, challenge: Buffer | null, overlong: boolean): Buffer {
  const { security, conformance, conformanceTag } = association;
  const plain = initiateResponse(meter, conformanceTag, conformance);
  const userInformation = security.protect(plain, 'initiate');
  const value = aareOf(aarq, 'accepted', challenge ? diagnostic.authenticationRequired : diagnostic.null, {
    ...(challenge ? challengeFields(security.mechanism, challenge) : {}),
    ...(security.respondingApTitle ? { responding: { apTitle: security.respondingApTitle } } : {}),
    userInformation,
  });
  const octets = encode(apdu, { kind: 'aare', value });
  return overlong && userInformation === plain ? withLengthsTooShort(octets, plain) : octets;
}
