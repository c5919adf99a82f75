/**
 * The shapes in which rows of a profile leave a node. A form is one entry of `profileForms`: a batch of rows in, message
 * bodies out. Units stand in `msg.columns` and, where a form has a place for them, beside the value.
 */
import { type EventProfile, eventLog, eventName, type Language, type ProfileColumn, type ProfileRow, statusWords } from '../../src/index';
import type { Cell } from './csv';
import { csvText } from './csv-form';
import { influxPoints, sqlText, valueColumns } from './database-forms';
import { utcText } from './instants';
import type { FormOptions, Part } from './output-forms';
import { chartPoints, meterTimeOf, objectKey, type Point, plainValue, type Row, statusText } from './points';
import { filled } from './topic-template';

/** Rows of one profile of one meter. */
export interface Table {
  readonly meter: string;
  readonly profile: string;
  readonly obis: string;
  readonly columns: readonly ProfileColumn[];
  readonly rows: readonly ProfileRow[];
  /** Names of events, row by row; null where the profile is no event log. */
  readonly events: readonly (string | null)[] | null;
  /** Status words of each row, in the words of the meter's standard; null where it has none. */
  readonly status: readonly (readonly string[] | null)[] | null;
  /** Of each row, milliseconds since 1970; null where it has no time. */
  readonly instants: readonly (number | null)[];
}

export interface ProfileForm {
  readonly id: string;
  /** Several messages, marked with `msg.parts`. */
  readonly sequence?: boolean;
  /** Rows without a time have no place in it. */
  readonly timed?: boolean;
  make(table: Table, options: FormOptions): readonly Part[];
}

/** The key under which the name of an event is added to its row. */
const eventKey = 'event';

const clockOf = (columns: readonly ProfileColumn[]): number => columns.findIndex(({ isClock }) => isClock);

/** The time of a row as the meter's clock showed it. */
export const timeOf = ({ columns }: Pick<Table, 'columns'>, row: ProfileRow): string | null => {
  const time = row[clockOf(columns)];
  return typeof time === 'string' ? time : null;
};

const objects = ({ columns, rows, events }: Table): Row[] =>
  rows.map((row, at) => ({
    ...Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])),
    ...(events === null ? {} : { [eventKey]: events[at] ?? null }),
  }));

/** Identity of a column's values. A name of an event stands beside its code. */
const columnKey = ({ obis, attribute, dataIndex }: ProfileColumn): string => objectKey(obis, attribute, dataIndex);

/** One point for each value; rows without a time have none. */
const pointsOf = (table: Table): Point[] => {
  const { meter, columns, rows, events, status, obis, instants } = table;
  return rows.flatMap((row, at) => {
    const instant = instants[at] ?? null;
    if (instant === null) return [];
    const common = { meter, status: statusText(status?.[at] ?? null), instant, meterTime: meterTimeOf(timeOf(table, row)) };
    const values = columns.flatMap((column, i): Point[] => {
      const value = column.isClock ? null : plainValue(row[i]);
      return value === null ? [] : [{ ...common, ...value, object: columnKey(column), name: column.name, unit: column.unit }];
    });
    const event = events?.[at] ?? null;
    if (event === null) return values;
    return [...values, { ...common, value: event, object: `${obis}/${eventKey}`, name: eventKey, unit: null }];
  });
};

const readings = (table: Table): Row[] =>
  table.rows.flatMap((row, at) =>
    table.columns.flatMap(({ obis, name, classId, attribute, unit, isClock }, i) =>
      isClock
        ? []
        : [
            {
              meter: table.meter,
              obis,
              name,
              classId,
              attribute,
              value: row[i],
              unit,
              time: timeOf(table, row),
              status: table.status?.[at] ?? null,
              error: null,
            },
          ],
    ),
  );

const influx = (table: Table): Row[] => influxPoints(pointsOf(table), 'dlms_profile', { profile: table.obis });

const sqlCell = (value: unknown): number | string | null => {
  const plain = plainValue(value);
  if (plain === null) return null;
  return typeof plain.value === 'number' ? plain.value : sqlText(String(plain.value));
};

const valuesAt = ({ columns, rows }: Table): (number | string | null)[][] =>
  columns.flatMap(({ isClock }, i) => (isClock ? [] : [rows.map((row) => sqlCell(row[i]))]));

