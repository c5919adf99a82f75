/**
 * Load profiles and event logs row by row: a range of time, the last n rows, all of them, or what is new since last time
 * (Blue Book part 2, clause 4.3.6).
 *
 *   const profile = loadProfile(meter, { obis: '1-0:99.1.0' });
 *   for await (const batch of profile.since(await load())) {
 *     await insert(batch.rows);
 *     await save(batch.cursor);
 *   }
 *
 * Rows come while they arrive, a slice at most waits in memory, a broken transfer goes on behind the last complete row, and
 * a meter that refuses one way of asking is asked in another; the notes of a batch say so. How "new" is decided, whatever
 * the clock did meanwhile: profile/anchor.ts and profile/by-entry.ts.
 */
import type { TimeInput } from '../cosem/clock-write';
import { canonicalObis } from '../cosem/obis';
import type { ProfileRow } from '../cosem/profile-rows';
import type { Zone } from '../cosem/zone';
import { DlmsError } from '../errors';
import { checkCursor } from './profile/anchor';
import { byEntry, type EntryQuery, entryBefore, rowsHeld } from './profile/by-entry';
import { byRange, sinceByRange, whole } from './profile/by-range';
import { learnProfile } from './profile/definition';
import { MeterZone } from './profile/meter-zone';
import type { ProfileAccess, ProfileBatch, ProfileCursor, ProfileDefinition, ProfileOptions, ProfileReference } from './profile/types';
import { type PassEnd, Walk } from './profile/walk';
import type { Meter } from './types';

export type * from './profile/types';

export interface LoadProfile {
  /** Columns, period, order and size; read from the meter unless they are known. */
  definition(options?: ProfileOptions): Promise<ProfileDefinition>;
  /** Rows from the first to the last time, both included. Text without offset is the meter's local time. */
  range(from: TimeInput, to: TimeInput, options?: ProfileOptions): AsyncGenerator<ProfileBatch, void>;
  /** The last `count` rows, oldest first. */
  last(count: number, options?: ProfileOptions): AsyncGenerator<ProfileBatch, void>;
  /** All rows that the meter still has. */
  all(options?: ProfileOptions): AsyncGenerator<ProfileBatch, void>;
  /** Rows behind the cursor of an accepted batch; null: all rows. */
  since(cursor: ProfileCursor | null, options?: ProfileOptions): AsyncGenerator<ProfileBatch, void>;
}

/**
 * A profile of a meter. Nothing is read before the first row is asked for.
 * @throws DlmsError `obis-invalid`; the iterations: `value-invalid` for times, `settings-invalid` for cursors, `refused`
 * when the meter refuses every access, and those of the line when tries are used up
 */
export function loadProfile(meter: Meter, reference: ProfileReference): LoadProfile {
  const named = { ...reference, obis: canonicalObis(reference.obis) };
  const begin = (options: ProfileOptions = {}, cursor: ProfileCursor | null = null) => beginWalk(meter, named, options, cursor);
  return {
    definition: async (options = {}) => (await learnProfile(meter, named, options)).definition,
    range: async function* (from, to, options) {
      const { walk, refresh } = await begin(options);
      yield* rangeOf(walk, walk.zone.instantOfInput(from), walk.zone.instantOfInput(to), refresh);
    },
    last: async function* (count, options) {
      if (!Number.isInteger(count) || count < 1) throw new DlmsError('value-invalid', `${count} is no number of rows`);
      const { walk, refresh } = await begin(options);
      yield* lastOf(walk, count, refresh);
    },
    all: async function* (options) {
      const { walk, refresh } = await begin(options);
      yield* sinceOf(walk, null, refresh);
    },
    since: async function* (cursor, options) {
      const checked = cursor === null ? null : checkCursor(cursor, named.obis);
      const { walk, refresh } = await begin(options, checked);
      yield* sinceOf(walk, checked, refresh);
    },
  };
}

type Refresh = EntryQuery['refresh'];

async function beginWalk(
  meter: Meter,
  reference: ProfileReference,
  options: ProfileOptions,
  cursor: ProfileCursor | null,
): Promise<{ readonly walk: Walk; readonly refresh: Refresh }> {
  const { definition, state } = await learnProfile(meter, reference, options);
  const zone = new MeterZone(zoneOf(meter, options, state.offset));
  const walk = new Walk({ meter, reference, definition, state, zone, options, cursor });
  return { walk, refresh: async () => (await learnProfile(meter, reference, options)).state.inUse };
}

function zoneOf(meter: Meter, { zone }: ProfileOptions, offset: number | null): Zone | null {
  const { clockDeviation, fixedOffsetMinutes } = meter.options;
  return zone ?? (clockDeviation === 'fixed' ? fixedOffsetMinutes : undefined) ?? offset;
}

