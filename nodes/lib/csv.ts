/**
 * CSV text (RFC 4180), both ways. Read are a header line and the lines below it; the separator is found in the header: comma,
 * semicolon or tab. Fields in quotes may hold separators, line ends and doubled quotes; a byte order mark and empty lines are
 * left out. Written are commas, and quotes where they are needed.
 */
import { DlmsError } from '../../src/index';

const separators = [',', ';', '\t'] as const;

const invalid = (line: number, problem: string): DlmsError => new DlmsError('settings-invalid', `CSV line ${line}: ${problem}`);

/** The one that stands most often outside of quotes in the first line. */
const separatorOf = (text: string): string => {
  const end = text.search(/[\r\n]/);
  const header = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (separator: string): number => header.split(separator).length;
  return separators.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
};

export interface CsvLine {
  readonly fields: readonly string[];
  /** Where it begins, from 1. */
  readonly number: number;
}

/** One field that begins at `start`: its text, and where it ends. @throws DlmsError for a quote that is not closed */
const fieldAt = (text: string, start: number, separator: string, line: number): { readonly value: string; readonly end: number } => {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
    return { value: text.slice(start, end).trim(), end };
  }
  let value = '';
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw invalid(line, 'a quote is not closed');
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
};

function* linesOf(text: string): Generator<CsvLine> {
  const separator = separatorOf(text);
  let fields: string[] = [];
  let number = 1;
  let begun = 1;
  for (let at = 0; at < text.length; at++) {
    const { value, end } = fieldAt(text, at, separator, number);
    fields.push(value);
    number += text.slice(at, end).split('\n').length - 1;
    at = end;
    if (text[at] === separator) {
      if (at + 1 === text.length) fields.push('');
      continue;
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') throw invalid(number, 'something stands behind a closed quote');
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    yield { fields, number: begun };
    number += 1;
    begun = number;
    fields = [];
  }
  if (fields.length > 0) yield { fields, number: begun };
}

const isEmpty = ({ fields }: CsvLine): boolean => fields.every((field) => field === '');

/** The header and the lines below it. @throws DlmsError `settings-invalid` that names the line */
export const csvLines = (text: string): CsvLine[] => [...linesOf(text.replace(/^\uFEFF/, ''))].filter((line) => !isEmpty(line));

/** One object a line, keyed by the header. @throws DlmsError `settings-invalid` that names the line */
export const parseCsv = (text: string): Record<string, string>[] => {
  const [header, ...lines] = csvLines(text);
  if (header === undefined) throw invalid(1, 'a header with the names of the columns is needed');
  const names = header.fields;
  if (names.includes('')) throw invalid(header.number, 'a column has no name');
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) throw invalid(header.number, 'two columns have one name');
  return lines.map(({ fields, number }) => {
    if (fields.length > names.length) throw invalid(number, `${fields.length} fields, but ${names.length} columns`);
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
};

export type Cell = string | number | boolean | null;

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** One line, without its end. */
export const csvLine = (cells: readonly Cell[]): string => cells.map(quoted).join(',');
