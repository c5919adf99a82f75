/**
 * P1 telegrams in plain text (DSMR P1 companion standard 5.0.2; also inside general-glo-ciphering in Luxembourg and Styria)
 * and data readouts of IEC 62056-21 (`p1-codes.ts` has their rows): `1-0:1.8.1(000123.456*kWh)` or `1.8.1(000123.456*kWh)`, for
 * meters on the M-Bus with the time in front: `0-1:24.2.1(210204090000W)(00003.121*m3)`. Logs give their rows; until DSMR 3
 * the gas meter's value stands on a line of its own.
 *
 * Values are read decimal-exact; W and S behind a time say winter and summer time of the country, whose offset is not in
 * the telegram: such times come without offset unless one is set.
 */

import { offsetText } from '../cosem/clock-time';
import { type TelegramCodes, telegramName } from '../cosem/companions';
import { mbusDeviceType } from '../cosem/m-bus-words';
import { canonicalObis } from '../cosem/obis';
import { type Language, obisName, unknownName } from '../cosem/obis-names';
import { DlmsError } from '../errors';
import { type DataSet, dataSetsOf } from './p1-codes';

/** A row of a log: power failures, monthly demands. */
export interface P1Row {
  readonly time: string | null;
  readonly value: number | string;
  readonly unit: string | null;
}

export interface P1Value {
  readonly obis: string;
  readonly name: string;
  readonly value: number | string | readonly P1Row[];
  readonly unit: string | null;
  readonly time: string | null;
}

export interface P1Text {
  readonly identification: string;
  readonly time: string | null;
  readonly values: readonly P1Value[];
}

const maxLines = 2000;
const innerCode = /^\d{1,3}(?:-\d{1,3})?:\d{1,3}\.\d{1,3}\.\d{1,3}(?:[*.]\d{1,3})?$/;
/** Elster A1100 and meters in India have no asterisk in front of the unit; one letter behind digits is something else. */
const bareUnit = String.raw` ?(?:[kM]W|[kM]?(?:Wh|VAh?|VA[rR]h?|varh?)|[GM]J|m3|Hz|Hrs)|(?<=\.\d+)[AVW]`;
/** A plus or a blank stands where a minus would. */
const decimal = new RegExp(String.raw`^[+ ]{0,8}(-?\d{1,30}(?:\.\d{1,30})?)(?:(?:\*|(?=(?:${bareUnit})$) ?)([A-Za-z0-9%/]{1,8}) ?)?$`);
const timeForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([WS])?$/;

