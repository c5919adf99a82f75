/**
 * `Data` without a shape: to plain JavaScript values, and to a typed form that survives JSON and messages.
 *
 * - plain: what a person reads; types are gone. Octets that are all printable become text, others upper-case hex.
 * - typed: `{ type: 'long-unsigned', value: 7 }` all the way down, with octets as hex and 64 bits as decimal text; made for
 *   messages, caches and files, and the way back restores the same `Data`.
 * Values with a shape (field names, words, OBIS codes, ISO times) are made in `cosem/shape.ts` on top of this.
 */
import { fromHex, toHex } from '../bytes';
import { DlmsError } from '../errors';
import { type CosemDate, type CosemDateTime, type CosemTime, type Data, type DataType, dataTags, type TypeDescription } from './types';

/** A JSON-safe form of `Data`. */
export interface TypedValue {
  readonly type: DataType;
  readonly value: unknown;
  /** date-time only: it was sent as an octet-string. */
  readonly wire?: 'octet-string';
  /** compact-array only. */
  readonly description?: TypeDescription;
}

const printable = /^[\x20-\x7e]+$/;

/** Octets for a person: printable ASCII as text, all other as upper-case hex without blanks. */
export function octetsText(octets: Buffer): string {
  const text = octets.toString('latin1');
  return printable.test(text) ? text : toHex(octets);
}

/** A number where it is exact, else its decimal text. */
export const wholeNumber = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value.toString();

/** An octet of bcd for two digits; what is no number of two digits is the octet itself. */
const bcdOctet = (value: number): number => (value > 99 ? value : (Math.floor(value / 10) << 4) | (value % 10));

/** The two digits in an octet of bcd; octets that are no digits stay what they are. */
const bcdNumber = (octet: number): number => ((octet & 0x0f) < 10 && octet >> 4 < 10 ? (octet >> 4) * 10 + (octet & 0x0f) : octet);

/** A plain value without types: array, object, number, text, boolean or null. Dates and times become objects of their parts. */
export function plainOf(data: Data): unknown {
  switch (data.type) {
    case 'array':
    case 'structure':
    case 'compact-array':
      return data.value.map(plainOf);
    case 'octet-string':
      return octetsText(data.value);
    case 'utf8-string':
      return typeof data.value === 'string' ? data.value : toHex(data.value);
    case 'long64':
    case 'long64-unsigned':
      return wholeNumber(data.value);
    case 'bcd':
      return bcdNumber(data.value);
    default:
      return data.value;
  }
}

const floatText = (value: number): number | string =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);

/** The JSON-safe form; `dataOf` restores the same value. */
export function typedOf(data: Data): TypedValue {
  const { type } = data;
  switch (data.type) {
    case 'array':
    case 'structure':
      return { type, value: data.value.map(typedOf) };
    case 'compact-array':
      return { type, value: data.value.map(typedOf), description: data.description };
    case 'octet-string':
      return { type, value: toHex(data.value) };
    case 'utf8-string':
      return { type, value: typeof data.value === 'string' ? data.value : { hex: toHex(data.value) } };
    case 'long64':
    case 'long64-unsigned':
      return { type, value: wholeNumber(data.value) };
    case 'floating-point':
    case 'float32':
    case 'float64':
      return { type, value: floatText(data.value) };
    case 'date-time':
      return data.wire === undefined ? { type, value: data.value } : { type, value: data.value, wire: data.wire };
    default:
      return { type, value: data.value };
  }
}

/** The types of delta-value-encoding (conformance bit 6): a difference to the value before, and no value by itself. */
export const isDifference = ({ type }: Data): boolean => type.startsWith('delta-');

