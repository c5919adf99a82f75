/**
 * The shapes in which readings leave a node. A form is one entry of `outputForms`: readings in, messages out.
 *
 * Profile buffers (a reading whose value is a list of rows) are spread by the forms that have rows or points; elsewhere
 * they stay one value. Items that the meter refused are never dropped where the form has a place for them, and always
 * stand in `msg.dlms.errors`.
 */
import type { NodeMessage } from 'node-red';
import type { Reading } from '../../src/index';
import { CsvHeaders, csvText } from './csv-form';
import { influxPoints, valueColumns } from './database-forms';
import { type Announcements, announcementsOf, availability, homeAssistantMessages } from './home-assistant';
import { instantOf, utcText } from './instants';
import { chartPoints, isRows, meterTimeOf, objectKey, plainValue, pointsOf, type Row, statusText } from './points';
import { isRecord, type Settings, text } from './setting-values';
import { filled } from './topic-template';

/** `payload` and further properties of each message. */
export type Part = Readonly<Record<string, unknown>> & { readonly payload: unknown };

/** What a node keeps for its forms while it lives. */
export interface FormMemory {
  readonly announcements: Announcements;
  /** Milliseconds since 1970. */
  now(): number;
  readonly headers: CsvHeaders;
}

/**
 * @param runtime its settings say where the write file node puts relative names
 * @param node its id
 */
export const formMemory = (runtime?: { readonly settings: unknown }, node?: string): FormMemory => {
  const folder = isRecord(runtime?.settings) ? runtime.settings.fileWorkingDirectory : undefined;
  const announcements: Announcements = node === undefined ? new Map() : announcementsOf(node);
  return { announcements, now: Date.now, headers: new CsvHeaders(typeof folder === 'string' ? folder : undefined) };
};

/** What the user chose beside the form, and the memory of the node. */
export interface FormOptions {
  /** Of MQTT messages: `dlms/<meter>` */
  readonly topic: string;
  /** Of CSV lines: `readings-<date>.csv`; empty: the next node knows it. */
  readonly file: string;
  readonly memory: FormMemory;
}

const defaultTopic = 'dlms/<meter>';

/** @throws DlmsError `settings-invalid` */
export const formOptions = (settings: Settings, memory: FormMemory): FormOptions => ({
  topic: text(settings, 'topic', defaultTopic),
  file: text(settings, 'file', ''),
  memory,
});

export interface OutputForm {
  readonly id: string;
  /**
   * One message; or a `sequence` of them, marked with `msg.parts`; or several that have nothing to do with each other and
   * carry their own topics.
   */
  readonly messages?: 'one' | 'sequence' | 'several';
  make(readings: readonly Reading[], options: FormOptions): readonly Part[];
}

/** Flat rows for a table: one per reading, or one per row of a profile. */
const tableRows = (readings: readonly Reading[]): Row[] =>
  readings.flatMap((reading): Row[] => {
    const { meter, obis, name, value, unit, time, status, error } = reading;
    if (isRows(value)) return value.map((row) => ({ meter, profile: name, ...row }));
    return [{ time, meter, obis, name, value, unit, status: statusText(status), error: error?.text ?? null }];
  });

const keyed = <T>(readings: readonly Reading[], key: (reading: Reading) => string, value: (reading: Reading) => T): Record<string, T> => {
  const entries = new Map<string, T>();
  for (const reading of readings) {
    const wanted = key(reading);
    // Two attributes of one object, two objects of one name, or several rows of one register must not hide each other.
    let free = entries.has(wanted) ? `${wanted} (${reading.obis}/${reading.attribute})` : wanted;
    for (let n = 2; entries.has(free); n++) free = `${wanted} (${n})`;
    entries.set(free, value(reading));
  }
  return Object.fromEntries(entries);
};

const valueOrNull = ({ error, value }: Reading): unknown => (error === null ? value : null);
const byName = ({ name }: Reading): string => name;

/** When they were read or sent: a register with a capture time, a maximum say, may be from last month. */
const timeOf = (readings: readonly Reading[]): string =>
  utcText(readings.reduce((latest, { time }) => Math.max(latest, instantOf(time) ?? 0), 0));

const dateOf = (readings: readonly Reading[]): string => timeOf(readings).slice(0, 10);

/** Readings of each meter, in the order in which they came. */
const byMeter = (readings: readonly Reading[]): [meter: string, readings: Reading[]][] => {
  const meters = new Map<string, Reading[]>();
  for (const reading of readings) {
    const own = meters.get(reading.meter);
    if (own === undefined) meters.set(reading.meter, [reading]);
    else own.push(reading);
  }
  return [...meters];
};

const topicOf = (meter: string, readings: readonly Reading[], { topic }: FormOptions): string =>
  filled(topic, { meter, date: dateOf(readings) });

const mqttReading = ({ obis, attribute, value, unit, time, status, error }: Reading) => ({
  object: objectKey(obis, attribute),
  time: utcText(instantOf(time) ?? 0),
  meter_time: meterTimeOf(time),
  value,
  unit,
  status,
  error: error?.text ?? null,
});

