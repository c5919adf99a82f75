/**
 * What is wrong with a field, in words below it: the verdicts of the node's own validators, of settings and of secrets, which
 * Node-RED shows as a red frame and as a tooltip only. Followed while the person types; a screen reader is told. A group of rows that
 * hides something wrong is opened.
 */
import type { Prefix } from './visibility';

type Validate = (this: unknown, value: unknown) => unknown;
type Rules = Readonly<Record<string, { readonly validate?: Validate }>>;

interface EditedNode {
  readonly _def?: { readonly defaults?: Rules; readonly credentials?: Rules };
}

/** OBIS codes say it in the line that names the object. */
const saidElsewhere = new Set(['obis', 'objects']);

interface Followed {
  readonly input: JQuery;
  /** Of a secret of several lines people see another field than the one that Node-RED reads (`secret-fields.ts`). */
  readonly seen: JQuery;
  readonly line: JQuery;
  readonly validate: Validate;
}

const follow = (prefix: Prefix, name: string, validate: Validate): Followed | null => {
  const input = $(`#${prefix}${name}`);
  if (input.length === 0 || input.is('[type=hidden]')) return null;
  const line = $('<div class="dlms-fault" role="alert">').attr('id', `dlms-fault-${name}`);
  input.closest('.form-row').append(line);
  return { input, seen: input.is('textarea[data-dlms-secret]') ? input.next('textarea') : input, line, validate };
};

const judge = (node: EditedNode, { input, seen, line, validate }: Followed): void => {
  const verdict = validate.call(node, input.val());
  const words = typeof verdict === 'string' ? verdict : '';
  if (line.text() !== words) line.text(words);
  if (words === '') seen.removeAttr('aria-describedby');
  else seen.attr('aria-describedby', String(line.attr('id')));
  seen.attr('aria-invalid', String(words !== ''));
  // Node-RED looks again when the field is left
  seen.toggleClass('input-error', words !== '');
  if (words !== '') input.closest('details').prop('open', true);
};

/** For the dialog on top, whose form is there. */
export const bindFaults = (prefix: Prefix): void => {
  const node = RED.editor.getEditStack().at(-1) as EditedNode | undefined;
  const rules = Object.entries({ ...node?._def?.defaults, ...node?._def?.credentials });
  const followed = rules.flatMap(([name, { validate }]) => {
    const field = validate === undefined || saidElsewhere.has(name) ? null : follow(prefix, name, validate);
    return field === null ? [] : [field];
  });
  if (node === undefined || followed.length === 0) return;
  const judgeAll = (): void => {
    for (const field of followed) judge(node, field);
  };
  followed[0]?.input.closest('form').on('input change', judgeAll);
  judgeAll();
};
