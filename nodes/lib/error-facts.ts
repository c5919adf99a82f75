/**
 * Errors as a flow sees them: `done(error)` gets the error with what to try in its message, `msg.dlms.error` the same facts as
 * plain data, message and hint apart.
 *
 * Only what `DlmsError` declares is copied, never a cause with unknown contents: nothing secret can slip into a message.
 */
import { DlmsError, errorTable, isDlmsError } from '../../src/index';
import type { ToldError } from '../forms/dialog-answers';

export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly layer: string;
  readonly fault: string;
  readonly retry: string;
  readonly hint: string;
  readonly object?: string;
  readonly result?: { readonly code: number; readonly name: string };
  /** Its turn did not come: nothing was asked. */
  readonly waited?: true;
  /** Of a set or action: the meter may have carried it out. */
  readonly unanswered?: true;
}

/** Errors of this library pass; a defect in the program keeps its own text. */
export const toDlmsError = (thrown: unknown): Error => {
  if (thrown instanceof Error && thrown.name === 'AbortError') return new DlmsError('aborted', 'The work was stopped', { cause: thrown });
  return thrown instanceof Error ? thrown : new Error(String(thrown));
};

/**
 * An error as it is given to `done`. It is no `Error`: of the message of one the debug sidebar shows thirty characters, eighty when
 * it is unfolded, and the rest when that is unfolded, too. Of the words of `toString` it shows eighty, and the rest at one click.
 * Catch nodes find them as `msg.error.message`, and code, cause and stack beside them.
 */
class Failure implements Error {
  readonly name = 'Failure';
  readonly message: string;
  readonly code: string;
  readonly stack?: string;
  readonly cause?: unknown;

  constructor({ code, message, hint, stack, cause }: DlmsError) {
    this.message = `${message.includes(hint) ? message : `${message}. ${hint}`} (${code})`;
    this.code = code;
    if (stack !== undefined) this.stack = stack;
    if (cause !== undefined) this.cause = cause;
  }

  toString(): string {
    return this.message;
  }
}

/**
 * For `done` and `node.error`: Catch nodes, the debug sidebar and the log show one text, so what to try and the code, which finds
 * the row of README's table, stand in it as well. A defect in the program stays as it is.
 */
export const explained = (error: Error): Error => (isDlmsError(error) ? new Failure(error) : error);

/** A defect in the program, which is in no table. */
export const unexpected = {
  code: 'unexpected',
  layer: 'client',
  fault: 'program',
  retry: 'never',
  hint: 'Please report this with a trace.',
} as const;

/** A flow that goes by `retry` must not send again what may be done already. */
const isUnanswered = ({ details }: DlmsError): boolean => details?.unanswered === true;

export const describeError = (error: Error): ErrorFacts => {
  if (!isDlmsError(error)) return { ...unexpected, message: error.message };
  return {
    code: error.code,
    message: error.message,
    layer: error.layer,
    fault: error.fault,
    retry: isUnanswered(error) ? 'never' : error.retry,
    hint: error.hint,
    ...(error.object === undefined ? {} : { object: error.object }),
    ...(error.result === undefined ? {} : { result: error.result }),
    ...(error.details?.waited === true ? { waited: true } : {}),
    ...(isUnanswered(error) ? { unanswered: true } : {}),
  };
};

/** For the dialogs, which have words of their own for the hints of the table. */
export const dialogError = (error: Error): ErrorFacts & ToldError => ({
  ...describeError(error),
  ownHint: isDlmsError(error) && error.hint !== errorTable[error.code].hint,
});
