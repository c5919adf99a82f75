/**
 * Values as people type them (form) or send them (message) as COSEM data.
 *
 * `valueKinds` is the list the editor shows: the types of `Data`, and a few usual readings of an octet-string (text, date
 * and time, OBIS code). `auto` is decided by the caller from the class table or from what the meter has now. Structures
 * and arrays are written as JSON, each element as a typed value `{ "type": "long-unsigned", "value": 5 }`; a value that
 * was read before (`msg.dlms.items[n].data`) can be sent back as it is.
 */
import { type CosemDateTime, type Data, type DataType, DlmsError, dataTags, dateTimeOctets, obisOctets } from '../../src/index';
import { dateFromWords, dateTimeFromWords, timeFromWords } from './cosem-time';
import { isRecord } from './setting-values';

const wrong = (kind: string, input: unknown, expected: string): DlmsError =>
  new DlmsError('value-invalid', `${JSON.stringify(input) ?? 'nothing'} is not a ${kind}: ${expected} is expected`);

type Make = (input: unknown, kind: string) => Data;

const whole = (input: unknown, kind: string): bigint => {
  const words = typeof input === 'string' ? input.trim() : input;
  try {
    if (typeof words === 'bigint' || typeof words === 'boolean') return BigInt(words);
    if (typeof words === 'number' && Number.isInteger(words)) return BigInt(words);
    if (typeof words === 'string' && words !== '') return BigInt(words);
  } catch {
    // Not the text of a whole number: told below.
  }
  throw wrong(kind, input, 'a whole number');
};

const ranged = (input: unknown, kind: string, bits: number, signed: boolean): bigint => {
  const value = whole(input, kind);
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const high = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  if (value < low || value > high) throw wrong(kind, input, `a number from ${low} to ${high}`);
  return value;
};

type NumberType = Extract<Data, { value: number }>['type'];

const smallInteger =
  (type: NumberType, bits: number, signed: boolean): Make =>
  (input, kind) => ({ type, value: Number(ranged(input, kind, bits, signed)) });

const float =
  (type: 'floating-point' | 'float32' | 'float64'): Make =>
  (input, kind) => {
    const value = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
    if (typeof value !== 'number' || Number.isNaN(value)) throw wrong(kind, input, 'a number');
    return { type, value };
  };

const octets = (input: unknown, kind: string): Buffer => {
  if (Buffer.isBuffer(input)) return input;
  if (isRecord(input) && input.type === 'Buffer' && Array.isArray(input.data)) return Buffer.from(input.data as number[]);
  if (Array.isArray(input) && input.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255))
    return Buffer.from(input as number[]);
  if (typeof input !== 'string') throw wrong(kind, input, 'a Buffer or hexadecimal digits');
  const digits = input.replace(/^0x/i, '').replace(/[\s:-]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw wrong(kind, input, 'an even number of hexadecimal digits');
  return Buffer.from(digits, 'hex');
};

const words = (input: unknown, kind: string): string => {
  if (typeof input === 'string') return input;
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  throw wrong(kind, input, 'text');
};

const yesOrNo = (input: unknown, kind: string): boolean => {
  if (typeof input === 'boolean') return input;
  if (input === 1 || input === '1' || input === 'true') return true;
  if (input === 0 || input === '0' || input === 'false') return false;
  throw wrong(kind, input, 'true or false');
};

const bits = (input: unknown, kind: string): string => {
  const text = words(input, kind).replace(/[\s_]/g, '');
  if (!/^[01]*$/.test(text)) throw wrong(kind, input, 'a text of 0 and 1');
  return text;
};

const elements =
  (type: 'array' | 'structure'): Make =>
  (input, kind) => {
    const list = fromJson(input, kind);
    if (!Array.isArray(list)) throw wrong(kind, input, 'a list of typed values');
    return { type, value: list.map((element) => typedData(element)) };
  };

const fromJson = (input: unknown, kind: string): unknown => {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    throw wrong(kind, input, 'JSON');
  }
};

