/**
 * The queue of a line: first in, first out per meter, and the meters take turns, so that one meter's long list delays
 * another by one request only. Each job has its own deadline, which runs while it waits; a job that ends early (deadline,
 * abort) leaves the queue at once.
 */
import { DlmsError } from '../errors';

/** What a job is told while it runs. */
export interface JobContext {
  readonly signal: AbortSignal;
  readonly queuedMs: number;
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
  start(): Promise<void>;
  cancel(error: DlmsError): void;
}

export class JobQueue {
  private readonly waiting = new Map<object, Job[]>();
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
      const job = createJob(options, work, resolve, reject, () => this.drop(job));
      const own = this.waiting.get(options.owner);
      if (own) own.push(job);
      else this.waiting.set(options.owner, [job]);
      this.count++;
      if (options.signal?.aborted) job.cancel(new DlmsError('aborted', `${options.what} was aborted`));
      this.next();
    });
  }

  /** Ends everything with this error; what runs is aborted and ends by itself. */
  cancelAll(error: DlmsError): void {
    for (const jobs of [...this.waiting.values()]) for (const job of [...jobs]) job.cancel(error);
    this.current?.cancel(error);
  }

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
      if (owner === this.served && this.waiting.size > 1) continue;
      this.served = owner;
      const job = jobs.shift() as Job;
      this.count--;
      this.waiting.delete(owner);
      if (jobs.length > 0) this.waiting.set(owner, jobs);
      return job;
    }
    return null;
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

/** A job settles its promise exactly once; its timer and listener end with it. */
function createJob<T>(
  options: JobOptions,
  work: (context: JobContext) => Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
  leave: () => void,
): Job {
  const { owner, deadlineMs, signal, what } = options;
  const queuedAt = performance.now();
  const controller = new AbortController();
  let running = false;
  const release = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  const cancel = (error: DlmsError): void => {
    controller.abort(error);
    if (running) return;
    release();
    leave();
    reject(error);
  };
  const onAbort = (): void => cancel(new DlmsError('aborted', `${what} was aborted`));
  const timer = setTimeout(() => cancel(deadlineError(what, deadlineMs, running)), Math.min(deadlineMs, 0x7fffffff));
  signal?.addEventListener('abort', onAbort, { once: true });
  const start = async (): Promise<void> => {
    running = true;
    try {
      resolve(await work({ signal: controller.signal, queuedMs: performance.now() - queuedAt }));
    } catch (error) {
      reject(error);
    } finally {
      release();
    }
  };
  return { owner, start, cancel };
}

const deadlineError = (what: string, deadlineMs: number, running: boolean): DlmsError =>
  new DlmsError('deadline-exceeded', `${what} ${running ? 'did not end' : 'did not get its turn'} within ${deadlineMs} ms`);
