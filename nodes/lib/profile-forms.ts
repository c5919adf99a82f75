/**
 * The shapes in which rows of a profile leave a node. A form is one entry of `profileForms`: a batch of rows in, message
 * bodies out. Units stand in `msg.columns` and, where a form has a place for them, beside the value.
 */
import { type EventProfile, eventLog, eventName, type ProfileColumn, type ProfileRow } from '../../src/index';
import type { Language } from './object-rows';

/** Rows of one profile of one meter. */
export interface Table {
  readonly meter: string;
  readonly profile: string;
  readonly obis: string;
  readonly columns: readonly ProfileColumn[];
  readonly rows: readonly ProfileRow[];
  /** Names of events, row by row; null where the profile is no event log. */
  readonly events: readonly (string | null)[] | null;
}

type Part = Readonly<Record<string, unknown>> & { readonly payload: unknown };
type RowObject = Record<string, unknown>;

export interface ProfileForm {
  readonly id: string;
  /** Several messages, marked with `msg.parts`. */
  readonly sequence?: boolean;
  make(table: Table): readonly Part[];
}

/** The key under which the name of an event is added to its row. */
const eventKey = 'event';

const clockOf = (columns: readonly ProfileColumn[]): number => columns.findIndex(({ isClock }) => isClock);

const timeOf = ({ columns }: Table, row: ProfileRow): string | null => {
  const time = row[clockOf(columns)];
  return typeof time === 'string' ? time : null;
};

const objects = ({ columns, rows, events }: Table): RowObject[] =>
  rows.map((row, at) => {
    const object: RowObject = {};
    columns.forEach(({ name }, i) => {
      object[name] = row[i];
    });
    if (events !== null) object[eventKey] = events[at] ?? null;
    return object;
  });

const isPlain = (value: unknown): value is number | string | boolean =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

const readings = (table: Table): RowObject[] =>
  table.rows.flatMap((row) =>
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
              status: null,
              error: null,
            },
          ],
    ),
  );

const chart = (table: Table): RowObject[] =>
  table.rows.flatMap((row) => {
    const x = Date.parse(timeOf(table, row) ?? '');
    if (Number.isNaN(x)) return [];
    return table.columns.flatMap(({ name }, i) => (typeof row[i] === 'number' ? [{ series: name, x, y: row[i] }] : []));
  });

/** One point per row, one field per column. */
const influx = (table: Table): RowObject[] =>
  table.rows.flatMap((row, at) => {
    const time = timeOf(table, row);
    if (time === null) return [];
    const fields: RowObject = {};
    table.columns.forEach(({ name, isClock }, i) => {
      const value = row[i];
      if (!isClock && isPlain(value)) fields[name] = value;
    });
    const event = table.events?.[at];
    if (event !== undefined && event !== null) fields[eventKey] = event;
    return [
      {
        measurement: 'dlms_profile',
        tags: { meter: table.meter, profile: table.profile, obis: table.obis },
        fields,
        timestamp: new Date(time),
      },
    ];
  });

/** The meter first, then one array for each column, for `unnest($1::text[], $2::timestamptz[], $3::float8[], ...)`. */
const columnArrays = (table: Table): unknown[][] => [
  table.rows.map(() => table.meter),
  ...table.columns.map((_column, i) => table.rows.map((row) => row[i] ?? null)),
  ...(table.events === null ? [] : [[...table.events]]),
];

export const profileForms: readonly ProfileForm[] = [
  { id: 'rows', make: (table) => [{ payload: objects(table) }] },
  { id: 'each', sequence: true, make: (table) => objects(table).map((payload) => ({ payload, topic: table.profile })) },
  { id: 'readings', make: (table) => [{ payload: readings(table) }] },
  { id: 'chart', make: (table) => [{ payload: chart(table) }] },
  { id: 'influxdb', make: (table) => [{ payload: influx(table) }] },
  {
    id: 'columns',
    make: (table) => {
      const arrays = columnArrays(table);
      return [{ payload: arrays, params: arrays }];
    },
  },
];

export const profileFormIds = profileForms.map(({ id }) => id);

/** What `msg.columns` says of each column. */
export const columnFacts = (columns: readonly ProfileColumn[]) =>
  columns.map(({ name, obis, classId, attribute, dataIndex, unit, isClock }) => ({
    name,
    obis,
    classId,
    attribute,
    dataIndex,
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
