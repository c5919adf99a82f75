/**
 * Search for objects by words: "import energy tariff 1", "Wirkenergie Bezug Tarif 1", "frame counter", "1.8".
 *
 * The catalogue holds every listed object and every usual combination of quantity, processing and tariff of each medium,
 * with the names that obis-names.ts gives them. All words must be found; words that people use for other words count too.
 * Short names and usual objects come first.
 */
import { type Companion, companionObjects } from './companions';
import { synonyms } from './data/obis-words';
import { describeObis, type Language } from './obis-names';
import { electricity, gas, listedObjects, media, once, simpleMedia } from './obis-tables';

export interface ObisHit {
  /** `1-0:1.8.0*255` */
  readonly obis: string;
  readonly name: string;
  readonly unit: number | null;
  readonly classes: readonly number[];
}

interface Entry extends ObisHit {
  readonly tokens: readonly string[];
  /** Lower is more usual. */
  readonly rank: number;
}

const plainText = (text: string): string => text.toLowerCase().normalize('NFC');
const tokensOf = (text: string): string[] => plainText(text).match(/[+-]?[\p{L}\p{N}]+/gu) ?? [];

/** How usual a processing is: energies, present values, maxima, then all others. */
const usualProcessing = [8, 7, 6, 29, 5, 4, 9];
const processingRank = (d: number): number => {
  const at = usualProcessing.indexOf(d);
  return at < 0 ? usualProcessing.length : at;
};

/** The first few values of a list of ranges. */
function firstValues(ranges: readonly number[], count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    for (let value = ranges[i] as number; value <= (ranges[i + 1] as number) && values.length < count; value++) values.push(value);
  }
  return values;
}

type Code = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function* listedCodes(): Generator<readonly [code: Code, rank: number]> {
  for (const [a, { table }] of media()) {
    for (const { groups } of listedObjects()[table] ?? []) {
      const [b = [], c = [], d = [], e = [], f = []] = groups;
      const last = f.includes(255) ? 255 : (f[0] ?? 255);
      for (const thirdGroup of firstValues(c, 1)) {
        for (const fourthGroup of firstValues(d, 2)) {
          for (const [at, fifthGroup] of firstValues(e, 4).entries())
            yield [[a, b[0] ?? 0, thirdGroup, fourthGroup, fifthGroup, last], (a > 1 ? 6 : 0) + at];
        }
      }
    }
  }
}

function* electricityCodes(): Generator<readonly [code: Code, rank: number]> {
  const { quantities, processing, losses } = electricity();
  for (const [c, q] of quantities) {
    if (q.e === 'angle') {
      for (const e of [4, 15, 26, 1, 2, 12, 40, 51, 62, 255]) yield [[1, 0, c, 7, e, 255], 3];
      continue;
    }
    for (const [d, { kind }] of processing) {
      const tariffs = kind === 'integral' || kind === 'maximum' ? 5 : 1;
      const last = q.e === 'losses' ? losses.size : tariffs - 1;
      for (let e = q.e === 'losses' ? 1 : 0; e <= last; e++) yield [[1, 0, c, d, e, 255], processingRank(d) + Math.floor(c / 20)];
    }
  }
}

function* otherCodes(): Generator<readonly [code: Code, rank: number]> {
  for (const [c, q] of gas().quantities) {
    for (const d of gas().schemes[q.kind]?.keys() ?? []) {
      // Tariffs of the plain indexes only: of differences and maxima they are rare.
      for (const e of q.kind === 'index' && d <= 3 ? [0, 1, 2, 3] : [0]) yield [[7, 0, c, d, e, 255], 6 + Math.floor(d / 10)];
    }
  }
  for (const [a, { table }] of media()) {
    const medium = simpleMedia()[table];
    if (medium === undefined) continue;
    for (const c of medium.quantities.keys()) {
      for (const d of medium.processing.keys()) {
        for (const e of d === 0 ? [0, 1, 2, 3] : [0]) yield [[a, 0, c, d, e, 255], 6 + d];
      }
    }
  }
}

