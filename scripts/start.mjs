/**
 * `npm start`: a Node-RED editor with a simulated meter that is read, written and shown on a dashboard page. Sets up and
 * builds first when needed; listens on loopback only; keeps everything in .demo/, which git ignores.
 *
 *   npm start               with what was deployed in the editor the last time; else the flows of demo/
 *   npm start -- --fresh    the flows of demo/ again; nodes that were installed and invocation counters stay
 *
 * For tests: --flows FOLDER (these flows in an empty user folder), --user-dir FOLDER, --port PORT, --built (setup and build have just been done).
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { at, timed } from './command.mjs';
import { setup } from './setup.mjs';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean' },
    built: { type: 'boolean' },
    flows: { type: 'string' },
    'user-dir': { type: 'string' },
    port: { type: 'string' },
  },
});
const userDir = values['user-dir'] === undefined ? at('.demo') : resolve(values['user-dir']);
const flowFolder = values.flows === undefined ? at('demo') : resolve(values.flows);
const wantedPort = Number(values.port ?? 1880);

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

/** Where the simulated meter is; in flows that are kept its port stays, whoever else may have taken it. */
const meterWords = ({ meterPort, meterPortTaken }) =>
  meterPortTaken
    ? `cannot listen: another program has port ${meterPort}. End that, or choose another port in the simulator and in the connection.`
    : `127.0.0.1:${meterPort} (simulated; DLMS over TCP, wrapper, client 1, password 12345678)`;

const { changedSince, startNodeRed } = await import('./demo-server.mjs');
const own = values.flows === undefined;
const keep = own && values.fresh !== true && changedSince(userDir);
// Nodes of others can be installed in the editor: examples need some.
const settings = own ? { externalModules: { palette: { allowInstall: true, allowUpload: true }, modules: { allowInstall: false } } } : {};
// Another Node-RED than the one beside the dashboard does not find it.
const moduleFolders = process.env.NODE_RED_HOME === undefined ? [] : [at('node_modules', '@flowfuse', 'node-red-dashboard')];
const nodeRed = await startNodeRed({
  userDir,
  flowFolder,
  wantedPort,
  keep,
  clear: !own,
  settings,
  moduleFolders,
  onMessage: firstReading(),
});
if (keep) console.log('With the flows as you deployed them; those of the demo again: npm start -- --fresh');
console.log(`
  Editor      ${nodeRed.url}
  Dashboard   ${nodeRed.url}dashboard/meter
  Meter       ${meterWords(nodeRed)}

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
