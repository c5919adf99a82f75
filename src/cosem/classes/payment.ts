/**
 * Blue Book part 2, clause 4.6: payment metering (account, credit, charge, tokens).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, bits, chapter, defineClass, structure, words } from './define';
import { attributeReference, dummy } from './shapes';

const chargeTable = arrayOf(structure({ index: 'octet-string', chargePerUnit: 'long' }));
const unitChargeActive = structure({
  chargePerUnitScaling: structure({ commodityScale: 'integer', priceScale: 'integer' }),
  commodityReference: attributeReference,
  chargeTable,
});

export const payment: readonly ClassDefinition[] = chapter('payment', [
  defineClass({
    classId: 111,
    version: 0,
    name: 'Account',
    attributes: [
      [2, 'accountModeAndStatus', 'static', structure({ accountMode: 'enum', accountStatus: 'enum' })],
      [3, 'currentCreditInUse', 'dynamic', 'unsigned'],
      [4, 'currentCreditStatus', 'dynamic', 'bit-string(8)'],
      [5, 'availableCredit', 'dynamic', 'double-long'],
      [6, 'amountToClear', 'dynamic', 'double-long'],
      [7, 'clearanceThreshold', 'static', 'double-long'],
      [8, 'aggregatedDebt', 'dynamic', 'double-long'],
      [9, 'creditReferenceList', 'static', arrayOf('octet-string(6)')],
      [10, 'chargeReferenceList', 'static', arrayOf('octet-string(6)')],
      [
        11,
        'creditChargeConfiguration',
        'static',
        arrayOf(
          structure({ creditReference: 'octet-string(6)', chargeReference: 'octet-string(6)', collectionConfiguration: 'bit-string(3)' }),
        ),
      ],
      [12, 'tokenGatewayConfiguration', 'static', arrayOf(structure({ creditReference: 'octet-string(6)', tokenProportion: 'unsigned' }))],
      [13, 'accountActivationTime', 'static', 'octet-string(date-time)'],
      [14, 'accountClosureTime', 'static', 'octet-string(date-time)'],
      [15, 'currency', 'static', structure({ currencyName: 'utf8-string', currencyScale: 'integer', currencyUnit: 'enum' })],
      [16, 'lowCreditThreshold', 'dynamic', 'double-long'],
      [17, 'nextCreditAvailableThreshold', 'dynamic', 'double-long'],
      [18, 'maxProvision', 'static', 'long-unsigned'],
      [19, 'maxProvisionPeriod', 'static', 'double-long'],
    ],
    methods: [
      [1, 'activateAccount', dummy, 0x98],
      [2, 'closeAccount', dummy, 0xa0],
      [3, 'resetAccount', dummy, 0xa8],
    ],
    enums: {
      '2.accountMode': words({ 1: 'credit mode', 2: 'prepayment mode' }),
      '2.accountStatus': words({ 1: 'new (inactive) account', 2: 'account active', 3: 'account closed' }),
      '4': bits({
        0: 'in_credit',
        1: 'low_credit',
        2: 'next_credit_enabled',
        3: 'next_credit_selectable',
        4: 'next_credit_selected',
        5: 'selectable_credit_in_use',
        6: 'out_of_credit',
        7: 'reserved',
      }),
      '11.collectionConfiguration': bits({
        0: 'collect when supply disconnected',
        1: 'collect in load limiting periods',
        2: 'collect in friendly credit periods',
      }),
      '15.currencyUnit': words({ 0: 'time', 1: 'consumption', 2: 'monetary' }),
    },
  }),
  defineClass({
    classId: 112,
    version: 0,
    name: 'Credit',
    attributes: [
      [2, 'currentCreditAmount', 'dynamic', 'double-long'],
      [3, 'creditType', 'static', 'enum'],
      [4, 'priority', 'static', 'unsigned'],
      [5, 'warningThreshold', 'static', 'double-long'],
      [6, 'limit', 'static', 'double-long'],
      [7, 'creditConfiguration', 'static', 'bit-string(5)'],
      [8, 'creditStatus', 'dynamic', 'enum'],
      [9, 'presetCreditAmount', 'static', 'double-long'],
      [10, 'creditAvailableThreshold', 'static', 'double-long'],
      [11, 'period', 'static', 'date-time'],
    ],
    methods: [
      [1, 'updateAmount', 'double-long', 0x58],
      [2, 'setAmountToValue', 'double-long', 0x60],
      [3, 'invokeCredit', dummy, 0x68],
    ],
    enums: {
      '3': words({ 0: 'token_credit', 1: 'reserved_credit', 2: 'emergency_credit', 3: 'time_based_credit', 4: 'consumption_based_credit' }),
      '7': bits({
        0: 'requires visual indication',
        1: 'requires confirmation before selection',
        2: 'requires the credit amount to be paid back',
        3: 'resettable',
        4: 'able to receive credit amounts from tokens',
      }),
      '8': words({ 0: 'enabled', 1: 'selectable', 2: 'selected or invoked', 3: 'in use', 4: 'exhausted' }),
    },
  }),
  defineClass({
    classId: 113,
    version: 0,
    name: 'Charge',
    attributes: [
      [2, 'totalAmountPaid', 'dynamic', 'double-long'],
      [3, 'chargeType', 'static', 'enum'],
      [4, 'priority', 'static', 'unsigned'],
      [5, 'unitChargeActive', 'static', unitChargeActive],
      [6, 'unitChargePassive', 'static', unitChargeActive],
      [7, 'unitChargeActivationTime', 'static', 'octet-string(date-time)'],
      [8, 'period', 'static', 'double-long-unsigned'],
      [9, 'chargeConfiguration', 'static', 'bit-string(2)'],
      [10, 'lastCollectionTime', 'dynamic', 'date-time'],
      [11, 'lastCollectionAmount', 'dynamic', 'double-long'],
      [12, 'totalAmountRemaining', 'dynamic', 'double-long'],
      [13, 'proportion', 'static', 'long-unsigned'],
    ],
    methods: [
      [1, 'updateUnitCharge', chargeTable, 0x68],
      [2, 'activatePassiveUnitCharge', dummy, 0x70],
      [3, 'collect', dummy, 0x78],
      [4, 'updateTotalAmountRemaining', 'double-long', 0x80],
      [5, 'setTotalAmountRemaining', 'double-long', 0x88],
    ],
    enums: {
      '3': words({ 0: 'consumption_based_collection', 1: 'time_based_collection', 2: 'payment_event_based_collection' }),
      '9': bits({ 0: 'percentage based collection', 1: 'continuous collection' }),
    },
  }),
  defineClass({
    classId: 115,
    version: 0,
    name: 'Token gateway',
    attributes: [
      [2, 'token', 'dynamic', 'octet-string'],
      [3, 'tokenTime', 'dynamic', 'octet-string(date-time)'],
      [4, 'tokenDescription', 'dynamic', arrayOf('octet-string')],
      [5, 'tokenDeliveryMethod', 'dynamic', 'enum'],
      [6, 'tokenStatus', 'dynamic', structure({ statusCode: 'enum', dataValue: 'bit-string' })],
    ],
    methods: [[1, 'enter', 'octet-string', 0x30, 'mandatory']],
    enums: {
      '5': words({ 0: 'via remote communications', 1: 'via local communications', 2: 'via manual entry' }),
      '6.statusCode': words({
        0: 'token format result OK',
        1: 'authentication result OK',
        2: 'validation result OK',
        3: 'token execution result OK',
        4: 'token format failure',
        5: 'authentication failure',
        6: 'validation result failure',
        7: 'token execution result failure',
        8: 'token received and not yet processed',
      }),
    },
  }),
  defineClass({
    classId: 116,
    version: 0,
    name: 'IEC 62055-41 attributes',
    attributes: [
      [
        2,
        'meterPan',
        'static',
        structure({
          issuerIdentificationNumber: 'double-long-unsigned',
          decoderReferenceNumber: 'long64-unsigned',
          panCheckDigit: 'unsigned',
        }),
      ],
      [3, 'commodity', 'static', 'visible-string'],
      [4, 'tokenCarrierTypes', 'static', arrayOf('unsigned')],
      [5, 'encryptionAlgorithm', 'static', 'unsigned'],
      [6, 'supplyGroupCode', 'dynamic', 'double-long-unsigned'],
      [7, 'tariffIndex', 'dynamic', 'unsigned'],
      [8, 'keyRevisionNumber', 'dynamic', 'unsigned'],
      [9, 'keyType', 'dynamic', 'unsigned'],
      [10, 'keyExpiryNumber', 'dynamic', 'unsigned'],
      [11, 'noOfKctSupported', 'static', 'unsigned'],
      [12, 'stsCertificateNo', 'static', 'visible-string'],
    ],
  }),
]);
