/**
 * A-XDR combinators (IEC 61334-6; Green Book 9.5 uses its subset).
 *
 * A codec is a value: `struct({ classId: u16, instanceId: octets(6) })` states the encoding once, and its encoder,
 * decoder and TypeScript type all come from that statement. `choice` always gives `{ kind, value }`.
 */

import { Reader, Writer } from '../bytes';
import { DlmsError } from '../errors';

export interface Codec<T> {
  write(value: T, out: Writer): void;
  read(input: Reader): T;
}

/** The TypeScript type that a codec stands for. */
// biome-ignore lint/suspicious/noExplicitAny: the combinator core infers through any codec
export type TypeOf<C> = C extends Codec<infer T> ? T : any;

/** Octets of a value. @throws DlmsError `value-invalid` when it does not fit the codec */
export function encode<T>(codec: Codec<T>, value: T): Buffer {
  const out = new Writer();
  codec.write(value, out);
  return out.finish();
}

/** The value of octets, all of which must be used. @throws DlmsError `apdu-truncated`, `apdu-malformed`, `limit-exceeded` */
export function decode<T>(codec: Codec<T>, octets: Buffer): T {
  const input = new Reader(octets);
  const value = codec.read(input);
  if (input.remaining > 0) throw input.malformed(`${input.remaining} octets too many`);
  return value;
}

function uint(size: number, write: (value: number, out: Writer) => void, read: (input: Reader) => number): Codec<number> {
  const max = 2 ** (8 * size) - 1;
  return {
    write(value, out) {
      if (!Number.isInteger(value) || value < 0 || value > max) throw new DlmsError('value-invalid', `${value} is not in 0..${max}`);
      write(value, out);
    },
    read,
  };
}

export const u8 = uint(
  1,
  (v, out) => out.u8(v),
  (i) => i.u8(),
);
export const u16 = uint(
  2,
  (v, out) => out.u16(v),
  (i) => i.u16(),
);
export const u32 = uint(
  4,
  (v, out) => out.u32(v),
  (i) => i.u32(),
);

export const i8: Codec<number> = {
  write(value, out) {
    if (!Number.isInteger(value) || value < -128 || value > 127) throw new DlmsError('value-invalid', `${value} is not in -128..127`);
    out.u8(value & 0xff);
  },
  read: (input) => (input.u8() << 24) >> 24,
};

/** BOOLEAN: any octet but 0 is true; 01 is written, as nearly all meters do. */
export const boolean: Codec<boolean> = { write: (v, out) => void out.u8(v ? 1 : 0), read: (i) => i.u8() !== 0 };

/** Length as of A-XDR: one octet below 128, else 8n and n octets. Longer forms than needed are read too (Kamstrup sends 82 00E7). */
export const length: Codec<number> = {
  write(value, out) {
    if (value < 0x80) out.u8(value);
    else if (value < 0x100) out.u8(0x81).u8(value);
    else if (value < 0x10000) out.u8(0x82).u16(value);
    else if (value < 0x1000000)
      out
        .u8(0x83)
        .u8(value >>> 16)
        .u16(value & 0xffff);
    else out.u8(0x84).u32(value);
  },
  read(input) {
    const at = input.position;
    const first = input.u8();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw input.malformed(`length octet ${first.toString(16)}`, at);
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + input.u8();
    return value;
  },
};

function isOctets(value: unknown): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw new DlmsError('value-invalid', `${typeof value} given, octets needed`);
}

/** Reads a part that has a name, and tells the trace of it. @param at where it begins, when that is not here */
export function readTraced<T>(codec: Codec<T>, name: string, input: Reader, at = input.position): T {
  const { trace } = input;
  if (trace === null) return codec.read(input);
  trace.begin(name, at, input.position);
  const value = codec.read(input);
  trace.end(input.position, value);
  return value;
}

/** A fixed number of octets. */
export const octets = (count: number): Codec<Buffer> => ({
  write(value, out) {
    isOctets(value);
    if (value.length !== count) throw new DlmsError('value-invalid', `${value.length} octets given, ${count} needed`);
    out.octets(value);
  },
  read: (input) => input.octets(count),
});

/** OCTET STRING of variable length. */
export const octetString: Codec<Buffer> = {
  write(value, out) {
    isOctets(value);
    length.write(value.length, out);
    out.octets(value);
  },
  read: (input) => input.octets(length.read(input)),
};

/** All octets to the end. */
export const rest: Codec<Buffer> = { write: (v, out) => void out.octets(v), read: (i) => i.rest() };

/** OPTIONAL: one flag octet, then the value when it is not 0. Absent is `null`. */
export const optional = <T>(codec: Codec<T>): Codec<T | null> => ({
  write(value, out) {
    out.u8(value === null ? 0 : 1);
    if (value !== null) codec.write(value, out);
  },
  read: (input) => (input.u8() === 0 ? null : readTraced(codec, '', input)),
});

