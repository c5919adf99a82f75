/**
 * Blue Book part 2: interface classes for HS-PLC after ISO/IEC 12139-1.
 */
import type { ClassDefinition } from '../types';
import { chapter, defineClass } from './define';

export const hsPlc: readonly ClassDefinition[] = chapter('hs-plc', [
  defineClass({
    classId: 140,
    version: 0,
    name: 'HS-PLC ISO/IEC 12139-1 MAC setup',
    singleSource: true,
    attributes: [
      [2, 'groupId', 'static', 'long64-unsigned'],
      [3, 'secondaryGroupId', 'static', 'long64-unsigned'],
      [4, 'stationId', 'static', 'long64-unsigned'],
      [5, 'parentStationId', 'static', 'long64-unsigned'],
      [6, 'repeaterStatus', 'static', 'boolean'],
      [7, 'encryptionMode', 'static', 'enum'],
      [8, 'initialEncryptionKey', 'static', 'octet-string'],
      [9, 'rtsCts', 'static', 'boolean'],
    ],
  }),
  defineClass({
    classId: 141,
    version: 0,
    name: 'HS-PLC ISO/IEC 12139-1 CPAS setup',
    singleSource: true,
    attributes: [
      [2, 'cpasAddress', 'static', 'long64-unsigned'],
      [3, 'cpasEtherType', 'static', 'long-unsigned'],
      [4, 'masterStationCpasAddress', 'static', 'long64-unsigned'],
    ],
  }),
  defineClass({
    classId: 142,
    version: 0,
    name: 'HS-PLC ISO/IEC 12139-1 IP SSAS setup',
    singleSource: true,
    attributes: [
      [2, 'ipHeaderCompType', 'static', 'enum'],
      [3, 'ipAliveTime', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 143,
    version: 0,
    name: 'HS-PLC ISO/IEC 12139-1 HDLC SSAS setup',
    singleSource: true,
    attributes: [[2, 'masterStationId', 'static', 'long64-unsigned']],
  }),
]);
