/**
 * Blue Book part 2, clause 4.13: interface classes for the MAC layer of G3-PLC.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, structure, words } from './define';
import { dummy } from './shapes';

const macKeyTable = arrayOf(structure({ keyId: 'unsigned', key: 'octet-string' }));
const macNeighbourEntry = structure({
  shortAddress: 'long-unsigned',
  payloadModulationScheme: 'boolean',
  toneMap: 'bit-string',
  modulation: 'enum',
  txGain: 'integer',
  txRes: 'enum',
  txCoeff: 'bit-string',
  lqi: 'unsigned',
  phaseDifferential: 'integer',
  tmrValidTime: 'unsigned',
  neighbourValidTime: 'unsigned',
});
const macNeighbourTable = arrayOf(macNeighbourEntry);
const macPosTable = arrayOf(structure({ shortAddress: 'long-unsigned', lqi: 'unsigned', posValidTime: 'unsigned' }));

const modulationWords = { 0: 'robust mode', 1: 'DBPSK', 2: 'DQPSK', 3: 'D8PSK', 4: '16-QAM' };
const txResWords = { 0: '6 dB', 1: '3 dB' };

export const plcG3: readonly ClassDefinition[] = chapter('plc g3', [
  defineClass({
    classId: 90,
    version: 1,
    name: 'G3-PLC MAC layer counters',
    attributes: [
      [2, 'macTxDataPacketCount', 'dynamic', 'double-long-unsigned'],
      [3, 'macRxDataPacketCount', 'dynamic', 'double-long-unsigned'],
      [4, 'macTxCmdPacketCount', 'dynamic', 'double-long-unsigned'],
      [5, 'macRxCmdPacketCount', 'dynamic', 'double-long-unsigned'],
      [6, 'macCsmaFailCount', 'dynamic', 'double-long-unsigned'],
      [7, 'macCsmaNoAckCount', 'dynamic', 'double-long-unsigned'],
      [8, 'macBadCrcCount', 'dynamic', 'double-long-unsigned'],
      [9, 'macTxDataBroadcastCount', 'dynamic', 'double-long-unsigned'],
      [10, 'macRxDataBroadcastCount', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x50]],
  }),
  ...defineVersions(
    {
      classId: 91,
      version: 1,
      name: 'G3-PLC MAC setup',
      attributes: [
        [2, 'macShortAddress', 'dynamic', 'long-unsigned'],
        [3, 'macRcCoord', 'dynamic', 'long-unsigned'],
        [4, 'macPanId', 'dynamic', 'long-unsigned'],
        [5, 'macKeyTable', 'dynamic', macKeyTable],
        [6, 'macFrameCounter', 'dynamic', 'double-long-unsigned'],
        [7, 'macToneMask', 'static', 'bit-string'],
        [8, 'macTmrTtl', 'static', 'unsigned'],
        [9, 'macMaxFrameRetries', 'static', 'unsigned'],
        [10, 'macNeighbourTableEntryTtl', 'static', 'unsigned'],
        [11, 'macNeighbourTable', 'dynamic', macNeighbourTable],
        [12, 'macHighPriorityWindowSize', 'static', 'unsigned'],
        [13, 'macCsmaFairnessLimit', 'static', 'unsigned'],
        [14, 'macBeaconRandomizationWindowLength', 'static', 'unsigned'],
        [15, 'macA', 'static', 'unsigned'],
        [16, 'macK', 'static', 'unsigned'],
        [17, 'macMinCwAttempts', 'static', 'unsigned'],
        [18, 'macCenelecLegacyMode', 'static', 'unsigned'],
        [19, 'macFccLegacyMode', 'static', 'unsigned'],
        [20, 'macMaxBe', 'static', 'unsigned'],
        [21, 'macMaxCsmaBackoffs', 'static', 'unsigned'],
        [22, 'macMinBe', 'static', 'unsigned'],
      ],
      methods: [[1, 'macGetNeighbourTableEntry', 'long-unsigned', null]],
      enums: {
        '11.modulation': words(modulationWords),
        '11.txRes': words(txResWords),
      },
    },
    {
      version: 2,
      singleSource: true,
      attributes: [
        [23, 'macBroadcastMaxCwEnabled', 'static', 'boolean'],
        [24, 'macTransmitAtten', 'static', 'unsigned'],
        [25, 'macPosTable', 'dynamic', macPosTable],
      ],
    },
    {
      version: 3,
      singleSource: true,
      attributes: [
        [10, 'macPosTableEntryTtl', 'static', 'unsigned'],
        [26, 'macDuplicateDetectionTtl', 'static', 'unsigned'],
      ],
      methods: [
        [1, 'macGetNeighbourTableEntry', 'long-unsigned', null],
        [2, 'macGetPosTableEntry', 'long-unsigned', null],
      ],
    },
    {
      version: 4,
      singleSource: true,
      attributes: [
        [27, 'macPosRecentEntryThreshold', 'static', 'unsigned'],
        [28, 'macPosRecentEntries', 'static', 'long-unsigned'],
        [29, 'macPreambleLength', 'static', 'unsigned'],
      ],
      methods: [
        [1, 'macGetNeighbourTableEntry', 'long-unsigned', 0xe8],
        [2, 'macGetPosTableEntry', 'long-unsigned', 0xf0],
      ],
    },
  ),
]);
