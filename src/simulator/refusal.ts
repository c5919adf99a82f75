/**
 * Refusals inside the simulated meter: objects refuse with the standard's word, services turn it into a
 * data-access-result or action-result (Green Book 9.5), and nothing else ever leaves an object.
 *
 * A refusal is a `DlmsError` of code `refused` whose `result.name` is the word.
 */
import { actionResult, dataAccessResult } from '../apdu/results';
import type { TypeOf } from '../codec/axdr';
import { DlmsError, isDlmsError } from '../errors';

export type DataAccessWord = TypeOf<typeof dataAccessResult>;
export type ActionWord = TypeOf<typeof actionResult>;

/** Stops the request with this word. @throws DlmsError `refused` */
export function refuse(word: DataAccessWord | ActionWord, why: string = word): never {
  throw new DlmsError('refused', why, { result: { code: dataAccessResult.code(word as DataAccessWord), name: word } });
}

/** The data-access-result for whatever an object threw; what is no refusal is the meter's own trouble. */
export function refusalWord(error: unknown): DataAccessWord {
  if (isDlmsError(error) && error.result) return error.result.name as DataAccessWord;
  if (isDlmsError(error) && error.code === 'value-invalid') return 'type-unmatched';
  return 'other-reason';
}

/** The same as an action-result: words that it does not have become `other-reason`. */
export function refusalActionWord(error: unknown): ActionWord {
  const word = refusalWord(error);
  const code = dataAccessResult.code(word);
  return actionResult.word(code) === word ? (word as ActionWord) : 'other-reason';
}
