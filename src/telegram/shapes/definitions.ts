/**
 * What a value is said to be of: a code alone, or class, code and attribute. As in a push object list (Blue Book
 * 4.4.8.2.2: with data index, later with restriction and columns), in front of a value in one structure with it, or as
 * elements of their own.
 */
import type { Data } from '../../codec/types';
import { codeOf, elementsOf, isPushSetup, scalerUnitOf } from './entry';

export interface ObjectDefinition {
  /** Null: only the code is said. */
  readonly classId: number | null;
  readonly obis: Buffer;
  readonly attribute: number;
  readonly dataIndex: number;
  /** Columns of a profile, where the definition restricts them. */
  readonly columns: Data | null;
}

/** Elements that restriction and columns may be. */
const isPart = (data: Data | undefined): boolean => data === undefined || data.type === 'null-data' || elementsOf(data) !== null;
const isAttribute = (data: Data | undefined): data is Data & { readonly value: number } =>
  data?.type === 'integer' || data?.type === 'unsigned';

/** One entry of a push object list; null for everything else. */
export function definitionOf(data: Data | undefined): ObjectDefinition | null {
  if (data?.type !== 'structure' || data.value.length < 3 || data.value.length > 8) return null;
  const [classId, name, attribute, dataIndex, restriction, columns] = data.value;
  if (classId?.type !== 'long-unsigned' || name?.type !== 'octet-string' || name.value.length !== 6 || !isAttribute(attribute)) return null;
  if ((dataIndex !== undefined && dataIndex.type !== 'long-unsigned') || !isPart(restriction) || !isPart(columns)) return null;
  return {
    classId: classId.value,
    obis: name.value,
    attribute: attribute.value,
    dataIndex: dataIndex?.value ?? 0,
    columns: columns?.type === 'array' ? columns : null,
  };
}

/** The definitions of a push object list, null when the data is none. */
export function definitionsOf(data: Data | undefined): ObjectDefinition[] | null {
  const elements = elementsOf(data);
  if (elements === null || elements.length === 0) return null;
  const definitions: ObjectDefinition[] = [];
  for (const element of elements) {
    const definition = definitionOf(element);
    if (definition === null) return null;
    definitions.push(definition);
  }
  return definitions;
}

/** A list of nothing but codes, as definitions. */
export function codesOf(data: Data | undefined): ObjectDefinition[] | null {
  const elements = data?.type === 'array' || data?.type === 'compact-array' ? data.value : null;
  if (elements === null || elements.length === 0) return null;
  const codes = elements.map(codeOf);
  return codes.every((obis) => obis !== null)
    ? codes.map((obis) => ({ classId: null, obis: obis as Buffer, attribute: 2, dataIndex: 0, columns: null }))
    : null;
}

/** What stands in front of a value, and how many elements that takes. */
export interface Head {
  readonly classId: number | null;
  readonly obis: Buffer;
  readonly attribute: number;
  readonly size: number;
}

/** Class, code and attribute as three elements, a value behind them. */
function flatHead(elements: readonly Data[], at: number): Head | null {
  const [classId, name, attribute, value] = elements.slice(at, at + 4);
  const obis = codeOf(name);
  if (classId?.type !== 'long-unsigned' || obis === null || !isAttribute(attribute) || value === undefined) return null;
  // A number in front of { code, value, unit } or of { code, value, code .. } is no class.
  if (attribute.value !== 1 && codeOf(value) !== null) return null;
  if (attribute.value === 2 && scalerUnitOf(value) !== null) return null;
  return { classId: classId.value, obis, attribute: attribute.value, size: 3 };
}

/** A code or descriptor at `at`; null when something else stands there. */
export function headAt(elements: readonly Data[], at: number): Head | null {
  const element = elements[at];
  const obis = codeOf(element);
  if (obis !== null) return isPushSetup(obis) ? null : { classId: null, obis, attribute: 2, size: 1 };
  if (element?.type === 'long-unsigned') return flatHead(elements, at);
  const definition = definitionOf(element);
  if (definition === null) return null;
  // With four elements the last may be the value itself: then no simple value follows.
  if (elementsOf(element)?.length === 4 && (elements[at + 1] === undefined || elementsOf(elements[at + 1]) !== null)) return null;
  return { classId: definition.classId, obis: definition.obis, attribute: definition.attribute, size: 1 };
}
