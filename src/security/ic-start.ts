/**
 * Where the client's counter begins: the policies of the setting `icStart` as data, and the rule for each.
 *
 * Reading the counter object or taking the value out of an exception-response is the client's work; this says which of
 * them a policy needs, and makes of what was found the first counter wanted. The store has the last word: it never
 * gives a value at or below one that was used.
 */
import type { ExceptionResponse } from '../apdu/notification';
import { DlmsError } from '../errors';
import { lastCounter, refuseToLower } from './counters';

export type IcStartId =
  | 'stored-then-object'
  | 'stored'
  | 'object-plus-1'
  | 'object'
  | 'object-plus-k'
  | 'fixed'
  | 'exception'
  | 'time'
  | 'msg';

export interface IcStartPolicy {
  readonly id: IcStartId;
  readonly label: string;
  /** When the counter object is read with the public client: before the first association, or once after a refusal. */
  readonly readsObject: 'never' | 'when-nothing-stored' | 'always';
  /** After a refusal that smells of the counter: what to ask, once. */
  readonly recovers: 'object' | 'exception' | 'none';
}

export const icStartPolicies: readonly IcStartPolicy[] = [
  {
    id: 'stored-then-object',
    label: 'the last used + 1; read the counter object when nothing is stored or the meter refuses',
    readsObject: 'when-nothing-stored',
    recovers: 'object',
  },
  { id: 'stored', label: 'the last used + 1', readsObject: 'never', recovers: 'none' },
  { id: 'object-plus-1', label: 'value of the counter object + 1', readsObject: 'always', recovers: 'object' },
  { id: 'object', label: 'value of the counter object', readsObject: 'always', recovers: 'object' },
  { id: 'object-plus-k', label: 'value of the counter object + k', readsObject: 'always', recovers: 'object' },
  { id: 'fixed', label: 'a number, then counting on from the last used', readsObject: 'never', recovers: 'none' },
  {
    id: 'exception',
    label: 'what the meter says when it refuses the counter',
    readsObject: 'never',
    recovers: 'exception',
  },
  { id: 'time', label: 'seconds since 2000-01-01 UTC', readsObject: 'never', recovers: 'none' },
  { id: 'msg', label: 'from the message', readsObject: 'never', recovers: 'none' },
];

/** What was found out before the association. */
export interface IcFacts {
  /** Highest counter ever used with this key, from the store. */
  readonly stored: number | null;
  /** Value of the counter object. */
  readonly object?: number;
  /** Value of `fixed`, `msg`, or k of `object-plus-k`. */
  readonly number?: number;
  /** From exception-response invocation-counter-error; meters send 4 or 8 octets. */
  readonly exception?: bigint | number;
  /** Milliseconds since 1970 UTC. */
  readonly now?: number;
}

const epoch2000 = Date.UTC(2000, 0, 1);

function needed(value: number | undefined, what: string): number {
  if (value === undefined) throw new DlmsError('settings-invalid', `the start value of the invocation counter needs ${what}`);
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new DlmsError('settings-invalid', `${what} must be a whole number from 0 to 4294967295`);
  }
  return value;
}

const rules: Record<IcStartId, (facts: IcFacts) => number> = {
  'stored-then-object': ({ stored, object }) => Math.max(stored === null ? 0 : stored + 1, object === undefined ? 0 : object + 1),
  stored: ({ stored }) => (stored === null ? 0 : stored + 1),
  'object-plus-1': ({ object }) => needed(object, 'the value of the counter object') + 1,
  object: ({ object }) => needed(object, 'the value of the counter object'),
  'object-plus-k': ({ object, number }) => needed(object, 'the value of the counter object') + needed(number, 'the number k'),
  fixed: ({ number }) => needed(number, 'the fixed number'),
  exception: ({ stored, exception }) =>
    exception === undefined ? (stored === null ? 0 : stored + 1) : needed(Number(exception), 'the counter that the meter sent'),
  time: ({ now }) => needed(now === undefined ? undefined : Math.floor((now - epoch2000) / 1000), 'a time after 2000'),
  msg({ stored, number }) {
    const wanted = needed(number, 'a number in the message');
    // The message asks for exactly this value; giving another one would hide that it was used before.
    refuseToLower(stored, wanted);
    return wanted;
  },
};

/**
 * The first counter wanted (N of the triple). The store raises it when that value was used before.
 * @throws DlmsError `settings-invalid`, `counter-would-be-lowered` (policy `msg`), `counter-exhausted`
 */
export function startValue(id: IcStartId, facts: IcFacts): number {
  const value = rules[id](facts);
  if (value > lastCounter) throw new DlmsError('counter-exhausted', `the invocation counter would start at ${value}, the end of its range`);
  return value;
}

/** The policy with this id. @throws DlmsError `settings-invalid` when there is none */
export function icStartOf(id: string): IcStartPolicy {
  const found = icStartPolicies.find((policy) => policy.id === id);
  if (!found) throw new DlmsError('settings-invalid', `there is no start value of the invocation counter "${id}"`);
  return found;
}

/** How the meter refused, as far as the counter is concerned. */
export interface CounterRefusal {
  /** service-error of an exception-response. */
  readonly exception?: ExceptionResponse['serviceError'];
  readonly exceptionCounter?: bigint | null;
  /** The meter closed the line instead of answering. */
  readonly closed?: boolean;
}

/**
 * What to try, once, after a refusal: `exception` = take the value the meter sent, `object` = read the counter object, null = give up.
 */
export function recoveryFor(id: IcStartId, refusal: CounterRefusal, hasObject: boolean): 'exception' | 'object' | null {
  const found = icStartPolicies.find((candidate) => candidate.id === id);
  const smells = refusal.exception === 'deciphering-error' || refusal.exception === 'invocation-counter-error' || refusal.closed === true;
  if (!found || !smells) return null;
  const tells =
    refusal.exception === 'invocation-counter-error' && refusal.exceptionCounter !== undefined && refusal.exceptionCounter !== null;
  if (tells && found.recovers !== 'none') return 'exception';
  return found.recovers === 'object' && hasObject ? 'object' : null;
}
