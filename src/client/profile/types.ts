/**
 * What reading a profile takes and gives: references, options, batches of rows, cursors (Blue Book part 2, 4.3.6).
 *
 * A cursor is plain JSON: keep it anywhere, hand it to `since`, and put the one of a batch in its place only when the rows
 * of that batch are safe. Whoever does so gets every row of the meter once.
 */
import type { CaptureObject, ProfileColumn } from '../../cosem/profile';
import type { ProfileRow } from '../../cosem/profile-rows';
import type { Zone } from '../../cosem/zone';
import type { Spent } from '../types';
import type { MeterZone } from './meter-zone';

/** How the meter is asked for a part of its buffer: by time, by row number, or not at all (everything is read). */
export type ProfileAccess = 'range' | 'entry' | 'all';

export interface ProfileReference {
  /** Any usual form. */
  readonly obis: string;
  readonly version?: number;
  readonly baseName?: number;
  /** The user's name of the profile, for messages. */
  readonly name?: string;
}

export interface ProfileOptions {
  /** Rows that one request asks for, and that wait at most for a slow consumer. Default 2000. */
  readonly sliceRows?: number;
  /**
   * Zone of the meter's clock, minutes east of UTC or an IANA name: for bounds without offset, and for rows whose times have
   * none. Default: the offset that the meter's clock shows.
   */
  readonly zone?: Zone;
  /** Columns that are wanted, in any order; all when absent. The time of the row always comes along. */
  readonly columns?: readonly CaptureObject[];
  /** The user's name of a column. */
  readonly nameOf?: (object: CaptureObject) => string | undefined;
  /** Tries in a row without a new row before a broken transfer is given up. Default 3. */
  readonly retries?: number;
  /** For each request, milliseconds, its time in the queue included. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Counts along what the requests cost. */
  readonly spent?: Spent;
  /** Accesses that may be used, in order of preference; default: what suits the query, then the others. */
  readonly access?: readonly ProfileAccess[];
  /**
   * `since` by time: how far the clock may have been set back between two readings without a row getting lost. Rows of
   * this time are read again and left out. Default one day.
   */
  readonly lookBackMs?: number;
}

/** What happened on the way. Texts are for people. */
export interface ProfileNote {
  /**
   * `fallback`: the meter refuses an access, another is used · `resumed`: a transfer broke and went on · `lost`: rows were
   * overwritten or erased before they were read · `gap`: rows that the meter never captured · `columns-changed`: the meter
   * captures other objects than before · `no-base`: differences came without the value that they are added to.
   */
  readonly kind: 'fallback' | 'resumed' | 'lost' | 'gap' | 'columns-changed' | 'no-base';
  readonly text: string;
}

/** Where reading stood. JSON-safe; treat it as opaque. */
export interface ProfileCursor {
  readonly version: 1;
  readonly obis: string;
  /** Of the columns and of how they are read. */
  readonly signature: string;
  /** Time of the last row, ISO 8601; null where rows have none. */
  readonly time: string | null;
  /** Fingerprints of the last rows, the last one at the end. */
  readonly anchor: readonly string[];
  /** Number of the last row in the buffer at that time, 1 first; null when not known. */
  readonly entry: number | null;
}

export interface ProfileProgress {
  /** Rows delivered so far. */
  readonly rows: number;
  /** Rows that are expected in all; null when that cannot be told. */
  readonly expected: number | null;
  /** Requests to the meter so far, each up to one slice. */
  readonly requests: number;
}

/** Rows as they arrived; the last batch says `done` and may be empty. */
export interface ProfileBatch {
  readonly columns: readonly ProfileColumn[];
  /** One value for each column, in their order. */
  readonly rows: readonly ProfileRow[];
  /** Give this to `since` once the rows of this batch are safe; null before the first row. */
  readonly cursor: ProfileCursor | null;
  readonly progress: ProfileProgress;
  /** Tells the instants of the rows' times, also of those without offset. */
  readonly zone: MeterZone;
  readonly access: ProfileAccess;
  /** All that was remarked so far. */
  readonly notes: readonly ProfileNote[];
  readonly done: boolean;
}

/** What is known of a profile before its rows. */
export interface ProfileDefinition {
  readonly columns: readonly ProfileColumn[];
  /** Position of the time of the row in `columns`; -1 where there is none. */
  readonly clockColumn: number;
  /** Seconds between rows; 0 = not periodic. */
  readonly capturePeriod: number;
  /** `fifo`: row 1 is the oldest; `lifo`: the newest; `sorted`: by a value. */
  readonly order: 'fifo' | 'lifo' | 'sorted';
  /** Rows that the buffer holds; null when the meter does not say. */
  readonly capacity: number | null;
}
