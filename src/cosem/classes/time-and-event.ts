/**
 * Blue Book part 2, clause 4.5: interface classes for control of time and events (clock, tariffs, schedules, limiter,
 * disconnect control).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, bits, chapter, defineClass, defineVersions, structure, words } from './define';
import { attributeReference, dummy, registerStatus, registerValue, scalerUnit, scriptReference, simpleValue } from './shapes';

const scheduleEntry = structure({
  index: 'long-unsigned',
  enable: 'boolean',
  scriptLogicalName: 'octet-string(6)',
  scriptSelector: 'long-unsigned',
  switchTime: 'octet-string(time)',
  validityWindow: 'long-unsigned',
  execWeekdays: 'bit-string',
  execSpecdays: 'bit-string',
  beginDate: 'octet-string(date)',
  endDate: 'octet-string(date)',
});
const entries = arrayOf(scheduleEntry);
const specialDay = structure({ index: 'long-unsigned', specialdayDate: 'octet-string(date)', dayId: 'unsigned' });
const seasonProfileActive = arrayOf(
  structure({ seasonProfileName: 'octet-string', seasonStart: 'octet-string(date-time)', weekName: 'octet-string' }),
);
const weekProfileTableActive = arrayOf(
  structure({
    weekProfileName: 'octet-string',
    monday: 'unsigned',
    tuesday: 'unsigned',
    wednesday: 'unsigned',
    thursday: 'unsigned',
    friday: 'unsigned',
    saturday: 'unsigned',
    sunday: 'unsigned',
  }),
);
const dayProfileTableActive = arrayOf(
  structure({
    dayId: 'unsigned',
    daySchedule: arrayOf(
      structure({ startTime: 'octet-string(time)', scriptLogicalName: 'octet-string(6)', scriptSelector: 'long-unsigned' }),
    ),
  }),
);
const thresholds = arrayOf(simpleValue);
const actions = arrayOf(structure({ actionUp: scriptReference, actionDown: scriptReference }));
const changed = structure({
  classId: 'long-unsigned',
  logicalName: 'octet-string(6)',
  attributeIndex: 'integer',
  attributeValue: 'CHOICE',
});
const parameterList = arrayOf(attributeReference);

const controlStateWords = { 0: 'disconnected', 1: 'connected', 2: 'ready_for_reconnection' };
const controlModeWords = { 0: 'none', 1: 'mode 1', 2: 'mode 2', 3: 'mode 3', 4: 'mode 4', 5: 'mode 5', 6: 'mode 6', 7: 'mode 7' };

export const timeAndEvent: readonly ClassDefinition[] = chapter('time and event', [
  defineClass({
    classId: 8,
    version: 0,
    name: 'Clock',
    attributes: [
      [2, 'time', 'dynamic', 'octet-string(date-time)'],
      [3, 'timeZone', 'static', 'long'],
      [4, 'status', 'dynamic', 'unsigned'],
      [5, 'daylightSavingsBegin', 'static', 'octet-string(date-time)'],
      [6, 'daylightSavingsEnd', 'static', 'octet-string(date-time)'],
      [7, 'daylightSavingsDeviation', 'static', 'integer'],
      [8, 'daylightSavingsEnabled', 'static', 'boolean'],
      [9, 'clockBase', 'static', 'enum'],
    ],
    methods: [
      [1, 'adjustToQuarter', dummy, 0x60],
      [2, 'adjustToMeasuringPeriod', dummy, 0x68],
      [3, 'adjustToMinute', dummy, 0x70],
      [4, 'adjustToPresetTime', dummy, 0x78],
      [
        5,
        'presetAdjustingTime',
        structure({
          presetTime: 'octet-string(date-time)',
          validityIntervalStart: 'octet-string(date-time)',
          validityIntervalEnd: 'octet-string(date-time)',
        }),
        0x80,
      ],
      [6, 'shiftTime', 'long', 0x88],
    ],
    enums: {
      '9': words({
        0: 'not defined',
        1: 'internal crystal',
        2: 'mains frequency 50 Hz',
        3: 'mains frequency 60 Hz',
        4: 'GPS',
        5: 'radio controlled',
      }),
      '4': bits({
        0: 'invalid value',
        1: 'doubtful value',
        2: 'different clock base',
        3: 'invalid clock status',
        7: 'daylight saving active',
      }),
    },
  }),
  defineClass({
    classId: 9,
    version: 0,
    name: 'Script table',
    attributes: [
      [
        2,
        'scripts',
        'static',
        arrayOf(
          structure({
            scriptIdentifier: 'long-unsigned',
            actions: arrayOf(
              structure({
                serviceId: 'enum',
                classId: 'long-unsigned',
                logicalName: 'octet-string(6)',
                index: 'integer',
                parameter: 'CHOICE',
              }),
            ),
          }),
        ),
      ],
    ],
    methods: [[1, 'execute', 'long-unsigned', 0x20, 'mandatory']],
    enums: {
      '2.serviceId': words({ 1: 'write attribute', 2: 'execute specific method' }),
    },
  }),
  defineClass({
    classId: 10,
    version: 0,
    name: 'Schedule',
    attributes: [[2, 'entries', 'static', entries]],
    methods: [
      [
        1,
        'enableDisable',
        structure({ firstIndexA: 'long-unsigned', lastIndexA: 'long-unsigned', firstIndexB: 'long-unsigned', lastIndexB: 'long-unsigned' }),
        0x20,
      ],
      [2, 'insert', scheduleEntry, 0x28],
      [3, 'delete', structure({ firstIndex: 'long-unsigned', lastIndex: 'long-unsigned' }), 0x30],
    ],
  }),
  defineClass({
    classId: 11,
    version: 0,
    name: 'Special days table',
    attributes: [[2, 'entries', 'static', arrayOf(specialDay)]],
    methods: [
      [1, 'insert', specialDay, 0x10],
      [2, 'delete', 'long-unsigned', 0x18],
    ],
  }),
  defineClass({
    classId: 20,
    version: 0,
    name: 'Activity calendar',
    attributes: [
      [2, 'calendarNameActive', 'static', 'octet-string'],
      [3, 'seasonProfileActive', 'static', seasonProfileActive],
      [4, 'weekProfileTableActive', 'static', weekProfileTableActive],
      [5, 'dayProfileTableActive', 'static', dayProfileTableActive],
      [6, 'calendarNamePassive', 'static', 'octet-string'],
      [7, 'seasonProfilePassive', 'static', seasonProfileActive],
      [8, 'weekProfileTablePassive', 'static', weekProfileTableActive],
      [9, 'dayProfileTablePassive', 'static', dayProfileTableActive],
      [10, 'activatePassiveCalendarTime', 'static', 'octet-string(date-time)'],
    ],
    methods: [[1, 'activatePassiveCalendar', dummy, 0x50]],
  }),
  defineClass({
    classId: 21,
    version: 0,
    name: 'Register monitor',
    attributes: [
      [2, 'thresholds', 'static', thresholds],
      [3, 'monitoredValue', 'static', attributeReference],
      [4, 'actions', 'static', actions],
    ],
  }),
  defineClass({
    classId: 22,
    version: 0,
    name: 'Single action schedule',
    attributes: [
      [2, 'executedScript', 'static', scriptReference],
      [3, 'type', 'static', 'enum'],
      [4, 'executionTime', 'static', arrayOf(structure({ time: 'octet-string(time)', date: 'octet-string(date)' }))],
    ],
    enums: {
      '3': words({
        1: 'one entry, wildcard in date allowed',
        2: 'n entries, same time, no wildcard in date',
        3: 'n entries, same time, wildcard in date allowed',
        4: 'n entries, times may differ, no wildcard in date',
        5: 'n entries, times may differ, wildcard in date allowed',
      }),
    },
  }),
  ...defineVersions(
    {
      classId: 65,
      version: 0,
      name: 'Parameter monitor',
      attributes: [
        [2, 'changedParameter', 'dynamic', changed],
        [3, 'captureTime', 'dynamic', 'date-time'],
        [4, 'parameterList', 'static', parameterList],
      ],
      methods: [
        [1, 'addParameter', attributeReference, 0x20],
        [2, 'deleteParameter', attributeReference, 0x28],
      ],
    },
    {
      version: 1,
      attributes: [
        [5, 'parameterListName', 'static', 'octet-string'],
        [6, 'hashAlgorithmId', 'static', 'enum'],
        [7, 'parameterValueDigest', 'dynamic', 'octet-string'],
        [8, 'parameterValues', 'dynamic', 'structure'],
      ],
      methods: [
        [1, 'addParameter', attributeReference, 0x40],
        [2, 'deleteParameter', attributeReference, 0x48],
      ],
    },
  ),
  defineClass({
    classId: 67,
    version: 0,
    name: 'Sensor manager',
    attributes: [
      [2, 'serialNumber', 'dynamic', 'octet-string'],
      [3, 'metrologicalIdentification', 'dynamic', 'octet-string'],
      [4, 'outputType', 'dynamic', 'enum'],
      [5, 'adjustmentMethod', 'dynamic', 'octet-string'],
      [6, 'sealingMethod', 'dynamic', 'enum'],
      [7, 'rawValue', 'dynamic', registerValue],
      [8, 'scalerUnit', 'dynamic', scalerUnit],
      [9, 'status', 'dynamic', registerStatus],
      [10, 'captureTime', 'dynamic', 'date-time'],
      [11, 'rawValueThresholds', 'dynamic', thresholds],
      [12, 'rawValueActions', 'dynamic', actions],
      [13, 'processedValue', 'dynamic', attributeReference],
      [14, 'processedValueThresholds', 'dynamic', thresholds],
      [15, 'processedValueActions', 'dynamic', actions],
    ],
    methods: [[1, 'reset', 'data', 0x80]],
  }),
  defineClass({
    classId: 68,
    version: 0,
    name: 'Arbitrator',
    attributes: [
      [2, 'actions', 'static', arrayOf(scriptReference)],
      [3, 'permissionsTable', 'static', arrayOf('bit-string')],
      [4, 'weightingsTable', 'static', arrayOf(arrayOf('long-unsigned'))],
      [5, 'mostRecentRequestsTable', 'dynamic', arrayOf('bit-string')],
      [6, 'lastOutcome', 'dynamic', 'unsigned'],
    ],
    methods: [
      [1, 'requestAction', structure({ requestActor: 'unsigned', requestActionList: 'bit-string' }), 0x30, 'mandatory'],
      [2, 'reset', dummy, 0x38],
    ],
  }),
  ...defineVersions(
    {
      classId: 70,
      version: 0,
      name: 'Disconnect control',
      attributes: [
        [2, 'outputState', 'dynamic', 'boolean'],
        [3, 'controlState', 'dynamic', 'enum'],
        [4, 'controlMode', 'static', 'enum'],
      ],
      methods: [
        [1, 'remoteDisconnect', dummy, 0x20, 'mandatory'],
        [2, 'remoteReconnect', dummy, 0x28, 'mandatory'],
      ],
      enums: {
        '3': words(controlStateWords),
        '4': words({ 0: 'none', 1: 'mode 1', 2: 'mode 2', 3: 'mode 3', 4: 'mode 4', 5: 'mode 5', 6: 'mode 6' }),
      },
    },
    {
      version: 1,
      enums: {
        '4': words(controlModeWords),
      },
    },
    {
      version: 2,
      singleSource: true,
    },
  ),
  defineClass({
    classId: 71,
    version: 0,
    name: 'Limiter',
    attributes: [
      [2, 'monitoredValue', 'static', attributeReference],
      [3, 'thresholdActive', 'dynamic', simpleValue],
      [4, 'thresholdNormal', 'static', simpleValue],
      [5, 'thresholdEmergency', 'static', simpleValue],
      [6, 'minOverThresholdDuration', 'static', 'double-long-unsigned'],
      [7, 'minUnderThresholdDuration', 'static', 'double-long-unsigned'],
      [
        8,
        'emergencyProfile',
        'static',
        structure({
          emergencyProfileId: 'long-unsigned',
          emergencyActivationTime: 'octet-string(date-time)',
          emergencyDuration: 'double-long-unsigned',
        }),
      ],
      [9, 'emergencyProfileGroupIdList', 'static', arrayOf('long-unsigned')],
      [10, 'emergencyProfileActive', 'dynamic', 'boolean'],
      [11, 'actions', 'static', structure({ actionOverThreshold: scriptReference, actionUnderThreshold: scriptReference })],
    ],
  }),
]);
