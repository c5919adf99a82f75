/**
 * The client's end of an HDLC link: primary station, normal response mode, two-way alternate (ISO/IEC 13239 clause 6.11,
 * Green Book 8.4.5).
 *
 * The turn passes with P and F. One loop, `converse`, sends what may leave, takes what comes and stops when its caller
 * has what it wants. When an answer is lost it asks with RR P=1 and goes by the N(R) that comes back, so a frame is
 * repeated only if the meter has not got it, and no APDU is executed twice. Every second silence repeats the frames
 * themselves, for meters that do not answer RR.
 */
import { DlmsError } from '../../errors';
import type { Dialogue, IdleEvent, Link, LinkAddresses, LinkParameters, Step } from '../link';
import { addressText, clientAddress, serverAddress } from './address';
import { Assembler, cutSegments, defaultMaxApduSize, llcCommand } from './assembler';
import { createHdlcDeframer, type HdlcDeframer } from './deframer';
import type { HdlcFrame } from './frame';
import { rejectError } from './frame-reject';
import { agree, areDefault, decodeParameters, defaultParameters, encodeParameters, type HdlcParameters } from './negotiation';
import { SendWindow } from './send-window';
import { isSilence, Station, type Wait } from './station';

export interface HdlcLinkOptions extends Partial<HdlcParameters> {
  readonly addresses: LinkAddresses;
  /** Silence after which an answer counts as lost, for SNRM, DISC and unconfirmed services. Default 5000. */
  readonly responseTimeoutMs?: number;
  /** Repetitions after silence. Default 2. */
  readonly retries?: number;
  /** Send DISC before SNRM: ends what an earlier client left open. */
  readonly disconnectFirst?: boolean;
  /** Drop an exact copy of what was just sent. Default true. */
  readonly echoCancelling?: boolean;
  /** `auto`: SNRM carries parameters when they differ from the defaults, and otherwise every second time it is not answered. */
  readonly sendParameters?: 'auto' | 'always';
  /** Largest APDU that is collected from segments, octets. Default 1 MiB. */
  readonly maxApduSize?: number;
}

/**
 * @throws DlmsError `settings-invalid` when an address does not fit
 */
export const createHdlcLink = (options: HdlcLinkOptions): Link => new HdlcPrimary(options);

type Command = 'SNRM' | 'DISC';

/** What `converse` does next: send I frames, ask with RR at once or after a pause, or just listen, a little or for long. */
type Move = 'data' | 'poll' | 'poll-later' | 'listen' | 'listen-a-little';

/** Bounds of one conversation. */
interface Budget {
  /** Silences and fruitless turns left. */
  attempts: number;
  /** Times left that the meter may say "not yet". */
  patience: number;
  /** Frames left that neither bring anything nor give the turn back. */
  listens: number;
  silences: number;
}

class HdlcPrimary implements Link {
  readonly deframer: HdlcDeframer = createHdlcDeframer();
  readonly copies = 'never';
  private readonly station: Station;
  private readonly proposed: HdlcParameters;
  private readonly retries: number;
  private readonly timeoutMs: number;
  private agreed: HdlcParameters = defaultParameters;
  private connected = false;
  /** The meter has given the turn back (F) and we have not taken it. */
  private ourTurn = true;
  private readonly window = new SendWindow();
  private readonly segments: Assembler;
  private readonly notifications: Assembler;
  /** Next N(S) expected: V(R). */
  private vr = 0;
  /** I frames that came since the meter was given the turn. */
  private sinceTurn = 0;
  private inbox: Buffer[] = [];
  /** The meter ends a full window without F. */
  private forgetsFinal = false;
  /** The last conversation failed: what the meter has got, and what it still wants to say, is not known. */
  private unsettled = false;
  /** Which form of SNRM is sent next: the one that was answered last. */
  private form = 0;

