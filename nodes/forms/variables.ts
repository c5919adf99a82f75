/**
 * Environment variables in the fields of a form. Node-RED puts their values in where a field is one as a whole.
 *
 * Pure: the editor bundles it.
 */

/** The name, in the forms that Node-RED knows: `${NAME}` and `$(NAME)`; null where it is something else. */
export const variableIn = (value: unknown): string | null => {
  const found = typeof value === 'string' ? /^\$(?:\{(\S+)\}|\((\S+)\))$/.exec(value) : null;
  return found?.[1] ?? found?.[2] ?? null;
};

/** The same where blanks around it do not matter yet. */
export const isVariable = (value: unknown): boolean => typeof value === 'string' && variableIn(value.trim()) !== null;
