/**
 * CSV text (RFC 4180), both ways. Read are a header line and the lines below it; the separator is found in the header: comma,
 * semicolon or tab. Fields in quotes may hold separators, line ends and doubled quotes; a byte order mark and empty lines are
 * left out. A line that is wrong need not take the others with it. Written are commas, and quotes where they are needed.
 */
import { DlmsError, isDlmsError } from '../../src/index';

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

/** The fields of a line that begins at `start`, and where it ends. @throws DlmsError for quotes that are wrong */
const lineAt = (text: string, start: number, separator: string, number: number): { readonly fields: string[]; readonly end: number } => {
  const fields: string[] = [];
  for (let from = start; ; ) {
    const { value, end } = fieldAt(text, from, separator, number);
    fields.push(value);
    if (text[end] !== separator) {
      if (end === text.length || text[end] === '\n' || text[end] === '\r') return { fields, end };
      throw invalid(number, 'something stands behind a closed quote');
    }
    from = end + 1;
  }
};

interface TriedLine extends CsvLine {
  /** What is wrong with its quotes; null: nothing. */
  readonly wrong: DlmsError | null;
}

const triedLine = (text: string, at: number, separator: string, number: number): TriedLine & { readonly end: number } => {
  try {
    return { ...lineAt(text, at, separator, number), number, wrong: null };
  } catch (wrong) {
    if (!isDlmsError(wrong)) throw wrong;
    const length = text.slice(at).search(/[\r\n]/);
    return { fields: [], number, wrong, end: length < 0 ? text.length : at + length };
  }
};

/** Behind a line whose quotes are wrong, reading goes on with the next line of text. */
function* linesOf(text: string): Generator<TriedLine> {
  const separator = separatorOf(text);
  let number = 1;
  for (let at = 0; at < text.length; ) {
    const line = triedLine(text, at, separator, number);
    yield line;
    number += text.slice(at, line.end).split('\n').length;
    at = line.end + (text[line.end] === '\r' && text[line.end + 1] === '\n' ? 2 : 1);
  }
}

const isEmpty = ({ fields, wrong }: TriedLine): boolean => wrong === null && fields.every((field) => field === '');

const triedLines = (text: string): TriedLine[] => [...linesOf(text.replace(/^\uFEFF/, ''))].filter((line) => !isEmpty(line));

/** The header and the lines below it. @throws DlmsError `settings-invalid` that names the line */
export const csvLines = (text: string): CsvLine[] => {
  const lines = triedLines(text);
  for (const { wrong } of lines) if (wrong !== null) throw wrong;
  return lines;
};

/** Separators at the end of all lines, as spreadsheets leave them, make no columns. */
const namesIn = ({ fields, number, wrong }: TriedLine): readonly string[] => {
  if (wrong !== null) throw wrong;
  const names = fields.slice(0, fields.findLastIndex((name) => name !== '') + 1);
  if (names.includes('')) throw invalid(number, 'a column has no name');
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) throw invalid(number, 'two columns have one name');
  return names;
};

/**
 * One object a line, keyed by the header; for a line that is wrong, what is wrong with it.
 * @throws DlmsError `settings-invalid` when the header is wrong
 */
export const parseCsv = (text: string): (Record<string, string> | DlmsError)[] => {
  const [header, ...lines] = triedLines(text);
  if (header === undefined) throw invalid(1, 'a header with the names of the columns is needed');
  const names = namesIn(header);
  return lines.map(({ fields, number, wrong }) => {
    if (wrong !== null) return wrong;
    const tooMany = fields.slice(names.length).some((field) => field !== '');
    if (tooMany) return invalid(number, `${fields.length} fields, but ${names.length} columns`);
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
