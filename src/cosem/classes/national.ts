/**
 * Classes outside the Blue Book: the Italian tariff plan and the national classes from 9000.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineClass, structure } from './define';
import { dummy, scalerUnit, scriptReference } from './shapes';

const scriptExecuted = arrayOf(scriptReference);

export const national: readonly ClassDefinition[] = chapter('other', [
  defineClass({
    classId: 8192,
    version: 0,
    name: 'Tariff plan',
    singleSource: true,
    shortNames: false,
    attributes: [
      [2, 'calendarName', 'static', 'octet-string'],
      [3, 'enabled', 'static', 'boolean'],
      [
        4,
        'plan',
        'static',
        structure({
          defaultTariffBand: 'unsigned',
          seasons: arrayOf('structure'),
          weeklyActivation: 'bit-string',
          specialDays: arrayOf('long-unsigned'),
        }),
      ],
      [5, 'activationDateTime', 'static', structure({ time: 'octet-string(time)', date: 'octet-string(date)' })],
    ],
  }),
  defineClass({
    classId: 9000,
    version: 0,
    name: 'Extended data',
    shortNames: false,
    attributes: [
      [2, 'valueActive', 'dynamic', 'CHOICE'],
      [3, 'scalerUnitActive', 'static', scalerUnit],
      [4, 'valuePassive', 'dynamic', 'CHOICE'],
      [5, 'scalerUnitPassive', 'static', scalerUnit],
      [6, 'activatePassiveValueTime', 'static', 'octet-string(date-time)'],
    ],
    methods: [
      [1, 'reset', dummy, null],
      [2, 'activatePassiveValue', dummy, null],
    ],
  }),
  defineClass({
    classId: 9100,
    version: 0,
    name: 'Change of tenancy and supplier (CoTS)',
    singleSource: true,
    shortNames: false,
    attributes: [
      [2, 'dateTimeOfStart', 'static', 'octet-string(date-time)'],
      [3, 'scriptExecuted', 'static', scriptExecuted],
      [4, 'tenantReference', 'static', 'octet-string'],
      [5, 'tenantId', 'static', 'double-long-unsigned'],
      [6, 'supplierReference', 'static', 'octet-string'],
      [7, 'supplierId', 'static', 'double-long-unsigned'],
      [8, 'passiveDateTimeOfStart', 'static', 'octet-string(date-time)'],
      [9, 'passiveScriptExecuted', 'static', scriptExecuted],
      [10, 'passiveTenantReference', 'static', 'octet-string'],
      [11, 'passiveTenantId', 'static', 'double-long-unsigned'],
      [12, 'passiveSupplierReference', 'static', 'octet-string'],
      [13, 'passiveSupplierId', 'static', 'double-long-unsigned'],
      [14, 'activationTime', 'static', 'octet-string(date-time)'],
    ],
  }),
  defineClass({
    classId: 9500,
    version: 0,
    name: 'Block tariff configuration',
    singleSource: true,
    shortNames: false,
    attributes: [
      [2, 'blockStartTimeActive', 'static', 'octet-string(date-time)'],
      [3, 'blockPeriodActive', 'static', 'double-long-unsigned'],
      [4, 'blockPeriodUnitActive', 'static', scalerUnit],
      [5, 'resolvingPeriodActive', 'static', 'CHOICE'],
      [6, 'blockStartTimePassive', 'static', 'octet-string(date-time)'],
      [7, 'blockPeriodPassive', 'static', 'double-long-unsigned'],
      [8, 'blockPeriodUnitPassive', 'static', scalerUnit],
      [9, 'resolvingPeriodPassive', 'static', 'CHOICE'],
      [10, 'activationTime', 'static', 'octet-string(date-time)'],
    ],
  }),
]);
