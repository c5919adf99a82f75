/**
 * Bodies that begin with the push object list itself (IDIS package 2, VSE in Switzerland, Energomera): an array of object
 * definitions { class, logical name, attribute, data index .. }, then the values in that order (Blue Book 4.4.8.2.2).
 *
 * The list is the value of its own first entry (push setup, attribute 2), so values begin with the second entry. Meters
 * that send a value for every entry are read too; where the counts do not fit, what fits is read and a note says so.
 */
import type { Data } from '../../codec/types';
import { type CaptureObject, decodeCaptureObjects } from '../../cosem/profile';
import { registerParts, scalerAttribute } from '../../cosem/reading';
import { isDlmsError } from '../../errors';
import { codesOf, definitionsOf, type ObjectDefinition } from './definitions';
import { clockOf, codeOf, type Entry, elementsOf, isDeviceName, type ShapeResult, shapeResult, textOf } from './entry';
import { profileEntries, rowEntries } from './profile';
import { attributeEntries, joinedRegisters } from './registers';

const profileGeneric = 7;
const pushSetup = 40;
/** Elements that may stand in front of a list: a number, names of gateway and meter, of push setup and profile, a clock. */
const mostInFront = 5;

/** Values for definitions, and what does not fit. */
function aligned(definitions: readonly ObjectDefinition[], values: readonly Data[]): { from: number; notes: string[] } {
  if (values.length === definitions.length) return { from: 0, notes: [] };
  if (values.length === definitions.length - 1) return { from: 1, notes: [] };
  return {
    from: values.length > definitions.length ? 0 : 1,
    notes: [`the list has ${definitions.length} entries, and ${values.length} values follow`],
  };
}

const columnsOf = (definition: ObjectDefinition, all: readonly ObjectDefinition[], values: readonly Data[]): CaptureObject[] => {
  const sibling = all.findIndex(
    ({ classId, obis, attribute }) => classId === profileGeneric && attribute === 3 && obis.equals(definition.obis),
  );
  const data = sibling === -1 ? definition.columns : values[sibling];
  try {
    return data ? decodeCaptureObjects(data) : [];
  } catch (error) {
    if (isDlmsError(error)) return [];
    throw error;
  }
};

/** Entries of values in the order of definitions. */
export function entriesOf(definitions: readonly ObjectDefinition[], values: readonly Data[], from: number): readonly Entry[] {
  const shifted = [...new Array<Data>(from).fill({ type: 'null-data', value: null }), ...values];
  const entries = values.flatMap((data, i): Entry[] => {
    const definition = definitions[from + i];
    if (definition === undefined) return [];
    if (definition.classId === profileGeneric && definition.attribute === 2) {
      const rows = rowEntries(columnsOf(definition, definitions, shifted), data);
      if (rows !== null) return rows;
    }
    return attributeEntries(definition, data, i + 1);
  });
  return joinedRegisters(entries);
}

/** The object list of the push set-up itself. */
const isOwn = ({ classId, attribute }: ObjectDefinition): boolean => classId === pushSetup && attribute === 2;

/** Attributes whose value is never a list. */
const isSimple = ({ classId, attribute }: ObjectDefinition): boolean =>
  scalerAttribute(classId ?? 3, attribute) !== null && registerParts[classId ?? 3]?.cells !== true;

/** The values behind the list, which may stand in a group of their own. */
function valuesBehind(definitions: readonly ObjectDefinition[], rest: readonly Data[]): readonly Data[] {
  const group = rest.length === 1 ? elementsOf(rest[0]) : null;
  if (group === null) return rest;
  if (definitions.length > 2) return group;
  const first = definitions.find((definition) => !isOwn(definition));
  const count = definitions.filter((definition) => !isOwn(definition)).length;
  return group.length === count && first !== undefined && isSimple(first) ? group : rest;
}

/** What stands in front of a list: its name, a clock, names of gateway and meter, the meter's behind the gateway's. */
function inFront(elements: readonly Data[]): Partial<ShapeResult> {
  const clock = elements.map(clockOf).find((octets) => octets !== null) ?? null;
  const texts = elements
    .filter((element) => clockOf(element) === null && codeOf(element) === null)
    .map(textOf)
    .filter((text) => text !== null);
  const listName = texts.find((text) => !isDeviceName(text)) ?? null;
  return { clock, listName, serialNumber: texts.findLast(isDeviceName) ?? null };
}

export function objects(body: Data): ShapeResult | null {
  const elements = elementsOf(body);
  if (elements === null) return null;
  const at = elements.findIndex((element, i) => i < mostInFront && definitionsOf(element) !== null);
  const definitions = at === -1 ? null : definitionsOf(elements[at]);
  if (definitions === null) return codes(elements);
  // The list is the value of its own entry: then what stands before it are values of the entries before.
  if (at > 0 && elements.length === definitions.length && isOwn(definitions[at] as ObjectDefinition)) {
    const entries = entriesOf(definitions, elements, 0).filter(({ classId, attribute }) => classId !== pushSetup || attribute !== 2);
    return shapeResult('objects', entries);
  }
  const behind = elements.slice(at + 1);
  const rows = profileEntries(definitions, behind);
  if (rows !== null) return shapeResult('rows', rows, inFront(elements.slice(0, at)));
  const values = valuesBehind(definitions, behind);
  // { class, code, attribute, value } looks like an entry of a list, but nothing follows.
  if (values.length === 0 && definitions.some((definition) => !isOwn(definition))) return null;
  const { from, notes } = aligned(definitions, values);
  return shapeResult('objects', entriesOf(definitions, values, from), { notes, ...inFront(elements.slice(0, at)) });
}

/** A list of codes, and a value for each of them. */
function codes(elements: readonly Data[]): ShapeResult | null {
  const at = elements.findIndex((element, i) => i < mostInFront && codesOf(element) !== null);
  const list = at === -1 ? null : codesOf(elements[at]);
  if (list === null) return null;
  const rest = elements.slice(at + 1);
  const values = rest.length === 1 ? (elementsOf(rest[0]) ?? rest) : rest;
  return values.length === list.length ? shapeResult('objects', entriesOf(list, values, 0), inFront(elements.slice(0, at))) : null;
}
