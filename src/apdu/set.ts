/**
 * SET service (Green Book 9.5: Set-Request, Set-Response).
 */
import { boolean, choice, octetString, optional, sequenceOf, struct, type TypeOf, u32 } from '../codec/axdr';
import { data } from '../codec/data';
import { attributeDescriptor, attributeDescriptorWithSelection, invokeIdAndPriority, selectiveAccessDescriptor } from './get';
import { dataAccessResult } from './results';

/** DataBlock-SA. */
export const dataBlockSA = struct({ lastBlock: boolean, blockNumber: u32, rawData: octetString });

export const setRequest = choice('Set-Request', {
  'set-request-normal': [
    1,
    struct({
      invokeIdAndPriority,
      cosemAttributeDescriptor: attributeDescriptor,
      accessSelection: optional(selectiveAccessDescriptor),
      value: data,
    }),
  ],
  'set-request-with-first-datablock': [
    2,
    struct({
      invokeIdAndPriority,
      cosemAttributeDescriptor: attributeDescriptor,
      accessSelection: optional(selectiveAccessDescriptor),
      datablock: dataBlockSA,
    }),
  ],
  'set-request-with-datablock': [3, struct({ invokeIdAndPriority, datablock: dataBlockSA })],
  'set-request-with-list': [
    4,
    struct({
      invokeIdAndPriority,
      attributeDescriptorList: sequenceOf(attributeDescriptorWithSelection),
      valueList: sequenceOf(data),
    }),
  ],
  'set-request-with-list-and-first-datablock': [
    5,
    struct({ invokeIdAndPriority, attributeDescriptorList: sequenceOf(attributeDescriptorWithSelection), datablock: dataBlockSA }),
  ],
});
export type SetRequest = TypeOf<typeof setRequest>;

export const setResponse = choice('Set-Response', {
  'set-response-normal': [1, struct({ invokeIdAndPriority, result: dataAccessResult })],
  'set-response-datablock': [2, struct({ invokeIdAndPriority, blockNumber: u32 })],
  'set-response-last-datablock': [3, struct({ invokeIdAndPriority, result: dataAccessResult, blockNumber: u32 })],
  'set-response-last-datablock-with-list': [4, struct({ invokeIdAndPriority, result: sequenceOf(dataAccessResult), blockNumber: u32 })],
  'set-response-with-list': [5, struct({ invokeIdAndPriority, result: sequenceOf(dataAccessResult) })],
});
export type SetResponse = TypeOf<typeof setResponse>;
