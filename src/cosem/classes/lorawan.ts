/**
 * Blue Book part 2: interface classes for LPWAN (SCHC) and LoRaWAN.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, structure } from './define';

const schcFrParam = structure({
  maxPacketSize: 'CHOICE',
  ruleIdScheme: 'CHOICE',
  paddingL2WordSize: 'CHOICE',
  paddingBitsValue: 'CHOICE',
  delayAfterTransmission: 'CHOICE',
  interleavedPacketTransmission: 'CHOICE',
  windowSize: 'CHOICE',
  ruleParameters: arrayOf(
    structure({
      ruleId: 'CHOICE',
      ruleIdLength: 'CHOICE',
      dtagLength: 'CHOICE',
      wLength: 'CHOICE',
      fcnLength: 'CHOICE',
      rcsAlgorithm: 'CHOICE',
      reliabilityMode: 'CHOICE',
      retransmissionTimer: 'CHOICE',
      inactivityTimer: 'CHOICE',
      maxAckRequests: 'CHOICE',
    }),
  ),
});

export const lorawan: readonly ClassDefinition[] = chapter('lorawan/schc', [
  defineClass({
    classId: 126,
    version: 0,
    name: 'SCHC-LPWAN setup',
    attributes: [
      [2, 'lpwanReference', 'static', 'octet-string(6)'],
      [
        3,
        'schcCdRules',
        'static',
        arrayOf(
          structure({
            ruleId: 'CHOICE',
            fieldDescriptors: arrayOf(
              structure({
                fieldId: 'CHOICE',
                fieldLength: 'CHOICE',
                fieldPosition: 'CHOICE',
                directionIndicator: 'CHOICE',
                targetValue: 'CHOICE',
                matchingOperator: 'CHOICE',
                compressionDecompressionAction: 'CHOICE',
              }),
            ),
          }),
        ),
      ],
      [4, 'schcFrParam', 'static', schcFrParam],
    ],
  }),
  defineClass({
    classId: 127,
    version: 0,
    name: 'SCHC-LPWAN diagnostic',
    attributes: [
      [2, 'schcPacketsTxCounter', 'dynamic', 'double-long-unsigned'],
      [3, 'schcPacketsRxCounter', 'dynamic', 'double-long-unsigned'],
      [4, 'schcFragmentsTxCounter', 'dynamic', 'double-long-unsigned'],
      [5, 'schcFragmentsRxCounter', 'dynamic', 'double-long-unsigned'],
      [6, 'schcAckTxCounter', 'dynamic', 'double-long-unsigned'],
      [7, 'schcAckRxCounter', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [[1, 'reset', 'data', 0x40]],
  }),
  defineClass({
    classId: 128,
    version: 0,
    name: 'LoRaWAN setup',
    attributes: [
      [2, 'class', 'dynamic', 'enum'],
      [3, 'state', 'dynamic', 'enum'],
      [4, 'maxTransmitEirpSetting', 'static', 'integer'],
      [5, 'adrMode', 'dynamic', 'boolean'],
      [6, 'regionalParameters', 'dynamic', 'enum'],
      [
        7,
        'deviceOperation',
        'dynamic',
        structure({ totalJoinRequestCounter: 'CHOICE', timeSinceLastJoinRequest: 'CHOICE', timeSinceLastJoinAccept: 'CHOICE' }),
        0x38,
      ],
      [
        8,
        'modemVersions',
        'static',
        structure({ hardwareVersion: 'CHOICE', softwareVersion: 'CHOICE', regionalParametersVersion: 'CHOICE', protocolVersion: 'CHOICE' }),
        0x40,
      ],
      [9, 'devAddr', 'dynamic', 'double-long-unsigned', 0x48],
      [10, 'joinStrategy', 'dynamic', 'enum', 0x50],
      [
        11,
        'multicastsParameters',
        'dynamic',
        arrayOf(
          structure({
            mcAddr: 'CHOICE',
            mcKey: 'octet-string(16)',
            mcMinFcount: 'CHOICE',
            mcMaxFcount: 'CHOICE',
            mcStartTime: 'date-time',
            mcDuration: 'CHOICE',
            mcClass: 'enum',
            mcDownlinkDataRate: 'CHOICE',
            mcDownlinkFrequency: 'CHOICE',
          }),
        ),
        0x58,
      ],
    ],
    methods: [
      [1, 'disconnectFromNetwork', 'data', 0x60],
      [2, 'changeClass', 'data', 0x68],
      [3, 'changeRegion', 'data', 0x70],
    ],
  }),
  defineClass({
    classId: 129,
    version: 0,
    name: 'LoRaWAN diagnostic',
    attributes: [
      [2, 'internalErrorCode', 'dynamic', 'enum'],
      [3, 'outFramesUCounter', 'dynamic', 'double-long-unsigned'],
      [4, 'outFramesCCounter', 'dynamic', 'double-long-unsigned'],
      [5, 'inFramesUCounter', 'dynamic', 'double-long-unsigned'],
      [6, 'inFramesCCounter', 'dynamic', 'double-long-unsigned'],
      [7, 'inMacCommandCounter', 'dynamic', 'double-long-unsigned'],
      [8, 'inMacAnsErrorCounter', 'dynamic', 'double-long-unsigned'],
      [9, 'inMacIgnoredCounter', 'dynamic', 'double-long-unsigned'],
      [10, 'inPer', 'dynamic', 'integer'],
      [11, 'inMeanRssiRx1', 'dynamic', 'integer'],
      [12, 'inMeanSnrRx1', 'dynamic', 'integer'],
      [13, 'inMeanRssiRx2', 'dynamic', 'integer'],
      [14, 'inMeanSnrRx2', 'dynamic', 'integer'],
    ],
    methods: [[1, 'reset', 'data', 0x70]],
  }),
]);
