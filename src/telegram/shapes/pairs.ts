/**
 * Bodies that name each value by its code, in all the ways that meters write it:
 *
 *   array of { code, value } and { code, value, { scaler, unit } }             Aidon, Embriq, Iskra AM550, Kaifa TINETZ
 *   code, value, code, value .. without structure                              Kamstrup, Kaifa SE, Landis+Gyr E450
 *   code, value, { scaler, unit }, code .. without structure                   Sagemcom and Kaifa in Lower Austria
 *   { class, code, attribute, value } or { { class, code, attribute }, value } EG.D, Sagemcom XT211
 *   whole registers { code, value, { scaler, unit }, status, time }
 *   rows that begin with their time: { time, code, value } and { time, { code, value }, { code, value } .. }
 *
 * and mixtures of them; scaler and unit may stand before the value or without a structure of their own. null-data may stand
 * where a pair would be; a list name may lead, a clock and a meter number may stand without a code.
 */
import type { Data } from '../../codec/types';
import type { ScalerUnit } from '../../cosem/reading';
import { type Head, headAt } from './definitions';
import {
  clockOf,
  codeOf,
  type Entry,
  elementsOf,
  isDeviceName,
  isNumber,
  type ShapeResult,
  scalerUnitOf,
  shapeResult,
  textOf,
} from './entry';

interface Found {
  readonly entries: Entry[];
  listName: string | null;
  clock: Buffer | null;
  serialNumber: string | null;
  /** Elements that belong to an entry or are null-data, and elements in all. */
  used: number;
  total: number;
}

const maxDepth = 8;
/** Elements of a whole register behind its value: scaler and unit, status, time, and one that only its maker knows. */
const mostBehindValue = 4;
/** A demand register (Blue Book 4.3.4) in one structure. */
const demandElements = 9;
const demandClass = 5;

const entryOf = ({ classId, obis, attribute }: Head, data: Data, scalerUnit: ScalerUnit | null): Entry => ({
  classId,
  obis,
  attribute,
  data,
  scalerUnit,
  unitFrom: scalerUnit === null ? null : 'telegram',
});

interface Tail {
  readonly data: Data;
  readonly scalerUnit: ScalerUnit | null;
  readonly size: number;
}

/** Scaler and unit as two elements. */
function looseUnit(scaler: Data | undefined, unit: Data | undefined): ScalerUnit | null {
  return scaler?.type === 'integer' && unit?.type === 'enum' ? { scaler: scaler.value, unit: unit.value } : null;
}

/** The value at `at`, with scaler and unit before or behind it. */
function tailAt(elements: readonly Data[], at: number): Tail | null {
  const first = elements[at];
  if (first === undefined) return null;
  const second = elements[at + 1];
  const before = isNumber(second) ? scalerUnitOf(first) : null;
  if (before !== null) return { data: second as Data, scalerUnit: before, size: 2 };
  const group = elementsOf(first);
  if (group !== null && (headAt(group, 0) !== null || isTimedRow(group[0]))) return null;
  const behind = scalerUnitOf(second);
  if (behind !== null) return { data: first, scalerUnit: behind, size: 2 };
  const loose = isNumber(first) ? looseUnit(second, elements[at + 2]) : null;
  return loose === null ? { data: first, scalerUnit: null, size: 1 } : { data: first, scalerUnit: loose, size: 3 };
}

/** Elements before the value; one more in { class, code, attribute, data index, value }. */
function headSize(head: Head, elements: readonly Data[]): number {
  const indexed = head.size === 3 && elements.length === 5 && elements[3]?.type === 'long-unsigned' && scalerUnitOf(elements[4]) === null;
  return indexed ? 4 : head.size;
}

