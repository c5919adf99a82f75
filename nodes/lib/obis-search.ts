/**
 * Search by words for the dialogs: the codes that meters usually have, named by the OBIS rules in both languages.
 *
 * The words of a query must all occur in the code or in one of its names; `synonyms` adds what people say for what the
 * names say. The list is for finding, not a limit: any code can be typed.
 */
import { canonicalObis, obisFault, obisName } from '../../src/index';

export interface ObisMatch {
  readonly obis: string;
  readonly name: string;
}

/** Group A and B, then C.D.E and F where it is not 255, separated by blanks. */
const usualCodes: Readonly<Record<string, readonly string[]>> = {
  '1-0': [
    '1.8.0 1.8.1 1.8.2 1.8.3 1.8.4 2.8.0 2.8.1 2.8.2 3.8.0 3.8.1 4.8.0 5.8.0 6.8.0 7.8.0 8.8.0 9.8.0 10.8.0 15.8.0 15.8.1',
    '16.8.0 21.8.0 22.8.0 41.8.0 61.8.0 62.8.2 1.8.0*101 1.8.0*102 1.8.1*0 1.8.0*126 1.9.0 1.9.1 1.29.0 2.29.0 9.29.0 1.30.0',
    '1.17.0 1.58.0 1.7.0 2.7.0 3.7.0 4.7.0 5.7.0 9.7.0 10.7.0 15.7.0 16.7.0 21.7.0 22.7.0 23.7.0 24.7.0 36.7.0 41.7.0 56.7.0',
    '61.7.0 76.7.0 100.7.0 104.8.0 1.4.0 1.5.0 1.6.0 1.6.1 1.6.2 1.6.0*101 2.6.0 3.6.0 9.6.0 10.6.3 15.6.0 1.2.0 1.2.1 1.16.0',
    '1.24.0 1.25.0 1.26.0 21.4.0 31.4.0 51.4.0 71.4.0 1.27.0 1.49.0 1.53.0 1.35.0 1.46.0 31.7.0 51.7.0 71.7.0 32.7.0 52.7.0',
    '72.7.0 11.7.0 12.7.0 90.7.0 91.7.0 92.7.0 13.7.0 33.7.0 53.7.0 73.7.0 84.7.0 14.7.0 34.7.0 124.7.0 125.7.0 126.7.0',
    '31.27.0 32.27.0 32.24.0 31.25.0 13.0.0 13.3.0 11.6.0 12.23.0 32.7.1 32.7.5 32.7.124 31.7.124 31.7.125 31.24.126 15.7.3',
    '12.26.124 31.36.124 31.38.124 11.35.124 11.44.124 81.7.0 81.7.1 81.7.2 81.7.4 81.7.15 81.7.26 81.7.40 81.7.51 81.7.62',
    '81.7.12 32.32.0 52.32.0 32.33.0 32.34.0 32.36.0 72.37.0 12.31.0 12.35.0 12.39.0 12.43.0 12.44.0 12.45.0 12.32.11 31.39.0',
    '1.10.0 83.8.1 83.8.3 83.8.6 83.8.49 88.8.0 89.8.0 82.8.0 31.8.0 0.0.0 0.0.9 0.1.0 0.1.2*101 0.1.2 0.2.0 0.2.2 0.2.8',
    '0.3.0 0.3.3 0.4.2 0.4.3 0.4.5 0.6.0 0.6.1 0.6.3 0.8.0 0.8.4 0.9.1 0.9.2 0.9.11 0.10.0 96.5.0 96.5.5 97.97.0 98.1.0',
    '99.1.0 99.2.0 99.3.0 99.97.0 99.98.0 99.10.1 99.14.0 99.1.1 94.7.0 1.8.128',
  ],
  '1-1': ['1.8.0'],
  '1-2': ['2.8.0'],
  '0-0': [
    '1.0.0 1.1.0 2.0.0 2.1.0 2.2.0 10.0.0 10.0.1 10.0.100 10.0.106 10.0.107 10.0.108 11.0.0 13.0.0 14.0.1 15.0.0 15.0.1',
    '15.0.2 16.1.0 17.0.0 19.10.1 20.0.0 21.0.1 22.0.0 25.0.0 25.1.0 25.4.0 25.6.0 25.9.0 28.7.0 29.1.0 40.0.0 40.0.1 40.0.3',
    '41.0.0 42.0.0 43.0.0 43.1.0 43.1.3 44.0.0 44.2.1 65.0.23 66.0.1 94.91.0 94.39.21 96.1.0 96.1.1 96.1.10 96.2.0 96.2.12',
    '96.3.1 96.3.2 96.3.10 96.4.0 96.5.0 96.6.0 96.6.3 96.6.6 96.7.0 96.7.1 96.7.9 96.7.19 96.7.20 96.7.21 96.8.0 96.8.1',
    '96.9.0 96.10.1 96.10.2 96.11.0 96.11.1 96.12.5 96.13.0 96.13.1 96.14.0 96.15.0 96.20.0 96.20.5 96.20.15 97.97.0 97.98.0',
    '97.98.1 97.98.10 97.98.20 98.1.0 98.1.0*126 98.2.0 99.1.0 99.12.0 99.13.0 99.98.0 99.98.1 99.98.4 0.1.0 0.2.0 0.2.1',
    '0.9.1 127.0.0 128.0.0 96.50.1',
  ],
  '0-1': ['15.0.4 22.0.0 24.1.0 24.2.1 24.3.0 24.4.0 24.5.0 43.1.1 96.1.0 96.3.10 96.10.3'],
  '0-2': ['24.2.2'],
  '0-4': ['25.9.0'],
  '0-65': ['1.0.0'],
  '7-0': [
    '3.0.0 3.1.0 3.2.0 1.0.0 13.0.0 13.2.0 13.2.1 12.2.0 23.2.0 33.2.0 13.26.0*101 13.29.0 41.0.0 41.3.0 42.0.0 42.2.0 43.0.0',
    '43.2.0 43.15.0 43.45.0 52.0.0 53.0.0 54.0.0 70.67.0 0.0.0 0.2.1 0.9.3 96.5.0 98.11.0 99.99.3 99.13.2 61.0.0',
  ],
  '6-0': ['1.0.0 1.0.1 1.2.0 1.2.0*101 2.0.0 8.0.0 8.5.0 9.0.0 10.0.0 11.0.0 12.0.0 13.0.0 0.1.10 97.97.0 99.1.1 3.0.0'],
  '5-0': ['1.0.0 8.0.0'],
  '4-0': ['1.0.0 1.2.0 2.0.0 2.3.0*101 5.0.255 7.0.255 0.4.0'],
  '8-0': ['1.0.0 1.0.1 1.2.0 2.0.0 2.5.0 3.0.0 97.97.0'],
  '8-1': ['1.0.0'],
  '9-0': ['1.0.0 2.0.0 99.1.0'],
};

