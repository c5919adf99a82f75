/**
 * Blue Book part 2, clause 4.4: image transfer and the four versions of push setup.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, structure, words } from './define';
import {
  captureObject,
  dummy,
  keyInfoTypeWords,
  protectionParameters,
  protectionTypeWords,
  restrictedColumns,
  restrictedObject,
  restrictionTypeWords,
  timeWindows,
} from './shapes';

const pushObjectList = arrayOf(captureObject);
const sendDestinationAndMethod = structure({ transportService: 'enum', destination: 'octet-string', message: 'enum' });
const repetitionDelay = structure({
  repetitionDelayMin: 'long-unsigned',
  repetitionDelayExponent: 'long-unsigned',
  repetitionDelayMax: 'long-unsigned',
});
const confirmationParameters = structure({ confirmationStartDate: 'date-time', confirmationInterval: 'double-long-unsigned' });

const transportServiceWords = {
  0: 'TCP',
  1: 'UDP',
  2: 'FTP',
  3: 'SMTP',
  4: 'SMS',
  5: 'HDLC',
  6: 'M-Bus',
  7: 'ZigBee',
  8: 'DLMS gateway',
  9: 'reliable CoAP',
  10: 'unreliable CoAP',
  200: 'manufacturer specific (200 to 255)',
};
const messageWords = { 0: 'A-XDR encoded xDLMS APDU', 1: 'XML encoded xDLMS APDU', 128: 'manufacturer specific (128 to 255)' };
const pushOperationMethodWords = {
  0: 'unconfirmed, retry on supporting-layer failure',
  1: 'unconfirmed, retry on missing supporting-layer confirmation',
  2: 'confirmed',
};

export const imageAndPush: readonly ClassDefinition[] = chapter('access and management', [
  defineClass({
    classId: 18,
    version: 0,
    name: 'Image transfer',
    attributes: [
      [2, 'imageBlockSize', 'static', 'double-long-unsigned'],
      [3, 'imageTransferredBlocksStatus', 'dynamic', 'bit-string'],
      [4, 'imageFirstNotTransferredBlockNumber', 'dynamic', 'double-long-unsigned'],
      [5, 'imageTransferEnabled', 'static', 'boolean'],
      [6, 'imageTransferStatus', 'dynamic', 'enum'],
      [
        7,
        'imageToActivateInfo',
        'dynamic',
        arrayOf(
          structure({
            imageToActivateSize: 'double-long-unsigned',
            imageToActivateIdentification: 'octet-string',
            imageToActivateSignature: 'octet-string',
          }),
        ),
      ],
    ],
    methods: [
      [1, 'imageTransferInitiate', structure({ imageIdentifier: 'octet-string', imageSize: 'double-long-unsigned' }), 0x40, 'mandatory'],
      [
        2,
        'imageBlockTransfer',
        structure({ imageBlockNumber: 'double-long-unsigned', imageBlockValue: 'octet-string' }),
        0x48,
        'mandatory',
      ],
      [3, 'imageVerify', dummy, 0x50, 'mandatory'],
      [4, 'imageActivate', dummy, 0x58, 'mandatory'],
    ],
    enums: {
      '6': words({
        0: 'image transfer not initiated',
        1: 'image transfer initiated',
        2: 'image verification initiated',
        3: 'image verification successful',
        4: 'image verification failed',
        5: 'image activation initiated',
        6: 'image activation successful',
        7: 'image activation failed',
      }),
    },
  }),
  ...defineVersions(
    {
      classId: 40,
      version: 0,
      name: 'Push setup',
      attributes: [
        [2, 'pushObjectList', 'static', pushObjectList],
        [3, 'sendDestinationAndMethod', 'static', sendDestinationAndMethod],
        [4, 'communicationWindow', 'static', timeWindows],
        [5, 'randomisationStartInterval', 'static', 'long-unsigned'],
        [6, 'numberOfRetries', 'static', 'unsigned'],
        [7, 'repetitionDelay', 'static', 'long-unsigned'],
      ],
      methods: [[1, 'push', dummy, 0x38, 'mandatory']],
      enums: {
        '3.transportService': words(transportServiceWords),
        '3.message': words(messageWords),
      },
    },
    {
      version: 1,
      attributes: [
        [2, 'pushObjectList', 'static', arrayOf(restrictedObject)],
        [8, 'portReference', 'static', 'octet-string(6)'],
        [9, 'pushClientSap', 'static', 'integer'],
        [10, 'pushProtectionParameters', 'static', protectionParameters],
      ],
      methods: [[1, 'push', dummy, null, 'mandatory']],
      enums: {
        protectionType: words(protectionTypeWords),
        keyInfoType: words(keyInfoTypeWords),
        restrictionType: words(restrictionTypeWords),
      },
    },
    {
      version: 2,
      attributes: [
        [2, 'pushObjectList', 'static', arrayOf(restrictedColumns)],
        [7, 'repetitionDelay', 'static', repetitionDelay],
        [11, 'pushOperationMethod', 'static', 'enum'],
        [12, 'confirmationParameters', 'static', confirmationParameters],
        [13, 'lastConfirmationDateTime', 'dynamic', 'date-time'],
      ],
      methods: [
        [1, 'push', dummy, null, 'mandatory'],
        [2, 'reset', dummy, null],
      ],
      enums: {
        '11': words(pushOperationMethodWords),
      },
    },
    {
      version: 3,
    },
  ),
]);
