/**
 * What a field of a node says now: in its dialog while that is the one on top, else as the node has saved it. A node that was saved
 * before the field existed has the default.
 */

/** A node as validators get it (`this`). */
export interface JudgedNode {
  readonly _def?: {
    readonly category?: string;
    readonly defaults?: Readonly<Record<string, { readonly value?: unknown }>>;
  };
  readonly [field: string]: unknown;
}

const asNode = (self: unknown): JudgedNode => (typeof self === 'object' && self !== null ? (self as JudgedNode) : {});

/** Its dialog is the one on top, whose form alone is in the page. */
export const isOpenInDialog = (self: unknown): boolean => {
  const top: unknown = RED.editor.getEditStack().at(-1);
  return top !== undefined && top === self;
};

export const fieldValue = (self: unknown, name: string): string => {
  const node = asNode(self);
  if (isOpenInDialog(self)) {
    const field = $(`#node-${node._def?.category === 'config' ? 'config-' : ''}input-${name}`);
    if (field.length > 0) return field.is(':checkbox') ? String(field.prop('checked')) : String(field.val() ?? '');
  }
  return String(node[name] ?? node._def?.defaults?.[name]?.value ?? '');
};