function catalogueOf(language: Language): Entry[] {
  const entries = new Map<string, Entry>();
  const named = new Set<string>();
  for (const codes of [electricityCodes(), listedCodes(), otherCodes()]) {
    for (const [code, rank] of codes) {
      const [a, b, c, d, e, f] = code;
      const obis = `${a}-${b}:${c}.${d}.${e}*${f}`;
      if (entries.has(obis)) continue;
      const { name, known, unit, classes } = describeObis(code, language);
      // Codes that differ only in a group without a word of its own are offered once.
      if (!known || named.has(`${a} ${name}`)) continue;
      named.add(`${a} ${name}`);
      entries.set(obis, { obis, name, unit, classes, rank, tokens: tokensOf(name) });
    }
  }
  return [...entries.values()];
}

const catalogues: Readonly<Record<Language, () => Entry[]>> = { en: once(() => catalogueOf('en')), de: once(() => catalogueOf('de')) };

function companionEntries(companion: Companion): Entry[] {
  return companionObjects(companion).flatMap(({ code, classes, name }) => {
    if (name === null || code.includes('b')) return [];
    const [groups = '', f = '255'] = /^(\d+-\d+:\d+\.\d+\.\d+)(?:\.(\d+))?$/.exec(code)?.slice(1) ?? [];
    if (groups === '') return [];
    return [{ obis: `${groups}*${f}`, name, unit: null, classes, rank: 0, tokens: tokensOf(name) }];
  });
}

/** Words that people use -> the words of the names, longest first, so that "frame counter" goes before "counter". */
const replacements = once(() =>
  Object.entries(synonyms)
    .flatMap(([word, others]) => others.map((other) => [plainText(other), plainText(word)] as const))
    .filter(([other]) => !/^[\d.]+$/.test(other))
    .sort(([one], [other]) => other.length - one.length),
);

/** The words looked for; each may be found in one of several ways. */
function wantedOf(query: string): string[][][] {
  let text = ` ${plainText(query)} `;
  const wanted: string[][][] = [];
  for (const [other, word] of replacements()) {
    const at = text.indexOf(` ${other} `);
    if (at < 0) continue;
    text = `${text.slice(0, at + 1)}${text.slice(at + other.length + 1)}`;
    const known = wanted.find((ways) => ways[0]?.join(' ') === tokensOf(other).join(' '));
    if (known !== undefined) known.push(tokensOf(word));
    else wanted.push([tokensOf(other), tokensOf(word)]);
  }
  return [...wanted, ...tokensOf(text).map((token) => [[token]])];
}

/** Numbers must be the same, words may be begun. */
const has = (tokens: readonly string[], token: string): boolean =>
  tokens.some((known) => (/^\d+$/.test(token) ? known === token : known.startsWith(token) || (token.length > 3 && known.includes(token))));

const matchesAll = (entry: Entry, wanted: readonly (readonly (readonly string[])[])[]): boolean =>
  wanted.every((ways) => ways.some((way) => way.every((token) => has(entry.tokens, token))));

export interface SearchOptions {
  readonly companion?: Companion;
  /** Hits at most; 50 when absent. */
  readonly limit?: number;
}

/** Objects whose names hold all words, or whose codes hold the text; the most usual first. No words, no hits. */
export function searchObis(query: string, language: Language = 'en', options: SearchOptions = {}): ObisHit[] {
  const text = query.trim().slice(0, 200);
  if (text === '') return [];
  const own = options.companion === undefined ? [] : companionEntries(options.companion);
  const codes = new Set(own.map(({ obis }) => obis));
  const all = [...own, ...catalogues[language]().filter(({ obis }) => !codes.has(obis))];
  const isCode = /^[\d.:*-]*[.:-][\d.:*-]*$/.test(text);
  const wanted = isCode ? [] : wantedOf(text);
  if (!isCode && wanted.length === 0) return [];
  const hits = all.filter((entry) =>
    isCode ? `${entry.obis}:`.replace(/^\d+-\d+:/, ':').includes(`:${text}`) || entry.obis.startsWith(text) : matchesAll(entry, wanted),
  );
  const order = (entry: Entry): number => entry.tokens.length * 2 + entry.rank;
  return hits
    .sort((one, other) => order(one) - order(other))
    .slice(0, options.limit ?? 50)
    .map(({ obis, name, unit, classes }) => ({ obis, name, unit, classes }));
}
