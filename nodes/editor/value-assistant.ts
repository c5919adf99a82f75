/**
 * Help under a value of set and action: what the class expects, a list of words or a date picker where it is one of these,
 * the shape of a structure to start from, and what the meter has now. All of it only fills the value field.
 */

import type { ValueHint } from '../forms/dialog-answers';
import { chosenMeter } from './browser/browse-button';
import { button, element } from './browser/elements';
import { draftOf } from './draft';
import { type ItemError, itemErrorWords, reasonOf } from './error-words';
import { ask, post, say } from './runtime';

interface Current {
  readonly typed: { readonly type: string; readonly value: unknown } | null;
  readonly value: unknown;
  readonly error: ItemError | null;
}

/** Of what the value is: a row of set, or the object of an action. */
export interface Subject {
  readonly obis?: string;
  readonly classId?: number | string;
  readonly attribute?: number | string;
  readonly version?: number | string;
  readonly baseName?: number | string;
}

export interface Assistant {
  readonly row: JQuery;
  /** Follows the chosen class and member; fills this typed input. */
  show(input: JQuery): void;
}

const fill = (input: JQuery, type: string, value: string): void => {
  input.typedInput('type', type);
  input.typedInput('value', value);
};

const wordPicker = ({ words }: ValueHint, input: JQuery): HTMLElement => {
  const select = element(
    'select',
    { 'aria-label': say('assist.words'), class: 'dlms-assist-pick' },
    element('option', { value: '' }, say('assist.words')),
  );
  for (const { code, word } of words) select.append(element('option', { value: code }, `${code} ${word}`));
  select.addEventListener('change', () => select.value !== '' && fill(input, 'num', select.value));
  return select;
};

const truth = (input: JQuery): HTMLElement => {
  const select = element('select', { 'aria-label': say('assist.words'), class: 'dlms-assist-pick' });
  for (const value of ['', 'true', 'false']) select.append(element('option', { value }, value === '' ? say('assist.words') : value));
  select.addEventListener('change', () => select.value !== '' && fill(input, 'bool', select.value));
  return select;
};

const inputTypes: Partial<Record<ValueHint['kind'], string>> = { 'date-time': 'datetime-local', date: 'date', time: 'time' };

const momentPicker = ({ kind }: ValueHint, input: JQuery): HTMLElement => {
  const picker = element('input', { type: inputTypes[kind], step: 1, 'aria-label': say('assist.moment'), class: 'dlms-assist-pick' });
  picker.addEventListener('change', () => picker.value !== '' && fill(input, 'str', picker.value));
  return picker;
};

const pickerFor = (hint: ValueHint, input: JQuery): HTMLElement | null => {
  if (hint.kind === 'words') return wordPicker(hint, input);
  if (hint.kind === 'boolean') return truth(input);
  if (hint.kind in inputTypes) return momentPicker(hint, input);
  const { example } = hint;
  return example === null ? null : button(say('assist.shape'), 'list-alt', () => fill(input, 'json', example));
};

const nowButton = (input: JQuery): HTMLElement => button(say('assist.now'), 'clock-o', () => fill(input, 'str', 'now'));

const plainTypes: Readonly<Record<string, string>> = { number: 'num', string: 'str', boolean: 'bool' };

const readCurrent = async (subject: Subject, input: JQuery): Promise<string> => {
  const { typed, value, error } = await post<Current>('read-now', { meter: chosenMeter(), draft: draftOf(chosenMeter()), object: subject });
  if (error !== null) return itemErrorWords(error);
  const type = plainTypes[typeof value];
  if (type !== undefined) fill(input, type, String(value));
  else fill(input, 'json', JSON.stringify(typed ?? value));
  return typed === null ? '' : say('assist.isNow', { type: typed.type });
};

/** @param member where the value goes; a method has no value that could be read */
export const valueAssistant = (
  member: 'attribute' | 'method',
  subject: () => Subject & { readonly method?: number | string },
): Assistant => {
  const tools = element('div', { class: 'dlms-assist-tools' });
  const text = element('div', { class: 'dlms-assist-text', role: 'status', 'aria-live': 'polite' });
  const root = element('div', { class: 'dlms-assist' }, tools, text);
  let asked = 0;

  const lay = (hint: ValueHint, input: JQuery): void => {
    const read = button(say('assist.current'), 'refresh', () => {
      text.textContent = say('browse.reading');
      const wanted = subject();
      readCurrent(wanted, input).then(
        (words) => {
          text.textContent = words;
        },
        (failure: unknown) => {
          text.textContent = reasonOf(failure);
        },
      );
    });
    const parts = [pickerFor(hint, input), hint.kind === 'date-time' ? nowButton(input) : null, member === 'attribute' ? read : null];
    tools.replaceChildren(...parts.filter((part) => part !== null));
    text.textContent = hint.text;
  };

  const show = (input: JQuery): void => {
    const number = ++asked;
    const { classId, attribute, method, version } = subject();
    const query = { classId: String(classId ?? ''), index: String(attribute ?? method ?? ''), member, version: String(version ?? '') };
    ask<ValueHint>('value-hint', query).then(
      (hint) => number === asked && lay(hint, input),
      () => undefined,
    );
  };
  return { row: $(root), show };
};
