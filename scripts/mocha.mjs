/** Runs mocha over TypeScript test files (through tsx) and returns the totals; a crash counts as one failure. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { at, cache, run } from './command.mjs';

/** Test files below a folder of test/, by their path from the root. */
export function testFiles(folder) {
  if (!existsSync(at('test', folder))) return [];
  return readdirSync(at('test', folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${folder}/${name}`)
    .sort();
}

/** The folders of test/ that hold tests of their own tier and are no part of `npm test`. */
const otherTiers = new Set(['interop', 'e2e', 'bench', 'support', 'vectors']);

/** Test files that need nothing but Node: everything beside the other tiers. */
export function plainTestFiles() {
  return testFiles('.')
    .map((file) => file.replace('/./', '/'))
    .filter((file) => !otherTiers.has(file.split('/')[1] ?? ''));
}

/**
 * @param name what the totals are kept under
 * @param files paths from the root
 * @param options `node`: another Node program; `env`: environment; `args`: more arguments for mocha; `coverage`: measure with c8
 * @returns `{ passed, failed }`
 */
export async function mocha(name, files, { node = process.execPath, env = {}, args = [], coverage = false } = {}) {
  const output = cache('totals', `${name}.json`);
  mkdirSync(cache('totals'), { recursive: true });
  rmSync(output, { force: true });
  if (files.length === 0) {
    console.error(`${name}: no test file`);
    return { passed: 0, failed: 1 };
  }
  const command = [
    ...(coverage ? [at('node_modules', 'c8', 'bin', 'c8.js'), '--reporter=text-summary', '--reporter=lcovonly'] : []),
    at('node_modules', 'mocha', 'bin', 'mocha.js'),
    '--reporter',
    at('scripts', 'tally-reporter.cjs'),
    '--reporter-option',
    `output=${output}`,
    ...args,
    ...files,
  ];
  const { code } = await run(node, command, { env });
  if (!existsSync(output)) return { passed: 0, failed: 1 };
  const { passed, failed, skipped } = JSON.parse(readFileSync(output, 'utf8'));
  if (skipped > 0) console.error(`${name}: ${skipped} skipped; a skipped test counts as failed here`);
  return { passed, failed: Math.max(failed + skipped, code === 0 ? 0 : 1) };
}
