/**
 * Limits: thresholds of limiters (Blue Book 4.5.9, class 71) and of register monitors (4.5.6, class 21). Only what is filled
 * in is written, and all of it is read back. A limit can cut the supply as soon as it stands, so it is confirmed.
 */
import { type Data, DlmsError } from '../../../src/index';
import { fieldsOf, taskForms } from '../../forms/task-forms';
import { type Settings, text } from '../setting-values';
import type { Desk, Place } from './desk';
import { taskObis, whole } from './field-values';
import { countOf, type Measure, measured, measureOf } from './measures';
import { elementsOf } from './table-words';
import type { Task, TaskInput, TaskPlan } from './task';

const isGiven = (settings: Settings, field: string): boolean => String(settings[field] ?? '').trim() !== '';

/** Limiter attributes that are read before and after. */
const shownAttributes = [
  'thresholdActive',
  'thresholdNormal',
  'thresholdEmergency',
  'minOverThresholdDuration',
  'minUnderThresholdDuration',
  'emergencyProfile',
  'emergencyProfileGroupIdList',
  'emergencyProfileActive',
] as const;
type Shown = (typeof shownAttributes)[number];

const thresholds: readonly Shown[] = ['thresholdNormal', 'thresholdEmergency'];
const durations = [
  ['minOver', 'minOverThresholdDuration'],
  ['minUnder', 'minUnderThresholdDuration'],
] as const;
const emergencyFields = ['emergencyId', 'emergencyStart', 'emergencyDuration'];

type Values = ReadonlyMap<string, Data>;

const readLimiter = async (desk: Desk, place: Place): Promise<Values> => {
  const data = await desk.data(place, shownAttributes);
  return new Map(shownAttributes.flatMap((name, index) => (data[index] === undefined ? [] : [[name, data[index] as Data]])));
};

const shownLimiter = (desk: Desk, place: Place, values: Values, measure: Measure) =>
  Object.fromEntries(
    [...values].map(([name, data]) => [name, name.startsWith('threshold') ? measured(data, measure) : desk.plain(place, name, data)]),
  );

/** The emergency profile with the parts that were given; the others stay as they came. */
const emergencyProfile = (desk: Desk, place: Place, settings: Settings, values: Values): Data => {
  const present = values.get('emergencyProfile');
  const [id, time, duration] = elementsOf(present);
  const profile = {
    emergencyProfileId: whole(settings, 'emergencyId') ?? id ?? 0,
    emergencyActivationTime: text(settings, 'emergencyStart', '') || (time ?? null),
    emergencyDuration: whole(settings, 'emergencyDuration') ?? duration ?? 0,
  };
  return desk.typed(place, 'emergencyProfile', profile, present);
};

/** Between whole numbers; between decimal ones a comma alone may be a decimal comma: 35,5 must not become the limits 35 and 5. */
const wholeParting = /[;,\s]+/;
const decimalParting = /[;\s]+|,(?=\s)/;

/** Numbers parted by blanks, commas or semicolons, or a list. @throws DlmsError `value-invalid` */
const numberList = (field: string, value: unknown, parting: RegExp): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  const parts = String(value)
    .split(parting)
    .filter((part) => part !== '');
  if (parts.length > 0) return parts;
  throw new DlmsError('value-invalid', `${field}: a list of numbers is needed`);
};

const limiterWrites = (desk: Desk, place: Place, settings: Settings, values: Values, measure: Measure): [name: string, data: Data][] => {
  const writes: [string, Data][] = [];
  for (const name of thresholds) {
    if (!isGiven(settings, name)) continue;
    const present = values.get(name) ?? values.get('thresholdActive');
    writes.push([name, desk.typed(place, name, countOf(name, settings[name], measure, present), present)]);
  }
  for (const [field, name] of durations) {
    const duration = whole(settings, field);
    if (duration !== undefined) writes.push([name, desk.typed(place, name, duration)]);
  }
  // the groups before the profile: a profile of a group that is not in the list is ignored (Blue Book 4.5.9.2.9)
  if (isGiven(settings, 'emergencyGroups')) {
    const groups = numberList('emergencyGroups', settings.emergencyGroups, wholeParting).map(Number);
    writes.push(['emergencyProfileGroupIdList', desk.typed(place, 'emergencyProfileGroupIdList', groups)]);
  }
  if (emergencyFields.some((field) => isGiven(settings, field)))
    writes.push(['emergencyProfile', emergencyProfile(desk, place, settings, values)]);
  return writes;
};

const setLimiter = ({ settings }: TaskInput): TaskPlan => {
  const place = { classId: 71, obis: taskObis(settings, 'set-limiter') };
  const changes = fieldsOf(taskForms['set-limiter']).filter((field) => field !== 'taskObis' && isGiven(settings, field));
  return {
    words: changes.length === 0 ? 'state of the limiter' : 'setting of the limiter',
    question: changes.length === 0 ? null : `The new limits of ${place.obis} can cut the supply at once: ${changes.join(', ')}`,
    async perform(desk) {
      await desk.need(place, 'thresholdActive');
      const measure = await measureOf(desk, place);
      const before = await readLimiter(desk, place);
      const writes = limiterWrites(desk, place, settings, before, measure);
      for (const [name, data] of writes) await desk.write(place, name, data);
      const after = writes.length === 0 ? before : await readLimiter(desk, place);
      const { watched } = measure;
      const shown = { watched, ...shownLimiter(desk, place, after, measure) };
      return { facts: writes.length === 0 ? shown : { ...shown, before: shownLimiter(desk, place, before, measure) } };
    },
  };
};

const thresholdsOf = (data: Data, measure: Measure): unknown =>
  data.type === 'array' ? data.value.map((threshold) => measured(threshold, measure)) : null;

const setMonitor = ({ settings }: TaskInput): TaskPlan => {
  const place = { classId: 21, obis: taskObis(settings, 'set-monitor') };
  const given = isGiven(settings, 'thresholds') ? numberList('thresholds', settings.thresholds, decimalParting) : null;
  return {
    words: given === null ? 'thresholds of the register monitor' : 'setting of the register monitor',
    question:
      given === null ? null : `The new thresholds of ${place.obis} can start scripts of the meter at once, a disconnection among them`,
    async perform(desk) {
      const current = await desk.need(place, 'thresholds');
      const measure = await measureOf(desk, place);
      const before = thresholdsOf(current, measure);
      const { watched } = measure;
      if (given === null) return { facts: { watched, thresholds: before } };
      const present = elementsOf(current);
      const pattern: readonly Data[] = present.length > 0 ? present : [{ type: 'double-long-unsigned', value: 0 }];
      const counts = given.map((value, index) => countOf('thresholds', value, measure, pattern[index] ?? pattern[0]));
      await desk.write(place, 'thresholds', desk.typed(place, 'thresholds', counts, { type: 'array', value: pattern }));
      return { facts: { watched, before, thresholds: thresholdsOf(await desk.need(place, 'thresholds'), measure) } };
    },
  };
};

export const limitTasks: readonly Task[] = [
  { id: 'set-limiter', plan: setLimiter },
  { id: 'set-monitor', plan: setMonitor },
];
