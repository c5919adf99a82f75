/**
 * A row for each alternative of the services but GET, SET and ACTION (Green Book 9.5), octets written by hand. The captures
 * (`captures.test.ts`) hold what meters really send; this file holds what they may send.
 */
import assert from 'node:assert/strict';
import { type Apdu, apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { adjust, adjustHex, clockTime, clockTimeHex, entries, entriesHex, five, invokeIdAndPriority, octets } from '../support/apdu-parts';
import { cannotWrite, fourWays, type Row, refuses } from '../support/vectors';

const initiate: readonly Row<Apdu>[] = [
  {
    name: 'initiate-request with everything',
    hex: '01 01 02AABB 01 00 01 FF 06 5F1F0400 001E1D FFFF',
    value: {
      kind: 'initiate-request',
      value: {
        dedicatedKey: octets('AABB'),
        responseAllowed: false,
        proposedQualityOfService: -1,
        proposedDlmsVersionNumber: 6,
        proposedConformance: { bits: 0x001e1d, tag: '5F1F' },
        clientMaxReceivePduSize: 65535,
      },
    },
  },
  {
    name: 'initiate-response, conformance tagged in one octet',
    hex: '08 00 06 5F0400 180220 0960 FA00',
    value: {
      kind: 'initiate-response',
      value: {
        negotiatedQualityOfService: null,
        negotiatedDlmsVersionNumber: 6,
        negotiatedConformance: { bits: 0x180220, tag: '5F' },
        serverMaxReceivePduSize: 2400,
        vaaName: 0xfa00,
      },
    },
  },
  {
    name: 'confirmed-service-error of a write',
    hex: '0E 06 05 02',
    value: {
      kind: 'confirmed-service-error',
      value: { service: 'write', serviceError: { kind: 'access', value: 'object-access-violated' } },
    },
  },
];

const shortNames: readonly Row<Apdu>[] = [
  {
    name: 'read-request of every kind',
    hex: '05 05 02 FA00 04 6280 02 1107 05 0001 03 0120 02 01 FF 06 00 0002 01 AA',
    value: {
      kind: 'read-request',
      value: [
        { kind: 'variable-name', value: 0xfa00 },
        { kind: 'parameterized-access', value: { variableName: 0x6280, selector: 2, parameter: { type: 'unsigned', value: 7 } } },
        { kind: 'block-number-access', value: { blockNumber: 1 } },
        { kind: 'detailed-access', value: { variableName: 0x0120, detailedAccess: [1, -1] } },
        { kind: 'read-data-block-access', value: { lastBlock: false, blockNumber: 2, rawData: octets('AA') } },
      ],
    },
  },
  {
    name: 'read-response of every kind',
    hex: '0C 04 00 1105 01 04 02 01 0003 02 0102 03 0004',
    value: {
      kind: 'read-response',
      value: [
        { kind: 'data', value: five },
        { kind: 'data-access-error', value: 'object-undefined' },
        { kind: 'data-block-result', value: { lastBlock: true, blockNumber: 3, rawData: octets('0102') } },
        { kind: 'block-number', value: 4 },
      ],
    },
  },
  {
    name: 'write-request in blocks',
    hex: '06 01 07 00 0001 01 09 01 AA',
    value: {
      kind: 'write-request',
      value: {
        variableAccessSpecification: [{ kind: 'write-data-block-access', value: { lastBlock: false, blockNumber: 1 } }],
        listOfData: [{ type: 'octet-string', value: octets('AA') }],
      },
    },
  },
  {
    name: 'write-response of every kind',
    hex: '0D 03 00 01 0D 02 0001',
    value: {
      kind: 'write-response',
      value: [
        { kind: 'success', value: {} },
        { kind: 'data-access-error', value: 'scope-of-access-violated' },
        { kind: 'block-number', value: 1 },
      ],
    },
  },
  {
    name: 'unconfirmed-write-request',
    hex: '16 01 02 2BC0 01 1105',
    value: {
      kind: 'unconfirmed-write-request',
      value: { variableAccessSpecification: [{ kind: 'variable-name', value: 0x2bc0 }], listOfData: [five] },
    },
  },
  {
    name: 'information-report-request',
    hex: '18 00 01 02 2BC0 01 1105',
    value: {
      kind: 'information-report-request',
      value: { currentTime: null, variableAccessSpecification: [{ kind: 'variable-name', value: 0x2bc0 }], listOfData: [five] },
    },
  },
];

const access: readonly Row<Apdu>[] = [
  {
    name: 'access-request of every kind',
    hex: `D9 40000001 00 05 01 ${clockTimeHex} 02 ${clockTimeHex} 03 ${adjustHex} 04 ${clockTimeHex} ${entriesHex} 05 ${clockTimeHex} ${entriesHex} 02 00 1105`,
    value: {
      kind: 'access-request',
      value: {
        longInvokeIdAndPriority: 0x40000001,
        dateTime: Buffer.alloc(0),
        accessRequestSpecification: [
          { kind: 'access-request-get', value: { cosemAttributeDescriptor: clockTime } },
          { kind: 'access-request-set', value: { cosemAttributeDescriptor: clockTime } },
          { kind: 'access-request-action', value: { cosemMethodDescriptor: adjust } },
          { kind: 'access-request-get-with-selection', value: { cosemAttributeDescriptor: clockTime, accessSelection: entries } },
          { kind: 'access-request-set-with-selection', value: { cosemAttributeDescriptor: clockTime, accessSelection: entries } },
        ],
        accessRequestListOfData: [{ type: 'null-data', value: null }, five],
      },
    },
  },
  {
    name: 'access-response of every kind',
    hex: `DA 40000001 00 01 01 01 ${clockTimeHex} 01 1105 03 01 00 02 03 03 0F`,
    value: {
      kind: 'access-response',
      value: {
        longInvokeIdAndPriority: 0x40000001,
        dateTime: Buffer.alloc(0),
        accessRequestSpecification: [{ kind: 'access-request-get', value: { cosemAttributeDescriptor: clockTime } }],
        accessResponseListOfData: [five],
        accessResponseSpecification: [
          { kind: 'access-response-get', value: { result: 'success' } },
          { kind: 'access-response-set', value: { result: 'read-write-denied' } },
          { kind: 'access-response-action', value: { result: 'long-action-aborted' } },
        ],
      },
    },
  },
];

const titles = {
  transactionId: octets('0102'),
  originatorSystemTitle: octets('4D4D4D0000BC614E'),
  recipientSystemTitle: octets('4D4D4D0000000001'),
  dateTime: Buffer.alloc(0),
  otherInformation: Buffer.alloc(0),
};
const titlesHex = '02 0102 08 4D4D4D0000BC614E 08 4D4D4D0000000001 00 00';

const containers: readonly Row<Apdu>[] = [
  {
    name: 'data-notification-confirm',
    hex: '10 40000001 00',
    value: { kind: 'data-notification-confirm', value: { longInvokeIdAndPriority: 0x40000001, dateTime: Buffer.alloc(0) } },
  },
  {
    name: 'data-notification with a tagged date-time',
    hex: '0F 40000000 090C 07E1090F0505000AFF800000 1105',
    value: {
      kind: 'data-notification',
      value: {
        longInvokeIdAndPriority: 0x40000000,
        dateTime: octets('07E1090F0505000AFF800000'),
        dateTimeTagged: true,
        notificationBody: five,
      },
    },
  },
  { name: 'ded-get-request', hex: 'D0 03 300001', value: { kind: 'ded-get-request', value: octets('300001') } },
  {
    name: 'general-ded-ciphering without title',
    hex: 'DC 00 02 3000',
    value: { kind: 'general-ded-ciphering', value: { systemTitle: Buffer.alloc(0), cipheredService: octets('3000') } },
  },
  {
    name: 'general-ciphering with an identified key',
    hex: `DD ${titlesHex} 01 00 01 01 30`,
    value: {
      kind: 'general-ciphering',
      value: { ...titles, keyInfo: { kind: 'identified-key', value: { keyId: 1 } }, cipheredService: octets('30') },
    },
  },
  {
    name: 'general-ciphering with a wrapped key',
    hex: `DD ${titlesHex} 01 01 00 02 AABB 01 30`,
    value: {
      kind: 'general-ciphering',
      value: {
        ...titles,
        keyInfo: { kind: 'wrapped-key', value: { kekId: 0, keyCipheredData: octets('AABB') } },
        cipheredService: octets('30'),
      },
    },
  },
  {
    name: 'general-ciphering with an agreed key',
    hex: `DD ${titlesHex} 01 02 01 02 02 AABB 01 30`,
    value: {
      kind: 'general-ciphering',
      value: {
        ...titles,
        keyInfo: { kind: 'agreed-key', value: { keyParameters: octets('02'), keyCipheredData: octets('AABB') } },
        cipheredService: octets('30'),
      },
    },
  },
  {
    name: 'general-signing',
    hex: `DF ${titlesHex} 01 C0 02 AABB`,
    value: { kind: 'general-signing', value: { ...titles, content: octets('C0'), signature: octets('AABB') } },
  },
  {
    name: 'general-block-transfer',
    hex: 'E0 C3 0004 0002 02 AABB',
    value: {
      kind: 'general-block-transfer',
      value: {
        blockControl: { lastBlock: true, streaming: true, window: 3 },
        blockNumber: 4,
        blockNumberAck: 2,
        blockData: octets('AABB'),
      },
    },
  },
];

const call = (value: Extract<Apdu, { kind: 'action-request' }>['value']): Apdu => ({ kind: 'action-request', value });

describe('APDUs', () => {
  for (const rows of [initiate, shortNames, access, containers]) fourWays(apdu, rows);

  it('of a gateway carry the rest', () => {
    const value = { networkId: 1, physicalDeviceAddress: octets('0010'), userInformation: octets('C002C100000001') };
    const sent = octets('E6 01 02 0010 C002C100000001');
    assert.deepEqual(decodeApdu(sent), { kind: 'gateway-request', value });
    assert.deepEqual(encodeApdu({ kind: 'gateway-request', value }), sent);
  });

  describe('exception-response with service-error 6', () => {
    // the counter is 4 octets by the book; some meters send 8, some none
    const counters: readonly (readonly [hex: string, counter: bigint | null])[] = [
      ['D8 02 06 00000100', 256n],
      ['D8 02 06 0000000100000000', 0x1_0000_0000n],
      ['D8 02 06', null],
    ];
    for (const [hex, invocationCounter] of counters) {
      const value: Apdu = {
        kind: 'exception-response',
        value: { stateError: 'service-unknown', serviceError: 'invocation-counter-error', invocationCounter },
      };
      it(`carries ${invocationCounter}`, () => {
        assert.deepEqual(decodeApdu(octets(hex)), value);
        assert.deepEqual(encodeApdu(value), octets(hex));
      });
    }
    it('is refused with half a counter', () => assert.throws(() => decodeApdu(octets('D8 02 06 0000')), { code: 'apdu-malformed' }));
  });

  refuses(apdu, [
    ['no octets', '', 'apdu-truncated'],
    ['a first octet that no service has', 'FF FF', 'apdu-unknown'],
    ['a request that no service has', 'C0 09 C1', 'apdu-unknown'],
    ['a list of 4 billion attributes', 'C0 03 C1 84FFFFFFFF 00', 'apdu-truncated'],
    ['a date-time of five octets', '0F 00000000 05 0102030405 00', 'apdu-malformed'],
    ['a conformance block of 16 bits', '08 00 06 5F1F0300 1802 0960 FA00', 'apdu-malformed'],
    ['a conformance block without tag', '08 00 06 0400 180220 0960 FA00', 'apdu-malformed'],
  ]);

  cannotWrite(apdu, [
    ['a kind that does not exist', { kind: 'got-request', value: {} }],
    ['an invented word', { kind: 'set-response', value: { kind: 'set-response-normal', value: { invokeIdAndPriority, result: 'sure' } } }],
    [
      'a logical name of five octets',
      call({
        kind: 'action-request-normal',
        value: {
          invokeIdAndPriority,
          cosemMethodDescriptor: { ...adjust, instanceId: octets('0000010000') },
          methodInvocationParameters: null,
        },
      }),
    ],
    [
      'block number 2 to the 32',
      { kind: 'get-request', value: { kind: 'get-request-next', value: { invokeIdAndPriority, blockNumber: 2 ** 32 } } },
    ],
    ['text as octets', { kind: 'ded-get-request', value: '3000' }],
    [
      'a notification with a date',
      {
        kind: 'data-notification',
        value: { longInvokeIdAndPriority: 0, dateTime: octets('0102030405'), dateTimeTagged: false, notificationBody: five },
      },
    ],
  ]);
});
