/**
 * Profile generic (Blue Book part 2, clause 4.3.6, class 7): which columns a profile has, and how a part of its buffer is
 * asked for. The rows are read in profile-rows.ts.
 *
 * A column is a capture object: one attribute of an object, or one element of it where the data index is not 0. Its unit and
 * scaler are those of the captured object, which the client reads once.
 */

import { dateTimeOctets } from '../codec/date-time';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import { attribute as attributeOf, nearestClass } from './class';
import { type ClockSetting, epochMs, standardClock } from './clock-time';
import { cosemDateTime, type TimeInput, type TimeOptions } from './clock-write';
import { objectName, type Standard } from './companions';
import { canonicalObis, obisAt, obisOctets } from './obis';
import type { Language } from './obis-names';
import { type ScalerUnit, scalerAttribute } from './reading';
import { placeContext, type ShapeContext } from './shape';
import type { Shape } from './types';
import { unitSymbol } from './units';

export interface CaptureObject {
  readonly classId: number;
  readonly obis: string;
  /** 0 = all attributes. */
  readonly attribute: number;
  /** 0 = the whole attribute, else the position of an element in it, 1 first. */
  readonly dataIndex: number;
}

export interface ProfileColumn extends CaptureObject {
  /** Unique in its profile. */
  readonly name: string;
  readonly scaler: number;
  readonly unit: string | null;
  /** The time of the row: the clock, or where none is captured, the UNIX clock, whose seconds become ISO 8601 in UTC. */
  readonly isClock: boolean;
  readonly shape: Shape;
  readonly context: ShapeContext;
}

export interface ColumnOptions {
  readonly clock?: ClockSetting;
  readonly language?: Language;
  /** What the meter follows, for names of its own list. */
  readonly standard?: Standard | undefined;
  /** Scaler and unit of a captured object; null when it has none or they cannot be read. */
  readonly scalerUnit?: (object: CaptureObject) => ScalerUnit | null;
  /** The user's name of a column. */
  readonly nameOf?: (object: CaptureObject) => string | undefined;
}

function captureObject(data: Data): CaptureObject | null {
  if (data.type !== 'structure' || data.value.length < 3) return null;
  const [classId, name, attribute, dataIndex] = data.value.map(({ value }) => value);
  if (typeof classId !== 'number' || !Buffer.isBuffer(name) || name.length !== 6 || typeof attribute !== 'number') return null;
  return { classId, obis: obisAt(name), attribute, dataIndex: typeof dataIndex === 'number' ? dataIndex : 0 };
}

/**
 * capture_objects, attribute 3: the columns of the buffer in their order.
 * @throws DlmsError `apdu-malformed` when it is no list of capture objects
 */
export function decodeCaptureObjects(data: Data): CaptureObject[] {
  if (data.type !== 'array' && data.type !== 'compact-array')
    throw new DlmsError('apdu-malformed', `capture_objects is ${data.type}, not an array`);
  return data.value.map((element, i) => {
    const object = captureObject(element);
    if (object === null) throw new DlmsError('apdu-malformed', `capture object ${i + 1} is not of the form class, name, attribute, index`);
    return object;
  });
}

/** The structure of a capture object, for writing and for selections. @throws DlmsError `obis-invalid` */
export const captureObjectData = ({ classId, obis, attribute, dataIndex }: CaptureObject): Data => ({
  type: 'structure',
  value: [
    { type: 'long-unsigned', value: classId },
    { type: 'octet-string', value: obisOctets(obis) },
    { type: 'integer', value: attribute },
    { type: 'long-unsigned', value: dataIndex },
  ],
});

/** What a column captures, without its name and how it is read. */
export const captureObjectOf = ({ classId, obis, attribute, dataIndex }: CaptureObject): CaptureObject => ({
  classId,
  obis,
  attribute,
  dataIndex,
});

/** The clock that rows are usually selected by. */
export const clockObject: CaptureObject = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 };

/** The attribute whose value a column shows: 0 captures all of them, and meters write it where they capture attribute 2 as well. */
export const shownAttribute = (attribute: number): number => attribute || 2;

