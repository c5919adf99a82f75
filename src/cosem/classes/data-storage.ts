/**
 * Blue Book part 2, clause 4.3: interface classes for parameters and measurement data (Data, registers, profiles, tables).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, choice, defineClass, defineVersions, structure, words } from './define';
import { captureObject, dummy, objectReference, registerStatus, registerValue, restrictedColumns, scalerUnit, simpleValue } from './shapes';

const maskEntry = structure({ maskName: 'octet-string', indexList: arrayOf('unsigned') });
const captureObjects = arrayOf(captureObject);
const captureObjectsV1 = arrayOf(restrictedColumns);

const sortMethodWords = { 1: 'fifo', 2: 'lifo', 3: 'largest', 4: 'smallest', 5: 'nearest_to_zero', 6: 'farest_from_zero' };
const captureMethodWords = { 0: 'capture upon invoking the capture method', 1: 'implicit capture upon reading the buffer' };

export const dataStorage: readonly ClassDefinition[] = chapter('data storage', [
  defineClass({
    classId: 1,
    version: 0,
    name: 'Data',
    attributes: [[2, 'value', 'dynamic', 'CHOICE']],
  }),
  defineClass({
    classId: 3,
    version: 0,
    name: 'Register',
    attributes: [
      [2, 'value', 'dynamic', registerValue],
      [3, 'scalerUnit', 'static', scalerUnit],
    ],
    methods: [[1, 'reset', dummy, 0x28]],
  }),
  defineClass({
    classId: 4,
    version: 0,
    name: 'Extended register',
    attributes: [
      [2, 'value', 'dynamic', registerValue],
      [3, 'scalerUnit', 'static', scalerUnit],
      [4, 'status', 'dynamic', registerStatus],
      [5, 'captureTime', 'dynamic', 'octet-string(date-time)'],
    ],
    methods: [[1, 'reset', dummy, 0x38]],
  }),
  defineClass({
    classId: 5,
    version: 0,
    name: 'Demand register',
    attributes: [
      [2, 'currentAverageValue', 'dynamic', registerValue],
      [3, 'lastAverageValue', 'dynamic', registerValue],
      [4, 'scalerUnit', 'static', scalerUnit],
      [5, 'status', 'dynamic', registerStatus],
      [6, 'captureTime', 'dynamic', 'octet-string(date-time)'],
      [7, 'startTimeCurrent', 'dynamic', 'octet-string(date-time)'],
      [8, 'period', 'static', 'double-long-unsigned'],
      [9, 'numberOfPeriods', 'static', 'long-unsigned'],
    ],
    methods: [
      [1, 'reset', dummy, 0x48],
      [2, 'nextPeriod', dummy, 0x50],
    ],
  }),
  defineClass({
    classId: 6,
    version: 0,
    name: 'Register activation',
    attributes: [
      [2, 'registerAssignment', 'static', arrayOf(objectReference)],
      [3, 'maskList', 'static', arrayOf(maskEntry)],
      [4, 'activeMask', 'dynamic', 'octet-string'],
    ],
    methods: [
      [1, 'addRegister', objectReference, 0x30],
      [2, 'addMask', maskEntry, 0x38],
      [3, 'deleteMask', 'octet-string', 0x40],
    ],
  }),
  ...defineVersions(
    {
      classId: 7,
      version: 0,
      name: 'Profile generic',
      attributes: [
        [2, 'buffer', 'dynamic', choice('compact-array', 'array')],
        [3, 'captureObjects', 'static', captureObjects],
        [4, 'capturePeriod', 'static', 'double-long-unsigned'],
        [5, 'sortMethod', 'static', 'enum'],
        [6, 'sortObject', 'static', captureObject],
        [7, 'entriesInUse', 'dynamic', 'double-long-unsigned'],
        [8, 'profileEntries', 'static', 'double-long-unsigned'],
      ],
      methods: [
        [1, 'reset', dummy, 0x58],
        [2, 'capture', dummy, 0x60],
        [3, 'getBufferByRange', 'data', 0x68],
        [4, 'getBufferByIndex', 'data', 0x70],
      ],
      selectiveAccess: { 2: { rangeDescriptor: 1, entryDescriptor: 2 } },
      selectors: {
        rangeDescriptor: structure({
          restrictingObject: captureObject,
          fromValue: simpleValue,
          toValue: simpleValue,
          selectedValues: captureObjects,
        }),
        entryDescriptor: structure({
          fromEntry: 'double-long-unsigned',
          toEntry: 'double-long-unsigned',
          fromSelectedValue: 'long-unsigned',
          toSelectedValue: 'long-unsigned',
        }),
      },
      enums: {
        '5': words(sortMethodWords),
      },
    },
    {
      version: 1,
      methods: [
        [1, 'reset', dummy, 0x58],
        [2, 'capture', dummy, 0x60],
      ],
    },
  ),
  defineClass({
    classId: 26,
    version: 0,
    name: 'Utility tables',
    attributes: [
      [2, 'tableId', 'static', 'long-unsigned'],
      [3, 'length', 'dynamic', 'double-long-unsigned'],
      [4, 'buffer', 'dynamic', 'octet-string'],
    ],
    selectiveAccess: { 4: { offsetSelector: 1, indexSelector: 2 } },
    selectors: {
      offsetSelector: structure({ offset: 'double-long-unsigned', count: 'long-unsigned' }),
      indexSelector: structure({ index: arrayOf('long-unsigned'), count: 'long-unsigned' }),
    },
  }),
  defineClass({
    classId: 61,
    version: 0,
    name: 'Register table',
    attributes: [
      [2, 'tableCellValues', 'dynamic', choice('compact-array', 'array')],
      [
        3,
        'tableCellDefinition',
        'static',
        structure({
          classId: 'long-unsigned',
          logicalName: 'octet-string(6)',
          groupEValues: arrayOf('unsigned'),
          attributeIndex: 'integer',
        }),
      ],
      [4, 'scalerUnit', 'static', scalerUnit],
    ],
    methods: [
      [1, 'reset', dummy, 0x28],
      [2, 'capture', dummy, 0x30],
    ],
  }),
  ...defineVersions(
    {
      classId: 62,
      version: 0,
      name: 'Compact data',
      singleSource: true,
      attributes: [
        [2, 'compactBuffer', 'dynamic', 'octet-string'],
        [3, 'captureObjects', 'static', captureObjects],
        [4, 'templateId', 'static', 'unsigned'],
        [5, 'templateDescription', 'dynamic', 'octet-string'],
        [6, 'captureMethod', 'static', 'enum'],
      ],
      methods: [
        [1, 'reset', dummy, null],
        [2, 'capture', dummy, null],
      ],
      enums: {
        '6': words(captureMethodWords),
      },
    },
    {
      version: 1,
      attributes: [[3, 'captureObjects', 'static', captureObjectsV1]],
    },
  ),
  defineClass({
    classId: 63,
    version: 0,
    name: 'Status mapping',
    attributes: [
      [
        2,
        'statusWord',
        'dynamic',
        choice(
          'bit-string',
          'double-long-unsigned',
          'octet-string',
          'visible-string',
          'utf8-string',
          'unsigned',
          'long-unsigned',
          'long64-unsigned',
        ),
      ],
      [
        3,
        'mappingTable',
        'static',
        structure({ refTableId: 'unsigned', refTableMapping: choice('long-unsigned', arrayOf('long-unsigned')) }),
      ],
    ],
  }),
  defineClass({
    classId: 66,
    version: 0,
    name: 'Measurement data monitoring objects',
    singleSource: true,
    attributes: [
      [2, 'waveformData', 'dynamic', 'compact-array'],
      [3, 'triggerTime', 'dynamic', 'long64-unsigned'],
      [4, 'triggerSource', 'dynamic', structure({ origin: 'enum', cause: 'CHOICE' })],
      [5, 'status', 'dynamic', 'enum'],
      [6, 'samplingRate', 'static', 'double-long-unsigned'],
      [7, 'numberOfSamplesBeforeTrigger', 'static', 'double-long-unsigned'],
      [8, 'numberOfSamplesAfterTrigger', 'static', 'double-long-unsigned'],
      [9, 'scalerUnit', 'static', scalerUnit],
    ],
    methods: [
      [1, 'reset', 'data', 0x48],
      [2, 'trigger', 'data', 0x50],
    ],
  }),
]);
