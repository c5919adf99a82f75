/**
 * A row for each alternative of GET, SET and ACTION (Green Book 9.5), octets written by hand from the ASN.1 module.
 */
import { type Apdu, apdu } from '../../src/apdu/apdu';
import { adjust, adjustHex, clockTime, clockTimeHex, entries, entriesHex, five, invokeIdAndPriority, octets } from '../support/apdu-parts';
import { fourWays, type Row } from '../support/vectors';

const datablock = { lastBlock: true, blockNumber: 2, rawData: octets('0102') };
const datablockHex = '01 00000002 02 0102';
const noSelection = { cosemAttributeDescriptor: clockTime, accessSelection: null };

const get: readonly Row<Apdu>[] = [
  {
    name: 'get-request-normal with selection',
    hex: `C0 01 C1 ${clockTimeHex} 01 ${entriesHex}`,
    value: {
      kind: 'get-request',
      value: {
        kind: 'get-request-normal',
        value: { invokeIdAndPriority, cosemAttributeDescriptor: clockTime, accessSelection: entries },
      },
    },
  },
  {
    // Cosem-Object-Attribute-Id ::= Integer8: negative ones belong to the manufacturer
    name: 'get-request-normal of attribute -1',
    hex: `C0 01 C1 ${clockTimeHex.replace(/02$/, 'FF')} 00`,
    value: {
      kind: 'get-request',
      value: {
        kind: 'get-request-normal',
        value: { invokeIdAndPriority, cosemAttributeDescriptor: { ...clockTime, attributeId: -1 }, accessSelection: null },
      },
    },
  },
  {
    name: 'get-response with a raw block',
    hex: 'C4 02 C1 00 00000001 00 03 010203',
    value: {
      kind: 'get-response',
      value: {
        kind: 'get-response-with-datablock',
        value: {
          invokeIdAndPriority,
          result: { lastBlock: false, blockNumber: 1, result: { kind: 'raw-data', value: octets('010203') } },
        },
      },
    },
  },
  {
    name: 'get-response with a refused block',
    hex: 'C4 02 C1 01 00000005 01 13',
    value: {
      kind: 'get-response',
      value: {
        kind: 'get-response-with-datablock',
        value: {
          invokeIdAndPriority,
          result: { lastBlock: true, blockNumber: 5, result: { kind: 'data-access-result', value: 'data-block-number-invalid' } },
        },
      },
    },
  },
  {
    name: 'get-response with list, one refused with a number that the book does not know',
    hex: 'C4 03 C1 02 00 1105 01 63',
    value: {
      kind: 'get-response',
      value: {
        kind: 'get-response-with-list',
        value: {
          invokeIdAndPriority,
          result: [
            { kind: 'data', value: five },
            { kind: 'data-access-result', value: 'unknown (99)' },
          ],
        },
      },
    },
  },
];

const setValue = (value: Extract<Apdu, { kind: 'set-request' }>['value']): Apdu => ({ kind: 'set-request', value });
const setAnswer = (value: Extract<Apdu, { kind: 'set-response' }>['value']): Apdu => ({ kind: 'set-response', value });
const set: readonly Row<Apdu>[] = [
  {
    name: 'set-request-normal',
    hex: `C1 01 C1 ${clockTimeHex} 00 1105`,
    value: setValue({ kind: 'set-request-normal', value: { invokeIdAndPriority, ...noSelection, value: five } }),
  },
  {
    name: 'set-request-with-first-datablock',
    hex: `C1 02 C1 ${clockTimeHex} 01 ${entriesHex} ${datablockHex}`,
    value: setValue({
      kind: 'set-request-with-first-datablock',
      value: { invokeIdAndPriority, cosemAttributeDescriptor: clockTime, accessSelection: entries, datablock },
    }),
  },
  {
    name: 'set-request-with-datablock',
    hex: `C1 03 C1 ${datablockHex}`,
    value: setValue({ kind: 'set-request-with-datablock', value: { invokeIdAndPriority, datablock } }),
  },
  {
    name: 'set-request-with-list',
    hex: `C1 04 C1 01 ${clockTimeHex} 00 01 1105`,
    value: setValue({
      kind: 'set-request-with-list',
      value: { invokeIdAndPriority, attributeDescriptorList: [noSelection], valueList: [five] },
    }),
  },
  {
    name: 'set-response-normal',
    hex: 'C5 01 C1 03',
    value: setAnswer({ kind: 'set-response-normal', value: { invokeIdAndPriority, result: 'read-write-denied' } }),
  },
  {
    name: 'set-response-datablock',
    hex: 'C5 02 C1 00000002',
    value: setAnswer({ kind: 'set-response-datablock', value: { invokeIdAndPriority, blockNumber: 2 } }),
  },
  {
    name: 'set-response-last-datablock',
    hex: 'C5 03 C1 00 00000003',
    value: setAnswer({ kind: 'set-response-last-datablock', value: { invokeIdAndPriority, result: 'success', blockNumber: 3 } }),
  },
  {
    name: 'set-response-last-datablock-with-list',
    hex: 'C5 04 C1 02 00 0D 00000003',
    value: setAnswer({
      kind: 'set-response-last-datablock-with-list',
      value: { invokeIdAndPriority, result: ['success', 'scope-of-access-violated'], blockNumber: 3 },
    }),
  },
  {
    name: 'set-response-with-list',
    hex: 'C5 05 C1 02 00 FA',
    value: setAnswer({ kind: 'set-response-with-list', value: { invokeIdAndPriority, result: ['success', 'other-reason'] } }),
  },
];

