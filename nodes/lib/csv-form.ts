/**
 * Lines of a CSV file for a write file node that appends: the header goes before the
 * first line of each file, and not again after a restart when the file is there already. A text that a spreadsheet would take for
 * a formula gets an apostrophe in front: it may come from a meter, or from whoever sends telegrams in its name.
 */
import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { putBounded } from '../../src/index';
import { type Cell, csvLine } from './csv';

/** Files that are remembered: one for each day or meter is a new one again and again, and a meter says itself what it is called. */
const maxFiles = 10_000;

interface Given {
  readonly header: string;
  /** The file had lines when it was asked last. */
  readonly isThere: boolean;
}

/** Which files have their header. */
export class CsvHeaders {
  private readonly given = new Map<string, Given>();

  /** @param folder relative names of files are below it, as for the write file node */
  constructor(private readonly folder = process.cwd()) {}

  /** True once for each file and header, unless the file has lines already, and again when the file was taken away. */
  isDue(file: string, header: string): boolean {
    const known = this.given.get(file);
    const isThere = this.hasLines(file);
    // Not there yet: the line may still be on its way, or go elsewhere by what the flow does with the name.
    const isDue = known === undefined ? !isThere : known.header !== header || (known.isThere && !isThere);
    putBounded(this.given, file, { header, isThere }, maxFiles);
    return isDue;
  }

  /** The flow did not store what it was given: files that are not there have no header. */
  refused(): void {
    for (const file of this.given.keys()) if (file !== '' && !this.hasLines(file)) this.given.delete(file);
  }

  private hasLines(file: string): boolean {
    if (file === '') return false;
    try {
      return statSync(isAbsolute(file) ? file : resolve(this.folder, file)).size > 0;
    } catch {
      // Not there, or no name of a file, as with a meter that calls itself something very long: the node that writes tells that.
      return false;
    }
  }
}

const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** As OWASP has it (CSV injection): what begins a formula stands no longer at the beginning. */
const harmless = (cell: Cell): Cell => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && !isNumber.test(cell) ? `'${cell}` : cell);

const line = (cells: readonly Cell[]): string => csvLine(cells.map(harmless));

/** The text for one file; lines are parted by `\n`, without one at the end. */
export const csvText = (headers: CsvHeaders, file: string, header: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const first = line(header);
  const lines = rows.map(line);
  return (lines.length > 0 && headers.isDue(file, first) ? [first, ...lines] : lines).join('\n');
};