/** Smallest and largest whole number of each type that has them. */
const integerRanges: Readonly<Partial<Record<DataType, readonly [low: bigint, high: bigint]>>> = {
  integer: [-0x80n, 0x7fn],
  long: [-0x8000n, 0x7fffn],
  'double-long': [-0x8000_0000n, 0x7fff_ffffn],
  long64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  unsigned: [0n, 0xffn],
  'long-unsigned': [0n, 0xffffn],
  'double-long-unsigned': [0n, 0xffff_ffffn],
  'long64-unsigned': [0n, 0xffff_ffff_ffff_ffffn],
  enum: [0n, 0xffn],
  bcd: [0n, 0xffn],
  'delta-integer': [-0x80n, 0x7fn],
  'delta-long': [-0x8000n, 0x7fffn],
  'delta-double-long': [-0x8000_0000n, 0x7fff_ffffn],
  'delta-unsigned': [0n, 0xffn],
  'delta-long-unsigned': [0n, 0xffffn],
  'delta-double-long-unsigned': [0n, 0xffff_ffffn],
};

const shown = (value: unknown): string => {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}...` : value}"`;
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : Buffer.isBuffer(value) ? 'octets' : 'an object';
  return String(value);
};

/** `value-invalid`: where, what was given, what is needed. */
export const unfit = (path: string, value: unknown, wanted: string): DlmsError =>
  new DlmsError('value-invalid', `${path === '' ? 'the value' : path}: ${shown(value)} given, ${wanted} needed`, {
    details: { path, wanted },
  });

/** The deepest value that is taken in; deeper ones come from circles. */
const maxDepth = 32;

/** Beyond 2^53 a number has lost digits before it came here: whoever means it exactly writes it as text. */
function safe(value: number, path: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw unfit(path, value, `a number beyond ${Number.MAX_SAFE_INTEGER} as text`);
}

function integerOf(type: DataType, value: unknown, path: string): bigint {
  const [low, high] = integerRanges[type] as readonly [bigint, bigint];
  const wanted = `${type} (${low}..${high})`;
  const text = typeof value === 'string' ? value.trim() : '';
  let whole: bigint;
  if (typeof value === 'bigint') whole = value;
  else if (typeof value === 'number' && Number.isInteger(value)) whole = BigInt(safe(value, path));
  else if (/^[+-]?\d{1,30}$/.test(text) || /^0x[0-9a-f]{1,16}$/i.test(text)) whole = BigInt(text.replace(/^\+/, ''));
  else throw unfit(path, value, wanted);
  if (whole < low || whole > high) throw unfit(path, value, wanted);
  return whole;
}

function floatOf(type: DataType, value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|Infinity|NaN)\s*$/i.test(value)) return Number(value);
  throw unfit(path, value, `${type} (a number)`);
}

/** Octets from a Buffer, an array of octets, or hex. */
function octetsOf(value: unknown, path: string): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value) && value.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255))
    return Buffer.from(value as number[]);
  // A Buffer that went through JSON
  if (isRecord(value) && value.type === 'Buffer' && Array.isArray(value.data)) return octetsOf(value.data, path);
  if (typeof value === 'string') {
    try {
      return fromHex(value);
    } catch {
      throw unfit(path, value, 'octet-string (hex or a Buffer)');
    }
  }
  throw unfit(path, value, 'octet-string (hex or a Buffer)');
}

/** A text of 0 and 1, blanks between them, or a list of bits. */
function bitsOf(value: unknown, path: string): string {
  const list = Array.isArray(value) && value.every((bit) => bit === 0 || bit === 1 || typeof bit === 'boolean');
  const text = list ? value.map((bit) => (bit ? '1' : '0')).join('') : value;
  if (typeof text !== 'string' || /[^01\s_]/.test(text)) throw unfit(path, value, 'bit-string (a text of 0 and 1)');
  return text.replace(/[\s_]/g, '');
}

const dateNames = ['year', 'month', 'dayOfMonth', 'dayOfWeek'] as const;
const timeNames = ['hour', 'minute', 'second', 'hundredths'] as const;
const dateTimeNames = [...dateNames, ...timeNames, 'deviation', 'clockStatus'] as const;

