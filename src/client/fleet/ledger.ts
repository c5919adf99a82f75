/**
 * The ledger of a run: which jobs of a fleet wait, are out, came back, are finished. A state machine without clock, timer
 * or socket; times are milliseconds and passed in.
 *
 *   waiting -> out -> held -> done         a result came, the flow took it over
 *      ^        |       |
 *      +--------+-------+ -> failed        error, silence (the lease ran out), refused by the flow; `retry` decides
 *
 * Exactly one result of a job is accepted: the first one that reports success, of whatever attempt; a later one is a
 * duplicate, and a failure of an attempt that was given up is stale. Each lane (a line, a gateway) has a bounded number of
 * jobs out, of all ledgers that share their lanes, and lanes take turns, so a slow one delays nobody else; jobs that failed
 * before, and those marked `last`, wait behind all others. Every operation is O(1), or O(log n) where a time is involved.
 */
import type { Retry } from '../../errors';
import { backoffMs } from '../retry';
import { Alarms } from './alarms';
import { Fifo } from './fifo';

export interface LedgerOptions {
  /** Attempts of one job in this run, the first included. */
  readonly maxAttempts: number;
  /** Jobs of one lane that may be out together. */
  readonly perLane: number;
  /** Shared with other ledgers; default: its own. */
  readonly lanes?: Lanes;
  /** A job that is out longer is taken for lost; Infinity: whoever has it always answers. */
  readonly leaseMs: number;
  /** Pause before another attempt: the first, and the largest. */
  readonly pauseMs: readonly [number, number];
  /** 0..1, for the jitter of pauses. */
  readonly random: () => number;
}

export interface NewJob {
  readonly id: string;
  readonly lane: string;
  /** Behind all others, and once: a meter that did not answer lately. */
  readonly last?: boolean;
}

export interface HandedOut {
  readonly id: string;
  /** 1 is the first. */
  readonly attempt: number;
  /** When the lease ends; null without one. */
  readonly expires: number | null;
}

export interface LedgerCounts {
  readonly total: number;
  readonly waiting: number;
  /** With whoever does it, or with the flow that has not accepted it yet. */
  readonly out: number;
  readonly done: number;
  readonly failed: number;
  /** Attempts beyond the first of each job. */
  readonly retries: number;
  /** Leases that ran out. */
  readonly silences: number;
  readonly duplicates: number;
  /** Failures of attempts that had been given up. */
  readonly stale: number;
}

/** What came of a result: `unknown`: no such job. */
export type Verdict = 'held' | 'again' | 'failed' | 'duplicate' | 'stale' | 'unknown';

type State = 'waiting' | 'out' | 'held' | 'done' | 'failed';

interface Job {
  readonly id: string;
  readonly lane: Lane;
  readonly last: boolean;
  state: State;
  attempts: number;
  /** End of the pause or of the lease; null: neither. */
  until: number | null;
  /** Whether it takes a place of its lane. */
  placed: boolean;
}

interface Lane {
  readonly name: string;
  /** Jobs of this ledger that are out. */
  out: number;
  readonly shared: SharedLane;
  /** Tells that a place is free. */
  readonly onFree: () => void;
  /** First those that were never tried, then the others. */
  readonly queues: readonly [Fifo<Job>, Fifo<Job>];
  readonly offered: [boolean, boolean];
}

/** A lane as all ledgers see it that have jobs for it. */
interface SharedLane {
  out: number;
  readonly users: Set<() => void>;
}

/** What is out where, of several ledgers. */
export class Lanes {
  private readonly lanes = new Map<string, SharedLane>();

  get size(): number {
    return this.lanes.size;
  }

  enter(name: string, onFree: () => void): SharedLane {
    const lane = this.lanes.get(name) ?? { out: 0, users: new Set() };
    this.lanes.set(name, lane);
    lane.users.add(onFree);
    return lane;
  }

  leave({ name, shared, onFree }: Pick<Lane, 'name' | 'shared' | 'onFree'>): void {
    shared.users.delete(onFree);
    if (shared.users.size === 0) this.lanes.delete(name);
  }
}

const ranks = [0, 1] as const;

export class Ledger {
  private readonly jobs = new Map<string, Job>();
  private readonly lanes = new Map<string, Lane>();
  private readonly ready: readonly [Fifo<Lane>, Fifo<Lane>] = [new Fifo(), new Fifo()];
  private readonly alarms = new Alarms<Job>();
  private readonly tally = { waiting: 0, out: 0, done: 0, failed: 0, retries: 0, silences: 0, duplicates: 0, stale: 0 };

  private readonly shared: Lanes;

  constructor(private readonly options: LedgerOptions) {
    this.shared = options.lanes ?? new Lanes();
  }

  get counts(): LedgerCounts {
    return { total: this.jobs.size, ...this.tally };
  }

  /** Nothing is left to do. */
  get finished(): boolean {
    return this.tally.waiting === 0 && this.tally.out === 0;
  }

  /** When `expire` is to be called next; null when nothing is to come. */
  get nextAlarm(): number | null {
    return this.alarms.next;
  }

  /** False when there is a job of that id. */
  add({ id, lane: name, last = false }: NewJob): boolean {
    if (this.jobs.has(id)) return false;
    const lane = this.lanes.get(name) ?? this.enter(name);
    const job: Job = { id, lane, last, state: 'waiting', attempts: 0, until: null, placed: false };
    this.jobs.set(id, job);
    this.tally.waiting += 1;
    this.enqueue(job);
    return true;
  }

  /** Gives its places to the other ledgers: nothing goes out any more. */
  leave(): void {
    for (const lane of this.lanes.values()) {
      this.shared.leave(lane);
      this.place(lane, -lane.out);
    }
    this.lanes.clear();
  }

