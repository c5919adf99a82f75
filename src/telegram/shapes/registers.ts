/**
 * Registers that are sent in parts: whole ones (attribute 0 of a push object list), { value, { scaler, unit } } under one
 * entry, and values and scaler_unit as entries of their own (Blue Book 4.3.2 to 4.3.4). The parts become one entry again.
 */
import type { Data } from '../../codec/types';
import { registerParts } from '../../cosem/reading';
import type { ObjectDefinition } from './definitions';
import { clockOf, codeOf, type Entry, elementsOf, isNumber, scalerUnitOf } from './entry';

const isValueOf = (classId: number | null, attribute: number): boolean =>
  classId === null ? attribute === 2 : registerParts[classId]?.values.includes(attribute) === true;

/** Entries of the attributes of one object, where a definition names all of them at once; null for one attribute. */
function allAttributes({ classId, obis, attribute }: ObjectDefinition, data: Data): Entry[] | null {
  const elements = elementsOf(data);
  const isNamed = codeOf(elements?.[0])?.equals(obis) === true;
  if (elements === null || (attribute !== 0 && !(isNamed && elements.length > 2))) return null;
  // Attribute 1 is the logical name, which some meters leave away.
  const first = isNamed ? 1 : 2;
  return elements
    .map((one, i): Entry => ({ classId, obis, attribute: first + i, data: one, scalerUnit: null, unitFrom: null }))
    .filter((entry) => entry.attribute > 1);
}

/** Entries of one definition and the value that was sent for it. */
export function attributeEntries(definition: ObjectDefinition, data: Data, position: number): Entry[] {
  const all = allAttributes(definition, data);
  if (all !== null) return all;
  const { classId, obis, attribute } = definition;
  const elements = elementsOf(data);
  const scalerUnit = elements?.length === 2 && isNumber(elements[0]) && isValueOf(classId, attribute) ? scalerUnitOf(elements[1]) : null;
  return scalerUnit === null
    ? [{ classId, obis, attribute, data, scalerUnit: null, unitFrom: null, position }]
    : [{ classId, obis, attribute, data: elements?.[0] as Data, scalerUnit, unitFrom: 'telegram', position }];
}

const keyOf = ({ classId, obis }: Entry): string => `${classId} ${obis?.toString('hex')}`;

/** Values with the scaler_unit and capture time that were sent as entries of their own; scaler_unit is no entry then. */
export function joinedRegisters(entries: readonly Entry[]): readonly Entry[] {
  const units = new Map<string, Entry>();
  const times = new Map<string, Data>();
  const valued = new Set<string>();
  for (const entry of entries) {
    const parts = registerParts[entry.classId ?? 0];
    if (parts === undefined) continue;
    if (parts.values.includes(entry.attribute)) valued.add(keyOf(entry));
    else if (entry.attribute === parts.scalerUnit && scalerUnitOf(entry.data) !== null) units.set(keyOf(entry), entry);
    else if (entry.attribute === parts.captureTime && clockOf(entry.data) !== null) times.set(keyOf(entry), entry.data);
  }
  if (units.size === 0 && times.size === 0) return entries;
  return entries.flatMap((entry): Entry[] => {
    const unit = units.get(keyOf(entry));
    if (unit === entry && valued.has(keyOf(entry))) return [];
    if (!isValueOf(entry.classId, entry.attribute)) return [entry];
    const scalerUnit = entry.scalerUnit ?? scalerUnitOf(unit?.data);
    const time = entry.time ?? times.get(keyOf(entry));
    return [{ ...entry, scalerUnit, unitFrom: scalerUnit === null ? null : 'telegram', ...(time === undefined ? {} : { time }) }];
  });
}
