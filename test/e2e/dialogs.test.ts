/**
 * Every dialog of the package as a person meets it: opened with what the palette gives, looked at in both languages and, in
 * Node-RED 5, in both appearances, and saved without a change. It must keep every setting, stay valid, show words and not keys
 * of a catalogue, and no text may be hard to tell from its background.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { closeDialog, darkAppearance, type Editor, launchBrowser, openEditorPage, saveDialog, startEditor, waitForDialog } from './editor';

const manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  'node-red': { nodes: Record<string, string> };
};
const types = Object.keys(manifest['node-red'].nodes);
const references = { 'dlms-connection': 'hdlc-line', 'dlms-security': 'password', 'dlms-meter': 'meter' };

/** Fields on which the rest of the form depends. */
const leadingFields: Readonly<Record<string, readonly string[]>> = {
  'dlms-action': ['node-input-task'],
  'dlms-connection': ['node-config-input-medium'],
  'dlms-fleet': ['node-input-mode'],
  'dlms-meter': ['node-config-input-addressing'],
  'dlms-profile': ['node-input-mode'],
  'dlms-push': ['node-input-medium'],
  'dlms-security': ['node-config-input-level', 'node-config-input-ciphering'],
  'dlms-simulator': ['node-input-medium', 'node-input-level'],
};

/** WCAG 2 asks for 3:1 of large text and of the parts of a control; Node-RED's own buttons are just above it. */
const leastContrast = 3;
/** And for 4.5:1 of small text, as our notes are. */
const leastOfNotes = 4.5;
const isNote = (faint: string): boolean => /^(P|DIV|SPAN)\.dlms-/.test(faint);

/** Made of the other settings for the node's label, each time the dialog is saved. */
const derived = ['methodName'];

const kept = (settings: unknown): unknown =>
  Object.fromEntries(Object.entries(settings as Record<string, unknown>).filter(([name]) => !derived.includes(name)));

const looks = [
  { language: 'en-US', dark: darkAppearance, label: 'Name', foreign: 'Verbindung' },
  { language: 'de', dark: false, label: 'Name', foreign: 'Connection' },
];

