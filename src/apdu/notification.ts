/**
 * Services that the meter starts, and the two error APDUs (Green Book 9.5: Data-Notification, EventNotificationRequest,
 * ExceptionResponse, ConfirmedServiceError).
 *
 * `dateTime` of Data-Notification is an OCTET STRING of 0 or 12 octets. Old Kaifa and Kamstrup firmware puts a data tag
 * before it (`09 0C`): read alike, see `dateTimeTagged`.
 */
import { type Codec, choice, enumerated, octetString, optional, readTraced, struct, type TypeOf, u32 } from '../codec/axdr';
import { data } from '../codec/data';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import { attributeDescriptor } from './get';

/** Long-Invoke-Id-And-Priority: the 32 bits as sent (bits 0-23 id, 28 self-descriptive, 29 processing option, 30 confirmed, 31 priority). */
export const longInvokeIdAndPriority = u32;
const confirmedBit = 0x40000000;

/** Whether the sender of a Long-Invoke-Id-And-Priority asks for a confirmation. */
export const isConfirmed = (id: number): boolean => (id & confirmedBit) !== 0;

export interface DataNotification {
  readonly longInvokeIdAndPriority: number;
  /** The 12 octets of a date-time, or empty. */
  readonly dateTime: Buffer;
  /** True when the date-time was sent as a tagged octet-string (`09 0C ..`). */
  readonly dateTimeTagged: boolean;
  readonly notificationBody: Data;
}

export const dataNotification: Codec<DataNotification> = {
  write(value, out) {
    const { length } = value.dateTime;
    if (length !== 12 && (length !== 0 || value.dateTimeTagged)) throw new DlmsError('value-invalid', `a date-time of ${length} octets`);
    longInvokeIdAndPriority.write(value.longInvokeIdAndPriority, out);
    if (value.dateTimeTagged) out.u8(0x09);
    octetString.write(value.dateTime, out);
    data.write(value.notificationBody, out);
  },
  read(input) {
    const id = readTraced(longInvokeIdAndPriority, 'longInvokeIdAndPriority', input);
    const dateTimeTagged = input.peek() === 0x09 && input.remaining > 1 && input.buffer[input.position + 1] === 0x0c;
    if (dateTimeTagged) input.skip(1);
    const dateTime = readTraced(octetString, 'dateTime', input);
    if (dateTime.length !== 0 && dateTime.length !== 12) throw input.malformed(`a date-time of ${dateTime.length} octets`);
    return { longInvokeIdAndPriority: id, dateTime, dateTimeTagged, notificationBody: readTraced(data, 'notificationBody', input) };
  },
};

/** dataNotificationConfirm (added in Green Book edition 9). */
export const dataNotificationConfirm = struct({ longInvokeIdAndPriority, dateTime: octetString });

/** The confirmation of a DataNotification with this id, null where none is due. */
export const confirmationFor = (id: number) =>
  isConfirmed(id)
    ? ({ kind: 'data-notification-confirm', value: { longInvokeIdAndPriority: id, dateTime: Buffer.alloc(0) } } as const)
    : null;

export const eventNotificationRequest = struct({
  time: optional(octetString),
  cosemAttributeDescriptor: attributeDescriptor,
  attributeValue: data,
});

const stateError = enumerated({ 'service-not-allowed': 1, 'service-unknown': 2 });
const serviceErrorCode = enumerated({
  'operation-not-possible': 1,
  'service-not-supported': 2,
  'other-reason': 3,
  'pdu-too-long': 4,
  'deciphering-error': 5,
  'invocation-counter-error': 6,
});

/** `invocationCounter` follows service-error 6 only: 4 octets, some meters send 8. Null when absent. */
export interface ExceptionResponse {
  readonly stateError: TypeOf<typeof stateError>;
  readonly serviceError: TypeOf<typeof serviceErrorCode>;
  readonly invocationCounter: bigint | null;
}

export const exceptionResponse: Codec<ExceptionResponse> = {
  write(value, out) {
    stateError.write(value.stateError, out);
    serviceErrorCode.write(value.serviceError, out);
    if (value.invocationCounter === null) return;
    if (value.invocationCounter > 0xffffffffn) out.u32(Number(value.invocationCounter >> 32n));
    out.u32(Number(value.invocationCounter & 0xffffffffn));
  },
  read(input) {
    const state = stateError.read(input);
    const service = serviceErrorCode.read(input);
    let invocationCounter: bigint | null = null;
    if (service === 'invocation-counter-error' && input.remaining >= 4) {
      invocationCounter = input.remaining >= 8 ? (BigInt(input.u32()) << 32n) | BigInt(input.u32()) : BigInt(input.u32());
    }
    return { stateError: state, serviceError: service, invocationCounter };
  },
};

const serviceError = choice('ServiceError', {
  'application-reference': [
    0,
    enumerated({
      other: 0,
      'time-elapsed': 1,
      'application-unreachable': 2,
      'application-reference-invalid': 3,
      'application-context-unsupported': 4,
      'provider-communication-error': 5,
      'deciphering-error': 6,
    }),
  ],
  'hardware-resource': [
    1,
    enumerated({
      other: 0,
      'memory-unavailable': 1,
      'processor-resource-unavailable': 2,
      'mass-storage-unavailable': 3,
      'other-resource-unavailable': 4,
    }),
  ],
  'vde-state-error': [
    2,
    enumerated({ other: 0, 'no-dlms-context': 1, 'loading-data-set': 2, 'status-nochange': 3, 'status-inoperable': 4 }),
  ],
  service: [3, enumerated({ other: 0, 'pdu-size': 1, 'service-unsupported': 2 })],
  definition: [4, enumerated({ other: 0, 'object-undefined': 1, 'object-class-inconsistent': 2, 'object-attribute-inconsistent': 3 })],
  access: [
    5,
    enumerated({ other: 0, 'scope-of-access-violated': 1, 'object-access-violated': 2, 'hardware-fault': 3, 'object-unavailable': 4 }),
  ],
  initiate: [
    6,
    enumerated({
      other: 0,
      'dlms-version-too-low': 1,
      'incompatible-conformance': 2,
      'pdu-size-too-short': 3,
      'refused-by-the-VDE-handler': 4,
    }),
  ],
  'load-data-set': [
    7,
    enumerated({
      other: 0,
      'primitive-out-of-sequence': 1,
      'not-loadable': 2,
      'dataset-size-too-large': 3,
      'not-awaited-segment': 4,
      'interpretation-failure': 5,
      'storage-failure': 6,
      'data-set-not-ready': 7,
    }),
  ],
  'change-scope': [8, enumerated({ other: 0 })],
  task: [9, enumerated({ other: 0, 'no-remote-control': 1, 'ti-stopped': 2, 'ti-running': 3, 'ti-unusable': 4 })],
  other: [10, enumerated({ other: 0 })],
});

/** The service that failed, then the class of the error and its value. */
export const confirmedServiceError = struct({
  service: enumerated({
    initiateError: 1,
    getStatus: 2,
    getNameList: 3,
    getVariableAttribute: 4,
    read: 5,
    write: 6,
    getDataSetAttribute: 7,
    getTIAttribute: 8,
    changeScope: 9,
    start: 10,
    stop: 11,
    resume: 12,
    makeUsable: 13,
    initiateLoad: 14,
    loadSegment: 15,
    terminateLoad: 16,
    initiateUpLoad: 17,
    upLoadSegment: 18,
    terminateUpLoad: 19,
  }),
  serviceError,
});
export type ConfirmedServiceError = TypeOf<typeof confirmedServiceError>;
