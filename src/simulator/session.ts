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
import { isDlmsError } from '../errors';
import type { LinkPeer } from '../framing/link';
import { isReply } from './attribute-access';
import type { Caller, ServerAssociation } from './caller';
import { BlockTransfer } from './general-block-transfer';
import type { SimulatedMeter } from './meter';
import { openAssociation } from './services/associate';
import { services } from './services/registry';
import { type Answer, referenceOf, type Service, type ServiceContext, type Transfer } from './services/service';

/** Failed passwords in a row after which the fraud log grows (event 46). */
const failuresToLog = 3;

type StateError = ExceptionResponse['stateError'];
type ServiceError = ExceptionResponse['serviceError'];

const exception = (stateError: StateError, serviceError: ServiceError): Apdu => ({
  kind: 'exception-response',
  value: { stateError, serviceError, invocationCounter: null },
});

export class Session {
  association: ServerAssociation | null = null;
  private readonly meter: SimulatedMeter;
  private readonly peer: LinkPeer;
  private readonly transfer: Transfer = { outgoing: null, incoming: null };
  private readonly blocks = new BlockTransfer();
  private readonly notify: (apdu: Buffer) => void;
  private failures = 0;
  private lastActive: number;

  /** @param notify sends a notification to this client at once */
  constructor(meter: SimulatedMeter, peer: LinkPeer, notify: (apdu: Buffer) => void) {
    this.meter = meter;
    this.peer = peer;
    this.notify = notify;
    this.lastActive = meter.settings.now();
  }

  /** Answers to one APDU, in order; empty when there is none. */
  input(octets: Buffer): readonly Buffer[] {
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
    return association && !isAcse(octets) ? association.security.unprotect(octets, 'service') : octets;
  }

  private dispatch(request: Apdu): readonly Buffer[] {
    if (request.kind === 'aarq') return this.associate(request);
    if (request.kind === 'rlrq') return this.release(request);
    if (!this.association) return this.send(exception('service-not-allowed', 'operation-not-possible'));
    if (request.kind === 'general-block-transfer') return this.generalBlock(request, this.association);
    return this.deliver(this.serve(request, this.association), this.association);
  }

  private context(association: ServerAssociation): ServiceContext {
    const caller: Caller = {
      association,
      notify: (octets) => this.notify(association.security.protect(octets, 'service')),
      authenticate: (response) => this.authenticate(response, association),
    };
    const room = Math.max(1, association.clientMaxReceivePduSize - association.security.overhead);
    return { meter: this.meter, association, caller, transfer: this.transfer, room };
  }

  private serve(request: Apdu, association: ServerAssociation): Answer {
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

  /** Sends an answer as it is, or by general block transfer when it is too long for the client. */
  private deliver(answer: Answer, association: ServerAssociation): readonly Buffer[] {
    if (answer === null) return [];
    const octets = association.security.protect(encode(apdu, answer), 'service');
    const tooLong = octets.length > association.clientMaxReceivePduSize;
    if (!tooLong || !conformanceHas(association.conformance, 'general-block-transfer')) return [octets];
    return this.blocks.begin(octets, association.clientMaxReceivePduSize);
  }

  private generalBlock(request: Extract<Apdu, { kind: 'general-block-transfer' }>, association: ServerAssociation): readonly Buffer[] {
    if (!conformanceHas(association.conformance, 'general-block-transfer'))
      return this.send(exception('service-not-allowed', 'service-not-supported'));
    const step = this.blocks.input(request.value);
    if ('send' in step) return step.send;
    const inner = decode(apdu, association.security.unprotect(step.complete, 'service'));
    const answer =
      inner.kind === 'general-block-transfer' ? exception('service-not-allowed', 'other-reason') : this.serve(inner, association);
    if (answer === null) return [];
    return this.blocks.begin(association.security.protect(encode(apdu, answer), 'service'), association.clientMaxReceivePduSize);
  }

  private associate({ value: aarq }: Extract<Apdu, { kind: 'aarq' }>): readonly Buffer[] {
    const { meter, peer } = this;
    const settings = meter.settings.associations.find(({ client }) => client === peer.client);
    if (!settings) return [];
    if (meter.isHeldOpen(peer.client)) return this.send(exception('service-not-allowed', 'operation-not-possible'));
    this.close();
    const { aare, association, word } = openAssociation(meter, settings, peer, aarq);
    this.association = association;
    if (association) {
      this.failures = 0;
      meter.hold(peer.client);
    } else if (++this.failures % failuresToLog === 0) meter.logEvent('fraud', 46);
    meter.emit({ kind: association ? 'associated' : 'refused', client: peer.client, result: association ? 'success' : word });
    return this.send({ kind: 'aare', value: aare });
  }

  private authenticate(response: Buffer, association: ServerAssociation): Buffer | null {
    const proof = association.security.reply(response);
    if (proof) this.association = { ...association, pending: false };
    return proof;
  }

  private release({ value: rlrq }: Extract<Apdu, { kind: 'rlrq' }>): readonly Buffer[] {
    if (this.meter.faults.leaveOpen) return [];
    const association = this.association;
    if (!association) return this.send(exception('service-not-allowed', 'operation-not-possible'));
    this.close();
    this.meter.emit({ kind: 'released', client: this.peer.client });
    return this.send({ kind: 'rlre', value: { reason: rlrq.reason ?? 0 } });
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

/** AARQ, AARE, RLRQ, RLRE are never protected as a whole. */
const isAcse = (octets: Buffer): boolean => (octets[0] ?? 0) >= 0x60 && (octets[0] ?? 0) <= 0x63;

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
