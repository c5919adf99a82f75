/**
 * The codec of `Data` (Green Book 9.5, A-XDR), and its encoder.
 *
 * The encoder is a table: one row per type, tag and contents. The decoder is in `data-decode.ts`; both are held together
 * by the property that every value survives encode and decode. What cannot survive octet for octet: a length in a longer
 * form than needed, a `true` sent as another octet than FF, padding bits of a bit-string, the payload of a NaN.
 */
import { defaultLimits, Writer } from '../bytes';
import { DlmsError } from '../errors';
import { type Codec, i8, length, octetString, u8, u16, u32 } from './axdr';
import { readDescribed, writeCompactArray } from './compact-array';
import { DataDecoder, type DataOptions, readData } from './data-decode';
import { dateOctets, dateTimeOctets, timeOctets } from './date-time';
import { type Data, type DataType, dataTags } from './types';

export type { DataOptions } from './data-decode';

type ValueOf<T extends DataType> = Extract<Data, { type: T }>['value'];
type Contents = { readonly [T in DataType]: (value: ValueOf<T>, out: Writer, data: Data) => void };

const invalid = (type: DataType, value: unknown, wanted: string): DlmsError =>
  new DlmsError('value-invalid', `${type}: ${typeof value} given, ${wanted} needed`);

const signed = (bits: number, write: (value: number, out: Writer) => void) => {
  const limit = 2 ** (bits - 1);
  return (value: number, out: Writer): void => {
    if (!Number.isInteger(value) || value < -limit || value >= limit)
      throw new DlmsError('value-invalid', `${value} is not in ${-limit}..${limit - 1}`);
    write(value, out);
  };
};
const i16 = signed(16, (value, out) => void out.u16(value & 0xffff));
const i32 = signed(32, (value, out) => void out.u32(value >>> 0));

function int64(type: 'long64' | 'long64-unsigned', low: bigint, high: bigint) {
  return (value: bigint, out: Writer): void => {
    if (typeof value !== 'bigint') throw invalid(type, value, 'a bigint');
    if (value < low || value > high) throw new DlmsError('value-invalid', `${type}: ${value} is not in ${low}..${high}`);
    const octets = Buffer.allocUnsafe(8);
    octets.writeBigUInt64BE(BigInt.asUintN(64, value));
    out.octets(octets);
  };
}

const float32 = (value: number, out: Writer): void => {
  if (typeof value !== 'number') throw invalid('float32', value, 'a number');
  const octets = Buffer.allocUnsafe(4);
  octets.writeFloatBE(value);
  out.octets(octets);
};

const float64 = (value: number, out: Writer): void => {
  if (typeof value !== 'number') throw invalid('float64', value, 'a number');
  const octets = Buffer.allocUnsafe(8);
  octets.writeDoubleBE(value);
  out.octets(octets);
};

function bitString(value: string, out: Writer): void {
  if (typeof value !== 'string' || /[^01]/.test(value)) throw invalid('bit-string', value, 'a string of 0 and 1');
  length.write(value.length, out);
  for (let i = 0; i < value.length; i += 8) out.u8(Number.parseInt(value.slice(i, i + 8).padEnd(8, '0'), 2));
}

function visibleString(value: string, out: Writer): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Latin-1 has all of 00..FF, and meters pad with NUL
  if (typeof value !== 'string' || /[^\x00-\xff]/.test(value)) throw invalid('visible-string', value, 'a string of Latin-1 characters');
  octetString.write(Buffer.from(value, 'latin1'), out);
}

function utf8String(value: string | Buffer, out: Writer): void {
  if (typeof value === 'string' ? /\p{Surrogate}/u.test(value) : !(value instanceof Uint8Array))
    throw invalid('utf8-string', value, 'a well-formed string or octets');
  octetString.write(typeof value === 'string' ? Buffer.from(value, 'utf8') : value, out);
}

function octetStringContents(value: Buffer, out: Writer): void {
  if (!((value as unknown) instanceof Uint8Array)) throw invalid('octet-string', value, 'a Buffer');
  octetString.write(value, out);
}

function elements(value: readonly Data[], out: Writer): void {
  if (!Array.isArray(value)) throw invalid('array', value, 'a list of typed values');
  length.write(value.length, out);
  for (const element of value) writeData(element, out);
}

