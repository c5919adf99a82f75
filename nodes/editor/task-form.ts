/**
 * The form of `dlms-action`, drawn from what the tasks declare (`nodes/forms/task-forms.ts`, `task-fields.ts`): the list of tasks, a row
 * for each field with the tasks and conditions under which it shows, and the defaults with their validators.
 */
import { type FieldName, type TaskField, taskFields } from '../forms/task-fields';
import { type TaskForm, taskForms } from '../forms/task-forms';
import { fieldValue } from './field-value';
import { attributes, completeForm, options } from './form-text';
import { say } from './runtime';
import * as validate from './validators';
import { holds } from './visibility';

const type = 'dlms-action';
const forms = Object.entries(taskForms) as [string, TaskForm][];
const fields = Object.entries(taskFields) as [FieldName, TaskField][];

/** `task=disconnect,reconnect supplyBy=script | task=write-schedule` */
export const shownWhen = (name: FieldName): string => {
  const tasks = new Map<string, string[]>();
  for (const [id, form] of forms) {
    const entry = form.fields.find((one) => (typeof one === 'string' ? one === name : one.fields.includes(name)));
    if (entry === undefined) continue;
    const condition = typeof entry === 'string' ? '' : ` ${entry.when}`;
    tasks.set(condition, [...(tasks.get(condition) ?? []), id]);
  }
  return [...tasks].map(([condition, ids]) => `task=${ids.join(',')}${condition}`).join(' | ');
};

const unitOf = (field: TaskField): string | undefined =>
  field.kind === 'seconds' ? 's' : field.kind === 'integer' ? field.unit : undefined;

const control = (name: FieldName, field: TaskField): string => {
  const id = `node-input-${name}`;
  const placeholder = 'placeholder' in field ? field.placeholder : undefined;
  switch (field.kind) {
    case 'choice':
      return `<select${attributes({ id, style: 'width:70%' })}>${options(`${type}.${name}`, field.choices)}</select>`;
    case 'flag':
      return `<input${attributes({ type: 'checkbox', id, style: 'width:auto; vertical-align:top' })}>`;
    case 'json':
    case 'mono':
      return `<textarea${attributes({ id, rows: 4, style: 'width:70%; font-family:monospace', placeholder })}></textarea>`;
    case 'integer':
      return `<input${attributes({ type: 'text', id, inputmode: 'numeric' })}>`;
    case 'seconds':
      return `<input${attributes({ type: 'text', id, inputmode: 'decimal', placeholder: field.fallback })}>`;
    default:
      return `<input${attributes({ type: 'text', id, placeholder })}>`;
  }
};

const row = ([name, field]: readonly [FieldName, TaskField]): string => {
  const unit = unitOf(field);
  const words = `<span data-i18n="${type}.label.${name}"></span>${unit === undefined ? '' : ` [${unit}]`}`;
  const shown = attributes({ class: 'form-row', 'data-dlms-show': shownWhen(name) });
  return `<div${shown}><label for="node-input-${name}">${words}</label> ${control(name, field)}</div>`;
};

const group = (name: string): string => {
  const tasks = forms.filter(([, form]) => form.group === name);
  const choices = tasks.map(([id, { usual, script }]) => {
    const codes = { 'data-usual': usual, 'data-script': script };
    return `<option${attributes({ value: id, ...codes, 'data-i18n': `${type}.task.${id}` })}></option>`;
  });
  return `<optgroup data-i18n="[label]${type}.group.${name}">${choices.join('')}</optgroup>`;
};

/** What stands in the form of the node in place of these marks. */
export const taskRows: Readonly<Record<string, string>> = {
  '<!-- tasks -->': [...new Set(forms.map(([, form]) => form.group))].map(group).join(''),
  '<!-- fields of the tasks -->': fields.map(row).join('\n'),
};

interface Default {
  readonly value: string | boolean;
  readonly type?: string;
  readonly required?: boolean;
  readonly validate?: validate.Validator;
}

const plain: Readonly<Partial<Record<TaskField['kind'], validate.Validator>>> = {
  json: validate.json,
  obis: validate.optionalObis,
  number: validate.number,
  time: validate.time,
  title: validate.title,
};

const defaultOf = ([name, field]: readonly [FieldName, TaskField]): Default => {
  switch (field.kind) {
    case 'choice':
      return { value: field.choices[0] ?? '' };
    case 'flag':
      return { value: field.fallback };
    case 'security':
      return { value: '', type: 'dlms-security', required: false };
    case 'integer':
      return { value: '', validate: validate.integer(field.min, field.max) };
    case 'seconds':
      return { value: String(field.fallback), validate: validate.seconds(field.max) };
    case 'text':
      return field.needed === true ? { value: '', validate: validate.neededWhere(shownWhen(name)) } : { value: '' };
    default: {
      const rule = plain[field.kind];
      return rule === undefined ? { value: '' } : { value: '', validate: rule };
    }
  }
};

/** The fields of all tasks, by the names under which flows keep them. */
export const taskDefaults = (): Readonly<Record<string, Default>> =>
  Object.fromEntries(fields.map((field) => [field[0], defaultOf(field)]));

/** `defaults` of `registerType`. A call, for the Flow Library cannot read a spread in the literal. */
export const withTaskDefaults = (own: object): object => ({ ...own, ...taskDefaults() });

/** Node-RED does not ask the validator of a config node that may be none: the task says that it needs one. */
export const completeTask: validate.Validator = function (this: unknown) {
  const said = (field: string): string => fieldValue(this, field);
  const missing = holds(shownWhen('newSecurity'), said) && ['', '_ADD_'].includes(said('newSecurity'));
  return missing ? say('invalid.newSecurity') : true;
};

export const completeTaskForm = (): void => completeForm(type, taskRows);
