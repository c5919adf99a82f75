/**
 * The queue of a line: first in, first out per meter, and the meters take turns, so that one meter's long list delays
 * another by one request only. Each job has its own deadline, which runs while it waits; a job that ends early (deadline,
 * abort) leaves the queue at once.
 */
import { DlmsError } from '../errors';
import type { StopSignal } from '../transport/transport';
import { Stop } from './stop';

/** What a job is told while it runs. */
export interface JobContext {
  readonly signal: StopSignal;
  readonly queuedMs: number;
  /**
   * Gives the turn to other owners for `ms` and takes another one after it; its own owner's jobs wait.
   * @throws DlmsError the reason of the signal, in the turn of its own all the same
   */
  rest(ms: number): Promise<void>;
}

export interface JobOptions {
  /** Whose turn it takes. */
  readonly owner: object;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** For messages: `meter 4711: get`. */
  readonly what: string;
}

interface Job {
  readonly owner: object;
  /** Resolves when the turn is over: the job has ended, or it rests. */
  start(): Promise<void>;
  cancel(error: DlmsError): void;
}

/** Puts a job that wants to rest aside, and calls it back when its turn comes. */
interface Bench {
  leave(job: Job): void;
  /** Calls `resume` in a turn of its own, which lasts until the promise that it returns resolves. */
  enter(job: Job, resume: () => Promise<void>): void;
}

export class JobQueue {
  private readonly waiting = new Map<object, Job[]>();
  /** Jobs that rest: their owners' other jobs wait for them. */
  private readonly benched = new Map<object, Job>();
  private current: Job | null = null;
  /** Whose turn was the last. */
  private served: object | null = null;
  private count = 0;
  private readonly resting: (() => void)[] = [];

  constructor(
    private readonly maxWaiting: number,
    /** Called after each job that leaves an empty queue behind, and before the first job of a burst. */
    private readonly onBusy: (busy: boolean) => void,
  ) {}

  /** Waiting and running. */
  get pending(): number {
    return this.count + (this.current === null ? 0 : 1);
  }

  /**
   * Queues work; it runs when its turn comes.
   * @throws DlmsError `queue-full`, `deadline-exceeded`, `aborted`, and whatever the work throws
   */
  add<T>(options: JobOptions, work: (context: JobContext) => Promise<T>): Promise<T> {
    if (this.count >= this.maxWaiting) {
      return Promise.reject(new DlmsError('queue-full', `${this.count} requests wait already: ${options.what} was not taken`));
    }
    return new Promise<T>((resolve, reject) => {
      const job: Job = new QueuedJob(options, work, { resolve, reject, leave: () => this.drop(job), bench: this.bench });
      const own = this.waiting.get(options.owner);
      if (own) own.push(job);
      else this.waiting.set(options.owner, [job]);
      this.count++;
      if (options.signal?.aborted) job.cancel(new DlmsError('aborted', `${options.what} was aborted`));
      this.next();
    });
  }

  /** Ends everything with this error, which is made when there is something; what runs is aborted and ends by itself. */
  cancelAll(reason: () => DlmsError): void {
    const jobs = [...[...this.waiting.values()].flat(), ...this.benched.values(), ...(this.current === null ? [] : [this.current])];
    if (jobs.length === 0) return;
    const error = reason();
    for (const job of jobs) job.cancel(error);
  }

  private readonly bench: Bench = {
    leave: (job) => void this.benched.set(job.owner, job),
    enter: (job, resume) => {
      this.benched.delete(job.owner);
      const own = this.waiting.get(job.owner) ?? [];
      this.waiting.set(job.owner, [{ owner: job.owner, start: resume, cancel: (error) => job.cancel(error) }, ...own]);
      this.count++;
      this.next();
    },
  };

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    if (this.current === null) return;
    await new Promise<void>((resolve) => this.resting.push(resolve));
  }

  private drop(job: Job): void {
    const own = this.waiting.get(job.owner);
    const at = own?.indexOf(job) ?? -1;
    if (own === undefined || at < 0) return;
    own.splice(at, 1);
    this.count--;
    if (own.length === 0) this.waiting.delete(job.owner);
  }

  /** The next owner's first job; its owner goes to the end of the round, and waits while another one has work. */
  private take(): Job | null {
    for (const [owner, jobs] of this.waiting) {
      if (this.benched.has(owner) || (owner === this.served && this.others(owner))) continue;
      this.served = owner;
      const job = jobs.shift() as Job;
      this.count--;
      this.waiting.delete(owner);
      if (jobs.length > 0) this.waiting.set(owner, jobs);
      return job;
    }
    return null;
  }

  /** Whether another owner has work that may run now. */
  private others(owner: object): boolean {
    for (const other of this.waiting.keys()) if (other !== owner && !this.benched.has(other)) return true;
    return false;
  }

  private next(): void {
    if (this.current !== null) return;
    const job = this.take();
    if (job === null) return;
    this.current = job;
    this.onBusy(true);
    job.start().then(() => {
      this.current = null;
      if (this.count === 0) this.onBusy(false);
      this.next();
      if (this.current === null) for (const resolve of this.resting.splice(0)) resolve();
    });
  }
}

interface JobEnds<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
  /** Takes the job out of the queue. */
  leave(): void;
  readonly bench: Bench;
}

/** A job settles its promise exactly once; its timer and listener end with it. */
class QueuedJob<T> implements Job {
  readonly owner: object;
  private readonly queuedAt = performance.now();
  private readonly stop = new Stop();
  private readonly timer: NodeJS.Timeout;
  private running = false;
  private endTurn = (): void => undefined;

  constructor(
    private readonly options: JobOptions,
    private readonly work: (context: JobContext) => Promise<T>,
    private readonly ends: JobEnds<T>,
  ) {
    const { owner, what, deadlineMs, signal } = options;
    this.owner = owner;
    this.timer = setTimeout(() => this.cancel(deadlineError(what, deadlineMs, this.running)), Math.min(deadlineMs, 0x7fffffff));
    signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  start(): Promise<void> {
    this.running = true;
    return this.turn(() => void this.perform());
  }

  cancel(error: DlmsError): void {
    this.stop.abort(error);
    if (this.running) return;
    this.release();
    this.ends.leave();
    this.ends.reject(error);
  }

  private readonly onAbort = (): void => this.cancel(new DlmsError('aborted', `${this.options.what} was aborted`));

  private release(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.onAbort);
  }

  /** A turn lasts until the job ends or rests. */
  private turn(begin: () => void): Promise<void> {
    return new Promise((over) => {
      this.endTurn = over;
      begin();
    });
  }

  private async perform(): Promise<void> {
    const queuedMs = performance.now() - this.queuedAt;
    try {
      this.ends.resolve(await this.work({ signal: this.stop, queuedMs, rest: (ms) => this.rest(ms) }));
    } catch (error) {
      this.ends.reject(error);
    } finally {
      this.release();
      this.endTurn();
    }
  }

  private async rest(ms: number): Promise<void> {
    const { bench } = this.ends;
    bench.leave(this);
    this.endTurn();
    await sleep(ms, this.stop);
    await new Promise<void>((resume) => bench.enter(this, () => this.turn(resume)));
    this.stop.throwIfAborted();
  }
}

/** Ends early, without an error, when the signal is aborted. */
function sleep(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

const deadlineError = (what: string, deadlineMs: number, running: boolean): DlmsError =>
  running
    ? new DlmsError('deadline-exceeded', `${what} did not end within ${deadlineMs} ms`)
    : new DlmsError('deadline-exceeded', `${what} did not get its turn within ${deadlineMs} ms`, { details: { waited: true } });
