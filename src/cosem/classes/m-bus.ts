/**
 * Blue Book part 2, clause 4.8: interface classes for data exchange via M-Bus.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, structure, words } from './define';
import { attributeCaptureTime, baudRates, dummy, simpleValue, timeWindows } from './shapes';

const captureDefinition = arrayOf(structure({ dataInformationBlock: 'octet-string', valueInformationBlock: 'octet-string' }));
const dataSendEntry = structure({
  dataInformationBlock: 'octet-string',
  valueInformationBlock: 'octet-string',
  data: simpleValue,
});
const dataSend = arrayOf(dataSendEntry);

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
      methods: [
        [1, 'slaveInstall', 'unsigned', 0x60],
        [2, 'slaveDeinstall', dummy, 0x68],
        [3, 'capture', dummy, 0x70],
        [4, 'resetAlarm', dummy, 0x78],
        [5, 'synchronizeClock', dummy, 0x80],
        [6, 'dataSend', dataSend, 0x88],
        [7, 'setEncryptionKey', 'octet-string', 0x90],
        [8, 'transferKey', 'octet-string', 0x98],
      ],
    },
    {
      version: 1,
      attributes: [
        [13, 'configuration', 'dynamic', 'long-unsigned'],
        [14, 'encryptionKeyStatus', 'dynamic', 'enum'],
      ],
      methods: [
        [1, 'slaveInstall', 'unsigned', 0x70],
        [2, 'slaveDeinstall', dummy, 0x78],
        [3, 'capture', dummy, 0x80],
        [4, 'resetAlarm', dummy, 0x88],
        [5, 'synchronizeClock', dummy, 0x90],
        [6, 'dataSend', dataSend, 0x98],
        [7, 'setEncryptionKey', 'octet-string', 0xa0],
        [8, 'transferKey', 'octet-string', 0xa8],
      ],
      enums: {
        '14': words(encryptionKeyStatusWords),
      },
    },
    {
      version: 2,
      singleSource: true,
      methods: [
        [1, 'slaveInstall', 'unsigned', null],
        [2, 'slaveDeinstall', dummy, null],
        [3, 'capture', dummy, null],
        [4, 'resetAlarm', dummy, null],
        [5, 'synchronizeClock', dummy, null],
        [6, 'dataSend', dataSend, null],
        [7, 'setEncryptionKey', 'octet-string', null],
        [8, 'transferKey', 'octet-string', null],
      ],
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
