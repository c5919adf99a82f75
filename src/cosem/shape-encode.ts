/**
 * From plain values to `Data` by shape: what `fromData` makes, what a person types, and the typed form `{ type, value }`
 * anywhere in between.
 *
 * Where the present value of the object is known (`like`), it decides what the shape leaves open: which of several types,
 * whether a time is sent as octet-string. What did not change is sent as it was read; new elements of an array are like its first.
 */
import { isDeepStrictEqual } from 'node:util';
import { fromHex } from '../bytes';
import { dateOctets, dateTimeOctets, looksLikeDateTime, timeOctets } from '../codec/date-time';
import { dataOf, dataOfType, isRecord, isTyped, unfit } from '../codec/plain';
import { type Data, type DataType, dataTags } from '../codec/types';
import { isDlmsError } from '../errors';
import { cosemDate, cosemDateTime, cosemTime, type TimeInput } from './clock-write';
import { obisOctets } from './obis';
import { branchFor, fromData } from './shape-decode';
import { anyType, describeShape, type ShapeContext, type TypeName, typeName } from './shape-name';
import type { EnumDefinition, Shape } from './types';

/** A place in the value: for errors, for words, and the value that is there now. */
interface Place {
  readonly path: string;
  readonly fields: readonly string[];
  readonly like: Data | undefined;
}

/** The message of a nested error, told at its place. */
function within<T>(place: Place, value: unknown, wanted: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    throw unfit(place.path, value, `${wanted} (${error.message})`);
  }
}

const isTime = (value: unknown): value is TimeInput | null =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  value instanceof Date ||
  value instanceof Uint8Array ||
  isRecord(value);

function timeData({ base, holds }: TypeName, value: unknown, context: ShapeContext, place: Place): Data {
  if (!isTime(value)) throw unfit(place.path, value, `a ${holds}`);
  const options = { ...(context.clock === undefined ? {} : { clock: context.clock }), ...context.time };
  const { like } = place;
  const isTyped = like?.type === 'date-time' || like?.type === 'date' || like?.type === 'time';
  const asOctets = isTyped ? 'wire' in like && like.wire === 'octet-string' : like?.type === 'octet-string' || base === 'octet-string';
  return within(place, value, `a ${holds}`, (): Data => {
    if (holds === 'date') {
      const date = cosemDate(value, options);
      return asOctets ? { type: 'octet-string', value: dateOctets(date) } : { type: 'date', value: date };
    }
    if (holds === 'time') {
      const time = cosemTime(value, options);
      return asOctets ? { type: 'octet-string', value: timeOctets(time) } : { type: 'time', value: time };
    }
    const time = cosemDateTime(value, options);
    const octets = dateTimeOctets(time);
    return asOctets ? { type: 'octet-string', value: octets } : { type: 'date-time', value: time };
  });
}

/** Text or hex: `0x` or an even number of hex digits is hex, anything else the characters themselves. */
function octetsFromText(text: string, place: Place): Buffer {
  const like = place.like?.type === 'octet-string' ? place.like.value : undefined;
  const wasText = like !== undefined && like.length > 0 && like.every((octet) => octet >= 0x20 && octet <= 0x7e);
  const digits = text.replace(/^0x/i, '').replace(/[\s:-]/g, '');
  const isHex = digits.length % 2 === 0 && /^[0-9a-f]*$/i.test(digits);
  return isHex && (!wasText || /^0x/i.test(text)) ? Buffer.from(digits, 'hex') : Buffer.from(text, 'utf8');
}

