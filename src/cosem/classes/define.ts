/**
 * How interface classes are written down: one `defineClass` entry for each class, in rows like the tables of the Blue Book;
 * `defineVersions` where there are several versions.
 *
 * Attribute rows: number, name, static or dynamic, type, and the short name offset where it is not 8 * (number - 1).
 * Attribute 1 is the logical name in every class and stands in no row. Method rows: number, name, type of the parameter,
 * short name offset (null where no source states it), `mandatory` where the book says so.
 */
import type { AttributeDefinition, ClassDefinition, EnumDefinition, MethodDefinition, Shape } from '../types';

export type AttributeRow = readonly [id: number, name: string, access: 'static' | 'dynamic', shape: Shape, sn?: number];
export type MethodRow = readonly [id: number, name: string, parameter: Shape, sn: number | null, mandatory?: 'mandatory'];

export interface ClassEntry {
  readonly classId: number;
  readonly version: number;
  readonly name: string;
  /** Older or other name of the same class. */
  readonly alias?: string;
  /** True where only one public source describes this version. */
  readonly singleSource?: boolean;
  /** False for classes that are not used with short names. */
  readonly shortNames?: boolean;
  /** From attribute 2 on. */
  readonly attributes: readonly AttributeRow[];
  readonly methods?: readonly MethodRow[];
  /** Selectors by attribute. */
  readonly selectiveAccess?: Readonly<Record<number, Readonly<Record<string, number>>>>;
  /** Shapes of the selectors' parameters, by their names. */
  readonly selectors?: Readonly<Record<string, Shape>>;
  readonly enums?: Readonly<Record<string, EnumDefinition>>;
}

/** A structure, field by field in the order of the book. */
export const structure = (fields: Readonly<Record<string, Shape>>): Shape => ({ structure: Object.entries(fields) });

/** An array of any number of elements. */
export const arrayOf = (element: Shape): Shape => ({ array: element });

/** One of several types; the tag on the wire says which. */
export const choice = (...shapes: readonly Shape[]): Shape => ({ choice: shapes });

/** Words for the values of an enumeration. */
export const words = (table: Readonly<Record<number, string>>): EnumDefinition => ({ words: table });

/** Words for bits. Bit 0 is the first bit of a bit-string, the least significant one of a number. */
export const bits = (table: Readonly<Record<number, string>>): EnumDefinition => ({ bits: true, words: table });

/** One class in one version; `chapter` adds where it stands. */
export const defineClass = (entry: ClassEntry): ClassEntry => entry;

/** What a version has that the one before has not: attributes by number, words by place, and all methods where there are any. */
export type VersionChange = Partial<Omit<ClassEntry, 'classId' | 'version'>> & Pick<ClassEntry, 'version'>;

function changed(before: ClassEntry, change: VersionChange): ClassEntry {
  // How well a version is known, and by which other name, is said of each.
  const { alias: _, singleSource: __, ...kept } = before;
  const attributes = new Map([...before.attributes, ...(change.attributes ?? [])].map((row) => [row[0], row]));
  const enums = { ...before.enums, ...change.enums };
  return {
    ...kept,
    ...change,
    attributes: [...attributes.values()].sort(([one], [other]) => one - other),
    ...(Object.keys(enums).length === 0 ? {} : { enums }),
  };
}

/** A class in all its versions: the first one whole, each later one by what differs from the version before. */
export function defineVersions(first: ClassEntry, ...changes: readonly VersionChange[]): readonly ClassEntry[] {
  const versions = [first];
  for (const change of changes) versions.push(changed(versions.at(-1) as ClassEntry, change));
  return versions;
}

function attributesOf(entry: ClassEntry): AttributeDefinition[] {
  const short = entry.shortNames !== false;
  const logicalName: AttributeDefinition = { id: 1, name: 'logicalName', shape: 'octet-string(6)', access: 'static', sn: short ? 0 : null };
  const others = entry.attributes.map(
    ([id, name, access, shape, sn]): AttributeDefinition => ({ id, name, shape, access, sn: short ? (sn ?? 8 * (id - 1)) : null }),
  );
  return [logicalName, ...others];
}

function complete(name: string, entry: ClassEntry): ClassDefinition {
  const { shortNames: _, attributes: __, methods = [], ...facts } = entry;
  return Object.freeze({
    ...facts,
    chapter: name,
    attributes: attributesOf(entry),
    methods: methods.map(
      ([id, method, parameter, sn, mandatory]): MethodDefinition => ({
        id,
        name: method,
        parameter,
        sn,
        mandatory: mandatory === 'mandatory',
      }),
    ),
  });
}

/** The classes of one chapter, ready for the table. */
export const chapter = (name: string, entries: readonly ClassEntry[]): readonly ClassDefinition[] =>
  entries.map((entry) => complete(name, entry));
