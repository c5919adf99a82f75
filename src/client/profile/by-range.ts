/**
 * A buffer read by time (range_descriptor), and without any selection.
 *
 * A range is cut into slices by instants; each asks for an hour more on both sides, because many meters do not look at the
 * deviation of the bounds, and every row belongs to exactly one slice by its own instant. A broken transfer goes on an hour
 * before the last row that came, behind the fingerprints of the rows before.
 */
import { DlmsError } from '../../errors';
import type { Selection } from '../types';
import { clockChangeMs } from './meter-zone';
import type { ProfileBatch } from './types';
import type { Part, PassEnd, Walk } from './walk';

const fine: PassEnd = { error: null, refused: null, received: 0, found: true };
const day = 86_400_000;
/** No profile is older. */
const beginning = Date.UTC(2000, 0, 1);
const noClock: PassEnd = { ...fine, refused: new DlmsError('refused', 'the profile captures no time') };

type Accept = NonNullable<Part['accept']>;

function range(walk: Walk, from: number, to: number): Selection {
  const { wireColumns: columns, wireClock: by } = walk;
  return {
    kind: 'range',
    from: walk.zone.bound(from),
    to: walk.zone.bound(to),
    ...(by === null ? {} : { by }),
    ...(columns === null ? {} : { columns }),
  };
}

/** All rows with from <= instant <= to. */
export async function* byRange(walk: Walk, from: number, to: number): AsyncGenerator<ProfileBatch, PassEnd> {
  const { capturePeriod, clockColumn } = walk.definition;
  if (clockColumn < 0) return noClock;
  const usual = capturePeriod > 0 ? walk.sliceRows * capturePeriod * 1000 : Number.POSITIVE_INFINITY;
  let step = usual;
  for (let start = from; start <= to; ) {
    const before = walk.rows;
    const end = yield* slice(walk, start, Math.min(start + step, to + 1));
    if (end.refused !== null) return end;
    start += step;
    // Years without a row are crossed in a few steps.
    step = walk.rows > before ? usual : step * 2;
  }
  return fine;
}

/** Rows with start <= instant < stop, by as many requests as it takes. */
async function* slice(walk: Walk, start: number, stop: number): AsyncGenerator<ProfileBatch, PassEnd> {
  walk.forgetPlace();
  let after = Number.NEGATIVE_INFINITY;
  for (;;) {
    const low = Math.max(start, walk.time ?? start, after);
    const accept: Accept = (instant) => instant !== null && instant >= start && instant < stop && instant > after;
    const search = walk.place.length > 0;
    const selection = range(walk, low - clockChangeMs, stop - 1 + clockChangeMs);
    const end: PassEnd = yield* walk.pass({ selection, search, atStart: true, firstEntry: null, accept });
    if (end.error !== null) await walk.recover(end.error);
    else if (search && !end.found && end.refused === null) {
      // The rows before the break are gone or look different: time alone decides.
      after = walk.time ?? start;
      walk.place = [];
    } else return end;
  }
}

/** All rows behind the place; where it is not found, those that are younger than the last. */
export async function* sinceByRange(walk: Walk, lookBackMs: number, younger: number | null): AsyncGenerator<ProfileBatch, PassEnd> {
  if (walk.definition.clockColumn < 0) return noClock;
  let after = younger;
  for (;;) {
    const now = walk.state.now ?? Date.now();
    const last = walk.time ?? after;
    const from = last === null ? beginning : Math.min(last, now) - lookBackMs;
    const to = Math.max(last ?? now, now) + day;
    const end: PassEnd = yield* behind(walk, range(walk, from, to), after);
    if (end.error !== null) await walk.recover(end.error);
    else if (end.found || end.refused !== null) return end;
    else {
      after = walk.time;
      walk.lose();
    }
  }
}

/** The whole buffer, in one request. */
export async function* whole(walk: Walk, accept: Accept | undefined): AsyncGenerator<ProfileBatch, PassEnd> {
  for (;;) {
    const search = walk.place.length > 0;
    const end: PassEnd = yield* walk.pass({
      selection: null,
      search,
      atStart: true,
      firstEntry: 1,
      ...(accept === undefined ? {} : { accept }),
    });
    if (end.error !== null) await walk.recover(end.error);
    else if (end.found || end.refused !== null) return end;
    else walk.lose();
  }
}

function behind(walk: Walk, selection: Selection, after: number | null): AsyncGenerator<ProfileBatch, PassEnd> {
  const search = walk.place.length > 0;
  const accept: Accept = (instant) => after === null || (instant !== null && instant > after);
  return walk.pass({ selection, search, atStart: true, firstEntry: null, accept });
}
