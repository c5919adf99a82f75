/**
 * The interop tier: our client and our simulator against software that nobody here wrote, serial lines through a pair of
 * pseudo terminals, and the node tests once more on Node 24 with Node-RED 5. Ends with `N passed, N failed`.
 *
 * A peer that cannot be had is said clearly; under CI=true it is a failure, elsewhere its tests are left out.
 */
import { build } from './build.mjs';
import { at, timed } from './command.mjs';
import { mocha, testFiles } from './mocha.mjs';
import { inCi, javaClasspath, javaPeer, nextNodeRed, node24, nodeRed5, programs, pythonPeers, pythonProgram } from './peers.mjs';
import { setup } from './setup.mjs';

const totals = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  totals.passed += passed;
  totals.failed += failed;
};

/** The part of the tier that needs one peer. */
async function part(label, prepare, test) {
  const problem = await prepare().catch((error) => error.message);
  if (problem === null) {
    add(await timed(label, test));
    return;
  }
  console.error(`${inCi ? 'FAILED' : 'left out'}: ${label}: ${problem}`);
  if (inCi) add({ passed: 0, failed: 1 });
}

const files = (start) => testFiles('interop').filter((file) => file.startsWith(`test/interop/${start}`));
const slow = ['--timeout', '60000'];

await setup();
await build().catch((error) => {
  console.error(`FAILED: build: ${error.message}`);
  add({ passed: 0, failed: 1 });
});

await part('Java server, our client', javaPeer, () =>
  mocha('interop-java', files('java-'), { args: slow, env: { INTEROP_JAVA_CLASSPATH: javaClasspath } }),
);
await part('our simulator, Python clients', pythonPeers, () =>
  mocha('interop-python', files('python-'), { args: slow, env: { INTEROP_PYTHON: pythonProgram } }),
);
await part(
  'serial line',
  () => programs('socat'),
  () => mocha('interop-serial', files('serial'), { args: slow }),
);
await part(
  'counters in Redis',
  () => programs('redis-server'),
  () => mocha('interop-redis', files('redis'), { args: slow }),
);
await part('node tests on Node 24 and Node-RED 5', nextNodeRed, () =>
  mocha('nodes-5', testFiles('nodes'), {
    node: node24,
    args: ['--require', at('scripts', 'resolve-node-red.cjs'), ...slow],
    env: { NODE_RED_HOME: nodeRed5 },
  }),
);

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
