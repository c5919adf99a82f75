/**
 * The way of a newcomer, in a real Node-RED and a real browser: drag a simulated meter, get, inject and debug from the
 * palette, fill the forms, wire, deploy, press inject, and see the reading in the debug sidebar.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { closeDialog, deploy, dragFromPalette, type Editor, openDialog, startEditor, wire } from './editor';

const program = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (file) => file !== undefined && existsSync(file),
);

describe('the editor in a browser', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    assert.ok(program, 'no chromium');
    editor = await startEditor('test/e2e/flows', '.cache/e2e');
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, locale: 'en-US' });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(editor.url);
    await page.locator('[data-palette-type="dlms-get"]').waitFor({ state: 'attached' });
  });
  after(async () => {
    await browser?.close();
  });

  it('reads a simulated meter with nothing but mouse and keyboard', async () => {
    const simulator = await dragFromPalette(page, 'dlms-simulator', 200, 80);
    const inject = await dragFromPalette(page, 'inject', 120, 200);
    const get = await dragFromPalette(page, 'dlms-get', 360, 200);
    const debug = await dragFromPalette(page, 'debug', 600, 200);

    await openDialog(page, simulator);
    await page.locator('#node-input-port').fill(String(editor.meterPort));
    await closeDialog(page);

    await openDialog(page, get);
    await page.locator('#node-input-name').fill('Energy');
    await page.locator('#node-input-btn-meter-add').click();
    await page.locator('#node-config-input-name').fill('My meter');
    await page.locator('#node-config-input-client').fill('1');
    await page.locator('#node-config-input-btn-connection-add').click();
    await page.locator('#node-config-input-host').fill('127.0.0.1');
    await page.locator('#node-config-input-port').fill(String(editor.meterPort));
    await closeDialog(page);
    await page.locator('#node-config-input-btn-security-add').click();
    await page.locator('#node-config-input-level').selectOption('low');
    await page.locator('#node-config-input-password').fill('12345678');
    await closeDialog(page);
    await closeDialog(page);
    await page.locator('#node-input-output').selectOption('each');
    await closeDialog(page);

    await wire(page, inject, get);
    await wire(page, get, debug);
    await deploy(page);

    await page.keyboard.press('Control+g');
    await page.keyboard.press('d');
    await page.locator(`[id="${inject}"] .red-ui-flow-node-button-button`).click();
    const message = page.locator('.red-ui-debug-msg').first();
    await message.waitFor({ timeout: 15_000 });
    const text = (await message.textContent()) ?? '';
    assert.match(text, /1-0:1\.8\.0\*255/);
    assert.match(text, /My meter/);
    await page.locator(`[id="${get}"] .red-ui-flow-node-status-label`).filter({ hasText: 'Wh' }).waitFor();
  });

  it('shows no red triangle and throws nothing in the page', async () => {
    assert.equal(await page.locator('.red-ui-flow-node-error:visible').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('stops cleanly when asked', async () => {
    assert.equal(await editor.stop(), 0);
  });
});