function octetData({ length }: TypeName, value: unknown, place: Place): Data {
  const sized = length === null ? 'octet-string (text, hex or a Buffer)' : `octet-string of ${length} octets (hex or a Buffer)`;
  let octets: Buffer;
  if (length === 6 && typeof value === 'string') octets = within(place, value, 'an OBIS code', () => obisOctets(value));
  else if (typeof value === 'string' && length === null) octets = octetsFromText(value, place);
  else if (isRecord(value) && typeof value.text === 'string') octets = Buffer.from(value.text, 'utf8');
  else if (isRecord(value) && typeof value.hex === 'string') {
    const { hex } = value;
    octets = within(place, value, sized, () => fromHex(hex));
  } else octets = dataOfType('octet-string', value, place.path).value as Buffer;
  if (length !== null && octets.length !== length) throw unfit(place.path, value, sized);
  return { type: 'octet-string', value: octets };
}

const numbered = (word: string): number | undefined => {
  const match = /^(?:bit )?(\d{1,3})$/.exec(word);
  return match === null ? undefined : Number(match[1]);
};

/** The number of a word: as in the table, else as a number. */
function codeOf(word: string, definition: EnumDefinition): number | undefined {
  const same = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const known = Object.entries(definition.words).find(([, text]) => same(text) === same(word));
  return known === undefined ? numbered(word.trim()) : Number(known[0]);
}

const listOf = (definition: EnumDefinition): string =>
  Object.entries(definition.words)
    .map(([code, word]) => `${code} ${word}`)
    .join(', ');

/** Positions of the bits that are named, however often. */
function bitPositions(list: readonly unknown[], definition: EnumDefinition, place: Place): Set<number> {
  const positions = list.map((word) => {
    const bit = typeof word === 'string' ? codeOf(word, definition) : undefined;
    if (bit === undefined) throw unfit(place.path, word, `words for bits: ${listOf(definition)}`);
    return bit;
  });
  return new Set(positions);
}

function bitStringData({ length }: TypeName, value: unknown, definition: EnumDefinition | undefined, place: Place): Data {
  let bits = value;
  if (Array.isArray(value) && definition?.bits === true) {
    const set = bitPositions(value, definition, place);
    const likeLength = place.like?.type === 'bit-string' ? place.like.value.length : 0;
    const count = length ?? Math.max(likeLength, ...set, ...Object.keys(definition.words).map((bit) => Number(bit) + 1));
    bits = Array.from({ length: count }, (_, i) => (set.has(i) ? '1' : '0')).join('');
  }
  const data = dataOfType('bit-string', bits, place.path);
  if (length !== null && data.value !== null && (data.value as string).length !== length)
    throw unfit(place.path, value, `bit-string of ${length} bits`);
  return data;
}

function numberData(type: DataType, value: unknown, definition: EnumDefinition | undefined, place: Place): Data {
  if (definition?.bits === true && Array.isArray(value)) {
    const sum = [...bitPositions(value, definition, place)].reduce((bits, bit) => bits + 2 ** bit, 0);
    return dataOfType(type, sum, place.path);
  }
  if (definition !== undefined && definition.bits !== true && typeof value === 'string') {
    const code = codeOf(value, definition);
    if (code === undefined) throw unfit(place.path, value, `one of: ${listOf(definition)}`);
    return dataOfType(type, code, place.path);
  }
  return dataOfType(type, value, place.path);
}

function simpleData(shape: string, value: unknown, context: ShapeContext, place: Place): Data {
  const name = typeName(shape);
  const type = name.base as DataType;
  if (name.holds !== null) return timeData(name, value, context, place);
  if (value === null || value === undefined) {
    if (type === 'null-data') return { type, value: null };
    throw unfit(place.path, value, describeShape(shape));
  }
  if (type === 'null-data') throw unfit(place.path, value, 'null-data (null)');
  if (type === 'octet-string') return octetData(name, value, place);
  if (type === 'bit-string') return bitStringData(name, value, context.words?.(place.fields), place);
  if (type === 'array' || type === 'structure' || type === 'compact-array' || type === 'boolean')
    return dataOfType(type, value, place.path);
  if (!Object.hasOwn(dataTags, type)) throw unfit(place.path, value, `a known type, not ${shape}`);
  return numberData(type, value, context.words?.(place.fields), place);
}

