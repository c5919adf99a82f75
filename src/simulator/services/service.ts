/**
 * What a service of the simulated meter is: which conformance bits it needs, and how it answers.
 *
 * Block transfers live in the session (`transfer`), one each way: a new request ends the one before, as Green Book 9.4.6.4
 * to 9.4.6.6 have it for their error cases.
 */
import type { Apdu, ApduKind, ApduOf } from '../../apdu/apdu';
import type { ConformanceBit } from '../../apdu/initiate';
import { isConfirmed } from '../../apdu/notification';
import { obisAt } from '../../cosem/obis';
import type { Reference } from '../attribute-access';
import type { Caller, ServerAssociation } from '../caller';
import type { SimulatedMeter } from '../meter';
import type { Incoming, Outgoing } from './blocks';

export interface Transfer {
  outgoing: Outgoing | null;
  incoming: Incoming | null;
}

export interface ServiceContext {
  readonly meter: SimulatedMeter;
  readonly association: ServerAssociation;
  readonly caller: Caller;
  readonly transfer: Transfer;
  /** Octets of a plain APDU that the client takes, protection counted in. */
  readonly room: number;
}

/** One APDU. */
export type AnswerApdu = { readonly [K in ApduKind]: ApduOf<K> }[ApduKind];
/** An answer, null for services that have none; several are glued together in one message. */
export type Answer = AnswerApdu | readonly AnswerApdu[] | null;

export interface Service<K extends ApduKind> {
  readonly needs: (value: ApduOf<K>['value']) => readonly ConformanceBit[];
  readonly handle: (value: ApduOf<K>['value'], context: ServiceContext) => Answer;
}

/**
 * Whether the sender waits for an answer: not where its service class is unconfirmed (Green Book 9.3.7 to 9.3.9; there is
 * no unconfirmed GET, so that one is answered whatever its bit says), and not where it confirms, reports or complains.
 */
export function awaitsAnswer(request: Apdu): boolean {
  switch (request.kind) {
    case 'set-request':
    case 'action-request':
      return request.value.value.invokeIdAndPriority.confirmed;
    case 'access-request':
    case 'data-notification':
      return isConfirmed(request.value.longInvokeIdAndPriority);
    case 'unconfirmed-write-request':
    case 'data-notification-confirm':
    case 'event-notification-request':
    case 'information-report-request':
    case 'exception-response':
    case 'confirmed-service-error':
      return false;
    default:
      return true;
  }
}

interface Descriptor {
  readonly classId: number;
  readonly instanceId: Buffer;
  readonly attributeId?: number;
  readonly methodId?: number;
}

/** Cosem-Attribute-Descriptor or Cosem-Method-Descriptor as the meter's reference. */
export const referenceOf = ({ classId, instanceId, attributeId, methodId }: Descriptor): Reference => ({
  classId,
  obis: obisAt(instanceId),
  id: attributeId ?? methodId ?? 0,
});
