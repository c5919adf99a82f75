/**
 * The A-XDR decoder of `Data` (Green Book 9.5): the hot path of the library, therefore written by hand.
 *
 * One object walks over one Buffer; nothing is copied, and nothing is made but the values themselves. Octet-strings are
 * views of the message. Hostile octets are bounded three ways: a count is checked against the octets that are left (each
 * element takes at least one), all elements together against `maxElements`, nesting against `maxDepth`.
 *
 * Meters send the time stamps of profiles as octet-strings of 12 octets. `dateTimes` types them on the way, which is much
 * cheaper than making a Buffer for each; `wire: 'octet-string'` stays beside the value, so that it is written back as sent.
 */
import { isUtf8 } from 'node:buffer';
import { defaultLimits, type Limits, type Reader } from '../bytes';
import { DlmsError } from '../errors';
import { readCompactArray } from './compact-array';
import { dateFrom, dateTimeFrom, looksLikeDateTime, timeFrom } from './date-time';
import type { Data } from './types';

export interface DataOptions extends Limits {
  /**
   * Which octet-strings of 12 octets become date-times: those in the given columns of a table (positions in each structure
   * of the outermost array, 0 first), or `all` that look like one. None when absent.
   */
  readonly dateTimes?: 'all' | readonly number[];
  /** The outermost array may have fewer elements than it announces, where they end with the octets. */
  readonly mayEndEarly?: boolean;
}

const nullData: Data = Object.freeze({ type: 'null-data', value: null });
const dontCare: Data = Object.freeze({ type: 'dont-care', value: null });
const none: readonly boolean[] = [];

/** The eight bits of each octet, most significant first. */
const bitsOf: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(2).padStart(8, '0'));

function flags(columns: readonly number[]): readonly boolean[] {
  const flagged: boolean[] = new Array(Math.min(Math.max(-1, ...columns) + 1, 0x10000)).fill(false);
  for (const column of columns) flagged[column] = true;
  return flagged;
}

/** A walk over one message. `position` is where the next octet is read. */
export class DataDecoder {
  readonly buffer: Buffer;
  position: number;
  readonly end: number;
  private readonly maxDepth: number;
  private depth = 0;
  /** Elements that may still be made. */
  budget: number;
  private readonly all: boolean;
  private readonly columns: readonly boolean[];
  private readonly mayEndEarly: boolean;
  /** True while the elements of the outermost array are read: their structures are the rows of a table. */
  private rows = false;

  constructor(buffer: Buffer, position = 0, end = buffer.length, options: DataOptions = defaultLimits) {
    this.buffer = buffer;
    this.position = position;
    this.end = end;
    this.maxDepth = options.maxDepth;
    this.budget = options.maxElements;
    this.all = options.dateTimes === 'all';
    this.mayEndEarly = options.mayEndEarly ?? false;
    this.columns = options.dateTimes === undefined || options.dateTimes === 'all' ? none : flags(options.dateTimes);
  }

  /** The next value: its tag octet, then its contents. */
  value(): Data {
    const at = this.skip(1);
    return this.contents(this.buffer[at] as number);
  }

  /** The contents of a value with this tag; also the elements of compact arrays, which have no tag of their own. */
  contents(tag: number): Data {
    const { buffer } = this;
    switch (tag) {
      case 0:
        return nullData;
      case 1:
        return { type: 'array', value: this.elements(tag) };
      case 2:
        return { type: 'structure', value: this.elements(tag) };
      case 3:
        return { type: 'boolean', value: buffer[this.skip(1)] !== 0 };
      case 5:
        return { type: 'double-long', value: this.u32() | 0 };
      case 6:
        return { type: 'double-long-unsigned', value: this.u32() };
      case 9:
        return this.octetString();
      case 15:
        return { type: 'integer', value: ((buffer[this.skip(1)] as number) << 24) >> 24 };
      case 16:
        return { type: 'long', value: (this.u16() << 16) >> 16 };
      case 17:
        return { type: 'unsigned', value: buffer[this.skip(1)] as number };
      case 18:
        return { type: 'long-unsigned', value: this.u16() };
      case 22:
        return { type: 'enum', value: buffer[this.skip(1)] as number };
      default:
        return this.rare(tag);
    }
  }

