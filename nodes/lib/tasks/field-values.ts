/**
 * Values of fields as the tasks use them, by what `task-fields.ts` and `task-forms.ts` state: choices, ranges, and what an empty field
 * stands for. All of them throw DlmsError `settings-invalid`, with the name of the field.
 */

import { type ChoiceName, type ChoiceOf, type FieldName, type IntegerName, type SecondsName, taskFields } from '../../forms/task-fields';
import { type TaskForm, type TaskId, taskForms } from '../../forms/task-forms';
import { flag, integer, oneOf, optionalInteger, type Settings, seconds, text } from '../setting-values';

/** @param fallback for settings without this field, where it is not the first choice */
export const chosen = <N extends ChoiceName>(settings: Settings, name: N, fallback?: ChoiceOf<N>): ChoiceOf<N> => {
  const choices: readonly ChoiceOf<N>[] = taskFields[name].choices;
  return oneOf(settings, name, choices, fallback ?? (choices[0] as ChoiceOf<N>));
};

/** Undefined when the field is empty. */
export const whole = (settings: Settings, name: IntegerName): number | undefined => optionalInteger(settings, name, taskFields[name]);

export const wholeOr = (settings: Settings, name: IntegerName, fallback: number): number =>
  integer(settings, name, { ...taskFields[name], fallback });

export const milliseconds = (settings: Settings, name: SecondsName): number =>
  seconds(settings, name, taskFields[name].fallback, taskFields[name].max);

export type FlagName = { [N in FieldName]: (typeof taskFields)[N] extends { kind: 'flag' } ? N : never }[FieldName];

export const switched = (settings: Settings, name: FlagName): boolean => flag(settings, name, taskFields[name].fallback);

/** The object that the task works at. */
export const taskObis = (settings: Settings, task: TaskId): string => text(settings, 'taskObis', (taskForms[task] as TaskForm).usual);

/** The script table that the task uses. */
export const scriptObis = (settings: Settings, task: TaskId): string => text(settings, 'scriptObis', (taskForms[task] as TaskForm).script);
