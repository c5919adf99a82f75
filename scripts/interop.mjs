/**
 * The interop tier: our client and our simulator against software that nobody here wrote, serial lines through a pair of
 * pseudo terminals, and the node tests once more on Node 24 with Node-RED 5. Ends with `N passed, N failed`.
 *
 * A peer that cannot be had is said clearly; under CI=true it is a failure, elsewhere its tests are left out.
 */
import { at } from './command.mjs';
import { mocha, testFiles } from './mocha.mjs';
import { javaClasspath, javaPeer, nextNodeRed, node24, nodeRed5, programs, pythonPeers, pythonProgram } from './peers.mjs';
import { end, part, prepare } from './tier.mjs';

const files = (start) => testFiles('interop').filter((file) => file.startsWith(`test/interop/${start}`));
const slow = ['--timeout', '60000', '--retries', '1'];

await prepare();

await part('Java server and client, our client and simulator', javaPeer, () =>
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

end();
