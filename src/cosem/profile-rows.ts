/**
 * Rows of a profile buffer (Blue Book part 2, clause 4.3.6): from octets as they arrive to finished rows, with ISO times and
 * scaled values, in the order of the columns.
 *
 * The hot path: the usual types are read straight from the octets, without `Data` between; the rest goes through the general
 * decoder. A reader takes blocks as they come, and keeps the row that is cut off until as many octets are there as it announces;
 * a row that waits for more than `maxPending` is refused. A compact array has its types once at the front and is read when all of
 * it is there. null-data repeats the value above it; a null in the clock column means one capture period later, or
 * earlier where the newest row comes first; a difference (delta types) is added to the value above it.
 */
import { defaultLimits } from '../bytes';
import { DataDecoder } from '../codec/data-decode';
import { isDifference } from '../codec/plain';
import type { Data } from '../codec/types';
import { DlmsError, isDlmsError } from '../errors';
import { isoFromOctets, isoFromUnix, offsetText } from './clock-time';
import { isUnixClock, type ProfileColumn } from './profile';
import { scaledAttribute } from './reading';
import { scale, unscale } from './scaled';
import { fromData } from './shape';

/** One value for each column. */
export type ProfileRow = readonly unknown[];

export interface RowOptions {
  /** Seconds between rows, for null in the clock column; 0 = not periodic. */
  readonly capturePeriod?: number;
  /** The newest row comes first: last in, first out. */
  readonly newestFirst?: boolean;
  /** Refuse rows that have another number of values than there are columns, which may belong to other columns. */
  readonly exactWidth?: boolean;
  /** All columns of the profile, where some were selected: rows of meters that do not know this have a value for each of these. */
  readonly all?: readonly ProfileColumn[];
  /** Called once for each column in which a difference came that nothing stands above of. */
  readonly lost?: (column: ProfileColumn) => void;
  /** Octets of one row, or of a compact array, that are waited for; default: no bound. */
  readonly maxPending?: number;
}

/** Rows beyond this are not looked at again for each block, but when a quarter more has come, or all. */
const longRow = 0x10000;

const zoned = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** An ISO time some seconds later, or earlier, with the offset it has; null for what is no complete time, and for 0. */
export function laterTime(time: unknown, seconds: number): string | null {
  const match = typeof time === 'string' ? zoned.exec(time) : null;
  if (match === null || seconds === 0) return null;
  const zone = match[2] ?? '';
  const minutes =
    zone === '' || zone === 'Z' ? 0 : (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * (zone.startsWith('-') ? -1 : 1);
  const local = new Date(Date.parse(`${match[1]}Z`) + seconds * 1000);
  return Number.isNaN(local.getTime()) ? null : local.toISOString().slice(0, 19) + (zone === '' ? '' : offsetText(minutes));
}

const exactPowers: readonly number[] = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** How one column is read: what the inner loop needs, laid out flat. */
interface Reader {
  readonly column: ProfileColumn;
  /** 10^-scaler where one division is exact for 32 bits; 0 = by the general rule. */
  readonly divisor: number;
  /** Whether numbers become words. */
  readonly hasWords: boolean;
  /** Whether numbers are seconds since 1970. */
  readonly isUnix: boolean;
}

const readerOf = (column: ProfileColumn): Reader => {
  const hasWords = column.context.words?.([]) !== undefined;
  const isUnix = column.isClock && isUnixClock(column);
  const isExact = !hasWords && !isUnix && column.scaler <= 0 && column.scaler >= -15;
  return { column, hasWords, isUnix, divisor: isExact ? (exactPowers[-column.scaler] as number) : 0 };
};

/** The sum of a value as it was made and a difference in the steps of the meter; null where that is no number of steps. */
function sum(value: unknown, difference: number, scaler: number): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  try {
    return scale(unscale(value, scaler) + BigInt(difference), scaler);
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    return null;
  }
}

/** A time and a difference in seconds. */
const movedTime = (time: unknown, seconds: number): unknown => (seconds === 0 ? time : laterTime(time, seconds)) ?? null;

function slowValue({ column, hasWords, isUnix }: Reader, data: Data): unknown {
  if (isUnix && data.type === 'double-long-unsigned') return isoFromUnix(data.value);
  const scaled = hasWords ? undefined : scaledAttribute(column.classId, data, column.scaler, column.context);
  return scaled ?? fromData(column.shape, data, column.context);
}

const noOctets = Buffer.alloc(0);

/** Reads rows from blocks of octets. One reader for one transfer. */
export class RowReader {
  private readers: readonly Reader[];
  /** Seconds from one row to the next. */
  private readonly step: number;
  private readonly exactWidth: boolean;
  private readonly all: readonly ProfileColumn[] | undefined;
  private previous: ProfileRow = [];
  private readonly lost: ((column: ProfileColumn) => void) | undefined;
  private readonly lostColumns = new Set<ProfileColumn>();
  private readonly maxPending: number;
  /** Octets that wait for more, and how many must be there before it pays to look again. */
  private readonly pending: Buffer[] = [];
  private waiting = 0;
  private wanted = 0;
  private missing = 1;
  /** Rows that are still to come; null before the array has begun. */
  private left: number | null = null;
  private position = 0;
  private buffer: Buffer = noOctets;

