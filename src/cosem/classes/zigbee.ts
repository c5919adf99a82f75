/**
 * Blue Book part 2: interface classes for ZigBee.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, bits, chapter, defineClass, structure } from './define';
import { dummy } from './shapes';

const activeDevicesEntry = structure({
  macAddress: 'octet-string(8)',
  status: 'bit-string',
  maxRssi: 'integer',
  averageRssi: 'integer',
  minRssi: 'integer',
  maxLqi: 'unsigned',
  averageLqi: 'unsigned',
  minLqi: 'unsigned',
  lastCommunicationDateTime: 'date-time',
  numberOfHops: 'unsigned',
  transmissionFailures: 'unsigned',
  transmissionSuccesses: 'unsigned',
  applicationVersion: 'unsigned',
  stackVersion: 'unsigned',
});
const activeDevices = arrayOf(activeDevicesEntry);

export const zigbee: readonly ClassDefinition[] = chapter('zigbee', [
  defineClass({
    classId: 101,
    version: 0,
    name: 'ZigBee SAS startup',
    attributes: [
      [2, 'shortAddress', 'dynamic', 'long-unsigned'],
      [3, 'extendedPanId', 'dynamic', 'octet-string'],
      [4, 'panId', 'dynamic', 'long-unsigned'],
      [5, 'channelMask', 'dynamic', 'double-long-unsigned'],
      [6, 'protocolVersion', 'static', 'unsigned'],
      [7, 'stackProfile', 'static', 'enum'],
      [8, 'startUpControl', 'dynamic', 'unsigned'],
      [9, 'trustCenterAddress', 'dynamic', 'octet-string'],
      [10, 'linkKey', 'dynamic', 'octet-string'],
      [11, 'networkKey', 'dynamic', 'octet-string'],
      [12, 'useInsecureJoin', 'static', 'boolean'],
    ],
  }),
  defineClass({
    classId: 102,
    version: 0,
    name: 'ZigBee SAS join',
    attributes: [
      [2, 'scanAttempts', 'static', 'unsigned'],
      [3, 'timeBetweenScans', 'static', 'long-unsigned'],
      [4, 'rejoinInterval', 'static', 'long-unsigned'],
      [5, 'rejoinRetryInterval', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 103,
    version: 0,
    name: 'ZigBee SAS APS fragmentation',
    attributes: [
      [2, 'apsInterframeDelay', 'static', 'long-unsigned'],
      [3, 'apsMaxWindowSize', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 104,
    version: 0,
    name: 'ZigBee network control',
    attributes: [
      [2, 'enableDisableJoining', 'static', 'boolean'],
      [3, 'joinTimeout', 'static', 'long-unsigned'],
      [4, 'activeDevices', 'dynamic', activeDevices],
    ],
    methods: [
      [1, 'registerDevice', 'data', 0x20, 'mandatory'],
      [2, 'unregisterDevice', 'octet-string', 0x28, 'mandatory'],
      [3, 'unregisterAllDevices', dummy, 0x30],
      [4, 'backupPan', dummy, 0x38],
      [5, 'restorePan', 'data', 0x40],
      [6, 'identifyDevice', 'octet-string', 0x48],
      [7, 'removeMirror', 'data', 0x50],
      [8, 'updateNetworkKey', dummy, 0x58],
      [9, 'updateLinkKey', 'octet-string', 0x60],
      [10, 'createPan', 'data', 0x68, 'mandatory'],
      [11, 'removePan', dummy, 0x70, 'mandatory'],
    ],
    enums: {
      '4.status': bits({
        0: 'authorised on PAN',
        1: 'actively reporting',
        2: 'unauthorised on PAN but has reported',
        3: 'authorised after swap-out',
        4: 'SEP transmitting',
      }),
    },
  }),
  defineClass({
    classId: 105,
    version: 0,
    name: 'ZigBee tunnel setup',
    attributes: [
      [2, 'maximumIncomingTransferSize', 'static', 'long-unsigned'],
      [3, 'maximumOutgoingTransferSize', 'static', 'long-unsigned'],
      [4, 'protocolAddress', 'static', 'octet-string'],
      [5, 'closeTunnelTimeout', 'static', 'long-unsigned'],
    ],
  }),
]);
