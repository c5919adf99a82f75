/**
 * What a meter sends by itself: DataNotification, EventNotificationRequest, InformationReportRequest (Green Book 9.3.10,
 * 9.3.12, 9.4.6.8), and the confirmation that a confirmed DataNotification asks for.
 */
import type { Apdu, ApduOf } from '../apdu/apdu';
import { confirmationFor } from '../apdu/notification';
import { isDlmsError } from '../errors';
import type { Session } from './types';

const unsolicited: ReadonlySet<string> = new Set(['data-notification', 'event-notification-request', 'information-report-request']);

export type UnsolicitedApdu = ApduOf<'data-notification' | 'event-notification-request' | 'information-report-request'>;

/** True for APDUs that a meter sends without being asked. */
export const isUnsolicited = (message: Apdu): message is UnsolicitedApdu => unsolicited.has(message.kind);

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

/** The dataNotificationConfirm for a confirmed notification, null where none is due. */
export function confirmationOf(message: Apdu): Apdu | null {
  return message.kind === 'data-notification' ? confirmationFor(message.value.longInvokeIdAndPriority) : null;
}
