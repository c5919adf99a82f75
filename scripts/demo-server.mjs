/**
 * Node-RED inside this process, on loopback, with a user folder of its own and this repository as a module folder, so that
 * the package is loaded as the real module with icons and the Examples menu. Used by `npm start` and by the screenshots.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { at, root } from './command.mjs';

const require = createRequire(import.meta.url);

const host = '127.0.0.1';

/** True when nothing listens on this loopback port. */
const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createTcpServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });

/** It may be an environment variable, or wrong. */
const isPort = (typed) => /^\d+$/.test(String(typed)) && Number(typed) < 65_536;

/** The first free port from `wanted` on. */
export async function freePort(wanted, taken = new Set()) {
  for (let port = wanted; port < wanted + 200; port++) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port between ${wanted} and ${wanted + 199}`);
}

const demoMeterPort = 4059;

/** Flows of a user folder, and a note of what was laid out there: flows that differ from it are somebody's work. */
const flowsIn = (userDir) => join(userDir, 'flows.json');
const noteIn = (userDir) => join(userDir, 'laid-out.txt');
const digest = (text) => createHash('sha256').update(text).digest('hex');
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/** True when flows were deployed in this user folder since they were laid out. */
export function changedSince(userDir) {
  const [flows, note] = [textOf(flowsIn(userDir)), textOf(noteIn(userDir))];
  return flows !== null && note !== null && note !== digest(flows);
}

/** The pristine flows with the meter's port put in, and their credentials. */
function layOut(userDir, flowFolder, meterPort) {
  mkdirSync(userDir, { recursive: true });
  const nodes = JSON.parse(readFileSync(join(flowFolder, 'flows.json'), 'utf8'));
  for (const node of nodes) {
    if (String(node.port) === String(demoMeterPort)) node.port = typeof node.port === 'number' ? meterPort : String(meterPort);
  }
  const flows = JSON.stringify(nodes, null, 2);
  writeFileSync(flowsIn(userDir), flows);
  writeFileSync(noteIn(userDir), digest(flows));
  const credentials = readFileSync(join(flowFolder, 'credentials.json'), 'utf8');
  writeFileSync(join(userDir, 'flows_cred.json'), JSON.stringify({ $: encrypted(credentials) }));
}

const credentialSecret = 'demo';

/** Credentials as Node-RED keeps them on disk: AES-256-CTR under the hash of the secret, the IV in front in hex. */
function encrypted(text) {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(credentialSecret).digest(), iv);
  return iv.toString('hex') + cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
}

const settingsFor = (userDir, uiPort, moduleFolders, more) => ({
  userDir,
  uiHost: host,
  uiPort,
  httpAdminRoot: '/',
  httpNodeRoot: '/',
  flowFile: 'flows.json',
  flowFilePretty: true,
  credentialSecret,
  nodesDir: [root, ...moduleFolders],
  editorTheme: { tours: false },
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
  ...more,
});

/** Port of the simulated meter in flows that somebody has changed. */
const keptMeterPort = (userDir) => JSON.parse(readFileSync(flowsIn(userDir), 'utf8')).find(({ type }) => type === 'dlms-simulator')?.port;

/**
 * Starts Node-RED with the flows of a folder (`flows.json`, `credentials.json`).
 * `keep`: with the flows that are in the user folder. `clear`: in an empty user folder; else what was installed and counted
 * there stays. `onMessage` sees every message that a node sends; `moduleFolders` hold nodes of others; `settings` are more of
 * settings.js.
 */
export async function startNodeRed({
  userDir,
  flowFolder = at('demo'),
  wantedPort = 1880,
  keep = false,
  clear = !keep,
  onMessage,
  moduleFolders = [],
  settings = {},
} = {}) {
  const uiPort = await freePort(wantedPort);
  const meterPort = (keep ? keptMeterPort(userDir) : null) ?? (await freePort(demoMeterPort, new Set([uiPort])));
  const meterPortTaken = keep && isPort(meterPort) && !(await isFree(Number(meterPort)));
  if (clear) rmSync(userDir, { recursive: true, force: true });
  if (!keep) layOut(userDir, flowFolder, meterPort);
  const RED = require(process.env.NODE_RED_HOME ?? 'node-red');
  const server = createServer((request, response) => RED.httpAdmin(request, response, () => RED.httpNode(request, response)));
  RED.init(server, settingsFor(userDir, uiPort, moduleFolders, settings));
  if (onMessage) RED.hooks.add('onSend.demo', (sent) => sent.forEach(onMessage));
  await RED.start();
  await new Promise((resolve, reject) => server.once('error', reject).listen(uiPort, host, resolve));
  return {
    url: `http://${host}:${uiPort}/`,
    meterPort,
    meterPortTaken,
    async stop() {
      await RED.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