/** Any type: that of the present value if the new one fits it, else a guess. */
function anyData(value: unknown, context: ShapeContext, place: Place): Data {
  if (place.like !== undefined && place.like.type !== 'null-data') {
    const { like } = place;
    const wasTime = like.type === 'octet-string' && like.value.length === 12 && looksLikeDateTime(like.value);
    try {
      return simpleData(wasTime ? 'octet-string(date-time)' : like.type, value, context, place);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
    }
  }
  if (value instanceof Date) return timeData(typeName('octet-string(date-time)'), value, context, place);
  return dataOf(value, place.path);
}

function choiceData(branches: readonly Shape[], value: unknown, context: ShapeContext, place: Place): Data {
  const now = place.like === undefined ? undefined : branchFor(branches, place.like);
  const order = now === undefined || now === 'CHOICE' ? branches : [now, ...branches.filter((branch) => branch !== now)];
  let deepest: unknown = unfit(place.path, value, branches.map(describeShape).join(' or '));
  let depth = place.path.length;
  for (const branch of order) {
    try {
      return at(branch, value, context, { ...place, like: branch === now ? place.like : undefined });
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      // The branch that came furthest is the one that was meant.
      const path = String(error.details?.path ?? '');
      if (path.length > depth) {
        deepest = error;
        depth = path.length;
      }
    }
  }
  throw deepest;
}

function structureData(fields: readonly (readonly [string, Shape])[], value: unknown, context: ShapeContext, place: Place): Data {
  const like = place.like?.type === 'structure' ? place.like.value : [];
  const wanted = `a structure with ${fields.map(([name]) => name).join(', ')}`;
  const inner = (name: string, i: number): Place => ({
    path: place.path === '' ? name : `${place.path}.${name}`,
    fields: [...place.fields, name],
    like: like[i],
  });
  if (Array.isArray(value)) {
    if (value.length !== fields.length) throw unfit(place.path, value, `${wanted} (${fields.length} elements, not ${value.length})`);
    return { type: 'structure', value: fields.map(([name, shape], i) => at(shape, value[i], context, inner(name, i))) };
  }
  if (!isRecord(value)) throw unfit(place.path, value, wanted);
  for (const name of Object.keys(value)) {
    if (!fields.some(([known]) => known === name)) throw unfit(inner(name, -1).path, value[name], `${wanted}; "${name}" is none of them`);
  }
  const elements = fields.map(([name, shape], i) => {
    if (!(name in value)) throw unfit(inner(name, i).path, undefined, describeShape(shape));
    return at(shape, value[name], context, inner(name, i));
  });
  return { type: 'structure', value: elements };
}

function at(shape: Shape, value: unknown, context: ShapeContext, place: Place): Data {
  if (isTyped(value)) return dataOf(value, place.path);
  if (
    place.like !== undefined &&
    isDeepStrictEqual(fromData(shape, place.like, { ...context, words: (fields) => context.words?.([...place.fields, ...fields]) }), value)
  )
    return place.like;
  if (typeof shape === 'string') return anyType(shape) ? anyData(value, context, place) : simpleData(shape, value, context, place);
  if ('choice' in shape) return choiceData(shape.choice, value, context, place);
  if ('structure' in shape) return structureData(shape.structure, value, context, place);
  if (!Array.isArray(value)) throw unfit(place.path, value, describeShape(shape));
  const like = place.like?.type === 'array' ? place.like.value : [];
  return {
    type: 'array',
    value: value.map((element, i) =>
      at(shape.array, element, context, { path: `${place.path}[${i}]`, fields: place.fields, like: like[i] ?? like[0] }),
    ),
  };
}

/**
 * `Data` of a shape from a plain value.
 * @param like the present value of the object, where known
 * @param path how errors call the place of the value
 * @throws DlmsError `value-invalid` that names the place, what was given and the type and range that are needed
 */
export const toData = (shape: Shape, value: unknown, context: ShapeContext = {}, like?: Data, path = ''): Data =>
  at(shape, value, context, { path, fields: [], like });
