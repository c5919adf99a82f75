/**
 * Blue Book part 2, clause 4.4: security setup, data protection, function control, array manager, port protection, attestation.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, bits, chapter, choice, defineClass, defineVersions, structure, words } from './define';
import {
  attributeReference,
  dummy,
  keyInfoTypeWords,
  objectReference,
  protectionParameters,
  protectionTypeWords,
  restrictedObject,
  restrictionTypeWords,
} from './shapes';

const globalKeyTransfer = arrayOf(structure({ keyId: 'enum', keyWrapped: 'octet-string' }));
const exportCertificate = structure({
  certificateIdentificationType: 'enum',
  certificateIdentificationOptions: choice(
    structure({ certificateEntity: 'enum', certificateType: 'enum', systemTitle: 'octet-string' }),
    structure({ serialNumber: 'octet-string', issuer: 'octet-string' }),
  ),
});
const activationStatus = arrayOf(structure({ functionName: 'octet-string', functionStatus: 'boolean' }));
const functionEntry = structure({ functionName: 'octet-string', functionSpecifications: arrayOf(objectReference) });
const retrieveEntries = structure({
  arrayObjectId: 'unsigned',
  range: structure({ fromEntry: 'long-unsigned', toEntry: 'long-unsigned' }),
});
const insertEntry = structure({ arrayObjectId: 'unsigned', entry: structure({ index: 'long-unsigned', entry: 'CHOICE' }) });

const requiredProtectionBits = {
  2: 'authenticated request',
  3: 'encrypted request',
  4: 'digitally signed request',
  5: 'authenticated response',
  6: 'encrypted response',
  7: 'digitally signed response',
};

export const security: readonly ClassDefinition[] = chapter('access and management', [
  defineClass({
    classId: 30,
    version: 0,
    name: 'Data protection',
    attributes: [
      [2, 'protectionBuffer', 'dynamic', 'octet-string'],
      [3, 'protectionObjectList', 'static', arrayOf(restrictedObject)],
      [4, 'protectionParametersGet', 'dynamic', protectionParameters],
      [5, 'protectionParametersSet', 'dynamic', protectionParameters],
      [6, 'requiredProtection', 'static', 'enum'],
    ],
    methods: [
      [1, 'getProtectedAttributes', 'data', null],
      [2, 'setProtectedAttributes', 'data', null],
      [3, 'invokeProtectedMethod', 'data', null],
    ],
    enums: {
      protectionType: words(protectionTypeWords),
      keyInfoType: words(keyInfoTypeWords),
      restrictionType: words(restrictionTypeWords),
      '6': bits(requiredProtectionBits),
    },
  }),
  ...defineVersions(
    {
      classId: 64,
      version: 0,
      name: 'Security setup',
      attributes: [
        [2, 'securityPolicy', 'static', 'enum'],
        [3, 'securitySuite', 'static', 'enum'],
        [4, 'clientSystemTitle', 'dynamic', 'octet-string'],
        [5, 'serverSystemTitle', 'static', 'octet-string'],
      ],
      methods: [
        [1, 'securityActivate', 'enum', 0x28],
        [2, 'globalKeyTransfer', globalKeyTransfer, 0x30],
      ],
      enums: {
        '2': words({
          0: 'nothing',
          1: 'all messages authenticated',
          2: 'all messages encrypted',
          3: 'all messages authenticated and encrypted',
        }),
        '3': words({ 0: 'AES-GCM-128 and AES-128 key wrap' }),
        'm2.keyId': words({ 0: 'global unicast encryption key', 1: 'global broadcast encryption key', 2: 'authentication key' }),
      },
    },
    {
      version: 1,
      attributes: [
        [
          6,
          'certificates',
          'dynamic',
          arrayOf(
            structure({
              certificateEntity: 'enum',
              certificateType: 'enum',
              serialNumber: 'octet-string',
              issuer: 'octet-string',
              subject: 'octet-string',
              subjectAltName: 'octet-string',
            }),
          ),
        ],
      ],
      methods: [
        [1, 'securityActivate', 'enum', 0x30],
        [2, 'keyTransfer', globalKeyTransfer, 0x38],
        [3, 'keyAgreement', arrayOf(structure({ keyId: 'enum', keyData: 'octet-string' })), 0x40],
        [4, 'generateKeyPair', 'enum', 0x48],
        [5, 'generateCertificateRequest', 'enum', 0x50],
        [6, 'importCertificate', 'octet-string', 0x58],
        [7, 'exportCertificate', exportCertificate, 0x60],
        [8, 'removeCertificate', exportCertificate, 0x68],
      ],
      enums: {
        '2': bits(requiredProtectionBits),
        '3': words({ 0: 'AES-GCM-128', 1: 'ECDH-ECDSA P-256, AES-GCM-128, SHA-256', 2: 'ECDH-ECDSA P-384, AES-GCM-256, SHA-384' }),
        'm2.keyId': words({
          0: 'global unicast encryption key',
          1: 'global broadcast encryption key',
          2: 'authentication key',
          3: 'master key (KEK)',
        }),
        certificateEntity: words({ 0: 'server', 1: 'client', 2: 'certification authority', 3: 'other' }),
        certificateType: words({ 0: 'digital signature', 1: 'key agreement', 2: 'TLS', 3: 'other' }),
        m4: words({ 0: 'digital signature', 1: 'key agreement', 2: 'TLS' }),
        certificateIdentificationType: words({ 0: 'by entity', 1: 'by serial number' }),
      },
    },
  ),
  defineClass({
    classId: 122,
    version: 0,
    name: 'Function control',
    attributes: [
      [2, 'activationStatus', 'dynamic', activationStatus],
      [3, 'functionList', 'static', arrayOf(functionEntry)],
    ],
    methods: [
      [1, 'setFunctionStatus', activationStatus, 0x20],
      [2, 'addFunction', functionEntry, 0x28],
      [3, 'removeFunction', functionEntry, 0x30],
    ],
  }),
  defineClass({
    classId: 123,
    version: 0,
    name: 'Array manager',
    attributes: [[2, 'arrayObjectList', 'static', arrayOf(structure({ arrayObjectId: 'unsigned', arrayObject: attributeReference }))]],
    methods: [
      [1, 'retrieveNumberOfEntries', 'unsigned', 0x20, 'mandatory'],
      [2, 'retrieveEntries', retrieveEntries, 0x28, 'mandatory'],
      [3, 'insertEntry', insertEntry, 0x30],
      [4, 'updateEntry', insertEntry, 0x38],
      [5, 'removeEntries', retrieveEntries, 0x40],
    ],
  }),
  defineClass({
    classId: 124,
    version: 0,
    name: 'Communication port protection',
    attributes: [
      [2, 'protectionMode', 'static', 'enum'],
      [3, 'allowedFailedAttempts', 'static', 'long-unsigned'],
      [4, 'initialLockoutTime', 'static', 'double-long-unsigned'],
      [5, 'steepnessFactor', 'static', 'unsigned'],
      [6, 'maxLockoutTime', 'static', 'double-long-unsigned'],
      [7, 'portReference', 'static', 'octet-string(6)'],
      [8, 'protectionStatus', 'dynamic', 'enum'],
      [9, 'failedAttempts', 'dynamic', 'double-long-unsigned'],
      [10, 'cumulativeFailedAttempts', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [[1, 'reset', dummy, 0x50]],
    enums: {
      '2': words({ 0: 'locked', 1: 'locked_on_failed_attempts', 2: 'unlocked' }),
      '8': words({ 0: 'unlocked', 1: 'temporarily_locked', 2: 'locked' }),
    },
  }),
  defineClass({
    classId: 170,
    version: 0,
    name: 'Attestation',
    singleSource: true,
    attributes: [
      [2, 'attestationToken', 'static', 'octet-string'],
      [3, 'qualificationDeclaration', 'static', 'octet-string'],
    ],
    methods: [[1, 'generateAttestationToken', 'data', null]],
  }),
]);
