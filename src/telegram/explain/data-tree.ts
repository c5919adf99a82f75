/**
 * The tree of one A-XDR value (Green Book 9.5, Data): a node for each element, with its type, its value, and what a code or
 * a time means.
 */

import type { Reader } from '../../bytes';
import { length } from '../../codec/axdr';
import { data } from '../../codec/data';
import { type Data, type DataType, dataTags } from '../../codec/types';
import { isoFromOctets } from '../../cosem/clock-time';
import { obisAt } from '../../cosem/obis';
import { obisName } from '../../cosem/obis-names';
import { clockOf, codeOf } from '../shapes/entry';
import { type Explained, valueText } from './tree';

const isTag = (type: unknown): type is DataType => typeof type === 'string' && Object.hasOwn(dataTags, type);

/** Whether a traced value is a COSEM value. */
export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && 'type' in value && 'value' in value && isTag(value.type);

function noteOf(value: Data): string | undefined {
  const code = value.type === 'octet-string' ? codeOf(value) : null;
  if (code !== null) return `${obisAt(code)} ${obisName(code)}`;
  const clock = clockOf(value);
  return clock === null ? undefined : (isoFromOctets(clock, 0) ?? undefined);
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
    return { name: name === undefined ? type : `${name} ${type}`, from, to: input.position, value: `${count} elements`, ...cut, children };
  }
  const value = data.read(input);
  const note = noteOf(value);
  const label = name === undefined ? value.type : `${name} ${value.type}`;
  const shown = value.value === null ? {} : { value: valueText(value.value) };
  return { name: label, from, to: input.position, ...shown, ...(note === undefined ? {} : { note }) };
}
