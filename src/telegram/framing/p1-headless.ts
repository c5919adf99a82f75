/**
 * P1 telegrams and readouts whose first line is not there: somebody left it out, or it came in a message of its own, as a meter
 * identifies itself before it is asked for its data (IEC 62056-21 mode C). Without it the CRC says nothing, and a slash alone
 * stands in its place.
 */
import { dataSetsOf, isValueRow } from '../p1-codes';
import type { Unwrapped } from './unwrap';

const end = /^![0-9A-Fa-f]{0,4}$/;
/**
 * What telegrams begin with: version, time, number; readouts with an error register, a number or the energy of a heat meter.
 * What begins with something else was heard from its middle on.
 */
const beginning = /^(?:1-3:0\.2\.8|0-0:1\.0\.0|[01]-\d+:(?:96\.1\.|97\.97\.|0\.[0-9]\.)|1-0:6\.8\.0\*255)/;
/** Values below which this may be something else. */
const fewestValues = 3;

const isText = (octet: number): boolean => (octet >= 0x20 && octet < 0x7f) || octet === 0x0d || octet === 0x0a;

/** The text of a telegram with the first line that it lacks. */
export const withoutHead = (text: string): Unwrapped => ({ kind: 'text', text: `/\r\n\r\n${text}`, identification: '' });

const isWhole = (rows: readonly string[]): boolean =>
  beginning.test(dataSetsOf(rows[0] ?? '')[0]?.obis ?? '') && rows.flatMap((row) => dataSetsOf(row)).length >= fewestValues;

/** The telegrams that all of the octets are, value by value; none when they are something else. */
export function headlessTexts(octets: Buffer): readonly Unwrapped[] {
  if (!octets.every(isText)) return [];
  const found: Unwrapped[] = [];
  let rows: string[] = [];
  // The end mark stands behind the last value in some readouts.
  for (const line of octets.toString('latin1').replace(/\)!/g, ')\n!').split(/\r?\n/)) {
    const row = line.trim();
    if (isValueRow(row)) rows.push(row);
    else if (end.test(row)) {
      if (isWhole(rows)) found.push(withoutHead([...rows, '!', ''].join('\r\n')));
      rows = [];
    } else if (row !== '') return [];
  }
  return found;
}
