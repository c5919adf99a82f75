/**
 * The shapes in which readings leave a node. A form is one entry of `outputForms`: readings in, messages out.
 *
 * Profile buffers (a reading whose value is a list of rows) are spread by the forms that have rows or points; elsewhere
 * they stay one value. Items that the meter refused are never dropped where the form has a place for them, and always
 * stand in `msg.dlms.errors`.
 */
import type { NodeMessage } from 'node-red';
import type { Reading } from '../../src/index';
import { isRecord } from './setting-values';

/** `payload` and further properties of each message. */
type Part = Readonly<Record<string, unknown>> & { readonly payload: unknown };

export interface OutputForm {
  readonly id: string;
  /** Several messages, marked with `msg.parts`, instead of one. */
  readonly sequence?: boolean;
  make(readings: readonly Reading[]): readonly Part[];
}

type Row = Record<string, unknown>;

const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.length > 0 && value.every(isRecord);

const timeOfRow = (row: Row, fallback: string): string => {
  const found = Object.values(row).find((cell) => typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell));
  return typeof found === 'string' ? found : fallback;
};

/** Flat rows for a table: one per reading, or one per row of a profile. */
const tableRows = (readings: readonly Reading[]): Row[] =>
  readings.flatMap((reading): Row[] => {
    const { meter, obis, name, value, unit, time, status, error } = reading;
    if (isRows(value)) return value.map((row) => ({ meter, profile: name, ...row }));
    return [{ time, meter, obis, name, value, unit, status, error: error?.text ?? null }];
  });

interface Point {
  readonly meter: string;
  readonly series: string;
  readonly time: string;
  readonly value: number | boolean | string;
  readonly reading: Reading;
}

const isPlain = (value: unknown): value is number | boolean | string =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';

/** One point per plain value, and per cell of a profile's rows. */
const points = (readings: readonly Reading[]): Point[] =>
  readings.flatMap((reading): Point[] => {
    const { meter, name, value, time, error } = reading;
    if (error !== null) return [];
    if (isPlain(value)) return [{ meter, series: name, time, value, reading }];
    if (!isRows(value)) return [];
    return value.flatMap((row) => {
      const at = timeOfRow(row, time);
      return Object.entries(row).flatMap(([series, cell]): Point[] =>
        isPlain(cell) && cell !== at ? [{ meter, series, time: at, value: cell, reading }] : [],
      );
    });
  });

const chart = (readings: readonly Reading[]): unknown[] => {
  const several = new Set(readings.map(({ meter }) => meter)).size > 1;
  return points(readings).flatMap(({ meter, series, time, value }) =>
    typeof value === 'number' ? [{ series: several ? `${meter} ${series}` : series, x: Date.parse(time), y: value }] : [],
  );
};

/** Points of node-red-contrib-influxdb's batch node: `timestamp` has to be a Date. */
const influx = (readings: readonly Reading[]): unknown[] =>
  points(readings).map(({ meter, series, time, value, reading }) => ({
    measurement: 'dlms',
    tags: { meter, name: series, obis: reading.obis, ...(reading.unit === null ? {} : { unit: reading.unit }) },
    fields: typeof value === 'number' ? { value } : { text: String(value) },
    timestamp: new Date(time),
  }));

/** Arrays of equal length, in the order of the columns, for `unnest($1::timestamptz[], $2::text[], ...)`. */
const columns = (readings: readonly Reading[]): unknown[][] => {
  const all = points(readings);
  return [
    all.map(({ time }) => time),
    all.map(({ meter }) => meter),
    all.map(({ reading }) => reading.obis),
    all.map(({ series }) => series),
    all.map(({ value }) => (typeof value === 'number' ? value : null)),
    all.map(({ value }) => (typeof value === 'number' ? null : String(value))),
    all.map(({ reading }) => reading.unit),
  ];
};

const keyed = (readings: readonly Reading[], key: (reading: Reading) => string): Row => {
  const object: Row = {};
  for (const reading of readings) {
    const wanted = key(reading);
    // Two attributes of one object, or two objects of one name, must not hide each other.
    const free = Object.hasOwn(object, wanted) ? `${wanted} (${reading.obis}/${reading.attribute})` : wanted;
    object[free] = reading.error === null ? reading.value : null;
  }
  return object;
};

export const outputForms: readonly OutputForm[] = [
  { id: 'array', make: (readings) => [{ payload: readings }] },
  { id: 'each', sequence: true, make: (readings) => readings.map((reading) => ({ payload: reading, topic: reading.name })) },
  {
    id: 'value',
    sequence: true,
    make: (readings) => readings.map((reading) => ({ payload: reading.value, topic: reading.name, reading })),
  },
  { id: 'by-name', make: (readings) => [{ payload: keyed(readings, ({ name }) => name) }] },
  { id: 'by-obis', make: (readings) => [{ payload: keyed(readings, ({ obis }) => obis) }] },
  { id: 'rows', make: (readings) => [{ payload: tableRows(readings) }] },
  { id: 'chart', make: (readings) => [{ payload: chart(readings) }] },
  { id: 'influxdb', make: (readings) => [{ payload: influx(readings) }] },
  { id: 'columns', make: (readings) => [{ payload: columns(readings), params: columns(readings) }] },
];

export const outputFormIds = outputForms.map(({ id }) => id);

/**
 * The messages of a form. A single message is the one that came in, changed; a sequence is made of copies with
 * `msg.parts`, so that a join node can put it together again.
 */
export const shapeOutput = (
  id: string,
  readings: readonly Reading[],
  msg: NodeMessage,
  copy: (msg: NodeMessage) => NodeMessage,
): NodeMessage[] => {
  const form = outputForms.find((candidate) => candidate.id === id) ?? outputForms[0];
  const parts = form?.make(readings) ?? [];
  if (form?.sequence !== true) return parts.map((part) => Object.assign(msg, part));
  const sequence = { id: String(msg._msgid ?? ''), type: 'array', count: parts.length };
  return parts.map((part, index) => Object.assign(copy(msg), part, { parts: { ...sequence, index } }));
};
