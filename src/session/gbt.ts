/**
 * General block transfer (Green Book 9.3.5, 9.4.6.13; APDU tag E0), both directions.
 *
 * Each APDU carries control (last block, streaming, window), its own number, and the number of the last block that was
 * received in order. A sender streams up to the other side's window and then waits. A receiver keeps blocks that come behind a
 * gap; at the end of the window it acknowledges the last one in order, with a window that is as large as the gap, so that only
 * what is missing comes again (meters that send everything from there are understood as well). What is inside the blocks is
 * one APDU, ciphered or not. The octets of one transfer, and the rounds without progress, are bounded.
 */
import { apdu } from '../apdu/apdu';
import type { GeneralBlockTransfer } from '../apdu/ciphered';
import { decode, encode } from '../codec/axdr';
import { DlmsError, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { Contents } from './block-collector';
import { isUnsolicited, opened } from './notification';
import { patience } from './patience';
import { confirmedServiceErrorOf, exceptionOf } from './refusal';
import type { Session } from './types';

/** Blocks that the meter may stream before it waits for us. */
const receiveWindow = 8;
/** What the six bits of the window hold: a block further ahead belongs to another transfer. */
const largestWindow = 63;
/** Rounds without a new block before the transfer is given up. */
const maxIdleRounds = 3;
/** Blocks in a row that are there already before the transfer is given up. */
const maxCopies = 2 * largestWindow;
/** Tag, control, two numbers and a length of up to three octets. */
const blockOverhead = 9;

const isBlock = (octets: Buffer): boolean => octets[0] === 0xe0;

function blockOf(octets: Buffer): GeneralBlockTransfer {
  const message = decode(apdu, octets);
  if (message.kind !== 'general-block-transfer') throw new DlmsError('answer-mismatch', `${message.kind} inside a block transfer`);
  return message.value;
}

const acknowledge = (blockNumber: number, blockNumberAck: number, window: number): Buffer =>
  encode(apdu, {
    kind: 'general-block-transfer',
    value: {
      blockControl: { lastBlock: true, streaming: false, window },
      blockNumber: blockNumber & 0xffff,
      blockNumberAck,
      blockData: Buffer.alloc(0),
    },
  });

/** What came in the place of a block: a notification goes to the session, anything else ends the transfer. */
function takeAside(session: Session, octets: Buffer): void {
  const plain = opened(session, octets);
  if (plain === null) return;
  const message = decode(apdu, plain);
  if (message.kind === 'exception-response') throw exceptionOf(message.value);
  if (message.kind === 'confirmed-service-error') throw confirmedServiceErrorOf(message.value);
  if (!isUnsolicited(message)) throw new DlmsError('answer-mismatch', `${message.kind} inside a block transfer`);
  session.onUnsolicited(message);
}

/** Passes over what is no block. */
function* nextBlock(session: Session, received: Buffer): Dialogue<Buffer> {
  const passOver = patience('the block transfer');
  let octets = received;
  while (!isBlock(octets)) {
    takeAside(session, octets);
    passOver('notification');
    octets = yield* session.link.receive(session.timeouts.responseMs);
  }
  return octets;
}

/** Tags of notifications: plain, glo-, ded-. */
const notificationTags: ReadonlySet<number> = new Set([0x0f, 0x18, 0x38, 0x58, 0xc2, 0xca, 0xd2]);

/** The block that acknowledges ours, or the answer; notifications may come before it. */
function* reaction(session: Session, received: Buffer): Dialogue<Buffer> {
  const passOver = patience('the block transfer');
  let octets = received;
  while (notificationTags.has(octets[0] ?? 0)) {
    takeAside(session, octets);
    passOver('notification');
    octets = yield* session.link.receive(session.timeouts.responseMs);
  }
  return octets;
}

/** What a receiver knows. */
interface Received {
  readonly contents: Contents;
  /** Blocks that came behind a gap, by number. */
  readonly ahead: Map<number, GeneralBlockTransfer>;
  /** Number of the block that is awaited. */
  awaited: number;
  /** Our own next block number. */
  own: number;
  complete: boolean;
}

const distanceTo = ({ awaited }: Received, blockNumber: number): number => (blockNumber - awaited) & 0xffff;

/** Takes one block; true when it was not there yet. */
function take(state: Received, block: GeneralBlockTransfer): boolean {
  const { ahead } = state;
  if (distanceTo(state, block.blockNumber) > largestWindow || ahead.has(block.blockNumber)) return false;
  ahead.set(block.blockNumber, block);
  for (let next = ahead.get(state.awaited); next !== undefined && !state.complete; next = ahead.get(state.awaited)) {
    ahead.delete(state.awaited);
    state.contents.add(next.blockData);
    state.awaited = (state.awaited + 1) & 0xffff;
    state.complete = next.blockControl.lastBlock;
  }
  return true;
}

/** The blocks to ask for: those of the first gap, or a whole window. */
const windowOf = (state: Received): number =>
  Math.min(receiveWindow, ...[...state.ahead.keys()].map((blockNumber) => distanceTo(state, blockNumber)));

/** The words of the links for "nothing useful came". */
const silences: ReadonlySet<string> = new Set(['response-timeout', 'own-echo', 'frame-invalid']);

/** The next APDU while the meter streams; null when it fell silent, so that the window can be asked for again. */
function* streamed(session: Session): Dialogue<Buffer | null> {
  try {
    return yield* session.link.receive(session.timeouts.responseMs);
  } catch (error) {
    if (isDlmsError(error) && silences.has(error.code)) return null;
    throw error;
  }
}

/**
 * The octets of an answer whose first block is given. `own` is our next block number, `start` the number of its first block.
 * @throws DlmsError `block-lost` when blocks stay missing, `limit-exceeded`
 */
export function* receiveBlocks(session: Session, first: Buffer, own = 1, start = 1): Dialogue<Buffer> {
  const state: Received = { contents: new Contents(), ahead: new Map(), awaited: start, own, complete: false };
  let received: Buffer | null = first;
  let idleRounds = 0;
  let copies = 0;
  for (;;) {
    let windowEnds = received === null;
    if (received !== null) {
      const block = blockOf(yield* nextBlock(session, received));
      if (take(state, block)) idleRounds = copies = 0;
      else if (++copies > maxCopies) throw lost(state);
      windowEnds = !block.blockControl.streaming || block.blockControl.lastBlock;
    }
    // What is sent again behind a gap that is closed is let by, so that nothing of it meets the next request.
    if (windowEnds && state.complete) return state.contents.joined();
    if (!windowEnds) {
      received = yield* streamed(session);
      continue;
    }
    if (idleRounds++ >= maxIdleRounds) throw lost(state);
    const reply: Buffer = acknowledge(state.own++, (state.awaited - 1) & 0xffff, windowOf(state));
    received = yield* session.link.request(reply, session.timeouts.responseMs);
  }
}

const lost = ({ awaited }: Received): DlmsError => new DlmsError('block-lost', `block ${awaited} of the transfer does not come`);

interface Sending {
  readonly blocks: readonly Buffer[];
  acknowledged: number;
  window: number;
  idleRounds: number;
}

/** Sends the next window and returns what the meter says to it. */
function* sendWindow(session: Session, state: Sending): Dialogue<Buffer> {
  const last = Math.min(state.acknowledged + Math.max(state.window, 1), state.blocks.length);
  for (let number = state.acknowledged + 1; number < last; number++) {
    yield* session.link.send(outgoing(state, number, true));
  }
  return yield* session.link.request(outgoing(state, last, false), session.timeouts.responseMs);
}

function outgoing(state: Sending, number: number, streaming: boolean): Buffer {
  return encode(apdu, {
    kind: 'general-block-transfer',
    value: {
      blockControl: { lastBlock: number === state.blocks.length, streaming, window: receiveWindow },
      blockNumber: number & 0xffff,
      blockNumberAck: 0,
      blockData: state.blocks[number - 1] as Buffer,
    },
  });
}

/** Sends one APDU in blocks of at most `limit` octets and returns the answer's octets, joined when it comes in blocks. */
export function* requestInBlocks(session: Session, octets: Buffer, limit: number): Dialogue<Buffer> {
  const size = limit - blockOverhead;
  if (size < 1) throw new DlmsError('pdu-too-small', `the meter takes ${limit} octets: too few for a block`);
  const blocks: Buffer[] = [];
  for (let at = 0; at < octets.length; at += size) blocks.push(octets.subarray(at, at + size));
  const state: Sending = { blocks, acknowledged: 0, window: 1, idleRounds: 0 };
  for (;;) {
    const reply = yield* reaction(session, yield* sendWindow(session, state));
    if (!isBlock(reply)) return reply;
    const block = blockOf(reply);
    const progress = block.blockNumberAck > state.acknowledged && block.blockNumberAck <= blocks.length;
    state.idleRounds = progress ? 0 : state.idleRounds + 1;
    if (state.idleRounds > maxIdleRounds)
      throw new DlmsError('block-lost', `the meter does not acknowledge block ${state.acknowledged + 1}`);
    if (progress) state.acknowledged = block.blockNumberAck;
    if (block.blockControl.window > 0) state.window = block.blockControl.window;
    if (state.acknowledged === blocks.length) return yield* answerAfterBlocks(session, block, reply, blocks.length + 1);
  }
}

/** The answer may begin in the very block that acknowledges ours, or come after an empty one. */
function* answerAfterBlocks(session: Session, block: GeneralBlockTransfer, reply: Buffer, own: number): Dialogue<Buffer> {
  if (block.blockData.length > 0) return yield* receiveBlocks(session, reply, own, block.blockNumber);
  const next = yield* reaction(session, yield* session.link.receive(session.timeouts.responseMs));
  if (!isBlock(next)) return next;
  return yield* receiveBlocks(session, next, own, blockOf(next).blockNumber);
}
