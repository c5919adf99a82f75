/**
 * What all scripts share: where the repository is, how a command is run, how work is timed and reported.
 * Plain Node, so that it works before anything is installed.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, whatever the working directory. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path below the root. */
export const at = (...parts) => join(root, ...parts);

/** Cache of everything that is fetched for tests; not in git, safe to delete. */
export const cache = (...parts) => at('.cache', ...parts);

/** Stops with a sentence for people when this Node is too old for the tools of the project. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 12) || major === 21 || (major === 20 && minor >= 19);
  if (fits) return;
  console.error(`Node ${process.versions.node} is too old: this project needs Node 20.19 or newer (or 22.12 or newer).`);
  process.exit(1);
}

/**
 * Runs a command, its output on ours unless `quiet`, and resolves with `{ code, output }`.
 * A quiet command prints what it said only when it fails.
 */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    });
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      if (quiet && code !== 0) process.stderr.write(output);
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** Runs a JavaScript file of an installed package: `runPackage('mocha', 'bin/mocha.js', [...])`. */
export const runPackage = (name, file, args, options) => run(process.execPath, [at('node_modules', name, file), ...args], options);

/** Runs `work`, prints `label` with the seconds it took, and returns what it returned. */
export async function timed(label, work) {
  const started = Date.now();
  const result = await work();
  console.log(`${label} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}
