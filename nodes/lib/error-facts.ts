/**
 * Errors as a flow sees them: `done(error)` gets the error with what to try in its message, `msg.dlms.error` the same facts as
 * plain data, message and hint apart.
 *
 * Only what `DlmsError` declares is copied, never a cause with unknown contents: nothing secret can slip into a message.
 */
import { DlmsError, errorTable, isDlmsError, reworded } from '../../src/index';
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
 * For `done`: Catch nodes and the debug sidebar show the message of an error and not its hint, so it stands there as well.
 * Everything else of the error stays.
 */
export const explained = (error: Error): Error => {
  if (!isDlmsError(error) || error.message.includes(error.hint)) return error;
  const { message, hint, cause, stack } = error;
  const told = reworded(error, `${message}. ${hint}`, { cause });
  if (stack !== undefined) told.stack = stack;
  return told;
};

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
