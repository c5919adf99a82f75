/**
 * A line: one channel, the meters on it, and the queue of what they are asked.
 *
 * Requests of all meters wait in one queue, fairly per meter; one runs at a time. A read is repeated by the error table, a
 * SET or ACTION never once its request may have left. A lost channel is opened again by the next request; after idle time
 * associations are released and the channel closed; `close` ends everything within a bound.
 */
import { type Apdu, apdu } from '../apdu/apdu';
import { decode } from '../codec/axdr';
import { DlmsError, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import type { SecurityContext } from '../security/types';
import { post } from '../session/exchange';
import { confirmationOf } from '../session/notification';
import type { Session } from '../session/types';
import { Connection, passedOver, pause, type Turn, within } from './connection';
import { checkFraming } from './links';
import { createMeter } from './meter';
import { createPeer, type Peer } from './peer';
import { type JobContext, JobQueue } from './queue';
import { retryStep } from './retry';
import type { Line, LineEvents, LineOptions, LineState, MeterOptions, ReleaseInfo, RequestInfo, RequestOptions, Spent } from './types';

/** Deadline of requests that name none. */
const defaultDeadlineMs = 300_000;
const defaultCloseMs = 3000;

/** What the work of one request sees: its open session, and a way to run dialogues on it. */
export interface Conversation {
  readonly session: Session;
  /** False when the association was open already. */
  readonly fresh: boolean;
  run<T>(dialogue: Dialogue<T>): Promise<T>;
}

export interface Request<T> {
  readonly peer: Peer;
  /** For messages: `get`. */
  readonly what: string;
  /** `read` may be done again after an error; of a `stream` something was handed on already; a `change` is sent once. */
  readonly kind: 'read' | 'stream' | 'change';
  readonly options: RequestOptions | undefined;
  readonly work: (conversation: Conversation) => Promise<T>;
}

export interface Completed<T> {
  readonly result: T;
  readonly info: RequestInfo;
}

/** What a meter needs of its line. */
export interface Requests {
  submit<T>(request: Request<T>): Promise<Completed<T>>;
  /** Releases the meter in its turn; opens nothing. */
  leave(peer: Peer, options: RequestOptions | undefined): Promise<ReleaseInfo>;
}

/**
 * A line with these options; nothing is opened before the first request.
 * @throws DlmsError `settings-invalid` for options that no transport or framing can take
 */
export const openLine = (options: LineOptions): Line => new QueuedLine(options);

/** How far a try of a request came. */
interface Progress {
  /** Something of it may have left. */
  readonly begun: boolean;
  /** The association was open before it. */
  readonly reused: boolean;
}

type Listeners = { readonly [E in keyof LineEvents]: Set<LineEvents[E]> };

class QueuedLine implements Line, Requests {
  private readonly connection: Connection;
  private readonly queue: JobQueue;
  private readonly listeners: Listeners = { state: new Set(), frame: new Set(), unsolicited: new Set(), log: new Set() };
  private idleTimer: NodeJS.Timeout | undefined;
  private closing: Promise<void> | null = null;

  constructor(private readonly options: LineOptions) {
    checkFraming(options);
    this.queue = new JobQueue(options.maxQueue, (busy) => this.watchIdle(busy));
    this.connection = new Connection(options, {
      state: (state, detail) => this.emit('state', state, detail),
      frame: (direction, octets, meter) => this.emit('frame', direction, octets, meter),
      idle: (frame) => this.onIdleFrame(frame),
      unsolicited: (peer, message) => this.onUnsolicited(peer, message),
      log: (meter, text) => this.emit('log', meter, text),
    });
  }

  get state(): LineState {
    return this.connection.state;
  }

  get label(): string {
    return this.connection.label;
  }

  get pending(): number {
    return this.queue.pending;
  }

  meter(options: MeterOptions) {
    return createMeter(this, createPeer(this.options, options));
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): () => void {
    this.listeners[event].add(listener);
    return () => void this.listeners[event].delete(listener);
  }

  submit<T>(request: Request<T>): Promise<Completed<T>> {
    const { peer, what } = request;
    return this.enqueue(peer, what, request.options, async (turn) => this.perform(request, turn));
  }

  async leave(peer: Peer, options: RequestOptions | undefined): Promise<ReleaseInfo> {
    const { result, info } = await this.enqueue(peer, 'release', options, (turn) => this.connection.leave(peer, turn));
    return { ...info, released: result };
  }

  close(boundMs = defaultCloseMs): Promise<void> {
    this.closing ??= this.end(boundMs);
    return this.closing;
  }

  private async end(boundMs: number): Promise<void> {
    clearTimeout(this.idleTimer);
    this.queue.cancelAll(() => new DlmsError('aborted', `${this.label} is being closed`));
    await within(boundMs, async (signal) => {
      await this.queue.idle();
      await this.connection.closeAll({ signal, traffic: nothingSpent() });
    }).catch(() => undefined);
    clearTimeout(this.idleTimer);
    this.connection.close(() => new DlmsError('aborted', `${this.label} was closed`));
    for (const set of Object.values(this.listeners)) set.clear();
  }

  private enqueue<T>(
    peer: Peer,
    what: string,
    options: RequestOptions | undefined,
    work: (turn: Turn) => Promise<T>,
  ): Promise<Completed<T>> {
    const named = `${peer.name}: ${what}`;
    if (this.closing) return Promise.reject(new DlmsError('aborted', `${named}: ${this.label} is closed`));
    const deadlineMs = options?.deadlineMs ?? defaultDeadlineMs;
    const job = { owner: peer, what: named, deadlineMs, ...(options?.signal ? { signal: options.signal } : {}) };
    return this.queue.add(job, (context) => measure(peer.name, context, work, options?.spent));
  }

  /** Opens, works, and repeats by the error table. */
  private async perform<T>({ peer, work, kind, options }: Request<T>, turn: Turn): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const progress = { begun: false, reused: false };
      try {
        const { session, fresh } = await this.connection.open(peer, turn);
        progress.reused = !fresh;
        if (kind === 'change' && !fresh) await this.connection.checkIdle(peer, session, turn);
        progress.begun = true;
        return await work({ session, fresh, run: (dialogue) => this.connection.run(peer, dialogue, turn) });
      } catch (error) {
        if (!isDlmsError(error)) throw error;
        await this.connection.afterFailure(peer, error, turn.traffic);
        const again =
          progress.begun && kind !== 'read' ? null : this.nextTry(error, attempt, progress, options?.repeats ?? this.options.retries);
        if (again === null || turn.signal.aborted) throw error;
        if (again.reconnect) await this.connection.leave(peer, turn);
        if (again.pauseMs > 0) await pause(again.pauseMs, turn.signal);
      }
    }
  }

  private nextTry(error: DlmsError, attempt: number, { begun, reused }: Progress, repeats: number) {
    // The association that was kept is gone at the meter's side: one fresh one, whatever the table says.
    const stale = reused && (!begun || error.code === 'service-not-allowed' || error.code === 'not-associated');
    if (stale) return { reconnect: true, pauseMs: 0 };
    return retryStep(error, attempt, repeats, this.options.backoffMs, Math.random);
  }

  private watchIdle(busy: boolean): void {
    clearTimeout(this.idleTimer);
    const { idleReleaseMs } = this.options;
    if (busy || idleReleaseMs <= 0 || this.closing || this.state !== 'open') return;
    this.idleTimer = setTimeout(() => {
      const owner = { name: 'idle release' };
      const job = { owner, what: 'idle release', deadlineMs: defaultDeadlineMs };
      this.queue.add(job, ({ signal }) => this.connection.closeAll({ signal, traffic: nothingSpent() })).catch(() => undefined);
    }, idleReleaseMs);
  }

  /** A frame that nobody waited for: a push, a disconnect, or noise. */
  private onIdleFrame(frame: Buffer): void {
    for (const [peer, security] of this.connection.all) {
      const event = peer.link.idle(frame);
      if (event.kind === 'ignored') continue;
      if (event.kind === 'disconnected') {
        peer.session = null;
        peer.linkOpen = false;
        return;
      }
      if (event.reply) this.connection.post(event.reply);
      this.deliver(peer, security, event.apdu);
      return;
    }
  }

  private deliver(peer: Peer, security: SecurityContext, octets: Buffer): void {
    let message: Apdu;
    try {
      message = decode(apdu, security.unprotect(octets));
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      this.emit('log', peer.name, passedOver(error));
      return;
    }
    this.onUnsolicited(peer, message);
  }

  /** Tells of it and, where the meter wants that, confirms it: in the turn of its meter, after what is running. */
  private onUnsolicited(peer: Peer, message: Apdu): void {
    this.emit('unsolicited', peer.name, message);
    const confirmation = confirmationOf(message);
    if (confirmation === null) return;
    const confirm = async (turn: Turn): Promise<void> => {
      if (peer.session !== null) await this.connection.run(peer, post(peer.session, confirmation), turn);
    };
    this.enqueue(peer, 'confirm a notification', undefined, confirm).catch(() => undefined);
  }

  private emit<E extends keyof LineEvents>(event: E, ...values: Parameters<LineEvents[E]>): void {
    for (const listener of this.listeners[event]) {
      try {
        (listener as (...parameters: Parameters<LineEvents[E]>) => void)(...values);
      } catch {
        // A listener that throws must not end the work of others.
      }
    }
  }
}

/** For a new count. */
export const nothingSpent = (): Spent => ({ queuedMs: 0, roundTrips: 0, octetsSent: 0, octetsReceived: 0 });

async function measure<T>(
  meter: string,
  { signal, queuedMs, rest }: JobContext,
  work: (turn: Turn) => Promise<T>,
  spent: Spent = nothingSpent(),
): Promise<Completed<T>> {
  const { roundTrips, octetsSent, octetsReceived } = spent;
  const startedAt = performance.now();
  spent.queuedMs += Math.round(queuedMs);
  const result = await work({ signal, traffic: spent, rest });
  const info = {
    meter,
    queuedMs: Math.round(queuedMs),
    durationMs: Math.round(performance.now() - startedAt),
    roundTrips: spent.roundTrips - roundTrips,
    octetsSent: spent.octetsSent - octetsSent,
    octetsReceived: spent.octetsReceived - octetsReceived,
  };
  return { result, info };
}
