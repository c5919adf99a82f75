/**
 * The types of COSEM data (Green Book 9.5, `Data ::= CHOICE`; Blue Book 4.1.5).
 *
 * `Data` keeps the type beside the value, so that what was read can be written back unchanged. The encoder and decoder
 * are in `data.ts`; plain JavaScript values are made in `plain.ts`.
 */

/** Tags of `Data`; the names are the Blue Book's. */
export const dataTags = {
  'null-data': 0,
  array: 1,
  structure: 2,
  boolean: 3,
  'bit-string': 4,
  'double-long': 5,
  'double-long-unsigned': 6,
  'floating-point': 7,
  'octet-string': 9,
  'visible-string': 10,
  'utf8-string': 12,
  bcd: 13,
  integer: 15,
  long: 16,
  unsigned: 17,
  'long-unsigned': 18,
  'compact-array': 19,
  long64: 20,
  'long64-unsigned': 21,
  enum: 22,
  float32: 23,
  float64: 24,
  'date-time': 25,
  date: 26,
  time: 27,
  'delta-integer': 28,
  'delta-long': 29,
  'delta-double-long': 30,
  'delta-unsigned': 31,
  'delta-long-unsigned': 32,
  'delta-double-long-unsigned': 33,
  'dont-care': 255,
} as const;

export type DataType = keyof typeof dataTags;

/** Blue Book 4.1.6.1. `null` where the octet says "not specified" (FF, FFFF); other special codes (FE, FD) stay numbers. */
export interface CosemDate {
  readonly year: number | null;
  /** 1..12; 253 daylight saving end, 254 daylight saving begin. */
  readonly month: number | null;
  /** 1..31; 253 second last, 254 last day of the month. */
  readonly dayOfMonth: number | null;
  /** 1 Monday .. 7 Sunday. */
  readonly dayOfWeek: number | null;
}

export interface CosemTime {
  readonly hour: number | null;
  readonly minute: number | null;
  readonly second: number | null;
  readonly hundredths: number | null;
}

/** A date-time is lossless: each of the 12 octets can be restored from it. */
export interface CosemDateTime extends CosemDate, CosemTime {
  /** Minutes from local time to UTC as sent (CET = -60 by the standard); null = 0x8000, not specified. */
  readonly deviation: number | null;
  /** Bits of the clock status (0x80 = daylight saving active); null = 0xFF, not specified. */
  readonly clockStatus: number | null;
}

/** The element type of a compact array: a simple type, or an array or structure of types. */
export type TypeDescription =
  | { readonly type: Exclude<DataType, 'array' | 'structure' | 'compact-array'> }
  | { readonly type: 'array'; readonly count: number; readonly element: TypeDescription }
  | { readonly type: 'structure'; readonly elements: readonly TypeDescription[] };

type Of<T extends DataType, V> = { readonly type: T; readonly value: V };

/**
 * One COSEM value with its type.
 * - integers up to 32 bits, enum, bcd, delta types, floats: number; 64 bits: bigint
 * - bcd: the octet as sent, one digit in each half (0x42 means 42)
 * - date-time with `wire`: it was sent as an octet-string of 12 octets and is written back so
 * - bit-string: a string of `0` and `1`, first bit first
 * - octet-string: Buffer (a view of the message); visible-string: string (Latin-1, lossless)
 * - utf8-string: string, or Buffer where the octets are not valid UTF-8
 */
export type Data =
  | Of<'null-data', null>
  | Of<'array' | 'structure', readonly Data[]>
  | Of<'boolean', boolean>
  | Of<'bit-string', string>
  | Of<'octet-string', Buffer>
  | Of<'visible-string', string>
  | Of<'utf8-string', string | Buffer>
  | Of<
      | 'double-long'
      | 'double-long-unsigned'
      | 'floating-point'
      | 'bcd'
      | 'integer'
      | 'long'
      | 'unsigned'
      | 'long-unsigned'
      | 'enum'
      | 'float32'
      | 'float64'
      | 'delta-integer'
      | 'delta-long'
      | 'delta-double-long'
      | 'delta-unsigned'
      | 'delta-long-unsigned'
      | 'delta-double-long-unsigned',
      number
    >
  | Of<'long64' | 'long64-unsigned', bigint>
  | { readonly type: 'date-time'; readonly value: CosemDateTime; readonly wire?: 'octet-string' }
  | Of<'date', CosemDate>
  | Of<'time', CosemTime>
  | { readonly type: 'compact-array'; readonly value: readonly Data[]; readonly description: TypeDescription }
  | Of<'dont-care', null>;
