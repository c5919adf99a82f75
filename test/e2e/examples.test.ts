/**
 * The example flows as the editor draws them: nodes take their width from labels, some of which the editor makes of settings, so
 * only a browser knows whether one lies over another.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Editor, launchBrowser, openEditorPage, startEditor } from './editor';

const root = join(__dirname, '..', '..');
const folders = ['1 - Basics', '2 - Integrations'].map((folder) => join(root, 'examples', folder));
const files = [...folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))), join(root, 'demo', 'flows.json')];

describe('the examples', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-examples');
    browser = await launchBrowser();
    page = await openEditorPage(browser, editor, { language: 'en-US', dark: false });
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });

  for (const file of files) {
    it(`${file.slice(root.length + 1)}: no node lies over another`, async () => {
      const flow = readFileSync(file, 'utf8');
      assert.deepEqual(await page.evaluate(`probe.overlaps(${flow})`), []);
    });

    it(`${file.slice(root.length + 1)}: no config node that nobody uses`, async () => {
      assert.deepEqual(await page.evaluate(`probe.unused(${readFileSync(file, 'utf8')})`), []);
    });
  }
});
