/**
 * The texts that people write for an OBIS code, read into six numbers, or what is wrong with them (see obis.ts for the forms).
 *
 * Nothing but strings and numbers, so that the dialogs in the browser judge a code as the runtime does.
 */

const letters = 'ABCDEF';
const displayLetters: Readonly<Record<string, string>> = { C: '96', F: '97', L: '98', P: '99' };

/** What can be wrong with a code, with the words for it; `{group}` and `{given}` are filled in. */
const mistakes = {
  empty: 'it is empty',
  character: 'the character "{given}" has no place in it',
  groupEmpty: 'group {group} is empty',
  groupMissing: 'group {group} is missing: at least C.D.E are needed',
  incomplete: 'group {group} is missing: write A-B:C.D.E*F, C.D.E, or six numbers with dots',
  tooMany: 'it has {given} groups, six (A to F) are all there are',
  separators: 'the separators are not those of A-B:C.D.E*F',
  noNumber: 'group {group} is "{given}", a number from 0 to 255 is needed',
  tooLarge: 'group {group} is {given}, the largest value is 255',
} as const;

/** What is wrong with a text that should be an OBIS code; dialogs have their own words for `kind`. */
export interface ObisMistake {
  readonly kind: keyof typeof mistakes;
  /** A to F, where the mistake is in one group. */
  readonly group?: string;
  readonly given?: string;
}

/** English words for a mistake. */
export const mistakeText = ({ kind, group = '', given = '' }: ObisMistake): string =>
  mistakes[kind].replace('{group}', group).replace('{given}', given);

/** Six decimal parts; undefined where the form leaves a group out. */
type Parts = readonly [string, string, string, string, string, string];

const full = /^(\w+)-(\w+):(\w+)\.(\w+)\.(\w+)(?:[*&.](\w+))?$/;
const dotted = /^(\w+)\.(\w+)\.(\w+)\.(\w+)\.(\w+)\.(\w+)$/;
const short = /^(\w+)\.(\w+)\.(\w+)(?:[*&](\w+))?$/;
/** Six pairs of hex digits with one separator, or none. */
const hex = /^(?:0x)?([0-9a-f]{2})([\s:_-]?)([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})$/i;
const dottedHex = /^(?=.*[a-f])[0-9a-f]{2}(?:\.[0-9a-f]{2}){5}$/i;

function partsOf(text: string): Parts | null {
  let match = full.exec(text);
  if (match !== null) return [match[1], match[2], match[3], match[4], match[5], match[6] ?? '255'] as string[] as unknown as Parts;
  match = dotted.exec(text);
  if (match !== null) return match.slice(1) as unknown as Parts;
  match = short.exec(text);
  if (match !== null) return ['1', '0', match[1], match[2], match[3], match[4] ?? '255'] as string[] as unknown as Parts;
  return null;
}

/** What is wrong with a text that has none of the known forms, in the words of its value groups. */
function mistakeOfForm(text: string): ObisMistake {
  if (text === '') return { kind: 'empty' };
  const stray = /[^0-9a-z\s.:*&_-]/i.exec(text);
  if (stray !== null) return { kind: 'character', given: stray[0] };
  const groups = text.split(/[-:.*&]/);
  const empty = groups.indexOf('');
  const first = /^\d+-\d+:/.test(text) || groups.length > 4 ? 0 : 2;
  if (empty >= 0) return { kind: 'groupEmpty', group: letters[empty + first] ?? 'F' };
  if (groups.length < 3) return { kind: 'groupMissing', group: letters[first + groups.length] ?? 'F' };
  if (groups.length > 6) return { kind: 'tooMany', given: String(groups.length) };
  return groups.length < 6 ? { kind: 'incomplete', group: letters[groups.length] ?? 'F' } : { kind: 'separators' };
}

/** One value group; `C`, `F`, `L`, `P` of displays stand for numbers in C and D. */
function groupNumber(part: string, index: number): number | ObisMistake {
  const group = letters[index] as string;
  const known = index === 2 || index === 3 ? displayLetters[part.toUpperCase()] : undefined;
  const digits = known ?? part;
  if (!/^\d+$/.test(digits)) return { kind: 'noNumber', group, given: part };
  const value = Number(digits);
  return value > 255 ? { kind: 'tooLarge', group, given: part } : value;
}

/** Six numbers, or the mistake. */
export function readObisText(text: string): readonly number[] | ObisMistake {
  const trimmed = text.trim();
  if (hex.test(trimmed) || dottedHex.test(trimmed)) {
    const digits = trimmed.replace(/^0x/i, '').replace(/[^0-9a-f]/gi, '');
    return Array.from({ length: 6 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  }
  const parts = partsOf(trimmed);
  if (parts === null) return mistakeOfForm(trimmed);
  const groups = parts.map(groupNumber);
  return groups.find((group) => typeof group === 'object') ?? (groups as number[]);
}

/** What is wrong with a text, null when it is an OBIS code. */
export function obisMistake(text: string): ObisMistake | null {
  const read = readObisText(text);
  return 'kind' in read ? read : null;
}
