/**
 * The object list of the current association as entries (Blue Book 4.4.3, 4.4.4): class 15 attribute 2 with logical names,
 * class 12 attribute 2 with short names. Elements that are no objects are passed over; access rights are advice, never a
 * reason to refuse something here.
 */
import type { Data } from '../codec/types';
import { obisAt } from '../cosem/obis';
import { associationSnBase } from './base-names';
import type { AttributeReference, ObjectListEntry } from './types';

export const logicalNameList: AttributeReference = { classId: 15, obis: '0-0:40.0.0*255', attribute: 2 };
export const shortNameList: AttributeReference = { classId: 12, obis: '0-0:40.0.0*255', attribute: 2, baseName: associationSnBase };

const numberAt = (fields: readonly Data[], at: number): number | null => {
  const value = fields[at]?.value;
  return typeof value === 'number' ? value : null;
};

const nameAt = (fields: readonly Data[], at: number): string | null => {
  const field = fields[at];
  return field?.type === 'octet-string' && field.value.length === 6 ? obisAt(field.value) : null;
};

const attributeAccess = [
  'no-access',
  'read-only',
  'write-only',
  'read-and-write',
  'authenticated-read-only',
  'authenticated-write-only',
  'authenticated-read-and-write',
];
const methodAccess = ['no-access', 'access', 'authenticated-access'];

function rights(field: Data | undefined, words: readonly string[]): { id: number; access: string }[] {
  if (field?.type !== 'array') return [];
  return field.value.flatMap((item) => {
    if (item.type !== 'structure') return [];
    const id = numberAt(item.value, 0);
    const mode = item.value[1]?.type === 'boolean' ? Number(item.value[1].value) : numberAt(item.value, 1);
    return id === null || mode === null ? [] : [{ id, access: words[mode] ?? `unknown (${mode})` }];
  });
}

/** structure { class_id, version, logical_name, access_rights { attribute_access, method_access } } */
function logicalEntry(fields: readonly Data[]): ObjectListEntry | null {
  const [classId, version, obis] = [numberAt(fields, 0), numberAt(fields, 1), nameAt(fields, 2)];
  if (classId === null || version === null || obis === null) return null;
  const access = fields[3]?.type === 'structure' ? fields[3].value : [];
  return {
    classId,
    version,
    obis,
    baseName: null,
    attributes: rights(access[0], attributeAccess),
    methods: rights(access[1], methodAccess),
  };
}

/** structure { base_name, class_id, version, logical_name } */
function shortEntry(fields: readonly Data[]): ObjectListEntry | null {
  const [baseName, classId, version, obis] = [numberAt(fields, 0), numberAt(fields, 1), numberAt(fields, 2), nameAt(fields, 3)];
  if (baseName === null || classId === null || version === null || obis === null) return null;
  return { classId, version, obis, baseName: baseName & 0xffff, attributes: [], methods: [] };
}

/** The objects of an object list, in the meter's order. */
export function objectEntries(list: Data, referencing: 'ln' | 'sn'): ObjectListEntry[] {
  if (list.type !== 'array') return [];
  const entry = referencing === 'ln' ? logicalEntry : shortEntry;
  return list.value.flatMap((element) => {
    const found = element.type === 'structure' ? entry(element.value) : null;
    return found === null ? [] : [found];
  });
}
