/**
 * What the browser shows, without a word of the page: objects as the runtime tells them, what of them can be chosen for a
 * node, search, and what a choice becomes.
 */

export interface Attribute {
  readonly id: number;
  readonly name: string;
  readonly access: string;
  readonly read: boolean;
  readonly write: boolean;
}

export interface Method {
  readonly id: number;
  readonly name: string;
  readonly access: string;
  readonly invoke: boolean;
}

export interface MeterObject {
  readonly obis: string;
  readonly name: string;
  readonly classId: number;
  readonly className: string;
  readonly version: number;
  readonly baseName: number | null;
  readonly group: string;
  readonly attributes: readonly Attribute[];
  readonly methods: readonly Method[];
}

export interface MeterList {
  /** null: nothing is known of this meter yet. */
  readonly source: 'meter' | 'file' | null;
  readonly at?: string;
  readonly objects?: readonly MeterObject[];
}

/** What a node wants: values to read, values to write, one method, or one profile. */
export type Purpose = 'read' | 'write' | 'method' | 'profile';

/** One tick: an attribute, or a method where methods are chosen. */
export interface Choice {
  readonly object: MeterObject;
  readonly id: number;
}

export const keyOf = ({ object, id }: Choice): string => `${object.classId} ${object.obis} ${id}`;

export interface Member {
  readonly id: number;
  readonly name: string;
  readonly access: string;
  /** False where the meter says that it refuses this; it can be ticked all the same, for the lists of meters err. */
  readonly allowed: boolean;
}

const profileClasses = new Set([7, 61, 62]);

/** Members of an object that can be ticked for a purpose. */
export const membersFor = (object: MeterObject, purpose: Purpose): Member[] => {
  if (purpose === 'method') return object.methods.map(({ id, name, access, invoke }) => ({ id, name, access, allowed: invoke }));
  const attributes = purpose === 'profile' ? object.attributes.filter(({ id }) => id === 2) : object.attributes;
  return attributes.map(({ id, name, access, read, write }) => ({ id, name, access, allowed: purpose === 'write' ? write : read }));
};

/** Objects that have something for the purpose. */
export const objectsFor = (objects: readonly MeterObject[], purpose: Purpose): MeterObject[] =>
  objects.filter((object) => (purpose === 'profile' ? profileClasses.has(object.classId) : membersFor(object, purpose).length > 0));

/** The member that a tick on the object itself means: its value. */
export const mainMember = (object: MeterObject, purpose: Purpose): number | null => {
  const members = membersFor(object, purpose);
  return (members.find(({ id }) => id === 2) ?? (purpose === 'method' ? undefined : members[0]))?.id ?? null;
};

/** Every word must occur in code, name, class, group or the name of a member; `3` alone is a class, too. */
export const search = (objects: readonly MeterObject[], text: string, groupName: (group: string) => string): MeterObject[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...objects];
  return objects.filter((object) => {
    const { obis, name, classId, className, group, attributes, methods } = object;
    const members = [...attributes, ...methods].map((member) => member.name).join(' ');
    const haystack = `${obis} ${name} ${classId} ${className} ${groupName(group)} ${members}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
};

/** Objects by group, groups in the order of the runtime, objects in that of their codes. */
export const grouped = (objects: readonly MeterObject[], order: readonly string[]): [group: string, objects: MeterObject[]][] => {
  const groups = new Map<string, MeterObject[]>();
  for (const object of objects) groups.set(object.group, [...(groups.get(object.group) ?? []), object]);
  const byCode = new Intl.Collator('en', { numeric: true });
  return order
    .filter((group) => groups.has(group))
    .map((group) => [group, (groups.get(group) ?? []).sort((a, b) => byCode.compare(a.obis, b.obis) || a.classId - b.classId)]);
};

/** Groups as the runtime knows them (`lib/object-rows.ts`). */
export const groupOrder = [
  'electricity',
  'gas',
  'water',
  'heat',
  'other-media',
  'profiles',
  'time',
  'control',
  'security',
  'communication',
  'abstract',
] as const;
