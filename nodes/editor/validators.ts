/**
 * Validators for the `defaults` of the nodes: true, or the reason as text. Node-RED gets to see them by way of `verdicts.ts`.
 *
 * A variable such as `${NAME}` is filled in by the runtime and passes everywhere.
 */
import { obisMistake } from '../../src/cosem/obis-text';
import { timeOfWords } from '../forms/time-words';
import { isVariable } from '../forms/variables';
import { fieldValue } from './field-value';
import { say, withoutTags } from './runtime';
import { holds } from './visibility';

type Verdict = true | string;
export type Validator = (this: unknown, value: unknown) => Verdict;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || String(value).trim() === '';

const wholeNumber = (value: unknown): number | null => {
  const text = String(value).trim();
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text.slice(2), 16);
  return /^-?\d+$/.test(text) ? Number(text) : null;
};

/** Whole number, decimal or 0x; empty is taken as the default. */
export const integer =
  (min: number, max: number): Validator =>
  (value) => {
    if (isEmpty(value) || isVariable(value)) return true;
    const number = wholeNumber(value);
    return number !== null && number >= min && number <= max ? true : say('invalid.integer', { min, max });
  };

export const seconds =
  (max = 86_400): Validator =>
  (value) => {
    if (isEmpty(value) || isVariable(value)) return true;
    const number = Number(value);
    return number >= 0 && number <= max ? true : say('invalid.seconds', { max });
  };

/** Name or IP address: no URL, and the port has a field of its own. */
export const host: Validator = (value) => {
  if (isEmpty(value) || isVariable(value)) return true;
  const typed = String(value).trim();
  return /[\s/]/.test(typed) || /^[^:]+:\d+$/.test(typed) ? say('invalid.host') : true;
};

export const percent: Validator = (value) =>
  isEmpty(value) || isVariable(value) || (Number(value) >= 0 && Number(value) <= 100) ? true : say('invalid.percent');

/** Why a text is no OBIS code, in the language of the editor; null when it is one. */
export const obisReason = (value: unknown): string | null => {
  const mistake = obisMistake(String(value ?? ''));
  return mistake === null
    ? null
    : say(`obisMistake.${mistake.kind}`, { group: mistake.group ?? '', given: withoutTags(mistake.given ?? '') });
};

const obis = (value: unknown): Verdict => (isVariable(value) ? true : (obisReason(value) ?? true));

/** `now`, `-24h`, or an ISO time. */
export const moment: Validator = (value) =>
  isEmpty(value) || isVariable(value) || timeOfWords(String(value)) !== null ? true : say('invalid.moment');

