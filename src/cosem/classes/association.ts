/**
 * Blue Book part 2, clause 4.4: the two association classes and the assignment of service access points.
 *
 * Access rights have grown with the versions: plain access modes, modes with authentication (v1, v2), bits for each
 * protection of request and response (v3; SN from v4).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, bits, chapter, choice, defineClass, defineVersions, structure, words } from './define';
import { attributeReference, dummy, objectReference } from './shapes';

const objectList = arrayOf(structure({ baseName: 'long', classId: 'long-unsigned', version: 'unsigned', logicalName: 'octet-string(6)' }));
const readByLogicalname = arrayOf(attributeReference);
const getAttributesAndServices = arrayOf(objectReference);
const attributeAccess = arrayOf(
  structure({ attributeId: 'integer', accessMode: 'enum', accessSelectors: choice('null-data', arrayOf('integer')) }),
);
const methodAccess = arrayOf(structure({ methodId: 'integer', accessMode: 'enum' }));
const accessRightsList = arrayOf(structure({ baseName: 'long', attributeAccess, methodAccess }));
const userEntry = structure({ userId: 'unsigned', userName: 'visible-string' });
const userList = arrayOf(userEntry);
const objectEntry = structure({
  classId: 'long-unsigned',
  version: 'unsigned',
  logicalName: 'octet-string(6)',
  accessRights: structure({ attributeAccess, methodAccess: arrayOf(structure({ methodId: 'integer', accessMode: 'boolean' })) }),
});
const objectListV0 = arrayOf(objectEntry);
const associatedPartnersId = structure({ clientSap: 'integer', serverSap: 'long-unsigned' });
const applicationContextName = structure({
  jointIsoCttElement: 'unsigned',
  countryElement: 'unsigned',
  countryNameElement: 'long-unsigned',
  identifiedOrganizationElement: 'unsigned',
  dlmsUaElement: 'unsigned',
  applicationContextElement: 'unsigned',
  contextIdElement: 'unsigned',
});
const xdlmsContextInfo = structure({
  conformance: 'bit-string(24)',
  maxReceivePduSize: 'long-unsigned',
  maxSendPduSize: 'long-unsigned',
  dlmsVersionNumber: 'unsigned',
  qualityOfService: 'integer',
  cypheringInfo: 'octet-string',
});
const authenticationMechanismName = structure({
  jointIsoCttElement: 'unsigned',
  countryElement: 'unsigned',
  countryNameElement: 'long-unsigned',
  identifiedOrganizationElement: 'unsigned',
  dlmsUaElement: 'unsigned',
  authenticationMechanismNameElement: 'unsigned',
  mechanismIdElement: 'unsigned',
});
const objectEntryV1 = structure({
  classId: 'long-unsigned',
  version: 'unsigned',
  logicalName: 'octet-string(6)',
  accessRights: structure({ attributeAccess, methodAccess }),
});
const objectListV1 = arrayOf(objectEntryV1);
const applicationContextNameV1 = choice(applicationContextName, 'octet-string');
const authenticationMechanismNameV1 = choice(authenticationMechanismName, 'octet-string');
const sapAssignmentEntry = structure({ sap: 'long-unsigned', logicalDeviceName: 'octet-string' });

const attributeAccessModeWords = {
  0: 'no_access',
  1: 'read_only',
  2: 'write_only',
  3: 'read_and_write',
  4: 'authenticated_read_only',
  5: 'authenticated_write_only',
  6: 'authenticated_read_and_write',
};
const methodAccessModeWords = { 0: 'no_access', 1: 'access', 2: 'authenticated_access' };
const attributeAccessModeBits = {
  0: 'read access',
  1: 'write access',
  2: 'authenticated request',
  3: 'encrypted request',
  4: 'digitally signed request',
  5: 'authenticated response',
  6: 'encrypted response',
  7: 'digitally signed response',
};
const methodAccessModeBits = {
  0: 'access',
  2: 'authenticated request',
  3: 'encrypted request',
  4: 'digitally signed request',
  5: 'authenticated response',
  6: 'encrypted response',
  7: 'digitally signed response',
};
const associationStatusWords = { 0: 'non-associated', 1: 'association-pending', 2: 'associated' };

export const association: readonly ClassDefinition[] = chapter('access and management', [
  ...defineVersions(
    {
      classId: 12,
      version: 0,
      name: 'Association SN',
      attributes: [[2, 'objectList', 'static', objectList]],
      methods: [
        [1, 'getlistByClassid', 'long-unsigned', 0x20],
        [2, 'getobjByLogicalname', 'octet-string(6)', 0x28],
        [3, 'readByLogicalname', readByLogicalname, 0x30],
        [4, 'getAttributesAndServices', getAttributesAndServices, 0x38],
        [5, 'changeLlsSecret', 'octet-string', 0x40],
        [6, 'changeHlsSecret', 'octet-string', 0x48],
        [7, 'getHlsChallenge', dummy, 0x50],
        [8, 'replyToHlsChallenge', 'octet-string', 0x58],
      ],
    },
    {
      version: 1,
      methods: [
        [3, 'readByLogicalname', readByLogicalname, 0x30],
        [4, 'getAttributesAndMethods', getAttributesAndServices, 0x38],
        [5, 'changeLlsSecret', 'octet-string', 0x40],
        [6, 'changeHlsSecret', 'octet-string', 0x48],
        [8, 'replyToHlsAuthentication', 'octet-string', 0x58],
      ],
    },
    {
      version: 2,
      attributes: [
        [3, 'accessRightsList', 'static', accessRightsList],
        [4, 'securitySetupReference', 'static', 'octet-string(6)'],
      ],
      enums: {
        '3.attributeAccess.accessMode': words(attributeAccessModeWords),
        '3.methodAccess.accessMode': words(methodAccessModeWords),
      },
    },
    {
      version: 3,
      singleSource: true,
      attributes: [
        [5, 'userList', 'static', userList],
        [6, 'currentUser', 'dynamic', userEntry],
      ],
      methods: [
        [3, 'readByLogicalname', readByLogicalname, 0x30],
        [5, 'changeSecret', 'octet-string', 0x40],
        [8, 'replyToHlsAuthentication', 'octet-string', 0x58],
        [9, 'addUser', userEntry, 0x60],
        [10, 'removeUser', userEntry, 0x68],
      ],
    },
    {
      version: 4,
      singleSource: true,
      enums: {
        '3.attributeAccess.accessMode': bits(attributeAccessModeBits),
        '3.methodAccess.accessMode': bits(methodAccessModeBits),
      },
    },
  ),
  ...defineVersions(
    {
      classId: 15,
      version: 0,
      name: 'Association LN',
      attributes: [
        [2, 'objectList', 'static', objectListV0],
        [3, 'associatedPartnersId', 'static', associatedPartnersId],
        [4, 'applicationContextName', 'static', applicationContextName],
        [5, 'xdlmsContextInfo', 'static', xdlmsContextInfo],
        [6, 'authenticationMechanismName', 'static', authenticationMechanismName],
        [7, 'llsSecret', 'static', 'octet-string'],
        [8, 'associationStatus', 'dynamic', 'enum'],
      ],
      methods: [
        [1, 'replyToHlsAuthentication', 'octet-string', 0x60],
        [2, 'changeHlsSecret', 'octet-string', 0x68],
        [3, 'addObject', objectEntry, 0x70],
        [4, 'removeObject', objectEntry, 0x78],
      ],
      selectiveAccess: { 2: { allInformation: 1, accessByClass: 2, accessByObject: 3, fullObjectInformation: 4 } },
      selectors: {
        allInformation: 'null-data',
        accessByClass: arrayOf('long-unsigned'),
        accessByObject: getAttributesAndServices,
        fullObjectInformation: objectReference,
      },
      enums: {
        '8': words(associationStatusWords),
        '2.attributeAccess.accessMode': words({ 0: 'no_access', 1: 'read_only', 2: 'write_only', 3: 'read_and_write' }),
      },
    },
    {
      version: 1,
      attributes: [
        [2, 'objectList', 'static', objectListV1],
        [4, 'applicationContextName', 'static', applicationContextNameV1],
        [6, 'authenticationMechanismName', 'static', authenticationMechanismNameV1],
        [7, 'secret', 'static', 'octet-string'],
        [9, 'securitySetupReference', 'static', 'octet-string(6)'],
      ],
      methods: [
        [1, 'replyToHlsAuthentication', 'octet-string', 0x60],
        [2, 'changeHlsSecret', 'octet-string', 0x68],
        [3, 'addObject', objectEntryV1, 0x70],
        [4, 'removeObject', objectEntryV1, 0x78],
      ],
      enums: {
        '2.attributeAccess.accessMode': words(attributeAccessModeWords),
        '2.methodAccess.accessMode': words(methodAccessModeWords),
      },
    },
    {
      version: 2,
      attributes: [
        [10, 'userList', 'static', userList],
        [11, 'currentUser', 'dynamic', userEntry],
      ],
      methods: [
        [1, 'replyToHlsAuthentication', 'octet-string', 0x60],
        [2, 'changeHlsSecret', 'octet-string', 0x68],
        [3, 'addObject', objectEntryV1, 0x70],
        [4, 'removeObject', objectEntryV1, 0x78],
        [5, 'addUser', userEntry, 0x80],
        [6, 'removeUser', userEntry, 0x88],
      ],
    },
    {
      version: 3,
      enums: {
        '2.attributeAccess.accessMode': bits(attributeAccessModeBits),
        '2.methodAccess.accessMode': bits(methodAccessModeBits),
      },
    },
  ),
  defineClass({
    classId: 17,
    version: 0,
    name: 'SAP assignment',
    attributes: [[2, 'sapAssignmentList', 'static', arrayOf(sapAssignmentEntry)]],
    methods: [[1, 'connectLogicalDevice', sapAssignmentEntry, 0x20]],
  }),
]);
