/**
 * Special days (Blue Book 4.5.4, class 11) and single actions at given times (4.5.7, class 22): tables of dates, in JSON with
 * the field names of the class table. Days are inserted and deleted one by one, or the table is replaced as a whole, which is
 * confirmed. What is written has the types of what is there: some meters have dates and times in place of octet-strings.
 */
import { type Data, DlmsError } from '../../../src/index';
import { isRecord, json, parseInteger, text } from '../setting-values';
import { attributeData, type Desk, type Place, parameterData, shownSending } from './desk';
import { chosen, taskObis, wholeOr } from './field-values';
import { dateInput, dateOutput, elementsOf, listInput, timeInput, timeOutput } from './table-words';
import type { Task, TaskInput, TaskPlan, TaskResult } from './task';

const entriesIn = (desk: Desk, place: Place, data: Data): readonly Record<string, unknown>[] => {
  const entries = desk.plain(place, 'entries', data);
  const list = Array.isArray(entries) ? entries.filter(isRecord) : [];
  return list.map((entry) => ({ ...entry, specialdayDate: dateOutput(entry.specialdayDate) }));
};

const daysOf = ({ settings, payload }: TaskInput): Record<string, unknown>[] =>
  listInput('specialDays', json(settings, 'specialDays') ?? payload).map((day) => ({
    ...day,
    specialdayDate: dateInput(day.specialdayDate),
  }));

const indexesOf = (typed: string): number[] => {
  const indexes = typed
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(parseInteger);
  if (indexes.length > 0 && indexes.every((index) => index !== null && index >= 0 && index <= 0xffff)) return indexes as number[];
  throw new DlmsError('settings-invalid', 'specialIndex: the numbers of the days are needed, such as 3 or 3, 4');
};

/** What each way does; the data of the days is checked before anything is sent. */
const specialDays = (input: TaskInput): TaskPlan => {
  const { settings, clock } = input;
  const place = { classId: 11, obis: taskObis(settings, 'special-days') };
  const way = chosen(settings, 'specialDo');
  const days = way === 'insert' || way === 'replace' ? daysOf(input) : [];
  const parameters = way === 'insert' ? days : way === 'delete' ? indexesOf(text(settings, 'specialIndex')) : [];
  const sends =
    way === 'replace'
      ? [shownSending(place, 'entries', attributeData(place, 'entries', days, clock))]
      : parameters.map((value) => shownSending(place, way, parameterData(place, way, value, clock)));
  return {
    words: way === 'read' ? 'special days' : `special days: ${way}`,
    question: null,
    sends,
    async perform(desk): Promise<TaskResult> {
      const current = await desk.need(place, 'entries');
      const before = entriesIn(desk, place, current);
      if (way === 'replace' && !desk.isConfirmed('replace')) {
        const text = `All ${before.length} special days of ${place.obis} are replaced by ${days.length} others`;
        return { ask: { id: 'replace', text }, standing: 'The table was only read', facts: { days: before } };
      }
      const like = way === 'insert' ? elementsOf(current)[0] : undefined;
      for (const value of parameters) await desk.invoke(place, way, parameterData(place, way, value, desk.clock, like));
      if (way === 'replace') await desk.write(place, 'entries', desk.typed(place, 'entries', days, current));
      return { facts: way === 'read' ? { days: before } : { before, days: entriesIn(desk, place, await desk.need(place, 'entries')) } };
    },
  };
};

const scheduleAt = async (desk: Desk, place: Place) => {
  const names = ['executedScript', 'type', 'executionTime'];
  const data = await desk.data(place, names);
  const [executedScript, type, times] = data.map((one, index) => one && desk.plain(place, names[index] as string, one));
  const list = Array.isArray(times) ? times.filter(isRecord) : [];
  const shown = list.map(({ time, date }) => ({ time: timeOutput(time), date: dateOutput(date) }));
  return { current: data[2], facts: { executedScript, type, times: shown } };
};

/** Times of a schedule, and its script where one is given. */
const schedule = (input: TaskInput): TaskPlan => {
  const { settings, payload, clock } = input;
  const place = { classId: 22, obis: taskObis(settings, 'write-schedule') };
  const list = listInput('scheduleTimes', json(settings, 'scheduleTimes') ?? payload);
  const entries = list.map((entry) => ({ time: timeInput(entry.time), date: dateInput(entry.date) }));
  const times = attributeData(place, 'executionTime', entries, clock);
  const scriptObis = text(settings, 'scriptObis', '');
  const selector = wholeOr(settings, 'scriptSelector', 1);
  const script =
    scriptObis === '' ? null : attributeData(place, 'executedScript', { scriptLogicalName: scriptObis, scriptSelector: selector }, clock);
  return {
    words: 'writing of the schedule',
    question: `The meter will carry out the script of ${place.obis} by itself at ${list.length} ${list.length === 1 ? 'time' : 'times'}`,
    sends: [shownSending(place, 'executionTime', times), ...(script === null ? [] : [shownSending(place, 'executedScript', script)])],
    async perform(desk) {
      const { current, facts: before } = await scheduleAt(desk, place);
      // the script first: at no moment may the old one stand with the new times
      if (script !== null) await desk.write(place, 'executedScript', script);
      await desk.write(place, 'executionTime', desk.typed(place, 'executionTime', entries, current));
      return { facts: { before, ...(await scheduleAt(desk, place)).facts } };
    },
  };
};

export const dayTasks: readonly Task[] = [
  { id: 'special-days', plan: specialDays },
  { id: 'write-schedule', plan: schedule },
];
