/**
 * The one place under every request: encode, protect, send, await, unprotect, decode, match.
 *
 * Exceptions, releases, pushes and stale answers may arrive in any waiting state; they are dealt with here and nowhere else.
 * Notifications go to `session.onUnsolicited` and waiting goes on; an answer with another invoke id belongs to a request that
 * was given up, or is a copy of the last answer, and is passed over. Where neither can be, the meter does not echo invoke ids
 * (some say C1 whatever was asked), and it is the answer. Datagrams may be copied on the way, and a request that was copied is
 * answered twice: there the ids 0 and 1 are not used, so that an answer with one of them shows a meter that does not echo, and
 * from then on the line has to be quiet before the next request, as it always has to before Read and Write, which have no ids;
 * and so it has to in streams, where a request was given up, and in datagrams each time the ids come round.
 * exception-response and confirmed-service-error become a `DlmsError` with the standard's words (Green Book 9.5). Where the meter
 * answers in general-block-transfer, or the request has to leave that way, `gbt.ts` carries the octets; protection is inside the
 * blocks.
 */
import type { Apdu, ApduKind, ApduOf } from '../apdu/apdu';
import { apdu } from '../apdu/apdu';
import { conformanceHas } from '../apdu/initiate';
import { Reader } from '../bytes';
import { encode } from '../codec/axdr';
import type { DataOptions } from '../codec/data-decode';
import { DlmsError, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import type { ProtectionUse } from '../security/types';
import { completed } from './cut-short';
import { receiveBlocks, requestInBlocks } from './gbt';
import { isUnsolicited, opened } from './notification';
import { type Aside, patience } from './patience';
import { confirmedServiceErrorOf, exceptionOf } from './refusal';
import type { Session } from './types';

/** What general-glo-ciphering with a title adds to an APDU at most (header, title, tag, lengths): for contexts that do not say. */
const usualOverhead = 40;

export interface ExchangeOptions<K extends ApduKind = ApduKind> {
  readonly use?: ProtectionUse;
  /** The answers that end the waiting; everything else is an event or an error. */
  readonly expect: readonly K[];
  /** For tables: which columns become date-times. */
  readonly decode?: DataOptions;
}

/** An answer with the octets behind its APDU, where a meter glued two together (Gurux servers with short names). */
export interface Answer<K extends ApduKind = ApduKind> {
  readonly apdu: ApduOf<K>;
  readonly tail: Buffer;
}

/** Decodes the first APDU of these octets. @throws DlmsError of the codec */
export function decodeApdu(received: Buffer, options?: DataOptions): Answer {
  const octets = completed(received);
  const input = new Reader(octets, 0, octets.length, options);
  const value = apdu.read(input);
  return { apdu: value, tail: input.rest() };
}

/** What protection adds to an APDU. */
function overheadOf({ security }: Session): number {
  const { cipheredContext, overhead = cipheredContext ? usualOverhead : 0 } = security;
  return overhead;
}

/** Octets of plain APDU that may be sent at once; Infinity without a limit. */
export function maxRequestSize(session: Session): number {
  const limit = session.association?.serverMaxReceivePduSize ?? 0;
  if (limit === 0) return Number.POSITIVE_INFINITY;
  return Math.max(limit - overheadOf(session), Math.min(limit, 16));
}

/** Octets that the length field of a protected APDU of this size has less than the five that the overhead counts. */
const unusedLength = (octets: number): number => (octets <= 129 ? 4 : octets <= 258 ? 3 : 2);

/** Octets of plain APDU that leave in one turn of the link; Infinity where the link does not cut. */
export function turnSize(session: Session): number {
  const turn = session.link.octetsPerTurn ?? Number.POSITIVE_INFINITY;
  const overhead = overheadOf(session);
  return overhead === 0 ? turn : turn - overhead + unusedLength(turn);
}

/** Sees to it that the counters for `count` more APDUs are durable before they are used. */
export function* prepareCounters(session: Session, count: number): Dialogue<void> {
  const work = session.security.need(count);
  if (work) yield { send: null, timeoutMs: 0, prepare: work };
}

/** Whether copies of datagrams may arrive at any time. */
const copiesAtAnyTime = ({ link }: Session): boolean => link.copies === 'any-time';

/** Meters that do not echo invoke ids say one of these: what is sent in datagrams has others. */
const notSentInDatagrams = 2;
/** A copy of a datagram comes within this time behind the first. */
const copyMs = 250;

/**
 * Whether what may still come would look like the answer: Read and Write have no invoke id, some meters do not echo it, and in
 * datagrams the copy of an answer may come when its id has come round.
 */
function mayBeMistaken(session: Session, { kind }: Apdu): boolean {
  if (session.idsComeRound) return true;
  const idTells = kind !== 'read-request' && kind !== 'write-request' && session.ownInvokeIds !== true;
  if (idTells || session.link.copies === 'never') return false;
  return copiesAtAnyTime(session) || session.lateAnswers === true;
}

/** The next invoke id, 1..15 (2..15 in datagrams); 0 is left out because some meters take it for "none". */
export function nextInvokeId(session: Session): number {
  const first = copiesAtAnyTime(session) ? notSentInDatagrams : 1;
  if (session.invokeId < 15) session.invokeId = Math.max(first, session.invokeId + 1);
  else {
    session.invokeId = first;
    session.idsComeRound = copiesAtAnyTime(session);
  }
  return session.invokeId;
}

/**
 * Sends one request and returns its answer.
 * @throws DlmsError of link, security and codec; `service-not-allowed`, `service-not-supported`, `answer-mismatch` ...
 */
export function* exchange<K extends ApduKind>(session: Session, request: Apdu, options: ExchangeOptions<K>): Dialogue<Answer<K>> {
  if (mayBeMistaken(session, request)) yield* quiet(session);
  const plain = encode(apdu, request);
  session.onApdu?.('tx', plain);
  yield* prepareCounters(session, 1);
  const octets = session.security.protect(plain, options.use ?? 'service');
  return yield* answerTo(session, sendAndReceive(session, octets), { ...options, invokeId: invokeIdOf(request) });
}

/** Waits for one more answer without asking again: what came before was a copy of an earlier one. */
export function* awaitAnswer<K extends ApduKind>(session: Session, invokeId: number, options: ExchangeOptions<K>): Dialogue<Answer<K>> {
  return yield* answerTo(session, receiveNext(session), { ...options, invokeId });
}

/** Waits until no copy comes any more, and after a request that was given up for as long as its answer may take. */
function* quiet(session: Session): Dialogue<void> {
  const passOver = patience('the request');
  for (;;) {
    const received = yield* receivedWithin(session, session.lateAnswers ? session.timeouts.responseMs : copyMs);
    if (received === null) break;
    passOver(putAside(session, received));
  }
  session.lateAnswers = false;
  session.idsComeRound = false;
}

function* receivedWithin(session: Session, timeoutMs: number): Dialogue<Buffer | null> {
  try {
    return yield* session.link.receive(timeoutMs);
  } catch (error) {
    if (isDlmsError(error) && error.code === 'response-timeout') return null;
    throw error;
  }
}

/** What answers nothing: notifications are handed on, and whatever is wrong with the rest, nobody waits for it. */
function putAside(session: Session, received: Buffer): Aside {
  try {
    return sort(session, received, { expect: [], invokeId: null, late: false }) === 'notification' ? 'notification' : 'stray';
  } catch (error) {
    if (isDlmsError(error)) return 'stray';
    throw error;
  }
}

/** What is awaited. `late`: a request before this one was given up. */
interface Awaited<K extends ApduKind = ApduKind> extends ExchangeOptions<K> {
  readonly invokeId: number | null;
  readonly late: boolean;
}

/** The answer, of what `first` brings and what comes after it. Until it is there, it counts as one that may come late. */
function* answerTo<K extends ApduKind>(session: Session, first: Dialogue<Buffer>, expected: Omit<Awaited<K>, 'late'>): Dialogue<Answer<K>> {
  const awaited = { ...expected, late: session.lateAnswers ?? false };
  session.lateAnswers = true;
  const passOver = patience('the request');
  for (let received = yield* first; ; received = yield* receiveNext(session)) {
    const answer = sort(session, received, awaited);
    if (typeof answer === 'object') {
      session.lateAnswers = awaited.late;
      throwRefusal(answer.apdu, awaited);
      // `sort` lets nothing by but refusals and what is expected.
      return answer as unknown as Answer<K>;
    }
    passOver(answer);
  }
}

/** Throws what the meter refused with. */
function throwRefusal({ kind, value }: Apdu, { expect }: Awaited): void {
  if (kind === 'exception-response') throw exceptionOf(value);
  if (kind === 'confirmed-service-error' && !expect.includes(kind)) throw confirmedServiceErrorOf(value);
}

/** Sends one request for which no answer comes. */
export function* post(session: Session, request: Apdu): Dialogue<void> {
  const plain = encode(apdu, request);
  session.onApdu?.('tx', plain);
  yield* prepareCounters(session, 1);
  yield* session.link.send(session.security.protect(plain, 'service'));
}

function* sendAndReceive(session: Session, octets: Buffer): Dialogue<Buffer> {
  const limit = session.association?.serverMaxReceivePduSize ?? 0;
  const fits = limit === 0 || octets.length <= limit;
  if (!fits && session.association) {
    if (!conformanceHas(session.association.conformance, 'general-block-transfer')) throw pduTooSmall(octets.length, limit);
    return yield* requestInBlocks(session, octets, limit);
  }
  return yield* joined(session, yield* session.link.request(octets, session.timeouts.responseMs));
}

function* receiveNext(session: Session): Dialogue<Buffer> {
  return yield* joined(session, yield* session.link.receive(session.timeouts.responseMs));
}

function* joined(session: Session, received: Buffer): Dialogue<Buffer> {
  return received[0] === 0xe0 ? yield* receiveBlocks(session, received) : received;
}

const pduTooSmall = (size: number, limit: number): DlmsError =>
  new DlmsError(
    'pdu-too-small',
    `the request has ${size} octets, the meter takes ${limit}, and general-block-transfer (conformance bit 2) was not agreed`,
  );

/** The answer or a refusal of the request as such, or what it is when waiting has to go on. */
function sort(session: Session, received: Buffer, awaited: Awaited): Answer | Aside {
  const plain = openedAnswer(session, received);
  if (plain === null) return 'notification';
  session.onApdu?.('rx', plain);
  const answer = decodeApdu(plain, awaited.decode);
  const { kind } = answer.apdu;
  if (isUnsolicited(answer.apdu)) {
    session.onUnsolicited(answer.apdu);
    return 'notification';
  }
  if (kind === 'exception-response' || kind === 'confirmed-service-error') return answer;
  // An answer of another service, an AARE or RLRE out of place: it belongs to a request that was given up.
  if (!awaited.expect.includes(kind)) return 'stray';
  if (!isAnswerTo(session, awaited, invokeIdOf(answer.apdu), plain)) return 'stray';
  session.lastAnswer = plain;
  if (answer.tail.length > 0 && !mayBeGlued(kind)) {
    throw new DlmsError('apdu-malformed', `${answer.tail.length} octets too many after ${kind}`, {
      offset: plain.length - answer.tail.length,
    });
  }
  return answer;
}

/** Opens what came. A refusal of our proof is read although it comes plain: it grants nothing, and it says what is wrong. */
function openedAnswer(session: Session, received: Buffer): Buffer | null {
  try {
    return opened(session, received);
  } catch (error) {
    const plain = session.proving === true && isDlmsError(error) && error.code === 'protection-too-low';
    if (plain && refusesProof(received)) return received;
    throw error;
  }
}

/** An ACTION, Read or Write response that refuses. */
function refusesProof(octets: Buffer): boolean {
  try {
    const { kind, value } = decodeApdu(octets).apdu;
    if (kind === 'action-response') return value.kind === 'action-response-normal' && value.value.singleResponse.result !== 'success';
    if (kind !== 'read-response' && kind !== 'write-response') return false;
    return value.length === 1 && value[0]?.kind === 'data-access-error';
  } catch (error) {
    if (isDlmsError(error)) return false;
    throw error;
  }
}

/** Whether an answer of the right service is the one that is awaited, by its invoke id as far as the meter echoes it. */
function isAnswerTo(session: Session, { invokeId, late }: Awaited, answered: number | null, plain: Buffer): boolean {
  if (invokeId === null || answered === null || answered === invokeId) return true;
  const { copies } = session.link;
  if (copies === 'any-time') {
    session.ownInvokeIds ||= answered < notSentInDatagrams;
    return session.ownInvokeIds && !late;
  }
  if (late) return false;
  if (!session.ownInvokeIds && copies !== 'never' && session.lastAnswer?.equals(plain)) return false;
  session.ownInvokeIds = true;
  return true;
}

const mayBeGlued = (kind: ApduKind): boolean => kind === 'read-response' || kind === 'write-response' || kind === 'aare' || kind === 'rlre';

/** Invoke id of an LN service, null where the APDU has none. ACCESS uses 24 bits, of which `nextInvokeId` fills four. */
function invokeIdOf(message: Apdu): number | null {
  switch (message.kind) {
    case 'get-request':
    case 'set-request':
    case 'action-request':
    case 'get-response':
    case 'set-response':
    case 'action-response':
      return message.value.value.invokeIdAndPriority.invokeId;
    case 'access-request':
    case 'access-response':
      return message.value.longInvokeIdAndPriority & 0xffffff;
    default:
      return null;
  }
}
