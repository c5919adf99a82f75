/**
 * The lines of one `dlms-connection`: its own, and those that messages ask for with `msg.dlms.host`.
 *
 * One line per distinct set of options, shared by everybody who uses it. Never more than `maxLines` are at work: when a
 * further one is wanted, the one that has been idle longest is closed; when none is idle, the request waits for a place,
 * first come first served, within its deadline, and no more for one line than may wait in its queue. A line that nobody has
 * used for `idleMs` is closed and forgotten, so a fleet of thousands costs no more than the lines that are at work. `close` ends
 * all of them within its bound.
 *
 * A line that is used and from which nothing has come for much longer than the others need for an answer (eight times, a
 * tenth of a second at least, `silentAfterMs` at most) lends its place to another until it is heard: meters that are gone cost
 * a socket and hardly a place, so they do not delay those that answer, where answers take half a millisecond as where they take
 * half a second. No more than `maxSilent` may lend. Nothing here looks at all lines to find one, but for a slow tick over
 * those that are in use.
 */
import { DlmsError, type Line, type LineOptions } from '../../src/index';

export type OpenLine = (options: LineOptions) => Line;

export interface PoolOptions {
  readonly maxLines: number;
  /** How long an unused line is kept. */
  readonly idleMs: number;
  /** A line of the node's own settings stays for good, unless its place is needed. */
  readonly keepsOwn?: boolean;
  /** The longest that a line in use keeps its place while nothing comes from it. Default 1000. */
  readonly silentAfterMs?: number;
  /** Default four times `maxLines`. */
  readonly maxSilent?: number;
}

/** Silence that is no answer in the usual time, and nothing less: in answers, and in milliseconds. */
const silentAnswers = 8;
const leastSilenceMs = 100;
/** Answers that the usual time is the mean of, about. */
const remembered = 16;

type SilenceListener = (silent: boolean) => void;

interface Entry {
  readonly key: string;
  readonly line: Line;
  users: number;
  /** Somebody used it as the node's own. */
  own: boolean;
  timer: NodeJS.Timeout | null;
  heardAt: number;
  silent: boolean;
  readonly listeners: Set<SilenceListener>;
}

interface Waiter {
  readonly options: LineOptions;
  /** Null: the pool was closed. */
  settle(entry: Entry | null): void;
}

export class LinePool {
  private readonly entries = new Map<string, Entry>();
  private readonly entryOf = new WeakMap<Line, Entry>();
  /** Those that nobody uses, the longest unused first. */
  private readonly idle = new Set<Entry>();
  private readonly used = new Set<Entry>();
  /** Lines that are being closed still count: their socket is not free yet. */
  private readonly closing = new Set<Promise<void>>();
  /** By line, the longest waiting first. */
  private readonly waiting = new Map<string, Set<Waiter>>();
  private silent = 0;
  private ticking: NodeJS.Timeout | null = null;
  private closed = false;
  private readonly silentAfterMs: number;
  /** How long an answer takes here: the mean of the last ones. */
  private usualMs: number;
  private readonly maxSilent: number;

  constructor(
    private readonly openLine: OpenLine,
    private readonly options: PoolOptions,
  ) {
    this.silentAfterMs = options.silentAfterMs ?? 1000;
    this.usualMs = this.silentAfterMs / silentAnswers;
    this.maxSilent = options.maxSilent ?? 4 * options.maxLines;
  }

  /** Lines that are open or being closed. */
  get size(): number {
    return this.entries.size + this.closing.size;
  }

  /** Lines that may be at work together. */
  get capacity(): number {
    return this.options.maxLines;
  }

  /** All that are open. */
  get lines(): Line[] {
    return [...this.entries.values()].map(({ line }) => line);
  }

  /**
   * Runs `work` with the line of these options; the line stays at least until `work` has ended. `own` says that they are the
   * node's settings, and not of a message.
   * @throws DlmsError `aborted`, `deadline-exceeded`, and what `work` throws
   */
  async use<T>(
    options: LineOptions,
    signal: AbortSignal,
    deadlineMs: number,
    work: (line: Line, leftMs: number) => Promise<T>,
    own = false,
  ): Promise<T> {
    const started = performance.now();
    const entry = await this.take(options, signal, deadlineMs);
    entry.own ||= own;
    try {
      return await work(entry.line, Math.max(1, Math.round(deadlineMs - (performance.now() - started))));
    } finally {
      this.giveBack(entry);
    }
  }

  /** Tells when a line that is in use falls silent and when it is heard again; returns how to stop. */
  onSilence(line: Line, listener: SilenceListener): () => void {
    const entry = this.entryOf.get(line);
    entry?.listeners.add(listener);
    return () => void entry?.listeners.delete(listener);
  }

  /** Closes a line at once after use, for whoever leaves its meters to others; one that others here use stays. */
  async retire(line: Line): Promise<void> {
    const entry = this.entryOf.get(line);
    if (entry !== undefined && entry.users === 1 && !this.waiting.has(entry.key)) await this.drop(entry);
  }

  /** Ends every line; those who wait for a place are refused with `aborted`. Idempotent. */
  async close(boundMs: number): Promise<void> {
    this.closed = true;
    for (const waiters of [...this.waiting.values()]) for (const waiter of [...waiters]) waiter.settle(null);
    for (const entry of [...this.entries.values()]) void this.drop(entry, boundMs);
    this.tick();
    await Promise.all(this.closing);
  }

