/**
 * Blue Book part 2, clause 4.7: GPRS modem setup and the diagnostics of mobile networks (GSM, LTE).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, defineVersions, structure, words } from './define';

const quality = structure({
  precedence: 'unsigned',
  delay: 'unsigned',
  reliability: 'unsigned',
  peakThroughput: 'unsigned',
  meanThroughput: 'unsigned',
});
const qualityOfService = structure({ default: quality, requested: quality });
const cellInfo = structure({
  cellId: 'double-long-unsigned',
  locationId: 'long-unsigned',
  signalQuality: 'unsigned',
  ber: 'unsigned',
  mcc: 'long-unsigned',
  mnc: 'long-unsigned',
  channelNumber: 'double-long-unsigned',
});
const adjacentCells = arrayOf(structure({ cellId: 'double-long-unsigned', signalQuality: 'unsigned' }));

const statusWords = {
  0: 'not registered',
  1: 'registered, home network',
  2: 'not registered, searching',
  3: 'registration denied',
  4: 'unknown',
  5: 'registered, roaming',
};
const csAttachmentWords = { 0: 'inactive', 1: 'incoming call', 2: 'active' };

export const mobile: readonly ClassDefinition[] = chapter('local ports', [
  defineClass({
    classId: 45,
    version: 0,
    name: 'GPRS modem setup',
    attributes: [
      [2, 'apn', 'static', 'octet-string'],
      [3, 'pinCode', 'static', 'long-unsigned'],
      [4, 'qualityOfService', 'static', qualityOfService],
    ],
  }),
  ...defineVersions(
    {
      classId: 47,
      version: 0,
      name: 'GSM diagnostic',
      attributes: [
        [2, 'operator', 'dynamic', 'visible-string'],
        [3, 'status', 'dynamic', 'enum'],
        [4, 'csAttachment', 'dynamic', 'enum'],
        [5, 'psStatus', 'dynamic', 'enum'],
        [
          6,
          'cellInfo',
          'dynamic',
          structure({ cellId: 'long-unsigned', locationId: 'long-unsigned', signalQuality: 'unsigned', ber: 'unsigned' }),
        ],
        [7, 'adjacentCells', 'dynamic', arrayOf(structure({ cellId: 'long-unsigned', signalQuality: 'unsigned' }))],
        [8, 'captureTime', 'dynamic', 'date-time'],
      ],
      enums: {
        '3': words(statusWords),
        '4': words(csAttachmentWords),
        '5': words({ 0: 'inactive', 1: 'GPRS', 2: 'EDGE', 3: 'UMTS', 4: 'HSDPA' }),
      },
    },
    {
      version: 1,
      attributes: [
        [6, 'cellInfo', 'dynamic', cellInfo],
        [7, 'adjacentCells', 'dynamic', adjacentCells],
      ],
      enums: {
        '5': words({ 0: 'inactive', 1: 'GPRS', 2: 'EDGE', 3: 'UMTS', 4: 'HSDPA', 5: 'LTE', 6: 'CDMA' }),
      },
    },
    {
      version: 2,
      attributes: [
        [6, 'cellInfo', 'dynamic', cellInfo, 0x30],
        [7, 'adjacentCells', 'dynamic', adjacentCells, 0x38],
        [8, 'captureTime', 'dynamic', 'date-time', 0x40],
      ],
      enums: {
        '5': words({
          0: 'inactive',
          1: 'GPRS',
          2: 'EDGE',
          3: 'UMTS',
          4: 'HSDPA',
          5: 'LTE',
          6: 'CDMA',
          7: 'LTE Cat M1',
          8: 'LTE Cat NB1',
          9: 'LTE Cat NB2',
        }),
      },
    },
  ),
  defineClass({
    classId: 151,
    version: 0,
    name: 'LTE monitoring',
    singleSource: true,
    attributes: [
      [
        2,
        'lteNetworkParameters',
        'dynamic',
        structure({ t3402: 'long-unsigned', t3412: 'long-unsigned', rsrq: 'unsigned', rsrp: 'unsigned', qRxlevMin: 'integer' }),
      ],
    ],
  }),
  defineClass({
    classId: 151,
    version: 1,
    name: 'LTE monitoring',
    attributes: [
      [
        2,
        'lteNetworkParameters',
        'dynamic',
        structure({
          t3402: 'long-unsigned',
          t3412: 'long-unsigned',
          t3412ext2: 'double-long-unsigned',
          t3324: 'long-unsigned',
          tedrx: 'double-long-unsigned',
          tptw: 'long-unsigned',
          qRxlevMin: 'integer',
          qRxlevMinCER13: 'integer',
          qrxlevmince1R13: 'integer',
        }),
      ],
      [
        3,
        'lteQualityOfService',
        'dynamic',
        structure({ signalQuality: 'integer', signalLevel: 'integer', signalToNoiseRatio: 'integer', coverageEnhancement: 'enum' }),
      ],
    ],
    enums: {
      '3.coverageEnhancement': words({ 0: 'CE mode level 0', 1: 'CE mode level 1', 2: 'CE mode level 2' }),
    },
  }),
]);
