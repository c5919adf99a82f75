/**
 * Octets: a bounded reader, a growing writer, and hex.
 *
 * `Reader` never copies: what it hands out are views of the buffer it reads. It throws `apdu-truncated` with the offset
 * when the octets end, so a deframer may tell "more is needed" from `apdu-malformed`.
 */
import { DlmsError } from './errors';

/** Bounds on what one message may make the decoder do; hostile octets end in `limit-exceeded`. */
export interface Limits {
  /** Nesting of arrays and structures. */
  readonly maxDepth: number;
  /** Elements decoded from one message, all levels together. */
  readonly maxElements: number;
}

export const defaultLimits: Limits = { maxDepth: 32, maxElements: 4_000_000 };

/** Hears which field stands where while octets are read; for explanations. Not told of fields that failed. */
export interface Trace {
  /** @param contents where its contents begin, when a tag stands before them */
  begin(name: string, at: number, contents?: number): void;
  end(at: number, value: unknown): void;
}

/** A cursor over octets. `position` and `end` are offsets into `buffer`. */
export class Reader {
  readonly buffer: Buffer;
  position: number;
  readonly end: number;
  readonly limits: Limits;
  /** Elements made from this message so far; counts against `limits.maxElements`. */
  elements = 0;
  /** Null but where somebody wants an explanation. */
  trace: Trace | null = null;

  constructor(buffer: Buffer, position = 0, end = buffer.length, limits: Limits = defaultLimits) {
    this.buffer = buffer;
    this.position = position;
    this.end = end;
    this.limits = limits;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Moves past `count` octets and returns where they began. */
  skip(count: number): number {
    const at = this.position;
    if (count > this.end - at) throw this.truncated(count);
    this.position = at + count;
    return at;
  }

  peek(): number {
    if (this.position >= this.end) throw this.truncated(1);
    return this.buffer[this.position] as number;
  }

  u8(): number {
    return this.buffer[this.skip(1)] as number;
  }

  u16(): number {
    return this.buffer.readUInt16BE(this.skip(2));
  }

  u32(): number {
    return this.buffer.readUInt32BE(this.skip(4));
  }

  /** `count` octets as a view, not a copy. */
  octets(count: number): Buffer {
    const at = this.skip(count);
    return this.buffer.subarray(at, at + count);
  }

  /** All octets that are left, as a view. */
  rest(): Buffer {
    return this.octets(this.remaining);
  }

  truncated(wanted: number): DlmsError {
    return new DlmsError('apdu-truncated', `${wanted} more octets expected at ${this.position}, ${this.remaining} left`, {
      offset: this.position,
    });
  }

  malformed(what: string, at = this.position): DlmsError {
    return new DlmsError('apdu-malformed', `${what} at octet ${at}`, { offset: at });
  }
}

/** Octets that grow at the end. */
export class Writer {
  private buffer: Buffer;
  private used = 0;

  constructor(capacity = 256) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.used;
  }

  /** Makes room for `count` octets and returns where they begin. */
  private grow(count: number): number {
    const at = this.used;
    this.used += count;
    if (this.used > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.used, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    return at;
  }

  u8(value: number): this {
    const at = this.grow(1);
    this.buffer[at] = value;
    return this;
  }

  u16(value: number): this {
    const at = this.grow(2);
    this.buffer.writeUInt16BE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.grow(4);
    this.buffer.writeUInt32BE(value, at);
    return this;
  }

  octets(value: Uint8Array): this {
    const at = this.grow(value.length);
    this.buffer.set(value, at);
    return this;
  }

  /** A view of what was written; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.used);
  }
}

/** Upper-case hex without blanks: `7EA00A`. */
export const toHex = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex').toUpperCase();

/**
 * Octets from hex as people write it: blanks, line breaks, `:`, `-`, `,` between octets and `0x` before them are ignored.
 * @throws DlmsError `value-invalid` when another character or an odd number of digits is left
 */
export function fromHex(text: string): Buffer {
  const digits = text.replace(/0x/gi, '').replace(/[\s:,;_-]+/g, '');
  if (/[^0-9a-f]/i.test(digits)) throw new DlmsError('value-invalid', 'not hex: only the digits 0-9 and A-F are allowed');
  if (digits.length % 2 !== 0) throw new DlmsError('value-invalid', `not hex: ${digits.length} digits, an even number is needed`);
  return Buffer.from(digits, 'hex');
}

/** Octets of a text that says itself that it is hex: digits after one `0x`, with blanks anywhere. Null for any other text. */
export function hexAfter0x(text: string): Buffer | null {
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(text.replace(/\s/g, ''))?.[1];
  return digits === undefined ? null : Buffer.from(digits, 'hex');
}