  private async take(options: LineOptions, signal: AbortSignal, deadlineMs: number): Promise<Entry> {
    if (this.closed || signal.aborted) throw stopped();
    const key = JSON.stringify(options);
    const known = this.entries.get(key);
    if (known !== undefined) return this.occupy(known);
    if (this.hasRoom) return this.occupy(this.add(key, options));
    const [longestIdle] = this.idle;
    // Those that wait for this line already have given up one for it.
    if (longestIdle !== undefined && !this.waiting.has(key)) void this.drop(longestIdle);
    return this.placeFree(key, options, signal, deadlineMs);
  }

  private get hasRoom(): boolean {
    const { maxLines } = this.options;
    return this.size - this.silent < maxLines && this.size < maxLines + this.maxSilent;
  }

  private add(key: string, options: LineOptions): Entry {
    const line = this.openLine(options);
    const entry: Entry = { key, line, users: 0, own: false, timer: null, heardAt: 0, silent: false, listeners: new Set() };
    line.on('frame', (direction) => {
      if (direction !== 'rx') return;
      this.usualMs += (performance.now() - entry.heardAt - this.usualMs) / remembered;
      this.heard(entry);
    });
    this.entries.set(key, entry);
    this.entryOf.set(line, entry);
    return entry;
  }

  private occupy(entry: Entry): Entry {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (entry.users === 0) {
      entry.heardAt = performance.now();
      this.idle.delete(entry);
      this.used.add(entry);
      this.tick();
    }
    entry.users += 1;
    return entry;
  }

  private giveBack(entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    this.heard(entry);
    this.used.delete(entry);
    this.tick();
    if (this.closed || this.entries.get(entry.key) !== entry) return;
    // Silent ones are heard again, or are given up: there may be more lines than places.
    if (this.waiting.size > 0 || this.entries.size - this.silent > this.options.maxLines) {
      void this.drop(entry);
      return;
    }
    this.idle.add(entry);
    if (entry.own && this.options.keepsOwn === true) return;
    entry.timer = setTimeout(() => void this.drop(entry), this.options.idleMs);
    entry.timer.unref();
  }

  private drop(entry: Entry, boundMs?: number): Promise<void> {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (this.entries.get(entry.key) !== entry) return Promise.resolve();
    this.entries.delete(entry.key);
    this.idle.delete(entry);
    this.heard(entry);
    const closing: Promise<void> = entry.line.close(boundMs).then(
      () => this.ended(closing),
      () => this.ended(closing),
    );
    this.closing.add(closing);
    return closing;
  }

  private ended(closing: Promise<void>): void {
    this.closing.delete(closing);
    this.serve();
  }

  /** Gives free places to those who wait, to all that wait for the same line at once. */
  private serve(): void {
    while (this.hasRoom && !this.closed) {
      const next = this.waiting.entries().next();
      if (next.done) return;
      const [key, waiters] = next.value;
      this.waiting.delete(key);
      this.hand(key, waiters);
    }
  }

  private hand(key: string, waiters: ReadonlySet<Waiter>): void {
    for (const waiter of [...waiters]) {
      waiter.settle(this.occupy(this.entries.get(key) ?? this.add(key, waiter.options)));
    }
  }

  private placeFree(key: string, options: LineOptions, signal: AbortSignal, waitMs: number): Promise<Entry> {
    const waiters = this.waiting.get(key) ?? new Set();
    if (waiters.size >= options.maxQueue) return Promise.reject(full(waiters.size));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.leave(key, waiter);
      };
      const refuse = (error: DlmsError): void => {
        leave();
        reject(error);
      };
      const onAbort = (): void => refuse(stopped());
      const waiter: Waiter = {
        options,
        settle: (entry) => {
          leave();
          if (entry === null) reject(stopped());
          else resolve(entry);
        },
      };
      const timer = setTimeout(() => refuse(noPlace()), Math.min(Math.max(0, waitMs), 0x7fffffff));
      signal.addEventListener('abort', onAbort);
      this.waiting.set(key, waiters.add(waiter));
    });
  }

  private leave(key: string, waiter: Waiter): void {
    const waiters = this.waiting.get(key);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.waiting.delete(key);
  }

  private heard(entry: Entry): void {
    entry.heardAt = performance.now();
    if (entry.silent) this.mark(entry, false);
  }

  private mark(entry: Entry, silent: boolean): void {
    entry.silent = silent;
    this.silent += silent ? 1 : -1;
    for (const listener of entry.listeners) listener(silent);
  }

  /** Ticks as long as a line is in use. */
  private tick(): void {
    const wanted = this.used.size > 0 && !this.closed;
    if (wanted === (this.ticking !== null)) return;
    if (this.ticking !== null) clearInterval(this.ticking);
    this.ticking = wanted ? setInterval(() => this.findSilent(), Math.min(leastSilenceMs, this.silentAfterMs / 2)).unref() : null;
  }

  private findSilent(): void {
    const longest = Math.min(this.silentAfterMs, Math.max(leastSilenceMs, silentAnswers * this.usualMs));
    const since = performance.now() - longest;
    for (const entry of this.used) {
      if (!entry.silent && entry.heardAt <= since && this.entries.get(entry.key) === entry) this.mark(entry, true);
    }
    this.serve();
  }
}

const stopped = (): DlmsError => new DlmsError('aborted', 'Stopped before the line was opened');
const full = (count: number): DlmsError =>
  new DlmsError('queue-full', `${count} requests wait for a place of this line already: this one was not taken`);
const noPlace = (): DlmsError =>
  new DlmsError('deadline-exceeded', 'No line became free in time: all links of the connection are in use', { details: { waited: true } });
