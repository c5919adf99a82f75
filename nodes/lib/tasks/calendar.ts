/**
 * The tariff calendar (Blue Book 4.5.5, class 20). A calendar is written into the passive part, read back, and only then
 * activated, now or at a time; the question before that shows what the meter has understood.
 *
 * Its JSON has the field names of the class table: `{ name, seasons, weeks, days }`; the task that reads gives exactly this
 * form. Names that seasons and weeks refer to must exist. A season begins at a date, or every year at `*-04-01`.
 */
import { type ClockSetting, type Data, DlmsError } from '../../../src/index';
import type { ChoiceOf } from '../../forms/task-fields';
import { isRecord, json, type Settings, text } from '../setting-values';
import { attributeData, type Desk, type Place, plainAttribute, shownSending } from './desk';
import { chosen, taskObis } from './field-values';
import { elementsOf, listInput, momentInput, momentOutput, nameInput, nameOutput } from './table-words';
import type { Task, TaskInput, TaskPlan, TaskResult } from './task';

interface Calendar {
  readonly name: unknown;
  readonly seasons: readonly Record<string, unknown>[];
  readonly weeks: readonly Record<string, unknown>[];
  readonly days: readonly Record<string, unknown>[];
}

const placeOf = (settings: Settings): Place => ({ classId: 20, obis: taskObis(settings, 'write-calendar') });

const parts = ['calendarName', 'seasonProfile', 'weekProfileTable', 'dayProfileTable'] as const;
type Side = 'Active' | 'Passive';

const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** Fields that are names, with their positions in the structure. */
const named = (list: Record<string, unknown>[], data: Data | undefined, fields: Readonly<Record<string, number>>) =>
  list.map((row, index) => {
    const inside = elementsOf(elementsOf(data)[index]);
    const names = Object.entries(fields).map(([field, at]) => [field, nameOutput(inside[at])]);
    return { ...row, ...Object.fromEntries(names) };
  });

const readCalendar = async (desk: Desk, place: Place, side: Side): Promise<Calendar> => {
  const names = parts.map((part) => `${part}${side}`);
  const [name, seasons, weeks, days] = await desk.data(place, names);
  const plain = (index: number, data: Data | undefined) =>
    data === undefined ? [] : rows(desk.plain(place, names[index] as string, data));
  return {
    name: nameOutput(name),
    seasons: named(plain(1, seasons), seasons, { seasonProfileName: 0, weekName: 2 }).map((season) => ({
      ...season,
      seasonStart: momentOutput(season.seasonStart),
    })),
    weeks: named(plain(2, weeks), weeks, { weekProfileName: 0 }),
    days: plain(3, days),
  };
};

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** What refers to nothing would be a tariff that nobody can foresee. @throws DlmsError `value-invalid` */
const checkReferences = ({ seasons, weeks, days }: Calendar): void => {
  const weekNames = new Set(weeks.map(({ weekProfileName }) => String(weekProfileName)));
  const dayIds = new Set(days.map(({ dayId }) => Number(dayId)));
  const lost = seasons.find(({ weekName }) => !weekNames.has(String(weekName)));
  if (lost !== undefined) throw new DlmsError('value-invalid', `calendar: no week is called "${String(lost.weekName)}"`);
  for (const week of weeks) {
    const day = weekdays.find((weekday) => !dayIds.has(Number(week[weekday])));
    if (day !== undefined)
      throw new DlmsError(
        'value-invalid',
        `calendar: week "${String(week.weekProfileName)}" has on ${day} day ${String(week[day])}, which does not exist`,
      );
  }
};

/** @throws DlmsError `value-invalid` */
const calendarOf = ({ settings, payload }: TaskInput): Calendar => {
  const value = json(settings, 'calendar') ?? payload;
  if (!isRecord(value)) {
    throw new DlmsError('value-invalid', 'calendar: an object with name, seasons, weeks and days is needed', {
      hint: 'Put JSON into the field or send it as msg.payload; the task "read the tariff calendar" gives the form.',
    });
  }
  const list = (field: string) => listInput(`calendar.${field}`, value[field]);
  const calendar = { name: value.name ?? '', seasons: list('seasons'), weeks: list('weeks'), days: list('days') };
  checkReferences(calendar);
  return calendar;
};

/** The passive part as it is sent, like what is there now. @throws DlmsError `value-invalid` with the place in the JSON */
const passiveData = (
  place: Place,
  { name, seasons, weeks, days }: Calendar,
  clock: ClockSetting,
  now: readonly (Data | undefined)[] = [],
): readonly (readonly [name: string, data: Data])[] => {
  const present = now[1] === undefined ? [] : rows(plainAttribute(place, 'seasonProfilePassive', now[1], clock));
  const values = [
    nameInput(name),
    seasons.map((season, index) => ({
      ...season,
      seasonProfileName: nameInput(season.seasonProfileName),
      weekName: nameInput(season.weekName),
      ...('seasonStart' in season ? { seasonStart: momentInput(season.seasonStart, present[index]?.seasonStart) } : {}),
    })),
    weeks.map((week) => ({ ...week, weekProfileName: nameInput(week.weekProfileName) })),
    days,
  ];
  return parts.map((part, index) => [`${part}Passive`, attributeData(place, `${part}Passive`, values[index], clock, now[index])]);
};

