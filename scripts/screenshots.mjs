/**
 * Pictures of what people see, to be looked at: each dialog of the palette, the dashboard page of the demo and those of the
 * examples, in light and in dark.
 *
 *   node scripts/screenshots.mjs FOLDER
 *   node scripts/screenshots.mjs --readme     those of README.md, into docs/images
 *
 * Light is Node-RED 4.1. Dark is Node-RED 5 with its dark appearance, on Node 24; both come from .cache (scripts/peers.mjs),
 * and the dark pictures of the editor are left out without them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openPage } from './browser-page.mjs';
import { at, cache } from './command.mjs';
import { nextNodeRed, node24, nodeRed5 } from './peers.mjs';

const forReadme = process.argv[2] === '--readme';
const folder = forReadme ? at('docs', 'images') : process.argv[2];
if (folder === undefined) {
  console.error('usage: node scripts/screenshots.mjs FOLDER | --readme');
  process.exit(1);
}
const picture = (name) => join(resolve(folder), `${name}.png`);
mkdirSync(resolve(folder), { recursive: true });

/** Flows of a file with the page in a theme, and with polls that are quick enough for a picture. */
function themedFlows(file, theme, longest = Number.POSITIVE_INFINITY) {
  const place = cache('screenshots', 'flows');
  mkdirSync(place, { recursive: true });
  const nodes = JSON.parse(readFileSync(file, 'utf8'));
  const wanted = nodes.find(({ type, name }) => type === 'ui-theme' && name === theme);
  for (const node of nodes) {
    if (node.type === 'ui-page') node.theme = wanted.id;
    if (node === wanted) delete node.d;
    if (node.type === 'inject' && Number(node.repeat) > longest) node.repeat = String(longest);
  }
  writeFileSync(join(place, 'flows.json'), JSON.stringify(nodes));
  cpSync(at('demo', 'credentials.json'), join(place, 'credentials.json'));
  return place;
}

