/**
 * Bodies that name each value by its code, in all the ways that meters write it:
 *
 *   array of { code, value } and { code, value, { scaler, unit } }             Aidon, Embriq, Iskra AM550, Kaifa TINETZ
 *   code, value, code, value .. without structure                              Kamstrup, Kaifa SE, Landis+Gyr E450
 *   code, value, { scaler, unit }, code .. without structure                   Sagemcom and Kaifa in Lower Austria
 *   { class, code, attribute, value } or { { class, code, attribute }, value } EG.D, Sagemcom XT211
 *
 * and mixtures of them. null-data may stand where a pair would be; a list name may lead, a clock and a meter number may
 * stand without a code.
 */
import type { Data } from '../../codec/types';
import type { ScalerUnit } from '../../cosem/reading';
import { clockOf, codeOf, type Entry, elementsOf, type ShapeResult, scalerUnitOf, shapeResult, textOf } from './entry';

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

const entryOf = (obis: Buffer, data: Data, scalerUnit: ScalerUnit | null): Entry => ({
  classId: null,
  obis,
  attribute: 2,
  data,
  scalerUnit,
  unitFrom: scalerUnit === null ? null : 'telegram',
});

/** class, code, attribute at the beginning of a structure. */
function descriptorOf(elements: readonly Data[]): { classId: number; obis: Buffer; attribute: number } | null {
  const [classId, name, attribute] = elements;
  const obis = codeOf(name);
  if (classId?.type !== 'long-unsigned' || obis === null || (attribute?.type !== 'integer' && attribute?.type !== 'unsigned')) return null;
  return { classId: classId.value, obis, attribute: attribute.value };
}

/** A structure that is one entry, or null. */
function structured(elements: readonly Data[]): Entry | null {
  // By far the most frequent form goes first.
  const usual = elements.length === 3 ? codeOf(elements[0]) : null;
  const unit = usual === null ? null : scalerUnitOf(elements[2]);
  if (usual !== null && unit !== null) return entryOf(usual, elements[1] as Data, unit);
  const inner = elements.length === 2 ? elementsOf(elements[0]) : null;
  const apart = inner === null ? null : descriptorOf(inner);
  if (apart !== null) return { ...entryOf(apart.obis, elements[1] as Data, null), ...apart };
  const descriptor = descriptorOf(elements);
  if (descriptor !== null && elements.length >= 4) {
    const scalerUnit = scalerUnitOf(elements.at(-1));
    const value = elements.at(scalerUnit === null || elements.length === 4 ? -1 : -2) as Data;
    return { ...entryOf(descriptor.obis, value, value === elements.at(-1) ? null : scalerUnit), ...descriptor };
  }
  const obis = codeOf(elements[0]);
  if (obis === null || elements.length < 2 || elements.length > 5) return null;
  const rest = elements.slice(1);
  const scalerUnit = rest.map(scalerUnitOf).find((found) => found !== null) ?? null;
  const values = rest.filter((one) => scalerUnitOf(one) === null);
  const [value, time] = values;
  if (value === undefined) return null;
  const entry = entryOf(obis, value, scalerUnit);
  return clockOf(time) === null ? entry : { ...entry, time: time as Data };
}

function unlabelled(data: Data, found: Found): void {
  const clock = clockOf(data);
  if (clock !== null) found.clock ??= clock;
  else if (data.type === 'null-data') found.used++;
  else {
    const text = textOf(data);
    if (text === null) return;
    if (found.entries.length === 0 && found.listName === null) found.listName = text;
    else found.serialNumber = text;
  }
}

function walk(elements: readonly Data[], found: Found, depth: number): void {
  for (let i = 0; i < elements.length; ) {
    const element = elements[i] as Data;
    const obis = codeOf(element);
    const value = elements[i + 1];
    const group = elementsOf(element);
    if (obis !== null && value !== undefined && (elementsOf(value) === null || codeOf(elementsOf(value)?.[0]) === null)) {
      const scalerUnit = scalerUnitOf(elements[i + 2]);
      found.entries.push(entryOf(obis, value, scalerUnit));
      const size = scalerUnit === null ? 2 : 3;
      found.used += size;
      found.total += size;
      i += size;
      continue;
    }
    i++;
    found.total++;
    if (group === null) {
      unlabelled(element, found);
      continue;
    }
    const entry = structured(group);
    if (entry !== null) {
      found.entries.push(entry);
      found.used++;
    } else if (depth < maxDepth) {
      const before = found.entries.length;
      walk(group, found, depth + 1);
      if (found.entries.length > before) found.used++;
    }
  }
}

/** Null when fewer than half of the elements belong to a code. */
export function pairs(body: Data): ShapeResult | null {
  const elements = elementsOf(body);
  if (elements === null) return null;
  const own = body.type === 'structure' ? structured(elements) : null;
  if (own !== null && elements.length <= 3) return shapeResult('pairs', [own]);
  const found: Found = { entries: [], listName: null, clock: null, serialNumber: null, used: 0, total: 0 };
  walk(elements, found, 0);
  if (found.entries.length === 0 || found.used * 2 < found.total) return null;
  const { listName, clock, serialNumber } = found;
  return shapeResult('pairs', found.entries, { listName, clock, serialNumber });
}
