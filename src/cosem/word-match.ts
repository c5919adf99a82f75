/**
 * How well a word that somebody typed fits the words of a name, for the search of objects (obis-search.ts).
 *
 * 0 is the same word; then its beginning, then a part of it; then, as German joins words, a word made of two of the name
 * ("Gasvolumen"); last, where that is asked for, a word with a letter wrong. Numbers are the same or are not.
 */

const leastPart = 4;
const leastOfCompound = 3;
/** Shorter words with a letter wrong are other words. */
const leastTolerated = 5;
const leastTwoWrong = 9;

const inOne = (known: string, word: string): number | null => {
  if (known === word) return 0;
  if (/^\d+$/.test(word)) return null;
  if (known.startsWith(word)) return 1;
  return word.length >= leastPart && known.includes(word) ? 3 : null;
};

const best = (differences: readonly (number | null)[]): number | null =>
  differences.reduce((least, one) => (one === null ? least : Math.min(least ?? one, one)), null);

/** The beginning is a whole word of the name, the rest fits another. */
const joined = (tokens: readonly string[], word: string): number | null => {
  for (let cut = leastOfCompound; cut <= word.length - leastPart; cut++) {
    const rest = word.slice(cut);
    if (tokens.includes(word.slice(0, cut)) && best(tokens.map((known) => inOne(known, rest))) !== null) return 2;
  }
  return null;
};

/** Letters to change, add, leave out or exchange with the next, at most `most`; null when more (Damerau-Levenshtein). */
export function lettersWrong(one: string, other: string, most: number): number | null {
  if (Math.abs(one.length - other.length) > most) return null;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const ways = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same];
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) ways.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...ways));
    }
    [before, row] = [row, next];
  }
  const wrong = row[other.length] ?? 0;
  return wrong <= most ? wrong : null;
}

/** 0 and up, null when the word is not there. */
export function differenceOf(tokens: readonly string[], word: string, tolerant: boolean): number | null {
  const plain = best(tokens.map((known) => inOne(known, word))) ?? joined(tokens, word);
  if (plain !== null || !tolerant || word.length < leastTolerated) return plain;
  // The first letter is hardly ever the wrong one.
  const alike = tokens.filter((known) => known[0] === word[0]);
  const wrong = best(alike.map((known) => lettersWrong(known, word, word.length < leastTwoWrong ? 1 : 2)));
  return wrong === null ? null : wrong + 4;
}
