/**
 * Short names: a base name for every object, an offset for every attribute and method (Green Book 9.1.4.3.3; Blue Book
 * 4.1.3). Offsets come from the class table. Reserved base names (Blue Book 4.1.3): FA00 current Association SN,
 * FC00 SAP assignment, FD00 logical device name. The others count up from 0100 in the order of the object list.
 */
import type { ClassDefinition } from '../cosem/types';
import { classOf } from './object';

const reserved: Readonly<Record<string, number>> = {
  '0-0:40.0.0*255': 0xfa00,
  '0-0:41.0.0*255': 0xfc00,
  '0-0:42.0.0*255': 0xfd00,
};
const first = 0x0100;

/** Where a short name leads. */
export type ShortNameTarget =
  | { readonly kind: 'attribute'; readonly classId: number; readonly obis: string; readonly id: number }
  | { readonly kind: 'method'; readonly classId: number; readonly obis: string; readonly id: number };

export interface NamedObject {
  readonly classId: number;
  readonly version: number;
  readonly obis: string;
}

export interface ShortNames {
  /** Base name by canonical OBIS code. */
  readonly baseNames: ReadonlyMap<string, number>;
  target(shortName: number): ShortNameTarget | undefined;
}

/** Octets of name space that an object takes, the last method included. */
function span(definition: ClassDefinition): number {
  let last = 0;
  for (const { sn } of [...definition.attributes, ...definition.methods]) last = Math.max(last, sn ?? 0);
  return last + 8;
}

function collect(names: Map<number, ShortNameTarget>, object: NamedObject, base: number, definition: ClassDefinition): void {
  const { classId, obis } = object;
  // methods first: where versions reuse an offset, the attribute is meant
  for (const { id, sn } of definition.methods) if (sn !== null) names.set(base + sn, { kind: 'method', classId, obis, id });
  for (const { id, sn } of definition.attributes) if (sn !== null) names.set(base + sn, { kind: 'attribute', classId, obis, id });
}

/** Gives every object its base name; the same list gives the same names. */
export function assignShortNames(objects: readonly NamedObject[]): ShortNames {
  const baseNames = new Map<string, number>();
  const targets = new Map<number, ShortNameTarget>();
  let next = first;
  for (const object of objects) {
    const definition = classOf(object.classId, object.version);
    const base = reserved[object.obis] ?? next;
    if (base === next) next += Math.ceil(span(definition) / 16) * 16;
    baseNames.set(object.obis, base);
    collect(targets, object, base, definition);
  }
  return { baseNames, target: (shortName) => targets.get(shortName) };
}
