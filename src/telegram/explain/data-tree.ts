/**
 * The tree of one A-XDR value (Green Book 9.5, Data): a node for each element, with its type, its value, and what a code or
 * a time means.
 */

import type { Reader } from '../../bytes';
import { length } from '../../codec/axdr';
import { data, decodeData, encodeData } from '../../codec/data';
import { looksLikeDateTime } from '../../codec/date-time';
import { type Data, type DataType, dataTags } from '../../codec/types';
import { isoFromOctets } from '../../cosem/clock-time';
import { obisAt } from '../../cosem/obis';
import { obisName } from '../../cosem/obis-names';
import { unitSymbol } from '../../cosem/units';
import { clockOf, codeOf, elementsOf, scalerUnitOf } from '../shapes/entry';
import { type Explained, valueText } from './tree';

const isTag = (type: unknown): type is DataType => typeof type === 'string' && Object.hasOwn(dataTags, type);

/** Whether a traced value is a COSEM value. */
export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && 'type' in value && 'value' in value && isTag(value.type);

/** The time that the twelve octets of a date-time are; undefined for all others. */
export const timeNote = (value: unknown): string | undefined =>
  Buffer.isBuffer(value) && looksLikeDateTime(value) ? (isoFromOctets(value, 0) ?? undefined) : undefined;

function noteOf(value: Data): string | undefined {
  const code = value.type === 'octet-string' ? codeOf(value) : null;
  if (code !== null) return `${obisAt(code)} ${obisName(code)}`;
  const clock = clockOf(value);
  return clock === null ? undefined : (isoFromOctets(clock, 0) ?? undefined);
}

/** Octets of { scaler, unit }. */
const unitOctets = 6;

/** What { scaler, unit } means for the value beside it, as a note; nothing for every other value. */
function unitNote(value: Data): { readonly note?: string } {
  const found = scalerUnitOf(value);
  if (found === null) return {};
  const unit = unitSymbol(found.unit) ?? 'no unit';
  return { note: found.scaler === 0 ? unit : `10^${found.scaler} ${unit}` };
}

/** Octets of a value in a compact array, which have no tags. */
const compactSize = (value: Data): number =>
  elementsOf(value)?.reduce((sum, one) => sum + compactSize(one), 0) ?? encodeData(value).length - 1;

/** An element of a compact array (Green Book 9.5, TypeDescription). */
function compactTree(value: Data, from: number, budget: NodeBudget): Explained {
  budget.left--;
  const elements = elementsOf(value);
  const to = from + compactSize(value);
  if (elements === null) return leaf(value, value.type, from, to);
  let at = from;
  const children = elements.slice(0, Math.max(0, budget.left)).map((element) => {
    const child = compactTree(element, at, budget);
    at = child.to;
    return child;
  });
  return { name: value.type, from, to, value: `${elements.length} elements`, ...unitNote(value), children };
}

function leaf(value: Data, name: string, from: number, to: number): Explained {
  const note = noteOf(value);
  return { name, from, to, ...(value.value === null ? {} : { value: valueText(value.value) }), ...(note === undefined ? {} : { note }) };
}

/** Nodes below which nothing is shown any more: a profile has many thousand. */
export const maxNodes = 20_000;

export interface NodeBudget {
  left: number;
}

/** The value at the reader's position. @throws DlmsError of the codec */
export function dataTree(input: Reader, budget: NodeBudget, name?: string): Explained {
  budget.left--;
  const from = input.position;
  const tag = input.peek();
  if ((tag === dataTags.array || tag === dataTags.structure) && budget.left > 0) {
    input.skip(1);
    const count = length.read(input);
    const children: Explained[] = [];
    for (let i = 0; i < count && budget.left > 0; i++) children.push(dataTree(input, budget));
    for (let i = children.length; i < count; i++) data.read(input);
    const type = tag === dataTags.array ? 'array' : 'structure';
    const cut = children.length < count ? { note: `${count - children.length} more elements are not shown` } : {};
    const label = name === undefined ? type : `${name} ${type}`;
    const unit = input.position - from === unitOctets ? unitNote(decodeData(input.buffer.subarray(from, input.position))) : {};
    return { name: label, from, to: input.position, value: `${count} elements`, ...unit, ...cut, children };
  }
  const value = data.read(input);
  const label = name === undefined ? value.type : `${name} ${value.type}`;
  if (value.type !== 'compact-array') return leaf(value, label, from, input.position);
  // The elements end with the array.
  return { ...compactTree(value, input.position - compactSize(value), budget), name: label, from };
}
