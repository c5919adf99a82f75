/**
 * The browser tier: real Node-RED in a real browser (Debian's chromium through playwright-core), first Node-RED 4.1 on this
 * Node, then Node-RED 5 on Node 24. Ends with the line `N passed, N failed`. Without a chromium it is left out, without
 * Node-RED 5 its half; under CI=true that is a failure.
 */
import { mocha, testFiles } from './mocha.mjs';
import { nextNodeRed, node24, nodeRed5, programs } from './peers.mjs';
import { end, part, prepare } from './tier.mjs';

await prepare();

/** One half of the tier. */
const half = (version, ready, options) =>
  part(`browser, Node-RED ${version}`, ready, () =>
    mocha(`browser-${version}`, testFiles('e2e'), { ...options, args: ['--timeout', '120000', '--retries', '1'] }),
  );

const chromium = () => programs('chromium');
await half('4.1', chromium, {});
await half('5', async () => (await chromium()) ?? nextNodeRed(), { node: node24, env: { NODE_RED_HOME: nodeRed5 } });

end();