describe('the dialogs', () => {
  let editor: Editor;
  let browser: Browser;

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-dialogs');
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });

  for (const { language, dark, label, foreign } of looks) {
    describe(`in ${language}, ${dark ? 'dark' : 'light'}`, () => {
      let page: Page;
      const complaints: string[] = [];
      before(async () => {
        page = await openEditorPage(browser, editor, { language, dark });
        page.on('pageerror', ({ message }) => complaints.push(message));
      });
      after(async () => {
        await page?.context().close();
      });

      afterEach(async () => {
        await page.evaluate('probe.leave()');
        await page.locator('.red-ui-tray').first().waitFor({ state: 'detached' });
      });

      for (const type of types) {
        it(`${type}: shows words, is readable, and keeps what it was given`, async () => {
          const id = String(await page.evaluate(`probe.make('${type}', ${JSON.stringify(references)})`));
          const before = await page.evaluate(`probe.settings('${id}')`);
          await page.evaluate(`probe.open('${id}')`);
          await waitForDialog(page);
          const words = String(await page.evaluate('probe.words()'));
          assert.ok(words.includes(label), words);
          assert.ok(!words.split(' | ').includes(foreign), words);
          assert.deepEqual(await page.evaluate('probe.untranslated()'), []);
          assert.deepEqual(await page.evaluate(`probe.faint(${leastContrast})`), []);
          assert.deepEqual(((await page.evaluate(`probe.faint(${leastOfNotes})`)) as string[]).filter(isNote), []);
          assert.deepEqual(await page.evaluate('probe.cramped()'), []);
          assert.deepEqual(await page.evaluate('probe.unnamed()'), []);
          for (const leading of leadingFields[type] ?? []) assert.deepEqual(await page.evaluate(`probe.variants('${leading}')`), []);
          assert.equal(Number(await page.evaluate('probe.darkness()')) < 0.2, dark);
          await saveDialog(page);
          assert.deepEqual(kept(await page.evaluate(`probe.settings('${id}')`)), kept(before));
          assert.deepEqual(await page.evaluate(`probe.validity('${id}')`), []);
          assert.deepEqual(complaints, []);
        });
      }

      it('dlms-connection: says below a field what is wrong with it, while it is typed', async () => {
        await page.evaluate(`probe.open('line')`);
        await waitForDialog(page);
        const fault = page.locator('#dlms-fault-port');
        assert.equal(await fault.textContent(), '');
        await page.locator('#node-config-input-port').fill('70000');
        await fault.filter({ hasText: '65535' }).waitFor();
        assert.equal(await page.locator('#node-config-input-port').getAttribute('aria-describedby'), 'dlms-fault-port');
        await page.locator('#node-config-input-port').fill('4059');
        await page.waitForFunction(`document.querySelector('#dlms-fault-port').textContent === ''`);
        await page.locator('#node-config-input-medium').selectOption('serial');
        assert.notEqual(await page.locator('#dlms-fault-path').textContent(), '');
      });

      it('dlms-action: keeps what a flow has in the fields of its tasks', async () => {
        const saved = {
          ...{
            task: 'disconnect',
            supplyBy: 'script',
            scriptObis: '0-0:10.0.106*255',
            scriptSelector: '3',
            driftLimit: '7',
            minOver: '60',
          },
          ...{ thresholds: '63 80', calendar: '{ "name": "2027" }', pushTransport: 'gateway', newSecurity: 'password', changeKek: true },
          ...{
            changeEk: false,
            certificate: '-----BEGIN CERTIFICATE-----\nMIIB',
            setupVersion: '0',
            emergencyStart: '2026-02-01T06:00:00Z',
          },
        };
        const id = String(await page.evaluate(`probe.make('dlms-action', ${JSON.stringify(references)})`));
        await page.evaluate(`Object.assign(RED.nodes.node('${id}'), ${JSON.stringify(saved)})`);
        const before = await page.evaluate(`probe.settings('${id}')`);
        await page.evaluate(`probe.open('${id}')`);
        await waitForDialog(page);
        const selector = page.locator('#node-input-scriptSelector');
        assert.deepEqual([await selector.isVisible(), await selector.inputValue()], [true, '3']);
        assert.equal(await page.locator('#node-input-driftLimit').isVisible(), false);
        await saveDialog(page);
        assert.deepEqual(kept(await page.evaluate(`probe.settings('${id}')`)), kept(before));
      });

      it('dlms-connection: says in its language why a line does not open', async () => {
        await page.evaluate(`probe.open('dead-line')`);
        await waitForDialog(page);
        await page.locator('#dlms-connection-test').click();
        const words =
          language === 'de'
            ? /^Die Leitung .*\. Dort ist etwas, aber .* \(tcp 127\.0\.0\.1:9: the connection was refused \(ECONNREFUSED\)\)/
            : /^tcp 127\.0\.0\.1:9: the connection was refused/;
        await page.locator('#dlms-connection-test-result').filter({ hasText: words }).waitFor();
      });

      it('dlms-security: the press that leaves a field starts the test, though the old result goes', async () => {
        await page.setViewportSize({ width: 1400, height: 460 });
        await page.evaluate(`probe.open('password')`);
        await waitForDialog(page);
        const button = page.locator('#dlms-security-test');
        const result = page.locator('#dlms-security-test-result');
        await button.click();
        await result.filter({ hasText: '–' }).waitFor();
        await page.locator('#node-config-input-password').fill('another');
        await page.locator('#node-config-input-password').hover();
        await page.mouse.wheel(0, 5000);
        await page.waitForFunction(`document.querySelector('#dlms-security-test').getBoundingClientRect().bottom < 420`);
        const at = await button.boundingBox();
        assert.ok(at);
        await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2, { delay: 100 });
        await result.filter({ hasText: '✗' }).waitFor();
        await page.setViewportSize({ width: 1400, height: 1000 });
      });

      it('dlms-security: offers the meter whose dialog lies under it once', async () => {
        await page.evaluate(`probe.open('meter')`);
        await waitForDialog(page);
        await page.locator('#node-config-input-btn-security-edit').click();
        await page.locator('#dlms-security-test-meter').waitFor();
        const meters = await page.locator('#dlms-security-test-meter option').allTextContents();
        assert.equal(meters.filter((name) => name === 'house meter').length, 1, meters.join());
        await closeDialog(page);
      });

      it('dlms-get: names each object, and says what is wrong with a code', async () => {
        const settings = { obis: '1-0:1.8.0', classId: 3, attribute: 2 };
        await page.evaluate(`RED.nodes.node('get').objects = ${JSON.stringify([settings])}`);
        await page.evaluate(`probe.open('get')`);
        await waitForDialog(page);
        const called = page.locator('#node-input-objects-list .dlms-called');
        const name = language === 'de' ? 'Wirkenergie Bezug (+A) gesamt' : 'Active energy import (+A) total';
        await called.filter({ hasText: name }).waitFor();
        await page.locator('#node-input-objects-list [data-key="obis"]').fill('1-0:1.8.300');
        await called
          .and(page.locator('.dlms-bad'))
          .filter({ hasText: /E .* 300.* 255/ })
          .waitFor();
      });

      it('dlms-get: says to which entry a profile is read where none is given', async () => {
        const settings = { obis: '1-0:99.1.0', classId: 7, attribute: 2, access: 'entry' };
        await page.evaluate(`RED.nodes.node('get').objects = ${JSON.stringify([settings])}`);
        await page.evaluate(`probe.open('get')`);
        await waitForDialog(page);
        const to = page.locator('#node-input-objects-list [data-key="to"]');
        await to.waitFor();
        assert.equal(await to.getAttribute('placeholder'), language === 'de' ? 'letzter' : 'last');
      });

      /** The field for the code of an object, in a dialog that was just opened, with nothing in it. */
      const emptiedCode = async (): Promise<Locator> => {
        await page.evaluate(`RED.nodes.node('get').objects = [{ obis: '0-0:1.0.0*255' }]`);
        await page.evaluate(`probe.open('get')`);
        await waitForDialog(page);
        const code = page.locator('#node-input-objects-list [data-key="obis"]');
        // A click waits until the dialog has slid in and has given the focus to a field of its choice.
        await code.click();
        await code.fill('');
        return code;
      };

      it('dlms-get: finds an object by words, with its class', async () => {
        const code = await emptiedCode();
        await code.pressSequentially('power l1');
        await page.locator('.red-ui-autoComplete-container:visible').getByText('1-0:21.7.0*255').click();
        const name = language === 'de' ? 'Wirkleistung Bezug (+P) L1, Momentanwert' : 'Active power import (+P) L1, instantaneous';
        await page.locator('#node-input-objects-list .dlms-called').filter({ hasText: name }).waitFor();
        assert.equal(await code.inputValue(), '1-0:21.7.0*255');
        await page.waitForFunction(`document.querySelector('#node-input-objects-list [data-key="classId"]').value === '3'`);
      });

      it('dlms-get: a whole code stays what was typed, whatever the list of an earlier key offers first', async () => {
        const code = await emptiedCode();
        await code.pressSequentially('1-0:1.8');
        await page.locator('.red-ui-autoComplete-container:visible').getByText('1-0:1.8.0*255').waitFor();
        // As if it were typed to the end, and left, before the answer to the last key.
        await code.fill('1-0:2.8.0');
        await page.keyboard.press('Tab');
        assert.equal(await code.inputValue(), '1-0:2.8.0');
        await page.locator('.red-ui-autoComplete-container:visible').waitFor({ state: 'hidden' });
        await saveDialog(page);
        const { objects } = (await page.evaluate(`probe.settings('get')`)) as { objects: { obis: string }[] };
        assert.deepEqual(
          objects.map(({ obis }) => obis),
          ['1-0:2.8.0'],
        );
      });

      it('dlms-get: a row that is added can be typed into at once', async () => {
        await page.evaluate(`RED.nodes.node('get').objects = []`);
        await page.evaluate(`probe.open('get')`);
        await waitForDialog(page);
        await page.locator('.red-ui-editableList-addButton:visible').click();
        await page.waitForFunction(`document.activeElement.dataset.key === 'obis'`);
        await page.keyboard.type('1-0:2.8.0');
        await page.keyboard.press('Tab');
        await saveDialog(page);
        const { objects } = (await page.evaluate(`probe.settings('get')`)) as { objects: { obis: string }[] };
        assert.deepEqual(
          objects.map(({ obis }) => obis),
          ['1-0:2.8.0'],
        );
      });

      it('dlms-get: keeps its objects when it is closed at once', async () => {
        const id = String(await page.evaluate(`probe.open('fresh-dlms-get') ?? 'fresh-dlms-get'`));
        await page.locator('.red-ui-tray-toolbar .primary:visible').last().click();
        await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
        const { objects } = (await page.evaluate(`probe.settings('${id}')`)) as { objects: unknown };
        assert.deepEqual(objects, [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2 }]);
      });
    });
  }
});