const synonyms: Readonly<Record<string, string>> = {
  consumption: 'import',
  feedin: 'export',
  generation: 'export',
  production: 'export',
  verbrauch: 'bezug',
  einspeisung: 'lieferung',
  volt: 'voltage',
  amps: 'current',
  time: 'clock',
  relay: 'disconnect',
  schalter: 'disconnect',
};

interface Row {
  readonly obis: string;
  readonly en: string;
  readonly de: string;
  readonly haystack: string;
}

let rows: readonly Row[] | null = null;

const makeRow = (code: string): Row => {
  const obis = canonicalObis(code);
  const en = obisName(obis, 'en');
  const de = obisName(obis, 'de');
  return { obis, en, de, haystack: `${obis} ${en} ${de}`.toLowerCase() };
};

const allRows = (): readonly Row[] => {
  rows ??= Object.entries(usualCodes).flatMap(([ab, lines]) =>
    lines.flatMap((line) => line.split(' ')).map((code) => makeRow(`${ab}:${code.includes('*') ? code : `${code}*255`}`)),
  );
  return rows;
};

/** Best first: the codes that begin like the query, then the shorter names. */
export const searchObis = (query: string, language: 'en' | 'de', limit: number): ObisMatch[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const fits = ({ haystack }: Row): boolean => words.every((word) => haystack.includes(word) || haystack.includes(synonyms[word] ?? word));
  const found = allRows().filter(fits);
  const rank = (row: Row): number => (row.obis.startsWith(words[0] ?? '') ? 0 : 1000) + row[language].length;
  const matches = found.sort((one, other) => rank(one) - rank(other)).map((row) => ({ obis: row.obis, name: row[language] }));
  // A complete code is offered in its canonical form even where the list does not have it.
  const typed = obisFault(query.trim()) === null ? canonicalObis(query.trim()) : null;
  if (typed !== null && !matches.some(({ obis }) => obis === typed)) matches.unshift({ obis: typed, name: obisName(typed, language) });
  return matches.slice(0, limit);
};