  /** The types that are seldom on the wire, apart so that `contents` stays small enough to be compiled well. */
  private rare(tag: number): Data {
    const { buffer } = this;
    switch (tag) {
      case 4:
        return { type: 'bit-string', value: this.bits() };
      case 7:
        return { type: 'floating-point', value: buffer.readFloatBE(this.skip(4)) };
      case 10:
        return { type: 'visible-string', value: this.text() };
      case 12:
        return { type: 'utf8-string', value: this.utf8() };
      case 13:
        return { type: 'bcd', value: buffer[this.skip(1)] as number };
      case 19:
        return readCompactArray(this);
      case 20:
        return { type: 'long64', value: buffer.readBigInt64BE(this.skip(8)) };
      case 21:
        return { type: 'long64-unsigned', value: buffer.readBigUInt64BE(this.skip(8)) };
      case 23:
        return { type: 'float32', value: buffer.readFloatBE(this.skip(4)) };
      case 24:
        return { type: 'float64', value: buffer.readDoubleBE(this.skip(8)) };
      case 25:
        return { type: 'date-time', value: dateTimeFrom(buffer, this.skip(12)) };
      case 26:
        return { type: 'date', value: dateFrom(buffer, this.skip(5)) };
      case 27:
        return { type: 'time', value: timeFrom(buffer, this.skip(4)) };
      case 28:
        return { type: 'delta-integer', value: buffer.readInt8(this.skip(1)) };
      case 29:
        return { type: 'delta-long', value: buffer.readInt16BE(this.skip(2)) };
      case 30:
        return { type: 'delta-double-long', value: buffer.readInt32BE(this.skip(4)) };
      case 31:
        return { type: 'delta-unsigned', value: buffer.readUInt8(this.skip(1)) };
      case 32:
        return { type: 'delta-long-unsigned', value: buffer.readUInt16BE(this.skip(2)) };
      case 33:
        return { type: 'delta-double-long-unsigned', value: buffer.readUInt32BE(this.skip(4)) };
      case 255:
        return dontCare;
      default:
        throw this.malformed(`no data type has the tag ${tag}`, this.position - 1);
    }
  }

  private elements(tag: number): Data[] {
    const early = this.mayEndEarly && this.depth === 0 && tag === 1;
    const count = early ? this.length() : this.count();
    this.enter(count);
    const outermost = this.depth === 1;
    if (outermost) this.rows = tag === 1;
    const columns = tag === 2 && this.depth === 2 && this.rows ? this.columns : none;
    // A list of known length: one that grows keeps room for 17 elements, three times a row of six.
    const elements = new Array<Data>(count);
    for (let i = 0; i < count; i++) {
      if (early && this.position === this.end) return this.endedEarly(elements, i);
      elements[i] = columns[i] === true ? this.dateTimeOrValue() : this.value();
    }
    this.leave();
    return elements;
  }

  private endedEarly(elements: Data[], count: number): Data[] {
    elements.length = count;
    this.leave();
    return elements;
  }

  private dateTimeOrValue(): Data {
    const { buffer, position } = this;
    if (position >= this.end || buffer[position] !== 9) return this.value();
    this.position = position + 1;
    return this.octetStringAsDateTime();
  }

  /** Columns to type in the elements of a compact array that begins here. */
  compactColumns(): readonly boolean[] {
    return this.depth === 0 ? this.columns : none;
  }

  /** The contents of an octet-string as a date-time, when it has the length of one. */
  octetStringAsDateTime(): Data {
    const { buffer, position } = this;
    if (buffer[position] !== 12 || this.end - position < 13) return this.octetString();
    this.position = position + 13;
    return { type: 'date-time', value: dateTimeFrom(buffer, position + 1), wire: 'octet-string' };
  }

