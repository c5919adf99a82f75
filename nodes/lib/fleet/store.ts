/**
 * What a fleet node keeps over a restart, in its context: which runs there were, which of their jobs are finished, and
 * which meters are away.
 *
 * Finished jobs are kept in pieces of 256, so that each one costs a small write and not the whole list. Writes follow one
 * another; what is finished while one runs, or was refused by the store, goes with the next. The last eight runs are remembered, and
 * those of the last day that are not finished: a node may have a list for each of twenty sites.
 */
import type { Node } from 'node-red';
import { contextKey, NodeContext } from '../node-context';
import { isRecord } from '../setting-values';

const piece = 256;
const runsKept = 8;
const unfinishedKept = 64;
const dayMs = 86_400_000;

export interface KnownRun {
  readonly id: string;
  /** Fingerprint of its list. */
  readonly list: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | null;
  /** Not cut off: somebody wanted it to end. */
  readonly stopped?: true;
  /** How many pieces of finished jobs there are. */
  readonly pieces: number;
}

/** A run that begins or goes on. */
export interface OpenedRun {
  /** Milliseconds since 1970, of its first part. */
  readonly started: number;
  /** Its finished jobs. */
  readonly done: ReadonlySet<string>;
}

const isRun = (value: unknown): value is KnownRun =>
  isRecord(value) && typeof value.id === 'string' && typeof value.list === 'string' && typeof value.started === 'number';

const pieceKey = (runId: string, index: number): string => contextKey('fleet_done', runId, String(index));
const runsKey = 'fleet_runs';
const awayKey = 'fleet_away';

/** The latest first, as they come. */
const remembered = (runs: readonly KnownRun[]): KnownRun[] => {
  const newest = Math.max(...runs.map(({ started }) => started));
  const isOpen = ({ ended, started }: KnownRun): boolean => ended === null && newest - started < dayMs;
  return runs.filter((run, place) => place < (isOpen(run) ? unfinishedKept : runsKept));
};

export class FleetStore {
  private readonly context: NodeContext;
  private runs: KnownRun[] | null = null;
  /** The last piece of each open run. */
  private readonly last = new Map<string, string[]>();
  private readonly dirty = new Map<string, unknown>();
  private writing: Promise<void> | null = null;

  constructor(
    node: Node,
    store: string,
    private readonly onFailure: (error: Error) => void,
  ) {
    this.context = new NodeContext(node, store, 'The ledger of the fleet');
  }

  /** The latest first. @throws DlmsError `store-failed` */
  async known(): Promise<readonly KnownRun[]> {
    if (this.runs === null) {
      const stored = await this.context.get(runsKey);
      this.runs ??= Array.isArray(stored) ? stored.filter(isRun) : [];
    }
    return this.runs;
  }

  /** Begins a run or goes on with one. @throws DlmsError `store-failed` */
  async open(id: string, list: string, now: number, fresh: boolean): Promise<OpenedRun> {
    const before = (await this.known()).find((run) => run.id === id);
    if (before !== undefined && fresh) this.forget(before);
    const known = fresh ? undefined : before;
    const done = new Set<string>();
    let last: string[] = [];
    for (let index = 0; index < (known?.pieces ?? 0); index++) {
      const stored = await this.context.get(pieceKey(id, index));
      last = Array.isArray(stored) ? stored.filter((job) => typeof job === 'string') : [];
      for (const job of last) done.add(job);
    }
    this.last.set(id, [...last]);
    const started = known?.started ?? now;
    this.put({ id, list, started, ended: null, pieces: Math.max(1, known?.pieces ?? 0) });
    await this.flush();
    return { started, done };
  }

  accept(id: string, job: string): void {
    const run = this.runs?.find((known) => known.id === id);
    if (run === undefined) return;
    let jobs = this.last.get(id) ?? [];
    let { pieces } = run;
    if (jobs.length >= piece) {
      jobs = [];
      pieces += 1;
      this.put({ ...run, pieces });
    }
    jobs.push(job);
    this.last.set(id, jobs);
    this.write(pieceKey(id, pieces - 1), jobs);
  }

  end(id: string, now: number): void {
    const run = this.runs?.find((known) => known.id === id);
    if (run !== undefined) this.put({ ...run, ended: now });
    this.last.delete(id);
  }

  stop(id: string): void {
    const run = this.runs?.find((known) => known.id === id);
    if (run !== undefined) this.put({ ...run, stopped: true });
  }

  away(): Promise<unknown> {
    return this.context.get(awayKey);
  }

  keepAway(stored: unknown): void {
    this.write(awayKey, stored);
  }

  /** Resolves when everything is written that the store takes. */
  async flush(): Promise<void> {
    if (this.dirty.size > 0) this.writing ??= this.drain();
    while (this.writing !== null) await this.writing;
  }

  private put(run: KnownRun): void {
    const runs = [run, ...(this.runs ?? []).filter(({ id }) => id !== run.id)];
    this.runs = remembered(runs);
    for (const old of runs) if (!this.runs.includes(old)) this.forget(old);
    this.write(runsKey, this.runs);
  }

  private forget({ id, pieces }: KnownRun): void {
    for (let index = 0; index < pieces; index++) this.write(pieceKey(id, index), undefined);
  }

  private write(key: string, value: unknown): void {
    this.dirty.set(key, value);
    this.writing ??= this.drain();
  }

  private async drain(): Promise<void> {
    // What is finished in this very turn goes together.
    await Promise.resolve();
    const refused = new Map<string, unknown>();
    let problem: Error | null = null;
    while (this.dirty.size > 0) {
      const batch = [...this.dirty];
      this.dirty.clear();
      for (const [key, value] of batch) {
        refused.delete(key);
        await this.context.set(key, Array.isArray(value) ? [...value] : value).catch((error: Error) => {
          refused.set(key, value);
          problem = error;
        });
      }
    }
    // They go with the next write.
    for (const [key, value] of refused) this.dirty.set(key, value);
    this.writing = null;
    if (problem !== null) this.onFailure(problem);
  }
}
