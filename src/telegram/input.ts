/**
 * What people paste and what other nodes send, as octets: a Buffer, hex in any writing (separators, line breaks, 0x, offset
 * columns, a text column beside it), base64, the log of a program with times and directions (`trace-text.ts`).
 *
 * Hex goes before base64: a text of hex digits only is hex. Dumps with offsets are known by the colon or width of the first
 * column and by its values, which rise by the octets of the line.
 */
import { DlmsError } from '../errors';
import { literalsInHex } from './octet-literals';
import { isBlock, isP1Lines, p1InLog, unindented, withControls, withLineEnds } from './p1-log';
import { withoutLayers } from './trace-layers';
import { looksLikeTrace, readTrace, type Trace, type TracePart } from './trace-text';

export type OctetInput = Buffer | Uint8Array | string | readonly number[];

const maxOctets = 16 * 1024 * 1024;

/** `00000010  7E A0 ..  |~..|`: the octets of one line of a dump, and its offset. */
const dumpLine = /^\s*(?:0x)?([0-9A-Fa-f]{4,8})(?::|\s\s?|\t)\s*((?:(?:[0-9A-Fa-f]{2}){1,16}(?:\s{1,2}|-|$))+)(?:\s*\|?.*)?$/;
/** Offsets of hexdump, xxd and Wireshark; of od. */
const radices = [16, 8] as const;

/** All lines have offsets that rise by the octets of the lines before; the last may be the offset behind the end. */
function fromDump(text: string): string | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const radix of radices) {
    const digits = dumpWith(lines, radix);
    if (digits !== null) return digits;
  }
  return null;
}

function dumpWith(lines: readonly string[], radix: number): string | null {
  let digits = '';
  let first: number | null = null;
  for (const [i, line] of lines.entries()) {
    const match = dumpLine.exec(line);
    const isEnd = i > 0 && i === lines.length - 1 && /^\s*[0-9A-Fa-f]{6,8}\s*$/.test(line);
    const offset = Number.parseInt(isEnd ? line : (match?.[1] ?? ''), radix);
    first ??= offset;
    if (offset - first !== digits.length / 2) return null;
    if (isEnd) return digits;
    digits += (match?.[2] ?? '').replace(/[^0-9A-Fa-f]/g, '');
  }
  return lines.length > 1 || first === 0 ? digits : null;
}

/** `1: 7E A0`, `2: ..`: lines that are counted from 1. */
function withoutNumbers(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isCounted = lines.length > 1 && lines.every((line, i) => /^\s*(\d{1,5})[:.)]\s/.exec(line)?.[1] === String(i + 1));
  return isCounted ? lines.map((line) => line.replace(/^\s*\d+[:.)]\s/, '')).join('\n') : text;
}

