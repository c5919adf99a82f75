/**
 * Entries of a notification to readings. The usual entry is a number under a code, and a meter sends the same codes all its
 * life: their texts and names are remembered, and only what is no plain number goes the long way over the class table.
 */

import { dateFrom, timeFrom } from '../codec/date-time';
import type { Data } from '../codec/types';
import { type ClockSetting, isoDate, isoFromOctets, isoTime } from '../cosem/clock-time';
import { objectName, type Standard } from '../cosem/companions';
import { obisAt } from '../cosem/obis';
import type { Language } from '../cosem/obis-names';
import { attributeValue, registerParts, type ScalerUnit, scaledValue, wordsOf } from '../cosem/reading';
import { fromData } from '../cosem/shape';
import { unitSymbol } from '../cosem/units';
import { isDlmsError } from '../errors';
import { clockOf, type Entry, isNumber, textOf } from './shapes/entry';
import type { UnitRule } from './templates';
import type { TelegramReading } from './types';

export interface ReadingContext {
  readonly meter: string;
  /** Time for values without one of their own. */
  readonly time: string;
  readonly clock: ClockSetting;
  readonly naming: Naming;
  readonly rule: UnitRule | undefined;
}

interface Known {
  readonly obis: string;
  readonly name: string;
}

/** By what objects are named, with the names that were made: by code, as a number. */
export interface Naming {
  readonly language: Language;
  readonly standard: Standard | undefined;
  readonly known: Map<number, Known>;
}

const namings = new Map<string, Naming>();
const maxKnown = 20_000;

/** Looked up once for a telegram, not for each of its values. */
export function namingOf(language: Language = 'en', standard?: Standard): Naming {
  const key = `${language} ${standard}`;
  const naming = namings.get(key) ?? { language, standard, known: new Map() };
  namings.set(key, naming);
  return naming;
}

/** Text and name of a code. */
function codeText(octets: Buffer, { language, standard, known }: Naming): Known {
  const key = octets.readUIntBE(0, 6);
  let found = known.get(key);
  if (found === undefined) {
    const obis = obisAt(octets);
    found = { obis, name: objectName(obis, language, standard) };
    if (known.size >= maxKnown) known.clear();
    known.set(key, found);
  }
  return found;
}

/** The class of an object that is only known by its code: clock, register, else data. */
function classOf({ classId, obis, data, scalerUnit }: Entry): number {
  if (classId !== null) return classId;
  if (obis !== null && obis[2] === 1 && obis[3] === 0 && obis[4] === 0 && obis[0] === 0) return 8;
  // Disconnect control says its state in attribute 3; a boolean is output_state.
  if (obis !== null && obis[0] === 0 && obis[2] === 96 && obis[3] === 3 && obis[4] === 10) return 70;
  if (scalerUnit !== null) return 3;
  // C 0: numbers of the meter and its settings.
  return isNumber(data) && obis !== null && (obis[0] as number) > 0 && obis[2] !== 0 ? 3 : 1;
}

/** Scaler and unit of the telegram, else of the rule for this vendor. */
function unitOf(entry: Entry, rule: UnitRule | undefined): Pick<TelegramReading, 'scalerUnit' | 'unitFrom'> {
  const { scalerUnit, unitFrom, obis, data } = entry;
  if (scalerUnit !== null || rule === undefined || obis === null || !isNumber(data)) return { scalerUnit, unitFrom };
  const found = rule.units[`${obis[2]}.${obis[3]}`];
  if (found === undefined || (obis[0] as number) !== 1) return { scalerUnit, unitFrom };
  const above = found.above !== undefined && typeof data.value === 'number' && data.value >= found.above.value;
  return { scalerUnit: { scaler: above && found.above ? found.above.scaler : found.scaler, unit: found.unit }, unitFrom: 'template' };
}

/** ISO time of a value that is one, else null. */
function timeText(data: Data | undefined, clock: ClockSetting): string | null {
  const octets = clockOf(data);
  if (octets !== null) return isoFromOctets(octets, 0, clock);
  return data?.type === 'visible-string' && /^\d{4}-\d\d-\d\dT/.test(data.value) ? data.value : null;
}

/** Local time and date (0.9.1, 0.9.2) as octet-strings of 4 and 5 octets: Iskraemeco and Siemens. */
function localPart(obis: Buffer, data: Data): string | null {
  if (data.type !== 'octet-string' || obis[2] !== 0 || obis[3] !== 9) return null;
  if (obis[4] === 1 && data.value.length === 4) return isoTime({ ...timeFrom(data.value), hundredths: null });
  return obis[4] === 2 && data.value.length === 5 ? isoDate(dateFrom(data.value)) : null;
}

function shapedValue(entry: Entry, classId: number, scalerUnit: ScalerUnit | null, clock: ClockSetting): unknown {
  const { data, attribute, obis } = entry;
  if (data.type === 'null-data') return null;
  const time = timeText(data, clock);
  if (time !== null && (obis === null || classId === 8 || classId === 1)) return time;
  const part = obis === null ? null : localPart(obis, data);
  if (part !== null) return part;
  const text = classId === 1 || classId === 3 ? textOf(data) : null;
  if (text !== null) return text;
  try {
    return attributeValue({ classId, attribute, scalerUnit, clock }, data);
  } catch (error) {
    // A value of another shape than its class says: it is shown as it is.
    if (!isDlmsError(error)) throw error;
    return fromData('CHOICE', data, { clock });
  }
}

function entryValue(entry: Entry, classId: number, scalerUnit: ScalerUnit | null, clock: ClockSetting): unknown {
  if (entry.value !== undefined) return entry.value;
  if (isNumber(entry.data)) {
    const scales = entry.classId === null || registerParts[classId]?.values.includes(entry.attribute) === true;
    if (scales) return scaledValue(entry.data, scalerUnit?.scaler ?? 0);
  }
  return shapedValue(entry, classId, scalerUnit, clock);
}

/** Events and status bits in words, where a standard was chosen. */
const statusOf = ({ attribute }: Entry, classId: number, obis: string, { language, standard }: Naming, value: unknown): unknown =>
  standard === undefined || obis === '' ? null : wordsOf({ classId, obis, attribute, language, standard }, value);

/** The reading of one entry. Codes that are not known are empty texts, and the name says the position. */
export function readingOf(entry: Entry, context: ReadingContext): TelegramReading {
  const classId = classOf(entry);
  const { scalerUnit, unitFrom } = unitOf(entry, context.rule);
  const code = entry.obis === null ? { obis: '', name: `value ${entry.position ?? ''}`.trim() } : codeText(entry.obis, context.naming);
  const value = entryValue(entry, classId, scalerUnit, context.clock);
  return {
    meter: context.meter,
    obis: code.obis,
    name: entry.name ?? code.name,
    value,
    unit: entry.unit ?? (scalerUnit === null ? null : unitSymbol(scalerUnit.unit)),
    time: (entry.time === undefined ? null : timeText(entry.time, context.clock)) ?? context.time,
    status: statusOf(entry, classId, code.obis, context.naming, value),
    error: null,
    classId,
    attribute: entry.attribute,
    data: entry.data,
    scalerUnit,
    unitFrom,
  };
}
