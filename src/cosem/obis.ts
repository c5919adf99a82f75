/**
 * OBIS codes as people write them (Blue Book part 1; IEC 62056-6-1): six value groups A to F of one octet each.
 *
 * Read: `1-0:1.8.0*255`, `1-0:1.8.0`, `1-0:1.8.0.255`, `1.0.1.8.0.255`, the short form of displays `1.8.0` (also with the
 * letters C, F, L, P for 96 to 99), 12 hex digits with or without separators, and 6 octets. Kept and shown: the canonical
 * text `1-0:1.8.0*255`. A fault is told with the group and what is wrong with it.
 */
import { DlmsError } from '../errors';
import { mistakeText, readObisText } from './obis-text';

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

const fault = (input: string, reason: string): DlmsError =>
  new DlmsError('obis-invalid', `"${input}" is not an OBIS code: ${reason}`, { object: input });

interface ReadText {
  readonly numbers: readonly number[];
  readonly canonical: string;
  readonly octets: Buffer;
}

/** Texts that were read before: the same few codes come with every request. */
const remembered = new Map<string, ReadText>();
const maxRemembered = 20_000;

function fromText(text: string): ReadText {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const numbers = readObisText(text);
  if ('kind' in numbers) throw fault(text, mistakeText(numbers));
  if (remembered.size >= maxRemembered) remembered.clear();
  const read = { numbers, canonical: obisAt(numbers), octets: Buffer.from(numbers as number[]) };
  remembered.set(text, read);
  return read;
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
  if (typeof input === 'string') return fromText(input).numbers;
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
export const obisAt = (octets: ArrayLike<number>, at = 0): string =>
  `${octets[at]}-${octets[at + 1]}:${octets[at + 2]}.${octets[at + 3]}.${octets[at + 4]}*${octets[at + 5]}`;

/**
 * The canonical text `1-0:1.8.0*255`, the form that the library keeps and compares.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export function canonicalObis(input: ObisInput): string {
  return typeof input === 'string' ? fromText(input).canonical : obisAt(numbersOf(input));
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

/**
 * The six octets of a logical name for requests: the same Buffer for the same text, to be read only.
 * @throws DlmsError `obis-invalid`, naming the group and the fault
 */
export const logicalName = (input: ObisInput): Buffer => (typeof input === 'string' ? fromText(input).octets : obisOctets(input));

/** The reason why a text is no OBIS code, null when it is one: for the validation of forms. */
export function obisFault(input: ObisInput): string | null {
  try {
    numbersOf(input);
    return null;
  } catch (error) {
    return (error as DlmsError).message;
  }
}
