/**
 * The kinds of attributes: `fixed` (only the meter changes it), `variable` (clients may write it), `computed` (a function
 * of time, until the meter itself is given a value that stays), `settable` (computed, and written by clients).
 */
import type { Data } from '../codec/types';
import type { Caller } from './caller';
import type { Attribute } from './object';

/** A value that stands until the meter itself changes it. */
export function fixed(initial: Data): Attribute {
  let value = initial;
  return {
    read: () => value,
    force: (next) => {
      value = next;
    },
  };
}

/** A value that clients may write; `changed` may refuse and is called before it stands. */
export function variable(initial: Data, changed?: (value: Data, caller: Caller | null) => void): Attribute {
  let value = initial;
  return {
    read: () => value,
    write: (next, caller) => {
      changed?.(next, caller);
      value = next;
    },
    force: (next) => {
      changed?.(next, null);
      value = next;
    },
  };
}

/** What `read` gives at that moment; a value that the meter itself is given replaces it for good. */
export function computed(read: (at: number, caller: Caller | null) => Data): Attribute {
  let instead: Data | null = null;
  return {
    read: (at, caller) => instead ?? read(at, caller),
    force: (value) => {
      instead = value;
    },
  };
}

/** A computed value that clients may write, too. */
export function settable(read: (at: number) => Data, write: (value: Data, caller: Caller | null) => void): Attribute {
  return { read, write, force: (value) => write(value, null) };
}
