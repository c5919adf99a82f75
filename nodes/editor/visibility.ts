/**
 * Rows that show only where they matter, stated in the html: `data-dlms-show="medium=tcp,udp framing=hdlc"`.
 *
 * All conditions of a row must hold; the values of one condition are alternatives. A checkbox has the values true and
 * false. Hidden rows keep their values.
 */

/** `node-input-` in flow nodes, `node-config-input-` in config nodes. */
export type Prefix = 'node-input-' | 'node-config-input-';

const shownValue = (field: JQuery): string => (field.is(':checkbox') ? String(field.prop('checked')) : String(field.val() ?? ''));

const conditions = (text: string): [field: string, values: string[]][] =>
  text
    .trim()
    .split(/\s+/)
    .map((condition) => {
      const [field = '', values = ''] = condition.split('=');
      return [field, values.split(',')];
    });

/** Follows every field that a condition names; `scope` is the form. */
export const bindVisibility = (prefix: Prefix): void => {
  const rows = $('[data-dlms-show]').filter((_index, row) => $(row).closest('form').find(`[id^="${prefix}"]`).length > 0);
  const update = (): void => {
    rows.each((_index, row) => {
      const shown = conditions(String($(row).attr('data-dlms-show'))).every(([field, values]) =>
        values.includes(shownValue($(`#${prefix}${field}`))),
      );
      $(row).toggle(shown);
    });
  };
  const fields = new Set(rows.toArray().flatMap((row) => conditions(String($(row).attr('data-dlms-show'))).map(([field]) => field)));
  for (const field of fields) $(`#${prefix}${field}`).on('change', update);
  update();
};
