/**
 * GET service (Green Book 9.5: Get-Request, Get-Response) and the descriptors that GET, SET, ACTION and ACCESS share.
 */
import { boolean, choice, i8, map, octetString, octets, optional, sequenceOf, struct, type TypeOf, u8, u16, u32 } from '../codec/axdr';
import { data } from '../codec/data';
import { dataAccessResult } from './results';

/**
 * Cosem-Attribute-Descriptor. instanceId: the six octets of the logical name. attributeId is an Integer8: the negative ones are
 * the manufacturer's.
 */
export const attributeDescriptor = struct({ classId: u16, instanceId: octets(6), attributeId: i8 });

/** Cosem-Method-Descriptor. */
export const methodDescriptor = struct({ classId: u16, instanceId: octets(6), methodId: i8 });

/** Selective-Access-Descriptor. */
export const selectiveAccessDescriptor = struct({ accessSelector: u8, accessParameters: data });

/** Cosem-Attribute-Descriptor-With-Selection. */
export const attributeDescriptorWithSelection = struct({
  cosemAttributeDescriptor: attributeDescriptor,
  accessSelection: optional(selectiveAccessDescriptor),
});

export type AttributeDescriptor = TypeOf<typeof attributeDescriptor>;
export type MethodDescriptor = TypeOf<typeof methodDescriptor>;
export type SelectiveAccessDescriptor = TypeOf<typeof selectiveAccessDescriptor>;
export type AttributeDescriptorWithSelection = TypeOf<typeof attributeDescriptorWithSelection>;

/** Invoke-Id-And-Priority: bits 0-3 invoke id, bit 6 confirmed, bit 7 high priority. */
export const invokeIdAndPriority = map(
  u8,
  (octet) => ({ invokeId: octet & 0x0f, reserved: (octet >> 4) & 3, confirmed: (octet & 0x40) !== 0, highPriority: (octet & 0x80) !== 0 }),
  (v) => (v.invokeId & 0x0f) | ((v.reserved ?? 0) << 4) | (v.confirmed ? 0x40 : 0) | (v.highPriority ? 0x80 : 0),
);
export type InvokeIdAndPriority = TypeOf<typeof invokeIdAndPriority>;

/** Get-Data-Result, Read-Response items: data or a data-access-result. */
export const getDataResult = choice('Get-Data-Result', { data: [0, data], 'data-access-result': [1, dataAccessResult] });
export type GetDataResult = TypeOf<typeof getDataResult>;

export const getRequest = choice('Get-Request', {
  'get-request-normal': [
    1,
    struct({ invokeIdAndPriority, cosemAttributeDescriptor: attributeDescriptor, accessSelection: optional(selectiveAccessDescriptor) }),
  ],
  'get-request-next': [2, struct({ invokeIdAndPriority, blockNumber: u32 })],
  'get-request-with-list': [3, struct({ invokeIdAndPriority, attributeDescriptorList: sequenceOf(attributeDescriptorWithSelection) })],
});

/** DataBlock-G. */
const dataBlockG = struct({
  lastBlock: boolean,
  blockNumber: u32,
  result: choice('DataBlock-G result', { 'raw-data': [0, octetString], 'data-access-result': [1, dataAccessResult] }),
});

export const getResponse = choice('Get-Response', {
  'get-response-normal': [1, struct({ invokeIdAndPriority, result: getDataResult })],
  'get-response-with-datablock': [2, struct({ invokeIdAndPriority, result: dataBlockG })],
  'get-response-with-list': [3, struct({ invokeIdAndPriority, result: sequenceOf(getDataResult) })],
});
export type GetResponse = TypeOf<typeof getResponse>;