const call = (value: Extract<Apdu, { kind: 'action-request' }>['value']): Apdu => ({ kind: 'action-request', value });
const answer = (value: Extract<Apdu, { kind: 'action-response' }>['value']): Apdu => ({ kind: 'action-response', value });
const action: readonly Row<Apdu>[] = [
  {
    name: 'action-request-normal without parameter',
    hex: `C3 01 C1 ${adjustHex} 00`,
    value: call({
      kind: 'action-request-normal',
      value: { invokeIdAndPriority, cosemMethodDescriptor: adjust, methodInvocationParameters: null },
    }),
  },
  {
    name: 'action-request-normal of method -3',
    hex: `C3 01 C1 ${adjustHex.replace(/03$/, 'FD')} 00`,
    value: call({
      kind: 'action-request-normal',
      value: { invokeIdAndPriority, cosemMethodDescriptor: { ...adjust, methodId: -3 }, methodInvocationParameters: null },
    }),
  },
  {
    name: 'action-request-next-pblock',
    hex: 'C3 02 C1 00000001',
    value: call({ kind: 'action-request-next-pblock', value: { invokeIdAndPriority, blockNumber: 1 } }),
  },
  {
    name: 'action-request-with-list',
    hex: `C3 03 C1 01 ${adjustHex} 01 1105`,
    value: call({
      kind: 'action-request-with-list',
      value: { invokeIdAndPriority, cosemMethodDescriptorList: [adjust], methodInvocationParameters: [five] },
    }),
  },
  {
    name: 'action-request-with-first-pblock',
    hex: `C3 04 C1 ${adjustHex} ${datablockHex}`,
    value: call({
      kind: 'action-request-with-first-pblock',
      value: { invokeIdAndPriority, cosemMethodDescriptor: adjust, pblock: datablock },
    }),
  },
  {
    name: 'action-request-with-list-and-first-pblock',
    hex: `C3 05 C1 01 ${adjustHex} ${datablockHex}`,
    value: call({
      kind: 'action-request-with-list-and-first-pblock',
      value: { invokeIdAndPriority, cosemMethodDescriptorList: [adjust], pblock: datablock },
    }),
  },
  {
    name: 'action-request-with-pblock',
    hex: `C3 06 C1 ${datablockHex}`,
    value: call({ kind: 'action-request-with-pblock', value: { invokeIdAndPriority, pblock: datablock } }),
  },
  {
    name: 'action-response-with-pblock',
    hex: `C7 02 C1 ${datablockHex}`,
    value: answer({ kind: 'action-response-with-pblock', value: { invokeIdAndPriority, pblock: datablock } }),
  },
  {
    name: 'action-response-with-list',
    hex: 'C7 03 C1 02 00 01 00 1105 0C 00',
    value: answer({
      kind: 'action-response-with-list',
      value: {
        invokeIdAndPriority,
        listOfResponses: [
          { result: 'success', returnParameters: { kind: 'data', value: five } },
          { result: 'type-unmatched', returnParameters: null },
        ],
      },
    }),
  },
  {
    name: 'action-response-next-pblock',
    hex: 'C7 04 C1 00000002',
    value: answer({ kind: 'action-response-next-pblock', value: { invokeIdAndPriority, blockNumber: 2 } }),
  },
];

describe('GET, SET and ACTION', () => {
  for (const rows of [get, set, action]) fourWays(apdu, rows);
});
