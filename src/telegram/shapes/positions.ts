/**
 * Bodies whose values come without codes: Kaifa in Norway, Iskraemeco in Slovenia, Landis+Gyr in Burgenland. A template
 * says what stands where; without one the values come out by their position, and a note says what would fit.
 *
 * A table is read the same way row by row: an array of structures that begin with a time (or null-data for "as before"). It
 * is all of the body, or a value of it: behind the number of the meter, say.
 */
import type { Data } from '../../codec/types';
import { obisOctets } from '../../cosem/obis';
import type { Template, TemplateFacts, TemplateItem } from '../templates';
import { templateFor } from '../templates';
import type { ObjectDefinition } from './definitions';
import {
  clockOf,
  codeOf,
  type Entry,
  elementsOf,
  isDeviceName,
  isPushSetup,
  meterNumberIn,
  type ShapeResult,
  shapeResult,
  textOf,
} from './entry';
import { entriesOf as objectEntries } from './objects';

const octets = new Map<string, Buffer>();
function codeOctets(obis: string): Buffer {
  let known = octets.get(obis);
  if (known === undefined) {
    known = obisOctets(obis);
    if (octets.size < 10_000) octets.set(obis, known);
  }
  return known;
}

const pushSetup = 40;

/** Scaler and unit that a template knows of a value, and the name it gives to it. */
function saidOf(item: TemplateItem | undefined): Pick<Entry, 'scalerUnit' | 'unitFrom' | 'name'> {
  const { scaler, unit, name } = item ?? {};
  const named = name === undefined ? {} : { name };
  if (scaler === undefined || unit === undefined) return { scalerUnit: null, unitFrom: null, ...named };
  return { scalerUnit: { scaler, unit }, unitFrom: 'template', ...named };
}

/** A value at its place; the name of a push setup says of itself what it is. */
function entryOf(item: TemplateItem | undefined, data: Data, position: number): Entry {
  const code = codeOf(data);
  if (code !== null && isPushSetup(code))
    return { classId: pushSetup, obis: code, attribute: 1, data, scalerUnit: null, unitFrom: null, position };
  return {
    classId: item?.classId ?? null,
    obis: item?.obis ? codeOctets(item.obis) : null,
    attribute: item?.attribute ?? 2,
    data,
    ...saidOf(item),
    position,
  };
}

/** The items as definitions of a push object list, where a template was learnt from one. */
function definitionsOf(template: Template | undefined): ObjectDefinition[] | null {
  const definitions = (template?.items ?? []).flatMap(({ obis, classId, attribute = 2 }): ObjectDefinition[] =>
    obis === null || classId === undefined ? [] : [{ classId, obis: codeOctets(obis), attribute, dataIndex: 0, columns: null }],
  );
  return definitions.length > 0 && definitions.length === template?.items.length ? definitions : null;
}

function entriesOf(template: Template | undefined, values: readonly Data[]): readonly Entry[] {
  const definitions = definitionsOf(template);
  if (definitions === null) return values.map((data, i) => entryOf(template?.items[i], data, i + 1));
  return objectEntries(definitions, values, 0).map((entry) =>
    entry.scalerUnit === null ? { ...entry, ...saidOf(template?.items[Number(entry.position) - 1]) } : entry,
  );
}

/** `6 octet-string, 2 double-long-unsigned`: what somebody needs who writes a template. */
function typesText(values: readonly Data[]): string {
  return values
    .slice(0, 64)
    .map(({ type }) => type)
    .join(', ');
}

const noTemplate = (values: readonly Data[]): string =>
  `no template fits this list of ${values.length} values without codes (${typesText(values)}): choose one or write one`;

/** Rows of a table: structures of the same length, the first with a time. */
function rowsOf(body: Data): readonly (readonly Data[])[] | null {
  const elements = body.type === 'array' || body.type === 'compact-array' ? body.value : null;
  if (elements === null || elements.length === 0) return null;
  const rows = elements.map((element) => (element.type === 'structure' ? element.value : null));
  const first = rows[0];
  if (!first || first.length < 2 || clockOf(first[0]) === null) return null;
  return rows.every((row) => row?.length === first.length) ? (rows as (readonly Data[])[]) : null;
}

/** The cells of rows but the first of each, which is the time of the others. */
function cells(rows: readonly (readonly Data[])[], template: Template | undefined): Entry[] {
  let time: Data | null = null;
  const entries: Entry[] = [];
  for (const row of rows) {
    if (row[0]?.type !== 'null-data') time = row[0] ?? null;
    for (const entry of entriesOf(template, row).slice(1)) entries.push(time === null ? entry : { ...entry, time });
  }
  return entries;
}

function table(rows: readonly (readonly Data[])[], templates: readonly Template[], facts: TemplateFacts): ShapeResult {
  const first = rows[0] as readonly Data[];
  const template = templateFor(first, templates, facts);
  return shapeResult('rows', cells(rows, template), { template: template?.id ?? null, notes: template ? [] : [noTemplate(first)] });
}

interface Spread {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
}

/** A table among the values, cell by cell: `value 2.3` is the third column of the second value; a value by itself otherwise. */
function spread(entry: Entry, position: number, templates: readonly Template[], facts: TemplateFacts): Spread {
  const rows = rowsOf(entry.data);
  if (rows === null) return { entries: [entry], notes: [] };
  const first = rows[0] as readonly Data[];
  const template = templateFor(first, templates, facts);
  const entries = cells(rows, template).map((cell) => ({ ...cell, position: `${position}.${cell.position}` }));
  return { entries, notes: template ? [] : [noTemplate(first)] };
}

const deviceNameCode = '0.0.42.0.0.255';

/** Lists begin with the number of the meter and the name of the push setup (IS 15959, SMR5), or a device name. */
function nameBeforeSetup([first, second]: readonly Data[]): string | null {
  const code = codeOf(second);
  const name = code !== null && isPushSetup(code) ? textOf(first) : null;
  return name !== null && isDeviceName(name) ? null : name;
}

/** What says of itself what it is: a logical device name, a meter number, a clock. */
function selfEvident(values: readonly Data[]): Pick<ShapeResult, 'entries' | 'clock' | 'serialNumber'> {
  const texts = values.map(textOf);
  const named = texts.findIndex((text) => text !== null && isDeviceName(text));
  const entries = values.map((data, i) => entryOf(i === named ? { obis: deviceNameCode } : undefined, data, i + 1));
  const clock = values.map(clockOf).find((octets) => octets !== null) ?? null;
  return { entries, clock, serialNumber: meterNumberIn(texts) ?? nameBeforeSetup(values) };
}

export function positions(body: Data, templates: readonly Template[], facts: TemplateFacts): ShapeResult {
  const rows = rowsOf(body);
  if (rows !== null) return table(rows, templates, facts);
  const elements = elementsOf(body);
  const values = elements ?? [body];
  // A value alone is no list of one value.
  const template = elements === null ? undefined : templateFor(values, templates, facts);
  if (template !== undefined) {
    const { id, clockDeviation } = template;
    return shapeResult('positions', entriesOf(template, values), { template: id, ...(clockDeviation && { clockDeviation }) });
  }
  const { entries, ...known } = selfEvident(values);
  const parts = entries.map((entry, i) => spread(entry, i + 1, templates, facts));
  const notes = values.length === 0 ? [] : [noTemplate(values), ...parts.flatMap((part) => part.notes)];
  return shapeResult(
    'positions',
    parts.flatMap((part) => part.entries),
    { ...known, notes },
  );
}
