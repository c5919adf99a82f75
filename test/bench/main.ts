/**
 * All benches, each in a process of its own: `main.js SECONDS [NAME ...]`. Prints a table for each and says at the end which
 * targets were missed. Ends with an error when a bench could not run, or when a count (requests, memory) missed its target: those
 * do not depend on the computer.
 */
import { once } from 'node:events';
import { cpus } from 'node:os';
import { ownFile, startOwn } from './processes';
import { type BenchRow, isMet } from './row';
import { tableOf } from './table';

const benchNames = ['wire', 'sessions', 'decode', 'security', 'telegram', 'profile', 'push-load', 'browse'] as const;
/** What they count is the same on every computer. */
const exact: ReadonlySet<string> = new Set(['wire']);

interface Result {
  readonly title: string;
  readonly rows: readonly BenchRow[];
}

async function run(name: string, seconds: string): Promise<Result | null> {
  const child = startOwn('one', [ownFile(name), seconds]);
  let result: Result | null = null;
  child.on('message', (message) => {
    result = message as Result;
  });
  await once(child, 'exit');
  return result;
}

const missed = ({ rows }: Result): readonly string[] =>
  rows.filter((row) => row.targets?.some((target) => isMet(row, target) === false)).map(({ job }) => job);

async function main(seconds: string, chosen: readonly string[]): Promise<void> {
  console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  const misses: string[] = [];
  for (const name of chosen.length > 0 ? chosen : benchNames) {
    const result = await run(name, seconds);
    if (result === null) {
      misses.push(`${name}: it did not run`);
      process.exitCode = 1;
      continue;
    }
    console.log(`${tableOf(result.title, result.rows)}\n`);
    misses.push(...missed(result));
    if (exact.has(name) && missed(result).length > 0) process.exitCode = 1;
  }
  console.log(misses.length === 0 ? 'every target is met' : `missed: ${misses.join('; ')}`);
}

if (require.main === module) {
  const [seconds = '2', ...chosen] = process.argv.slice(2);
  void main(seconds, chosen);
}
