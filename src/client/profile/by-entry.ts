/**
 * A buffer read by row numbers (entry_descriptor), slice by slice, oldest row first.
 *
 * Numbers shift when a full buffer takes a new row, so each slice begins a few rows early, at the fingerprints of the rows
 * that were processed last. Where they are not found the slice begins earlier and earlier: first by what may have been
 * captured meanwhile, then twice as much each time. Where even the first row does not help, the rows between were
 * overwritten or erased: everything that is there is new. Clock changes play no part in any of this.
 */
import { DlmsError } from '../../errors';
import type { Selection } from '../types';
import { anchorLength } from './anchor';
import type { ProfileBatch } from './types';
import type { Part, PassEnd, Walk } from './walk';

/** Rows that are looked back at first where time does not tell how many there may be. */
const firstLookBack = 32;

const fine: PassEnd = { error: null, refused: null, received: 0, found: true };
const notBy = (why: string): PassEnd => ({ ...fine, refused: new DlmsError('refused', why) });

export interface EntryQuery {
  /** Number of the first row wanted, of `inUse` rows; asked where nothing was processed yet. */
  readonly first: (inUse: number) => Promise<number> | number;
  readonly accept?: Part['accept'];
  /** Reads the state of the profile again. */
  readonly refresh: () => Promise<number | null>;
}

/** The selection of rows `from` .. `to`, oldest = 1, in a buffer of `inUse` rows. */
function entries(walk: Walk, from: number, to: number, inUse: number): Selection {
  return walk.definition.order === 'lifo' ? { kind: 'entry', from: inUse + 1 - to, to: inUse + 1 - from } : { kind: 'entry', from, to };
}

/** Rows that may have been captured since the last one. */
function newRows(walk: Walk): number {
  const { capturePeriod } = walk.definition;
  const { now } = walk.state;
  if (capturePeriod <= 0 || now === null || walk.time === null || now <= walk.time) return firstLookBack;
  return Math.ceil((now - walk.time) / (capturePeriod * 1000)) + anchorLength;
}

export async function* byEntry(walk: Walk, query: EntryQuery): AsyncGenerator<ProfileBatch, PassEnd> {
  let inUse = walk.state.inUse;
  if (inUse === null) return notBy('the meter does not tell how many rows it has');
  if (walk.definition.order === 'sorted') return notBy('the rows of the buffer are sorted by a value');
  let next = walk.place.length > 0 ? 1 : Math.max(1, await query.first(inUse));
  let lookBack = 0;
  while (inUse > 0 && next <= inUse) {
    const search = walk.place.length > 0;
    const last = search ? Math.min(walk.entry ?? inUse, inUse) : next - 1;
    const from = search ? Math.max(1, last - lookBack - walk.place.length + 1) : next;
    const to = Math.min(inUse, last + walk.sliceRows);
    const end: PassEnd = yield* walk.pass({
      selection: entries(walk, from, to, inUse),
      search,
      atStart: from === 1,
      firstEntry: from,
      ...(query.accept === undefined ? {} : { accept: query.accept }),
    });
    if (end.refused !== null) return end;
    if (end.error !== null) {
      await walk.recover(end.error);
      inUse = (await query.refresh()) ?? inUse;
      if (end.found) lookBack = 0;
    } else if (search && !end.found) {
      if (from > 1) lookBack = lookBack === 0 ? newRows(walk) : lookBack * 2;
      else {
        walk.lose();
        next = 1;
      }
    } else {
      if (to >= inUse || (!came(walk, last) && (search || isBehind(walk, from)))) return fine;
      lookBack = 0;
      next = to + 1;
    }
  }
  return fine;
}

/** Rows behind this one came. None came where the meter counts on what was overwritten: asked again it would be so for ever. */
const came = ({ entry }: Walk, last: number): boolean => entry !== null && entry > last;

/** The buffer has no places from this row on. */
const isBehind = ({ definition: { capacity } }: Walk, from: number): boolean => capacity !== null && from > capacity;

/** Asks for one row, and delivers nothing. */
async function probe(
  walk: Walk,
  entry: number,
  inUse: number,
): Promise<{ readonly end: PassEnd; readonly time: number | null; readonly there: boolean }> {
  const selection = entries(walk, entry, entry, inUse);
  const pass = walk.pass({ selection, search: false, atStart: false, firstEntry: entry, accept: () => false });
  let step = await pass.next();
  while (!step.done) step = await pass.next();
  const found = { end: step.value, time: walk.time, there: walk.entry !== null };
  walk.forgetPlace();
  return found;
}

/**
 * Rows that the buffer holds. Where a meter tells more than the buffer has places for, one row behind them shows whether the
 * number of rows or that of the places is wrong.
 */
export async function rowsHeld(walk: Walk, inUse: number): Promise<number> {
  const { capacity } = walk.definition;
  if (capacity === null || inUse <= capacity) return inUse;
  return (await probe(walk, capacity + 1, inUse)).there ? inUse : capacity;
}

/**
 * The number of a row before `instant`, found by looking at single rows, further back each time; 1 where there is none. A
 * clock that was set back may hide rows before it: the look begins well before the row that is expected.
 */
export async function entryBefore(walk: Walk, instant: number, inUse: number): Promise<number> {
  const { capturePeriod } = walk.definition;
  const { now } = walk.state;
  const expected = capturePeriod > 0 && now !== null ? Math.ceil(Math.max(now - instant, 0) / (capturePeriod * 1000)) : 0;
  for (let back = Math.ceil(expected * 1.1) + firstLookBack; back < inUse; back *= 2) {
    const from = inUse - back;
    const { end, time } = await probe(walk, from, inUse);
    if (end.refused !== null) return from;
    if (end.error !== null) await walk.recover(end.error);
    else if (time !== null && time < instant) return from;
  }
  return 1;
}
