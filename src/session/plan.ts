/**
 * Fewest round trips: n attributes are read with one GET-with-list, or one Read with n references, where the association
 * allows it and the request fits the PDU size of the meter; in one ACCESS where only that was agreed.
 *
 * On a link that cuts APDUs into frames, a list is no longer than what leaves in one turn. A request of f frames with an
 * answer of g frames costs f + g - 1 turns when each frame waits for "go on"; f requests of one frame each, with the same
 * answers, cost as many turns as there are frames of answers, which are at most g + f - 1 and mostly g.
 *
 * Meters refuse lists in four ways: every item with the same code, an exception, a confirmed-service-error, or an answer
 * shorter than asked. Many take lists up to some length: shorter ones are tried, half as long each time or as long as the
 * short answer was, and in the end the items one by one. `policy.maxItems` remembers what helped. An answer of another
 * length is never matched to the items: a value under a wrong name is worse than a second request. What is refused like that
 * one by one as well is the matter of its object, as long as another is answered.
 *
 * Others do not answer lists at all, or hang up. Where that happens twice in a row, each time in an association that was made,
 * the items are asked for one by one; where this helps, it was not the line.
 */

import { encodeData } from '../codec/data';
import type { Data } from '../codec/types';
import { isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { access } from './access';
import { maxRequestSize, turnSize } from './exchange';
import { getList, getNormal } from './get';
import { refusalOfAccess } from './refusal';
import { type AttributeRequest, agreed, type Outcome, only, usesShortNames } from './requests';
import { pourVariable, readVariables } from './short-name';
import type { Session } from './types';

/** Kept by the caller per meter; the only thing that `readAttributes` changes. */
export interface ListPolicy {
  /** Items in one list request; 0 = as many as fit; 1 = no lists. */
  maxItems: number;
  /** Lists in a row with which the link was lost. */
  lostLists?: number;
}

/**
 * Octets of a list request: before its counts (tag, kind and invoke id; of ACCESS tag, longer invoke id, the absent date-time),
 * how many counts, and of each item. ACCESS counts its parameters as well, and has a choice and a null-data for each item.
 */
const layouts = {
  read: { head: 1, counts: 1, item: 3 },
  references: { head: 3, counts: 1, item: 10 },
  access: { head: 6, counts: 2, item: 11 },
} as const;
type Layout = (typeof layouts)[keyof typeof layouts];

/** A turn that holds fewer items than these is not worth a request of its own. */
const minItemsInTurn = 8;

/** Lists in a service of their own, or all in one ACCESS; null: neither was agreed. */
function listService(session: Session): 'references' | 'access' | null {
  if (agreed(session, 'multiple-references')) return 'references';
  return !usesShortNames(session) && agreed(session, 'access') ? 'access' : null;
}

const layoutOf = (session: Session): Layout => (usesShortNames(session) ? layouts.read : layouts[listService(session) ?? 'references']);

/** Octets before the items, when there are so many. */
const headSize = ({ head, counts }: Layout, items: number): number => head + counts * (items < 0x80 ? 1 : 3);

const itemSize = ({ item }: Layout, { selection }: AttributeRequest): number =>
  item + (selection === null ? 0 : 1 + encodeData(selection.parameters).length);

/** Octets that a list request may have. */
function roomOf(session: Session, layout: Layout): number {
  const turn = turnSize(session);
  const whole = maxRequestSize(session);
  return turn < headSize(layout, minItemsInTurn) + minItemsInTurn * layout.item ? whole : Math.min(whole, turn);
}

/** Cuts the requests into lists that fit. Selective access stands alone: its answers are large, and lists with it are often refused. */
export function planLists(session: Session, requests: readonly AttributeRequest[], maxItems: number): AttributeRequest[][] {
  const layout = layoutOf(session);
  const room = roomOf(session, layout);
  const limit = listService(session) === null ? 1 : maxItems || Number.POSITIVE_INFINITY;
  const lists: AttributeRequest[][] = [];
  let size = 0;
  let open: AttributeRequest[] | null = null;
  for (const request of requests) {
    const own = itemSize(layout, request);
    const alone = request.selection !== null || request.decode !== undefined || request.sink !== undefined;
    if (open === null || alone || open.length >= limit || headSize(layout, open.length + 1) + size + own > room) {
      open = [];
      size = 0;
      lists.push(open);
    }
    open.push(request);
    size += own;
    if (alone) open = null;
  }
  return lists;
}

/**
 * Reads attributes, one outcome each, in order.
 * @throws DlmsError those of `exchange`; refusals of single items are outcomes, where not all are answered with an exception
 */
export function* readAttributes(
  session: Session,
  requests: readonly AttributeRequest[],
  policy: ListPolicy,
): Dialogue<readonly Outcome<Data>[]> {
  if (requests.length > 1 && (policy.lostLists ?? 0) >= lostListsInDoubt) return yield* readDoubted(session, requests, policy);
  const outcomes: Outcome<Data>[] = [];
  for (const list of planLists(session, requests, policy.maxItems)) {
    outcomes.push(...(yield* readList(session, list, policy)));
    expectAnswers(outcomes, outcomes.length === requests.length);
  }
  return outcomes;
}

/** Ends where nothing is answered: that is no matter of the objects, and after two of them the association may be gone. */
function expectAnswers(outcomes: readonly Outcome<Data>[], complete: boolean): void {
  const error = outcomes[0]?.error;
  if (error === undefined || outcomes.some((outcome) => outcome.error === undefined)) return;
  if (complete || (outcomes.length > 1 && error.fatal)) throw error;
}

/** One may be lost on any line. */
const lostListsInDoubt = 2;

/** Reads one by one what was lost in lists: a meter that answers this does not know them. */
function* readDoubted(session: Session, requests: readonly AttributeRequest[], policy: ListPolicy): Dialogue<readonly Outcome<Data>[]> {
  policy.lostLists = 0;
  const outcomes = yield* readSingly(session, requests);
  expectAnswers(outcomes, true);
  policy.maxItems = 1;
  return outcomes;
}

function* readOne(session: Session, request: AttributeRequest): Dialogue<Outcome<Data>> {
  try {
    return yield* usesShortNames(session) ? readVariable(session, request) : getNormal(session, request);
  } catch (error) {
    if (!isDlmsError(error) || !refusals.has(error.code)) throw error;
    return { data: null, refusal: error.result ?? refusalOfAccess('other-reason'), error };
  }
}

function* readVariable(session: Session, request: AttributeRequest): Dialogue<Outcome<Data>> {
  if (request.sink) return yield* pourVariable(session, request, request.sink);
  return only(yield* readVariables(session, [request]));
}

function* readList(session: Session, list: readonly AttributeRequest[], policy: ListPolicy): Dialogue<readonly Outcome<Data>[]> {
  const outcomes: Outcome<Data>[] = [];
  /** Length of the list that was refused last; a shorter one that is taken tells what the meter can do. */
  let refusedSize = 0;
  let size = list.length;
  while (outcomes.length < list.length) {
    if (policy.maxItems > 0) size = Math.min(size, policy.maxItems);
    const some = list.slice(outcomes.length, outcomes.length + size);
    if (some.length < 2) return [...outcomes, ...(yield* readRest(session, list.slice(outcomes.length), policy, refusedSize > 0))];
    const answer = yield* tryList(session, some, policy);
    if (answer.outcomes === null) {
      refusedSize = some.length;
      size = answer.fits;
      continue;
    }
    if (refusedSize > 0) policy.maxItems = some.length;
    refusedSize = 0;
    outcomes.push(...answer.outcomes);
  }
  return outcomes;
}

/** What is read one by one, because a list of two was refused, or because one is left. */
function* readRest(
  session: Session,
  rest: readonly AttributeRequest[],
  policy: ListPolicy,
  refusedBefore: boolean,
): Dialogue<readonly Outcome<Data>[]> {
  const singles = yield* readSingly(session, rest);
  // Refused one by one as well: the objects are the reason, not the list.
  const byObject = singles.every(({ refusal }) => refusal !== null) || singles.some(({ error }) => error !== undefined);
  if (refusedBefore && !byObject) policy.maxItems = 1;
  return singles;
}

function* readSingly(session: Session, list: readonly AttributeRequest[]): Dialogue<readonly Outcome<Data>[]> {
  const outcomes: Outcome<Data>[] = [];
  for (const request of list) {
    outcomes.push(yield* readOne(session, request));
    expectAnswers(outcomes, false);
  }
  return outcomes;
}

function readTogether(session: Session, list: readonly AttributeRequest[]): Dialogue<readonly Outcome<Data>[]> {
  if (usesShortNames(session)) return readVariables(session, list);
  if (listService(session) === 'references') return getList(session, list);
  return access(
    session,
    list.map((item) => ({ kind: 'get', item })),
  );
}

type ListAnswer =
  | { readonly outcomes: readonly Outcome<Data>[] }
  /** The list itself was refused; `fits` is the length to try next. */
  | { readonly outcomes: null; readonly fits: number };

/** A list request. */
function* tryList(session: Session, list: readonly AttributeRequest[], policy: ListPolicy): Dialogue<ListAnswer> {
  const half = Math.floor(list.length / 2);
  try {
    const outcomes = yield* readTogether(session, list);
    policy.lostLists = 0;
    if (outcomes.length === list.length) return isBlanketRefusal(outcomes) ? { outcomes: null, fits: 1 } : { outcomes };
    // One refusal for all says nothing about length, two or more answers do.
    return { outcomes: null, fits: outcomes.length > 1 && outcomes.length < list.length ? outcomes.length : half };
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    if (error.fatal && (error.layer === 'link' || error.layer === 'transport')) policy.lostLists = (policy.lostLists ?? 0) + 1;
    if (!refusals.has(error.code)) throw error;
    return { outcomes: null, fits: error.code === 'service-not-supported' ? 1 : half };
  }
}

/** Refusals of the request itself, and answers nobody can read: the Gurux server leaves the code of a refused item of a list out. */
const refusals: ReadonlySet<string> = new Set([
  'apdu-truncated',
  'apdu-malformed',
  'apdu-unknown',
  'refused',
  'service-not-allowed',
  'service-not-supported',
  'operation-not-possible',
  'pdu-too-long',
]);

/** Every item with one and the same code. "object-undefined" for all is what it says and costs no second look. */
function isBlanketRefusal(outcomes: readonly Outcome<Data>[]): boolean {
  const first = outcomes[0]?.refusal;
  if (!first || first.name === 'object-undefined') return false;
  return outcomes.every(({ refusal }) => refusal?.code === first.code);
}
