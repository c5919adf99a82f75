/**
 * One run: a list of jobs with its ledger, and what is told of it.
 */
import type { NodeMessage } from 'node-red';
import { type Absences, Ledger, type LedgerOptions } from '../../../src/index';
import type { Outputs } from '../flow-node';
import type { FleetJob } from './jobs';
import type { OpenedRun } from './store';

export type Phase = 'idle' | 'running' | 'paused' | 'done' | 'stopped' | 'still running';

/** Payload of output 3. */
export interface Summary {
  readonly phase: Phase;
  readonly runId: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Of the failed: away, and not asked this time. */
  readonly skipped: number;
  /** Of the done: in an earlier part of this run. */
  readonly resumed: number;
  readonly waiting: number;
  readonly atWork: number;
  readonly retries: number;
  readonly duplicates: number;
  /** Results that came too late to count. */
  readonly late: number;
  /** Jobs that were given to another because nobody answered. */
  readonly silences: number;
  readonly started: string;
  readonly elapsedMs: number;
  /** Failures by code. */
  readonly errors: Readonly<Record<string, number>>;
}

export interface RunParts {
  readonly id: string;
  /** Fingerprint of its list. */
  readonly list: string;
  /** What was finished under its id is forgotten. */
  readonly fresh: boolean;
  /** The message that brought the list, without its payload. */
  readonly msg: NodeMessage;
  readonly send: (outputs: Outputs) => void;
  readonly ledger: LedgerOptions;
  readonly now: number;
}

export class Run {
  readonly id: string;
  readonly ledger: Ledger;
  readonly jobs = new Map<string, FleetJob>();
  /** This part of it. */
  readonly started: number;
  private firstStarted: number;
  /** When progress was told last; a steady clock, as the one after it. */
  told = performance.now();
  private readonly begunMs = performance.now();
  /** The ledger knows its jobs. */
  filled = false;
  private over = false;
  private readonly children = new Set<AbortController>();
  private readonly errors = new Map<string, number>();
  private skipped = 0;
  private resumed = 0;

  constructor(readonly parts: RunParts) {
    this.id = parts.id;
    this.ledger = new Ledger(parts.ledger);
    this.started = parts.now;
    this.firstStarted = parts.now;
  }

  get ended(): boolean {
    return this.over;
  }

  /** ISO time at which its first part began, as the store has it: the same in all of its jobs. */
  get began(): string {
    return new Date(this.firstStarted).toISOString();
  }

  /** A signal of its own for each thing at work: thousands of listeners on one would be a leak to Node. */
  child(): { readonly signal: AbortSignal; done(): void } {
    const controller = new AbortController();
    this.children.add(controller);
    if (this.over) controller.abort();
    return { signal: controller.signal, done: () => void this.children.delete(controller) };
  }

  /** Ends what is at work, and gives its lanes to the other runs. */
  end(): void {
    this.over = true;
    this.ledger.leave();
    for (const controller of [...this.children]) controller.abort();
  }

  /** Fills the ledger; returns those that are not asked: rows that are wrong, and meters that are away and whose pause is not over. */
  fill(jobs: readonly FleetJob[], { done, started }: OpenedRun, away: Absences): readonly FleetJob[] {
    this.firstStarted = started;
    const left: FleetJob[] = [];
    for (const job of jobs) {
      this.jobs.set(job.id, job);
      if (job.wrong !== null) {
        this.ledger.addFailed(job.id);
        left.push(job);
        continue;
      }
      if (done.has(job.id)) {
        this.ledger.addDone(job.id);
        this.resumed += 1;
        continue;
      }
      const absence = away.of(job.meter);
      if (away.isPaused(job.meter, this.started)) {
        this.ledger.addFailed(job.id);
        left.push(job);
      } else this.ledger.add({ id: job.id, lane: job.lane, last: absence !== null });
    }
    this.skipped = left.filter(({ wrong }) => wrong === null).length;
    this.filled = true;
    return left;
  }

  count(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  summary(phase: Phase): Summary {
    const { total, done, failed, waiting, out, retries, duplicates, stale, silences } = this.ledger.counts;
    return {
      phase,
      runId: this.id,
      ...{ total, done, failed, skipped: this.skipped, resumed: this.resumed, waiting, atWork: out },
      ...{ retries, duplicates, late: stale, silences },
      started: new Date(this.started).toISOString(),
      elapsedMs: Math.round(performance.now() - this.begunMs),
      errors: Object.fromEntries(this.errors),
    };
  }
}
