/**
 * One client on one connection of the meter: associated or not, and what it is answered (Green Book 9.4.2 to 9.4.6).
 *
 * Octets of an APDU in, octets of APDUs out; nothing here waits or throws. What the meter does not know, does not allow now,
 * finds too long or was not agreed is answered with an exception-response.
 */
import { type Apdu, type ApduKind, apdu } from '../apdu/apdu';
import { conformanceHas } from '../apdu/initiate';
import type { ExceptionResponse } from '../apdu/notification';
import { decode, encode } from '../codec/axdr';
import { DlmsError, isDlmsError } from '../errors';
import type { LinkPeer } from '../framing/link';
import { refusalOf } from '../security/server';
import { isReply } from './attribute-access';
import type { Authentication, Caller, ServerAssociation } from './caller';
import { BlockTransfer } from './general-block-transfer';
import type { SimulatedMeter } from './meter';
import { isSecurityRefusal } from './security/refusals';
import { AnswerTamperer, tamperProof } from './security/tamper';
import { openAssociation } from './services/associate';
import { initiateResponse } from './services/initiate';
import { services } from './services/registry';
import {
  type Answer,
  type AnswerApdu,
  awaitsAnswer,
  referenceOf,
  type Service,
  type ServiceContext,
  type Transfer,
} from './services/service';
import { withoutData } from './services/without-data';
import type { AssociationSettings } from './settings';

/** Failed authentications in a row after which the fraud log grows (event 46). */
const failuresToLog = 3;

type StateError = ExceptionResponse['stateError'];
type ServiceError = ExceptionResponse['serviceError'];

const exception = (stateError: StateError, serviceError: ServiceError): Apdu => ({
  kind: 'exception-response',
  value: { stateError, serviceError, invocationCounter: null },
});

/** What a session does to its line besides answering. */
export interface SessionLine {
  /** Sends a notification to this client at once. */
  notify(apdu: Buffer): void;
  /** Closes the line without an answer. */
  drop(): void;
}

export class Session {
  association: ServerAssociation | null = null;
  private readonly meter: SimulatedMeter;
  private readonly peer: LinkPeer;
  private readonly transfer: Transfer = { outgoing: null, incoming: null };
  private readonly blocks = new BlockTransfer();
  private readonly line: SessionLine;
  private readonly tamperer = new AnswerTamperer();
  private failures = 0;
  private lastActive: number;

  constructor(meter: SimulatedMeter, peer: LinkPeer, line: SessionLine) {
    this.meter = meter;
    this.peer = peer;
    this.line = line;
    this.lastActive = meter.settings.now();
  }

  /** Answers to one APDU, in order; empty when there is none. */
  input(octets: Buffer): readonly Buffer[] {
    const answers = this.answersTo(octets);
    return this.association?.unconfirmed ? [] : answers;
  }

  private answersTo(octets: Buffer): readonly Buffer[] {
    this.expire();
    this.lastActive = this.meter.settings.now();
    const { association } = this;
    // ACSE has its own size; everything else is held to what was agreed
    if (association && octets.length > association.serverMaxReceivePduSize && !isAcse(octets))
      return this.send(exception('service-not-allowed', 'pdu-too-long'));
    try {
      return this.dispatch(decode(apdu, this.unprotect(octets)));
    } catch (error) {
      if (!isDlmsError(error)) return this.send(exception('service-not-allowed', 'other-reason'));
      if (isSecurityRefusal(error)) return this.refuse(error);
      if (!association) return this.send(exception('service-not-allowed', 'operation-not-possible'));
      const unknown = error.code === 'apdu-unknown' && error.offset === 0;
      return this.send(unknown ? exception('service-unknown', 'service-not-supported') : exception('service-not-allowed', 'other-reason'));
    }
  }

  /** The link or the line is gone. */
  end(): void {
    if (this.meter.faults.leaveOpen) return;
    this.close();
  }

  private unprotect(octets: Buffer): Buffer {
    const { association } = this;
    return association && !isOutside(octets) ? association.security.unprotect(octets, useOf(association)) : octets;
  }

  /** What the security of the meter says no to: an exception, or the line is closed. */
  private refuse(error: DlmsError): readonly Buffer[] {
    this.authenticationFailed(error.code);
    const answer = refusalOf(error);
    if (answer !== 'drop') return [answer];
    this.line.drop();
    return [];
  }

  private authenticationFailed(why: string): void {
    this.meter.emit({ kind: 'authentication-failed', client: this.peer.client, result: why });
  }

  private dispatch(request: Apdu): readonly Buffer[] {
    if (request.kind === 'aarq') return this.associate(request);
    if (request.kind === 'rlrq') return this.release(request);
    const { association } = this;
    // an unconfirmed association knows unconfirmed services alone
    if (association?.unconfirmed && awaitsAnswer(request)) return [];
    if (!association) return awaitsAnswer(request) ? this.send(exception('service-not-allowed', 'operation-not-possible')) : [];
    if (request.kind === 'general-block-transfer') return this.generalBlock(request, association);
    // passes 3 and 4 change the association; their answer still belongs to the one before
    return this.deliver(this.serve(request, association), association);
  }

