/**
 * Short names: from the objects that are asked for to variable names (Blue Book 4.4.3, Green Book 9.4.6.8).
 *
 * Base names come from the reference, from the options of the meter, or from the object list of the association (class 12,
 * attribute 2), which is read once when the first unknown object is asked for. Attribute and method names are base name +
 * the class's offset.
 */
import { attributeOffset, methodOffset } from '../cosem/class';
import { canonicalObis } from '../cosem/obis';
import type { ObjectListEntry } from '../cosem/object-list';
import { DlmsError } from '../errors';
import { objectText } from './decorate';
import type { AttributeReference, MeterOptions, MethodReference } from './types';

/** An object's base name, and its class version where the meter said it. */
export interface BaseName {
  readonly baseName: number;
  readonly version: number | undefined;
}

/** Base name of the current association. */
export const associationSnBase = 0xfa00;

const keyOf = (classId: number, obis: string): string => `${classId}:${canonicalObis(obis)}`;

export class BaseNames {
  private readonly given = new Map<string, BaseName>();
  private listed: Map<string, BaseName> | null = null;
  /** The list was read from the meter itself, not from a store. */
  private certain = false;

  /** @throws DlmsError `obis-invalid` for a key that is none */
  constructor(options: MeterOptions) {
    for (const [key, baseName] of Object.entries(options.baseNames ?? {})) {
      const [classId, ...obis] = key.split(':');
      this.given.set(keyOf(Number(classId), obis.join(':')), { baseName, version: undefined });
    }
    this.given.set(keyOf(12, '0-0:40.0.0*255'), { baseName: associationSnBase, version: undefined });
  }

  /** Takes the object list of the association. */
  learn(objects: readonly ObjectListEntry[]): void {
    this.certain = true;
    this.listed = new Map();
    for (const { classId, obis, baseName, version } of objects) {
      if (baseName !== null) this.listed.set(keyOf(classId, obis), { baseName, version });
    }
  }

  /** What was learnt, as text for a store. */
  stored(): string {
    return JSON.stringify([...(this.listed ?? [])].map(([key, { baseName, version }]) => [key, baseName, version ?? null]));
  }

  /** Takes what a store kept; anything else than the text of `stored` is passed over. */
  recall(text: string): void {
    const entries = parsed(text);
    if (entries.length === 0) return;
    this.listed = new Map(entries.map(([key, baseName, version]) => [key, { baseName, version: version ?? undefined }]));
  }

  get known(): boolean {
    return this.listed !== null;
  }

  /** True when the object list has to be read before these can be named; a list from a store may be out of date. */
  needsList(references: readonly (AttributeReference | MethodReference)[]): boolean {
    return !this.certain && references.some((reference) => this.find(reference) === undefined);
  }

  /** Short name of the attribute. @throws DlmsError `object-unknown` */
  attribute(reference: AttributeReference): number {
    const { baseName, version } = this.resolved(reference);
    return named(reference, baseName, attributeOffset(reference.classId, reference.attribute, reference.version ?? version));
  }

  /** Short name of the method. @throws DlmsError `object-unknown` */
  method(reference: MethodReference): number {
    const { baseName, version } = this.resolved(reference);
    return named(reference, baseName, methodOffset(reference.classId, reference.method, reference.version ?? version));
  }

  private find(reference: AttributeReference | MethodReference): BaseName | undefined {
    if (reference.baseName !== undefined) return { baseName: reference.baseName, version: reference.version };
    const key = keyOf(reference.classId, reference.obis);
    return this.given.get(key) ?? this.listed?.get(key);
  }

  private resolved(reference: AttributeReference | MethodReference): BaseName {
    const found = this.find(reference);
    if (found) return found;
    throw new DlmsError('object-unknown', `${objectText(reference)} is not in the object list of the meter`, {
      object: objectText(reference),
    });
  }
}

function named(reference: AttributeReference | MethodReference, baseName: number, offset: number | null): number {
  if (offset !== null) return (baseName + offset) & 0xffff;
  throw new DlmsError('object-unknown', `${objectText(reference)} has no short name`, { object: objectText(reference) });
}

type StoredName = readonly [key: string, baseName: number, version: number | null];

const isStoredName = (value: unknown): value is StoredName =>
  Array.isArray(value) &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'number' &&
  (value[2] === null || typeof value[2] === 'number');

function parsed(text: string): readonly StoredName[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isStoredName) : [];
  } catch {
    return [];
  }
}
