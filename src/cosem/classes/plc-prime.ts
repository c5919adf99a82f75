/**
 * Blue Book part 2, clause 4.12: interface classes for PRIME NB OFDM power line carrier.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, structure, words } from './define';
import { dummy } from './shapes';

export const plcPrime: readonly ClassDefinition[] = chapter('plc prime', [
  defineClass({
    classId: 80,
    version: 0,
    name: '61334-4-32 LLC SSCS setup',
    attributes: [
      [2, 'serviceNodeAddress', 'dynamic', 'long-unsigned'],
      [3, 'baseNodeAddress', 'dynamic', 'long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x20]],
  }),
  defineClass({
    classId: 81,
    version: 0,
    name: 'PRIME NB OFDM PLC Physical layer counters',
    attributes: [
      [2, 'phyStatsCrcIncorrectCount', 'dynamic', 'long-unsigned'],
      [3, 'phyStatsCrcFailCount', 'dynamic', 'long-unsigned'],
      [4, 'phyStatsTxDropCount', 'dynamic', 'long-unsigned'],
      [5, 'phyStatsRxDropCount', 'dynamic', 'long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x28]],
  }),
  defineClass({
    classId: 82,
    version: 0,
    name: 'PRIME NB OFDM PLC MAC setup',
    attributes: [
      [2, 'macMinSwitchSearchTime', 'static', 'unsigned'],
      [3, 'macMaxPromotionPdu', 'static', 'unsigned'],
      [4, 'macPromotionPduTxPeriod', 'static', 'unsigned'],
      [5, 'macBeaconsPerFrame', 'static', 'unsigned'],
      [6, 'macScpMaxTxAttempts', 'static', 'unsigned'],
      [7, 'macCtlReTxTimer', 'static', 'unsigned'],
      [8, 'macMaxCtlReTx', 'static', 'unsigned'],
    ],
  }),
  defineClass({
    classId: 83,
    version: 0,
    name: 'PRIME NB OFDM PLC MAC functional parameters',
    attributes: [
      [2, 'macLnid', 'static', 'long'],
      [3, 'macLsid', 'static', 'unsigned'],
      [4, 'macSid', 'static', 'unsigned'],
      [5, 'macSna', 'static', 'octet-string'],
      [6, 'macState', 'static', 'enum'],
      [7, 'macScpLength', 'static', 'long'],
      [8, 'macNodeHierarchyLevel', 'static', 'unsigned'],
      [9, 'macBeaconSlotCount', 'static', 'unsigned'],
      [10, 'macBeaconRxSlot', 'static', 'unsigned'],
      [11, 'macBeaconTxSlot', 'static', 'unsigned'],
      [12, 'macBeaconRxFrequency', 'static', 'unsigned'],
      [13, 'macBeaconTxFrequency', 'static', 'unsigned'],
      [14, 'macCapabilities', 'static', 'long-unsigned'],
    ],
    enums: {
      '6': words({ 0: 'disconnected', 1: 'terminal', 2: 'switch', 3: 'base' }),
    },
  }),
  defineClass({
    classId: 84,
    version: 0,
    name: 'PRIME NB OFDM PLC MAC counters',
    attributes: [
      [2, 'macTxDataPktCount', 'dynamic', 'double-long-unsigned'],
      [3, 'macRxDataPktCount', 'dynamic', 'double-long-unsigned'],
      [4, 'macTxCtrlPktCount', 'dynamic', 'double-long-unsigned'],
      [5, 'macRxCtrlPktCount', 'dynamic', 'double-long-unsigned'],
      [6, 'macCsmaFailCount', 'dynamic', 'double-long-unsigned'],
      [7, 'macCsmaChBusyCount', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x40]],
  }),
  defineClass({
    classId: 85,
    version: 0,
    name: 'PRIME NB OFDM PLC MAC network administration data',
    attributes: [
      [2, 'macListMulticastEntries', 'dynamic', arrayOf(structure({ mcastEntryLcid: 'integer', mcastEntryMembers: 'long' }))],
      [3, 'macListSwitchTable', 'dynamic', arrayOf('long')],
      [
        4,
        'macListDirectTable',
        'dynamic',
        arrayOf(
          structure({
            dconnEntrySrcSid: 'long',
            dconnEntrySrcLnid: 'long',
            dconnEntrySrcLcid: 'long',
            dconnEntryDstSid: 'long',
            dconnEntryDstLnid: 'long',
            dconnEntryDstLcid: 'long',
            dconnEntryDid: 'octet-string',
          }),
        ),
      ],
      [
        5,
        'macListAvailableSwitches',
        'dynamic',
        arrayOf(
          structure({
            slistEntrySna: 'octet-string',
            slistEntryLsid: 'long',
            slistEntryLevel: 'integer',
            slistEntryRxLevel: 'integer',
            slistEntryRxSnr: 'integer',
          }),
        ),
      ],
      [
        6,
        'macListPhyComm',
        'dynamic',
        arrayOf(
          structure({
            phyCommEui: 'octet-string',
            phyCommTxPower: 'integer',
            phyCommTxCod: 'integer',
            phyCommRxCod: 'integer',
            phyCommRxLvl: 'integer',
            phyCommSnr: 'integer',
            phyCommTxPowerMod: 'integer',
            phyCommTxCodMod: 'integer',
            phyCommRxCodMod: 'integer',
          }),
        ),
      ],
    ],
    methods: [[1, 'reset', dummy, 0x30]],
  }),
  defineClass({
    classId: 86,
    version: 0,
    name: 'PRIME NB OFDM PLC Application identification',
    attributes: [
      [2, 'firmwareVersion', 'static', 'octet-string'],
      [3, 'vendorId', 'static', 'long-unsigned'],
      [4, 'productId', 'static', 'long-unsigned'],
    ],
  }),
]);
