/**
 * The async edge: one driver owns the channel, the clock, the abort signal and the trace hook, and runs dialogues.
 *
 * A dialogue yields steps; the driver sends, waits for one frame, and resumes it, or throws in what went wrong: silence,
 * a closed channel, an abort, a deadline. What ends the work itself (abort, deadline) is thrown in once so that `finally`
 * blocks run; a dialogue that goes on yielding after that is closed. Frames that arrive while nothing runs go to `onIdle`.
 * No promise of the driver is ever left without a handler, and no timer or listener outlives the step that made it.
 */
import { DlmsError, isDlmsError } from '../errors';
import type { Deframer, Dialogue, Step } from '../framing/link';
import type { Channel, StopSignal, Transport } from '../transport/transport';

/** Frames that wait to be taken; a peer that floods loses the oldest. */
const maxWaitingFrames = 256;
const nothing = Buffer.alloc(0);

export interface DriverEvents {
  /** Each frame as it passes. */
  frame(direction: 'tx' | 'rx', octets: Buffer): void;
  /** A frame that came while no dialogue was running. */
  idle(frame: Buffer): void;
  /** The channel was closed by the other side, or broke. */
  closed(error: DlmsError): void;
}

/** What the conversation has cost so far. */
export interface Traffic {
  roundTrips: number;
  octetsSent: number;
  octetsReceived: number;
}

export interface RunOptions {
  /** The frames of this dialogue are found by it. */
  readonly deframer: Deframer;
  /** Aborted with a DlmsError as its reason: `aborted` or `deadline-exceeded`. */
  readonly signal: StopSignal;
  readonly traffic: Traffic;
}

/** One who waits for a frame, a pause, a promise: exactly one of them at a time. */
interface Waiter {
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (error: unknown) => void;
  readonly wantsFrame: boolean;
  timer: NodeJS.Timeout | undefined;
}

const takesTime = ({ prepare, pauseMs, baudRate }: Step): boolean => prepare !== undefined || !!pauseMs || baudRate !== undefined;

const endsWork = (error: unknown): boolean => isDlmsError(error) && (error.code === 'aborted' || error.code === 'deadline-exceeded');

/** What the dialogue does about an error. What ends the work is thrown in once; who goes on after it is closed. */
function thrownInto<T>(dialogue: Dialogue<T>, error: unknown): IteratorResult<Step, T> {
  const state = dialogue.throw(error);
  if (state.done || !endsWork(error)) return state;
  dialogue.return(undefined as T);
  throw error;
}

export class Driver {
  private channel: Channel | null = null;
  private deframer: Deframer | null = null;
  private waiting: Buffer[] = [];
  private waiter: Waiter | null = null;
  private running = false;
  private lastChunkAt = 0;

  constructor(
    private readonly transport: Transport,
    private readonly events: DriverEvents,
    /** Silence inside a frame after which its rest will not come; 0 = it always may (streams that lose nothing). */
    private readonly frameSilenceMs = 0,
  ) {}

  get open(): boolean {
    return this.channel !== null;
  }

  /** Opens the channel unless it is open. @throws DlmsError of the transport, `aborted`, `deadline-exceeded` */
  async connect(signal: StopSignal): Promise<void> {
    if (this.channel !== null) return;
    signal.throwIfAborted();
    let own: Channel | null = null;
    let lost: DlmsError | null = null;
    const events = {
      data: (chunk: Buffer): void => {
        if (own !== null && this.channel === own) this.take(chunk);
      },
      closed: (error?: Error): void => {
        // Ours, and closed by us: nobody is to be told.
        if (own !== null && this.channel !== own) return;
        lost = closedError(this.transport.label, error);
        if (own !== null) this.lose(lost);
      },
    };
    own = await this.transport.open(events, signal).catch((error: unknown) => {
      throw reasonOf(signal) ?? error;
    });
    if (signal.aborted || lost !== null) {
      own.close();
      throw reasonOf(signal) ?? lost;
    }
    this.channel = own;
  }

  /** What was asked before the channel was opened may still be answered. */
  get unanswered(): boolean {
    return this.channel?.unanswered ?? false;
  }

  /**
   * Closes the channel; what waits is told `reason`, which is made for it: errors are dear, and mostly nothing waits.
   * `unanswered`: as of `Channel.close`.
   */
  close(reason: () => DlmsError, unanswered = false): void {
    const channel = this.channel;
    this.channel = null;
    this.forget();
    channel?.close(unanswered);
    this.settle(this.waiter)?.reject(reason());
  }

  /** Runs a dialogue to its end. One at a time: the line sees to it. */
  async run<T>(dialogue: Dialogue<T>, { deframer, signal, traffic }: RunOptions): Promise<T> {
    if (this.running) throw new DlmsError('sequence-error', 'two dialogues at once on one line');
    this.running = true;
    this.use(deframer);
    // Once for the dialogue, not for each wait.
    const onAbort = (): void => this.settle(this.waiter)?.reject(reasonOf(signal));
    signal.addEventListener('abort', onAbort);
    try {
      let state = dialogue.next();
      while (!state.done) {
        const step = state.value;
        let frame: Buffer;
        try {
          if (takesTime(step)) await this.prepare(step, signal);
          signal.throwIfAborted();
          frame = await this.exchange(step, traffic);
        } catch (error) {
          state = thrownInto(dialogue, error);
          continue;
        }
        if (step.send !== null && frame !== nothing) traffic.roundTrips++;
        traffic.octetsReceived += frame.length;
        state = dialogue.next(frame);
      }
      return state.value;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.running = false;
      this.flush();
    }
  }

