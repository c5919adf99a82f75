/**
 * Nodes that an older version saved, in the dialogs of today: what is shown is what they do, and what is chosen is what they do from
 * then on. Examples and flows of people have such nodes.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { migrate } from '../../nodes/lib/migrate';
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
});
