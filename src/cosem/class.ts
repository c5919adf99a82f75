/**
 * Looking up the object model (Blue Book part 2, clause 4): classes by number and version, attributes and methods by
 * number or name, offsets of short names, and the coverage table of the README.
 *
 * The entries are in `classes/`, one file per chapter. An attribute or method may be named as the book does
 * (`capture_objects`) or as the library does (`captureObjects`).
 */
import { association } from './classes/association';
import { dataStorage } from './classes/data-storage';
import { hsPlc } from './classes/hs-plc';
import { imageAndPush } from './classes/image-and-push';
import { internet } from './classes/internet';
import { iso14908 } from './classes/iso-14908';
import { llc8802 } from './classes/llc-8802';
import { localPorts } from './classes/local-ports';
import { lorawan } from './classes/lorawan';
import { mBus } from './classes/m-bus';
import { mobile } from './classes/mobile';
import { national } from './classes/national';
import { payment } from './classes/payment';
import { plcG3 } from './classes/plc-g3';
import { plcG3Adaptation } from './classes/plc-g3-adaptation';
import { plcG3Hybrid } from './classes/plc-g3-hybrid';
import { plcPrime } from './classes/plc-prime';
import { plcSfsk } from './classes/plc-sfsk';
import { security } from './classes/security';
import { timeAndEvent } from './classes/time-and-event';
import { wiSun } from './classes/wi-sun';
import { zigbee } from './classes/zigbee';
import type { AttributeDefinition, ClassDefinition, EnumDefinition, MethodDefinition } from './types';

const chapters = [
  dataStorage,
  association,
  security,
  imageAndPush,
  timeAndEvent,
  localPorts,
  mobile,
  mBus,
  internet,
  plcSfsk,
  llc8802,
  plcPrime,
  plcG3,
  plcG3Adaptation,
  plcG3Hybrid,
  hsPlc,
  zigbee,
  lorawan,
  wiSun,
  iso14908,
  payment,
  national,
];

/** Every class in every version, by class id and then by version. */
export const classes: readonly ClassDefinition[] = chapters
  .flat()
  .sort((one, other) => one.classId - other.classId || one.version - other.version);

const versions = new Map<number, ClassDefinition[]>();
for (const entry of classes) {
  const known = versions.get(entry.classId);
  if (known === undefined) versions.set(entry.classId, [entry]);
  else known.push(entry);
}

/** The class in this version, in its highest version when none is given; undefined when the table has no such entry. */
export function findClass(classId: number, version?: number): ClassDefinition | undefined {
  const known = versions.get(classId);
  return version === undefined ? known?.at(-1) : known?.find((entry) => entry.version === version);
}

/**
 * The entry that describes an object best: its own version, else the next lower one, else the lowest that is known.
 * A meter may be newer than the table, and later versions mostly add.
 */
export function nearestClass(classId: number, version?: number): ClassDefinition | undefined {
  const known = versions.get(classId);
  if (version === undefined) return known?.at(-1);
  return known?.findLast((entry) => entry.version <= version) ?? known?.[0];
}

/** `capture_objects`, `captureObjects` and `Capture Objects` are the same name. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

function member<T extends { readonly id: number; readonly name: string }>(members: readonly T[], idOrName: number | string): T | undefined {
  if (typeof idOrName === 'number') return members.find((entry) => entry.id === idOrName);
  if (/^\d+$/.test(idOrName)) return member(members, Number(idOrName));
  const wanted = plainName(idOrName);
  return members.find((entry) => plainName(entry.name) === wanted);
}

/** An attribute by number or name; without a version that of the highest version. */
export function attribute(classId: number, idOrName: number | string, version?: number): AttributeDefinition | undefined {
  const entry = nearestClass(classId, version);
  return entry === undefined ? undefined : member(entry.attributes, idOrName);
}

/** A method by number or name; without a version that of the highest version. */
export function method(classId: number, idOrName: number | string, version?: number): MethodDefinition | undefined {
  const entry = nearestClass(classId, version);
  return entry === undefined ? undefined : member(entry.methods, idOrName);
}

/**
 * Offset of an attribute from base_name with short names, in octets. By the general rule 8 * (id - 1) for what the table
 * does not know; null for classes that are not used with short names, and for what is no attribute by itself (0) or a manufacturer's.
 */
export function attributeOffset(classId: number, id: number, version?: number): number | null {
  const known = attribute(classId, id, version);
  if (known !== undefined) return known.sn;
  return id > 0 ? 8 * (id - 1) : null;
}

/** Offset of a method from base_name with short names, in octets; null where it is not known. */
export const methodOffset = (classId: number, id: number, version?: number): number | null => method(classId, id, version)?.sn ?? null;

/** Methods that give data back, by class (Blue Book 4.3 to 4.14). */
const returning: Readonly<Record<number, readonly number[]>> = {
  7: [3, 4],
  12: [1, 2, 3, 4, 7, 8],
  15: [1],
  30: [1, 3],
  42: [3],
  64: [3, 5, 7],
  91: [1, 2],
  123: [1, 2],
  161: [1],
};

/** Whether a method gives data back: with short names such methods are invoked by reading (Green Book 9.3.14). */
export const methodReturns = (classId: number, id: number): boolean => returning[classId]?.includes(id) === true;

/**
 * The words of an enumeration or of bits at a place in a class.
 * @param place `3` or `m2` for attribute or method, then the field names from outside in
 */
export function enumAt(entry: ClassDefinition, place: string, fields: readonly string[]): EnumDefinition | undefined {
  const { enums } = entry;
  if (enums === undefined) return undefined;
  if (fields.length === 0) return enums[place];
  for (let from = 0; from < fields.length; from++) {
    const known = enums[`${place}.${fields.slice(from).join('.')}`];
    if (known !== undefined) return known;
  }
  return enums[fields.at(-1) as string];
}

/** A Markdown table of every class and version in the library, for the README. */
export function coverageTable(): string {
  const rows = [...versions.values()].map((known) => {
    const last = known.at(-1) as ClassDefinition;
    const numbers = known.map((entry) => `${entry.version}${entry.singleSource === true ? '\\*' : ''}`).join(', ');
    return `| ${last.classId} | ${last.name} | ${numbers} | ${last.attributes.length} | ${last.methods.length} | ${last.chapter} |`;
  });
  const attributes = classes.reduce((sum, entry) => sum + entry.attributes.length, 0);
  const methods = classes.reduce((sum, entry) => sum + entry.methods.length, 0);
  return [
    `${versions.size} interface classes in ${classes.length} versions, ${attributes} attributes, ${methods} methods.`,
    'A star marks a version that only one public source describes.',
    '',
    '| Class | Name | Versions | Attributes | Methods | Chapter |',
    '|---:|---|---|---:|---:|---|',
    ...rows,
    '',
  ].join('\n');
}
