/**
 * Opening an association: AARQ, AARE, and for high-level security passes 3 and 4 (Green Book 9.2.2.2, 9.3.2, 9.4.4).
 *
 * The result and the diagnostic are read first: meters refuse with an InitiateResponse, without user-information, with a
 * confirmed-service-error in it, or with an InitiateResponse of another VAA. Everything after the AARE is protected by the
 * security context, which is told what the AARE says before anything else of it is used.
 */
import type { Aare, Aarq } from '../apdu/acse.types';
import { applicationContextName, mechanismName } from '../apdu/acse-words';
import { apdu } from '../apdu/apdu';
import { conformanceNames, type InitiateResponse } from '../apdu/initiate';
import { encode } from '../codec/axdr';
import { logicalName } from '../cosem/obis';
import { DlmsError, type ErrorCode, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { actMethods } from './action';
import { askedContext, associationRefused } from './association-refused';
import { decodeApdu, prepareCounters } from './exchange';
import { opened } from './notification';
import { patience } from './patience';
import { confirmedServiceErrorOf, exceptionOf, type Refusal } from './refusal';
import { answerChallenge } from './short-name';
import type { AssociateOptions, Association, Session } from './types';

const defaultHlsInstance = '0-0:40.0.0*255';
/** Association SN, base name of the current association and offset of reply_to_HLS_authentication (Blue Book 4.4.3). */
const associationSnBase = 0xfa00;
const replyToHlsOffset = 0x58;
const dlmsVersion = 6;

/**
 * Opens the association and returns it; it is also kept in `session.association`.
 * @throws DlmsError `association-rejected`, `authentication-failed`, `association-busy`, `server-proof-missing`,
 *   `server-proof-wrong`, `tag-mismatch`, and those of link and codec
 */
export function* associate(session: Session): Dialogue<Association> {
  session.association = null;
  // One counter for the initiate request, one for f(StoC), one for a GMAC in it.
  yield* prepareCounters(session, 3);
  const aare = yield* requestAssociation(session, encode(apdu, { kind: 'aarq', value: aarqOf(session) }));
  if (aare.result !== 'accepted') throw associationRefused(session, aare);
  const association = associationOf(session, aare);
  if (session.security.mechanism < 2) return open(session, association);
  const proven = yield* authenticate(session, association);
  return open(session, { ...association, serverAuthenticated: proven });
}

function open(session: Session, association: Association): Association {
  session.association = Object.freeze(association);
  return session.association;
}

/** The AARQ of these options (Green Book 9.4.2). */
function aarqOf(session: Session): Aarq {
  const { options, security } = session;
  const calling = {
    ...(security.callingApTitle === null ? {} : { apTitle: security.callingApTitle }),
    ...(security.callingAeQualifier === null ? {} : { aeQualifier: security.callingAeQualifier }),
    ...(options.userId === undefined ? {} : { aeInvocationId: options.userId }),
  };
  return {
    ...(options.sendProtocolVersion ? { protocolVersion: Buffer.from([0x80]) } : {}),
    applicationContextName: applicationContextName(askedContext(session)),
    ...(Object.keys(calling).length === 0 ? {} : { calling }),
    ...authenticationOf(session),
    userInformation: security.protect(initiateRequestOf(session), 'initiate'),
  };
}

function authenticationOf({ security }: Session): Partial<Aarq> {
  if (security.mechanism === 0) return {};
  const value = security.callingAuthenticationValue;
  return {
    senderAcseRequirements: Buffer.from([0x07, 0x80]),
    mechanismName: mechanismName(security.mechanism),
    ...(value === null ? {} : { callingAuthenticationValue: { tag: 0, octets: value } }),
  };
}

/** The InitiateRequest of these options, plain. */
export const initiateRequestOf = ({ options, security }: Session): Buffer =>
  encode(apdu, {
    kind: 'initiate-request',
    value: {
      dedicatedKey: security.dedicatedKey,
      responseAllowed: true,
      proposedQualityOfService: null,
      proposedDlmsVersionNumber: dlmsVersion,
      proposedConformance: { bits: options.proposedConformance, tag: options.conformanceTag },
      clientMaxReceivePduSize: options.maxReceivePduSize,
    },
  });

/** Sends the AARQ; late answers of an earlier association are passed over. */
function* requestAssociation(session: Session, aarq: Buffer): Dialogue<Aare> {
  session.onApdu?.('tx', aarq);
  const passOver = patience('the AARQ');
  let received = yield* session.link.request(aarq, session.timeouts.responseMs);
  for (;;) {
    session.onApdu?.('rx', received);
    // The ciphered services of an earlier association cannot be read and need not be.
    const readable = plainTags.has(received[0] ?? 0);
    const plain = readable ? opened(session, received) : null;
    const answer = plain === null ? null : decodeApdu(plain).apdu;
    if (answer?.kind === 'aare') return answer.value;
    if (answer?.kind === 'exception-response') throw notTaken(exceptionOf(answer.value));
    if (answer?.kind === 'confirmed-service-error') throw notTaken(confirmedServiceErrorOf(answer.value));
    if (answer !== null) session.onUnsolicited(answer);
    if (!readable) refuseForeign(received);
    passOver(readable ? 'notification' : 'stray');
    received = yield* session.link.receive(session.timeouts.responseMs);
  }
}

/** Octets that begin as no APDU are no late answer: it is the answer of something that speaks another protocol. */
function refuseForeign(received: Buffer): void {
  try {
    decodeApdu(received);
  } catch (error) {
    if (isDlmsError(error) && error.code !== 'apdu-unknown') return;
    throw error;
  }
}

const notNow: ReadonlySet<ErrorCode> = new Set(['service-not-allowed', 'service-not-supported', 'operation-not-possible', 'refused']);

/** Meters that still hold an earlier association, for some seconds after its release too, refuse the AARQ as a service. */
const notTaken = (error: DlmsError): DlmsError =>
  notNow.has(error.code)
    ? new DlmsError('association-busy', `the AARQ is not taken: ${error.message}`, { cause: error, details: { ...error.details } })
    : error;

/** AARE, errors and notifications: what may come before there is an association. */
const plainTags: ReadonlySet<number> = new Set([0x61, 0x0e, 0xd8, 0x0f, 0x18, 0xc2]);

function associationOf(session: Session, aare: Aare): Association {
  const { security, options } = session;
  const respondingApTitle = aare.responding?.apTitle ?? null;
  const facts = { respondingApTitle, respondingAuthenticationValue: aare.respondingAuthenticationValue?.octets ?? null };
  // The title is needed to read the user-information, which then tells the conformance.
  security.peer({ ...facts, negotiatedConformance: null });
  const oddities = [...(aare.oddities ?? [])];
  if (security.mechanism < 2 && aare.resultSourceDiagnostic.name === 'authentication-required')
    oddities.push('the AARE asks for high-level authentication (diagnostic 14), which is not set: the meter may refuse every service');
  const initiate = initiateResponseOf(session, aare, oddities);
  const conformance = agreedConformance(initiate, options, oddities);
  security.peer({ ...facts, negotiatedConformance: conformance });
  return {
    referencing: options.referencing,
    applicationContextName: aare.applicationContextName,
    conformance,
    conformanceNames: conformanceNames(conformance),
    dlmsVersion: initiate.negotiatedDlmsVersionNumber,
    serverMaxReceivePduSize: initiate.serverMaxReceivePduSize,
    vaaName: initiate.vaaName,
    serverSystemTitle: respondingApTitle,
    serverAuthenticated: false,
    mechanism: security.mechanism,
    oddities,
  };
}

/** A meter that accepts and agrees to nothing (some with short names) has not filled the field in. */
function agreedConformance({ negotiatedConformance: { bits } }: InitiateResponse, options: AssociateOptions, oddities: string[]): number {
  if (bits !== 0) return bits;
  oddities.push('the AARE agrees to no service at all: everything that was proposed counts as agreed');
  return options.proposedConformance;
}

/** What was negotiated. An accepting AARE without it is taken as "everything that was proposed". */
function initiateResponseOf({ security, options }: Session, aare: Aare, oddities: string[]): InitiateResponse {
  if (aare.userInformation === undefined || aare.userInformation.length === 0) {
    oddities.push('the AARE carries no InitiateResponse: everything that was proposed counts as agreed');
    return {
      negotiatedQualityOfService: null,
      negotiatedDlmsVersionNumber: dlmsVersion,
      negotiatedConformance: { bits: options.proposedConformance, tag: options.conformanceTag },
      serverMaxReceivePduSize: 0,
      vaaName: options.referencing === 'ln' ? 0x0007 : associationSnBase,
    };
  }
  const { apdu: content } = decodeApdu(security.unprotect(aare.userInformation));
  if (content.kind === 'initiate-response') return content.value;
  if (content.kind === 'confirmed-service-error') throw confirmedServiceErrorOf(content.value);
  throw new DlmsError('apdu-malformed', `${content.kind} in the user-information of the AARE`);
}

/** Passes 3 and 4; true when the meter proved that it knows the secret. */
function* authenticate(session: Session, association: Association): Dialogue<boolean> {
  // The challenge is known now: algorithms that a user brought compute here, and the counters of f(StoC) are made durable.
  yield* prepareCounters(session, 2);
  const proof = session.security.respond();
  // Not open yet, but the size of what may be sent is known.
  session.association = association;
  session.proving = true;
  try {
    const reply =
      association.referencing === 'ln' ? yield* logicalNameReply(session, proof) : yield* shortNameReply(session, association, proof);
    session.security.verify(reply);
    session.proving = false;
    return reply !== null;
  } catch (error) {
    session.association = null;
    throw error;
  }
}

/** Method 1 of Association LN; null when the meter returned nothing. */
function* logicalNameReply(session: Session, proof: Buffer): Dialogue<Buffer | null> {
  const instanceId = logicalName(session.options.hlsInstance ?? defaultHlsInstance);
  const parameter = { type: 'octet-string', value: proof } as const;
  const [outcome] = yield* actMethods(session, [{ classId: 15, instanceId, methodId: 1, variableName: null, parameter }], 'hls');
  if (outcome === undefined) return null;
  if (outcome.refusal !== null) throw notAccepted(outcome.refusal);
  return outcome.data?.type === 'octet-string' ? outcome.data.value : null;
}

/** reply_to_HLS_authentication of Association SN; null when the meter returned nothing. */
function* shortNameReply(session: Session, association: Association, proof: Buffer): Dialogue<Buffer | null> {
  // VAA names are negative as signed numbers; anything else is no base name.
  const base = association.vaaName >= 0x8000 ? association.vaaName : associationSnBase;
  const answer = yield* answerChallenge(session, base + replyToHlsOffset, proof, session.options.hlsReply ?? 'write');
  if (answer.refusal !== null) throw notAccepted(answer.refusal);
  return answer.proof;
}

const notAccepted = (refusal: Refusal): DlmsError =>
  new DlmsError('authentication-failed', `the meter refuses our answer to its challenge: ${refusal.name} (${refusal.code})`, {
    result: refusal,
  });
