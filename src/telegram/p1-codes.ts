/**
 * The rows of P1 telegrams and readouts of IEC 62056-21: a row is one data set or several, a data set is a code and values in
 * brackets, `1-0:1.8.0(000123.4*kWh)`, `0.1.2*12(2211010000)`, `6.8(0328.870*MWh)6.26(05034.52*m3)`.
 *
 * Codes are whole, or reduced to C.D and C.D.E; F stands behind an asterisk, an ampersand or a point; C, F, L and P are 96 to 99.
 * `1.6.0,5` is attribute 5 of the object: the time of the maximum. `1-0:72:32.0` is how the example of DSMR 4.0 has it.
 */

const letters: Readonly<Record<string, number>> = { C: 96, F: 97, L: 98, P: 99 };
const code = String.raw`(?:(\d{1,3}-\d{1,3}):)?(?:(\d{1,3}|[CFLP])(?:\.|(?<=-\d{1,3}:\d{1,3}):)(\d{1,3}|[CFLP])|F(?=\())(?:\.(\d{1,3}))?(?:[*&.](\d{1,3}))?(?:,(\d))?`;
const dataSet = new RegExp(String.raw`${code} ?((?:\([^()]*\))+)`, 'y');
const beginning = new RegExp(String.raw`^${code} ?\(`);
const within = new RegExp(String.raw`(?<=[\s>|\]])${code} ?\(`);
/** The values of a row alone: they go on with the row before. */
const goesOn = /^(?:\([^()]*\))+$/;

export interface DataSet {
  /** Whole and canonical. */
  readonly obis: string;
  /** Behind the comma. */
  readonly attribute: number | null;
  /** What stands in the brackets. */
  readonly groups: readonly string[];
}

/** A and B of a code without them: nothing is of a medium where C is a letter. */
const mediumOf = (c: number, medium: number): string => (c >= 96 && c <= 99 ? '0-0' : `${medium}-0`);

function setOf(match: RegExpExecArray, medium: number): DataSet | null {
  const [, channel, cText = 'F', dText = 'F', eText = '0', fText = '255', attribute, values = ''] = match;
  const [c, d] = [cText, dText].map((group) => letters[group] ?? Number(group)) as [number, number];
  const groups = [...values.matchAll(/\(([^()]*)\)/g)].map((group) => group[1] ?? '');
  const [e, f] = [Number(eText), Number(fText)];
  if ([...(channel ?? '').split('-'), c, d, e, f].some((group) => Number(group) > 255)) return null;
  const obis = `${channel ?? mediumOf(c, medium)}:${c}.${d}.${e}*${f}`;
  return { obis, attribute: attribute === undefined ? null : Number(attribute), groups };
}

/** The data sets of a row without blanks around it, those with an impossible code left out; none when it is no row of them. @param medium A of codes without it */
export function dataSetsOf(row: string, medium = 1): readonly DataSet[] {
  const found: DataSet[] = [];
  for (let at = 0; at < row.length; at = dataSet.lastIndex) {
    dataSet.lastIndex = at;
    const match = dataSet.exec(row);
    if (match === null) return [];
    const set = setOf(match, medium);
    if (set !== null) found.push(set);
  }
  return found;
}

/** Whether a text begins with a code and a bracket. */
export const beginsDataSet = (text: string): boolean => beginning.test(text);

/** Where a data set begins in a line, behind something else; -1 where none does. */
export const dataSetIn = (line: string): number => line.search(within);

/** Whether a row without blanks around it has values, with a code or without. */
export const isValueRow = (row: string): boolean => goesOn.test(row) || dataSetsOf(row).length > 0;
