/**
 * The object model as a table: what an interface class is (Blue Book part 2, clause 4).
 * Entries are made by `defineClass` in `classes/` (one file per chapter) and looked up in `class.ts`.
 */

/** Type of an attribute, element or parameter, in the Blue Book's words. `octet-string(6)` is a logical name. */
export type Shape =
  | string
  | { readonly structure: readonly (readonly [field: string, shape: Shape])[] }
  | { readonly array: Shape }
  | { readonly choice: readonly Shape[] };

export interface AttributeDefinition {
  readonly id: number;
  /** camelCase of the book's name: `captureObjects`. */
  readonly name: string;
  readonly shape: Shape;
  /** `static` as the book marks it: may be cached per meter. */
  readonly access: 'static' | 'dynamic';
  /** Offset from base_name with short names; null = not used with short names. */
  readonly sn: number | null;
}

export interface MethodDefinition {
  readonly id: number;
  readonly name: string;
  /** Shape of the invocation parameter; `integer(0)` is the dummy parameter. */
  readonly parameter: Shape;
  readonly sn: number | null;
  readonly mandatory: boolean;
}

export interface ClassDefinition {
  readonly classId: number;
  readonly version: number;
  readonly name: string;
  readonly chapter: string;
  readonly attributes: readonly AttributeDefinition[];
  readonly methods: readonly MethodDefinition[];
  /** Selectors by attribute id: `{ 2: { rangeDescriptor: 1, entryDescriptor: 2 } }`. */
  readonly selectiveAccess?: Readonly<Record<number, Readonly<Record<string, number>>>>;
  /** Shapes of the selectors' parameters, by the selectors' names. */
  readonly selectors?: Readonly<Record<string, Shape>>;
  /**
   * Words by place: `9` attribute 9, `3.transportService` a field in attribute 3, `2.methodAccess.accessMode` where the
   * name alone is not enough, `m2` or `m2.keyId` the parameter of method 2, `keyInfoType` that field wherever it stands.
   */
  readonly enums?: Readonly<Record<string, EnumDefinition>>;
  /** Older or other name of the same class. */
  readonly alias?: string;
  /** True where only one public source describes this version. */
  readonly singleSource?: boolean;
}

export interface EnumDefinition {
  /** The numbers are bit positions: 0 = first bit of a bit-string, least significant bit of a number. */
  readonly bits?: boolean;
  readonly words: Readonly<Record<number, string>>;
}

/**
 * What a flow receives for one attribute. Units and names are never guessed: null where not known. What people look for comes
 * first: the debug sidebar of Node-RED shows five properties of an object that is not unfolded.
 */
export interface Reading {
  readonly meter: string;
  /** `1-0:1.8.0*255` */
  readonly obis: string;
  /** The user's name, else the name by the OBIS rules. */
  readonly name: string;
  /** number (decimal-exact), string where a number would lose digits, boolean, ISO time, array or object, null. */
  readonly value: unknown;
  /** `kWh`-like symbol as of the meter's scaler_unit, null when there is none. */
  readonly unit: string | null;
  /** ISO 8601 with offset; the capture time where the object has one, else the time of the reading. */
  readonly time: string;
  readonly status: unknown;
  readonly error: ReadingError | null;
  readonly classId: number;
  readonly attribute: number;
}

export interface ReadingError {
  readonly code: number | string;
  /** The standard's word: `object-undefined`. */
  readonly name: string;
  /** A sentence: what was asked, what the meter said, what that usually means. */
  readonly text: string;
}
