/** Runs mocha over TypeScript test files (through tsx) and returns the totals; a crash counts as one failure. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, root } from './command.mjs';

/** A process that lives this long after its last test was kept alive by something that a test left open. */
const graceMs = 10_000;
const longestMs = 15 * 60_000;

/**
 * Runs a process to its end, or ends it: `graceMs` after the file `finished` has appeared, or after `longestMs`.
 * Resolves with its exit code; null when it had to be ended.
 */
function runBounded(program, args, env, finished) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    const started = Date.now();
    let finishedAt = null;
    const watch = setInterval(() => {
      finishedAt ??= existsSync(finished) ? Date.now() : null;
      if (Date.now() - started > longestMs || (finishedAt !== null && Date.now() - finishedAt > graceMs)) child.kill('SIGKILL');
    }, 500);
    child.on('error', () => resolve(127));
    child.on('close', (code) => {
      clearInterval(watch);
      resolve(code);
    });
  });
}

/** Test files below a folder of test/, by their path from the root. */
export function testFiles(folder) {
  if (!existsSync(at('test', folder))) return [];
  return readdirSync(at('test', folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${folder}/${name}`)
    .sort();
}

/** The folders of test/ that hold tests of their own tier and are no part of `npm test`. */
const otherTiers = new Set(['interop', 'integration', 'e2e', 'bench', 'support', 'vectors']);

/** Test files that need nothing but Node: everything beside the other tiers. */
export function plainTestFiles() {
  return testFiles('.')
    .map((file) => file.replace('/./', '/'))
    .filter((file) => !otherTiers.has(file.split('/')[1] ?? ''));
}

/**
 * @param name of this share of the tests, for what is told of it
 * @param files paths from the root
 * @param options `node`: another Node program; `env`: environment; `args`: more arguments for mocha; `coverage`: measure with c8
 * @returns `{ passed, failed }`
 */
export async function mocha(name, files, { node = process.execPath, env = {}, args = [], coverage = false } = {}) {
  if (files.length === 0) {
    console.error(`${name}: no test file`);
    return { passed: 0, failed: 1 };
  }
  // Of this run alone: another one beside it, on the same cache, would else be taken for the end of this.
  const folder = mkdtempSync(join(tmpdir(), 'totals-'));
  const output = join(folder, `${name}.json`);
  // Not by mocha's own starter, which would put a process between that outlives being ended.
  const command = [
    ...(coverage ? [at('node_modules', 'c8', 'bin', 'c8.js'), '--reporter=text-summary', '--reporter=lcovonly', node] : []),
    '--import=tsx',
    at('node_modules', 'mocha', 'lib', 'cli', 'cli.js'),
    '--reporter',
    at('scripts', 'tally-reporter.cjs'),
    '--reporter-option',
    `output=${output}`,
    ...args,
    ...files,
  ];
  const code = await runBounded(node, command, env, output);
  if (code === null) console.error(`${name}: had to be ended: something that a test left open kept it alive`);
  const { passed, failed, skipped } = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  rmSync(folder, { recursive: true });
  if (skipped > 0) console.error(`${name}: ${skipped} skipped; a skipped test counts as failed here`);
  return { passed, failed: Math.max(failed + skipped, code === 0 ? 0 : 1) };
}

/**
 * The same, in as many processes as there are cores, four at most: the tests of one process keep one core busy. Files are dealt
 * out in turn, so that no process gets a whole folder of slow ones.
 */
export async function mochaOnAllCores(name, files, options = {}) {
  const processes = Math.max(1, Math.min(availableParallelism(), 4, files.length));
  const shares = Array.from({ length: processes }, (_, share) => files.filter((_file, index) => index % processes === share));
  const totals = await Promise.all(shares.map((share, index) => mocha(`${name}-${index + 1}`, share, options)));
  return {
    passed: totals.reduce((sum, { passed }) => sum + passed, 0),
    failed: totals.reduce((sum, { failed }) => sum + failed, 0),
  };
}
