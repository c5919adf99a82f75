/**
 * Readings as single values with an instant: what charts, databases and files are made of.
 *
 * A point is identified by (meter, object, time). `object` is the OBIS code, with what tells its values apart where the
 * code alone does not: `1-0:1.8.0*255` · `1-0:1.4.0*255/3` (attribute 3) · `1-0:99.1.0*255/2/Import` (a column of a buffer).
 * `time` is UTC. `meterTime` is the time as the meter's clock showed it, null where the computer told the time.
 */
import type { Reading } from '../../src/index';
import { instantOf, RowTimes } from './instants';
import { isRecord } from './setting-values';

export interface Point {
  readonly meter: string;
  readonly object: string;
  readonly name: string;
  /** Lists and objects are JSON text. */
  readonly value: number | boolean | string;
  readonly unit: string | null;
  readonly status: unknown;
  /** Milliseconds since 1970. */
  readonly instant: number;
  readonly meterTime: string | null;
}

export type Row = Record<string, unknown>;

export const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.length > 0 && value.every(isRecord);

/** Only this computer writes milliseconds. */
const ofComputer = /\.\d{3}Z$/;

export const meterTimeOf = (time: string | null): string | null => (time === null || ofComputer.test(time) ? null : time);

/** Identity of an attribute's values. @param dataIndex of a capture object; 0 = the whole attribute */
export const objectKey = (obis: string, attribute: number, dataIndex = 0): string => {
  if (dataIndex !== 0) return `${obis}/${attribute}/${dataIndex}`;
  return attribute === 2 ? obis : `${obis}/${attribute}`;
};

const exact = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** What a point can hold; null for nothing. Numbers that are none (NaN, infinite) are text. */
export const plainValue = (value: unknown): Pick<Point, 'value'> | null => {
  if (typeof value === 'number') return { value: Number.isFinite(value) ? value : String(value) };
  if (typeof value === 'boolean' || typeof value === 'string') return { value };
  if (typeof value === 'bigint') return { value: value.toString() };
  return typeof value === 'object' && value !== null ? { value: JSON.stringify(value, exact) } : null;
};

/** Words for the bits of a status as one text, null for none of them; any other status as it is. */
export const statusText = (status: unknown): unknown =>
  Array.isArray(status) && status.every((word) => typeof word === 'string') ? status.join(', ') || null : status;

const isoCell = /^\d{4}-\d\d-\d\dT/;

const isBuffer = ({ classId, attribute }: Reading): boolean => classId === 7 && attribute === 2;

/** Rows of P1 texts have the unit of their value beside it. */
const unitIn = (row: Row): string | null => ('value' in row && typeof row.unit === 'string' ? row.unit : null);

/** Points of a buffer that was read as one value. */
const ofRows = (reading: Reading, rows: readonly Row[]): Point[] => {
  const { meter, obis, attribute } = reading;
  const clock = Object.keys(rows[0] ?? {}).find((column) => rows.some((row) => isoCell.test(String(row[column]))));
  const times = new RowTimes();
  return rows.flatMap((row) => {
    const own = clock === undefined ? null : row[clock];
    const time = typeof own === 'string' ? own : reading.time;
    const common = { meter, status: null, instant: times.instantOf(time) ?? 0, meterTime: meterTimeOf(time) };
    const unit = unitIn(row);
    return Object.entries(row).flatMap(([name, cell]): Point[] => {
      const value = name === clock || (name === 'unit' && unit !== null) ? null : plainValue(cell);
      return value === null ? [] : [{ ...common, ...value, object: `${obis}/${attribute}/${name}`, name, unit }];
    });
  });
};

/** One point for each value, and for each cell of a buffer's rows; none for what the meter refused. */
export const pointsOf = (readings: readonly Reading[]): Point[] =>
  readings.flatMap((reading): Point[] => {
    const { meter, obis, attribute, name, unit, time, error } = reading;
    if (error !== null) return [];
    const status = statusText(reading.status);
    if (isBuffer(reading) && isRows(reading.value)) return ofRows(reading, reading.value);
    const value = plainValue(reading.value);
    if (value === null) return [];
    const object = objectKey(obis, attribute);
    return [{ meter, object, name, ...value, unit, status, instant: instantOf(time) ?? 0, meterTime: meterTimeOf(time) }];
  });

/** `{ series, x, y }` for each number; the meter is part of the series where there are several. */
export const chartPoints = (points: readonly Point[]): Row[] => {
  const several = points.some(({ meter }) => meter !== points[0]?.meter);
  return points.flatMap(({ meter, name, instant, value }) =>
    typeof value === 'number' ? [{ series: several ? `${meter} ${name}` : name, x: instant, y: value }] : [],
  );
};
