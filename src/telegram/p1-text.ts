/**
 * P1 telegrams in plain text (DSMR P1 companion standard 5.0.2; also inside general-glo-ciphering in Luxembourg and Styria):
 * one line for each object, `1-0:1.8.1(000123.456*kWh)`, for meters on the M-Bus with the time in front:
 * `0-1:24.2.1(210204090000W)(00003.121*m3)`.
 *
 * Values are read decimal-exact; W and S behind a time say winter and summer time of the country, whose offset is not in
 * the telegram: such times come without offset unless one is set.
 */

import { offsetText } from '../cosem/clock-time';
import { telegramName } from '../cosem/companions';
import { canonicalObis } from '../cosem/obis';
import { obisName } from '../cosem/obis-names';
import { DlmsError } from '../errors';

export interface P1Value {
  readonly obis: string;
  readonly name: string;
  readonly value: number | string;
  readonly unit: string | null;
  readonly time: string | null;
}

export interface P1Text {
  readonly identification: string;
  readonly time: string | null;
  readonly values: readonly P1Value[];
}

const maxLines = 2000;
const line = /^(\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}(?:[*.]\d{1,3})?)((?:\([^()]*\))+)$/;
const decimal = /^(-?\d{1,30}(?:\.\d{1,30})?)(?:\*([A-Za-z0-9%/]{1,8}))?$/;
const timeForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([WS])?$/;

/** `210204090000W` as ISO 8601. @param winterOffset minutes east of UTC in winter, null = not known */
export function p1Time(text: string, winterOffset: number | null): string | null {
  const match = timeForm.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, season] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59)
    return null;
  const zone = winterOffset === null || season === undefined ? '' : offsetText(winterOffset + (season === 'S' ? 60 : 0));
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}

/** The number of a decimal text where it prints as the same decimal, else the text without leading zeros. */
function exact(text: string): number | string {
  const shortest = text
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  const number = Number(shortest);
  return String(number) === shortest || shortest === '-0' ? number : shortest;
}

/** Equipment numbers are octets in hex. */
function identifier(obis: string, text: string): string {
  if (!/^\d-\d+:(96\.1\.|42\.0\.0)/.test(obis) || !/^(?:[2-7][0-9A-Fa-f])+$/.test(text)) return text;
  return Buffer.from(text, 'hex').toString('latin1');
}

function p1ValueOf(code: string, groups: readonly string[], winterOffset: number | null): P1Value | null {
  const obis = canonicalObis(code);
  const last = groups.at(-1) ?? '';
  const number = decimal.exec(last);
  const isClock = /^0-0:1\.0\.0\*/.test(obis);
  const time = groups.length > 1 ? p1Time(groups[0] ?? '', winterOffset) : null;
  const base = { obis, name: telegramName(obis) ?? obisName(obis), time };
  if (isClock) return { ...base, value: p1Time(last, winterOffset) ?? last, unit: null };
  // Numbers, names and messages are texts, even when they are all digits.
  const isText = /^\d+-\d+:(96\.1\.|96\.13\.|42\.0\.0)/.test(obis);
  if (number === null || (isText && number[2] === undefined)) return { ...base, value: identifier(obis, last), unit: null };
  return { ...base, value: exact(number[1] as string), unit: number[2] ?? null };
}

/** @throws DlmsError `apdu-malformed` when the text is no P1 telegram */
export function readP1(text: string, winterOffset: number | null = null): P1Text {
  const lines = text.split(/\r?\n/, maxLines);
  const first = lines[0] ?? '';
  if (!first.startsWith('/')) throw new DlmsError('apdu-malformed', 'a P1 telegram begins with a slash');
  const values: P1Value[] = [];
  for (const one of lines.slice(1)) {
    const match = line.exec(one.trim());
    if (match === null) continue;
    const groups = [...(match[2] ?? '').matchAll(/\(([^()]*)\)/g)].map((group) => group[1] ?? '');
    const value = codeIsRight(match[1] as string) ? p1ValueOf(match[1] as string, groups, winterOffset) : null;
    if (value !== null) values.push(value);
  }
  if (values.length === 0) throw new DlmsError('apdu-malformed', 'the P1 telegram has no line with a code and a value');
  const clock = values.find(({ obis }) => /^0-0:1\.0\.0\*/.test(obis))?.value;
  return { identification: first.slice(1).trim(), time: typeof clock === 'string' && clock.includes('T') ? clock : null, values };
}

const codeIsRight = (code: string): boolean => code.split(/[-:.*]/).every((part) => Number(part) <= 255);