  constructor(private readonly options: HdlcLinkOptions) {
    const { addresses } = options;
    this.station = new Station(clientAddress(addresses.client), serverAddress(addresses), this.deframer, options.echoCancelling ?? true);
    this.proposed = {
      maxInfoTransmit: options.maxInfoTransmit ?? defaultParameters.maxInfoTransmit,
      maxInfoReceive: options.maxInfoReceive ?? defaultParameters.maxInfoReceive,
      windowTransmit: options.windowTransmit ?? defaultParameters.windowTransmit,
      windowReceive: options.windowReceive ?? defaultParameters.windowReceive,
    };
    this.retries = options.retries ?? 2;
    this.timeoutMs = options.responseTimeoutMs ?? 5000;
    this.segments = new Assembler(options.maxApduSize ?? defaultMaxApduSize);
    this.notifications = new Assembler(options.maxApduSize ?? defaultMaxApduSize, true);
  }

  get octetsPerTurn(): number {
    const { maxInfoTransmit, windowTransmit } = this.agreed;
    return maxInfoTransmit * windowTransmit - llcCommand.length;
  }

  *connect(): Dialogue<LinkParameters> {
    this.clear();
    if (this.options.disconnectFirst) yield* this.disconnect();
    const plain = areDefault(this.proposed) && this.options.sendParameters !== 'always';
    const parameters = encodeParameters(this.proposed);
    // There are servers that understand no SNRM without parameters: silence is all that says so, or the end of the line (jDLMS).
    const forms = plain ? [undefined, parameters] : [parameters];
    let answer = yield* this.command('SNRM', this.retries, forms);
    // Meters that hold an old connection end it with DM and answer the next SNRM.
    if (answer.kind === 'DM' && this.retries > 0) answer = yield* this.command('SNRM', this.retries, forms);
    if (answer.kind !== 'UA') this.form = 0;
    if (answer.kind === 'DM') throw new DlmsError('link-refused', `meter ${addressText(this.station.server)} answered SNRM with DM`);
    if (answer.kind === 'FRMR') throw rejectError(answer.information);
    this.agreed = agree(this.proposed, decodeParameters(answer.information));
    this.clear();
    this.connected = true;
    return this.agreed;
  }

  *disconnect(): Dialogue<void> {
    this.connected = false;
    try {
      yield* this.command('DISC', Math.min(this.retries, 1));
    } catch (error) {
      // A meter that is gone is as disconnected as one that says so.
      if (!isSilence(error)) throw error;
    }
    this.clear();
  }

  *request(apdu: Buffer, timeoutMs: number): Dialogue<Buffer> {
    yield* this.queue(apdu, timeoutMs);
    yield* this.converse('data', timeoutMs, () => this.window.allSent && this.inbox.length > 0);
    return this.inbox.shift() as Buffer;
  }

  *receive(timeoutMs: number): Dialogue<Buffer> {
    const first: Move = this.connected && this.ourTurn ? 'poll' : 'listen';
    if (this.inbox.length === 0) yield* this.converse(first, timeoutMs, () => this.inbox.length > 0);
    return this.inbox.shift() as Buffer;
  }

  *send(apdu: Buffer): Dialogue<void> {
    yield* this.queue(apdu, this.timeoutMs);
    yield* this.converse('data', this.timeoutMs, () => this.window.empty);
  }

  idle(octets: Buffer): IdleEvent {
    const frame = this.station.accept(octets);
    if (frame === null) return { kind: 'ignored' };
    if (frame.kind === 'DM' || frame.kind === 'DISC') {
      const was = this.connected;
      this.clear();
      this.connected = false;
      return { kind: was ? 'disconnected' : 'ignored' };
    }
    try {
      this.take(frame);
    } catch {
      return { kind: 'ignored' };
    }
    const apdu = this.inbox.shift();
    return apdu === undefined ? { kind: 'ignored' } : { kind: 'apdu', apdu };
  }

  private clear(): void {
    this.window.reset();
    this.segments.reset();
    this.vr = 0;
    this.ourTurn = true;
    this.forgetsFinal = false;
    this.unsettled = false;
  }

  private *queue(apdu: Buffer, timeoutMs: number): Dialogue<void> {
    if (this.unsettled) yield* this.settle(timeoutMs);
    // The last request was answered. Meters that do not count it in their N(R) must not get it again.
    else this.window.answered();
    this.window.add(cutSegments(llcCommand, apdu, this.agreed.maxInfoTransmit));
  }