  private octetString(): Data {
    const count = this.length();
    const at = this.skip(count);
    if (this.all && count === 12 && looksLikeDateTime(this.buffer, at))
      return { type: 'date-time', value: dateTimeFrom(this.buffer, at), wire: 'octet-string' };
    return { type: 'octet-string', value: this.buffer.subarray(at, at + count) };
  }

  private text(): string {
    const count = this.length();
    const at = this.skip(count);
    return this.buffer.toString('latin1', at, at + count);
  }

  private utf8(): string | Buffer {
    const count = this.length();
    const at = this.skip(count);
    const octets = this.buffer.subarray(at, at + count);
    return isUtf8(octets) ? octets.toString('utf8') : octets;
  }

  private bits(): string {
    const count = this.length();
    const at = this.skip(Math.ceil(count / 8));
    this.spend(count);
    let bits = '';
    for (let i = at; i < this.position; i++) bits += bitsOf[this.buffer[i] as number];
    return bits.slice(0, count);
  }

  private u16(): number {
    const at = this.skip(2);
    return ((this.buffer[at] as number) << 8) | (this.buffer[at + 1] as number);
  }

  private u32(): number {
    const { buffer } = this;
    const at = this.skip(4);
    return (
      (((buffer[at] as number) << 24) |
        ((buffer[at + 1] as number) << 16) |
        ((buffer[at + 2] as number) << 8) |
        (buffer[at + 3] as number)) >>>
      0
    );
  }

  /** A-XDR length; forms longer than needed are read too. */
  length(): number {
    const at = this.skip(1);
    const first = this.buffer[at] as number;
    if (first < 0x80) return first;
    const size = first & 0x7f;
    if (size === 0 || size > 4) throw this.malformed(`length octet ${first.toString(16).toUpperCase()}`, at);
    const from = this.skip(size);
    return this.buffer.readUIntBE(from, size);
  }

  /** A number of elements, each of which takes at least one of the octets that are left. */
  count(): number {
    const at = this.position;
    const count = this.length();
    if (count > this.end - this.position)
      throw new DlmsError('apdu-truncated', `${count} elements announced at octet ${at}, ${this.end - this.position} octets left`, {
        offset: at,
        details: { missing: count - (this.end - this.position) },
      });
    return count;
  }

  /** Begins a level of `count` elements. @throws DlmsError `limit-exceeded` */
  enter(count: number): void {
    this.depth += 1;
    if (this.depth > this.maxDepth) throw this.exceeded(`nested deeper than ${this.maxDepth}`);
    this.spend(count);
  }

  /** Elements, and bits: each becomes a character. */
  private spend(count: number): void {
    this.budget -= count;
    if (this.budget < 0) throw this.exceeded('too many elements');
  }

  leave(): void {
    this.depth -= 1;
  }

  /**
   * Moves past `count` octets and returns where they began.
   * @throws DlmsError `apdu-truncated` with `missing`: how many octets more are needed at least
   */
  skip(count: number): number {
    const at = this.position;
    if (count > this.end - at)
      throw new DlmsError('apdu-truncated', `${count} more octets expected at ${at}, ${this.end - at} left`, {
        offset: at,
        details: { missing: count - (this.end - at) },
      });
    this.position = at + count;
    return at;
  }

  malformed(what: string, at = this.position): DlmsError {
    return new DlmsError('apdu-malformed', `${what} at octet ${at}`, { offset: at });
  }

  private exceeded(what: string): DlmsError {
    return new DlmsError('limit-exceeded', `${what} at octet ${this.position}`, { offset: this.position });
  }
}

/** The next value of a reader, which moves past it. */
export function readData(input: Reader): Data {
  const decoder = new DataDecoder(input.buffer, input.position, input.end, input.limits);
  decoder.budget -= input.elements;
  const value = decoder.value();
  input.elements = input.limits.maxElements - decoder.budget;
  input.position = decoder.position;
  return value;
}