  /** What comes before the sending. */
  private async prepare({ prepare, pauseMs, baudRate }: Step, signal: StopSignal): Promise<void> {
    signal.throwIfAborted();
    if (prepare) await this.wait({ promise: prepare.prepare() });
    if (pauseMs) await this.wait({ timeoutMs: pauseMs });
    if (baudRate !== undefined) await this.wait({ promise: this.opened().setBaudRate(baudRate) });
  }

  /** Sends, and gives the frame that comes, or nothing where nothing is awaited. Not async itself: it runs for each frame. */
  private exchange({ send, timeoutMs }: Step, traffic: Traffic): Promise<Buffer> | Buffer {
    // What came before the channel ended is good after its end.
    if (send === null && timeoutMs > 0 && this.waiting.length > 0) return this.waiting.shift() as Buffer;
    const channel = this.opened();
    const sending = send === null ? undefined : this.send(channel, send, traffic);
    if (timeoutMs > 0 && this.waiting.length === 0) return this.frame(timeoutMs, sending);
    const frame = timeoutMs > 0 ? (this.waiting.shift() as Buffer) : nothing;
    return sending === undefined ? frame : this.wait({ promise: sending }).then(() => frame);
  }

  private opened(): Channel {
    if (this.channel === null) throw new DlmsError('connection-closed', `${this.transport.label} is closed`);
    return this.channel;
  }

  private send(channel: Channel, octets: Buffer, traffic: Traffic): Promise<void> {
    this.events.frame('tx', octets);
    traffic.octetsSent += octets.length;
    return channel.write(octets);
  }

  /** The next frame. Sending goes on meanwhile; when it fails, nothing will come. */
  private frame(timeoutMs: number, sending: Promise<void> | undefined): Promise<Buffer> {
    return new Promise<Buffer>((resolve, reject) => {
      const waiter = this.waitWith(resolve, reject, true);
      waiter.timer = setTimeout(this.expired, timeoutMs, waiter, timeoutMs);
      sending?.catch((error: unknown) => this.settle(waiter)?.reject(error));
    });
  }

  private readonly expired = (waiter: Waiter, timeoutMs: number): void => {
    const more = this.stillArrives(timeoutMs);
    if (more > 0) waiter.timer = setTimeout(this.expired, more, waiter, timeoutMs);
    else this.settle(waiter)?.reject(silence(timeoutMs));
  };

  /** A pause, or a promise; an abort or the end of the channel ends it early. */
  private wait({ timeoutMs = 0, promise }: { readonly timeoutMs?: number; readonly promise?: Promise<void> }): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const waiter = this.waitWith(() => resolve(), reject, false);
      const over = (): void => this.settle(waiter)?.resolve(nothing);
      if (promise === undefined) waiter.timer = setTimeout(over, timeoutMs);
      else promise.then(over, (error: unknown) => this.settle(waiter)?.reject(error));
    });
  }

  private waitWith(resolve: Waiter['resolve'], reject: Waiter['reject'], wantsFrame: boolean): Waiter {
    this.waiter = { resolve, reject, wantsFrame, timer: undefined };
    return this.waiter;
  }

  /** The one who waits, once: its timer ends, and nobody waits any more. Null when it is not the one that is meant. */
  private settle(meant: Waiter | null): Waiter | null {
    if (meant === null || this.waiter !== meant) return null;
    this.waiter = null;
    clearTimeout(meant.timer);
    return meant;
  }

  /** A long frame on a slow line may take longer than an answer may be late: the time runs from its last octets, then. */
  private stillArrives(timeoutMs: number): number {
    if (this.deframer?.arriving !== true) return 0;
    return Math.ceil(this.lastChunkAt + timeoutMs - performance.now());
  }

  /** Writes outside a dialogue: the reply to an unsolicited frame. Failure shows as a closed channel. */
  post(octets: Buffer): void {
    if (this.channel === null) return;
    this.events.frame('tx', octets);
    this.channel.write(octets).catch(() => undefined);
  }

  private use(deframer: Deframer): void {
    if (this.deframer === deframer) return;
    deframer.reset();
    this.deframer = deframer;
  }

  private take(chunk: Buffer): void {
    const now = performance.now();
    const silenceMs = this.deframer?.silenceMs ?? this.frameSilenceMs;
    if (silenceMs > 0 && now - this.lastChunkAt > silenceMs) this.deframer?.reset();
    this.lastChunkAt = now;
    for (const frame of this.deframer?.push(chunk) ?? []) {
      this.events.frame('rx', frame);
      if (this.waiter?.wantsFrame) this.settle(this.waiter)?.resolve(frame);
      else {
        this.waiting.push(frame);
        if (this.waiting.length > maxWaitingFrames) this.waiting.shift();
      }
    }
    if (!this.running) this.flush();
  }

  /** Frames that no dialogue took. */
  private flush(): void {
    for (const frame of this.waiting.splice(0)) this.events.idle(frame);
  }

  private lose(error: DlmsError): void {
    this.channel = null;
    // What arrived before the end may still be the answer: it stays in `waiting` and is taken first.
    this.deframer?.reset();
    this.settle(this.waiter)?.reject(error);
    this.events.closed(error);
  }

  private forget(): void {
    this.waiting = [];
    this.deframer?.reset();
    this.deframer = null;
  }
}

const silence = (timeoutMs: number): DlmsError => new DlmsError('response-timeout', `no answer within ${timeoutMs} ms`);

const closedError = (label: string, cause?: Error): DlmsError =>
  isDlmsError(cause) ? cause : new DlmsError('connection-closed', `${label} was closed`, cause === undefined ? {} : { cause });

/** Why the signal was aborted, as a DlmsError; null when it was not. */
export function reasonOf(signal: StopSignal): DlmsError | null {
  if (!signal.aborted) return null;
  return isDlmsError(signal.reason) ? signal.reason : new DlmsError('aborted', 'the work was stopped', { cause: signal.reason });
}
