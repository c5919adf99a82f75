/**
 * Blue Book part 2, clause 4.10: interface classes for S-FSK power line carrier.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, structure, words } from './define';
import { baudRates, dummy } from './shapes';

const synchronizationRegister = arrayOf(structure({ macAddress: 'long-unsigned', counter: 'double-long-unsigned' }));
const desynchronizationListing = structure({
  nbPhysicalLayerDesynchronization: 'double-long-unsigned',
  nbTimeOutNotAddressedDesynchronization: 'double-long-unsigned',
  nbTimeoutFrameNotOkDesynchronization: 'double-long-unsigned',
  nbWriteRequestDesynchronization: 'double-long-unsigned',
  nbWrongInitiatorDesynchronization: 'double-long-unsigned',
});

export const plcSfsk: readonly ClassDefinition[] = chapter('plc s-fsk', [
  defineClass({
    classId: 50,
    version: 1,
    name: 'S-FSK Phy&MAC setup',
    attributes: [
      [2, 'initiatorElectricalPhase', 'static', 'enum'],
      [3, 'deltaElectricalPhase', 'dynamic', 'enum'],
      [4, 'maxReceivingGain', 'static', 'unsigned'],
      [5, 'maxTransmittingGain', 'static', 'unsigned'],
      [6, 'searchInitiatorThreshold', 'static', 'unsigned'],
      [7, 'frequencies', 'static', structure({ markFrequency: 'double-long-unsigned', spaceFrequency: 'double-long-unsigned' })],
      [8, 'macAddress', 'dynamic', 'long-unsigned'],
      [9, 'macGroupAddresses', 'static', arrayOf('long-unsigned')],
      [10, 'repeater', 'static', 'enum'],
      [11, 'repeaterStatus', 'dynamic', 'boolean'],
      [12, 'minDeltaCredit', 'dynamic', 'unsigned'],
      [13, 'initiatorMacAddress', 'dynamic', 'long-unsigned'],
      [14, 'synchronizationLocked', 'dynamic', 'boolean'],
      [15, 'transmissionSpeed', 'static', 'enum'],
    ],
    enums: {
      '2': words({ 0: 'not defined', 1: 'phase 1', 2: 'phase 2', 3: 'phase 3' }),
      '3': words({
        0: 'not defined',
        1: 'same phase',
        2: '60 degrees',
        3: '120 degrees',
        4: '180 degrees',
        5: '-120 degrees',
        6: '-60 degrees',
      }),
      '10': words({ 0: 'never repeater', 1: 'always repeater', 2: 'dynamic repeater' }),
      '15': words(baudRates),
    },
  }),
  defineClass({
    classId: 51,
    version: 0,
    name: 'S-FSK Active initiator',
    attributes: [
      [2, 'activeInitiator', 'dynamic', structure({ systemTitle: 'octet-string', macAddress: 'long-unsigned', lSapSelector: 'unsigned' })],
    ],
    methods: [[1, 'resetNewNotSynchronized', structure({ systemTitle: 'octet-string', macAddress: 'long-unsigned' }), 0x10]],
  }),
  defineClass({
    classId: 52,
    version: 0,
    name: 'S-FSK MAC synchronization timeouts',
    attributes: [
      [2, 'searchInitiatorTimeout', 'static', 'long-unsigned'],
      [3, 'synchronizationConfirmationTimeout', 'static', 'long-unsigned'],
      [4, 'timeOutNotAddressed', 'static', 'long-unsigned'],
      [5, 'timeOutFrameNotOk', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 53,
    version: 0,
    name: 'S-FSK MAC counters',
    attributes: [
      [2, 'synchronizationRegister', 'dynamic', synchronizationRegister],
      [3, 'desynchronizationListing', 'dynamic', desynchronizationListing],
      [4, 'broadcastFramesCounter', 'dynamic', synchronizationRegister],
      [5, 'repetitionsCounter', 'dynamic', 'double-long-unsigned'],
      [6, 'transmissionsCounter', 'dynamic', 'double-long-unsigned'],
      [7, 'crcOkFramesCounter', 'dynamic', 'double-long-unsigned'],
      [8, 'crcNokFramesCounter', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x50]],
  }),
  defineClass({
    classId: 55,
    version: 1,
    name: 'IEC 61334-4-32 LLC setup',
    attributes: [
      [2, 'maxFrameLength', 'static', 'long-unsigned'],
      [3, 'replyStatusList', 'dynamic', arrayOf(structure({ lSapSelector: 'unsigned', lengthOfWaitingLSdu: 'unsigned' }))],
    ],
  }),
  defineClass({
    classId: 56,
    version: 0,
    name: 'S-FSK Reporting system list',
    attributes: [[2, 'reportingSystemList', 'dynamic', arrayOf('octet-string')]],
  }),
]);
