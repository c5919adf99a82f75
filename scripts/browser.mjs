/**
 * The browser tier: real Node-RED in a real browser (Debian's chromium through playwright-core), first Node-RED 4.1 on this
 * Node, then Node-RED 5 on Node 24. Ends with the line `N passed, N failed`. Without a chromium it is left out, without
 * Node-RED 5 its half; under CI=true that is a failure.
 */
import { build } from './build.mjs';
import { timed } from './command.mjs';
import { mocha, testFiles } from './mocha.mjs';
import { inCi, nextNodeRed, node24, nodeRed5, programs } from './peers.mjs';
import { setup } from './setup.mjs';

await setup();
await build();

let passed = 0;
let failed = 0;

/** One half of the tier, or the reason why it is left out. */
async function half(version, ready, options) {
  const name = `browser, Node-RED ${version}`;
  const problem = await ready();
  if (problem !== null) {
    console.error(`${inCi ? 'FAILED' : 'left out'}: ${name}: ${problem}`);
    if (inCi) failed += 1;
    return;
  }
  const args = ['--timeout', '120000'];
  const totals = await timed(name, () => mocha(`browser-${version}`, testFiles('e2e'), { ...options, args }));
  passed += totals.passed;
  failed += totals.failed;
}

const chromium = () => programs('chromium');
await half('4.1', chromium, {});
await half('5', async () => (await chromium()) ?? nextNodeRed(), { node: node24, env: { NODE_RED_HOME: nodeRed5 } });

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
