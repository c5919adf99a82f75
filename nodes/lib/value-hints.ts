/**
 * What the class table says of a value, for the people who have to type it: words of an enumeration, date or time, the fields
 * of a structure, or octets.
 */
import { blank, describeShape, type Shape } from '../../src/index';
import type { ValueHint } from '../forms/dialog-answers';
import { attributePlace, methodPlace } from './item-values';
import { showData } from './write-results';

const longestText = 300;

const kindOf = (shape: Shape): ValueHint['kind'] => {
  if (typeof shape !== 'string') return 'choice' in shape ? 'other' : 'composite';
  const name = shape.toLowerCase();
  if (/date[-_]?time/.test(name)) return 'date-time';
  if (/\bdate\b/.test(name)) return 'date';
  if (/\btime\b/.test(name)) return 'time';
  if (name === 'boolean') return 'boolean';
  return name.startsWith('octet-string') ? 'octets' : 'other';
};

const none: ValueHint = { kind: 'other', text: '', words: [], example: null };

/** One element, so that the fields of an array of structures are seen. */
const exampleOf = (shape: Shape): unknown => {
  if (typeof shape !== 'string' && 'array' in shape) return { type: 'array', value: [exampleOf(shape.array)] };
  return showData(blank(shape));
};

export const valueHint = (member: 'attribute' | 'method', classId: number, index: number, version?: number): ValueHint => {
  const { shape, context } = member === 'method' ? methodPlace(classId, index, version) : attributePlace(classId, index, version);
  if (shape === undefined || shape === 'integer(0)') return none;
  const kind = kindOf(shape);
  const text = describeShape(shape).slice(0, longestText);
  const definition = context.words?.([]);
  if (definition !== undefined && definition.bits !== true) {
    const words = Object.entries(definition.words).map(([code, word]) => ({ code: Number(code), word }));
    return { kind: 'words', text, words, example: null };
  }
  return { kind, text, words: [], example: kind === 'composite' ? JSON.stringify(exampleOf(shape)) : null };
};
