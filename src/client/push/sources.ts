/**
 * Many sources of telegrams side by side: a decoder for each, and a fair share of the processor.
 *
 * Octets of a source wait in its own queue, bounded, and the sources take turns slice by slice; a round ends after a few
 * milliseconds so that timers and other nodes get theirs. A source above its rate is held back alone. Octets keep the time
 * at which they came, so holding them back never looks like silence on the line. One timer serves all time limits; what was
 * heard longest ago is forgotten first.
 */
import { DlmsError } from '../../errors';
import { createTelegramDecoder, type DecoderOptions, type TelegramDecoder } from '../../telegram/decoder';
import type { TelegramEvent } from '../../telegram/types';
import { RateLimit } from './rate';

export interface SourceLimits {
  /** Sources remembered at once. Default 1000. */
  readonly maxSources: number;
  /** Octets of one source that may wait, and largest APDU. Default 65536. */
  readonly maxBuffered: number;
  /** Octets of one source worked on in a second; 0: no limit. Default 65536. */
  readonly octetsPerSecond: number;
}

export const sourceLimits: SourceLimits = { maxSources: 1000, maxBuffered: 65_536, octetsPerSecond: 65_536 };

export interface SourcesOptions extends Omit<DecoderOptions, 'source' | 'maxApduSize'> {
  readonly limits?: Partial<SourceLimits>;
}

/** Who the octets are from. */
export interface SourceName {
  /** One decoder each: `10.0.0.5:40123`, a topic, a port. */
  readonly key: string;
  /** For keys of the keyring and for meters without a name: `10.0.0.5`. Default: the key. */
  readonly name?: string;
}

export interface FeedOptions<C> {
  /** Handed back with the events that these octets complete. */
  readonly context?: C;
  /** Nothing of a telegram follows behind these octets: what is not whole is told at once. */
  readonly whole?: boolean;
}

/** @param context of the octets that completed the events; null after silence or the end of a source */
export type Deliver<C> = (source: SourceName, events: readonly TelegramEvent[], context: C | null) => void;

interface Job<C> {
  octets: Buffer;
  /** What it counts of the octets that may wait. */
  readonly cost: number;
  readonly atMs: number;
  readonly context: C | null;
  readonly whole: boolean;
  readonly resolve: () => void;
  readonly reject: (error: DlmsError) => void;
}

interface Source<C> {
  readonly id: SourceName;
  readonly decoder: TelegramDecoder;
  readonly rate: RateLimit;
  readonly jobs: Job<C>[];
  waiting: number;
  ending: boolean;
}

/** Octets of one turn; garbage costs about a microsecond an octet until a framing is found. */
const sliceOctets = 4096;
/** How long one round may take, milliseconds. */
const roundMs = 4;
/** A queue of many small chunks costs memory too: each counts at least so much. */
const leastCost = 64;
const flushIntervalMs = 250;

export class TelegramSources<C = null> {
  private readonly sources = new Map<string, Source<C>>();
  /** Sources with work, in the order of their turns. */
  private readonly ready = new Set<Source<C>>();
  /** Sources above their rate. */
  private readonly held = new Set<Source<C>>();
  private readonly limits: SourceLimits;
  private immediate: NodeJS.Immediate | null = null;
  private heldTimer: NodeJS.Timeout | null = null;
  private flushTimer: NodeJS.Timeout | null = null;
  private closed = false;
  private lastMs = 0;

  /** @throws DlmsError `settings-invalid` for decoder options that cannot be */
  constructor(
    private readonly options: SourcesOptions,
    private readonly deliver: Deliver<C>,
  ) {
    this.limits = { ...sourceLimits, ...options.limits };
    // What is wrong with the options shows now and not at the first telegram.
    this.createDecoder({ key: '' });
  }

  get size(): number {
    return this.sources.size;
  }

  /** Octets of a source that wait for their turn. */
  waitingOctets(key: string): number {
    return this.sources.get(key)?.waiting ?? 0;
  }

  /**
   * Takes octets; resolves when they were worked on.
   * @throws DlmsError `limit-exceeded` when too many wait already, `aborted` when the source or all were closed meanwhile
   */
  feed(id: SourceName, octets: Buffer, { context, whole = false }: FeedOptions<C> = {}): Promise<void> {
    if (this.closed) return Promise.reject(new DlmsError('aborted', 'the receiver is closed'));
    const source = this.sourceOf(id);
    const cost = Math.max(leastCost, octets.length);
    if (source.waiting > 0 && source.waiting + cost > this.limits.maxBuffered) {
      return Promise.reject(
        new DlmsError('limit-exceeded', `${id.key} sends faster than it may: ${octets.length} octets were dropped`, {
          hint: 'Raise the rate or the buffer of a source if this is a meter; otherwise keep it out with the list of allowed addresses.',
        }),
      );
    }
    source.waiting += cost;
    return new Promise<void>((resolve, reject) => {
      source.jobs.push({ octets, cost, atMs: this.now(), context: context ?? null, whole, resolve, reject });
      if (this.ready.size === 0 && !this.held.has(source) && source.jobs.length === 1) this.turn(source);
      else if (!this.held.has(source)) this.ready.add(source);
      this.schedule();
    });
  }

