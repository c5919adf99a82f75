/**
 * P1 telegrams whose first line somebody left out: without it the CRC says nothing, and `/XXX5` stands in its place, as the
 * DSMR companion standard writes it.
 */
import type { Unwrapped } from './unwrap';

/** `1-0:1.8.0(000123.4*kWh)`, and the values alone in a line that goes on. */
const value = /^\d{1,3}-\d{1,3}:[\d.]+(?:\*\d{1,3})?(?:\([^()]*\))+$/;
const goesOn = /^(?:\([^()]*\))+$/;

/** Whether a line without blanks around it has values, with a code or without. */
export const isValueRow = (row: string): boolean => value.test(row) || goesOn.test(row);

const end = /^![0-9A-Fa-f]{0,4}$/;
/** The lines that telegrams begin with: version, time, number. What begins with another one was heard from its middle on. */
const beginning = /^(?:1-3:0\.2\.8|0-0:1\.0\.0|0-0:96\.1\.[14])[(*]/;
/** Values below which this may be something else. */
const fewestValues = 3;

const isText = (octet: number): boolean => (octet >= 0x20 && octet < 0x7f) || octet === 0x0d || octet === 0x0a;

const telegramOf = (rows: readonly string[]): Unwrapped => ({
  kind: 'text',
  text: ['/XXX5', '', ...rows, '!', ''].join('\r\n'),
  identification: 'XXX5',
});

/** The telegrams that all of the octets are, value by value; none when they are something else. */
export function headlessTexts(octets: Buffer): readonly Unwrapped[] {
  if (!octets.every(isText)) return [];
  const found: Unwrapped[] = [];
  let rows: string[] = [];
  for (const line of octets.toString('latin1').split(/\r?\n/)) {
    const row = line.trim();
    if (isValueRow(row)) rows.push(row);
    else if (end.test(row)) {
      if (beginning.test(rows[0] ?? '') && rows.filter((one) => value.test(one)).length >= fewestValues) found.push(telegramOf(rows));
      rows = [];
    } else if (row !== '') return [];
  }
  return found;
}