/** The types that the meter has in its tables: those of the passive part, or of the active one where that is empty. */
const presentTables = async (desk: Desk, place: Place): Promise<readonly (Data | undefined)[]> => {
  const data = await desk.data(
    place,
    (['Passive', 'Active'] as const).flatMap((side) => parts.map((part) => `${part}${side}`)),
  );
  return parts.map((_part, index) => (elementsOf(data[index]).length > 0 ? data[index] : data[index + parts.length]));
};

interface Activation {
  readonly when: ChoiceOf<'activation'>;
  /** For `at`: as typed, checked. */
  readonly time: string | null;
}

const activationTime = 'activatePassiveCalendarTime';

/** @throws DlmsError `value-invalid`, `settings-invalid` */
const activationOf = ({ settings, clock }: TaskInput, place: Place, fallback: Activation['when']): Activation => {
  const when = chosen(settings, 'activation', fallback);
  const time = when === 'at' ? text(settings, 'activationTime') : null;
  if (time !== null) attributeData(place, activationTime, time, clock);
  return { when, time };
};

/** Asks with what the meter has understood, then activates. */
const activate = async (desk: Desk, place: Place, { when, time }: Activation): Promise<TaskResult> => {
  const passive = await readCalendar(desk, place, 'Passive');
  if (when === 'none') return { facts: { passive } };
  if (!desk.isConfirmed('activate')) {
    const moment = time === null ? 'now' : `at ${String(desk.plain(place, activationTime, desk.typed(place, activationTime, time)))}`;
    const text = `Calendar "${String(passive.name)}" becomes the tariff of the customer ${moment}`;
    return {
      ask: { id: 'activate', text },
      standing: 'The calendar is in the passive part; the active one has not changed',
      facts: { passive },
    };
  }
  if (time === null) await desk.invoke(place, 'activatePassiveCalendar');
  else {
    const [present] = await desk.data(place, [activationTime]);
    await desk.write(place, activationTime, desk.typed(place, activationTime, time, present));
  }
  const { activatePassiveCalendarTime } = await desk.look(place, ['activatePassiveCalendarTime']);
  return { facts: { passive, active: await readCalendar(desk, place, 'Active'), activationTime: activatePassiveCalendarTime ?? null } };
};

/** Writes the passive part, and reads it back. @throws DlmsError `operation-not-possible` where the meter has others then */
const writePassive = async (desk: Desk, place: Place, calendar: Calendar): Promise<void> => {
  const wanted = passiveData(place, calendar, desk.clock, await presentTables(desk, place));
  for (const [name, data] of wanted) await desk.write(place, name, data);
  const back = await desk.data(
    place,
    wanted.map(([name]) => name),
  );
  const same = (index: number, name: string, data: Data): boolean =>
    JSON.stringify(desk.plain(place, name, data)) === JSON.stringify(back[index] && desk.plain(place, name, back[index] as Data));
  const differing = wanted.filter(([name, data], index) => !same(index, name, data)).map(([name]) => name);
  if (differing.length === 0) return;
  throw new DlmsError(
    'operation-not-possible',
    `The meter took the calendar, but reads back other values in ${differing.join(', ')}; it was not activated`,
    { hint: 'Read the calendar and compare: some meters allow fewer seasons, weeks or switching times.' },
  );
};

const writeCalendar = (input: TaskInput): TaskPlan => {
  const place = placeOf(input.settings);
  const calendar = calendarOf(input);
  const dry = passiveData(place, calendar, input.clock);
  const activation = activationOf(input, place, 'none');
  return {
    words: 'writing of the tariff calendar',
    question: null,
    ...(activation.when === 'none' ? {} : { mayAsk: 'with what the meter has understood, before it is activated' }),
    sends: dry.map(([name, data]) => shownSending(place, name, data)),
    async perform(desk) {
      // after a confirmation the meter has it already
      if (!desk.isConfirmed('activate')) await writePassive(desk, place, calendar);
      return activate(desk, place, activation);
    },
  };
};

const activateCalendar = (input: TaskInput): TaskPlan => {
  const place = placeOf(input.settings);
  const activation = activationOf(input, place, 'now');
  return { words: 'activation of the tariff calendar', question: null, perform: (desk) => activate(desk, place, activation) };
};

const showCalendar = ({ settings }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  return {
    words: 'tariff calendar',
    question: null,
    async perform(desk) {
      await desk.need(place, 'calendarNameActive');
      const active = await readCalendar(desk, place, 'Active');
      const { activatePassiveCalendarTime } = await desk.look(place, ['activatePassiveCalendarTime']);
      return {
        facts: { active, passive: await readCalendar(desk, place, 'Passive'), activationTime: activatePassiveCalendarTime ?? null },
      };
    },
  };
};

export const calendarTasks: readonly Task[] = [
  { id: 'read-calendar', plan: showCalendar },
  { id: 'write-calendar', plan: writeCalendar },
  { id: 'activate-calendar', plan: activateCalendar },
];