  /**
   * After a conversation that failed: asks what the meter has got, and drops the answer to the old request, so that the
   * next answer belongs to the next request and the old request is never executed late.
   */
  private *settle(timeoutMs: number): Dialogue<void> {
    let move: Move = 'poll';
    for (let turn = 0; turn <= maxStale; turn++) {
      const frame: HdlcFrame = yield* this.station.exchange(this.framesFor(move), { timeoutMs });
      const others = [...this.inbox];
      this.take(frame);
      if (frame.kind === 'I') this.inbox = others;
      if (frame.kind === 'RR' && frame.pf) break;
      // A notification (UI) answers nothing: what was asked is still to come.
      move = frame.kind === 'UI' ? 'listen' : 'poll';
    }
    if (this.window.partlyAcknowledged) throw new DlmsError('sequence-error', 'the meter has got only a part of the last request');
    this.window.abandon();
    this.segments.reset();
    this.unsettled = false;
  }

  /** Sends SNRM or DISC until UA, DM or FRMR comes; with the next of the information fields after each silence. */
  private *command(
    kind: Command,
    retries: number,
    forms: readonly (Buffer | undefined)[] = [undefined],
  ): Generator<Step, HdlcFrame, Buffer> {
    for (let attempt = 0; ; attempt++) {
      const frame = this.station.frame({ kind, pf: true, information: forms[this.form % forms.length] });
      try {
        let answer = yield* this.station.exchange([frame], { timeoutMs: this.timeoutMs });
        for (let stale = 0; stale < maxStale; stale++) {
          if (answer.kind === 'UA' || answer.kind === 'DM' || answer.kind === 'FRMR') return answer;
          if (answer.kind === 'UI') this.take(answer);
          answer = yield* this.station.exchange([], { timeoutMs: this.timeoutMs });
        }
        throw new DlmsError('sequence-error', `the meter answers ${kind} with ${answer.kind}`);
      } catch (error) {
        if (kind === 'SNRM') this.form++;
        if (!isSilence(error) || attempt >= retries) throw error;
      }
    }
  }

  /**
   * Talks until `done`. Bounded by `retries` silences or fruitless turns in a row, and by the patience of `timeoutMs`
   * with a meter that says "not yet".
   */
  private *converse(first: Move, timeoutMs: number, done: () => boolean): Dialogue<void> {
    const patience = Math.ceil(timeoutMs / pollPauseMs);
    const budget: Budget = { attempts: this.retries, patience, listens: maxListens, silences: 0 };
    let move = first;
    this.unsettled = true;
    for (;;) {
      const polled = move === 'poll' || move === 'poll-later';
      const frames = this.framesFor(move);
      const wait = waitFor(move, timeoutMs);
      let frame: HdlcFrame;
      try {
        frame = yield* this.station.exchange(frames, wait);
      } catch (error) {
        move = this.afterSilence(error, move, budget);
        continue;
      }
      const progress = this.take(frame);
      if (done()) {
        this.unsettled = false;
        return;
      }
      if (progress) Object.assign(budget, { attempts: this.retries, patience, listens: maxListens });
      move = this.next(frame, progress, polled, budget);
    }
  }

  private framesFor(move: Move): Buffer[] {
    if (move === 'listen' || move === 'listen-a-little') return [];
    this.ourTurn = false;
    this.sinceTurn = 0;
    if (move === 'data') {
      const outgoing = this.window.take(this.agreed.windowTransmit);
      if (outgoing.length > 0) {
        return outgoing.map(({ ns, information, segmented, last }) =>
          this.station.frame({ kind: 'I', pf: last, ns, nr: this.vr, information, segmented }),
        );
      }
    }
    return [this.station.frame({ kind: 'RR', pf: true, nr: this.vr })];
  }

  /** Nothing came: ask first what the meter has got, every second time send it again. */
  private afterSilence(error: unknown, before: Move, budget: Budget): Move {
    if (before === 'listen-a-little' && isSilence(error)) {
      this.forgetsFinal = true;
      return 'poll';
    }
    if (!isSilence(error) || !this.connected || budget.attempts <= 0) throw error;
    budget.attempts--;
    budget.silences++;
    if (budget.silences % 2 === 1 || this.window.empty) return 'poll';
    this.window.rewind();
    return 'data';
  }

