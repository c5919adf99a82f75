/**
 * The fuzzing itself. Rule: a value or a DlmsError, nothing else, and not for ever.
 */
import { isDlmsError } from '../../src/errors';
import { chance, mutated } from './mutate';
import type { FuzzTarget } from './targets';

export interface Violation {
  readonly target: string;
  readonly hex: string;
  readonly what: string;
}

export interface FuzzResult {
  readonly executions: number;
  readonly violations: readonly Violation[];
}

/** One message may cost this much; the slowest honest one takes a hundredth of it. */
const patienceMs = 5000;

function execute(target: FuzzTarget, octets: Buffer): string | null {
  const started = performance.now();
  try {
    target.run(octets);
  } catch (error) {
    if (!isDlmsError(error)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  const took = performance.now() - started;
  return took > patienceMs ? `took ${Math.round(took)} ms` : null;
}

/**
 * Fuzzes the targets in turn until `enough` says so (asked every hundred executions) or ten violations were found.
 * The same seed gives the same octets in the same order.
 */
export function fuzz(targets: readonly FuzzTarget[], seed: number, enough: (executions: number) => boolean): FuzzResult {
  const random = chance(seed);
  const seeds = targets.map((target) => target.seeds());
  const violations: Violation[] = [];
  let executions = 0;
  while (violations.length < 10 && !enough(executions)) {
    for (let i = 0; i < 100; i++, executions++) {
      const at = executions % targets.length;
      const target = targets[at] as FuzzTarget;
      const octets = mutated(seeds[at] ?? [], random);
      const what = execute(target, octets);
      if (what !== null) violations.push({ target: target.name, hex: octets.toString('hex').toUpperCase(), what });
    }
  }
  return { executions, violations };
}