/** The attribute with scaler and unit of what is captured; null where it is not scaled. */
export const capturedScaler = ({ classId, attribute, dataIndex }: CaptureObject): number | null =>
  dataIndex === 0 ? scalerAttribute(classId, shownAttribute(attribute)) : null;

/** The time of a clock (class 8). */
const isTime = ({ classId, attribute }: CaptureObject): boolean => classId === 8 && shownAttribute(attribute) === 2;

/** Seconds since 1970, UTC: 0-b:1.1.e*255, Data or a register (Blue Book part 2, clause 6.2.4, "UNIX clock"). */
export const isUnixClock = ({ classId, obis, attribute, dataIndex }: CaptureObject): boolean =>
  (classId === 1 || classId === 3 || classId === 4) && attribute === 2 && dataIndex === 0 && /^0-\d+:1\.1\.\d+\*255$/.test(obis);

/** A selector with its parameters. */
export interface SelectiveAccess {
  readonly selector: number;
  readonly parameters: Data;
}

export interface RangeOptions {
  /** First and last time; both are included by the standard. */
  readonly from: TimeInput;
  readonly to: TimeInput;
  /** The column that is compared; the clock when absent. */
  readonly by?: CaptureObject;
  /** Columns that are wanted; all when absent or empty. */
  readonly columns?: readonly CaptureObject[];
  /** How times are written: zone, deviation, which parts are sent. */
  readonly time?: TimeOptions;
  /** Most meters want octet-strings; a few the data type date-time. */
  readonly wire?: 'octet-string' | 'date-time';
}

/** Text without offset is in the zone of the options, without one UTC. @throws DlmsError `value-invalid` */
function unixSeconds(input: TimeInput, { zone }: TimeOptions): Data {
  const ms = epochMs(cosemDateTime(input, zone === undefined ? {} : { zone }));
  if (ms === null) throw new DlmsError('value-invalid', `"${String(input)}" is no complete time`);
  return { type: 'double-long-unsigned', value: Math.min(Math.max(Math.floor(ms / 1000), 0), 0xffff_ffff) };
}

/**
 * range_descriptor: the rows whose time is from..to; in seconds where they are compared by the UNIX clock.
 * @throws DlmsError `value-invalid` for a time that is none; `obis-invalid`
 */
export function rangeDescriptor(options: RangeOptions): SelectiveAccess {
  const { by = clockObject, columns = [], time = {}, wire = 'octet-string' } = options;
  const bound = (input: TimeInput): Data => {
    if (isUnixClock(by)) return unixSeconds(input, time);
    const value = cosemDateTime(input, time);
    const octets = dateTimeOctets(value);
    return wire === 'date-time' ? { type: 'date-time', value } : { type: 'octet-string', value: octets };
  };
  return {
    selector: 1,
    parameters: {
      type: 'structure',
      value: [captureObjectData(by), bound(options.from), bound(options.to), { type: 'array', value: columns.map(captureObjectData) }],
    },
  };
}

export interface EntryOptions {
  /** First row wanted, 1 = the first of the buffer. */
  readonly from: number;
  /** Last row wanted; 0 = to the end. */
  readonly to: number;
  /** First column wanted, 1 first. */
  readonly fromColumn?: number;
  /** Last column wanted; 0 = to the last. */
  readonly toColumn?: number;
}

/** entry_descriptor: rows and columns by number. @throws DlmsError `value-invalid` for numbers out of range */
export function entryDescriptor({ from, to, fromColumn = 1, toColumn = 0 }: EntryOptions): SelectiveAccess {
  const numbers = [
    ['from', from, 0xffff_ffff],
    ['to', to, 0xffff_ffff],
    ['fromColumn', fromColumn, 0xffff],
    ['toColumn', toColumn, 0xffff],
  ] as const;
  for (const [name, value, high] of numbers) {
    if (!Number.isInteger(value) || value < 0 || value > high)
      throw new DlmsError('value-invalid', `${name} is ${value}, 0..${high} is allowed`);
  }
  return {
    selector: 2,
    parameters: {
      type: 'structure',
      value: [
        { type: 'double-long-unsigned', value: from },
        { type: 'double-long-unsigned', value: to },
        { type: 'long-unsigned', value: fromColumn },
        { type: 'long-unsigned', value: toColumn },
      ],
    },
  };
}

