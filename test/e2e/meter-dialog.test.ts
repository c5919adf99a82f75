/**
 * The dialog of a meter follows its connection: what only HDLC has is asked for on HDLC lines alone. And the labels of flow nodes
 * follow the name of their meter.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { type Editor, launchBrowser, openEditorPage, saveDialog, startEditor, waitForDialog } from './editor';

describe('the dialog of a meter', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-meter');
    browser = await launchBrowser();
    page = await openEditorPage(browser, editor, { language: 'en-US', dark: false });
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });
  afterEach(async () => {
    await page.evaluate('probe.leave()');
    await page.locator('.red-ui-tray').first().waitFor({ state: 'detached' });
  });

  const open = async (id: string): Promise<void> => {
    await page.evaluate(`probe.open('${id}')`);
    await waitForDialog(page);
    await page.evaluate(`document.querySelectorAll('.red-ui-tray details').forEach((group) => { group.open = true; })`);
  };
  const shown = async (...names: string[]): Promise<string[]> => {
    const seen = await Promise.all(names.map((name) => page.locator(`#node-config-input-${name}`).isVisible()));
    return names.filter((_name, index) => seen[index]);
  };
  const hdlcOnly = ['addressing', 'addressLength', 'maxInfoTransmit', 'maxInfoReceive', 'windowTransmit', 'windowReceive'];

  it('asks for HDLC addresses and sizes where the connection has HDLC', async () => {
    await open('meter');
    assert.deepEqual(await shown(...hdlcOnly, 'disconnectFirst', 'caller'), []);
    assert.equal(await page.locator('#dlms-meter-address').isVisible(), false);
    await page.locator('#node-config-input-connection').selectOption('hdlc-line');
    assert.deepEqual(await shown(...hdlcOnly, 'disconnectFirst'), [...hdlcOnly, 'disconnectFirst']);
    await page.locator('#node-config-input-addressing').selectOption('physical');
    await page.locator('#node-config-input-connection').selectOption('line');
    assert.deepEqual(await shown('addressing', 'physical', 'addressLength'), ['addressing', 'physical']);
  });

  it('follows a connection that is changed from within', async () => {
    await open('meter');
    await page.locator('#node-config-input-btn-connection-edit').click();
    await page.locator('#node-config-input-framing').waitFor();
    await waitForDialog(page);
    await page.locator('#node-config-input-framing').selectOption('hdlc');
    await page.locator('.red-ui-tray-toolbar .primary:visible').last().click();
    await page.locator('#node-config-input-framing').waitFor({ state: 'detached' });
    await page.locator('#node-config-input-addressLength').waitFor();
    await page.evaluate(`RED.nodes.node('line').framing = 'wrapper'`);
  });

  it('renames the labels of flow nodes with it', async () => {
    const id = String(await page.evaluate(`probe.make('dlms-get', { 'dlms-meter': 'meter' })`));
    const label = page.locator(`[id="${id}"] .red-ui-flow-node-label`);
    await page.evaluate('RED.view.redraw(true)');
    await label.filter({ hasText: 'house meter' }).waitFor();
    await open('meter');
    await page.locator('#node-config-input-name').fill('Meter 12');
    await saveDialog(page);
    await label.filter({ hasText: 'Meter 12' }).waitFor();
    await page.evaluate(`RED.actions.invoke('core:undo')`);
    await label.filter({ hasText: 'house meter' }).waitFor();
  });

  it('of a security says that there is no meter to test with', async () => {
    await page.evaluate('probe.removeAll("dlms-meter")');
    await page.evaluate(`probe.open('password')`);
    await waitForDialog(page);
    assert.equal(await page.locator('#dlms-security-test-meter').textContent(), 'no meter yet');
    assert.equal(await page.locator('#dlms-security-test').isDisabled(), true);
  });
});
