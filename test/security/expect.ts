/** Small assertions about errors: the code, and words that the text must have. */
import assert from 'node:assert/strict';
import { type ErrorCode, isDlmsError } from '../../src/errors';

export function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Passes when `error` is ours, has this code, and says all of the words. */
export const says =
  (code: ErrorCode, ...words: readonly (string | RegExp)[]) =>
  (error: unknown): true => {
    assert.ok(isDlmsError(error), `no DlmsError: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    for (const word of words) assert.match(error.message, typeof word === 'string' ? new RegExp(word.replace(/[()]/g, '\\$&')) : word);
    return true;
  };