/** The columns that a range descriptor with `columns` answers with: those of the profile that are wanted, in its order. */
export function selectedColumns<T extends CaptureObject>(all: readonly T[], wanted: readonly CaptureObject[]): readonly T[] {
  if (wanted.length === 0) return all;
  const key = ({ classId, obis, attribute, dataIndex }: CaptureObject): string =>
    `${classId} ${canonicalObis(obis)} ${attribute} ${dataIndex}`;
  const keys = new Set(wanted.map(key));
  return all.filter((column) => keys.has(key(column)));
}

/** The shape of what is captured: the attribute, or the element of it that the data index names. */
function shapeOf({ classId, attribute, dataIndex }: CaptureObject): { shape: Shape; field: string | null } {
  const value: Shape = attributeOf(classId, shownAttribute(attribute))?.shape ?? 'CHOICE';
  const whole = attribute === 0 ? nearestClass(classId)?.attributes.map(({ name, shape }) => [name, shape] as const) : undefined;
  const shape: Shape = whole === undefined ? value : { structure: whole };
  if (dataIndex === 0 && whole !== undefined) return { shape: { choice: [shape, value] }, field: null };
  if (dataIndex === 0 || typeof shape === 'string') return { shape, field: null };
  if ('array' in shape) return { shape: shape.array, field: String(dataIndex) };
  const field = 'structure' in shape ? shape.structure[dataIndex - 1] : undefined;
  return field === undefined ? { shape: 'CHOICE', field: String(dataIndex) } : { shape: field[1], field: field[0] };
}

function columnName(object: CaptureObject, field: string | null, options: ColumnOptions): string {
  const own = options.nameOf?.(object);
  if (own !== undefined) return own;
  const { classId, obis, attribute } = object;
  const name = objectName(obis, options.language, options.standard);
  const member = attribute === 2 || attribute === 0 ? '' : `, ${attributeOf(classId, attribute)?.name ?? `attribute ${attribute}`}`;
  return `${name}${member}${field === null ? '' : `, ${field}`}`;
}

/** Names that occur twice get the OBIS code, and then a number, behind them. */
function uniqueNames(names: readonly string[], objects: readonly CaptureObject[]): string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    let unique = names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${objects[i]?.obis ?? ''})`;
    for (let n = 2; used.has(unique); n++) unique = `${name} (${n})`;
    used.add(unique);
    return unique;
  });
}

/** The columns of a profile with names, units, scalers and shapes. @throws DlmsError `obis-invalid` */
export function profileColumns(objects: readonly CaptureObject[], options: ColumnOptions = {}): ProfileColumn[] {
  const { clock = standardClock } = options;
  const isRowTime = objects.some(isTime) ? isTime : isUnixClock;
  const shapes = objects.map(shapeOf);
  const names = uniqueNames(
    objects.map((object, i) => columnName(object, shapes[i]?.field ?? null, options)),
    objects,
  );
  return objects.map((object, i) => {
    const { classId, attribute } = object;
    const entry = nearestClass(classId);
    const scalerUnit = capturedScaler(object) === null ? null : (options.scalerUnit?.(object) ?? null);
    const { shape, field } = shapes[i] as { shape: Shape; field: string | null };
    const place = entry === undefined ? { clock } : placeContext(entry, attribute, clock);
    const words = place.words;
    const context: ShapeContext =
      words === undefined || field === null ? place : { ...place, words: (fields) => words([field, ...fields]) };
    return {
      ...object,
      name: names[i] as string,
      scaler: scalerUnit?.scaler ?? 0,
      unit: unitSymbol(scalerUnit?.unit ?? null),
      isClock: isRowTime(object),
      shape,
      context,
    };
  });
}
