/**
 * Short-name services (Green Book 9.5: ReadRequest .. InformationReportRequest; Variable-Access-Specification).
 * Variable names are signed in the ASN.1 module and written unsigned everywhere in practice: 0xFA00 is 64000 here.
 */
import { boolean, choice, i8, octetString, optional, sequenceOf, struct, type TypeOf, u8, u16 } from '../codec/axdr';
import { data } from '../codec/data';
import { dataAccessResult } from './results';

const blockNumberAccess = struct({ blockNumber: u16 });
const readDataBlockAccess = struct({ lastBlock: boolean, blockNumber: u16, rawData: octetString });

export const variableAccessSpecification = choice('Variable-Access-Specification', {
  'variable-name': [2, u16],
  'detailed-access': [3, struct({ variableName: u16, detailedAccess: sequenceOf(i8) })],
  'parameterized-access': [4, struct({ variableName: u16, selector: u8, parameter: data })],
  'block-number-access': [5, blockNumberAccess],
  'read-data-block-access': [6, readDataBlockAccess],
  'write-data-block-access': [7, struct({ lastBlock: boolean, blockNumber: u16 })],
});
export type VariableAccessSpecification = TypeOf<typeof variableAccessSpecification>;

export const readRequest = sequenceOf(variableAccessSpecification);
export type ReadRequest = TypeOf<typeof readRequest>;

const readResult = choice('ReadResponse', {
  data: [0, data],
  'data-access-error': [1, dataAccessResult],
  'data-block-result': [2, struct({ lastBlock: boolean, blockNumber: u16, rawData: octetString })],
  'block-number': [3, u16],
});
export const readResponse = sequenceOf(readResult);
export type ReadResponse = TypeOf<typeof readResponse>;

export const writeRequest = struct({
  variableAccessSpecification: sequenceOf(variableAccessSpecification),
  listOfData: sequenceOf(data),
});
export type WriteRequest = TypeOf<typeof writeRequest>;

const writeResult = choice('WriteResponse', {
  success: [0, struct({})],
  'data-access-error': [1, dataAccessResult],
  'block-number': [2, u16],
});
export const writeResponse = sequenceOf(writeResult);
export type WriteResponse = TypeOf<typeof writeResponse>;

export const informationReportRequest = struct({
  currentTime: optional(octetString),
  variableAccessSpecification: sequenceOf(variableAccessSpecification),
  listOfData: sequenceOf(data),
});
