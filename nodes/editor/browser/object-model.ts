/**
 * What the browser shows, without a word of the page: what of the objects of a meter can be chosen for a node, search, and
 * what a choice becomes.
 */
import { type MemberRow, type ObjectGroup, type ObjectRow, objectGroups } from '../../forms/object-rows';

/** What a node wants: values to read, values to write, one method, or one profile. */
export type Purpose = 'read' | 'write' | 'method' | 'profile';

/** One tick: an attribute, or a method where methods are chosen. */
export interface Choice {
  readonly object: ObjectRow;
  readonly id: number;
}

export const keyOf = ({ object, id }: Choice): string => `${object.classId} ${object.obis} ${id}`;

export interface Member extends MemberRow {
  /** False where the meter says that it refuses this; it can be ticked all the same, for the lists of meters err. */
  readonly allowed: boolean;
}

const profileClasses = new Set([7, 61, 62]);

/** Members of an object that can be ticked for a purpose. */
export const membersFor = (object: ObjectRow, purpose: Purpose): Member[] => {
  if (purpose === 'method') return object.methods.map(({ id, name, access, invoke }) => ({ id, name, access, allowed: invoke }));
  const attributes = purpose === 'profile' ? object.attributes.filter(({ id }) => id === 2) : object.attributes;
  return attributes.map(({ id, name, access, read, write }) => ({ id, name, access, allowed: purpose === 'write' ? write : read }));
};

/** Objects that have something for the purpose. */
export const objectsFor = (objects: readonly ObjectRow[], purpose: Purpose): ObjectRow[] =>
  objects.filter((object) => (purpose === 'profile' ? profileClasses.has(object.classId) : membersFor(object, purpose).length > 0));

/** The member that a tick on the object itself means: its value. */
export const mainMember = (object: ObjectRow, purpose: Purpose): number | null => {
  const members = membersFor(object, purpose);
  return (members.find(({ id }) => id === 2) ?? (purpose === 'method' ? undefined : members[0]))?.id ?? null;
};

/** Every word must occur in code, name, class, group or the name of a member; `3` alone is a class, too. */
export const search = (objects: readonly ObjectRow[], text: string, groupName: (group: string) => string): ObjectRow[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...objects];
  return objects.filter((object) => {
    const { obis, name, classId, className, group, attributes, methods } = object;
    const members = [...attributes, ...methods].map((member) => member.name).join(' ');
    const haystack = `${obis} ${name} ${classId} ${className} ${groupName(group)} ${members}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
};

/** Objects by group, groups in their order, objects in that of their codes. */
export const grouped = (objects: readonly ObjectRow[]): [group: ObjectGroup, objects: ObjectRow[]][] => {
  const groups = new Map<ObjectGroup, ObjectRow[]>();
  for (const object of objects) groups.set(object.group, [...(groups.get(object.group) ?? []), object]);
  const byCode = new Intl.Collator('en', { numeric: true });
  return objectGroups
    .filter((group) => groups.has(group))
    .map((group) => [group, (groups.get(group) ?? []).sort((a, b) => byCode.compare(a.obis, b.obis) || a.classId - b.classId)]);
};
