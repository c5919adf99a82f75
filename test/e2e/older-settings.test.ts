/**
 * Nodes that an older version saved, in the dialogs of today: what is shown is what they do, and what is chosen is what they do from
 * then on. Examples and flows of people have such nodes. And nodes whose choices are environment variables: no dialog puts them there,
 * and none takes them away.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { migrate } from '../../nodes/lib/migrate';
import packageFile from '../../package.json';
import { type Editor, launchBrowser, openEditorPage, saveDialog, startEditor, waitForDialog } from './editor';

describe('settings of older versions', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-older');
    browser = await launchBrowser();
    page = await openEditorPage(browser, editor, { language: 'en-US', dark: false });
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });

  afterEach(() => page.evaluate('probe.leave()'));

  const place = { z: 'e2e', x: 300, y: 400, wires: [] };
  const old = [
    { node: { type: 'dlms-simulator', ...place }, field: '#node-input-level', as: 'low', chosen: 'gmac' },
    { node: { type: 'dlms-action', ...place, obis: '' }, field: '#node-input-task', as: 'method', chosen: 'read-supply' },
    {
      node: { type: 'dlms-security', level: 'none', protection: 'both', ciphering: 'general-ciphering' },
      field: '#node-config-input-ciphering',
      as: 'identified',
      chosen: 'global',
    },
    { node: { type: 'dlms-connection', echoCancelling: false }, field: '#node-config-input-echoCancelling', as: 'auto', chosen: 'off' },
  ];
  for (const { node, field, as, chosen } of old) {
    const setting = field.replace(/^.*-/, '');
    it(`${node.type}: ${setting}`, async () => {
      const id = `old-${node.type}`;
      await page.evaluate(`RED.nodes.import([${JSON.stringify({ id, settingsVersion: 1, ...node })}])`);
      const saved = async (): Promise<unknown> =>
        migrate(node.type, (await page.evaluate(`probe.settings('${id}')`)) as Record<string, unknown>)[setting];
      const edit = async (work: () => Promise<unknown>): Promise<void> => {
        await page.evaluate(`probe.open('${id}')`);
        await waitForDialog(page);
        await page.evaluate(`document.querySelectorAll('.red-ui-tray details').forEach((group) => { group.open = true; })`);
        await work();
        await saveDialog(page);
      };
      assert.equal(await saved(), as);
      await edit(async () => assert.equal(await page.locator(field).inputValue(), as));
      assert.equal(await saved(), as);
      await edit(() => page.locator(field).selectOption(chosen));
      assert.equal(await saved(), chosen);
    });
  }

  const types = Object.keys(packageFile['node-red'].nodes);
  for (const type of types) {
    it(`${type}: variables stay`, async () => {
      const id = String(await page.evaluate(`probe.make('${type}', { 'dlms-connection': 'line', 'dlms-meter': 'meter' })`));
      const written = (await page.evaluate(`probe.toVariables('${id}')`)) as Record<string, string>;
      await page.evaluate(`probe.open('${id}')`);
      await waitForDialog(page);
      await saveDialog(page);
      const saved = (await page.evaluate(`probe.settings('${id}')`)) as Record<string, unknown>;
      assert.deepEqual(Object.fromEntries(Object.keys(written).map((name) => [name, saved[name]])), written);
      assert.deepEqual(await page.evaluate(`probe.validity('${id}')`), []);
    });
  }

  it('a variable shows what may matter', async () => {
    const id = String(await page.evaluate(`probe.make('dlms-connection', {})`));
    await page.evaluate(`Object.assign(RED.nodes.node('${id}'), { medium: '$(MEDIUM)', host: '', port: '\${PORT}', path: '' })`);
    await page.evaluate(`probe.open('${id}')`);
    await waitForDialog(page);
    for (const field of ['host', 'port', 'path', 'parity'])
      assert.equal(await page.locator(`#node-config-input-${field}`).isVisible(), true, field);
    assert.equal(await page.locator('#dlms-fault-path').textContent(), '');
    await page.locator('#node-config-input-medium').selectOption('serial');
    assert.equal(await page.locator('#node-config-input-host').isVisible(), false);
    await saveDialog(page);
    assert.equal(((await page.evaluate(`probe.settings('${id}')`)) as Record<string, unknown>).medium, 'serial');
  });
});