function partsOf<T>(names: readonly string[], value: unknown, path: string, type: DataType): T {
  if (!isRecord(value)) throw unfit(path, value, `${type} (an object with ${names.join(', ')})`);
  const entries = names.map((name) => {
    const part = value[name] ?? null;
    if (part !== null && !Number.isInteger(part)) throw unfit(`${path}.${name}`, part, 'a whole number or null');
    return [name, part];
  });
  return Object.fromEntries(entries) as T;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array) && !(value instanceof Date);

/** Whether a value is of the typed form `{ type, value }`. */
export const isTyped = (value: unknown): value is TypedValue =>
  isRecord(value) &&
  typeof value.type === 'string' &&
  Object.hasOwn(dataTags, value.type) &&
  ('value' in value || value.type === 'null-data');

/** Elements of an array or structure. */
function elementsOf(type: DataType, value: unknown, path: string, depth: number): Data[] {
  if (!Array.isArray(value)) throw unfit(path, value, `${type} (an array)`);
  return value.map((element, i) => dataAt(element, `${path}[${i}]`, depth + 1));
}

function textOf(type: 'visible-string' | 'utf8-string', value: unknown, path: string): string {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string') throw unfit(path, value, `${type} (a text)`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: visible-string is any octets, read as Latin-1
  if (type === 'visible-string' && /[^\x00-\xff]/.test(text)) throw unfit(path, value, 'visible-string (characters of Latin-1)');
  return text;
}

function booleanOf(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === 1 || word === 'true' || word === '1') return true;
  if (word === 0 || word === 'false' || word === '0') return false;
  throw unfit(path, value, 'boolean (true or false)');
}

/**
 * `Data` of a given type from a plain value, tolerant about how it is written: numbers as text, octets as hex, Buffer or array.
 * @throws DlmsError `value-invalid` with the path, what was given, and the type and range that are needed
 */
export function dataOfType(type: DataType, value: unknown, path = '', depth = 0): Data {
  if (isTyped(value) && value.type === type) return typedData(value, path, depth);
  switch (type) {
    case 'null-data':
    case 'dont-care':
      return { type, value: null };
    case 'array':
    case 'structure':
      return { type, value: elementsOf(type, value, path, depth) };
    case 'compact-array':
      throw unfit(path, value, 'compact-array in the form { type, value, description }');
    case 'boolean':
      return { type, value: booleanOf(value, path) };
    case 'bit-string':
      return { type, value: bitsOf(value, path) };
    case 'octet-string':
      return { type, value: octetsOf(value, path) };
    case 'visible-string':
    case 'utf8-string':
      return type === 'utf8-string' && isRecord(value)
        ? { type, value: octetsOf(value.hex, path) }
        : { type, value: textOf(type, value, path) };
    case 'floating-point':
    case 'float32':
    case 'float64':
      return { type, value: floatOf(type, value, path) };
    case 'long64':
    case 'long64-unsigned':
      return { type, value: integerOf(type, value, path) };
    case 'bcd':
      return { type, value: bcdOctet(Number(integerOf(type, value, path))) };
    case 'date-time':
      return { type, value: partsOf<CosemDateTime>(dateTimeNames, value, path, type) };
    case 'date':
      return { type, value: partsOf<CosemDate>(dateNames, value, path, type) };
    case 'time':
      return { type, value: partsOf<CosemTime>(timeNames, value, path, type) };
    default:
      return { type, value: Number(integerOf(type, value, path)) };
  }
}

