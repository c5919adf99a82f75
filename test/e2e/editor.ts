/**
 * What a person does in the Node-RED editor, as functions over a page of a real browser: drag a node from the palette,
 * wire two nodes, open a dialog, deploy. And the editor itself, started by `scripts/start.mjs` as a person starts it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const root = join(__dirname, '..', '..');

export interface Editor {
  readonly url: string;
  /** The port that was kept free for a simulated meter. */
  readonly meterPort: number;
  /** Asks it to stop as Ctrl-C does and returns the exit code. */
  stop(): Promise<number | null>;
}

/** Starts Node-RED on a loopback port with the flows of a folder. */
export async function startEditor(flows: string, userDir: string): Promise<Editor> {
  const words = ['--built', '--flows', join(root, flows), '--user-dir', join(root, userDir), '--port', '18880'];
  const child: ChildProcess = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<number | null> => {
    if (child.exitCode !== null) return child.exitCode;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    return (await exited)[0];
  };
  const said: { url: string | undefined; meterPort: number | undefined } = { url: undefined, meterPort: undefined };
  if (child.stdout === null) throw new Error('no output of the editor');
  for await (const line of createInterface({ input: child.stdout })) {
    said.url ??= /Editor\s+(\S+)/.exec(line)?.[1];
    const port = /Meter\s+127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) said.meterPort = Number(port);
    if (said.url !== undefined && said.meterPort !== undefined) {
      child.stdout.resume();
      return { url: said.url, meterPort: said.meterPort, stop };
    }
  }
  throw new Error('the editor ended before it was ready');
}

/** Node-RED 5, which `scripts/browser.mjs` names in NODE_RED_HOME, has a dark appearance. */
export const darkAppearance = process.env.NODE_RED_HOME !== undefined;

/** Debian's chromium, or the program that CHROMIUM names. */
export async function launchBrowser(): Promise<Browser> {
  const program = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => file && existsSync(file));
  if (program === undefined) throw new Error('no chromium');
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page of its own with the editor in a language and an appearance, both chosen where the editor's settings keep them. */
export async function openEditorPage(browser: Browser, editor: Editor, look: { language: string; dark: boolean }): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, colorScheme: look.dark ? 'dark' : 'light' });
  const kept = { 'editor-language': look.language, 'view-dark-theme': look.dark ? 'dark' : 'light' };
  const lines = Object.entries(kept).map(([key, value]) => `window.localStorage.setItem('${key}', '${value}');`);
  await page.addInitScript(lines.join('\n'));
  await page.addInitScript({ path: join(__dirname, 'page-probe.js') });
  page.setDefaultTimeout(20_000);
  await page.goto(editor.url);
  await page.waitForFunction("window.RED?.nodes?.node?.('get') && window.RED.workspaces.active()");
  await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
  return page;
}

/** Waits until the dialog on top stands still and knows the classes and lists that it asks the runtime for. */
export async function waitForDialog(page: Page): Promise<void> {
  await page.locator('.red-ui-tray-toolbar .primary:visible').last().waitFor();
  await page.waitForFunction('window.jQuery.active === 0');
}

/** Presses "Done" of the only dialog that is open. */
export async function saveDialog(page: Page): Promise<void> {
  await page.locator('.red-ui-tray-toolbar .primary:visible').last().click();
  await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
}

const workspace = (page: Page): Locator => page.locator('#red-ui-workspace-chart');

/** Drags a node from the palette onto the workspace; `x`, `y` are pixels inside it. Returns the node's id. */
export async function dragFromPalette(page: Page, type: string, x: number, y: number): Promise<string> {
  // Waits until the palette has scrolled to it and stands still.
  await page.locator(`[data-palette-type="${type}"]`).hover();
  const to = await workspace(page).boundingBox();
  if (to === null) throw new Error('there is no workspace');
  const before = await nodeIds(page);
  await page.mouse.down();
  await page.mouse.move(to.x + x - 30, to.y + y, { steps: 8 });
  await page.mouse.move(to.x + x, to.y + y, { steps: 4 });
  await page.mouse.up();
  // It may be drawn a little later.
  await page.locator(nodeGroups).nth(before.length).waitFor({ timeout: 5000 });
  const id = (await nodeIds(page)).find((found) => !before.includes(found));
  if (id === undefined) throw new Error(`${type} was not dropped`);
  return id;
}

const nodeGroups = '#red-ui-workspace-chart g.red-ui-flow-node[id]';

const nodeIds = (page: Page): Promise<string[]> => page.locator(nodeGroups).evaluateAll((groups) => groups.map(({ id }) => id));

/** Draws a wire from the first output of one node to the input of another. */
export async function wire(page: Page, from: string, to: string): Promise<void> {
  const output = await page.locator(`[id="${from}"] .red-ui-flow-port-output .red-ui-flow-port`).first().boundingBox();
  const input = await page.locator(`[id="${to}"] .red-ui-flow-port-input .red-ui-flow-port`).first().boundingBox();
  if (output === null || input === null) throw new Error('a port is missing');
  await page.mouse.move(output.x + output.width / 2, output.y + output.height / 2);
  await page.mouse.down();
  await page.mouse.move(input.x + input.width / 2, input.y + input.height / 2, { steps: 12 });
  await page.mouse.up();
}

/** Opens the dialog of a node by a double click. */
export async function openDialog(page: Page, id: string): Promise<void> {
  await page.locator(`[id="${id}"] .red-ui-flow-node-label`).first().dblclick({ force: true });
  await page.locator('.red-ui-editor').first().waitFor({ state: 'visible' });
  await page.waitForTimeout(600); // the tray slides in
}

/** Presses "Done" of the dialog on top, or "Add" of a config node's. */
export async function closeDialog(page: Page): Promise<void> {
  await page.locator('.red-ui-tray-toolbar .primary:visible').last().click();
  await page.waitForTimeout(600); // the tray slides out
}

/** The text in red under the palette and on nodes would say that something is not valid. */
export async function deploy(page: Page): Promise<void> {
  await page.locator('#red-ui-header-button-deploy').click();
  await page
    .locator('.red-ui-notification')
    .filter({ hasText: /deployed/i })
    .first()
    .waitFor();
}