/** Hex digits of a text with separators; null when something else is in it. `7E.A0.2A (3)`: ESPHome says how many there are. */
function fromSeparated(text: string): string | null {
  const counted = /^([^()]*)\((\d{1,6})\)$/.exec(text);
  const digits = (counted?.[1] ?? text)
    .replace(/\b([0-9A-Fa-f]{2})h\b/gi, '$1')
    .replace(/\\x|0x|#/gi, ' ')
    .replace(/[\s:,;._\-|[\](){}<>"'$/+]+/g, '');
  if (counted !== null && digits.length / 2 !== Number(counted[2])) return fromSeparated(`${counted[1]} ${counted[2]}`);
  return /^[0-9A-Fa-f]+$/.test(digits) ? digits : null;
}

/** Numbers below which a list of decimal numbers may be something else. */
const fewestNumbers = 4;

/** `0x7e, 0xa0, 0x0` and lists of decimal numbers: each is one octet. */
function fromNumbers(text: string): Buffer | null {
  if (!/^[[{(]?\s*(?:0x[0-9A-Fa-f]{1,2}|\d{1,3})[\s,;]/i.test(text)) return null;
  const isJson = /^\[[\d\s,]*\]$/.test(text);
  const tokens = text
    .replace(/^[[{(]|[\]})]$/g, '')
    .split(/[\s,;]+/)
    .filter((token) => token !== '');
  if (tokens.length < fewestNumbers) return null;
  if (tokens.every((token) => /^0x[0-9A-Fa-f]{1,2}$/i.test(token))) return Buffer.from(tokens.map(Number));
  // Two digits each could be hex.
  const isDecimal = tokens.every((token) => /^\d{1,3}$/.test(token) && Number(token) <= 255);
  return isDecimal && (isJson || tokens.some(({ length }) => length !== 2)) ? Buffer.from(tokens.map(Number)) : null;
}

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Octets of a text; FF where a program that took them for UTF-8 wrote its sign for none: the CRC tells whether they were. */
export const textOctets = (text: string): Buffer => Buffer.from(text.replaceAll('\ufffd', '\xff'), 'latin1');

const part = (octets: Buffer): TracePart[] => [{ direction: null, time: null, octets }];
/** Octets that a text must hold to be read as a log that does not say who sent them. */
const fewestOctets = 8;
const octetsIn = ({ parts }: Trace): number => parts.reduce((sum, { octets }) => sum + octets.length, 0);

/** `(D) E6 E7 00`, `[V] ..`: levels of a log. A letter alone is no octet. */
const level = /^[ \t]*[([][A-Za-z][)\]][ \t]/gm;

function fromText(pasted: string): readonly TracePart[] {
  const shown = withControls(withoutLayers(withoutNumbers(pasted.replace(level, ''))));
  if (shown.trim() === '') return part(Buffer.alloc(0));
  if ((/^\/(?!\/)/.test(shown.trim()) && !/\\n/.test(shown)) || isP1Lines(shown)) return part(textOctets(withLineEnds(unindented(shown))));
  const texts = p1InLog(shown);
  if (texts === null && isBlock(shown)) return part(textOctets(shown));
  return texts === null ? fromOctetText(literalsInHex(shown)) : part(textOctets(texts));
}

function fromOctetText(text: string): readonly TracePart[] {
  const trimmed = text.trim();
  const octets = fromNumbers(trimmed);
  if (octets !== null) return part(octets);
  const isLog = looksLikeTrace(text);
  const digits = isLog ? null : (fromDump(text) ?? fromSeparated(trimmed));
  if (digits !== null) {
    if (digits.length % 2 === 0) return part(Buffer.from(digits, 'hex'));
    throw new DlmsError('value-invalid', `${digits.length} hex digits: an even number is needed, one is missing or too many`);
  }
  const trace = readTrace(text);
  if (trace.parts.length > 0 && (isLog || trace.directed)) return trace.parts;
  const compact = trimmed
    .replace(/^data:[^,]*;base64,/, '')
    .split('\n')
    .map((line) => line.trim())
    .join('');
  if (base64.test(compact) && compact.length >= 8) return part(Buffer.from(compact, 'base64'));
  if (octetsIn(trace) >= fewestOctets) return trace.parts;
  throw new DlmsError('value-invalid', 'the text is neither hex nor base64 nor a P1 telegram nor a log with octets in hex');
}

/**
 * Octets of an input, whoever sent them.
 * @throws DlmsError `value-invalid` that says what is wrong with it, `limit-exceeded` above 16 MiB
 */
export function inputOctets(input: unknown): Buffer {
  const parts = inputParts(input);
  return parts.length === 1 ? (parts[0] as TracePart).octets : Buffer.concat(parts.map(({ octets }) => octets));
}

/**
 * Octets of an input by sender: one part, or as many as a log has.
 * @throws DlmsError as `inputOctets`
 */
export function inputParts(input: unknown): readonly TracePart[] {
  if (typeof input !== 'string') return part(binaryOctets(input));
  if (input.length > maxOctets * 4) throw new DlmsError('limit-exceeded', 'the input is longer than 16 MiB');
  try {
    return fromText(input);
  } catch (error) {
    // Expressions with repeated groups need a place on the stack for each time: more than megabytes of one literal can have.
    if (error instanceof RangeError) throw new DlmsError('limit-exceeded', 'a line of the text is too long: give the octets as a Buffer');
    throw error;
  }
}

function binaryOctets(input: unknown): Buffer {
  if (input instanceof Uint8Array) {
    if (input.length > maxOctets) throw new DlmsError('limit-exceeded', 'the input is longer than 16 MiB');
    return Buffer.isBuffer(input) ? input : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  }
  const list = Array.isArray(input) ? input : (input as { type?: unknown; data?: unknown } | null)?.data;
  if (Array.isArray(list) && list.length <= maxOctets && list.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255)) {
    return Buffer.from(list as number[]);
  }
  throw new DlmsError('value-invalid', `octets are needed as a Buffer, hex or base64; ${input === null ? 'null' : typeof input} was given`);
}
