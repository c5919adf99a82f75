/**
 * Blue Book part 2, clause 4.8: interface classes for data exchange via M-Bus.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, type MethodRow, structure, words } from './define';
import { attributeCaptureTime, baudRates, dummy, simpleValue, timeWindows } from './shapes';

const captureDefinition = arrayOf(structure({ dataInformationBlock: 'octet-string', valueInformationBlock: 'octet-string' }));
const dataSendEntry = structure({
  dataInformationBlock: 'octet-string',
  valueInformationBlock: 'octet-string',
  data: simpleValue,
});
const dataSend = arrayOf(dataSendEntry);

/** Methods of the M-Bus client; with short names each stands 8 octets behind the one before. @param first offset of the first */
const clientMethods = (first: number | null): readonly MethodRow[] => {
  const sn = (id: number): number | null => (first === null ? null : first + 8 * (id - 1));
  return [
    [1, 'slaveInstall', 'unsigned', sn(1)],
    [2, 'slaveDeinstall', dummy, sn(2)],
    [3, 'capture', dummy, sn(3)],
    [4, 'resetAlarm', dummy, sn(4)],
    [5, 'synchronizeClock', dummy, sn(5)],
    [6, 'dataSend', dataSend, sn(6)],
    [7, 'setEncryptionKey', 'octet-string', sn(7)],
    [8, 'transferKey', 'octet-string', sn(8)],
  ];
};

const addrStateWords = { 0: 'not assigned', 1: 'assigned' };
const encryptionKeyStatusWords = {
  0: 'no encryption key',
  1: 'encryption key set',
  2: 'encryption key transferred',
  3: 'encryption key set and transferred',
  4: 'encryption key in use',
};

export const mBus: readonly ClassDefinition[] = chapter('m-bus', [
  defineClass({
    classId: 25,
    version: 0,
    name: 'M-Bus slave port setup',
    attributes: [
      [2, 'defaultBaud', 'static', 'enum'],
      [3, 'availBaud', 'static', 'enum'],
      [4, 'addrState', 'static', 'enum'],
      [5, 'busAddress', 'static', 'unsigned'],
    ],
    enums: {
      '2': words(baudRates),
      '3': words(baudRates),
      '4': words(addrStateWords),
    },
  }),
  ...defineVersions(
    {
      classId: 72,
      version: 0,
      name: 'M-Bus client',
      attributes: [
        [2, 'mbusPortReference', 'static', 'octet-string(6)'],
        [3, 'captureDefinition', 'static', captureDefinition],
        [4, 'capturePeriod', 'static', 'double-long-unsigned'],
        [5, 'primaryAddress', 'dynamic', 'unsigned'],
        [6, 'identificationNumber', 'dynamic', 'double-long-unsigned'],
        [7, 'manufacturerId', 'dynamic', 'long-unsigned'],
        [8, 'version', 'dynamic', 'unsigned'],
        [9, 'deviceType', 'dynamic', 'unsigned'],
        [10, 'accessNumber', 'dynamic', 'unsigned'],
        [11, 'status', 'dynamic', 'unsigned'],
        [12, 'alarm', 'dynamic', 'unsigned'],
      ],
      methods: clientMethods(0x60),
    },
    {
      version: 1,
      attributes: [
        [13, 'configuration', 'dynamic', 'long-unsigned'],
        [14, 'encryptionKeyStatus', 'dynamic', 'enum'],
      ],
      methods: clientMethods(0x70),
      enums: {
        '14': words(encryptionKeyStatusWords),
      },
    },
    {
      version: 2,
      singleSource: true,
      methods: clientMethods(null),
    },
  ),
  defineClass({
    classId: 73,
    version: 1,
    name: 'Wireless Mode Q channel',
    attributes: [
      [2, 'addrState', 'static', 'enum'],
      [3, 'deviceAddress', 'static', 'octet-string'],
      [4, 'addressMask', 'static', 'octet-string'],
    ],
    enums: {
      '2': words(addrStateWords),
    },
  }),
  defineClass({
    classId: 74,
    version: 0,
    name: 'M-Bus master port setup',
    attributes: [[2, 'commSpeed', 'static', 'enum']],
    enums: {
      '2': words(baudRates),
    },
  }),
  defineClass({
    classId: 76,
    version: 0,
    name: 'DLMS server M-Bus port setup',
    singleSource: true,
    attributes: [
      [2, 'profileSelection', 'static', 'octet-string(6)'],
      [3, 'portCommunicationState', 'dynamic', 'enum'],
      [4, 'dataHeaderType', 'static', 'enum'],
      [5, 'primaryAddress', 'dynamic', 'unsigned'],
      [6, 'identificationNumber', 'dynamic', 'double-long-unsigned'],
      [7, 'manufacturerId', 'dynamic', 'long-unsigned'],
      [8, 'version', 'dynamic', 'unsigned'],
      [9, 'deviceType', 'dynamic', 'unsigned'],
      [10, 'maxPduSize', 'static', 'long-unsigned'],
      [11, 'listeningWindow', 'static', timeWindows],
    ],
    enums: {
      '3': words({ 0: 'no access', 1: 'temporary no access', 2: 'limited access', 3: 'unlimited access', 4: 'wM-Bus' }),
      '4': words({ 0: 'none', 1: 'short', 2: 'long' }),
    },
  }),
  defineClass({
    classId: 77,
    version: 0,
    name: 'M-Bus diagnostic',
    attributes: [
      [2, 'receivedSignalStrength', 'dynamic', 'unsigned'],
      [3, 'channelId', 'dynamic', 'unsigned'],
      [4, 'linkStatus', 'dynamic', 'enum'],
      [
        5,
        'broadcastFramesCounter',
        'dynamic',
        arrayOf(structure({ clientId: 'unsigned', counter: 'double-long-unsigned', timeStamp: 'date-time' })),
      ],
      [6, 'transmissionsCounter', 'dynamic', 'double-long-unsigned'],
      [7, 'fcsOkFramesCounter', 'dynamic', 'double-long-unsigned'],
      [8, 'fcsNokFramesCounter', 'dynamic', 'double-long-unsigned'],
      [9, 'captureTime', 'dynamic', attributeCaptureTime],
    ],
    methods: [[1, 'reset', dummy, null]],
    enums: {
      '4': words({ 0: 'none', 1: 'normal', 2: 'temporarily interrupted', 3: 'permanently interrupted' }),
    },
  }),
]);