  /** A job whose result was accepted in an earlier part of this run. */
  addDone(id: string): boolean {
    const added = this.add({ id, lane: '' });
    if (added) this.move(this.jobs.get(id) as Job, 'done');
    return added;
  }

  /** A job that is not tried in this run. */
  addFailed(id: string): boolean {
    const added = this.add({ id, lane: '' });
    if (added) this.move(this.jobs.get(id) as Job, 'failed');
    return added;
  }

  /** The next job to be done, now out; null when none may go now. */
  next(now: number): HandedOut | null {
    for (const rank of ranks) {
      for (let lane = this.ready[rank].shift(); lane !== undefined; lane = this.ready[rank].shift()) {
        lane.offered[rank] = false;
        const job = lane.shared.out < this.options.perLane ? lane.queues[rank].shift() : undefined;
        // A job may have been finished by a late result while it stood here.
        const handed = job?.state === 'waiting' && job.until === null ? this.handOut(job, now) : null;
        this.offer(lane);
        if (handed !== null) return handed;
      }
    }
    return null;
  }

  /** A result that reports success. `held`: it is the one that counts; `accept` or `refuse` is to follow. */
  succeed(id: string): Verdict {
    const job = this.jobs.get(id);
    if (job === undefined) return 'unknown';
    // A failure was told already, so this one may not count as well.
    if (job.state === 'held' || job.state === 'done' || job.state === 'failed') return this.duplicate();
    this.move(job, 'held');
    job.until = null;
    return 'held';
  }

  /** The flow has taken the held result over. */
  accept(id: string): void {
    const job = this.jobs.get(id);
    if (job?.state === 'held') this.move(job, 'done');
  }

  /** The flow did not take the held result. */
  refuse(id: string, retry: Retry, now: number): Verdict {
    const job = this.jobs.get(id);
    return job?.state === 'held' ? this.retry(job, retry, now) : 'unknown';
  }

  /** A result that reports failure. */
  fail(id: string, attempt: number, retry: Retry, now: number): Verdict {
    const job = this.jobs.get(id);
    if (job === undefined) return 'unknown';
    if (job.state === 'held' || job.state === 'done' || job.state === 'failed') return this.duplicate();
    if (job.state !== 'out' || attempt !== job.attempts) {
      this.tally.stale += 1;
      return 'stale';
    }
    return this.retry(job, retry, now);
  }

  /** Ends pauses and leases that are due; returns the jobs that failed by it. */
  expire(now: number): readonly string[] {
    const failed: string[] = [];
    for (let due = this.alarms.due(now); due !== null; due = this.alarms.due(now)) {
      const { at, item: job } = due;
      if (job.until !== at) continue;
      job.until = null;
      if (job.state === 'waiting') this.enqueue(job);
      else if (job.state === 'out') {
        this.tally.silences += 1;
        if (this.retry(job, 'same', now) === 'failed') failed.push(job.id);
      }
    }
    return failed;
  }

  private handOut(job: Job, now: number): HandedOut {
    job.attempts += 1;
    if (job.attempts > 1) this.tally.retries += 1;
    this.move(job, 'out');
    const { leaseMs } = this.options;
    if (Number.isFinite(leaseMs)) this.alarm(job, now + leaseMs);
    return { id: job.id, attempt: job.attempts, expires: job.until };
  }

  private retry(job: Job, retry: Retry, now: number): Verdict {
    const { maxAttempts, pauseMs, random } = this.options;
    job.until = null;
    if (retry === 'never' || job.last || job.attempts >= maxAttempts) {
      this.move(job, 'failed');
      return 'failed';
    }
    this.move(job, 'waiting');
    const pause = retry === 'same' ? 0 : backoffMs(pauseMs, job.attempts, random);
    if (pause > 0) this.alarm(job, now + pause);
    else this.enqueue(job);
    return 'again';
  }

  private alarm(job: Job, at: number): void {
    job.until = at;
    this.alarms.add(at, job);
  }

  private duplicate(): Verdict {
    this.tally.duplicates += 1;
    return 'duplicate';
  }

  /** Changes the state, the counts, and the place in the lane. */
  private move(job: Job, to: State): void {
    const place = (state: State): 'waiting' | 'out' | 'done' | 'failed' => (state === 'held' ? 'out' : state);
    this.tally[place(job.state)] -= 1;
    this.tally[place(to)] += 1;
    job.state = to;
    const placed = to === 'out' || (to === 'held' && job.placed);
    if (placed === job.placed) return;
    job.placed = placed;
    this.place(job.lane, placed ? 1 : -1);
  }

  /** Takes places of a lane, or gives them back, to whoever has jobs for it. */
  private place(lane: Lane, change: number): void {
    lane.out += change;
    lane.shared.out += change;
    if (change < 0) for (const onFree of lane.shared.users) onFree();
  }

  private enter(name: string): Lane {
    const onFree = (): void => this.offer(lane);
    const shared = this.shared.enter(name, onFree);
    const lane: Lane = { name, out: 0, shared, onFree, queues: [new Fifo(), new Fifo()], offered: [false, false] };
    this.lanes.set(name, lane);
    return lane;
  }

  private enqueue(job: Job): void {
    job.lane.queues[job.last || job.attempts > 0 ? 1 : 0].push(job);
    this.offer(job.lane);
  }

  /** Puts a lane that has work and a free place into its queue, once. */
  private offer(lane: Lane): void {
    if (lane.shared.out >= this.options.perLane) return;
    for (const rank of ranks) {
      if (lane.offered[rank] || lane.queues[rank].size === 0) continue;
      lane.offered[rank] = true;
      this.ready[rank].push(lane);
    }
  }
}
