/**
 * Opening an application association, the meter's side (Green Book 9.3.2, 9.4.4, 9.4.6.1): AARQ in, AARE out.
 *
 * Checks come in the order in which meters make them: application context (diagnostic 2), authentication (11, 12, 13),
 * then the xDLMS InitiateRequest, whose refusal travels as confirmedServiceError inside the AARE. Conformance is what both
 * sides have.
 */
import type { Aare, Aarq } from '../../apdu/acse.types';
import { applicationContextId, diagnosticName, mechanismId, mechanismName } from '../../apdu/acse-words';
import { apdu } from '../../apdu/apdu';
import type { InitiateRequest } from '../../apdu/initiate';
import { decode, encode } from '../../codec/axdr';
import { isDlmsError } from '../../errors';
import type { LinkPeer } from '../../framing/link';
import type { ServerAssociation } from '../caller';
import type { SimulatedMeter } from '../meter';
import { type AarqFacts, diagnostic, openServerSecurity, type ServerSecurity } from '../server-security';
import type { AssociationSettings } from '../settings';

export interface Opening {
  readonly aare: Aare;
  /** Null when the association was refused. */
  readonly association: ServerAssociation | null;
  /** The standard's word, for the event. */
  readonly word: string;
}

/** vaa-name: 0007 with logical names, the base name of the Association SN object with short names. */
const vaaName = { ln: 0x0007, sn: 0xfa00 } as const;
const dlmsVersion = 6;
/** Smaller client-max-receive-pdu-sizes are refused (Green Book 9.4.6.1); 0 = no limit. */
const smallestPduSize = 12;

const factsOf = (aarq: Aarq): AarqFacts => ({
  applicationContextId: applicationContextId(aarq.applicationContextName) ?? 0,
  mechanism: aarq.mechanismName === undefined ? null : mechanismId(aarq.mechanismName),
  callingApTitle: aarq.calling?.apTitle ?? null,
  callingAuthenticationValue: aarq.callingAuthenticationValue?.octets ?? null,
  callingAeQualifier: aarq.calling?.aeQualifier ?? null,
});

function aareOf(aarq: Aarq, accepted: boolean, code: number, extra: Partial<Aare>): Aare {
  const source = 'acse-service-user' as const;
  return {
    applicationContextName: aarq.applicationContextName,
    result: accepted ? 'accepted' : 'rejected-permanent',
    resultSourceDiagnostic: { source, code, name: diagnosticName(source, code) },
    ...extra,
  };
}

const refused = (aarq: Aarq, code: number, userInformation?: Buffer): Opening => ({
  aare: aareOf(aarq, false, code, userInformation ? { userInformation } : {}),
  association: null,
  word: diagnosticName('acse-service-user', code),
});

type InitiateError = 'dlms-version-too-low' | 'incompatible-conformance' | 'pdu-size-too-short' | 'other';

const initiateError = (word: InitiateError): Buffer =>
  encode(apdu, {
    kind: 'confirmed-service-error',
    value: { service: 'initiateError', serviceError: { kind: 'initiate', value: word } },
  });

/** What is wrong with the InitiateRequest, or null. */
function initiateFault(request: InitiateRequest, conformance: number): InitiateError | null {
  if (request.proposedDlmsVersionNumber < dlmsVersion) return 'dlms-version-too-low';
  if (conformance === 0) return 'incompatible-conformance';
  const size = request.clientMaxReceivePduSize;
  return size !== 0 && size < smallestPduSize ? 'pdu-size-too-short' : null;
}

function initiateRequestOf(aarq: Aarq, security: ServerSecurity): InitiateRequest | null {
  try {
    const inner = decode(apdu, security.unprotect(aarq.userInformation ?? Buffer.alloc(0), 'initiate'));
    return inner.kind === 'initiate-request' ? inner.value : null;
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** The context has to be the one of this meter's referencing, plain or ciphered. */
const contextFits = (id: number, meter: SimulatedMeter): boolean => (meter.settings.referencing === 'ln' ? [1, 3] : [2, 4]).includes(id);

function initiateResponse(meter: SimulatedMeter, request: InitiateRequest, conformance: number): Buffer {
  return encode(apdu, {
    kind: 'initiate-response',
    value: {
      negotiatedQualityOfService: null,
      negotiatedDlmsVersionNumber: dlmsVersion,
      // in the form in which it was asked
      negotiatedConformance: { bits: conformance, tag: request.proposedConformance.tag },
      serverMaxReceivePduSize: meter.settings.maxPduSize,
      vaaName: vaaName[meter.settings.referencing],
    },
  });
}

/** Decides about an AARQ of a client that the meter knows. */
export function openAssociation(meter: SimulatedMeter, settings: AssociationSettings, peer: LinkPeer, aarq: Aarq): Opening {
  const facts = factsOf(aarq);
  if (!contextFits(facts.applicationContextId, meter)) return refused(aarq, diagnostic.contextNotSupported);
  const security = openServerSecurity(facts, { association: settings, systemTitle: meter.systemTitle, random: meter.random });
  if (typeof security === 'number') return refused(aarq, security);
  const decision = security.open(facts);
  if (decision.kind === 'refused') return refused(aarq, decision.diagnostic);
  const request = initiateRequestOf(aarq, security);
  if (request === null) return refused(aarq, diagnostic.noReasonGiven, initiateError('other'));
  const conformance = request.proposedConformance.bits & meter.settings.conformance;
  const fault = initiateFault(request, conformance);
  if (fault !== null) return refused(aarq, diagnostic.noReasonGiven, initiateError(fault));
  const pending = decision.kind === 'challenge';
  const code = pending ? diagnostic.authenticationRequired : diagnostic.null;
  const challenge: Partial<Aare> = pending
    ? {
        // bit 0: authentication, the octets with the unused bits in front
        responderAcseRequirements: Buffer.from([0x07, 0x80]),
        mechanismName: mechanismName(security.mechanism),
        respondingAuthenticationValue: { tag: 0x80, octets: decision.respondingAuthenticationValue },
      }
    : {};
  const aare = aareOf(aarq, true, code, {
    ...challenge,
    ...(security.respondingApTitle ? { responding: { apTitle: security.respondingApTitle } } : {}),
    userInformation: security.protect(initiateResponse(meter, request, conformance), 'initiate'),
  });
  const association: ServerAssociation = {
    settings,
    peer,
    referencing: meter.settings.referencing,
    applicationContextId: facts.applicationContextId,
    mechanism: settings.mechanism,
    conformance,
    clientMaxReceivePduSize: request.clientMaxReceivePduSize === 0 ? 0xffff : request.clientMaxReceivePduSize,
    serverMaxReceivePduSize: meter.settings.maxPduSize,
    security,
    pending,
  };
  return { aare, association, word: diagnosticName('acse-service-user', code) };
}