type Ways = Readonly<Partial<Record<ProfileAccess, () => AsyncGenerator<ProfileBatch, PassEnd>>>>;

/** Refusals that mean the object itself: no other way of asking helps. Meters deny the selection alone as well. */
const final: ReadonlySet<string> = new Set(['object-undefined', 'object-class-inconsistent', 'hardware-fault']);

/** Tries the ways in their order until the meter takes one. */
async function* inOrder(walk: Walk, ways: Ways): AsyncGenerator<ProfileBatch, void> {
  const order = walk.options.access ?? (Object.keys(ways) as ProfileAccess[]);
  let refusal: DlmsError | null = null;
  for (const access of order) {
    const way = ways[access];
    if (way === undefined) continue;
    if (refusal !== null) walk.note('fallback', `${refusal.message}: read by ${words[access]} instead`);
    walk.access = access;
    const end = yield* way();
    if (end.refused === null) {
      yield walk.end();
      return;
    }
    refusal = end.refused;
    if (final.has(refusal.result?.name ?? '')) break;
  }
  throw refusal ?? new DlmsError('settings-invalid', 'no access to the profile is left: choose range, entry or all');
}

const words: Readonly<Record<ProfileAccess, string>> = { range: 'time', entry: 'row numbers', all: 'reading everything' };

function rangeOf(walk: Walk, from: number, to: number, refresh: Refresh): AsyncGenerator<ProfileBatch, void> {
  const { capturePeriod } = walk.definition;
  const accept = (instant: number | null): boolean => instant !== null && instant >= from && instant <= to;
  const { now, inUse } = walk.state;
  const most = inUse ?? Number.POSITIVE_INFINITY;
  const span = Math.min(to, now ?? to) - from;
  walk.expected = capturePeriod > 0 ? Math.min(most, Math.max(0, Math.floor(span / (capturePeriod * 1000)) + 1)) : null;
  return inOrder(walk, {
    range: () => byRange(walk, from, to),
    entry: () => byEntry(walk, { first: (inUse) => entryBefore(walk, from, inUse), accept, refresh }),
    all: () => whole(walk, accept),
  });
}

function lastOf(walk: Walk, count: number, refresh: Refresh): AsyncGenerator<ProfileBatch, void> {
  walk.expected = Math.min(count, walk.state.inUse ?? count);
  return inOrder(walk, {
    entry: () => byEntry(walk, { first: async (inUse) => (await rowsHeld(walk, inUse)) - count + 1, refresh }),
    all: () => lastOfAll(walk, count),
  });
}

/** The end of everything: `count` rows are kept while the others go by. */
async function* lastOfAll(walk: Walk, count: number): AsyncGenerator<ProfileBatch, PassEnd> {
  let kept: ProfileRow[] = [];
  const all = whole(walk, undefined);
  for (;;) {
    const step = await all.next();
    if (step.done) {
      const end = walk.end();
      if (kept.length > 0) yield { ...end, rows: kept, progress: { ...end.progress, rows: kept.length }, done: false };
      return step.value;
    }
    kept = [...kept, ...step.value.rows].slice(-count);
  }
}

function sinceOf(walk: Walk, cursor: ProfileCursor | null, refresh: Refresh): AsyncGenerator<ProfileBatch, void> {
  const sorted = walk.definition.order === 'sorted';
  // Fingerprints of other columns, or in another order, tell nothing: then rows younger than the last are new.
  const placeless = cursor !== null && (sorted || cursor.anchor.length === 0 || cursor.signature !== walk.signature);
  const younger = placeless ? walk.zone.instantOf(cursor.time) : null;
  if (cursor !== null && !sorted && cursor.signature !== walk.signature)
    walk.note('columns-changed', 'the profile has other columns than last time: rows younger than the last one were read');
  if (younger !== null) walk.forgetPlace();
  const accept = younger === null ? undefined : (instant: number | null): boolean => instant !== null && instant > younger;
  walk.expected = expectedSince(walk, cursor);
  return inOrder(walk, {
    entry: () =>
      byEntry(walk, {
        first: (inUse) => (younger === null ? 1 : entryBefore(walk, younger, inUse)),
        refresh,
        ...(accept === undefined ? {} : { accept }),
      }),
    range: () => sinceByRange(walk, walk.options.lookBackMs ?? 86_400_000, younger),
    all: () => whole(walk, accept),
  });
}

function expectedSince(walk: Walk, cursor: ProfileCursor | null): number | null {
  const { inUse, now } = walk.state;
  if (cursor === null || walk.time === null) return inUse;
  const { capturePeriod } = walk.definition;
  if (capturePeriod <= 0 || now === null) return null;
  const rows = Math.max(0, Math.floor((now - walk.time) / (capturePeriod * 1000)));
  return inUse === null ? rows : Math.min(rows, inUse);
}
