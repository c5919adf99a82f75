/**
 * What a meter sends by itself: DataNotification, EventNotificationRequest, InformationReportRequest (Green Book 9.3.10,
 * 9.3.12, 9.4.6.8), made into typed events; and the confirmation that a confirmed DataNotification asks for.
 */
import type { Apdu, ApduOf } from '../apdu/apdu';
import type { AttributeDescriptor } from '../apdu/get';
import { confirmationFor, isConfirmed } from '../apdu/notification';
import type { VariableAccessSpecification } from '../apdu/short-name';
import type { Data } from '../codec/types';
import { isDlmsError } from '../errors';
import type { Session } from './types';

const unsolicited: ReadonlySet<string> = new Set(['data-notification', 'event-notification-request', 'information-report-request']);

export type UnsolicitedApdu = ApduOf<'data-notification' | 'event-notification-request' | 'information-report-request'>;

/** True for APDUs that a meter sends without being asked. */
export const isUnsolicited = (message: Apdu): message is UnsolicitedApdu => unsolicited.has(message.kind);

/** `time` is the 12 octets of a date-time, or null. */
export type UnsolicitedEvent =
  | { readonly kind: 'data'; readonly invokeId: number; readonly confirmed: boolean; readonly time: Buffer | null; readonly body: Data }
  | { readonly kind: 'event'; readonly time: Buffer | null; readonly attribute: AttributeDescriptor; readonly value: Data }
  | {
      readonly kind: 'report';
      readonly time: Buffer | null;
      readonly items: readonly { readonly variable: VariableAccessSpecification; readonly value: Data }[];
    };

/**
 * The plain APDU of what came while an answer is awaited; null for a notification that is less protected than the user demands:
 * the session is told, and the waiting goes on, so that nobody ends a request by sending one.
 * @throws DlmsError of `security.unprotect`
 */
export function opened({ security, onRefused }: Session, received: Buffer): Buffer | null {
  try {
    return security.unprotect(received);
  } catch (error) {
    if (!isDlmsError(error) || error.details?.notification !== true) throw error;
    onRefused?.(error);
    return null;
  }
}

const octetsOrNull = (octets: Buffer | null): Buffer | null => (octets === null || octets.length === 0 ? null : octets);

/** The notification in one shape; null for APDUs that are none. */
export function unsolicitedEvent(message: Apdu): UnsolicitedEvent | null {
  switch (message.kind) {
    case 'data-notification': {
      const { longInvokeIdAndPriority: id, dateTime, notificationBody } = message.value;
      return {
        kind: 'data',
        invokeId: id & 0xffffff,
        confirmed: isConfirmed(id),
        time: octetsOrNull(dateTime),
        body: notificationBody,
      };
    }
    case 'event-notification-request': {
      const { time, cosemAttributeDescriptor: attribute, attributeValue: value } = message.value;
      return { kind: 'event', time: octetsOrNull(time), attribute, value };
    }
    case 'information-report-request': {
      const { currentTime, variableAccessSpecification: variables, listOfData } = message.value;
      // Counts that differ: what has both a name and a value is reported, the rest is not invented.
      const items = variables.slice(0, listOfData.length).map((variable, i) => ({ variable, value: listOfData[i] as Data }));
      return { kind: 'report', time: octetsOrNull(currentTime), items };
    }
    default:
      return null;
  }
}

/** The dataNotificationConfirm for a confirmed notification, null where none is due. */
export function confirmationOf(message: Apdu): Apdu | null {
  return message.kind === 'data-notification' ? confirmationFor(message.value.longInvokeIdAndPriority) : null;
}
