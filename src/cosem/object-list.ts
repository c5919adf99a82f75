/**
 * What objects a meter has: object_list of the association (Blue Book part 2, clause 4.4.3 class 12 attribute 2 with short
 * names, clause 4.4.4 class 15 attribute 2 with logical names), with access rights in words.
 *
 * The meaning of an access mode depends on the version of the association, which the list itself names: the association is
 * one of its objects. Access rights are advice: some meters state them wrongly.
 */
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import { enumAt, nearestClass } from './class';
import { obisAt } from './obis';
import { bitsSet, bitWords } from './shape-name';
import type { EnumDefinition } from './types';

export interface ObjectAccess {
  readonly id: number;
  /** The book's word, or the words of all bits that are set: `read_and_write`, `read access, encrypted request`. */
  readonly access: string;
}

export interface ObjectListEntry {
  readonly classId: number;
  readonly version: number;
  readonly obis: string;
  /** With short names: base_name, 0..65535. */
  readonly baseName: number | null;
  readonly attributes: readonly ObjectAccess[];
  readonly methods: readonly ObjectAccess[];
}

/** Whether access rights in words allow reading. */
export const mayRead = (access: string): boolean => access.includes('read');
/** Whether access rights in words allow writing. */
export const mayWrite = (access: string): boolean => access.includes('write');
/** Whether access rights in words allow invoking a method. */
export const mayInvoke = (access: string): boolean =>
  access === 'access' || access === 'authenticated_access' || access.startsWith('access,');

const elements = (data: Data | undefined): readonly Data[] =>
  data !== undefined && (data.type === 'array' || data.type === 'structure' || data.type === 'compact-array') ? data.value : [];

const number = (data: Data | undefined): number | null =>
  data === undefined ? null : typeof data.value === 'number' ? data.value : typeof data.value === 'bigint' ? Number(data.value) : null;

function wordsOf(mode: Data | undefined, definition: EnumDefinition | undefined): string {
  if (mode?.type === 'boolean') return mode.value ? 'access' : 'no_access';
  const code = number(mode);
  if (code === null) return 'unknown';
  if (definition === undefined) return String(code);
  if (definition.bits !== true) return definition.words[code] ?? `unknown (${code})`;
  return code === 0 ? 'no_access' : bitWords(bitsSet(code), definition).join(', ');
}

function rightsOf(list: Data | undefined, definition: EnumDefinition | undefined): ObjectAccess[] {
  return elements(list).flatMap((item) => {
    const [id, mode] = elements(item);
    const index = number(id);
    return index === null ? [] : [{ id: index, access: wordsOf(mode, definition) }];
  });
}

const nameOf = (data: Data | undefined): string | null =>
  data?.type === 'octet-string' && data.value.length === 6 ? obisAt(data.value) : null;

/** Words of access modes of an association. */
function accessWords(classId: number, version: number, kind: 'attributeAccess' | 'methodAccess'): EnumDefinition | undefined {
  const entry = nearestClass(classId, version);
  return entry === undefined ? undefined : enumAt(entry, classId === 15 ? '2' : '3', [kind, 'accessMode']);
}

/** The version of the association as the list names it; the current association first. */
function associationVersion(entries: readonly (readonly Data[])[], classId: number): number | null {
  let found: number | null = null;
  for (const [id, version, name] of entries) {
    if (number(id) !== classId) continue;
    if (nameOf(name) === '0-0:40.0.0*255') return number(version);
    found ??= number(version);
  }
  return found;
}

function listOf(data: Data): readonly (readonly Data[])[] {
  if (data.type !== 'array' && data.type !== 'compact-array')
    throw new DlmsError('apdu-malformed', `the object list is ${data.type}, not an array`);
  return data.value.map(elements);
}

/**
 * object_list of an Association LN. Entries that are no objects are left out.
 * @param version of the association class, where known; else the list is asked
 * @throws DlmsError `apdu-malformed` when the data is no list
 */
export function decodeObjectList(data: Data, version?: number): ObjectListEntry[] {
  const entries = listOf(data);
  const known = version ?? associationVersion(entries, 15) ?? 1;
  const attributeWords = accessWords(15, known, 'attributeAccess');
  const methodWords = accessWords(15, known, 'methodAccess');
  return entries.flatMap(([id, objectVersion, name, rights]) => {
    const classId = number(id);
    const obis = nameOf(name);
    if (classId === null || obis === null) return [];
    const object = { classId, version: number(objectVersion) ?? 0, obis, baseName: null };
    const [attributes, methods] = elements(rights);
    // Some meters do not tell them.
    if (attributes === undefined) return [{ ...object, ...unknownAccess(object) }];
    return [{ ...object, attributes: rightsOf(attributes, attributeWords), methods: rightsOf(methods, methodWords) }];
  });
}

/** What an object of this class has, where the list does not say. */
function unknownAccess({
  classId,
  version,
}: Pick<ObjectListEntry, 'classId' | 'version'>): Pick<ObjectListEntry, 'attributes' | 'methods'> {
  const entry = nearestClass(classId, version);
  const unknown = (members: readonly { readonly id: number }[] = []): ObjectAccess[] =>
    members.map(({ id }) => ({ id, access: 'unknown' }));
  return { attributes: unknown(entry?.attributes), methods: unknown(entry?.methods) };
}

/**
 * object_list of an Association SN. Which attributes and methods an object has is taken from the class table, for the list
 * does not say.
 * @throws DlmsError `apdu-malformed` when the data is no list
 */
export function decodeShortNameList(data: Data): ObjectListEntry[] {
  return listOf(data).flatMap(([base, id, objectVersion, name]) => {
    const baseName = number(base);
    const classId = number(id);
    const obis = nameOf(name);
    if (baseName === null || classId === null || obis === null) return [];
    // base_name is a signed long in the list and an unsigned number everywhere else
    const object = { classId, version: number(objectVersion) ?? 0, obis, baseName: baseName & 0xffff };
    return [{ ...object, ...unknownAccess(object) }];
  });
}
