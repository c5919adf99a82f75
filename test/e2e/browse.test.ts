/**
 * Choosing what to read by looking, in a real editor: objects of a simulated meter are browsed, searched and ticked, become
 * rows, and are read; the same from an imported list while the meter is out of reach. And the two test buttons, with settings
 * that are right and settings that are wrong.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { closeDialog, deploy, type Editor, launchBrowser, openEditorPage, saveDialog, startEditor, waitForDialog } from './editor';

const list = `class,version,obis,baseName,attributes,methods
3,0,1-0:1.8.0*255,,1=read_only 2=read_only 3=read_only,
3,0,1-0:2.8.0*255,,1=read_only 2=read_only 3=read_only,
8,0,0-0:1.0.0*255,,1=read_only 2=read_and_write,
`;

const energy = '1-0:1.8.0*255';

describe('browsing and testing in the dialogs', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-browse');
    browser = await launchBrowser();
    page = await openEditorPage(browser, editor, { language: 'en-US', dark: false });
    page.on('pageerror', ({ message }) => complaints.push(message));
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });
  afterEach(async () => {
    await page.evaluate('probe.leave()');
    assert.deepEqual(complaints, []);
  });

  const open = async (id: string): Promise<void> => {
    await page.evaluate(`probe.open('${id}')`);
    await waitForDialog(page);
  };
  const leave = async (): Promise<void> => {
    await page.locator('#node-dialog-cancel, #node-config-dialog-cancel').locator('visible=true').last().click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  };
  const objectsOf = async (id: string): Promise<unknown> =>
    ((await page.evaluate(`probe.settings('${id}')`)) as { objects: unknown }).objects;
  const status = () => page.locator('.dlms-browse-status');
  const done = () => page.locator('#dlms-browse-done');

  it('browses a meter, and what is ticked is read', async () => {
    await open('get');
    await page.locator('.dlms-browse-button').click();
    await status().filter({ hasText: 'read from the meter' }).waitFor();
    const all = await page.locator('.dlms-tree-group').count();
    assert.ok(all > 3, `${all} groups`);

    await page.locator('.dlms-browse-search').fill(energy);
    const object = page.locator('.dlms-tree-object').filter({ hasText: energy });
    await object.waitFor();
    assert.equal(await page.locator('.dlms-tree-object').count(), 1);
    await object.locator('.dlms-tree-twist').first().click();
    await object.locator('li [data-choice$=" 2"]').check();
    await object.locator('li [data-choice$=" 3"]').check();
    await page.locator('.dlms-browse-search').fill('clock');
    await page.locator('[data-choice="8 0-0:1.0.0*255 2"]').first().check();
    await done().filter({ hasText: '3' }).click();
    await page.locator('.dlms-browse').waitFor({ state: 'detached' });

    const codes = page.locator('#node-input-objects-list [data-key="obis"]');
    await codes.nth(2).waitFor();
    assert.deepEqual(await codes.evaluateAll((fields) => fields.map((field) => (field as unknown as { value: string }).value)), [
      energy,
      energy,
      '0-0:1.0.0*255',
    ]);
    await saveDialog(page);
    assert.deepEqual(await objectsOf('get'), [
      { obis: energy, classId: 3, attribute: 2, version: 0 },
      { obis: energy, classId: 3, attribute: 3, version: 0 },
      { obis: '0-0:1.0.0*255', classId: 8, attribute: 2, version: 0 },
    ]);
    await deploy(page);

    await page.keyboard.press('Control+g');
    await page.keyboard.press('d');
    await page.locator('[id="inject"] .red-ui-flow-node-button-button').click();
    const message = page.locator('.red-ui-debug-msg').filter({ hasText: energy }).first();
    await message.waitFor({ timeout: 15_000 });
    assert.match((await message.textContent()) ?? '', /0-0:1\.0\.0\*255/);
  });

  it('shows the value that an attribute has now', async () => {
    await open('get');
    await page.locator('.dlms-browse-button').click();
    await page.locator('.dlms-browse-search').fill(energy);
    const object = page.locator('.dlms-tree-object').filter({ hasText: energy });
    await object.locator('.dlms-tree-twist').first().click();
    await object.locator('li button').nth(1).click();
    await object
      .locator('.dlms-tree-value')
      .filter({ hasText: /\d+(\.\d+)? k?Wh/ })
      .waitFor();
    await page.locator('.red-ui-tray-toolbar button').filter({ hasText: 'Close' }).locator('visible=true').click();
    await page.locator('.dlms-browse').waitFor({ state: 'detached' });
    await leave();
  });

  it('ends what it reads when it is closed, also while the runtime is asked to begin', async () => {
    let letBegin = (): void => undefined;
    await page.route('**/dlms/objects?*', (route) => route.fulfill({ json: { source: null } }));
    await page.route('**/dlms/browse', async (route) => {
      await new Promise<void>((resolve) => {
        letBegin = resolve;
      });
      await route.continue();
    });
    await open('get');
    const asked = page.waitForRequest('**/dlms/browse');
    await page.locator('.dlms-browse-button').click();
    await asked;
    await page.locator('.red-ui-tray-toolbar button').filter({ hasText: 'Close' }).locator('visible=true').click();
    await page.locator('.dlms-browse').waitFor({ state: 'detached' });
    const ended = page.waitForRequest('**/dlms/browse-cancel');
    letBegin();
    await ended;
    await page.unrouteAll();
    await leave();
  });

  it('takes the name of a meter for text', async () => {
    const name = '<img src="x" onerror="throw new Error(1)">';
    const rename = (to: string) => page.evaluate(`RED.nodes.node('meter').name = ${JSON.stringify(to)}`);
    const before = String(await page.evaluate("RED.nodes.node('meter').name"));
    await rename(name);
    await open('get');
    await page.locator('.dlms-browse-button').click();
    await page.locator('.dlms-browse').waitFor();
    const title = page.locator('.red-ui-tray-titlebar').last();
    assert.ok((await title.textContent())?.includes(name));
    assert.equal(await title.locator('img').count(), 0);
    await page.locator('.red-ui-tray-toolbar button').filter({ hasText: 'Close' }).locator('visible=true').click();
    await page.locator('.dlms-browse').waitFor({ state: 'detached' });
    await leave();
    await rename(before);
  });

  it('works from an imported list while the meter is out of reach', async () => {
    await open('offline-get');
    await page.locator('.dlms-browse-button').click();
    await page
      .locator('.dlms-browse input[type=file]')
      .setInputFiles({ name: 'objects.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
    await status().filter({ hasText: '3 objects, imported from a file' }).waitFor();
    await page.locator('.dlms-browse-search').fill('2.8.0');
    await page.locator('[data-choice="3 1-0:2.8.0*255 2"]').first().check();
    await done().click();
    await page.locator('.dlms-browse').waitFor({ state: 'detached' });
    await page.locator('#node-input-objects-list [data-key="obis"]').waitFor();
    await saveDialog(page);
    assert.deepEqual(await objectsOf('offline-get'), [{ obis: '1-0:2.8.0*255', classId: 3, attribute: 2, version: 0 }]);
  });

  it('tests a connection: open with the right port, refused with a wrong one', async () => {
    await open('line');
    const result = page.locator('#dlms-connection-test-result');
    await page.locator('#dlms-connection-test').click();
    await result.filter({ hasText: /The line is open: (tcp )?127\.0\.0\.1:\d+, \d+ ms/ }).waitFor();
    await page.locator('#node-config-input-port').fill('9');
    await page.locator('#dlms-connection-test').click();
    await page.locator('#dlms-connection-test-result.dlms-bad').waitFor();
    assert.match((await result.textContent()) ?? '', /127\.0\.0\.1:9\b/);
    await leave();
  });

  it('tests an association: accepted with the right password, refused with a wrong one', async () => {
    const result = page.locator('#dlms-meter-test-result');
    await open('meter');
    await page.locator('#dlms-meter-test').click();
    await result.filter({ hasText: '✓ Association: accepted (LN' }).waitFor();
    await leave();
    await open('wrong-meter');
    await page.locator('#dlms-meter-test').click();
    await result.locator('.dlms-bad').filter({ hasText: '✗ Association: not accepted' }).waitFor();
    const text = (await result.textContent()) ?? '';
    assert.match(text, /✓ Line: open/);
    assert.match(text, /password/i);
    await leave();
  });

  it('sends every field of a meter to the test of its association', async () => {
    await open('meter');
    const request = page.waitForRequest('**/dlms/test');
    await page.locator('#dlms-meter-test').click();
    const sent = (await request).postDataJSON() as Record<string, unknown>;
    const fields = (await page.evaluate("Object.keys(RED.nodes.getType('dlms-meter').defaults)")) as string[];
    assert.ok(fields.length > 20);
    assert.deepEqual(
      fields.filter((field) => !(field in sent) && field !== 'settingsVersion'),
      [],
    );
    await page.locator('#dlms-meter-test-result').filter({ hasText: '✓' }).waitFor();
    await leave();
  });

  it('proposes protection to who chooses GMAC', async () => {
    await open('password');
    const protection = page.locator('#node-config-input-protection');
    assert.equal(await protection.inputValue(), 'none');
    await page.locator('#node-config-input-level').selectOption('md5');
    assert.equal(await protection.inputValue(), 'none');
    await page.locator('#node-config-input-level').selectOption('gmac');
    assert.equal(await protection.inputValue(), 'both');
    await protection.selectOption('none');
    assert.equal(await protection.inputValue(), 'none');
    await leave();
  });

  it('tests and browses a meter that is being made, before anything of it is deployed', async () => {
    await open('offline-get');
    await page.locator('#node-input-meter').selectOption('_ADD_');
    await page.locator('#node-input-btn-meter-add').click();
    await page.locator('#node-config-input-client').fill('1');
    await page.locator('#node-config-input-btn-connection-add').click();
    await page.locator('#node-config-input-host').fill('127.0.0.1');
    await page.locator('#node-config-input-port').fill(String(editor.meterPort));
    await closeDialog(page);
    await page.locator('#node-config-input-security').selectOption('_ADD_');
    await page.locator('#node-config-input-btn-security-add').click();
    await page.locator('#node-config-input-level').selectOption('low');
    await page.locator('#node-config-input-password').fill('12345678');
    // The client of the dialog below is meant, which no node has yet.
    await page.locator('#dlms-security-test').click();
    await page.locator('#dlms-security-test-result').filter({ hasText: '✓ Association: accepted (LN' }).waitFor();
    await closeDialog(page);
    await closeDialog(page);
    await page
      .locator('#node-input-meter option:checked')
      .filter({ hasText: `tcp 127.0.0.1:${editor.meterPort}, client 1` })
      .waitFor({ state: 'attached' });
    await page.locator('.dlms-browse-button').click();
    await status().filter({ hasText: 'read from the meter' }).waitFor();
  });
});
