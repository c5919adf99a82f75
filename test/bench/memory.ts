/** What a piece of work keeps, and the most that was in use on the way, without a collection in between. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Collects garbage now. */
export const collect = runInNewContext('gc') as () => void;

/** Most memory in use against what is kept of it, 1 at best. */
export function peakAgainstKept(work: () => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = [work()];
  const peak = process.memoryUsage().heapUsed - before;
  collect();
  const final = process.memoryUsage().heapUsed - before;
  return kept.length === 1 ? Math.max(peak, final) / final : Number.NaN;
}
