/**
 * The objects of a meter as the runtime tells them to dialogs and flows: what both sides know of a row. The runtime makes the
 * rows (`nodes/lib/object-rows.ts`), the browser of the dialogs shows them (`nodes/editor/browser/`).
 *
 * Pure: the editor bundles it.
 */

export interface MemberRow {
  readonly id: number;
  readonly name: string;
  /** The rights in the book's words; `unknown` where the meter does not tell them. */
  readonly access: string;
}

export interface AttributeRow extends MemberRow {
  readonly read: boolean;
  readonly write: boolean;
}

export interface MethodRow extends MemberRow {
  readonly invoke: boolean;
}

/** In the order in which they are shown. */
export const objectGroups = [
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
export type ObjectGroup = (typeof objectGroups)[number];

export interface ObjectRow {
  readonly obis: string;
  readonly name: string;
  readonly classId: number;
  readonly className: string;
  readonly version: number;
  /** With short names, else null. */
  readonly baseName: number | null;
  /** Where it stands: medium, or kind for abstract objects. */
  readonly group: ObjectGroup;
  readonly attributes: readonly AttributeRow[];
  readonly methods: readonly MethodRow[];
}

/** What is known of the objects of a meter. */
export interface ObjectRowList {
  readonly source: 'meter' | 'file';
  /** ISO time of reading or import. */
  readonly at: string;
  readonly objects: readonly ObjectRow[];
}

/** Nothing is known of this meter yet. */
export interface NoObjectRows {
  readonly source: null;
}
