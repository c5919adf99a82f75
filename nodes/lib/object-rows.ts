/**
 * The objects of a meter with everything that a person or a flow wants to know of them: name, class, group, attributes and
 * methods with names and rights. Made from what the meter lists (`ObjectListEntry`) and the class and OBIS tables.
 */
import {
  type Language,
  mayInvoke,
  mayRead,
  mayWrite,
  nearestClass,
  type ObjectListEntry,
  obisGroups,
  objectName,
  type Standard,
} from '../../src/index';
import type { ObjectGroup, ObjectRow } from '../forms/object-rows';

/** Classes whose objects belong together whatever their code says (Blue Book part 2, the chapters of clause 4). */
const groupOfClass: ReadonlyMap<number, ObjectGroup> = new Map(
  (
    [
      ['profiles', [7, 26, 61, 62]],
      ['time', [8, 9, 10, 11, 20, 22]],
      ['control', [21, 65, 68, 70, 71, 111, 112, 113, 115, 116, 122, 123, 124]],
      ['security', [12, 15, 17, 18, 30, 64]],
      [
        'communication',
        [19, 23, 24, 25, 27, 28, 29, 40, 41, 42, 43, 44, 45, 46, 47, 48, 50, 51, 52, 53, 55, 56, 57, 58, 59, 72, 73, 74, 76, 77],
      ],
      ['communication', [80, 81, 82, 83, 84, 85, 86, 90, 91, 92, 95, 96, 97, 98, 101, 102, 103, 104, 105, 126, 128, 129, 130, 131, 132]],
      ['communication', [133, 140, 141, 142, 143, 151, 152, 153, 160, 161, 162]],
    ] as const
  ).flatMap(([group, ids]) => ids.map((id) => [id, group] as const)),
);

const groupOfMedium: Readonly<Record<number, ObjectGroup>> = {
  1: 'electricity',
  4: 'heat',
  5: 'heat',
  6: 'heat',
  7: 'gas',
  8: 'water',
  9: 'water',
};

const groupOf = (classId: number, obis: string): ObjectGroup => {
  const { a } = obisGroups(obis);
  return groupOfClass.get(classId) ?? groupOfMedium[a] ?? (a === 0 ? 'abstract' : 'other-media');
};

/** Rights that the meter does not tell are no reason to keep anything from the user. */
const isUnknown = (access: string): boolean => access === 'unknown';

/** By what the objects of a meter are named. */
export interface Naming {
  readonly language: Language;
  readonly standard?: Standard | undefined;
}

/** One object of the list with names. */
export const objectRow = (entry: ObjectListEntry, { language, standard }: Naming): ObjectRow => {
  const { classId, version, obis, baseName } = entry;
  const definition = nearestClass(classId, version);
  const nameOf = (members: readonly { readonly id: number; readonly name: string }[] | undefined, id: number): string =>
    members?.find((member) => member.id === id)?.name ?? String(id);
  return {
    obis,
    name: objectName(obis, language, standard),
    classId,
    className: definition?.name ?? `class ${classId}`,
    version,
    baseName,
    group: groupOf(classId, obis),
    attributes: entry.attributes.map(({ id, access }) => ({
      id,
      name: nameOf(definition?.attributes, id),
      access,
      read: isUnknown(access) || mayRead(access),
      write: isUnknown(access) || mayWrite(access),
    })),
    methods: entry.methods.map(({ id, access }) => ({
      id,
      name: nameOf(definition?.methods, id),
      access,
      invoke: isUnknown(access) || mayInvoke(access),
    })),
  };
};

export const objectRows = (entries: readonly ObjectListEntry[], naming: Naming): ObjectRow[] =>
  entries.map((entry) => objectRow(entry, naming));

/** Objects that are too long, or hold nothing, for a live value in a list: buffers, object lists, images, certificates. */
const noLiveValue = new Set([7, 12, 15, 17, 18, 61, 62, 64]);

/** The attribute whose value says most of the object: 2, the value of most classes; null where none is short enough. */
export const valueAttribute = ({ classId, attributes }: ObjectRow): number | null => {
  if (noLiveValue.has(classId)) return null;
  return attributes.some(({ id, read }) => id === 2 && read) ? 2 : null;
};