/** DEFAULT: one flag octet, then the value when it differs from the default. */
export const withDefault = <T>(codec: Codec<T>, byDefault: T): Codec<T> => ({
  write(value, out) {
    out.u8(value === byDefault ? 0 : 1);
    if (value !== byDefault) codec.write(value, out);
  },
  read: (input) => (input.u8() === 0 ? byDefault : codec.read(input)),
});

/** SEQUENCE OF: count, then the elements. Each takes at least one octet, which bounds the count; all count against the limit. */
export const sequenceOf = <T>(codec: Codec<T>): Codec<readonly T[]> => ({
  write(value, out) {
    length.write(value.length, out);
    for (const element of value) codec.write(element, out);
  },
  read(input) {
    const at = input.position;
    const count = length.read(input);
    if (count > input.remaining) throw new DlmsError('apdu-truncated', `${count} elements announced at octet ${at}`, { offset: at });
    input.elements += count;
    if (input.elements > input.limits.maxElements)
      throw new DlmsError('limit-exceeded', `too many elements at octet ${at}`, { offset: at });
    const elements: T[] = [];
    for (let i = 0; i < count; i++) elements.push(readTraced(codec, `[${i}]`, input));
    return elements;
  },
});

// biome-ignore lint/suspicious/noExplicitAny: the combinator core maps over any codecs
type Fields = Readonly<Record<string, Codec<any>>>;
type StructOf<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };

/** SEQUENCE: the fields in the order in which they are written here. */
export function struct<F extends Fields>(fields: F): Codec<StructOf<F>> {
  const entries = Object.entries(fields);
  return {
    write(value, out) {
      for (const [name, codec] of entries) codec.write(value[name as keyof F], out);
    },
    read(input) {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of entries) value[name] = readTraced(codec, name, input);
      return value as StructOf<F>;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the combinator core maps over any codecs
type Alternatives = Readonly<Record<string, readonly [tag: number, codec: Codec<any>]>>;
type ChoiceOf<A extends Alternatives> = { [K in keyof A & string]: { readonly kind: K; readonly value: TypeOf<A[K][1]> } }[keyof A &
  string];

/** CHOICE: one tag octet, then the alternative. Gives `{ kind, value }`. `what` names it in errors. */
export function choice<A extends Alternatives>(what: string, alternatives: A): Codec<ChoiceOf<A>> {
  const byTag = new Map<number, [kind: string, codec: Codec<unknown>]>();
  for (const [kind, [tag, codec]] of Object.entries(alternatives)) byTag.set(tag, [kind, codec]);
  return {
    write({ kind, value }, out) {
      const alternative = alternatives[kind];
      if (!alternative) throw new DlmsError('value-invalid', `${what} has no alternative ${kind}`);
      out.u8(alternative[0]);
      alternative[1].write(value, out);
    },
    read(input) {
      const at = input.position;
      const tag = input.u8();
      const alternative = byTag.get(tag);
      if (!alternative)
        throw new DlmsError('apdu-unknown', `${what}: unknown tag ${tag.toString(16).padStart(2, '0')} at octet ${at}`, { offset: at });
      return { kind: alternative[0], value: readTraced(alternative[1], alternative[0], input, at) } as ChoiceOf<A>;
    },
  };
}

/** A word of an enumeration; values that the book does not list stay readable and can be written back. */
export type Word<N extends string> = N | `unknown (${number})`;

/** ENUMERATED: one octet as the book's own word. */
export function enumerated<N extends string>(
  values: Readonly<Record<N, number>>,
): Codec<Word<N>> & { code(word: Word<N>): number; word(code: number): Word<N> } {
  const words = new Map<number, N>();
  for (const [word, code] of Object.entries(values) as [N, number][]) words.set(code, word);
  const code = (word: Word<N>): number => {
    const known: number | undefined = values[word as N];
    const found = known ?? Number(/^unknown \((\d{1,3})\)$/.exec(word)?.[1] ?? Number.NaN);
    if (Number.isNaN(found) || found > 255)
      throw new DlmsError('value-invalid', `"${word}" is not one of ${Object.keys(values).join(', ')}`);
    return found;
  };
  const word = (n: number): Word<N> => words.get(n) ?? `unknown (${n})`;
  return { code, word, write: (value, out) => void out.u8(code(value)), read: (input) => word(input.u8()) };
}

/** Presents a codec's value in another form. */
export const map = <A, B>(codec: Codec<A>, to: (a: A) => B, from: (b: B) => A): Codec<B> => ({
  write: (value, out) => codec.write(from(value), out),
  read: (input) => to(codec.read(input)),
});