/** A structure that is one entry or one whole object; null for everything else. */
function structured(elements: readonly Data[]): readonly Entry[] | null {
  const head = headAt(elements, 0);
  if (head === null) return null;
  const before = headSize(head, elements);
  const tail = tailAt(elements, before);
  if (tail === null) return null;
  const rest = elements.slice(before + tail.size);
  if (rest.length === 0) return [entryOf(head, tail.data, tail.scalerUnit)];
  const isDemand = elements.length === demandElements && isNumber(rest[0]) && scalerUnitOf(rest[1]) !== null;
  if ((rest.length > mostBehindValue && !isDemand) || rest.some((_, i) => headAt(rest, i) !== null)) return null;
  const scalerUnit = tail.scalerUnit ?? rest.map(scalerUnitOf).find((found) => found !== null) ?? null;
  const time = rest.find((one) => clockOf(one) !== null);
  const entry = { ...entryOf(head, tail.data, scalerUnit), ...(time === undefined ? {} : { time }) };
  if (!isDemand) return [entry];
  return [
    { ...entryOf({ ...head, classId: demandClass }, tail.data, scalerUnit) },
    { ...entry, classId: demandClass, attribute: 3, data: rest[0] as Data },
  ];
}

function unlabelled(data: Data, found: Found): void {
  const clock = clockOf(data);
  if (clock !== null) found.clock ??= clock;
  else if (data.type === 'null-data') found.used++;
  else {
    const text = textOf(data);
    // The name of the meter and those of its push setup and log say something, too, though no value.
    if (codeOf(data) !== null || (text !== null && isDeviceName(text))) found.used++;
    if (text === null) return;
    if (isDeviceName(text)) found.serialNumber = text;
    else if (found.entries.length === 0 && found.listName === null) found.listName = text;
    else found.serialNumber = text;
  }
}

/** Rows that begin with a time: several of them are no value of a code in front of them. */
const isTimedRow = (data: Data | undefined): boolean => {
  const row = elementsOf(data);
  return row !== null && clockOf(row[0]) !== null && headAt(row, 1) !== null;
};

/** Entries of a group. */
function grouped(group: readonly Data[], found: Found, depth: number): void {
  const own = structured(group);
  const before = found.entries.length;
  if (own !== null) found.entries.push(...own);
  else if (clockOf(group[0]) !== null) timed(group, found, depth);
  else if (depth < maxDepth) walk(group, found, depth + 1);
  if (found.entries.length > before) found.used++;
}

/** A row: its values have its time, and its texts belong to them. */
function timed(row: readonly Data[], found: Found, depth: number): void {
  const { entries, listName, serialNumber } = found;
  const before = entries.length;
  if (depth < maxDepth) walk(row, found, depth + 1);
  if (entries.length === before) return;
  for (let i = before; i < entries.length; i++) entries[i] = { time: row[0] as Data, ...(entries[i] as Entry) };
  found.listName = listName;
  found.serialNumber = serialNumber;
}

function walk(elements: readonly Data[], found: Found, depth: number): void {
  for (let i = 0; i < elements.length; ) {
    const element = elements[i] as Data;
    const head = headAt(elements, i);
    const tail = head === null ? null : tailAt(elements, i + head.size);
    if (head !== null && tail !== null) {
      found.entries.push(entryOf(head, tail.data, tail.scalerUnit));
      const size = head.size + tail.size;
      found.used += size;
      found.total += size;
      i += size;
      continue;
    }
    i++;
    found.total++;
    const group = elementsOf(element);
    if (group === null) unlabelled(element, found);
    else grouped(group, found, depth);
  }
}

/** Null when fewer than half of the elements belong to a code. */
export function pairs(body: Data): ShapeResult | null {
  const elements = elementsOf(body);
  if (elements === null) return null;
  const found: Found = { entries: [], listName: null, clock: null, serialNumber: null, used: 0, total: 0 };
  const own = body.type === 'structure' ? structured(elements) : null;
  if (own !== null) return shapeResult('pairs', own);
  walk(elements, found, 0);
  if (found.entries.length === 0 || found.used * 2 < found.total) return null;
  const { listName, clock, serialNumber } = found;
  return shapeResult('pairs', found.entries, { listName, clock, serialNumber });
}
