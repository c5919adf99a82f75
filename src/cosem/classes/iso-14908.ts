/**
 * Blue Book part 2: interface classes for networks after ISO/IEC 14908.
 */
import type { ClassDefinition } from '../types';
import { chapter, defineClass, defineVersions } from './define';

export const iso14908: readonly ClassDefinition[] = chapter('iso-iec 14908', [
  defineClass({
    classId: 130,
    version: 0,
    name: 'ISO/IEC 14908 identification',
    singleSource: true,
    attributes: [
      [2, 'nodeId', 'static', 'unsigned'],
      [3, 'subnetId', 'static', 'unsigned'],
      [4, 'domainId', 'static', 'octet-string'],
      [5, 'programId', 'static', 'octet-string'],
      [6, 'uniqueNodeId', 'static', 'octet-string'],
    ],
  }),
  defineClass({
    classId: 131,
    version: 0,
    name: 'ISO/IEC 14908 protocol setup',
    singleSource: true,
    attributes: [[2, 'inactivityTimeout', 'static', 'long-unsigned']],
  }),
  ...defineVersions(
    {
      classId: 132,
      version: 0,
      name: 'ISO/IEC 14908 protocol status',
      singleSource: true,
      attributes: [
        [2, 'transmissionErrors', 'dynamic', 'long-unsigned'],
        [3, 'transmitTxFailure', 'dynamic', 'long-unsigned'],
        [4, 'transmitTxRetries', 'dynamic', 'long-unsigned'],
        [5, 'receiveTxFull', 'dynamic', 'long-unsigned'],
        [6, 'lostMessages', 'dynamic', 'long-unsigned'],
        [7, 'missedMessages', 'dynamic', 'long-unsigned'],
        [8, 'layer2Received', 'dynamic', 'long-unsigned'],
        [9, 'layer3Received', 'dynamic', 'long-unsigned'],
        [10, 'messagesReceived', 'dynamic', 'double-long-unsigned'],
        [11, 'messagesValidated', 'dynamic', 'double-long-unsigned'],
      ],
    },
    {
      version: 1,
      singleSource: true,
      methods: [[1, 'reset', 'data', 0x70]],
    },
  ),
  ...defineVersions(
    {
      classId: 133,
      version: 0,
      name: 'ISO/IEC 14908 diagnostic',
      singleSource: true,
      attributes: [
        [2, 'plcSignalQualityStatus', 'dynamic', 'enum'],
        [3, 'comModuleState', 'dynamic', 'enum'],
        [4, 'receivedMessageStatus', 'dynamic', 'unsigned'],
        [5, 'noReceiveBuffer', 'dynamic', 'long-unsigned'],
        [6, 'transmitNoData', 'dynamic', 'long-unsigned'],
        [7, 'backlogOverflows', 'dynamic', 'long-unsigned'],
        [8, 'lateAck', 'dynamic', 'long-unsigned'],
        [9, 'frequencyInvalid', 'dynamic', 'long-unsigned'],
      ],
    },
    {
      version: 1,
      singleSource: true,
      methods: [[1, 'reset', 'data', 0x60]],
    },
  ),
]);
