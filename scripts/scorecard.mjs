/**
 * Runs the Flow Library's scorecard (npm package node-red-dev) over the package as it would be published, and fails for
 * every rule that is not met. Ends with the line `N passed, N failed`. See scorecard-answers.cjs for the two rules that
 * need the online catalogue.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { at, cache, run } from './command.mjs';
import { inCi, validator, validatorProgram } from './peers.mjs';
import { setup } from './setup.mjs';

/** The package as npm would publish it, unpacked, with its dependencies, in a fresh folder. */
async function unpacked() {
  const folder = cache('scorecard');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { code, output } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { quiet: true });
  if (code !== 0) throw new Error('npm pack failed');
  const listing = JSON.parse(output.slice(output.search(/^[[{]/m)));
  const [{ filename }] = Array.isArray(listing) ? listing : Object.values(listing);
  const untar = await run('tar', ['-xzf', filename.replace(/^@/, '').replace('/', '-')], { cwd: folder, quiet: true });
  if (untar.code !== 0) throw new Error('the packed package cannot be unpacked');
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: cache('scorecard', 'package'),
    quiet: true,
  });
  return cache('scorecard', 'package');
}

/** What the validator wants to know of Node-RED: dist-tags, and the engines of the newest version. */
async function nodeRedFacts() {
  const { output } = await run('npm', ['view', 'node-red', 'dist-tags', 'engines', 'version', '--json'], { quiet: true });
  const facts = JSON.parse(output.slice(output.indexOf('{')));
  return JSON.stringify({ 'dist-tags': facts['dist-tags'], versions: { [facts['dist-tags'].latest]: { engines: facts.engines } } });
}

/** Similar package names, unique node names. */
const online = ['P08', 'N01'];

async function scorecard() {
  const folder = await unpacked();
  const result = cache('scorecard', 'scorecard.json');
  const args = ['--require', at('scripts', 'scorecard-answers.cjs'), validatorProgram, 'validate', '--path', folder, '--output', result];
  await run(process.execPath, args, { env: { NODE_RED_FACTS: await nodeRedFacts() } });
  const rules = Object.entries(JSON.parse(readFileSync(result, 'utf8'))).filter(
    ([name, rule]) => typeof rule?.test === 'boolean' && !online.includes(name),
  );
  console.log(`not asked here, because they need the online catalogue: ${online.join(', ')}`);
  const broken = rules.filter(([, rule]) => !rule.test);
  for (const [name, rule] of broken) console.error(`FAILED: rule ${name}: ${JSON.stringify(rule)}`);
  return { passed: rules.length - broken.length, failed: broken.length };
}

await setup();
await build();
const problem = await validator();
let totals = { passed: 0, failed: inCi ? 1 : 0 };
if (problem === null) totals = await scorecard();
else console.error(`${inCi ? 'FAILED' : 'left out'}: scorecard: ${problem}`);

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
