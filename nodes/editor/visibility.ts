/**
 * Rows that show only where they matter, stated in the html: `data-dlms-show="medium=tcp,udp framing=hdlc | level=gmac"`.
 *
 * All conditions of an alternative must hold; alternatives are parted by `|`, the values of one condition by commas. A
 * checkbox has the values true and false. `connection.framing` is the framing of the config node that is chosen in `connection`, and
 * empty where none is. Hidden rows keep their values. Where a variable decides, the row shows.
 */

import { isVariable } from '../forms/variables';
import { bindFaults } from './field-faults';

/** `node-input-` in flow nodes, `node-config-input-` in config nodes. */
export type Prefix = 'node-input-' | 'node-config-input-';

const shownValue = (field: JQuery): string => (field.is(':checkbox') ? String(field.prop('checked')) : String(field.val() ?? ''));

type Condition = readonly [field: string, values: readonly string[]];

const alternatives = (text: string): Condition[][] =>
  text.split('|').map((alternative) =>
    alternative
      .trim()
      .split(/\s+/)
      .map((condition): Condition => {
        const [field = '', values = ''] = condition.split('=');
        return [field, values.split(',')];
      }),
  );

const conditionValue = (field: string, fieldValue: (field: string) => string): string => {
  const [own = '', asked] = field.split('.');
  const value = fieldValue(own);
  return asked === undefined ? value : String(RED.nodes.node(value)?.[asked] ?? '');
};

type Meets = (value: string, values: readonly string[]) => boolean;

const surely: Meets = (value, values) => values.includes(value);

/** What a variable stands for is known where the flow runs. */
const perhaps: Meets = (value, values) => values.includes(value) || isVariable(value);

/** Whether a row with these conditions matters, for these values of the fields. */
export const holds = (text: string, fieldValue: (field: string) => string, meets: Meets = surely): boolean =>
  alternatives(text).some((conditions) => conditions.every(([field, values]) => meets(conditionValue(field, fieldValue), values)));

/**
 * Selects that do not offer what the node has. A variable is one choice more; a node that was saved before a choice existed has the
 * first, for that is what it did.
 */
const completeChoices = (prefix: Prefix): void => {
  const node: Readonly<Record<string, unknown>> = RED.editor.getEditStack().at(-1) ?? {};
  $(`select[id^="${prefix}"]`).each((_index, element) => {
    const select = $(element);
    const first = select.find('option').first();
    if (select.val() !== null || first.length === 0) return;
    const saved = node[element.id.slice(prefix.length)];
    if (isVariable(saved)) select.append($('<option></option>').text(String(saved))).val(String(saved));
    else select.val(String(first.attr('value')));
  });
};

/** Follows every field that a condition names; `scope` is the form. */
export const bindVisibility = (prefix: Prefix): void => {
  completeChoices(prefix);
  const rows = $('[data-dlms-show]').filter((_index, row) => $(row).closest('form').find(`[id^="${prefix}"]`).length > 0);
  $(`[id^="${prefix}"]`).closest('form').addClass('dlms-form');
  const textOf = (row: Element): string => String($(row).attr('data-dlms-show'));
  const update = (): void => {
    rows.each((_index, row) => {
      $(row).toggle(holds(textOf(row), (field) => shownValue($(`#${prefix}${field}`)), perhaps));
    });
  };
  const fields = new Set(
    rows
      .toArray()
      .flatMap((row) => alternatives(textOf(row)).flat())
      .map(([field]) => field.split('.')[0] ?? ''),
  );
  for (const field of fields) $(`#${prefix}${field}`).on('change', update);
  update();
  bindFaults(prefix);
};
