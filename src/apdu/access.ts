/**
 * ACCESS service (Green Book 9.5: Access-Request, Access-Response): one list of gets, sets and actions.
 */
import { choice, octetString, optional, sequenceOf, struct, type TypeOf } from '../codec/axdr';
import { data } from '../codec/data';
import { attributeDescriptor, methodDescriptor, selectiveAccessDescriptor } from './get';
import { longInvokeIdAndPriority } from './notification';
import { actionResult, dataAccessResult } from './results';

const withSelection = struct({ cosemAttributeDescriptor: attributeDescriptor, accessSelection: selectiveAccessDescriptor });

export const accessRequestSpecification = choice('Access-Request-Specification', {
  'access-request-get': [1, struct({ cosemAttributeDescriptor: attributeDescriptor })],
  'access-request-set': [2, struct({ cosemAttributeDescriptor: attributeDescriptor })],
  'access-request-action': [3, struct({ cosemMethodDescriptor: methodDescriptor })],
  'access-request-get-with-selection': [4, withSelection],
  'access-request-set-with-selection': [5, withSelection],
});
export type AccessRequestSpecification = TypeOf<typeof accessRequestSpecification>;

export const accessRequest = struct({
  longInvokeIdAndPriority,
  dateTime: octetString,
  accessRequestSpecification: sequenceOf(accessRequestSpecification),
  accessRequestListOfData: sequenceOf(data),
});

export const accessResponseSpecification = choice('Access-Response-Specification', {
  'access-response-get': [1, struct({ result: dataAccessResult })],
  'access-response-set': [2, struct({ result: dataAccessResult })],
  'access-response-action': [3, struct({ result: actionResult })],
});

export const accessResponse = struct({
  longInvokeIdAndPriority,
  dateTime: octetString,
  accessRequestSpecification: optional(sequenceOf(accessRequestSpecification)),
  accessResponseListOfData: sequenceOf(data),
  accessResponseSpecification: sequenceOf(accessResponseSpecification),
});
export type AccessResponse = TypeOf<typeof accessResponse>;
