/**
 * Errors of the runtime in the language of the editor. The table of `src/errors.ts` and all messages are English; other
 * languages have two sentences for each code in the catalogue of dlms-meter: `common.error.<code>` what is wrong, and
 * `common.hint.<code>` what to try. Hints that say more than the table are below `common.ownHint`, by the words and numbers of
 * the English one with dashes between them. The English message, which has the particulars, stands behind them in brackets, with
 * its hint where there is no translation. Without a sentence for a code, and in English, the runtime's own words are shown.
 */
import type { ToldError } from '../forms/dialog-answers';
import { say, sayOr } from './runtime';

const sentences = (...texts: (string | undefined)[]): string =>
  texts
    .filter((text) => text !== undefined && text !== '')
    .map((text) => (/[.?!]$/.test(String(text)) ? text : `${text}.`))
    .join(' ');

/** `Check host and port.` -> `check-host-and-port` */
export const hintKey = (hint: string): string =>
  hint
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export const errorWords = ({ code, message, hint, ownHint }: ToldError): string => {
  const what = sayOr(`error.${code}`, '');
  if (what === '') return sentences(message, hint);
  const own = ownHint ? sayOr(`ownHint.${hintKey(hint)}`, '') : '';
  if (own !== '') return `${sentences(what, own)} (${message})`;
  return `${sentences(what, sayOr(`hint.${code}`, ''))} (${ownHint ? sentences(message, hint) : message})`;
};

/** In one sentence, without what to try. */
const shortErrorWords = ({ code, message }: ToldError): string => {
  const what = sayOr(`error.${code}`, '');
  return what === '' ? message : `${what} (${message})`;
};

/** Of one object that was read: what the meter refused has the words of its language already. */
export interface ItemError {
  readonly code: number | string;
  readonly text: string;
}

export const itemErrorWords = ({ code, text }: ItemError): string =>
  typeof code === 'string' ? errorWords({ code, message: text, hint: '', ownHint: true }) : text;

/** Why the runtime did not answer a question. */
export const reasonOf = (failure: unknown): string => {
  const { error } = (failure as { responseJSON?: { error?: ToldError } }).responseJSON ?? {};
  return error === undefined ? say('noAnswer') : shortErrorWords(error);
};
