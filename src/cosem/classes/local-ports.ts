/**
 * Blue Book part 2, clause 4.7: set-up of local ports, HDLC and modems.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, structure, words } from './define';
import { baudRates, dummy, timeWindows } from './shapes';

const numberOfRings = structure({ nrRingsInWindow: 'unsigned', nrRingsOutOfWindow: 'unsigned' });

const responseTimeWords = { 0: '20 ms', 1: '200 ms' };
const autoAnswerModeWords = {
  0: 'line dedicated to the device',
  1: 'shared line, limited number of calls',
  2: 'shared line, limited number of successful calls',
  3: 'currently no modem connected',
};
const statusWords = { 0: 'inactive', 1: 'active', 2: 'locked' };
const autoConnectModeWords = {
  0: 'no auto connect',
  1: 'allowed anytime',
  2: 'allowed within the calling window',
  3: 'regular within the calling window, alarm anytime',
  4: 'SMS via PLMN',
  5: 'SMS via PSTN',
  6: 'email',
};

export const localPorts: readonly ClassDefinition[] = chapter('local ports', [
  ...defineVersions(
    {
      classId: 19,
      version: 0,
      name: 'IEC local port setup',
      attributes: [
        [2, 'defaultMode', 'static', 'enum'],
        [3, 'defaultBaud', 'static', 'enum'],
        [4, 'propBaud', 'static', 'enum'],
        [5, 'responseTime', 'static', 'enum'],
        [6, 'deviceAddr', 'static', 'octet-string'],
        [7, 'passP1', 'static', 'octet-string'],
        [8, 'passP2', 'static', 'octet-string'],
        [9, 'passW5', 'static', 'octet-string'],
      ],
      enums: {
        '2': words({ 0: 'IEC 62056-21 modes A to E', 1: 'HDLC (IEC 62056-46)' }),
        '3': words(baudRates),
        '4': words(baudRates),
        '5': words(responseTimeWords),
      },
    },
    {
      version: 1,
      enums: {
        '2': words({ 0: 'IEC 62056-21 modes A to E', 1: 'HDLC (IEC 62056-46)', 2: 'protocol not specified' }),
      },
    },
  ),
  ...defineVersions(
    {
      classId: 23,
      version: 0,
      name: 'IEC HDLC setup',
      singleSource: true,
      attributes: [
        [2, 'commSpeed', 'static', 'enum'],
        [3, 'windowSizeTransmit', 'static', 'unsigned'],
        [4, 'windowSizeReceive', 'static', 'unsigned'],
        [5, 'maxInfoFieldLengthTransmit', 'static', 'long-unsigned'],
        [6, 'maxInfoFieldLengthReceive', 'static', 'long-unsigned'],
        [7, 'interOctetTimeOut', 'static', 'long-unsigned'],
        [8, 'inactivityTimeOut', 'static', 'long-unsigned'],
        [9, 'deviceAddress', 'static', 'long-unsigned'],
      ],
      enums: {
        '2': words(baudRates),
      },
    },
    {
      version: 1,
    },
  ),
  defineClass({
    classId: 24,
    version: 0,
    name: 'IEC twisted pair (1) setup',
    attributes: [
      [2, 'secondaryAddress', 'static', 'octet-string(6)'],
      [3, 'primaryAddressList', 'static', arrayOf('octet-string(1)')],
      [4, 'tabiList', 'static', arrayOf('integer')],
      [5, 'fatalError', 'dynamic', 'enum'],
    ],
  }),
  defineClass({
    classId: 24,
    version: 1,
    name: 'IEC twisted pair (1) setup',
    attributes: [
      [2, 'mode', 'static', 'enum'],
      [3, 'speed', 'static', 'enum'],
      [4, 'primaryAddressList', 'static', arrayOf('unsigned')],
      [5, 'tabiList', 'static', arrayOf('integer')],
    ],
    enums: {
      '2': words({ 0: 'inactive', 1: 'active' }),
    },
  }),
  ...defineVersions(
    {
      classId: 27,
      version: 0,
      name: 'PSTN modem configuration',
      alias: 'Modem configuration',
      attributes: [
        [2, 'commSpeed', 'static', 'enum'],
        [3, 'initializationString', 'static', arrayOf(structure({ request: 'octet-string', response: 'octet-string' }))],
        [4, 'modemProfile', 'static', arrayOf('octet-string')],
      ],
      enums: {
        '2': words(baudRates),
      },
    },
    {
      version: 1,
      name: 'Modem configuration',
      attributes: [
        [
          3,
          'initializationString',
          'static',
          arrayOf(structure({ request: 'octet-string', response: 'octet-string', delayAfterResponse: 'long-unsigned' })),
        ],
      ],
    },
  ),
  ...defineVersions(
    {
      classId: 28,
      version: 0,
      name: 'PSTN auto answer',
      alias: 'Auto answer',
      attributes: [
        [2, 'mode', 'static', 'enum'],
        [3, 'listeningWindow', 'static', timeWindows],
        [4, 'status', 'dynamic', 'enum'],
        [5, 'numberOfCalls', 'static', 'unsigned'],
        [6, 'numberOfRings', 'static', numberOfRings],
      ],
      enums: {
        '2': words(autoAnswerModeWords),
        '4': words(statusWords),
      },
    },
    {
      version: 1,
      name: 'Auto answer',
      singleSource: true,
    },
    {
      version: 2,
      attributes: [[7, 'listOfAllowedCallers', 'static', arrayOf(structure({ callerId: 'octet-string', callType: 'enum' }))]],
      enums: {
        '7.callType': words({ 0: 'normal CSD call', 1: 'wake-up' }),
      },
    },
  ),
  ...defineVersions(
    {
      classId: 29,
      version: 0,
      name: 'PSTN auto dial',
      alias: 'Auto connect',
      attributes: [
        [2, 'mode', 'static', 'enum'],
        [3, 'repetitions', 'static', 'unsigned'],
        [4, 'repetitionDelay', 'static', 'long-unsigned'],
        [5, 'callingWindow', 'static', timeWindows],
        [6, 'phoneList', 'static', arrayOf('octet-string')],
      ],
      enums: {
        '2': words(autoConnectModeWords),
      },
    },
    {
      version: 1,
      name: 'Auto connect',
      attributes: [[6, 'destinationList', 'static', arrayOf('octet-string')]],
    },
    {
      version: 2,
      methods: [[1, 'connect', dummy, null]],
      enums: {
        '2': words({
          0: 'no auto connect',
          1: 'allowed anytime',
          2: 'allowed within the calling window',
          3: 'regular within the calling window, alarm anytime',
          4: 'SMS via PLMN',
          5: 'SMS via PSTN',
          6: 'email',
          101: 'permanently connected',
          102: 'permanently connected within the calling window',
          103: 'permanently connected within the calling window, connect method outside',
          104: 'connected by the connect method only',
        }),
      },
    },
  ),
]);
