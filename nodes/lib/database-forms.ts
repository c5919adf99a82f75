/**
 * Points for databases: InfluxDB's batch node, and arrays for SQL.
 *
 * InfluxDB fixes the type of a field at its first value and refuses a whole batch over one that differs. So numbers are
 * always in `value` and everything else in `text`. Tags are few by nature: meter, object, name, unit.
 * SQL gets one array for each column, for `unnest`; (meter, object, time) is the key, so that an insert may be repeated.
 */
import { utcText } from './instants';
import type { Point, Row } from './points';

/** A backslash at its end would escape what follows; an empty tag is refused. */
const tag = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/\\+$/, '')
    .trim() || '-';

/** Octets of a text field (line protocol, 64 KB); one that is longer costs the whole batch. */
const longestField = 65_535;

/** Without half a character at its end. */
const cut = (octets: Buffer): string => new TextDecoder().decode(octets.subarray(0, longestField), { stream: true });

/** The batch node takes texts such as `12i` for integers, which the field cannot hold. */
const fieldText = (text: string): string => {
  const octets = Buffer.from(text);
  if (octets.length > longestField) return cut(octets);
  return /^-?\d+i$/.test(text) ? `${text} ` : text;
};

/** Points of node-red-contrib-influxdb's batch node: `timestamp` has to be a Date. */
export const influxPoints = (points: readonly Point[], measurement: string, more: Readonly<Record<string, string>> = {}): Row[] =>
  points.map(({ meter, object, name, unit, value, instant, meterTime }) => {
    const tags = { meter: tag(meter), object: tag(object), name: tag(name), ...(unit === null ? {} : { unit: tag(unit) }), ...more };
    const fields: Row = typeof value === 'number' ? { value } : { text: fieldText(String(value)) };
    if (meterTime !== null) fields.meter_time = meterTime;
    return { measurement, tags, fields, timestamp: new Date(instant) };
  });

/** PostgreSQL has no octet 0 in texts. */
export const sqlText = (text: string): string => text.replaceAll('\0', '\ufffd');

const statusText = (status: unknown): string | null =>
  status === null || status === undefined ? null : sqlText(typeof status === 'string' ? status : JSON.stringify(status));

/** meter, object, time, meter_time, name, number, text, unit, status. */
export const valueColumns = (points: readonly Point[]): unknown[][] => [
  points.map(({ meter }) => sqlText(meter)),
  points.map(({ object }) => sqlText(object)),
  points.map(({ instant }) => utcText(instant)),
  points.map(({ meterTime }) => meterTime),
  points.map(({ name }) => sqlText(name)),
  points.map(({ value }) => (typeof value === 'number' ? value : null)),
  points.map(({ value }) => (typeof value === 'number' ? null : sqlText(String(value)))),
  points.map(({ unit }) => (unit === null ? null : sqlText(unit))),
  points.map(({ status }) => statusText(status)),
];
