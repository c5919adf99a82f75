/**
 * The lines of one `dlms-connection`: its own, and those that messages ask for with `msg.dlms.host`.
 *
 * One line per distinct set of options, shared by everybody who uses it. Never more than `maxLines` are open: when a
 * further one is wanted, the one that has been idle longest is closed; when none is idle, the request waits for a place,
 * within its deadline. A line that nobody has used for `idleMs` is closed and forgotten, so a fleet of thousands costs
 * no more than the lines that are at work. `close` ends all of them within its bound.
 */
import { DlmsError, type Line, type LineOptions } from '../../src/index';

export type OpenLine = (options: LineOptions) => Line;

export interface PoolOptions {
  readonly maxLines: number;
  /** How long an unused line is kept. */
  readonly idleMs: number;
}

interface Entry {
  readonly key: string;
  readonly line: Line;
  users: number;
  lastUse: number;
  timer: NodeJS.Timeout | null;
}

interface Waiter {
  readonly wake: () => void;
}

export class LinePool {
  private readonly entries = new Map<string, Entry>();
  /** Lines that are being closed still count: their socket is not free yet. */
  private readonly closing = new Set<Promise<void>>();
  private readonly waiters = new Set<Waiter>();
  private closed = false;
  private uses = 0;

  constructor(
    private readonly openLine: OpenLine,
    private readonly options: PoolOptions,
  ) {}

  /** Lines that are open or being closed. */
  get size(): number {
    return this.entries.size + this.closing.size;
  }

  /**
   * Runs `work` with the line of these options; the line stays at least until `work` has ended.
   * @throws DlmsError `aborted`, `deadline-exceeded`, and what `work` throws
   */
  async use<T>(
    options: LineOptions,
    signal: AbortSignal,
    deadlineMs: number,
    work: (line: Line, leftMs: number) => Promise<T>,
  ): Promise<T> {
    const started = Date.now();
    const entry = await this.take(options, signal, deadlineMs);
    try {
      return await work(entry.line, Math.max(1, deadlineMs - (Date.now() - started)));
    } finally {
      this.giveBack(entry);
    }
  }

  /** Ends every line; those who wait for a place are refused with `aborted`. Idempotent. */
  async close(boundMs: number): Promise<void> {
    this.closed = true;
    this.wakeAll();
    for (const entry of [...this.entries.values()]) this.drop(entry, boundMs);
    await Promise.all(this.closing);
  }

  private async take(options: LineOptions, signal: AbortSignal, deadlineMs: number): Promise<Entry> {
    const key = JSON.stringify(options);
    const until = Date.now() + deadlineMs;
    for (;;) {
      if (this.closed || signal.aborted) throw new DlmsError('aborted', 'Stopped before the line was opened');
      const known = this.entries.get(key);
      if (known !== undefined) return this.occupy(known);
      if (this.size < this.options.maxLines) return this.occupy(this.add(key, options));
      this.dropLongestIdle();
      await this.placeFree(signal, until - Date.now());
    }
  }

  private add(key: string, options: LineOptions): Entry {
    const entry: Entry = { key, line: this.openLine(options), users: 0, lastUse: 0, timer: null };
    this.entries.set(key, entry);
    return entry;
  }

  private occupy(entry: Entry): Entry {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    entry.users += 1;
    entry.lastUse = ++this.uses;
    return entry;
  }

  private giveBack(entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0 || this.closed || this.entries.get(entry.key) !== entry) return;
    if (this.waiters.size > 0) {
      this.drop(entry);
      return;
    }
    entry.timer = setTimeout(() => this.drop(entry), this.options.idleMs);
    entry.timer.unref();
  }

  private dropLongestIdle(): void {
    let oldest: Entry | null = null;
    for (const entry of this.entries.values()) {
      if (entry.users === 0 && (oldest === null || entry.lastUse < oldest.lastUse)) oldest = entry;
    }
    if (oldest !== null) this.drop(oldest);
  }

  private drop(entry: Entry, boundMs?: number): void {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (!this.entries.delete(entry.key)) return;
    const closing: Promise<void> = entry.line.close(boundMs).then(
      () => this.ended(closing),
      () => this.ended(closing),
    );
    this.closing.add(closing);
  }

  private ended(closing: Promise<void>): void {
    this.closing.delete(closing);
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const waiter of this.waiters) waiter.wake();
  }

  private placeFree(signal: AbortSignal, waitMs: number): Promise<void> {
    if (waitMs <= 0)
      return Promise.reject(new DlmsError('deadline-exceeded', 'No line became free in time: all links of the connection are in use'));
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiters.delete(waiter);
        resolve();
      };
      const waiter: Waiter = { wake };
      const timer = setTimeout(wake, waitMs);
      signal.addEventListener('abort', wake);
      this.waiters.add(waiter);
    });
  }
}
