/**
 * What a bench gives: rows of a table, each a job with our figure, that of a peer in the same run, and targets. And how rates
 * are taken.
 *
 * Rates of pure computation are per second of processor time (all threads of the process), the best of many short batches: what
 * else the computer does can only make a batch slower. Everything that waits for others is taken by the clock, in turns with its
 * peer. Only ratios mean anything beyond the computer that printed them.
 */

export interface Target {
  readonly of: 'figure' | 'ratio';
  readonly bound: 'at-least' | 'at-most';
  readonly value: number;
}

export interface BenchRow {
  readonly job: string;
  readonly unit: string;
  readonly figure: number;
  readonly peer?: { readonly name: string; readonly figure: number } | undefined;
  readonly targets?: readonly Target[];
}

export interface BenchOptions {
  /** Of measuring, for each figure; of processor time where that is what counts. */
  readonly seconds: number;
  /** Class path of the Java launchers; undefined without Java. */
  readonly java: string | undefined;
}

export interface Bench {
  readonly title: string;
  rows(options: BenchOptions): Promise<readonly BenchRow[]>;
}

export const atLeast = (value: number): Target => ({ of: 'figure', bound: 'at-least', value });
export const atMost = (value: number): Target => ({ of: 'figure', bound: 'at-most', value });
/** As many times the figure of the peer. */
export const timesPeer = (value: number): Target => ({ of: 'ratio', bound: 'at-least', value });

/** Null where there is no peer to compare with. */
export const ratioOf = ({ figure, peer }: BenchRow): number | null => (peer ? figure / peer.figure : null);

/** Null where it cannot be told. */
export function isMet(row: BenchRow, { of, bound, value }: Target): boolean | null {
  const measured = of === 'figure' ? row.figure : ratioOf(row);
  if (measured === null) return null;
  return bound === 'at-least' ? measured >= value : measured <= value;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Seconds of processor time so far. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor time of one call of each of these works, in seconds: they take turns, and the best batch of each counts. */
export function costs<K extends string>(seconds: number, works: Readonly<Record<K, () => unknown>>): Record<K, number> {
  const names = Object.keys(works) as K[];
  const calls = Object.fromEntries(names.map((name) => [name, callsInBatch(works[name], Math.min(0.05, seconds))])) as Record<K, number>;
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<K, number>;
  const until = processorSeconds() + seconds * names.length;
  do {
    for (const name of names) best[name] = Math.min(best[name], batch(works[name], calls[name]));
  } while (processorSeconds() < until);
  return best;
}

function batch(work: () => unknown, calls: number): number {
  const before = processorSeconds();
  for (let i = 0; i < calls; i++) work();
  return (processorSeconds() - before) / calls;
}

const warmUpBatches = 20;

/** Calls that take about this long, counted while warming up. */
function callsInBatch(work: () => unknown, seconds: number): number {
  const until = processorSeconds() + seconds * warmUpBatches;
  let calls = 0;
  do {
    work();
    calls++;
  } while (processorSeconds() < until);
  return Math.max(1, Math.round(calls / warmUpBatches));
}
