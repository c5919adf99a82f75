/**
 * Search for objects by words: "import energy tariff 1", "Wirkenergie Bezug Tarif 1", "frame counter", "1.8".
 *
 * The catalogue holds every listed object and every usual combination of quantity, processing and tariff of each medium,
 * with the names that obis-names.ts gives them. All words must be found; words that people use for other words count too.
 * Whole words before parts of words, short names and usual objects first. What is not found that way is looked for in the
 * other language, and then with a letter wrong.
 */
import { type Companion, companionObjects } from './companions';
import { synonyms, usualObjects } from './data/obis-words';
import { canonicalObis, obisFault } from './obis';
import { describeObis, type Language, obisName } from './obis-names';
import { electricity, gas, type ListedObject, listedObjects, media, once, simpleMedia } from './obis-tables';
import { differenceOf } from './word-match';

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
    for (const { groups } of listedObjects()[table] ?? []) yield* codesOf(a, groups);
  }
}

/** The first few codes of a listed object. */
function* codesOf(
  a: number,
  [b = [], c = [], d = [], e = [], f = []]: ListedObject['groups'],
): Generator<readonly [code: Code, rank: number]> {
  const last = f.includes(255) ? 255 : (f[0] ?? 255);
  const thirdGroup = c[0];
  if (thirdGroup === undefined) return;
  for (const fourthGroup of firstValues(d, 2)) {
    for (const [at, fifthGroup] of firstValues(e, 4).entries())
      yield [[a, b[0] ?? 0, thirdGroup, fourthGroup, fifthGroup, last], (a > 1 ? 6 : 0) + at];
  }
}

/** Registers, billing period, maximum and its sum: what meters keep by tariff. A code of other processing can be typed. */
const withTariffs = new Set([8, 9, 6, 2]);

function* electricityCodes(): Generator<readonly [code: Code, rank: number]> {
  const { quantities, processing, losses } = electricity();
  for (const [c, q] of quantities) {
    if (q.e === 'angle') {
      for (const e of [4, 15, 26, 1, 2, 12, 40, 51, 62, 255]) yield [[1, 0, c, 7, e, 255], 3];
      continue;
    }
    for (const [d, { kind }] of processing) {
      const tariffs = withTariffs.has(d) && (kind === 'integral' || kind === 'maximum') ? 5 : 1;
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
  for (const c of electricity().direct.keys()) {
    for (const d of usualProcessing) yield [[2, 0, c, d, 0, 255], 6 + processingRank(d)];
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

interface Catalogue {
  readonly entries: Entry[];
  /** What is still to be put in; yields every few codes. */
  readonly rest: Generator<undefined>;
}

const codesAtOnce = 100;

function* filling(entries: Entry[], language: Language): Generator<undefined> {
  const seen = new Set<string>();
  const named = new Set<string>();
  for (const codes of [electricityCodes(), listedCodes(), otherCodes()]) {
    for (const [code, rank] of codes) {
      const [a, b, c, d, e, f] = code;
      const obis = `${a}-${b}:${c}.${d}.${e}*${f}`;
      if (seen.has(obis)) continue;
      seen.add(obis);
      const { name, known, unit, classes } = describeObis(code, language);
      // Codes that differ only in a group without a word of its own are offered once.
      if (!known || named.has(`${a} ${name}`)) continue;
      named.add(`${a} ${name}`);
      entries.push({ obis, name, unit, classes, rank, tokens: tokensOf(name) });
      if (entries.length % codesAtOnce === 0) yield;
    }
  }
}

const begun = (language: Language): Catalogue => {
  const entries: Entry[] = [];
  return { entries, rest: filling(entries, language) };
};

const catalogues: Readonly<Record<Language, () => Catalogue>> = { en: once(() => begun('en')), de: once(() => begun('de')) };

/**
 * The catalogue of a language, made step by step, for programs that may not stop for it; a search makes what is missing.
 * Costs a few hundred milliseconds in all, once.
 */
export function* prepareSearch(language: Language): Generator<undefined> {
  const { rest } = catalogues[language]();
  while (rest.next().done !== true) yield;
}

const entriesIn = (language: Language): readonly Entry[] => {
  const { entries, rest } = catalogues[language]();
  while (rest.next().done !== true);
  return entries;
};

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

type Wanted = ReturnType<typeof wantedOf>;

/** How far the names are from the words; null when a word is missing. */
function distanceOf(entry: Entry, wanted: Wanted, tolerant: boolean): number | null {
  let distance = 0;
  for (const ways of wanted) {
    const found = ways.map((way) => way.map((token) => differenceOf(entry.tokens, token, tolerant)));
    const sums = found
      .filter((way) => way.every((part) => part !== null))
      .map((way) => way.reduce((sum: number, part) => sum + (part ?? 0), 0));
    if (sums.length === 0) return null;
    distance += Math.min(...sums);
  }
  return distance;
}

const usual = once(
  () =>
    new Map(
      usualObjects
        .trim()
        .split(/\s+/)
        .map((obis, at) => [canonicalObis(obis), at]),
    ),
);

/** What many people look for goes before what few do; among these, in the order of the list. */
const orderOf = (entry: Entry): number => {
  const at = usual().get(entry.obis);
  return at === undefined ? entry.tokens.length * 2 + entry.rank : at / 8 - 6;
};

function byWords(entries: readonly Entry[], text: string, tolerant: boolean): Entry[] {
  const wanted = wantedOf(text);
  if (wanted.length === 0) return [];
  return entries
    .map((entry) => ({ entry, distance: distanceOf(entry, wanted, tolerant) }))
    .flatMap(({ entry, distance }) => (distance === null ? [] : [{ entry, order: distance * 4 + orderOf(entry) }]))
    .sort((one, other) => one.order - other.order)
    .map(({ entry }) => entry);
}

/** Codes that hold the digits; a whole code is found even where no list has it. */
function byCode(entries: readonly Entry[], text: string, language: Language): ObisHit[] {
  const found = entries
    .filter(({ obis }) => `${obis}:`.replace(/^\d+-\d+:/, ':').includes(`:${text}`) || obis.startsWith(text))
    .sort((one, other) => orderOf(one) - orderOf(other));
  if (obisFault(text) !== null) return found;
  const obis = canonicalObis(text);
  const { name, unit, classes } = describeObis(obis, language);
  return [found.find((entry) => entry.obis === obis) ?? { obis, name, unit, classes }, ...found.filter((entry) => entry.obis !== obis)];
}

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
  const entriesOf = (spoken: Language): Entry[] => [...own, ...entriesIn(spoken).filter(({ obis }) => !codes.has(obis))];
  const isCode = /^[\d.:*-]*[.:-][\d.:*-]*$/.test(text);
  const other = language === 'en' ? 'de' : 'en';
  const tries: readonly (() => readonly ObisHit[])[] = isCode
    ? [() => byCode(entriesOf(language), text, language)]
    : [false, true].flatMap((tolerant) => [
        () => byWords(entriesOf(language), text, tolerant),
        () =>
          byWords(entriesOf(other), text, tolerant).map((hit) => ({
            ...hit,
            name: codes.has(hit.obis) ? hit.name : obisName(hit.obis, language),
          })),
      ]);
  const hits = tries.reduce<readonly ObisHit[]>((found, attempt) => (found.length > 0 ? found : attempt()), []);
  return hits.slice(0, options.limit ?? 50).map(({ obis, name, unit, classes }) => ({ obis, name, unit, classes }));
}
