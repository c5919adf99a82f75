/**
 * Every APDU of the Green Book in one CHOICE (9.5, XDLMS-APDU and ACSE-APDU): `{ kind, value }` by the first octet.
 */
import { defaultLimits, Reader } from '../bytes';
import { choice, encode, type TypeOf } from '../codec/axdr';
import type { DataOptions } from '../codec/data';
import { accessRequest, accessResponse } from './access';
import { aare, aarq, rlre, rlrq } from './acse';
import { actionRequest, actionResponse } from './action';
import { gateway, generalBlockTransfer, generalCiphered, generalCiphering, generalSigning, serviceCiphered } from './ciphered';
import { getRequest, getResponse } from './get';
import { initiateRequest, initiateResponse } from './initiate';
import {
  confirmedServiceError,
  dataNotification,
  dataNotificationConfirm,
  eventNotificationRequest,
  exceptionResponse,
} from './notification';
import { setRequest, setResponse } from './set';
import { informationReportRequest, readRequest, readResponse, writeRequest, writeResponse } from './short-name';

/** Tags of APDUs that have a ciphered twin: plain, glo-, ded-. */
export const cipheredTags = {
  'initiate-request': [0x01, 0x21, 0x41],
  'read-request': [0x05, 0x25, 0x45],
  'write-request': [0x06, 0x26, 0x46],
  'initiate-response': [0x08, 0x28, 0x48],
  'read-response': [0x0c, 0x2c, 0x4c],
  'write-response': [0x0d, 0x2d, 0x4d],
  'confirmed-service-error': [0x0e, 0x2e, 0x4e],
  'unconfirmed-write-request': [0x16, 0x36, 0x56],
  'information-report-request': [0x18, 0x38, 0x58],
  'get-request': [0xc0, 0xc8, 0xd0],
  'set-request': [0xc1, 0xc9, 0xd1],
  'event-notification-request': [0xc2, 0xca, 0xd2],
  'action-request': [0xc3, 0xcb, 0xd3],
  'get-response': [0xc4, 0xcc, 0xd4],
  'set-response': [0xc5, 0xcd, 0xd5],
  'action-response': [0xc7, 0xcf, 0xd7],
} as const;

/** First octets of APDUs that are ciphered each by itself: glo-, ded-. */
export const serviceCipheredTags: readonly number[] = Object.values(cipheredTags).flatMap(([, glo, ded]) => [glo, ded]);

const glo = (kind: keyof typeof cipheredTags) => [cipheredTags[kind][1], serviceCiphered] as const;
const ded = (kind: keyof typeof cipheredTags) => [cipheredTags[kind][2], serviceCiphered] as const;

export const apdu = choice('APDU', {
  'initiate-request': [0x01, initiateRequest],
  'read-request': [0x05, readRequest],
  'write-request': [0x06, writeRequest],
  'initiate-response': [0x08, initiateResponse],
  'read-response': [0x0c, readResponse],
  'write-response': [0x0d, writeResponse],
  'confirmed-service-error': [0x0e, confirmedServiceError],
  'data-notification': [0x0f, dataNotification],
  'data-notification-confirm': [0x10, dataNotificationConfirm],
  'unconfirmed-write-request': [0x16, writeRequest],
  'information-report-request': [0x18, informationReportRequest],
  'glo-initiate-request': glo('initiate-request'),
  'glo-read-request': glo('read-request'),
  'glo-write-request': glo('write-request'),
  'glo-initiate-response': glo('initiate-response'),
  'glo-read-response': glo('read-response'),
  'glo-write-response': glo('write-response'),
  'glo-confirmed-service-error': glo('confirmed-service-error'),
  'glo-unconfirmed-write-request': glo('unconfirmed-write-request'),
  'glo-information-report-request': glo('information-report-request'),
  'ded-initiate-request': ded('initiate-request'),
  'ded-read-request': ded('read-request'),
  'ded-write-request': ded('write-request'),
  'ded-initiate-response': ded('initiate-response'),
  'ded-read-response': ded('read-response'),
  'ded-write-response': ded('write-response'),
  'ded-confirmed-service-error': ded('confirmed-service-error'),
  'ded-unconfirmed-write-request': ded('unconfirmed-write-request'),
  'ded-information-report-request': ded('information-report-request'),
  aarq: [0x60, aarq],
  aare: [0x61, aare],
  rlrq: [0x62, rlrq],
  rlre: [0x63, rlre],
  'get-request': [0xc0, getRequest],
  'set-request': [0xc1, setRequest],
  'event-notification-request': [0xc2, eventNotificationRequest],
  'action-request': [0xc3, actionRequest],
  'get-response': [0xc4, getResponse],
  'set-response': [0xc5, setResponse],
  'action-response': [0xc7, actionResponse],
  'glo-get-request': glo('get-request'),
  'glo-set-request': glo('set-request'),
  'glo-event-notification-request': glo('event-notification-request'),
  'glo-action-request': glo('action-request'),
  'glo-get-response': glo('get-response'),
  'glo-set-response': glo('set-response'),
  'glo-action-response': glo('action-response'),
  'ded-get-request': ded('get-request'),
  'ded-set-request': ded('set-request'),
  'ded-event-notification-request': ded('event-notification-request'),
  'ded-action-request': ded('action-request'),
  'ded-get-response': ded('get-response'),
  'ded-set-response': ded('set-response'),
  'ded-action-response': ded('action-response'),
  'exception-response': [0xd8, exceptionResponse],
  'access-request': [0xd9, accessRequest],
  'access-response': [0xda, accessResponse],
  'general-glo-ciphering': [0xdb, generalCiphered],
  'general-ded-ciphering': [0xdc, generalCiphered],
  'general-ciphering': [0xdd, generalCiphering],
  'general-signing': [0xdf, generalSigning],
  'general-block-transfer': [0xe0, generalBlockTransfer],
  'gateway-request': [0xe6, gateway],
  'gateway-response': [0xe7, gateway],
});

export type Apdu = TypeOf<typeof apdu>;
export type ApduKind = Apdu['kind'];

/** One alternative of the CHOICE: `ApduOf<'get-request'>`. */
export type ApduOf<K extends ApduKind> = Extract<Apdu, { kind: K }>;

/** The octets of an APDU. @throws DlmsError `value-invalid` when a value does not fit its field */
export const encodeApdu = (value: Apdu): Buffer => encode(apdu, value);

/**
 * The APDU of octets, all of which must be used. `options` bounds what hostile octets may cost and says which octet-strings
 * become date-times. Octet-strings in it are views of `octets`.
 * @throws DlmsError `apdu-truncated`, `apdu-malformed`, `apdu-unknown`, `limit-exceeded`
 */
export function decodeApdu(octets: Buffer, options?: Partial<DataOptions>): Apdu {
  const input = new Reader(octets, 0, octets.length, options === undefined ? defaultLimits : { ...defaultLimits, ...options });
  const value = apdu.read(input);
  if (input.remaining > 0) throw input.malformed(`${input.remaining} octets too many`);
  return value;
}