  /** Takes what the frame carries. True when it brought something new. */
  private take(frame: HdlcFrame): boolean {
    switch (frame.kind) {
      case 'UI':
        this.deliver(this.notifications.add(frame.information, frame.segmented));
        return false;
      case 'I': {
        const acknowledged = this.turnBack(frame);
        if (frame.ns !== this.vr) return acknowledged;
        this.vr = (this.vr + 1) & 7;
        this.sinceTurn++;
        this.deliver(this.segments.add(frame.information, frame.segmented));
        return true;
      }
      case 'RR':
      case 'RNR':
      case 'REJ':
        return this.turnBack(frame);
      case 'DM':
        this.connected = false;
        throw new DlmsError('link-refused', `meter ${addressText(this.station.server)} answered with DM: it is not connected`);
      case 'FRMR':
        throw rejectError(frame.information);
      default:
        return false;
    }
  }

  private deliver(apdu: Buffer | null): void {
    if (apdu === null || apdu.length === 0) return;
    this.inbox.push(apdu);
    if (this.inbox.length > maxInbox) this.inbox.shift();
  }

  private turnBack(frame: HdlcFrame): boolean {
    if (frame.pf) this.ourTurn = true;
    return this.window.acknowledge(frame.nr) > 0;
  }

  /** What to do after a frame that was not the last one wanted. */
  private next(frame: HdlcFrame, progress: boolean, polled: boolean, budget: Budget): Move {
    if (frame.kind === 'UI' || frame.kind === 'UA' || !frame.pf) return this.listen(budget);
    if (frame.kind === 'RNR') return this.wait(budget, () => new DlmsError('link-busy', 'the meter stays busy (RNR)'));
    if (!this.window.empty) return this.nextWhileSending(frame, progress, polled, budget);
    if (frame.kind === 'I' || this.segments.partial) {
      if (!progress) this.spend(budget);
      return 'poll';
    }
    return this.wait(budget, () => new DlmsError('response-timeout', 'the meter acknowledges (RR) but does not answer'));
  }

  private nextWhileSending(frame: HdlcFrame, progress: boolean, polled: boolean, budget: Budget): Move {
    if (this.window.outstanding === 0 || progress) {
      this.window.rewind();
      return 'data';
    }
    // An old N(R) to a single frame that was not asked for is a late answer to something earlier: the right one follows.
    if (!polled && frame.kind !== 'REJ' && this.window.outstanding === 1) return this.listen(budget);
    this.spend(budget);
    this.window.rewind();
    return 'data';
  }

  private listen(budget: Budget): Move {
    // Some meters forget F on the last frame of a window; a full window ends their turn all the same.
    const full = !this.ourTurn && this.sinceTurn >= this.agreed.windowReceive;
    if (budget.listens-- > 0) return full ? (this.forgetsFinal ? 'poll' : 'listen-a-little') : 'listen';
    throw new DlmsError('sequence-error', 'the meter keeps sending frames that bring nothing');
  }

  private wait(budget: Budget, error: () => DlmsError): Move {
    if (budget.patience-- > 0) return 'poll-later';
    throw error();
  }

  /** One turn that brought nothing. A few are normal after repetitions even when none are allowed. */
  private spend(budget: Budget): void {
    budget.attempts--;
    if (budget.attempts < -fruitlessTurns) throw new DlmsError('sequence-error', 'the meter repeats itself: frames are out of sequence');
  }
}

/** Pause before a meter that is busy, or has nothing to say yet, is asked again. */
const pollPauseMs = 200;

/** Between the frames of one turn a meter pauses for less than this. */
const betweenFramesMs = 1000;

function waitFor(move: Move, timeoutMs: number): Wait {
  if (move === 'poll-later') return { timeoutMs, pauseMs: pollPauseMs };
  return { timeoutMs: move === 'listen-a-little' ? Math.min(timeoutMs, betweenFramesMs) : timeoutMs };
}

/** Frames of an earlier conversation that may still arrive before UA. */
const maxStale = 16;
/** APDUs that wait to be fetched; a meter that floods loses the oldest. */
const maxInbox = 256;
const fruitlessTurns = 8;
const maxListens = 256;
