/**
 * `npm start`: a Node-RED editor with a simulated meter that is read, written and shown on a dashboard page. Sets up and
 * builds first when needed; listens on loopback only; keeps everything in .demo/, which git ignores.
 *
 *   npm start               from the pristine flows of demo/
 *   npm start -- --keep     with what you changed in the editor the last time
 */
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { at, timed } from './command.mjs';
import { setup } from './setup.mjs';

const userDir = at('.demo');
const keep = process.argv.includes('--keep') && existsSync(at('.demo', 'flows.json'));

await setup();
await timed('built', build).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
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
const nodeRed = await startNodeRed({ userDir, keep, onMessage: firstReading() });
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