const mqtt = (readings: readonly Reading[], options: FormOptions): Part[] =>
  byMeter(readings).map(([meter, own]) => ({
    topic: topicOf(meter, own, options),
    payload: { meter, time: timeOf(own), readings: keyed(own, byName, mqttReading) },
  }));

const csvHeader = ['meter', 'object', 'time', 'meter_time', 'name', 'value', 'unit', 'status', 'error'];

/** A line for each value and for each refusal, in files by the template. */
const csv = (readings: readonly Reading[], { file, memory }: FormOptions): Part[] =>
  byMeter(readings).flatMap(([meter, own]) => {
    const filename = filled(file, { meter, date: dateOf(own) });
    const lines = own.flatMap((reading) => {
      const { obis, attribute, name, time, error } = reading;
      if (error !== null) {
        const at = utcText(instantOf(time) ?? 0);
        return [[meter, objectKey(obis, attribute), at, meterTimeOf(time), name, null, null, null, error.text]];
      }
      return pointsOf([reading]).map((point) => {
        const status = plainValue(point.status)?.value ?? null;
        return [meter, point.object, utcText(point.instant), point.meterTime, point.name, point.value, point.unit, status, null];
      });
    });
    if (lines.length === 0) return [];
    return [{ payload: csvText(memory.headers, filename, csvHeader, lines), ...(filename === '' ? {} : { filename }) }];
  });

const columns = (readings: readonly Reading[]): Part[] => {
  const arrays = valueColumns(pointsOf(readings));
  return [{ payload: arrays, params: arrays }];
};

export const outputForms: readonly OutputForm[] = [
  { id: 'array', make: (readings) => [{ payload: readings }] },
  { id: 'each', messages: 'sequence', make: (readings) => readings.map((reading) => ({ payload: reading, topic: reading.name })) },
  {
    id: 'value',
    messages: 'sequence',
    make: (readings) => readings.map((reading) => ({ payload: reading.value, topic: reading.name, reading })),
  },
  { id: 'by-name', make: (readings) => [{ payload: keyed(readings, byName, valueOrNull) }] },
  { id: 'by-obis', make: (readings) => [{ payload: keyed(readings, ({ obis }) => obis, valueOrNull) }] },
  { id: 'rows', make: (readings) => [{ payload: tableRows(readings) }] },
  { id: 'chart', make: (readings) => [{ payload: chartPoints(pointsOf(readings)) }] },
  { id: 'influxdb', make: (readings) => [{ payload: influxPoints(pointsOf(readings), 'dlms') }] },
  { id: 'columns', make: columns },
  { id: 'mqtt', messages: 'several', make: mqtt },
  {
    id: 'homeassistant',
    messages: 'several',
    make: (readings, options) =>
      byMeter(readings).flatMap(([meter, own]) =>
        homeAssistantMessages(meter, own, topicOf(meter, own, options), options.memory.announcements, options.memory.now()),
      ),
  },
  { id: 'csv', messages: 'several', make: csv },
];

export const outputFormIds = outputForms.map(({ id }) => id);

/** The form that a node was set to, with what belongs to it. */
export interface ChosenForm {
  readonly id: string;
  readonly options: FormOptions;
}

/** For forms that tell whether a meter is there: what is to be sent when it was not. */
export const unavailableMessage = (id: string, meter: string, msg: NodeMessage, { topic, memory }: FormOptions): NodeMessage | null => {
  if (id !== 'homeassistant') return null;
  const date = utcText(memory.now()).slice(0, 10);
  return Object.assign(msg, availability(filled(topic, { meter, date }), 'offline'));
};

/** `msg.parts` of each message of a sequence; that of the sequence that `msg` itself is of stays inside, as split nodes keep it. */
export const sequenceOf = (msg: NodeMessage, id: string, count: number): ((index: number) => { readonly parts: object }) => {
  const { parts } = msg as { readonly parts?: unknown };
  const outer = parts === undefined ? {} : { parts };
  return (index) => ({ parts: { id, type: 'array', count, index, ...outer } });
};

/**
 * The messages of a form. A single message is the one that came in, changed; a sequence is made of copies with
 * `msg.parts`, so that a join node can put it together again.
 */
export const shapeOutput = (
  id: string,
  readings: readonly Reading[],
  msg: NodeMessage,
  copy: (msg: NodeMessage) => NodeMessage,
  options: FormOptions,
): NodeMessage[] => {
  const form = outputForms.find((candidate) => candidate.id === id) ?? outputForms[0];
  const parts = form?.make(readings, options) ?? [];
  if (form?.messages === 'several') return parts.map((part) => Object.assign(copy(msg), part));
  if (form?.messages !== 'sequence') return parts.map((part) => Object.assign(msg, part));
  const place = sequenceOf(msg, String(msg._msgid ?? ''), parts.length);
  return parts.map((part, index) => Object.assign(copy(msg), part, place(index)));
};