/** `210204090000W` as ISO 8601. @param winterOffset minutes east of UTC in winter, null = not known */
function p1Time(text: string, winterOffset: number | null): string | null {
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

/** Equipment numbers and messages are octets in hex; FF at the end was never written. */
function identifier(obis: string, sent: string): string {
  const text = sent.replace(/\xff+$/, '');
  if (!/^\d-\d+:(96\.1\.|96\.13\.[01]\*|42\.0\.0)/.test(obis) || !/^(?:[2-7][0-9A-Fa-f])+$/.test(text)) return text;
  return Buffer.from(text, 'hex').toString('latin1');
}

type Shown = Pick<P1Value, 'value' | 'unit'>;

/** Of heat meters, of Itron and of Elster. */
const usualUnits: Readonly<Record<string, string>> = { m3ph: 'm3/h', m: 'min', secs: 's', Hrs: 'h' };

/** `KWh` (Iskraemeco MT174) is `kWh`, `kVArh` (Swedish meters) is `kvarh`. */
const unitOf = (written: string | undefined): string | null =>
  written === undefined ? null : (usualUnits[written] ?? written.replace(/^K(?=[WVv])/, 'k').replace(/(?:VAr|VAR)(?=h?$)/, 'var'));

/** Numbers, names and messages are texts, even when they are all digits. */
const isText = /^(?:\d+-\d+:(?:96\.1\.|96\.13\.|42\.0\.0|0\.0\.|0\.2\.[0-2]\*|0\.9\.|97\.97\.)|6-0:9\.2[01]\.)/;
/** Ends of billing periods of both schemes (Blue Book 7.5.1). */
const periodEnd = /^1-\d+:0\.1\.[25]\*/;

function shownOf(obis: string, text: string, winterOffset: number | null): Shown {
  if (/^0-0:1\.0\.0\*/.test(obis)) return { value: p1Time(text, winterOffset) ?? readoutStamp(text, winterOffset) ?? text, unit: null };
  if (periodEnd.test(obis)) return { value: readoutStamp(text, winterOffset) ?? text, unit: null };
  const number = decimal.exec(text);
  if (number === null || (isText.test(obis) && number[2] === undefined)) return { value: identifier(obis, text), unit: null };
  return { value: exact(number[1] as string), unit: unitOf(number[2]) };
}

/** `(2)(code)(time)(value)(time)(value)`: a number of rows, codes of their columns, and the rows. */
function rowsOf(obis: string, groups: readonly string[], winterOffset: number | null): P1Row[] | null {
  if (groups.length < 2 || !/^\d{1,4}$/.test(groups[0] ?? '') || !innerCode.test(groups[1] ?? '')) return null;
  const rows: P1Row[] = [];
  let time: string | null = null;
  for (const cell of groups.slice(1).filter((group) => !innerCode.test(group))) {
    const at = p1Time(cell, winterOffset);
    // Rows that are not filled yet have times like 632525252525W.
    if (at !== null || /^\d{12}[WS]$/.test(cell)) time = at;
    else if (cell !== '') rows.push({ time, ...(shownOf(obis, cell, winterOffset) as { value: number | string; unit: string | null }) });
  }
  return rows;
}

/** Times in readouts: `2211120730`, `17-11-02 08:30`, `2021-07-12 22:20:17`, with the season in front `1190711111500` (1 summer). */
const stampForm = /^(?:([01])|20(?=\d{2}-))?(\d{2})-?(\d{2})-?(\d{2})[ ,]?(\d{2}):?(\d{2})(?::?(\d{2}))?$/;

function readoutStamp(text: string, winterOffset: number | null): string | null {
  const match = stampForm.exec(text);
  if (match === null) return null;
  const [, season, year, month, day, hour, minute, second = '00'] = match;
  const suffix = season === undefined ? '' : season === '1' ? 'S' : 'W';
  return p1Time(`${year}${month}${day}${hour}${minute}${second}${suffix}`, winterOffset);
}

/** `(0.50262*kW)(2211120730)`: a maximum and when it was, without unit in the past; null for everything else. */
function demandOf(obis: string, groups: readonly string[], winterOffset: number | null): Pick<P1Value, 'value' | 'unit' | 'time'> | null {
  const [, number, unit] = decimal.exec(groups[0] ?? '') ?? [];
  const when = groups[1] ?? '';
  if (groups.length !== 2 || number === undefined || !stampForm.test(when)) return null;
  if (unit === undefined && isText.test(obis)) return null;
  return { value: exact(number), unit: unitOf(unit), time: readoutStamp(when, winterOffset) };
}

/** `(time)(value)(value)`: the values of a month's end, one row each; null for everything else. */
function valuesAt(obis: string, groups: readonly string[], winterOffset: number | null): P1Row[] | null {
  const time = groups.length > 2 ? p1Time(groups[0] ?? '', winterOffset) : null;
  if (time === null || groups.some((group) => innerCode.test(group))) return null;
  return groups
    .slice(1)
    .map((cell) => ({ time, ...(shownOf(obis, cell, winterOffset) as { value: number | string; unit: string | null }) }));
}

/** What a telegram means by a code: by its own list, else by the OBIS rules. */
interface Naming {
  readonly language: Language;
  readonly codes: TelegramCodes;
}

/** Codes of heat meters that are not listed have no meaning by the OBIS rules. */
const nameOf = (obis: string, { language, codes }: Naming): string =>
  telegramName(obis, language, codes) ?? (codes === 'heat' && obis.startsWith('6-') ? unknownName(language) : obisName(obis, language));

function p1ValueOf({ obis, groups }: DataSet, winterOffset: number | null, naming: Naming): P1Value {
  const time = groups.length > 1 ? p1Time(groups[0] ?? '', winterOffset) : null;
  const base = { obis, name: nameOf(obis, naming), time };
  const rows = rowsOf(obis, groups, winterOffset);
  if (rows !== null) return { ...base, value: rows, unit: rows[0]?.unit ?? null };
  const values = valuesAt(obis, groups, winterOffset);
  if (values !== null) return { ...base, name: obisName(obis, naming.language), value: values, unit: values[0]?.unit ?? null };
  const demand = demandOf(obis, groups, winterOffset);
  if (demand !== null) return { ...base, ...demand };
  // DSMR 2 and 3: (time)(status)(period)(1)(code)(unit)(value)
  const [inner = '', unit = '', last = ''] = groups.slice(-3);
  if (groups.length > 3 && innerCode.test(inner)) {
    const known = canonicalObis(inner);
    return { obis: known, name: nameOf(known, naming), time, ...shownOf(known, `${last}*${unit}`, winterOffset) };
  }
  return { ...base, ...(time === null ? saidOf(obis, groups, winterOffset) : shownOf(obis, groups.at(-1) ?? '', winterOffset)) };
}

/** Values without a time: what they all say, where some are blank or repeat the first; numbers as rows; else the texts as sent. */
function saidOf(obis: string, groups: readonly string[], winterOffset: number | null): Pick<P1Value, 'value' | 'unit'> {
  const said = [...new Set(groups.filter((group) => group.trim() !== ''))];
  if (said.length <= 1) return shownOf(obis, said[0] ?? groups[0] ?? '', winterOffset);
  if (!groups.every((group) => decimal.test(group))) return { value: groups.map((group) => `(${group})`).join(''), unit: null };
  const rows = groups.map((group) => ({ time: null, ...shownOf(obis, group, null) }) as P1Row);
  return { value: rows, unit: rows[0]?.unit ?? null };
}

/** Lines that begin with a bracket go on with the one before. */
const wholeLines = (text: string): string[] =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: readouts begin with STX, some end with ETX
    .replace(/[\x02\x03]/g, '')
    .replace(/\r?\n(?=\()/g, '')
    .split(/\r?\n/, maxLines);

const timeCode = /^[01]-\d+:0\.9\.1\*255$/;
const dateCode = /^[01]-\d+:0\.9\.2\*255$/;
/** `9.36(2024-10-11&13:29:41)`. */
const heatClock = /^6-0:9\.36\.0\*255$/;

/**
 * The clock of a readout: local time and date as lines of their own, `0.9.1(21:10:29)` and `0.9.2(24-03-21)`, some with the season
 * in front; one line of a heat meter.
 */
function readoutTime(values: readonly P1Value[]): string | null {
  const digitsOf = (code: RegExp): string => String(values.find(({ obis }) => code.test(obis))?.value ?? '').replace(/[-:.&]/g, '');
  return p1Time(digitsOf(heatClock).slice(-12) || digitsOf(dateCode).slice(-6) + digitsOf(timeCode).slice(-6), null);
}

/** `0-0:98.1.0` and a bracket that stays open at the end of the line (Holley DTSD545): the values of a month's end follow, line by line. */
const openLine = /^(\d{1,3}-\d{1,3}:98\.\d{1,3}\.\d{1,3})\($/;

/** Values behind an open bracket: those that came before in front of it, at another time. */
class MonthEnd {
  private time: string | null = null;
  private readonly rows: P1Row[] = [];

  constructor(
    private readonly code: string,
    private readonly naming: Naming,
    private readonly winterOffset: number | null,
  ) {}

  /** Whether the value is one of the month's end. */
  takes({ obis, value, unit }: P1Value, before: readonly P1Value[]): boolean {
    if (!before.some((one) => one.obis === obis)) return false;
    if (obis.startsWith('0-0:1.0.0*')) this.time = p1Time(String(value).replace(/T$/, ''), this.winterOffset) ?? String(value);
    else if (typeof value !== 'object') this.rows.push({ time: this.time, value, unit });
    return true;
  }

  get value(): P1Value {
    const obis = canonicalObis(this.code);
    return { obis, name: obisName(obis, this.naming.language), value: this.rows, unit: this.rows[0]?.unit ?? null, time: this.time };
  }
}

/** The version of Belgian telegrams: `0-0:96.1.4(50217)`. */
const belgianVersion = /^0-0:96\.1\.4\(/m;
/** The energy of a heat meter (EN 1434-3); 6.8 of an electricity meter is reactive. */
const heatEnergy = /(?:^|\))6\.8\([\d.]+\*(?:[kM]Wh|[MG]J|Gcal)\)/;

/** Values of the rows of a text, in their order. */
function valuesIn(rows: readonly string[], winterOffset: number | null, naming: Naming): P1Value[] {
  const medium = naming.codes === 'heat' ? 6 : 1;
  const values: P1Value[] = [];
  let month: MonthEnd | null = null;
  for (const one of rows) {
    // The end mark stands behind the last value in some readouts.
    const row = one.trim().replace(/\)!$/, ')');
    const opens = openLine.exec(row)?.[1];
    if (opens !== undefined) month = new MonthEnd(opens, naming, winterOffset);
    for (const set of dataSetsOf(row, medium)) {
      const value = p1ValueOf(set, winterOffset, naming);
      if (set.attribute !== null) addTime(values, set, winterOffset);
      else if (month?.takes(value, values) !== true) values.push(value);
    }
  }
  if (month !== null) values.push(month.value);
  return values;
}

/** `1.6.0,5(202601130730)`: the time of the value before it with this code. */
function addTime(values: P1Value[], { obis, attribute, groups }: DataSet, winterOffset: number | null): void {
  const at = values.findLastIndex((one) => one.obis === obis);
  const value = values[at];
  const stamp = (groups[0] ?? '').replace(/^20(?=\d{10}$)/, '');
  if (value !== undefined && attribute === captureTime) values[at] = { ...value, time: readoutStamp(stamp, winterOffset) };
}

/** Attribute of an extended register. */
const captureTime = 5;

/** `0-1:24.1.0(003)` says what the meter on channel 1 measures: its value is named after it. */
function ofChannels(values: readonly P1Value[], language: Language): P1Value[] {
  const types = new Map(
    values.filter(({ obis }) => /^0-\d+:24\.1\.0\*255$/.test(obis)).map(({ obis, value }) => [obis.split(':')[0], value]),
  );
  return values.map((one) => {
    const type = types.get(one.obis.split(':')[0]);
    const isValue = typeof type === 'number' && /:24\.2\.\d+\*/.test(one.obis);
    return isValue ? { ...one, name: `${one.name}: ${mbusDeviceType(type, language)}` } : one;
  });
}

/** Values of the past have no unit of their own, and the time at which their billing period ended. */
function ofThePast(values: readonly P1Value[]): P1Value[] {
  const units = new Map(values.filter(({ unit }) => unit !== null).map(({ obis, unit }) => [obis, unit]));
  const ends = new Map(values.filter(({ obis }) => periodEnd.test(obis)).map(({ obis, value }) => [obis, value]));
  return values.map((one) => {
    const [now = '', past] = one.obis.split('*');
    if (past === '255' || typeof one.value !== 'number') return one;
    const end = ends.get(`${now.slice(0, now.indexOf(':'))}:0.1.2*${past}`);
    const time = one.time ?? (typeof end === 'string' && end.includes('T') ? end : null);
    return { ...one, unit: one.unit ?? units.get(`${now}*255`) ?? null, time };
  });
}

/**
 * @param winterOffset minutes east of UTC in winter; null: times come without offset
 * @throws DlmsError `apdu-malformed` when the text is no P1 telegram
 */
export function readP1(text: string, winterOffset: number | null = null, language: Language = 'en'): P1Text {
  const [first = '', ...rows] = wholeLines(text);
  if (!first.startsWith('/')) throw new DlmsError('apdu-malformed', 'a P1 telegram begins with a slash');
  const codes = belgianVersion.test(text) ? 'belgium' : rows.some((row) => heatEnergy.test(row)) ? 'heat' : 'dsmr';
  const values = ofChannels(ofThePast(valuesIn(rows, winterOffset, { language, codes })), language);
  if (values.length === 0) throw new DlmsError('apdu-malformed', 'the P1 telegram has no line with a code and a value');
  const clock = values.find(({ obis }) => /^0-0:1\.0\.0\*/.test(obis))?.value;
  return {
    identification: first.slice(1).trim(),
    time: typeof clock === 'string' && clock.includes('T') ? clock : readoutTime(values),
    values,
  };
}
