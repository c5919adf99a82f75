/**
 * `npm start`: a Node-RED editor with a simulated meter that is read, written and shown on a dashboard page. Sets up and
 * builds first when needed; listens on loopback only; keeps everything in .demo/, which git ignores.
 *
 *   npm start               from the pristine flows of demo/
 *   npm start -- --keep     with what you changed in the editor the last time
 *
 * For tests: --flows FOLDER, --user-dir FOLDER, --port PORT, --built (setup and build have just been done).
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { at, timed } from './command.mjs';
import { setup } from './setup.mjs';

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean' },
    built: { type: 'boolean' },
    flows: { type: 'string' },
    'user-dir': { type: 'string' },
    port: { type: 'string' },
  },
});
const userDir = values['user-dir'] === undefined ? at('.demo') : resolve(values['user-dir']);
const flowFolder = values.flows === undefined ? at('demo') : resolve(values.flows);
const wantedPort = Number(values.port ?? 1880);
const keep = values.keep === true && existsSync(join(userDir, 'flows.json'));

if (values.built !== true) {
  await setup();
  await timed('built', build).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
const started = Date.now();

/** Prints the first reading, once. */
function firstReading() {
  let seen = false;
  return ({ source, msg }) => {
    if (seen || source.node?.type !== 'dlms-get' || msg?.dlms === undefined) return;
    seen = true;
    const [name, value] = Object.entries(msg.payload ?? {})[0] ?? [];
    console.log(`First reading after ${((Date.now() - started) / 1000).toFixed(1)} s: ${name} = ${JSON.stringify(value)}`);
  };
}

const { startNodeRed } = await import('./demo-server.mjs');
const nodeRed = await startNodeRed({ userDir, flowFolder, wantedPort, keep, onMessage: firstReading() });
console.log(`
  Editor      ${nodeRed.url}
  Dashboard   ${nodeRed.url}dashboard/meter
  Meter       127.0.0.1:${nodeRed.meterPort} (simulated; DLMS over TCP, wrapper, client 1, password 12345678)

  Stop with Ctrl-C.
`);

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  console.log('Stopping ...');
  await nodeRed.stop();
  process.exit(0);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
