/**
 * What a dialog asks the runtime: the query of a GET, the body of a POST. Nothing of it is believed.
 */
import type { Language } from '../../src/index';

export type Question = Readonly<Record<string, unknown>>;

/** Empty for what is no text. */
export const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The language of the editor, as far as there are names in it. */
export const spokenIn = ({ lang }: Question): Language => (word(lang).startsWith('de') ? 'de' : 'en');