  private context(association: ServerAssociation): ServiceContext {
    const caller: Caller = {
      association,
      notify: (octets) => this.line.notify(association.security.protect(octets, 'service')),
      hangUp: () => this.line.drop(),
      authenticate: (response) => this.authenticate(response, association),
    };
    const room = Math.max(1, association.clientMaxReceivePduSize - association.security.overhead);
    return { meter: this.meter, association, caller, transfer: this.transfer, room };
  }

  private serve(request: Apdu, association: ServerAssociation): Answer {
    const answer = this.answerTo(request, association);
    return awaitsAnswer(request) ? answer : null;
  }

  private answerTo(request: Apdu, association: ServerAssociation): Answer {
    const service = services[request.kind] as Service<ApduKind> | undefined;
    if (!service) return exception('service-unknown', 'service-not-supported');
    const agreed = service.needs(request.value).every((bit) => conformanceHas(association.conformance, bit));
    if (!agreed) return exception('service-not-allowed', 'service-not-supported');
    if (association.pending && !this.isHlsReply(request)) return exception('service-not-allowed', 'operation-not-possible');
    if (this.busy()) return busyAnswer(request);
    return service.handle(request.value, this.context(association));
  }

  /** The wrapper has no RNR: a busy meter says so in the service. */
  private busy(): boolean {
    const { faults } = this.meter;
    if (!faults.busy || this.meter.busyOnLink) return false;
    this.meter.faults = { ...faults, busy: faults.busy - 1 };
    return true;
  }

  private isHlsReply(request: Apdu): boolean {
    if (request.kind === 'action-request' && request.value.kind === 'action-request-normal')
      return isReply(this.meter, referenceOf(request.value.value.cosemMethodDescriptor));
    const variables =
      request.kind === 'read-request' ? request.value : request.kind === 'write-request' ? request.value.variableAccessSpecification : [];
    const [variable] = variables;
    if (variables.length !== 1 || !variable) return false;
    const shortName =
      variable.kind === 'variable-name' ? variable.value : variable.kind === 'parameterized-access' ? variable.value.variableName : 0;
    const target = this.meter.shortNames.target(shortName);
    return target?.kind === 'method' && isReply(this.meter, target);
  }

  /** An answer as it goes out; what is glued together is protected one by one. */
  private seal(answer: NonNullable<Answer>, association: ServerAssociation): Buffer {
    const sealed = [answer].flat().map((one: AnswerApdu) => {
      const plain = encode(apdu, one);
      return this.tamperer.apply(this.meter.faults, plain, association.security.protect(plain, useOf(association)));
    });
    return sealed.length === 1 ? (sealed[0] as Buffer) : Buffer.concat(sealed);
  }

  /** An answer as the client takes it: whole, by general block transfer, without its data, or an exception in its place. */
  private deliver(answer: Answer, association: ServerAssociation): readonly Buffer[] {
    if (answer === null) return [];
    const octets = this.seal(answer, association);
    const { conformance, clientMaxReceivePduSize: room } = association;
    if (octets.length <= room) return [octets];
    if (conformanceHas(conformance, 'general-block-transfer')) {
      // the request came whole: no block of the client is to be acknowledged
      this.blocks.reset();
      return this.blocks.begin(octets, room);
    }
    const shorter = 'kind' in answer ? withoutData(answer) : null;
    const shortened = shorter && this.seal(shorter, association);
    return shortened && shortened.length <= room ? [shortened] : this.send(exception('service-not-allowed', 'pdu-too-long'));
  }

  private generalBlock(request: Extract<Apdu, { kind: 'general-block-transfer' }>, association: ServerAssociation): readonly Buffer[] {
    if (!conformanceHas(association.conformance, 'general-block-transfer'))
      return this.send(exception('service-not-allowed', 'service-not-supported'));
    const step = this.blocks.input(request.value);
    if ('send' in step) return step.send;
    const inner = decode(apdu, association.security.unprotect(step.complete, useOf(association)));
    const answer =
      inner.kind === 'general-block-transfer' ? exception('service-not-allowed', 'other-reason') : this.serve(inner, association);
    if (answer === null) return [];
    return this.blocks.begin(this.seal(answer, association), association.clientMaxReceivePduSize);
  }

  private associate({ value: aarq }: Extract<Apdu, { kind: 'aarq' }>): readonly Buffer[] {
    const { meter, peer } = this;
    const settings = meter.settings.associations.find(({ client }) => client === peer.client);
    if (!settings) return [];
    if (meter.isHeldOpen(peer.client)) return this.send(exception('service-not-allowed', 'operation-not-possible'));
    this.close();
    const { answer, association, word, failure } = openAssociation(meter, settings, peer, aarq);
    this.association = association;
    if (association) meter.hold(peer.client);
    if (association && !association.pending) this.authenticated(settings, null);
    else if (failure !== null) this.authenticated(settings, failure);
    // with HLS the association is open only after the proof of the client
    if (!association?.pending)
      meter.emit({ kind: association ? 'associated' : 'refused', client: peer.client, result: association ? 'success' : word });
    return answer === null ? [] : [answer];
  }