  constructor(columns: readonly ProfileColumn[], options: RowOptions = {}) {
    this.readers = columns.map(readerOf);
    const { capturePeriod = 0, newestFirst = false } = options;
    this.step = newestFirst ? -capturePeriod : capturePeriod;
    this.exactWidth = options.exactWidth ?? false;
    this.all = options.all;
    this.maxPending = options.maxPending ?? Number.POSITIVE_INFINITY;
    this.lost = options.lost;
  }

  /**
   * The rows that are complete with this block.
   * @throws DlmsError `apdu-malformed` when the octets are no table, `limit-exceeded`; the reader is of no use afterwards
   */
  push(block: Buffer): ProfileRow[] {
    if (this.waiting + block.length < this.wanted) {
      this.keep(block);
      return [];
    }
    const rows = this.look(this.waiting === 0 ? block : Buffer.concat([...this.pending, block]));
    const rest = this.buffer.length - this.position;
    this.wanted = Math.max(rest + this.missing, rest > longRow ? rest * 1.25 : 0);
    this.pending.length = 0;
    this.waiting = 0;
    if (rest + this.missing > this.maxPending)
      throw new DlmsError('limit-exceeded', `more than ${this.maxPending} octets for one row, or in one compact array`);
    if (rest > 0) this.keep(this.buffer.subarray(this.position));
    this.buffer = noOctets;
    return rows;
  }

  /** The rows that were not looked at again. @throws DlmsError `apdu-truncated` when rows are missing */
  end(): ProfileRow[] {
    const rows = this.left !== 0 && this.waiting > longRow ? this.look(Buffer.concat(this.pending)) : [];
    if (this.left === 0) return rows;
    const missing = this.left === null ? 'the table has not begun' : `${this.left} rows are missing`;
    throw new DlmsError('apdu-truncated', `the buffer of the profile ends too early: ${missing}`);
  }

  /** A block belongs to the transport: what waits is a copy. */
  private keep(octets: Buffer): void {
    this.pending.push(Buffer.from(octets));
    this.waiting += octets.length;
  }

  private look(octets: Buffer): ProfileRow[] {
    this.buffer = octets;
    this.position = 0;
    this.missing = 1;
    return this.left === null && !this.begin() ? [] : this.readRows();
  }

  /** Tag and count of the outer array; false when they have not all arrived. */
  private begin(): boolean {
    const tag = this.buffer[0];
    if (tag === undefined) return false;
    if (tag !== 1 && tag !== 0 && tag !== 19)
      throw new DlmsError('apdu-malformed', `the buffer of a profile begins with tag ${tag}, not with an array`);
    if (tag === 0) {
      this.left = 0;
      this.position = 1;
      return true;
    }
    if (tag === 19) return true;
    const decoder = new DataDecoder(this.buffer, 1);
    const count = this.unlessCut(() => decoder.length());
    if (count === undefined) return false;
    if (count > defaultLimits.maxElements)
      throw new DlmsError('limit-exceeded', `${count} rows announced, at most ${defaultLimits.maxElements} are read`);
    this.left = count;
    this.position = decoder.position;
    return true;
  }

  private readRows(): ProfileRow[] {
    const rows: ProfileRow[] = [];
    if (this.left === null) return this.compactRows();
    while (this.left > 0) {
      const from = this.position;
      const row = this.row();
      if (row === undefined) {
        this.position = from;
        break;
      }
      rows.push(row);
      this.previous = row;
      this.left -= 1;
    }
    return rows;
  }

  /** A compact array has its types once at the front: it is read when all of it has arrived. */
  private compactRows(): ProfileRow[] {
    const decoder = new DataDecoder(this.buffer);
    const data = this.unlessCut(() => decoder.value());
    if (data === undefined) return [];
    this.position = decoder.position;
    this.left = 0;
    return (data.value as readonly Data[]).map((element) => this.fromElement(element));
  }

  /** A row that was decoded before, from `Data`. */
  fromElement(element: Data): ProfileRow {
    const values = element.type === 'structure' || element.type === 'array' ? element.value : [element];
    const first = this.previous.length === 0;
    if (first && values.length !== this.readers.length && values.length === this.all?.length) this.readers = this.all.map(readerOf);
    if (this.exactWidth && values.length !== this.readers.length)
      throw new DlmsError('answer-mismatch', `a row has ${values.length} values, the profile has ${this.readers.length} columns`);
    const row = this.readers.map((reader, i) => {
      const value = values[i];
      if (value === undefined) return null;
      return value.type === 'null-data' ? this.repeated(i, reader) : this.slow(i, reader, value);
    });
    this.previous = row;
    return row;
  }