  /** Nothing more will come from this source: what it had begun is told as incomplete, behind what still waits. */
  end(key: string): void {
    const source = this.sources.get(key);
    if (source === undefined) return;
    source.ending = true;
    if (source.jobs.length === 0) this.finish(source);
  }

  /** Forgets everything and stops all timers; waiting octets are refused. Idempotent. */
  close(): void {
    this.closed = true;
    if (this.immediate !== null) clearImmediate(this.immediate);
    if (this.heldTimer !== null) clearTimeout(this.heldTimer);
    if (this.flushTimer !== null) clearInterval(this.flushTimer);
    this.immediate = null;
    this.heldTimer = null;
    this.flushTimer = null;
    for (const source of this.sources.values()) this.refuse(source);
    this.sources.clear();
    this.ready.clear();
    this.held.clear();
  }

  /** Never goes back, whatever is done to the clock of the computer. */
  private now(): number {
    this.lastMs = Math.max(this.lastMs, Date.now());
    return this.lastMs;
  }

  private createDecoder({ key, name = key }: SourceName): TelegramDecoder {
    const { limits: _limits, ...options } = this.options;
    return createTelegramDecoder({ ...options, source: name, maxApduSize: this.limits.maxBuffered });
  }

  private sourceOf(id: SourceName): Source<C> {
    const known = this.sources.get(id.key);
    if (known !== undefined && !known.ending) {
      this.sources.delete(id.key);
      this.sources.set(id.key, known);
      return known;
    }
    const oldest = this.sources.values().next();
    if (this.sources.size >= this.limits.maxSources && !oldest.done) this.finish(oldest.value);
    const rate = new RateLimit(this.limits.octetsPerSecond, this.now());
    const source: Source<C> = { id, decoder: this.createDecoder(id), rate, jobs: [], waiting: 0, ending: false };
    this.sources.set(id.key, source);
    return source;
  }

  /** Works on one slice of a source and puts it where it belongs. */
  private turn(source: Source<C>): void {
    this.ready.delete(source);
    const job = source.jobs[0];
    if (job === undefined) return;
    const size = source.rate.take(Math.min(sliceOctets, job.octets.length), this.now());
    if (size === 0 && job.octets.length > 0) {
      this.held.add(source);
      return;
    }
    const part = job.octets.subarray(0, size);
    job.octets = job.octets.subarray(size);
    const ended = job.octets.length === 0;
    this.tell(source, source.decoder.push(part, job.atMs), job.context);
    if (ended) this.complete(source, job);
    if (source.jobs.length > 0) this.ready.add(source);
    else if (source.ending) this.finish(source);
    this.watch(source);
  }

  private complete(source: Source<C>, job: Job<C>): void {
    if (job.whole) this.tell(source, source.decoder.end(job.atMs), job.context);
    source.jobs.shift();
    source.waiting -= job.cost;
    job.resolve();
  }

  private tell(source: Source<C>, events: readonly TelegramEvent[], context: C | null): void {
    if (events.length > 0 && !this.closed) this.deliver(source.id, events, context);
  }

  private finish(source: Source<C>): void {
    this.refuse(source);
    this.ready.delete(source);
    this.held.delete(source);
    if (this.sources.get(source.id.key) === source) this.sources.delete(source.id.key);
    this.tell(source, source.decoder.end(this.now()), null);
  }

  private refuse(source: Source<C>): void {
    for (const { reject } of source.jobs.splice(0)) reject(new DlmsError('aborted', `${source.id.key} was closed`));
  }

  private schedule(): void {
    if (this.closed) return;
    if (this.ready.size > 0) this.immediate ??= setImmediate(() => this.round());
    if (this.held.size > 0 && this.heldTimer === null) {
      const now = this.now();
      const waits = [...this.held].map(({ rate, jobs }) => rate.waitMs(Math.min(sliceOctets, jobs[0]?.octets.length ?? 0), now));
      this.heldTimer = setTimeout(() => this.release(), Math.max(1, Math.min(...waits)));
    }
  }

  private round(): void {
    this.immediate = null;
    const until = performance.now() + roundMs;
    for (const source of [...this.ready]) {
      this.turn(source);
      if (performance.now() > until) break;
    }
    this.schedule();
  }

  private release(): void {
    this.heldTimer = null;
    const now = this.now();
    for (const source of [...this.held]) {
      if (source.rate.waitMs(Math.min(sliceOctets, source.jobs[0]?.octets.length ?? 0), now) > 0) continue;
      this.held.delete(source);
      this.ready.add(source);
    }
    this.schedule();
  }

  /** Looks after the time limit of what has begun. */
  private watch({ decoder }: Source<C>): void {
    if (decoder.dueMs === null || this.flushTimer !== null || this.closed) return;
    this.flushTimer = setInterval(() => this.flushAll(), flushIntervalMs);
  }

  private flushAll(): void {
    const now = this.now();
    let waiting = false;
    for (const source of [...this.sources.values()]) {
      const { dueMs } = source.decoder;
      if (dueMs === null) continue;
      if (source.jobs.length === 0 && now > dueMs) this.tell(source, source.decoder.flush(now), null);
      waiting ||= source.decoder.dueMs !== null;
    }
    if (waiting || this.flushTimer === null) return;
    clearInterval(this.flushTimer);
    this.flushTimer = null;
  }
}