function descriptionOf(value: unknown, path: string, depth: number): TypeDescription {
  if (
    depth > maxDepth ||
    !isRecord(value) ||
    typeof value.type !== 'string' ||
    !Object.hasOwn(dataTags, value.type) ||
    value.type === 'compact-array'
  )
    throw unfit(path, value, 'the description of a compact array');
  const type = value.type as Exclude<DataType, 'compact-array'>;
  if (type === 'structure') {
    if (!Array.isArray(value.elements)) throw unfit(`${path}.elements`, value.elements, 'an array of descriptions');
    return { type, elements: value.elements.map((element, i) => descriptionOf(element, `${path}.elements[${i}]`, depth + 1)) };
  }
  if (type !== 'array') return { type };
  const { count } = value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > 0xffff) throw unfit(`${path}.count`, count, '0..65535');
  return { type, count, element: descriptionOf(value.element, `${path}.element`, depth + 1) };
}

function typedData(typed: TypedValue, path: string, depth: number): Data {
  const { type, value } = typed;
  if (type === 'compact-array') {
    if (!Array.isArray(value)) throw unfit(path, value, 'compact-array (an array)');
    const elements = value.map((element, i) => dataAt(element, `${path}[${i}]`, depth + 1));
    return { type, value: elements, description: descriptionOf(typed.description, `${path}.description`, depth) };
  }
  // The typed form has the octet, the plain one the digits.
  if (type === 'bcd') return { type, value: Number(integerOf(type, value, path)) };
  const inner = isTyped(value) ? undefined : dataOfType(type, value, path, depth);
  if (inner === undefined) throw unfit(path, value, `${type}, not a typed value inside another`);
  return inner.type === 'date-time' && typed.wire === 'octet-string' ? { ...inner, wire: 'octet-string' } : inner;
}

/** The type for a number that comes without one: the shortest of 32 and 64 bits, float64 for fractions. */
function guessedNumber(value: number | bigint, path: string): Data {
  if (typeof value === 'number' && !Number.isInteger(value)) return { type: 'float64', value };
  const whole = typeof value === 'number' ? BigInt(safe(value, path)) : value;
  const fits = (type: DataType): boolean => {
    const [low, high] = integerRanges[type] as readonly [bigint, bigint];
    return whole >= low && whole <= high;
  };
  if (fits('double-long-unsigned')) return { type: 'double-long-unsigned', value: Number(whole) };
  if (fits('double-long')) return { type: 'double-long', value: Number(whole) };
  const type = fits('long64') ? 'long64' : 'long64-unsigned';
  return { type, value: integerOf(type, whole, path) };
}

function dataAt(value: unknown, path: string, depth: number): Data {
  if (depth > maxDepth) throw unfit(path, value, `no more than ${maxDepth} levels`);
  if (value === null || value === undefined) return { type: 'null-data', value: null };
  if (isTyped(value)) return typedData(value, path, depth);
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number' || typeof value === 'bigint') return guessedNumber(value, path);
  if (value instanceof Uint8Array || (isRecord(value) && value.type === 'Buffer'))
    return { type: 'octet-string', value: octetsOf(value, path) };
  if (typeof value === 'string') {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of Latin-1
    const latin = /^[\x00-\xff]*$/.test(value);
    return latin ? { type: 'visible-string', value } : { type: 'utf8-string', value };
  }
  if (Array.isArray(value)) {
    const elements = value.map((element, i) => dataAt(element, `${path}[${i}]`, depth + 1));
    // Elements of one type are an array, of several types a structure.
    return { type: elements.every((element) => element.type === elements[0]?.type) ? 'array' : 'structure', value: elements };
  }
  if (isRecord(value))
    return { type: 'structure', value: Object.entries(value).map(([name, part]) => dataAt(part, `${path}.${name}`, depth + 1)) };
  throw unfit(path, value, 'a value, or { type, value }');
}

/**
 * `Data` from the typed form, or a best guess from a plain value: whole numbers as double-long(-unsigned) or 64 bits, other
 * numbers as float64, text as visible-string (utf8-string beyond Latin-1), Buffers as octet-string, arrays of one type as
 * array and others as structure, objects as structure in the order of their fields.
 * @throws DlmsError `value-invalid` with the path, what was given, and what is needed
 */
export const dataOf = (value: unknown, path = ''): Data => dataAt(value, path, 0);
