/**
 * Push (Blue Book 4.4.8, class 40): where the meter sends to, what, and when; and one push now. Only what is filled in is
 * written; all of it is read back. The four versions of the class differ in the list of objects and in the repetition delay.
 */
import { type ClockSetting, type Data, DlmsError } from '../../../src/index';
import { type ChoiceOf, taskFields } from '../../forms/task-fields';
import { attributeReferences } from '../references';
import { isRecord, json, type Settings, text } from '../setting-values';
import { attributeData, type Desk, type Place, plainAttribute } from './desk';
import { chosen, taskObis, whole } from './field-values';
import { elementsOf, momentInput, momentOutput, nameInput, nameOutput } from './table-words';
import type { Task, TaskInput, TaskPlan } from './task';

const placeOf = (settings: Settings): Place => ({
  classId: 40,
  obis: taskObis(settings, 'setup-push'),
  version: Number(chosen(settings, 'pushVersion')),
});

/** The choices but the first, "as it is", are in the order of their numbers on the wire. */
const transportNumber = (transport: ChoiceOf<'pushTransport'>): number => taskFields.pushTransport.choices.indexOf(transport) - 1;

/** No restriction of rows, no selection of columns: what versions 1 to 3 add to an entry. */
const additions: Readonly<Record<string, object>> = {
  0: {},
  1: { restriction: { restrictionType: 0, restrictionValue: null } },
  2: { restriction: { restrictionType: 0, restrictionValue: null }, columns: [] },
  3: { restriction: { restrictionType: 0, restrictionValue: null }, columns: [] },
};

/** Objects as `3/1-0:1.8.0*255/2`, or in the field names of the class table. @throws DlmsError `value-invalid`, `obis-invalid` */
const objectList = (value: unknown, { version = 0 }: Place): unknown[] => {
  if (!Array.isArray(value) || value.length === 0)
    throw new DlmsError('value-invalid', 'pushObjects: a list of objects is needed, as JSON');
  return value.map((entry: unknown) => {
    if (isRecord(entry) && 'attributeIndex' in entry) return { ...additions[version], ...entry };
    const [reference] = attributeReferences([entry]);
    if (reference === undefined) throw new DlmsError('value-invalid', 'pushObjects: an entry names no object');
    const { classId, obis, attribute } = reference;
    return { classId, logicalName: obis, attributeIndex: attribute, dataIndex: 0, ...additions[version] };
  });
};

/** Destination and transport that were given; the rest stays as it came, octets that are no text among it. */
const destination = (settings: Settings, now: Data | undefined): unknown => {
  const [service, address, message] = elementsOf(now);
  const to = text(settings, 'pushDestination', '');
  const transport = chosen(settings, 'pushTransport');
  return {
    transportService: transport === '' ? (service ?? 0) : transportNumber(transport),
    destination: to === '' ? (address ?? '') : nameInput(to),
    message: message ?? 0,
  };
};

type Window = Record<string, unknown>;

/** Begin and end of each window in another form; what is no list of windows passes, and is told of by the class table. */
const eachWindow = (windows: unknown, form: (time: unknown, index: number, name: string) => unknown): unknown => {
  if (!Array.isArray(windows)) return windows;
  const timed = (window: Window, index: number): Window =>
    Object.fromEntries(Object.entries(window).map(([name, time]) => [name, form(time, index, name)]));
  return windows.map((window: unknown, index) => (isRecord(window) ? timed(window, index) : window));
};

/** Windows as typed; those that read like the present ones stay octet by octet. */
const windowsOf = (typed: unknown, place: Place, now: Data | undefined, clock: ClockSetting): unknown => {
  const plain = now === undefined ? [] : plainAttribute(place, 'communicationWindow', now, clock);
  const present: readonly unknown[] = Array.isArray(plain) ? plain : [];
  const presentTime = (index: number, name: string): unknown => {
    const window = present[index];
    return isRecord(window) ? window[name] : undefined;
  };
  return eachWindow(typed, (time, index, name) => momentInput(time, presentTime(index, name)));
};

