/**
 * What people paste and what other nodes send, as octets: a Buffer, hex in any writing (separators, line breaks, 0x, offset
 * columns, a text column beside it), base64.
 *
 * Hex goes before base64: a text of hex digits only is hex. Dumps with offsets are known by the colon or width of the first
 * column and by its values, which rise by the octets of the line.
 */
import { DlmsError } from '../errors';

export type OctetInput = Buffer | Uint8Array | string | readonly number[];

const maxOctets = 16 * 1024 * 1024;

/** `00000010  7E A0 ..  |~..|`: the octets of one line of a dump, and its offset. */
const dumpLine = /^\s*(?:0x)?([0-9A-Fa-f]{4,8})(?::|\s\s?|\t)\s*((?:(?:[0-9A-Fa-f]{2}){1,16}(?:\s{1,2}|-|$))+)(?:\s*\|?.*)?$/;

/** All lines have offsets that rise by the octets of the lines before. */
function fromDump(text: string): string | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  let digits = '';
  let first: number | null = null;
  for (const line of lines) {
    const match = dumpLine.exec(line);
    if (match === null) return null;
    const offset = Number.parseInt(match[1] as string, 16);
    first ??= offset;
    if (offset - first !== digits.length / 2) return null;
    digits += (match[2] as string).replace(/[^0-9A-Fa-f]/g, '');
  }
  return lines.length > 1 || first === 0 ? digits : null;
}

/** Hex digits of a text with separators; null when something else is in it. */
function fromSeparated(text: string): string | null {
  const digits = text.replace(/\\x|0x|#/gi, ' ').replace(/[\s:,;._\-|[\](){}<>"'$/+]+/g, '');
  return /^[0-9A-Fa-f]+$/.test(digits) ? digits : null;
}

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

function fromText(text: string): Buffer {
  const trimmed = text.trim();
  if (trimmed === '') return Buffer.alloc(0);
  const digits = fromDump(text) ?? fromSeparated(trimmed);
  if (digits !== null) {
    if (digits.length % 2 === 0) return Buffer.from(digits, 'hex');
    throw new DlmsError('value-invalid', `${digits.length} hex digits: an even number is needed, one is missing or too many`);
  }
  const compact = trimmed.replace(/^data:[^,]*;base64,/, '').replace(/\s+/g, '');
  if (base64.test(compact) && compact.length >= 8) return Buffer.from(compact, 'base64');
  if (trimmed.startsWith('/')) return Buffer.from(text, 'latin1');
  throw new DlmsError('value-invalid', 'the text is neither hex nor base64 nor a P1 telegram');
}

/**
 * Octets of an input.
 * @throws DlmsError `value-invalid` that says what is wrong with it, `limit-exceeded` above 16 MiB
 */
export function inputOctets(input: unknown): Buffer {
  if (typeof input === 'string') {
    if (input.length > maxOctets * 4) throw new DlmsError('limit-exceeded', 'the input is longer than 16 MiB');
    return fromText(input);
  }
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
