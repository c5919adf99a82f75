/**
 * The two dashboard examples in a running editor, looked at with a browser: gauges have values, charts have drawn something,
 * tables have their rows.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Editor, launchBrowser, startEditor } from '../e2e/editor';
import { type ExampleNode, exampleNodes } from './example';

const root = join(__dirname, '..', '..');
const folder = join('.cache', 'integration-flows');

/** The example as flows of a fresh editor; polls come faster, so that lines have points. */
const layOut = (name: string, change: (node: ExampleNode) => ExampleNode): void => {
  const place = join(root, folder);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const nodes = exampleNodes(name).map((node) => (node.type === 'inject' ? { ...node, repeat: '5' } : node));
  writeFileSync(join(place, 'flows.json'), JSON.stringify(nodes.map(change)));
  cpSync(join(root, 'test', 'e2e', 'flows', 'credentials.json'), join(place, 'credentials.json'));
};

/** For each canvas: how many of its pixels are coloured, text and grid of grey left out. */
const colouredPixels = `Array.from(document.querySelectorAll('.nrdb-ui-chart canvas, .v-main canvas'), (canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue, alpha] = data.slice(i, i + 4);
    if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1;
  }
  return coloured;
})`;

describe('dashboard examples', () => {
  let browser: Browser;
  let editor: Editor;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    await page.close();
    await editor.stop();
  });

  const open = async (name: string, path: string, change: (node: ExampleNode) => ExampleNode = (node) => node): Promise<void> => {
    layOut(name, change);
    editor = await startEditor(folder, join('.cache', 'integration-user'));
    page = await browser.newPage({ viewport: { width: 1300, height: 1400 } });
    await page.goto(`${editor.url}dashboard/${path}`);
  };
  const chartsDrawn = (count: number): Promise<unknown> =>
    page.waitForFunction(`(() => { const all = ${colouredPixels}; return all.length >= ${count} && all.every((n) => n > 100); })()`);

  const words = async (): Promise<string> => (await page.locator('.v-main').textContent()) ?? '';

  it('of a household', async () => {
    await open('Dashboard of a household', 'household');
    await page.locator('.nrdb-ui-table tbody tr').nth(5).waitFor();
    await chartsDrawn(2);
    const text = await words();
    for (const label of ['From the grid', 'Import, total', 'kWh', 'Clock of the meter']) assert.ok(text.includes(label), label);
    assert.match(text, /L1 · L2 · L3\s*2\d\d/);
  });

  it('of a site with twenty meters', async () => {
    await open('Dashboard of a site with twenty meters', 'site');
    await page.locator('.nrdb-ui-table tbody tr').nth(19).waitFor();
    await chartsDrawn(2);
    const text = await words();
    assert.match(text, /20 of 20/);
    assert.ok(text.includes('Heat pump'));
  });

  it('of a site: a meter that does not answer keeps its row, with the reason', async () => {
    const nobody = 99;
    await open('Dashboard of a site with twenty meters', 'site', (node) =>
      node.type === 'inject' ? { ...node, payload: String(node.payload).replace('"physical": 36', `"physical": ${nobody}`) } : node,
    );
    const row = page.locator('.nrdb-ui-table tbody tr').nth(19);
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /Heat pump.*No answer/i);
    assert.match(await words(), /19 of 20/);
  });
});
