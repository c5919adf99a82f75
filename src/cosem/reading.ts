/**
 * Readings: what a flow receives for one attribute (the `Reading` of types.ts), made of the data, the class table, scaler
 * and unit, and where the object has them, status and capture time (Blue Book part 2, clauses 4.3.2 to 4.3.5 and 4.3.8).
 *
 * Nothing is guessed: without scaler_unit the value stays unscaled and the unit null.
 */
import { isDifference } from '../codec/plain';
import type { Data } from '../codec/types';
import { type DlmsError, isDlmsError } from '../errors';
import { attribute as attributeOf, nearestClass } from './class';
import { type ClockSetting, standardClock } from './clock-time';
import { objectName, type Standard } from './companions';
import { eventProfileOf, explainValue } from './events';
import { canonicalObis } from './obis';
import type { Language } from './obis-names';
import { refusalText } from './refusal-text';
import { scale, shortestFloat32 } from './scaled';
import { fromData, placeContext, type ShapeContext } from './shape';
import type { Reading, ReadingError } from './types';
import { unitSymbol } from './units';

export interface ScalerUnit {
  /** Exponent of ten. */
  readonly scaler: number;
  /** Code of the unit enumeration. */
  readonly unit: number;
}

/** Where a register keeps what belongs to its values. */
export interface RegisterParts {
  /** Attributes that are scaled. */
  readonly values: readonly number[];
  readonly scalerUnit: number;
  readonly status?: number;
  readonly captureTime?: number;
  /** The value is a list of cells, and scaler and unit are those of each. */
  readonly cells?: true;
}

/** The classes whose values are scaled, by class id. */
export const registerParts: Readonly<Record<number, RegisterParts>> = {
  3: { values: [2], scalerUnit: 3 },
  4: { values: [2], scalerUnit: 3, status: 4, captureTime: 5 },
  5: { values: [2, 3], scalerUnit: 4, status: 5, captureTime: 6 },
  61: { values: [2], scalerUnit: 4, cells: true },
  67: { values: [7], scalerUnit: 8, status: 9, captureTime: 10 },
};

/** The attribute that holds scaler and unit for this attribute; null when its value is not scaled. */
export function scalerAttribute(classId: number, attribute: number): number | null {
  const parts = registerParts[classId];
  return parts?.values.includes(attribute) === true ? parts.scalerUnit : null;
}

/** scaler_unit; null when the data is something else: the value then stays unscaled. */
export function decodeScalerUnit(data: Data | null): ScalerUnit | null {
  if (data?.type !== 'structure' || data.value.length !== 2) return null;
  const [scaler, unit] = data.value.map(({ value }) => value);
  return typeof scaler === 'number' && typeof unit === 'number' && Math.abs(scaler) <= 128 ? { scaler, unit } : null;
}

/** The scaled value of a number; undefined when the data is no number, or the difference to one. */
export function scaledValue(data: Data, scaler: number): number | string | undefined {
  switch (data.type) {
    case 'float32':
    case 'floating-point':
      return scale(shortestFloat32(data.value), scaler);
    case 'enum':
    case 'bcd':
      return undefined;
    default:
      if (isDifference(data)) return undefined;
      return typeof data.value === 'number' || typeof data.value === 'bigint' ? scale(data.value, scaler) : undefined;
  }
}

/** The scaled value of an attribute, of each cell where it is a list of them (4.3.8); undefined when nothing is to be scaled. */
export function scaledAttribute(classId: number, data: Data, scaler: number, context: ShapeContext): unknown {
  const isList = data.type === 'array' || data.type === 'compact-array';
  if (!isList || registerParts[classId]?.cells !== true) return scaledValue(data, scaler);
  return data.value.map((cell) => scaledValue(cell, scaler) ?? fromData('CHOICE', cell, context));
}

export interface ReadingInput {
  readonly meter: string;
  readonly classId: number;
  /** Any usual form. */
  readonly obis: string;
  readonly attribute: number;
  readonly version?: number;
  /** The user's name for it. */
  readonly name?: string;
  /** Null when the meter refused it. */
  readonly data: Data | null;
  readonly error?: DlmsError | null;
  readonly scalerUnit?: ScalerUnit | null;
  readonly status?: Data | null;
  readonly captureTime?: Data | null;
  /** When it was read: ISO 8601 with offset. */
  readonly readAt: string;
  readonly clock?: ClockSetting;
  readonly language?: Language;
  /** What the meter follows: for names of its own list, and for events and status bits in words. */
  readonly standard?: Standard | undefined;
}