/** meter, object, time, meter_time, then one array for each column but the clock, then the events. */
const columnArrays = (table: Table): unknown[][] => [
  table.rows.map(() => sqlText(table.meter)),
  table.rows.map(() => table.obis),
  table.instants.map((instant) => (instant === null ? null : utcText(instant))),
  table.rows.map((row) => meterTimeOf(timeOf(table, row))),
  ...valuesAt(table),
  ...(table.events === null ? [] : [[...table.events]]),
];

const withParams = (arrays: unknown[][]): Part[] => [{ payload: arrays, params: arrays }];

const csvTitle = ({ name, unit }: ProfileColumn): string => (unit === null ? name : `${name} [${unit}]`);

/** A line for each row, a message for each file: rows of several days go to that of their own. */
const csv = (table: Table, { file, memory }: FormOptions): Part[] => {
  const titles = table.columns.flatMap((column) => (column.isClock ? [] : [csvTitle(column)]));
  const header = ['meter', 'object', 'time', 'meter_time', ...titles, ...(table.events === null ? [] : [eventKey])];
  const arrays = columnArrays(table) as Cell[][];
  const files = new Map<string, Cell[][]>();
  // A row without a time goes with the one before it.
  let time = arrays[2]?.find((one) => one !== null) ?? null;
  for (const at of table.rows.keys()) {
    const line = arrays.map((array) => array[at] ?? null);
    time = line[2] ?? time;
    const filename = filled(file, { meter: table.meter, date: String(time ?? '').slice(0, 10) });
    const own = files.get(filename);
    if (own === undefined) files.set(filename, [line]);
    else own.push(line);
  }
  return [...files].map(([filename, lines]) => ({
    payload: csvText(memory.headers, filename, header, lines),
    ...(filename === '' ? {} : { filename }),
  }));
};

export const profileForms: readonly ProfileForm[] = [
  { id: 'rows', make: (table) => [{ payload: objects(table) }] },
  { id: 'each', sequence: true, make: (table) => objects(table).map((payload) => ({ payload, topic: table.profile })) },
  { id: 'readings', make: (table) => [{ payload: readings(table) }] },
  { id: 'chart', timed: true, make: (table) => [{ payload: chartPoints(pointsOf(table)) }] },
  { id: 'influxdb', timed: true, make: (table) => [{ payload: influx(table) }] },
  { id: 'columns', make: (table) => withParams(columnArrays(table)) },
  { id: 'value-columns', timed: true, make: (table) => withParams(valueColumns(pointsOf(table))) },
  { id: 'csv', make: csv },
];

export const profileFormIds = profileForms.map(({ id }) => id);

/** What `msg.columns` says of each column. */
export const columnFacts = (columns: readonly ProfileColumn[]) =>
  columns.map(({ name, obis, classId, attribute, dataIndex, scaler, unit, isClock }) => ({
    name,
    obis,
    classId,
    attribute,
    dataIndex,
    scaler,
    unit,
    isClock,
  }));

/** The column that holds the event code: one that the companion knows as such, else the first number beside the clock. */
const codeColumn = ({ columns, rows }: Table, profile: EventProfile): number => {
  const known = columns.findIndex(({ obis, isClock }) => !isClock && eventLog(profile, obis) !== undefined);
  if (known >= 0) return known;
  return columns.findIndex(({ isClock }, i) => !isClock && rows.some((row) => typeof row[i] === 'number'));
};

/** The rows with the names that the companion gives to their event codes. */
export const withEvents = (table: Table, profile: EventProfile, language: Language): Table => {
  const at = codeColumn(table, profile);
  const column = table.columns[at];
  if (column === undefined) return table;
  const log = eventLog(profile, table.obis) !== undefined ? table.obis : column.obis;
  const nameOf = (code: unknown): string | null => (typeof code === 'number' ? eventName(profile, code, log, language) : null);
  return { ...table, events: table.rows.map((row) => nameOf(row[at])) };
};

/** The rows with the words for the bits of their status column, where the standard has such a column (0-0:96.10.1 and the like). */
export const withStatus = (table: Table, profile: EventProfile, language: Language): Table => {
  const at = table.columns.findIndex(({ obis, isClock }) => !isClock && statusWords(profile, obis, 0) !== null);
  const column = table.columns[at];
  if (column === undefined) return table;
  const wordsFor = (bits: unknown) =>
    typeof bits === 'number' || typeof bits === 'string' ? statusWords(profile, column.obis, bits, language) : null;
  return { ...table, status: table.rows.map((row) => wordsFor(row[at])) };
};
