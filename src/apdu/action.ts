/**
 * ACTION service (Green Book 9.5: Action-Request, Action-Response).
 */
import { choice, optional, sequenceOf, struct, type TypeOf, u32 } from '../codec/axdr';
import { data } from '../codec/data';
import { getDataResult, invokeIdAndPriority, methodDescriptor } from './get';
import { actionResult } from './results';
import { dataBlockSA } from './set';

export const actionRequest = choice('Action-Request', {
  'action-request-normal': [
    1,
    struct({ invokeIdAndPriority, cosemMethodDescriptor: methodDescriptor, methodInvocationParameters: optional(data) }),
  ],
  'action-request-next-pblock': [2, struct({ invokeIdAndPriority, blockNumber: u32 })],
  'action-request-with-list': [
    3,
    struct({
      invokeIdAndPriority,
      cosemMethodDescriptorList: sequenceOf(methodDescriptor),
      methodInvocationParameters: sequenceOf(data),
    }),
  ],
  'action-request-with-first-pblock': [4, struct({ invokeIdAndPriority, cosemMethodDescriptor: methodDescriptor, pblock: dataBlockSA })],
  'action-request-with-list-and-first-pblock': [
    5,
    struct({ invokeIdAndPriority, cosemMethodDescriptorList: sequenceOf(methodDescriptor), pblock: dataBlockSA }),
  ],
  'action-request-with-pblock': [6, struct({ invokeIdAndPriority, pblock: dataBlockSA })],
});
export type ActionRequest = TypeOf<typeof actionRequest>;

const flagged = optional(getDataResult);

/** The return parameters. There are meters that leave flag and choice out and begin with the tag of the data. */
const returnParameters: typeof flagged = {
  write: flagged.write,
  read: (input) => (input.peek() > 1 ? { kind: 'data', value: data.read(input) } : flagged.read(input)),
};

/** Action-Response-With-Optional-Data. */
export const actionResponseWithOptionalData = struct({ result: actionResult, returnParameters });

export const actionResponse = choice('Action-Response', {
  'action-response-normal': [1, struct({ invokeIdAndPriority, singleResponse: actionResponseWithOptionalData })],
  'action-response-with-pblock': [2, struct({ invokeIdAndPriority, pblock: dataBlockSA })],
  'action-response-with-list': [3, struct({ invokeIdAndPriority, listOfResponses: sequenceOf(actionResponseWithOptionalData) })],
  'action-response-next-pblock': [4, struct({ invokeIdAndPriority, blockNumber: u32 })],
});
export type ActionResponse = TypeOf<typeof actionResponse>;