  private repeated(i: number, { column }: Reader): unknown {
    if (column.isClock) return laterTime(this.previous[i], this.step);
    return this.previous[i] ?? null;
  }

  private slow(i: number, reader: Reader, data: Data): unknown {
    // Meters leave a time out with an empty octet-string as well.
    if (reader.column.isClock && data.type === 'octet-string' && data.value.length === 0) return this.repeated(i, reader);
    return isDifference(data) ? this.added(i, reader.column, data.value as number) : slowValue(reader, data);
  }

  /** Never the difference itself: it is no value. */
  private added(i: number, column: ProfileColumn, difference: number): unknown {
    const before = this.previous[i];
    const value = column.isClock ? movedTime(before, difference) : sum(before, difference, column.scaler);
    if (value === null && !this.lostColumns.has(column)) {
      this.lostColumns.add(column);
      this.lost?.(column);
    }
    return value;
  }

  /** The next row; undefined when it has not arrived completely. */
  private row(): ProfileRow | undefined {
    const { buffer, readers } = this;
    if (this.position + 2 > buffer.length) return undefined;
    const tag = buffer[this.position] as number;
    const count = buffer[this.position + 1] as number;
    if (tag !== 2 || count !== readers.length) return this.oddRow();
    this.position += 2;
    const row = new Array<unknown>(count);
    for (let i = 0; i < count; i++) {
      const value = this.value(readers[i] as Reader, i);
      if (value === undefined) return undefined;
      row[i] = value;
    }
    return row;
  }

  /** The next value of a row; undefined when it has not arrived completely. */
  private value(reader: Reader, i: number): unknown {
    const { buffer, position } = this;
    const left = buffer.length - position;
    if (left < 1) return undefined;
    const tag = buffer[position] as number;
    if (tag === 6 && reader.divisor !== 0) {
      if (left < 5) return undefined;
      this.position = position + 5;
      const high = (((buffer[position + 1] as number) << 8) | (buffer[position + 2] as number)) * 0x10000;
      return (high + (((buffer[position + 3] as number) << 8) | (buffer[position + 4] as number))) / reader.divisor;
    }
    if (tag === 9 && reader.column.isClock && left >= 2 && buffer[position + 1] === 12) {
      if (left < 14) return undefined;
      const time = isoFromOctets(buffer, position + 2, reader.column.context.clock);
      if (time !== null) {
        this.position = position + 14;
        return time;
      }
    }
    if (tag === 0) {
      this.position = position + 1;
      return this.repeated(i, reader);
    }
    return this.otherValue(reader, tag, i);
  }

  private otherValue(reader: Reader, tag: number, i: number): unknown {
    const { buffer, position } = this;
    const left = buffer.length - position;
    if (tag === 18 && !reader.hasWords && left >= 3) {
      this.position = position + 3;
      return scale(((buffer[position + 1] as number) << 8) | (buffer[position + 2] as number), reader.column.scaler);
    }
    if (tag === 17 && !reader.hasWords && left >= 2) {
      this.position = position + 2;
      return scale(buffer[position + 1] as number, reader.column.scaler);
    }
    const data = this.decoded();
    return data === undefined ? undefined : this.slow(i, reader, data);
  }

  /** One value by the general decoder. */
  private decoded(): Data | undefined {
    const decoder = new DataDecoder(this.buffer, this.position);
    const data = this.unlessCut(() => decoder.value());
    if (data !== undefined) this.position = decoder.position;
    return data;
  }

  /** A row that is not a structure with one element for each column: meters with one column send the bare value. */
  private oddRow(): ProfileRow | undefined {
    const data = this.decoded();
    return data === undefined ? undefined : this.fromElement(data);
  }

  /** The result, or undefined where the octets have not all arrived. */
  private unlessCut<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!isDlmsError(error) || error.code !== 'apdu-truncated') throw error;
      this.missing = Number(error.details?.missing ?? 1);
      return undefined;
    }
  }
}

/**
 * All rows of a buffer that is decoded already.
 * @throws DlmsError `apdu-malformed` when it is no table
 */
export function rowsFromData(data: Data, columns: readonly ProfileColumn[], options: RowOptions = {}): ProfileRow[] {
  if (data.type === 'null-data') return [];
  if (data.type !== 'array' && data.type !== 'compact-array')
    throw new DlmsError('apdu-malformed', `the buffer of a profile is ${data.type}, not an array`);
  const reader = new RowReader(columns, options);
  return data.value.map((element) => reader.fromElement(element));
}

/** A row as an object under the names of its columns. */
export function rowObject(row: ProfileRow, columns: readonly ProfileColumn[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) object[(columns[i] as ProfileColumn).name] = row[i];
  return object;
}
