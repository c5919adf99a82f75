/**
 * Topics and file names by a template: `dlms/<meter>`, `readings/<meter>-<date>.csv`. What is put in can break out neither
 * of its level of a topic nor of its folder, whatever a meter calls itself.
 */

import { quickHash, textHash } from './text-hash';

/** What may stand in `<...>`. */
export interface TemplateValues {
  readonly meter: string;
  /** UTC, `2026-03-01`. */
  readonly date: string;
}

/**
 * Letters, digits and `_ . -` of any script; no dot in front. A blank and the colon of a port become `_`; where anything else
 * has to, a hash follows, so that "A/1" and "A+1" stay apart. Names that differ in blank, colon and `_` alone do not.
 */
const safePart = (text: string): string => {
  const safe = text.replace(/[^\p{L}\p{N}_.-]+/gu, '_').replace(/^\.+/, '_') || '_';
  return safe === text.replace(/[ :]/g, '_') ? safe : `${safe}_${quickHash(text).toString(16).padStart(8, '0')}`;
};

const hexOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/**
 * For identifiers: ASCII letters, digits and `_`. Names stay apart: characters of other scripts become their numbers, a blank
 * becomes `_`, and where other separators do as well, a hash follows.
 */
export const identifierPart = (text: string): string => {
  const readable = text.replace(/[^A-Za-z0-9]/gu, (character) => (/[\s\p{P}\p{S}]/u.test(character) ? '_' : `u${hexOf(character)}`));
  return /[^\S ]|[\p{P}\p{S}]/u.test(text) ? `${readable}_${textHash(text)}` : readable;
};

export const filled = (template: string, values: TemplateValues): string =>
  template.replace(/<(meter|date)>/g, (_whole, key: keyof TemplateValues) => safePart(values[key]));
