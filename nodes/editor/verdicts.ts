/**
 * How the verdicts of a node's validators reach Node-RED: as the red frame of a field and as the red triangle of the node.
 *
 * Node-RED takes words for "not valid" only from a validator that declares two parameters; from any other it takes them for true. So
 * each validator of a node is put into one that does. It is derived from the form as well: a field in a row that is not shown is
 * not judged, for the runtime does not read it, and the words begin with the label of the field, for the list at the
 * triangle shows them alone.
 */
import { fieldValue } from './field-value';
import type { Validator } from './validators';
import { holds } from './visibility';

interface Rule {
  label?: string;
  validate?: Validator;
}

/** What `label` of a rule comes back as. */
interface Options {
  readonly label?: string;
}

/** The conditions of all rows around a field: all of them must hold. */
const conditionsOf = (form: Document, field: string): string[] => {
  const control = form.getElementById(`node-input-${field}`) ?? form.getElementById(`node-config-input-${field}`);
  const conditions: string[] = [];
  for (let row = control?.closest<HTMLElement>('[data-dlms-show]'); row; row = row.parentElement?.closest<HTMLElement>('[data-dlms-show]'))
    conditions.push(row.dataset.dlmsShow ?? '');
  return conditions;
};

/** @param conditions of `data-dlms-show` under which the field matters */
const judging = (validate: Validator, conditions: readonly string[]) =>
  function (this: unknown, value: unknown, options: Options | undefined): true | string {
    if (!conditions.every((condition) => holds(condition, (field) => fieldValue(this, field)))) return true;
    const verdict = validate.call(this, value);
    return verdict === true || options?.label === undefined ? verdict : `${options.label}: ${verdict}`;
  };

/** To be called after `registerType`, where the form of the node is in the page. */
export const completeRules = (type: string): void => {
  const definition = RED.nodes.getType(type);
  const html = document.querySelector(`script[data-template-name="${type}"]`)?.textContent ?? '';
  const form = new DOMParser().parseFromString(html, 'text/html');
  const rules = { ...definition.credentials, ...definition.defaults } as Record<string, Rule>;
  for (const [field, rule] of Object.entries(rules)) {
    const label = RED._(`@meterflow/node-red-dlms/${type}:${type}.label.${field}`, { defaultValue: '' });
    if (label !== '') rule.label = label;
    if (rule.validate !== undefined) rule.validate = judging(rule.validate, conditionsOf(form, field)) as Validator;
  }
};