/** Runs `work` with the address of a freshly started editor. */
async function withEditor({ node, home, flows }, work) {
  const words = [at('scripts', 'start.mjs'), '--user-dir', cache('screenshots', 'user'), '--port', '18980', '--flows', flows];
  const env = { ...process.env, ...(home === undefined ? {} : { NODE_RED_HOME: home }) };
  const child = spawn(node, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let url;
  for await (const line of lines) {
    url ??= /Editor\s+(\S+)/.exec(line)?.[1];
    if (/First reading/.test(line)) break;
  }
  child.stdout.resume();
  try {
    if (url === undefined) throw new Error('the editor did not start');
    await work(url);
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}

/** Every node of the package, the config nodes included. */
const types = Object.keys(JSON.parse(readFileSync(at('package.json'), 'utf8'))['node-red'].nodes);

/** Opens one dialog: the demo's node of that type, or a fresh one. Returns when it stands still. */
async function openDialog(page, type) {
  await page.evaluate((wanted) => {
    const { RED } = window;
    let found = null;
    RED.nodes.eachConfig((node) => {
      if (node.type === wanted) found = node;
    });
    RED.nodes.eachNode((node) => {
      if (node.type === wanted) found ??= node;
    });
    if (found !== null && found._def.category === 'config') RED.editor.editConfig('', wanted, found.id);
    else if (found !== null) RED.editor.edit(found);
    else RED.actions.invoke('core:add-node', { type: wanted, touchTrigger: false });
    if (found === null) {
      const [node] =
        RED.nodes.import([{ id: `shot-${wanted}`, type: wanted, z: RED.workspaces.active(), x: 900, y: 500, wires: [[]] }]).nodes ?? [];
      RED.editor.edit(node ?? RED.nodes.node(`shot-${wanted}`));
    }
  }, type);
  await page.waitForTimeout(1500);
}

async function dialogs(url, theme, dark) {
  const { page, close } = await openPage({ dark, width: 1300, height: 1000 });
  // where Node-RED 5 keeps the choice of View > Appearance
  if (dark) await page.addInitScript(() => window.localStorage.setItem('view-dark-theme', 'dark'));
  for (const type of types) {
    await page.goto(url);
    await page.waitForFunction(() => window.RED?.nodes?.node?.('n_live'));
    await page.waitForTimeout(1200);
    await openDialog(page, type);
    await page.screenshot({ path: picture(`${type}-${theme}`) });
  }
  await page.goto(url);
  await page.waitForFunction(() => window.RED?.nodes?.node?.('n_live'));
  await page.waitForTimeout(6000);
  await page.screenshot({ path: picture(`editor-${theme}`) });
  await close();
}

/** Dialogs as README.md shows them: filled in, and only the dialog. */
const scenes = [
  { name: 'get', type: 'dlms-get', height: 620, arrange: async () => undefined },
  {
    name: 'browse',
    type: 'dlms-get',
    height: 700,
    arrange: async (page) => {
      await page.locator('.dlms-browse-button').first().click();
      await page.waitForTimeout(4000);
      await page.locator('.dlms-browse-search').fill('energy');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'security',
    type: 'dlms-security',
    height: 700,
    arrange: async (page) => {
      await page.fill('#node-config-input-name', 'Keys of the house meter');
      for (const [field, value] of [
        ['level', 'gmac'],
        ['protection', 'both'],
      ])
        await page.selectOption(`#node-config-input-${field}`, value);
      for (const field of ['encryptionKey', 'authenticationKey'])
        await page.fill(`#node-config-input-${field}`, '000102030405060708090A0B0C0D0E0F');
      await page.fill('#node-config-input-clientTitle', 'READER01');
      await page.focus('#node-config-input-name');
      await page.waitForTimeout(500);
    },
  },
];

async function readmeDialogs(url, theme, dark) {
  for (const { name, type, height, arrange } of scenes) {
    const { page, close } = await openPage({ dark, width: 1100, height });
    if (dark) await page.addInitScript(() => window.localStorage.setItem('view-dark-theme', 'dark'));
    await page.goto(url);
    await page.waitForFunction(() => window.RED?.nodes?.node?.('n_live'));
    await page.waitForTimeout(1200);
    await openDialog(page, type);
    await arrange(page);
    // the tray of Node-RED 5 has margins through which the flow would show
    await page.addStyleTag({ content: '#red-ui-workspace { visibility: hidden }' });
    // a cut of the page: to wait for an element that stands still takes minutes on a busy machine
    const clip = await page.locator('.red-ui-tray:visible').last().boundingBox();
    await page.screenshot({ path: picture(`${name}-${theme}`), clip });
    await close();
  }
}

async function dashboard(url, theme, dark) {
  const sizes = [
    ['', 1300, 1060],
    ['-phone', 400, 1000],
  ];
  for (const [size, width, height] of forReadme ? sizes.slice(0, 1) : sizes) {
    const { page, close } = await openPage({ dark, width, height });
    await page.goto(`${url}dashboard/meter`);
    await page.waitForTimeout(7000);
    await page.screenshot({ path: picture(`dashboard${size}-${theme}`) });
    await close();
  }
}

/** Dashboard pages of the examples. */
const exampleDashboards = [
  { name: 'household', file: 'Dashboard of a household', height: 890 },
  { name: 'site', file: 'Dashboard of a site with twenty meters', height: 1000 },
];

async function examplePages(theme, dark) {
  for (const { name, file, height } of exampleDashboards) {
    const flows = themedFlows(at('examples', '2 - Integrations', `${file}.json`), dark ? 'Dark' : 'Light', 5);
    await withEditor({ node: process.execPath, flows }, async (url) => {
      const { page, close } = await openPage({ dark, width: 1300, height });
      await page.goto(`${url}dashboard/${name}`);
      await page.waitForTimeout(30_000);
      await page.screenshot({ path: picture(`${name}-${theme}`) });
      await close();
    });
  }
}

/** The example that reads once by itself, so that it is known to run; the picture is taken after a press. */
function readingFlows() {
  const place = themedFlows(at('examples', '1 - Basics', 'Get - read registers and the clock.json'), 'Light');
  const file = join(place, 'flows.json');
  const nodes = JSON.parse(readFileSync(file, 'utf8'));
  const shown = nodes.filter(({ type, name, z }) => z === undefined || !/Progress|clients did/.test(name) || type === 'tab');
  for (const node of shown) if (node.type === 'inject') Object.assign(node, { once: true, onceDelay: 1 });
  writeFileSync(file, JSON.stringify(shown));
  return place;
}

/** The first reading of README: inject, get and debug, and what the debug sidebar shows. */
async function firstReading(version, theme, dark) {
  await withEditor({ ...version, flows: readingFlows() }, async (url) => {
    const { page, close } = await openPage({ dark, width: 1180, height: 500 });
    if (dark) await page.addInitScript(() => window.localStorage.setItem('view-dark-theme', 'dark'));
    await page.goto(url);
    await page.waitForFunction(() => window.RED?.workspaces?.active());
    await page.waitForTimeout(2000);
    // only the flow and the debug sidebar, which Node-RED 5 shows below another one
    if (dark) for (const name of ['Toggle left sidebar', 'Information']) await page.locator(`button[aria-label="${name}"]`).click();
    else
      for (const action of ['toggle-palette', 'show-debug-tab'])
        await page.evaluate((id) => window.RED.actions.invoke(`core:${id}`), action);
    await page.locator('.red-ui-flow-node-button-button').first().click();
    const handles = page.locator('.red-ui-debug-msg .red-ui-debug-msg-object-handle');
    await handles.first().click();
    await handles.nth(1).click();
    await page.locator('.red-ui-notification').first().waitFor({ state: 'detached' });
    await page.mouse.move(600, 400);
    await page.waitForTimeout(500);
    await page.screenshot({ path: picture(`reading-${theme}`) });
    await close();
  });
}

await withEditor({ node: process.execPath, flows: at('demo') }, async (url) => {
  await (forReadme ? readmeDialogs : dialogs)(url, 'light', false);
  await dashboard(url, 'light', false);
});
const problem = await nextNodeRed();
const five = problem === null && existsSync(node24) ? { node: node24, home: nodeRed5 } : { node: process.execPath };
if (problem !== null) console.error(`no dark pictures of the editor: ${problem}`);
await withEditor({ ...five, flows: themedFlows(at('demo', 'flows.json'), 'Dark') }, async (url) => {
  if (problem === null) await (forReadme ? readmeDialogs : dialogs)(url, 'dark', true);
  await dashboard(url, 'dark', true);
});
await firstReading({ node: process.execPath }, 'light', false);
if (problem === null) await firstReading(five, 'dark', true);
await examplePages('light', false);
await examplePages('dark', true);
console.log(`pictures in ${resolve(folder)}`);
