/**
 * What tiers with peers have in common: parts that each need something beside Node, and a last line `N passed, N failed`.
 *
 * A peer that cannot be had is said clearly; under CI=true it is a failure, elsewhere its tests are left out.
 */
import { build } from './build.mjs';
import { timed } from './command.mjs';
import { inCi } from './peers.mjs';
import { setup } from './setup.mjs';

const totals = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  totals.passed += passed;
  totals.failed += failed;
};

/** Installs and builds what all parts need. */
export async function prepare() {
  await setup();
  await build().catch((error) => {
    console.error(`FAILED: build: ${error.message}`);
    add({ passed: 0, failed: 1 });
  });
}

/**
 * The part of the tier that needs one peer.
 * @param ready gives null, or a sentence that says what is missing
 * @param test gives `{ passed, failed }`
 */
export async function part(label, ready, test) {
  const problem = await ready().catch((error) => error.message);
  if (problem === null) {
    add(await timed(label, test));
    return;
  }
  console.error(`${inCi ? 'FAILED' : 'left out'}: ${label}: ${problem}`);
  if (inCi) add({ passed: 0, failed: 1 });
}

/** The last line, and the end of the process. */
export function end() {
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed === 0 ? 0 : 1);
}