  /** Keeps count of failures, and of the lock that follows from them. */
  private authenticated({ security }: AssociationSettings, failure: string | null): void {
    // attempts while it is locked do not lengthen the lock
    if (failure !== 'locked') security.authenticated(failure === null);
    if (failure === null) this.failures = 0;
    else {
      this.authenticationFailed(failure);
      if (++this.failures % failuresToLog === 0) this.meter.logEvent('fraud', 46);
    }
  }

  private authenticate(response: Buffer, association: ServerAssociation): Authentication {
    const outcome = proofOutcome(association, response);
    this.authenticated(association.settings, outcome.accepted ? null : 'proof');
    if (outcome.accepted) this.association = { ...association, pending: false };
    else this.close();
    const { client } = this.peer;
    this.meter.emit({
      kind: outcome.accepted ? 'associated' : 'refused',
      client,
      result: outcome.accepted ? 'success' : 'authentication-failure',
    });
    return tamperProof(this.meter.faults, outcome);
  }

  private release({ value: rlrq }: Extract<Apdu, { kind: 'rlrq' }>): readonly Buffer[] {
    if (this.meter.faults.leaveOpen) return [];
    const association = this.association;
    if (!association) return this.send(exception('service-not-allowed', 'operation-not-possible'));
    if (association.unconfirmed) return [];
    const userInformation = this.releaseInformation(rlrq.userInformation, association);
    this.close();
    this.meter.emit({ kind: 'released', client: this.peer.client });
    return this.send({ kind: 'rlre', value: { reason: releaseNormal, ...(userInformation ? { userInformation } : {}) } });
  }

  /** The InitiateResponse of the RLRE, protected where the InitiateRequest of the RLRQ was. @throws DlmsError of security */
  private releaseInformation(received: Buffer | undefined, association: ServerAssociation): Buffer | null {
    const { security, settings, conformance, conformanceTag } = association;
    if (received === undefined) {
      const refuses = isCipheredContext(association) && settings.security.options.plainRelease === false;
      if (refuses) throw new DlmsError('protection-too-low', 'the release is plain, a protected one is demanded');
      return null;
    }
    const ciphered = received[0] === cipheredInitiate;
    if (ciphered || settings.security.options.plainRelease === false) security.unprotect(received, 'release');
    const response = initiateResponse(this.meter, conformanceTag, conformance);
    return ciphered ? security.protect(response, 'release') : response;
  }

  private close(): void {
    this.transfer.incoming = null;
    this.transfer.outgoing = null;
    this.blocks.reset();
    if (!this.association) return;
    this.association = null;
    this.meter.letGo(this.peer.client);
  }

  /** Inactivity: the meter drops what nobody uses (0 = never). */
  private expire(): void {
    const { inactivityTimeoutMs, now } = this.meter.settings;
    if (this.association && inactivityTimeoutMs > 0 && now() - this.lastActive > inactivityTimeoutMs) this.close();
  }

  private send(answer: Apdu): readonly Buffer[] {
    return [encode(apdu, answer)];
  }
}

/** Release-response-reason: 1 would be "not finished", also to an urgent RLRQ (reason 1 there). */
const releaseNormal = 0;

/** glo-initiateRequest. */
const cipheredInitiate = 0x21;
const generalBlockTransfer = 0xe0;

/** AARQ, AARE, RLRQ, RLRE are never protected as a whole. */
const isAcse = (octets: Buffer): boolean => (octets[0] ?? 0) >= 0x60 && (octets[0] ?? 0) <= 0x63;

/** Blocks are not protected either: what they carry is. */
const isOutside = (octets: Buffer): boolean => isAcse(octets) || octets[0] === generalBlockTransfer;

const isCipheredContext = ({ applicationContextId }: ServerAssociation): boolean => applicationContextId >= 3;

/** HLS passes 3 and 4 are service-specific with the global key, whatever the rest uses. */
const useOf = ({ pending }: ServerAssociation): 'hls' | 'service' => (pending ? 'hls' : 'service');

/** A key that is missing by now is a failure like a wrong one. */
function proofOutcome({ security }: ServerAssociation, response: Buffer): Authentication {
  try {
    return security.reply(response);
  } catch (error) {
    if (isDlmsError(error)) return { accepted: false, proof: null };
    throw error;
  }
}

/** temporary-failure in the form of the service; services without one get an exception. */
function busyAnswer(request: Apdu): Answer {
  const word = 'temporary-failure';
  if (request.kind === 'get-request' && request.value.kind !== 'get-request-next') {
    const { invokeIdAndPriority } = request.value.value;
    const result = { kind: 'data-access-result', value: word } as const;
    return request.value.kind === 'get-request-normal'
      ? { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } }
      : {
          kind: 'get-response',
          value: {
            kind: 'get-response-with-list',
            value: { invokeIdAndPriority, result: request.value.value.attributeDescriptorList.map(() => result) },
          },
        };
  }
  if (request.kind === 'read-request')
    return { kind: 'read-response', value: request.value.map(() => ({ kind: 'data-access-error', value: word }) as const) };
  return exception('service-not-allowed', 'operation-not-possible');
}