/** Names of what is written, with the plain values; what is not filled in is left out. */
const changesOf = ({ settings, clock }: TaskInput, place: Place, now: Readonly<Record<string, Data>>): [string, unknown][] => {
  const changes: [string, unknown][] = [];
  const objects = json(settings, 'pushObjects');
  if (objects !== undefined) changes.push(['pushObjectList', objectList(objects, place)]);
  if (text(settings, 'pushDestination', '') !== '' || chosen(settings, 'pushTransport') !== '')
    changes.push(['sendDestinationAndMethod', destination(settings, now.sendDestinationAndMethod)]);
  const windows = json(settings, 'pushWindow');
  if (windows !== undefined) changes.push(['communicationWindow', windowsOf(windows, place, now.communicationWindow, clock)]);
  const spread = whole(settings, 'pushRandom');
  if (spread !== undefined) changes.push(['randomisationStartInterval', spread]);
  const retries = whole(settings, 'pushRetries');
  if (retries !== undefined) changes.push(['numberOfRetries', retries]);
  const delay = whole(settings, 'pushDelay');
  // 100 per cent: the delay does not grow
  const structured = { repetitionDelayMin: delay, repetitionDelayExponent: 100, repetitionDelayMax: delay };
  if (delay !== undefined) changes.push(['repetitionDelay', (place.version ?? 0) >= 2 ? structured : delay]);
  return changes;
};

const shown = [
  'pushObjectList',
  'sendDestinationAndMethod',
  'communicationWindow',
  'randomisationStartInterval',
  'numberOfRetries',
  'repetitionDelay',
];

const readSetup = async (desk: Desk, place: Place): Promise<Readonly<Record<string, Data>>> => {
  const data = await desk.data(place, shown);
  return Object.fromEntries(shown.flatMap((name, index) => (data[index] === undefined ? [] : [[name, data[index]]])));
};

/** In the words of the class table; the destination as it can be typed. */
const setupWords = (desk: Desk, place: Place, setup: Readonly<Record<string, Data>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(setup).map(([name, data]) => {
      const plain = desk.plain(place, name, data);
      if (name === 'communicationWindow') return [name, eachWindow(plain, momentOutput)];
      const typed = name === 'sendDestinationAndMethod' && isRecord(plain);
      return [name, typed ? { ...plain, destination: nameOutput(elementsOf(data)[1]) } : plain];
    }),
  );

const setupPush = (input: TaskInput): TaskPlan => {
  const place = placeOf(input.settings);
  // what cannot be encoded is told before anything is sent
  const dry = changesOf(input, place, {}).map(([name, value]): [string, Data] => [name, attributeData(place, name, value, input.clock)]);
  return {
    words: dry.length === 0 ? 'push setup' : 'writing of the push setup',
    question: null,
    async perform(desk) {
      await desk.need(place, 'pushObjectList');
      const before = await readSetup(desk, place);
      const changes = changesOf(input, place, before);
      for (const [name, value] of changes) await desk.write(place, name, desk.typed(place, name, value, before[name]));
      const told = setupWords(desk, place, before);
      if (changes.length === 0) return { facts: told };
      return { facts: { ...setupWords(desk, place, await readSetup(desk, place)), before: told } };
    },
  };
};

const pushNow = ({ settings }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  return {
    words: 'push now',
    question: null,
    async perform(desk) {
      await desk.invoke(place, 'push');
      const { sendDestinationAndMethod } = await desk.look(place, ['sendDestinationAndMethod']);
      return { facts: { sentTo: sendDestinationAndMethod ?? null }, hint: 'The data arrives at a dlms push node that listens there.' };
    },
  };
};

export const pushTasks: readonly Task[] = [
  { id: 'setup-push', plan: setupPush },
  { id: 'push-now', plan: pushNow },
];