/** The plain value of one attribute by its class, scaled where scaler and unit are given. */
export function attributeValue(
  input: Pick<ReadingInput, 'classId' | 'attribute' | 'version' | 'scalerUnit' | 'clock'>,
  data: Data,
): unknown {
  const { classId, attribute, version, scalerUnit, clock = standardClock } = input;
  if (scalerUnit !== undefined && scalerUnit !== null && scalerAttribute(classId, attribute) !== null) {
    const value = scaledAttribute(classId, data, scalerUnit.scaler, { clock });
    if (value !== undefined) return value;
  }
  const entry = nearestClass(classId, version);
  if (entry === undefined) return fromData('CHOICE', data, { clock });
  const shape = attributeOf(classId, attribute, version)?.shape ?? 'CHOICE';
  return fromData(shape, data, placeContext(entry, attribute, clock));
}

function errorOf(input: ReadingInput, error: DlmsError): ReadingError {
  const { result } = error;
  if (result === undefined) return { code: error.code, name: error.code, text: `${error.message}. ${error.hint}` };
  const { classId, obis, attribute, version, name, language } = input;
  const refused = {
    classId,
    obis,
    attribute,
    action: 'get' as const,
    result,
    ...(version === undefined ? {} : { version }),
    ...(name === undefined ? {} : { name }),
  };
  return { ...result, text: refusalText(refused, language) };
}

/** A time that belongs to the value, if it is complete. */
function timeOf(data: Data | null | undefined, clock: ClockSetting): string | null {
  if (data === null || data === undefined) return null;
  const time = fromData('octet-string(date-time)', data, { clock });
  return typeof time === 'string' && /^\d{4}-\d\d-\d\dT/.test(time) ? time : null;
}

const part = (input: ReadingInput, id: number | undefined, data: Data | null | undefined): unknown =>
  id === undefined || data === null || data === undefined ? null : attributeValue({ ...input, attribute: id, scalerUnit: null }, data);

type Coded = Pick<ReadingInput, 'classId' | 'obis' | 'attribute' | 'standard' | 'language'>;

/** Where a Data object or a register holds what a standard may have words for: the code of an event, bits of an alarm. */
const holdsCodes = ({ classId, attribute }: Coded): boolean => attribute === 2 && (classId === 1 || classId === 3 || classId === 4);

/** An event or status bits in the words of the standard that the meter follows; null where it has none for this object. */
export function wordsOf(input: Coded, value: unknown): string | readonly string[] | null {
  const profile = holdsCodes(input) ? eventProfileOf(input.standard) : null;
  return profile === null ? null : explainValue(profile, input.obis, value, input.language);
}

/**
 * The reading of one attribute, or of its refusal: then `value` is null and `error` says in a sentence what was asked, what
 * the meter said and what to try.
 * @throws DlmsError `obis-invalid`
 */
export function makeReading(input: ReadingInput): Reading {
  const { meter, classId, attribute, data, scalerUnit, readAt, clock = standardClock } = input;
  const obis = canonicalObis(input.obis);
  // The current average is still running: the capture time of a demand register is that of the last one.
  const runs = classId === 5 && attribute === 2;
  const isScaled = scalerAttribute(classId, attribute) !== null;
  const name = input.name ?? objectName(obis, input.language, input.standard);
  const value = data === null ? null : attributeValue(input, data);
  return {
    meter,
    obis,
    name,
    value,
    unit: data !== null && isScaled ? unitSymbol(scalerUnit?.unit ?? null) : null,
    time: (runs ? null : timeOf(input.captureTime, clock)) ?? readAt,
    status: part(input, registerParts[classId]?.status, input.status) ?? wordsOf(input, value),
    error: isDlmsError(input.error) ? errorOf({ ...input, obis, name }, input.error) : null,
    classId,
    attribute,
  };
}
