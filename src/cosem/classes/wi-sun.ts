/**
 * Blue Book part 2: interface classes for Wi-SUN, RPL and MPL.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, structure } from './define';

const interfaceEntry = structure({
  ifDescr: 'octet-string',
  ifPhysAddress: 'octet-string',
  ifInOctets: 'CHOICE',
  ifInUcastPkts: 'CHOICE',
  ifInNUcastPkts: 'CHOICE',
  ifInErrors: 'CHOICE',
  ifInUnknownProtos: 'CHOICE',
  ifOutOctets: 'CHOICE',
  ifOutUcastPkts: 'CHOICE',
  ifOutNUcastPkts: 'CHOICE',
  ifOutErrors: 'CHOICE',
  ifOutQLen: 'CHOICE',
});
const iftable = arrayOf(interfaceEntry);

export const wiSun: readonly ClassDefinition[] = chapter('wi-sun/rpl/mpl', [
  defineClass({
    classId: 95,
    version: 0,
    name: 'Wi-SUN setup',
    attributes: [
      [2, 'networkName', 'static', 'octet-string'],
      [3, 'routingMethod', 'dynamic', 'enum'],
      [4, 'panId', 'dynamic', 'long-unsigned'],
      [5, 'discImin', 'static', 'unsigned'],
      [6, 'discImax', 'static', 'unsigned'],
      [7, 'dataMessageImin', 'static', 'unsigned'],
      [8, 'dataMessageImax', 'static', 'unsigned'],
      [9, 'defaultDioIntervalMin', 'static', 'unsigned'],
      [10, 'defaultDioIntervalDoublings', 'static', 'unsigned'],
      [11, 'channelPlan', 'static', structure({ regulatoryDomainIdentifier: 'CHOICE', operatingClassDesignator: 'CHOICE' })],
      [12, 'channelFunction', 'static', 'enum'],
      [13, 'excludedChannels', 'static', 'CHOICE'],
      [14, 'joinState', 'dynamic', 'enum'],
      [15, 'regChannelExclusions', 'static', structure({ numberOfChannels: 'CHOICE', excludedChannels: 'bit-string' })],
    ],
    methods: [[1, 'resetJoinState', 'data', 0x78]],
  }),
  defineClass({
    classId: 96,
    version: 0,
    name: 'Wi-SUN diagnostic',
    attributes: [
      [2, 'sysdescr', 'dynamic', 'octet-string'],
      [3, 'ifnumber', 'dynamic', 'integer'],
      [4, 'iftable', 'dynamic', iftable],
      [
        5,
        'neighbourTableInformation',
        'dynamic',
        arrayOf(
          structure({ neighbourId: 'octet-string', neighbourType: 'CHOICE', deviceRank: 'CHOICE', rssi: 'CHOICE', etxToParent: 'CHOICE' }),
        ),
      ],
      [
        6,
        'transmissionInformation',
        'dynamic',
        arrayOf(
          structure({
            neighbourId: 'octet-string',
            numberOfReceptions: 'CHOICE',
            numberOfSuccessfulTransmissions: 'CHOICE',
            numberOfFailedTransmissions: 'CHOICE',
          }),
        ),
      ],
    ],
    methods: [[1, 'reset', 'data', 0x30]],
  }),
  defineClass({
    classId: 97,
    version: 0,
    name: 'RPL diagnostic',
    attributes: [
      [2, 'rplInstanceId', 'dynamic', 'unsigned'],
      [3, 'dodagVersionNumber', 'dynamic', 'unsigned'],
      [4, 'dodagRank', 'dynamic', 'long'],
      [5, 'grounded', 'dynamic', 'boolean'],
      [6, 'modeOfOperation', 'dynamic', 'enum'],
      [7, 'dodagPrf', 'dynamic', 'unsigned'],
      [8, 'dodagDtsn', 'dynamic', 'unsigned'],
      [9, 'dodagId', 'dynamic', 'octet-string'],
    ],
    methods: [[1, 'reset', 'data', 0x48]],
  }),
  defineClass({
    classId: 98,
    version: 0,
    name: 'MPL diagnostic',
    attributes: [
      [2, 'proactiveForwarding', 'dynamic', 'boolean'],
      [3, 'z', 'dynamic', 'unsigned', 0x18],
      [4, 'tunit', 'dynamic', 'unsigned', 0x20],
      [5, 'seLifetime', 'dynamic', 'long-unsigned', 0x28],
      [6, 'dmK', 'dynamic', 'unsigned', 0x30],
      [7, 'dmImin', 'dynamic', 'long-unsigned', 0x38],
      [8, 'dmImax', 'dynamic', 'unsigned', 0x40],
      [9, 'dmTExp', 'dynamic', 'long-unsigned', 0x48],
      [10, 'cK', 'dynamic', 'unsigned', 0x50],
      [11, 'cImin', 'dynamic', 'long-unsigned', 0x58],
      [12, 'cImax', 'dynamic', 'unsigned', 0x60],
      [13, 'cTExp', 'dynamic', 'long-unsigned', 0x68],
    ],
    methods: [[1, 'reset', 'data', 0x70]],
  }),
]);
