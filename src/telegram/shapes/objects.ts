/**
 * Bodies that begin with the push object list itself (IDIS package 2, VSE in Switzerland, Energomera): an array of object
 * definitions { class, logical name, attribute, data index .. }, then the values in that order (Blue Book 4.4.8.2.2).
 *
 * The list is the value of its own first entry (push setup, attribute 2), so values begin with the second entry. Meters
 * that send a value for every entry are read too; where the counts do not fit, what fits is read and a note says so.
 */
import type { Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { type CaptureObject, decodeCaptureObjects, profileColumns } from '../../cosem/profile';
import { rowsFromData } from '../../cosem/profile-rows';
import { isDlmsError } from '../../errors';
import { type Entry, elementsOf, type ShapeResult, shapeResult } from './entry';

export interface ObjectDefinition {
  readonly classId: number;
  readonly obis: Buffer;
  readonly attribute: number;
  readonly dataIndex: number;
  /** Columns of a profile, where the definition restricts them. */
  readonly columns: Data | null;
}

const profileGeneric = 7;

/** One entry of a push object list; null for everything else. */
function definitionOf(data: Data): ObjectDefinition | null {
  if (data.type !== 'structure' || data.value.length < 3 || data.value.length > 8) return null;
  const [classId, name, attribute, dataIndex] = data.value;
  if (classId?.type !== 'long-unsigned' || name?.type !== 'octet-string' || name.value.length !== 6) return null;
  if (attribute?.type !== 'integer' && attribute?.type !== 'unsigned') return null;
  return {
    classId: classId.value,
    obis: name.value,
    attribute: attribute.value,
    dataIndex: dataIndex?.type === 'long-unsigned' ? dataIndex.value : 0,
    columns: data.value[5]?.type === 'array' ? data.value[5] : null,
  };
}

/** The definitions of a push object list, null when the data is none. */
export function definitionsOf(data: Data | undefined): ObjectDefinition[] | null {
  const elements = data?.type === 'array' || data?.type === 'compact-array' ? data.value : null;
  if (elements === null || elements.length === 0) return null;
  const definitions: ObjectDefinition[] = [];
  for (const element of elements) {
    const definition = definitionOf(element);
    if (definition === null) return null;
    definitions.push(definition);
  }
  return definitions;
}

/** Values for definitions, and what does not fit. */
function aligned(definitions: readonly ObjectDefinition[], values: readonly Data[]): { from: number; notes: string[] } {
  if (values.length === definitions.length) return { from: 0, notes: [] };
  if (values.length === definitions.length - 1) return { from: 1, notes: [] };
  return {
    from: values.length > definitions.length ? 0 : 1,
    notes: [`the list has ${definitions.length} entries, and ${values.length} values follow`],
  };
}

const columnsOf = (definition: ObjectDefinition, all: readonly ObjectDefinition[], values: readonly Data[]): CaptureObject[] => {
  const sibling = all.findIndex(
    ({ classId, obis, attribute }) => classId === profileGeneric && attribute === 3 && obis.equals(definition.obis),
  );
  const data = sibling === -1 ? definition.columns : values[sibling];
  try {
    return data ? decodeCaptureObjects(data) : [];
  } catch (error) {
    if (isDlmsError(error)) return [];
    throw error;
  }
};

/** The cells of a profile's buffer as entries with the time of their row; null when its columns are not known. */
function rowEntries(definition: ObjectDefinition, objects: readonly CaptureObject[], data: Data): Entry[] | null {
  if (objects.length === 0) return null;
  const columns = profileColumns(objects);
  const clock = columns.findIndex(({ isClock }) => isClock);
  const entries: Entry[] = [];
  try {
    const elements = elementsOf(data) ?? [];
    for (const [r, row] of rowsFromData(data, columns).entries()) {
      for (const [c, column] of columns.entries()) {
        if (c === clock) continue;
        const cell = elementsOf(elements[r])?.[c] ?? (elements[r] as Data);
        const time = clock === -1 ? null : row[clock];
        entries.push({
          classId: column.classId,
          obis: Buffer.from(column.obis.split(/[-:.*]/).map(Number)),
          attribute: column.attribute,
          data: cell,
          scalerUnit: null,
          unitFrom: null,
          value: row[c],
          unit: column.unit,
          ...(typeof time === 'string' ? { time: { type: 'visible-string', value: time } as Data } : {}),
        });
      }
    }
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
  return definition.attribute === 2 ? entries : null;
}

/** Entries of values in the order of definitions. */
export function entriesOf(definitions: readonly ObjectDefinition[], values: readonly Data[], from: number): Entry[] {
  const shifted = [...new Array<Data>(from).fill({ type: 'null-data', value: null }), ...values];
  return values.flatMap((data, i): Entry[] => {
    const definition = definitions[from + i];
    if (definition === undefined) return [];
    const { classId, obis, attribute } = definition;
    if (classId === profileGeneric && attribute === 2) {
      const rows = rowEntries(definition, columnsOf(definition, definitions, shifted), data);
      if (rows !== null) return rows;
    }
    return [{ classId, obis, attribute, data, scalerUnit: null, unitFrom: null, position: i + 1 }];
  });
}

export function objects(body: Data): ShapeResult | null {
  const elements = elementsOf(body);
  if (elements === null) return null;
  // Some lists have a number or a name in front.
  const at = elements.findIndex((element, i) => i < 3 && definitionsOf(element) !== null);
  const definitions = at === -1 ? null : definitionsOf(elements[at]);
  if (definitions === null) return null;
  const rest = elements.slice(at + 1);
  const group = rest.length === 1 && definitions.length > 2 ? elementsOf(rest[0]) : null;
  const values = group ?? rest;
  const { from, notes } = aligned(definitions, values);
  return shapeResult('objects', entriesOf(definitions, values, from), { notes });
}

/** For people: `3 1-0:1.8.0*255 2`. */
export const definitionText = ({ classId, obis, attribute }: ObjectDefinition): string => `${classId} ${obisAt(obis)} ${attribute}`;
