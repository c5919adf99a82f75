/**
 * The part of BER (ISO/IEC 8825-1) that ACSE needs: tag, definite length, contents; object identifiers; integers.
 *
 * Tags of one octet are enough for ACSE. Lengths are read in short and long form, also longer than needed (`82 00 29`
 * occurs); the indefinite form is refused, no meter sends it. Reading works on a `Reader`: a field is a reader over its
 * contents, nothing is copied.
 */
import { Reader } from '../bytes';
import { DlmsError } from '../errors';
import { length } from './axdr';

/** One field: its tag octet and a reader over its contents. */
export interface BerField {
  readonly tag: number;
  readonly contents: Reader;
}

/** The next field; moves past it. @throws DlmsError `apdu-malformed` for the indefinite form and for lengths of more than 4 octets */
export function readBerField(input: Reader): BerField {
  const tag = input.u8();
  if ((tag & 0x1f) === 0x1f) throw input.malformed(`BER tag ${tag.toString(16).toUpperCase()} of several octets`, input.position - 1);
  const size = length.read(input);
  const at = input.skip(size);
  return { tag, contents: new Reader(input.buffer, at, at + size, input.limits) };
}

/** The only field inside `input`, which must have the tag. */
export function readBerInner(input: Reader, tag: number, what: string): Reader {
  const at = input.position;
  const field = readBerField(input);
  if (field.tag !== tag) throw input.malformed(`${what} with tag ${field.tag.toString(16).toUpperCase()}`, at);
  return field.contents;
}

/** INTEGER of 1 to 4 octets, without sign: ACSE numbers results and diagnostics from 0. */
export function readBerUnsigned(input: Reader): number {
  const octets = input.rest();
  if (octets.length < 1 || octets.length > 5 || (octets.length === 5 && octets[0] !== 0))
    throw input.malformed(`INTEGER of ${octets.length} octets`);
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** OBJECT IDENTIFIER as a dotted string. */
export function readBerOid(input: Reader): string {
  const octets = input.rest();
  const arcs: number[] = [];
  let arc = 0;
  let open = false;
  for (const octet of octets) {
    arc = arc * 128 + (octet & 0x7f);
    open = (octet & 0x80) !== 0;
    if (!Number.isSafeInteger(arc)) throw input.malformed('object identifier with an arc that is too large');
    if (open) continue;
    arcs.push(arc);
    arc = 0;
  }
  const first = arcs.shift();
  if (open || first === undefined) throw input.malformed('object identifier cut short');
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...arcs].join('.');
}

/** Tag, length and contents. @throws DlmsError `value-invalid` when the contents are longer than 65535 octets */
export function berOctets(tag: number, contents: Uint8Array): Buffer {
  const size = contents.length;
  const head = size < 0x80 ? [tag, size] : size < 0x100 ? [tag, 0x81, size] : [tag, 0x82, size >>> 8, size & 0xff];
  if (size > 0xffff) throw new DlmsError('value-invalid', `a BER field of ${size} octets`);
  return Buffer.concat([Buffer.from(head), contents]);
}

/** Contents of an INTEGER, shortest form, without sign. */
export function berUnsigned(value: number): Buffer {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new DlmsError('value-invalid', `${value} is not in 0..4294967295`);
  const octets = [value & 0xff];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  if ((octets[0] as number) >= 0x80) octets.unshift(0);
  return Buffer.from(octets);
}

/** Identifiers that were written before: the same two come with every AARQ. */
const rememberedOids = new Map<string, Buffer>();
const maxRememberedOids = 100;

/** Contents of an OBJECT IDENTIFIER, not to be changed. @throws DlmsError `value-invalid` when the text is not one */
export function berOid(text: string): Buffer {
  const known = rememberedOids.get(text);
  if (known !== undefined) return known;
  const octets = oidOctets(text);
  if (rememberedOids.size >= maxRememberedOids) rememberedOids.clear();
  rememberedOids.set(text, octets);
  return octets;
}

function oidOctets(text: string): Buffer {
  const [root, second, ...others] = text.split('.').map((arc) => (/^\d+$/.test(arc) ? Number(arc) : Number.NaN));
  if (root === undefined || second === undefined || !(root <= 2) || !(second < 40 || root === 2))
    throw new DlmsError('value-invalid', `"${text}" is not an object identifier`);
  const octets: number[] = [];
  for (const arc of [40 * root + second, ...others]) {
    if (!Number.isSafeInteger(arc)) throw new DlmsError('value-invalid', `"${text}" is not an object identifier`);
    const groups = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest % 128) | 0x80);
    octets.push(...groups);
  }
  return Buffer.from(octets);
}