interface ListItem {
  readonly obis?: string;
  readonly access?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** The largest entry number of a profile buffer, a double-long-unsigned. */
const entryNumber = integer(0, 0xffff_ffff);

/** Why the time range or the entries of an object are none; null where all of it is read. */
export const selectionReason = ({ access, from, to }: ListItem): string | null => {
  const form = access === 'range' ? moment : access === 'entry' ? entryNumber : null;
  const wrong = form === null ? undefined : [from, to].map((value) => form.call(null, value)).find((verdict) => verdict !== true);
  return typeof wrong === 'string' ? wrong : null;
};

const itemReason = (item: ListItem): string | null => (isVariable(item.obis) ? null : obisReason(item.obis)) ?? selectionReason(item);

/** The list of get and set; it may be empty, then `msg.dlms.objects` has to come. */
export const objects: Validator = (value) => {
  if (!Array.isArray(value)) return true;
  const reasons = (value as ListItem[]).map(itemReason);
  const bad = reasons.findIndex((reason) => reason !== null);
  return bad < 0 ? true : say('invalid.object', { position: bad + 1, reason: reasons[bad] ?? '' });
};

/** Hex digits of given lengths in octets; separators are ignored. */
export const hex =
  (...lengths: number[]): Validator =>
  (value) => {
    if (isEmpty(value) || isVariable(value)) return true;
    const digits = String(value)
      .replace(/^0x/i, '')
      .replace(/[\s:-]/g, '');
    const fits = /^([0-9a-f]{2})*$/i.test(digits) && (lengths.length === 0 || lengths.includes(digits.length / 2));
    return fits ? true : say('invalid.hex', { lengths: lengths.join(' / ') });
  };

/** Must be filled while these conditions of `data-dlms-show` hold, with what `form` takes. */
export const neededWhere = (conditions: string, form: Validator = () => true): Validator =>
  function (this: unknown, value) {
    if (!holds(conditions, (field) => fieldValue(this, field))) return true;
    return isEmpty(value) ? say('invalid.needed') : form.call(this, value);
  };

export const optionalObis: Validator = (value) => (isEmpty(value) ? true : obis(value));

/** Any number. */
export const number: Validator = (value) =>
  isEmpty(value) || isVariable(value) || Number.isFinite(Number(value)) ? true : say('invalid.number');

/** An ISO time. */
export const time: Validator = (value) =>
  isEmpty(value) || isVariable(value) || !Number.isNaN(Date.parse(String(value))) ? true : say('invalid.time');

const offsetMinutes = integer(-840, 840);

/** A name of the IANA data base, or minutes east of UTC. */
export const timeZone: Validator = (value) => {
  if (isEmpty(value) || isVariable(value)) return true;
  // newer browsers know "+01:00", which Node.js 20 does not
  if (!/^[a-z]/i.test(String(value).trim())) return offsetMinutes.call(null, value) === true ? true : say('invalid.timeZone');
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: String(value).trim() });
    return true;
  } catch {
    return say('invalid.timeZone');
  }
};

/** OBIS codes, parted by blanks, commas or semicolons. */
export const obisCodes: Validator = (value) => {
  if (isEmpty(value) || isVariable(value)) return true;
  const codes = String(value)
    .split(/[\s,;]+/)
    .filter((code) => code !== '');
  const bad = codes.findIndex((code) => obisReason(code) !== null);
  return bad < 0 ? true : say('invalid.object', { position: bad + 1, reason: obisReason(codes[bad]) ?? '' });
};

/** Of JavaScript. */
export const regularExpression: Validator = (value) => {
  if (isEmpty(value) || isVariable(value)) return true;
  try {
    new RegExp(String(value));
    return true;
  } catch {
    return say('invalid.expression');
  }
};

/** JSON, or nothing. */
export const json: Validator = (value) => {
  if (isEmpty(value) || isVariable(value)) return true;
  try {
    JSON.parse(String(value));
    return true;
  } catch (error) {
    return say('invalid.json', { why: withoutTags(String((error as Error).message)) });
  }
};

/** `0, 2, 1` */
export const offsets: Validator = (value) =>
  isEmpty(value) || isVariable(value) || /^\s*\d+\s*,\s*\d+\s*,\s*\d+\s*$/.test(String(value)) ? true : say('invalid.offsets');

export { addresses, dialInMedium, jsonList } from './push-validators';
export {
  certificate,
  challengeLength,
  clientTitle,
  key,
  keyring,
  neededSecret,
  optionalKey,
  optionalPassword,
  password,
  privateKey,
  suite,
  title,
} from './security-validators';

const everyLine =
  (pattern: RegExp, form: string): Validator =>
  (value) => {
    if (isVariable(value)) return true;
    const bad = String(value ?? '')
      .split(/[\n;]+/)
      .findIndex((line) => line.trim() !== '' && !pattern.test(line));
    return bad < 0 ? true : say(form, { line: bad + 1 });
  };

/** `obis = word` per line. */
export const assignmentLines = everyLine(/^[^=]+=[^=]+$/, 'invalid.line');

/** `class:obis = base name` per line. */
export const baseNameLines = everyLine(/^\s*\d+\s*:\s*\S+\s*=\s*(0x[0-9a-f]+|\d+)\s*$/i, 'invalid.baseName');
