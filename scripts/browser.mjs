/**
 * The browser tier: real Node-RED in a real browser (Debian's chromium through playwright-core). Ends with the line
 * `N passed, N failed`. Without a chromium it is left out, under CI=true that is a failure.
 */
import { build } from './build.mjs';
import { timed } from './command.mjs';
import { mocha, testFiles } from './mocha.mjs';
import { inCi, programs } from './peers.mjs';
import { setup } from './setup.mjs';

await setup();
await build();

const problem = await programs('chromium');
let totals = { passed: 0, failed: inCi ? 1 : 0 };
if (problem === null) totals = await timed('browser', () => mocha('e2e', testFiles('e2e'), { args: ['--timeout', '120000'] }));
else console.error(`${inCi ? 'FAILED' : 'left out'}: browser: ${problem}`);

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