const octetDateTime = (value: CosemDateTime): Data => ({ type: 'octet-string', value: dateTimeOctets(value) });

const makers: Readonly<Record<string, Make>> = {
  'null-data': () => ({ type: 'null-data', value: null }),
  boolean: (input, kind) => ({ type: 'boolean', value: yesOrNo(input, kind) }),
  integer: smallInteger('integer', 8, true),
  long: smallInteger('long', 16, true),
  'double-long': smallInteger('double-long', 32, true),
  long64: (input, kind) => ({ type: 'long64', value: ranged(input, kind, 64, true) }),
  unsigned: smallInteger('unsigned', 8, false),
  'long-unsigned': smallInteger('long-unsigned', 16, false),
  'double-long-unsigned': smallInteger('double-long-unsigned', 32, false),
  'long64-unsigned': (input, kind) => ({ type: 'long64-unsigned', value: ranged(input, kind, 64, false) }),
  enum: smallInteger('enum', 8, false),
  bcd: smallInteger('bcd', 8, false),
  'floating-point': float('floating-point'),
  float32: float('float32'),
  float64: float('float64'),
  'octet-string': (input, kind) => ({ type: 'octet-string', value: octets(input, kind) }),
  'octet-string as text': (input, kind) => ({ type: 'octet-string', value: Buffer.from(words(input, kind), 'utf8') }),
  'octet-string as date-time': (input, kind) => octetDateTime(dateTimeFromWords(input, kind)),
  'octet-string as OBIS': (input, kind) => ({ type: 'octet-string', value: obisOctets(words(input, kind)) }),
  'visible-string': (input, kind) => ({ type: 'visible-string', value: words(input, kind) }),
  'utf8-string': (input, kind) => ({ type: 'utf8-string', value: words(input, kind) }),
  'bit-string': (input, kind) => ({ type: 'bit-string', value: bits(input, kind) }),
  'date-time': (input, kind) => ({ type: 'date-time', value: dateTimeFromWords(input, kind) }),
  date: (input, kind) => ({ type: 'date', value: dateFromWords(input, kind) }),
  time: (input, kind) => ({ type: 'time', value: timeFromWords(input, kind) }),
  array: elements('array'),
  structure: elements('structure'),
};

/** Delta types are only met in profiles that a meter sends; they are written back as they were read. */
const passedAsTheyAre = /^(delta-|compact-array$|dont-care$)/;

/** What the editor offers, in this order. */
export const valueKinds: readonly string[] = Object.keys(makers);

/**
 * Data of a kind of `valueKinds`.
 * @throws DlmsError `value-invalid` with what was expected
 */
export const dataOfKind = (kind: string, input: unknown): Data => {
  const make = makers[kind];
  if (make === undefined) throw new DlmsError('value-invalid', `"${kind}" is not a type of value`);
  return make(input, kind);
};

export const isTyped = (input: unknown): input is { readonly type: DataType; readonly value: unknown } =>
  isRecord(input) && typeof input.type === 'string' && input.type in dataTags && 'value' in input;

const maxDepth = 32;

/**
 * Data from a typed value `{ type, value }`, as JSON or as it was read.
 * @throws DlmsError `value-invalid`
 */
export const typedData = (input: unknown, depth = 0): Data => {
  if (depth > maxDepth) throw new DlmsError('value-invalid', 'The value is nested too deep');
  if (!isRecord(input) || typeof input.type !== 'string' || !('value' in input))
    throw wrong('typed value', input, '{ "type": ..., "value": ... }');
  const { type, value } = input;
  if (type === 'array' || type === 'structure') {
    if (!Array.isArray(value)) throw wrong(type, value, 'a list of typed values');
    return { type, value: value.map((element) => typedData(element, depth + 1)) };
  }
  if (passedAsTheyAre.test(type)) return input as unknown as Data;
  return dataOfKind(type, value);
};
