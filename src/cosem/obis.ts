/**
 * OBIS codes as people write them (Blue Book part 1; IEC 62056-6-1): six value groups A to F of one octet each.
 *
 * Read: `1-0:1.8.0*255`, `1-0:1.8.0`, `1-0:1.8.0.255`, `1.0.1.8.0.255`, the short form of displays `1.8.0` (also with the
 * letters C, F, L, P for 96 to 99), 12 hex digits with or without separators, and 6 octets. Kept and shown: the canonical
 * text `1-0:1.8.0*255`. A fault is told with the group and what is wrong with it.
 */
import { DlmsError } from '../errors';

export interface ObisGroups {
  /** Medium: 0 abstract, 1 electricity, 7 gas ... */
  readonly a: number;
  /** Channel. */
  readonly b: number;
  /** Quantity. */
  readonly c: number;
  /** How it was processed: 7 instantaneous, 8 time integral ... */
  readonly d: number;
  /** Tariff, harmonic ... */
  readonly e: number;
  /** Billing period; 255 = current. */
  readonly f: number;
}

/** Any usual form of an OBIS code. */
export type ObisInput = string | Uint8Array | readonly number[] | ObisGroups;

const letters = 'ABCDEF';
const displayLetters: Readonly<Record<string, string>> = { C: '96', F: '97', L: '98', P: '99' };

const fault = (input: string, reason: string): DlmsError =>
  new DlmsError('obis-invalid', `"${input}" is not an OBIS code: ${reason}`, { object: input });

/** Six decimal parts; undefined where the form leaves a group out. */
type Parts = readonly [string, string, string, string, string, string];

const full = /^(\w+)-(\w+):(\w+)\.(\w+)\.(\w+)(?:[*&.](\w+))?$/;
const dotted = /^(\w+)\.(\w+)\.(\w+)\.(\w+)\.(\w+)\.(\w+)$/;
const short = /^(\w+)\.(\w+)\.(\w+)(?:[*&](\w+))?$/;
/** Six pairs of hex digits with one separator, or none. */
const hex = /^(?:0x)?([0-9a-f]{2})([\s:_-]?)([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})$/i;
const dottedHex = /^(?=.*[a-f])[0-9a-f]{2}(?:\.[0-9a-f]{2}){5}$/i;

function partsOf(text: string): Parts | null {
  let match = full.exec(text);
  if (match !== null) return [match[1], match[2], match[3], match[4], match[5], match[6] ?? '255'] as string[] as unknown as Parts;
  match = dotted.exec(text);
  if (match !== null) return match.slice(1) as unknown as Parts;
  match = short.exec(text);
  if (match !== null) return ['1', '0', match[1], match[2], match[3], match[4] ?? '255'] as string[] as unknown as Parts;
  return null;
}

/** What is wrong with a text that has none of the known forms, in the words of its value groups. */
function reasonOf(text: string): string {
  if (text === '') return 'it is empty';
  const stray = /[^0-9a-z\s.:*&_-]/i.exec(text);
  if (stray !== null) return `the character "${stray[0]}" has no place in it`;
  const groups = text.split(/[-:.*&]/);
  const empty = groups.indexOf('');
  const first = /^\d+-\d+:/.test(text) || groups.length > 4 ? 0 : 2;
  if (empty >= 0) return `group ${letters[empty + first] ?? 'F'} is empty`;
  if (groups.length < 3) return `group ${letters[first + groups.length]} is missing: at least C.D.E are needed`;
  if (groups.length > 6) return `it has ${groups.length} groups, six (A to F) are all there are`;
  if (groups.length < 6) return `group ${letters[groups.length]} is missing: write A-B:C.D.E*F, C.D.E, or six numbers with dots`;
  return 'the separators are not those of A-B:C.D.E*F';
}

function groupNumber(text: string, part: string, index: number): number {
  const letter = letters[index] as string;
  const known = index === 2 || index === 3 ? displayLetters[part.toUpperCase()] : undefined;
  const digits = known ?? part;
  if (!/^\d+$/.test(digits)) throw fault(text, `group ${letter} is "${part}", a number from 0 to 255 is needed`);
  const value = Number(digits);
  if (value > 255) throw fault(text, `group ${letter} is ${part}, the largest value is 255`);
  return value;
}

function fromText(text: string): number[] {
  const trimmed = text.trim();
  if (hex.test(trimmed) || dottedHex.test(trimmed)) {
    const digits = trimmed.replace(/^0x/i, '').replace(/[^0-9a-f]/gi, '');
    return Array.from({ length: 6 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  }
  const parts = partsOf(trimmed);
  if (parts === null) throw fault(text, reasonOf(trimmed));
  return parts.map((part, index) => groupNumber(text, part, index));
}

function fromNumbers(values: ArrayLike<number>): ArrayLike<number> {
  if (values.length !== 6) throw fault(Array.from(values).join('.'), `it has ${values.length} octets, six are needed`);
  for (let i = 0; i < 6; i++) {
    const value = values[i] as number;
    if (!Number.isInteger(value) || value < 0 || value > 255)
      throw fault(Array.from(values).join('.'), `group ${letters[i]} is ${value}, 0 to 255 is allowed`);
  }
  return values;
}

function numbersOf(input: ObisInput): ArrayLike<number> {
  if (typeof input === 'string') return fromText(input);
  if (input instanceof Uint8Array || Array.isArray(input)) return fromNumbers(input as ArrayLike<number>);
  if (typeof input === 'object' && input !== null) {
    const { a, b, c, d, e, f } = input as ObisGroups;
    return fromNumbers([a, b, c, d, e, f]);
  }
  throw fault(String(input), 'a text or six octets are needed');
}

/**
 * The six value groups.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export function obisGroups(input: ObisInput): ObisGroups {
  const [a, b, c, d, e, f] = Array.from(numbersOf(input)) as [number, number, number, number, number, number];
  return { a, b, c, d, e, f };
}

/** `1-0:1.8.0*255` from the six octets at `at`; the caller has made sure that they are there. */
export const obisAt = (octets: Uint8Array, at = 0): string =>
  `${octets[at]}-${octets[at + 1]}:${octets[at + 2]}.${octets[at + 3]}.${octets[at + 4]}*${octets[at + 5]}`;

/**
 * The canonical text `1-0:1.8.0*255`, the form that the library keeps and compares.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export function canonicalObis(input: ObisInput): string {
  const n = numbersOf(input);
  return `${n[0]}-${n[1]}:${n[2]}.${n[3]}.${n[4]}*${n[5]}`;
}

/**
 * The dotted text `1.0.1.8.0.255`.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export const dottedObis = (input: ObisInput): string => Array.from(numbersOf(input)).join('.');

/**
 * The six octets of a logical name, a new Buffer.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export const obisOctets = (input: ObisInput): Buffer => Buffer.from(numbersOf(input) as number[]);

/** The reason why a text is no OBIS code, null when it is one: for the validation of forms. */
export function obisFault(input: ObisInput): string | null {
  try {
    numbersOf(input);
    return null;
  } catch (error) {
    return (error as DlmsError).message;
  }
}

/** Whether two codes in any form name the same object. @throws DlmsError `obis-invalid` */
export const sameObis = (one: ObisInput, other: ObisInput): boolean => canonicalObis(one) === canonicalObis(other);