/** Fields of a date or time; what they may hold is checked where the octets are made. */
function fieldsOf<T extends 'date-time' | 'date' | 'time'>(type: T, value: ValueOf<T>): ValueOf<T> {
  if (typeof value !== 'object' || value === null) throw invalid(type, value, 'an object of fields');
  return value;
}

const nothing = (): void => {};

const contents: Contents = {
  'null-data': nothing,
  array: elements,
  structure: elements,
  boolean: (value, out) => {
    if (typeof value !== 'boolean') throw invalid('boolean', value, 'true or false');
    out.u8(value ? 0xff : 0);
  },
  'bit-string': bitString,
  'double-long': i32,
  'double-long-unsigned': u32.write,
  'floating-point': float32,
  'octet-string': octetStringContents,
  'visible-string': visibleString,
  'utf8-string': utf8String,
  bcd: u8.write,
  integer: i8.write,
  long: i16,
  unsigned: u8.write,
  'long-unsigned': u16.write,
  'compact-array': (_value, out, data) =>
    writeCompactArray(data as Extract<Data, { type: 'compact-array' }>, out, new Writer(), writeContents),
  long64: int64('long64', -(2n ** 63n), 2n ** 63n - 1n),
  'long64-unsigned': int64('long64-unsigned', 0n, 2n ** 64n - 1n),
  enum: u8.write,
  float32,
  float64,
  'date-time': (value, out, data) => {
    const octets = dateTimeOctets(fieldsOf('date-time', value));
    if ('wire' in data && data.wire === 'octet-string') octetString.write(octets, out);
    else out.octets(octets);
  },
  date: (value, out) => void out.octets(dateOctets(fieldsOf('date', value))),
  time: (value, out) => void out.octets(timeOctets(fieldsOf('time', value))),
  'delta-integer': i8.write,
  'delta-long': i16,
  'delta-double-long': i32,
  'delta-unsigned': u8.write,
  'delta-long-unsigned': u16.write,
  'delta-double-long-unsigned': u32.write,
  'dont-care': nothing,
};

function writeContents(value: Data, out: Writer): void {
  const write = contents[value.type] as (value: unknown, out: Writer, data: Data) => void;
  write(value.value, out, value);
}

function writeData(value: Data, out: Writer): void {
  const tag: number | undefined = dataTags[value?.type];
  if (typeof tag !== 'number') throw new DlmsError('value-invalid', `${String(value?.type)} is not a data type`);
  out.u8(value.type === 'date-time' && value.wire === 'octet-string' ? dataTags['octet-string'] : tag);
  writeContents(value, out);
}

/**
 * One COSEM value with its tag. Reading takes the limits, and the columns to type as date-times, from the reader.
 * @throws DlmsError `apdu-truncated`, `apdu-malformed`, `limit-exceeded`; when writing `value-invalid`
 */
export const data: Codec<Data> = { write: writeData, read: readData };

/** The octets of a value. @throws DlmsError `value-invalid` when a value does not fit its type */
export function encodeData(value: Data): Buffer {
  const out = new Writer();
  writeData(value, out);
  return out.finish();
}

/**
 * The value of octets, all of which must be used: `decodeData(octets, { dateTimes: [0] })` types the first column of a
 * profile buffer. Octet-strings in it are views of `octets`.
 * @throws DlmsError `apdu-truncated`, `apdu-malformed`, `limit-exceeded`
 */
export function decodeData(octets: Buffer, options: Partial<DataOptions> = {}): Data {
  const decoder = new DataDecoder(octets, 0, octets.length, { ...defaultLimits, ...options });
  const value = decoder.value();
  if (decoder.position < octets.length) throw decoder.malformed(`${octets.length - decoder.position} octets too many`);
  return value;
}

/**
 * The value of contents without tags, by a description of their types that came apart from them: a template (Blue Book
 * part 2, clause 4.3.10) is written as the description of a compact array. Octet-strings in it are views of `contents`.
 * @throws DlmsError `apdu-truncated`, `apdu-malformed`, `limit-exceeded` where the two do not fit each other
 */
export const decodeDescribed = (description: Buffer, contents: Buffer): Data =>
  readDescribed(new DataDecoder(description), new DataDecoder(contents));
