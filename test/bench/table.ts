/** The table that `npm run bench` prints: Markdown, so that it can be pasted, with columns that line up. */
import { type BenchRow, isMet, ratioOf, type Target } from './row';

/** Three digits that mean something. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const withUnit = (value: number, unit: string): string => (unit === '' ? figureText(value) : `${figureText(value)} ${unit}`);

const targetText = ({ of, bound, value }: Target, unit: string): string =>
  `${bound === 'at-least' ? '>=' : '<='} ${of === 'figure' ? withUnit(value, unit) : `${figureText(value)} x`}`;

const metText = (row: BenchRow, target: Target): string => {
  const met = isMet(row, target);
  return met === null ? '-' : met ? 'met' : 'missed';
};

const header = ['job', 'here', 'peer', 'ratio', 'target', ''];

function cellsOf(row: BenchRow): string[] {
  const ratio = ratioOf(row);
  const targets = row.targets ?? [];
  return [
    row.job,
    withUnit(row.figure, row.unit),
    row.peer ? `${withUnit(row.peer.figure, row.unit)} (${row.peer.name})` : '',
    ratio === null ? '' : figureText(ratio),
    targets.map((target) => targetText(target, row.unit)).join(', '),
    targets.map((target) => metText(row, target)).join(', '),
  ];
}

/** A table with a heading. */
export function tableOf(title: string, rows: readonly BenchRow[]): string {
  const cells = [header, ...rows.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(3, ...cells.map((line) => (line[column] as string).length)));
  const isText = (column: number): boolean => column === 0 || column >= 4;
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part, i) => (isText(i) ? part.padEnd(widths[i] as number) : part.padStart(widths[i] as number))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (isText(i) ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [`### ${title}`, '', line(cells[0] as string[]), rule, ...cells.slice(1).map(line)].join('\n');
}
