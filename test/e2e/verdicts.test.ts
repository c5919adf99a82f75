/**
 * What the editor says of settings that cannot be right: words below the field, its red frame, and the red triangle at the node,
 * which names the field. Of what the form does not ask for, nothing.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Editor, launchBrowser, openEditorPage, saveDialog, startEditor, waitForDialog } from './editor';

const examples = join(__dirname, '..', '..', 'examples');
const exampleFiles = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

describe('verdicts on settings', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    editor = await startEditor('test/e2e/meter-flows', '.cache/e2e-verdicts');
    browser = await launchBrowser();
    page = await openEditorPage(browser, editor, { language: 'en-US', dark: false });
  });
  after(async () => {
    await browser?.close();
    await editor?.stop();
  });
  const leave = async (): Promise<void> => {
    await page.evaluate('probe.leave()');
    await page.locator('.red-ui-tray').first().waitFor({ state: 'detached' });
  };
  afterEach(leave);

  const open = async (type: string): Promise<string> => {
    const id = String(await page.evaluate(`probe.make('${type}', { 'dlms-connection': 'line', 'dlms-meter': 'meter' })`));
    await page.evaluate(`probe.open('${id}')`);
    await waitForDialog(page);
    return id;
  };
  const field = (name: string): Locator => page.locator(`#node-config-input-${name}`);
  const fault = (name: string): Locator => page.locator(`#dlms-fault-${name}`);
  const validity = (id: string): Promise<unknown> => page.evaluate(`probe.validity('${id}')`);
  const isFramed = async (input: Locator): Promise<boolean> => (await input.getAttribute('class'))?.includes('input-error') === true;

  it('show a port that there is not, at the field and at the node', async () => {
    const id = await open('dlms-connection');
    await field('port').fill('70000');
    await field('port').blur();
    assert.equal(await isFramed(field('port')), true);
    await saveDialog(page);
    assert.match(String(await validity(id)), /^Port: .* 65535/);
  });

  it('leave out what the form does not ask for', async () => {
    const id = await open('dlms-connection');
    await field('port').fill('70000');
    await field('medium').selectOption('serial');
    assert.match((await fault('path').textContent()) ?? '', /filled in/);
    await field('path').fill('/dev/ttyUSB0');
    await saveDialog(page);
    assert.deepEqual(await validity(id), []);
    await page.evaluate(`RED.nodes.node('${id}').medium = 'tcp'; RED.editor.validateNode(RED.nodes.node('${id}'))`);
    assert.match(String(await validity(id)), /^Port: /);
  });

  it('say of a key how long it has to be, and that one is missing', async () => {
    await open('dlms-security');
    assert.match((await fault('password').textContent()) ?? '', /needed/);
    await field('level').selectOption('gmac');
    assert.match((await fault('encryptionKey').textContent()) ?? '', /needed/);
    await field('encryptionKey').fill('00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E');
    assert.match((await fault('encryptionKey').textContent()) ?? '', /^15 octets.* 16 \(32 hex digits\)/);
    await field('encryptionKey').blur();
    assert.equal(await isFramed(field('encryptionKey')), true);
    await field('encryptionKey').fill(' 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F ');
    assert.equal(await isFramed(field('encryptionKey')), false);
    assert.equal(await fault('encryptionKey').textContent(), '');
    await field('suite').selectOption('2');
    assert.match((await fault('encryptionKey').textContent()) ?? '', /^16 octets.* 32 \(64 hex digits\)/);
  });

  it('name what the chosen security needs', async () => {
    await open('dlms-security');
    const wanting = async (): Promise<string[]> =>
      (await page.locator('.dlms-fault:visible').evaluateAll((lines) => lines.map(({ id }) => id.slice('dlms-fault-'.length)))).sort();
    const choose = async (choices: Readonly<Record<string, string>>): Promise<string[]> => {
      for (const [name, value] of Object.entries(choices)) await field(name).selectOption(value);
      return wanting();
    };
    assert.deepEqual(await choose({ level: 'none' }), []);
    assert.deepEqual(await choose({ level: 'sha256' }), ['clientTitle', 'password']);
    assert.deepEqual(await choose({ level: 'ecdsa' }), ['clientTitle', 'meterCertificate', 'signingKey']);
    assert.deepEqual(await choose({ level: 'none', protection: 'encrypted', suite: '1', ciphering: 'static-unified' }), [
      ...['agreementKey', 'clientTitle', 'encryptionKey', 'meterAgreement'],
    ]);
    assert.deepEqual(await choose({ ciphering: 'wrapped' }), ['clientTitle', 'encryptionKey', 'masterKey']);
    const certificate = page.getByRole('textbox', { name: 'Own certificate', exact: true });
    await field('ciphering').selectOption('static-unified');
    await certificate.fill('-----BEGIN PRIVATE KEY-----');
    assert.equal(await certificate.getAttribute('aria-describedby'), 'dlms-fault-clientCertificate');
    assert.equal(await isFramed(certificate), true);
    await certificate.fill('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----');
    assert.ok(!(await wanting()).includes('clientTitle'));
  });

  it('ask for the form of a password where the algorithm leaves it open', async () => {
    await open('dlms-security');
    await field('level').selectOption('vendor');
    assert.equal(await field('vendorAlgorithm').inputValue(), 'landis-gyr');
    assert.equal(await field('passwordForm').isVisible(), false);
    await field('password').fill('secret');
    assert.match((await fault('password').textContent()) ?? '', /hexadecimal/);
    await field('vendorAlgorithm').selectOption('aes-ecb');
    assert.equal(await field('passwordForm').isVisible(), true);
    assert.equal(await fault('password').textContent(), '');
  });

  it('say of the password of a simulated E650 what the runtime would say', async () => {
    await open('dlms-simulator');
    await page.locator('.red-ui-tray details').first().locator('summary').click();
    await page.locator('#node-input-password').fill('secret');
    assert.equal(await fault('password').textContent(), '');
    await page.locator('#node-input-level').selectOption('vendor');
    assert.match((await fault('password').textContent()) ?? '', /hexadecimal/);
    await page.locator('#node-input-password').fill('9999999');
    assert.equal(await fault('password').textContent(), '');
  });

  it('tell the line of a keyring that is wrong, and nothing of its keys', async () => {
    await open('dlms-security');
    const keyring = page.getByRole('textbox', { name: 'Keyring', exact: true });
    await page.locator('summary').filter({ hasText: 'Many meters' }).click();
    await keyring.fill('# of the street\nKitchen; 0001020304; ek2=00');
    const words = (await fault('keyring').textContent()) ?? '';
    assert.match(words, /^line 2: 5 octets/);
    assert.doesNotMatch(words, /0001020304/);
    assert.equal(await isFramed(keyring), true);
    await keyring.fill('Kitchen; 000102030405060708090A0B0C0D0E0F');
    assert.equal(await fault('keyring').textContent(), '');
  });

  it('say what is no time at a time range of an object', async () => {
    const settings = { obis: '1-0:99.1.0', classId: 7, attribute: 2, access: 'range', from: 'soon' };
    const id = String(await page.evaluate(`probe.make('dlms-get', { 'dlms-meter': 'meter' })`));
    await page.evaluate(`RED.nodes.node('${id}').objects = ${JSON.stringify([settings])}; probe.open('${id}')`);
    await waitForDialog(page);
    const words = page.locator('#node-input-objects-list [role=alert]');
    await words.filter({ hasText: '-24h' }).waitFor();
    const from = page.locator('#node-input-objects-list [data-key="from"]');
    assert.equal(await isFramed(from), true);
    await from.fill('-2d');
    assert.equal(await words.textContent(), '');
    assert.equal(await isFramed(from), false);
  });

  it('know that a secret is stored, without knowing it', async () => {
    await page.evaluate(`probe.open('password')`);
    await waitForDialog(page);
    assert.equal(await fault('password').textContent(), '');
    assert.equal(await field('password').inputValue(), '__PWRD__');
    const answers = await page.evaluate(
      `Promise.all(['credentials/dlms-security/password', 'flows'].map((path) => fetch(path).then((answer) => answer.text())))`,
    );
    assert.ok(!JSON.stringify(answers).includes('12345678'));
  });

  it('open the group of rows that hides something wrong', async () => {
    await page.evaluate(`RED.nodes.node('dead-line').retries = '99'; probe.open('dead-line')`);
    await waitForDialog(page);
    assert.equal(await field('retries').isVisible(), true);
    assert.match((await fault('retries').textContent()) ?? '', /10/);
  });

  it('tell of a task that it needs a security node', async () => {
    const id = String(await page.evaluate(`probe.make('dlms-action', { 'dlms-meter': 'meter' })`));
    const chosen = (settings: object): Promise<unknown> =>
      page.evaluate(
        `Object.assign(RED.nodes.node('${id}'), ${JSON.stringify(settings)}); RED.editor.validateNode(RED.nodes.node('${id}'))`,
      );
    await chosen({ task: 'change-keys' });
    assert.match(String(await validity(id)), /^Task: .*security node/);
    await chosen({ newSecurity: 'password' });
    assert.deepEqual(await validity(id), []);
    await chosen({ task: 'm-bus-key', mbusKeyDo: 'clear', newSecurity: '' });
    assert.deepEqual(await validity(id), []);
  });

  it('point out a blank that was pasted with a password', async () => {
    await open('dlms-security');
    await field('password').fill('12345678 ');
    const state = field('password').locator('xpath=..').locator('.dlms-why [role=status]');
    assert.match((await state.textContent()) ?? '', /blank/);
    await field('password').fill('12345678');
    assert.doesNotMatch((await state.textContent()) ?? '', /blank/);
  });

  it('want for meters that dial in a connection where they can', async () => {
    const id = String(await page.evaluate(`probe.make('dlms-push', {})`));
    const judged = async (connection: string): Promise<unknown> => {
      const settings = { medium: 'connection', connection };
      await page.evaluate(
        `Object.assign(RED.nodes.node('${id}'), ${JSON.stringify(settings)}); RED.editor.validateNode(RED.nodes.node('${id}'))`,
      );
      return validity(id);
    };
    for (const connection of ['', 'line']) assert.match(String(await judged(connection)), /^Medium: .*Listen/, connection);
    await page.evaluate(`RED.nodes.import([{ id: 'dial-in', type: 'dlms-connection', medium: 'listen', port: '4060' }])`);
    assert.deepEqual(await judged('dial-in'), []);
  });

  it('are spared whoever chooses a serial port: HDLC is proposed, and taken back with it', async () => {
    const id = await open('dlms-connection');
    await leave();
    await page.evaluate(`Object.assign(RED.nodes.node('${id}'), { medium: 'tcp', framing: 'wrapper', port: '4059' })`);
    await open('dlms-connection');
    await field('medium').selectOption('serial');
    assert.equal(await field('framing').inputValue(), 'hdlc');
    await field('medium').selectOption('tcp');
    assert.equal(await field('framing').inputValue(), 'wrapper');
    await field('framing').selectOption('hdlc');
    await field('medium').selectOption('udp');
    assert.equal(await field('framing').inputValue(), 'hdlc');
  });

  it('are spared whoever chooses ECDSA: suite 1 is proposed', async () => {
    await open('dlms-security');
    await field('level').selectOption('ecdsa');
    assert.equal(await field('suite').inputValue(), '1');
    assert.equal(await fault('suite').textContent(), '');
  });

  for (const file of exampleFiles) {
    it(`take the example ${file}`, async () => {
      const nodes: unknown = JSON.parse(readFileSync(join(examples, file), 'utf8'));
      const faults = await page.evaluate((given) => {
        const { RED } = globalThis as unknown as { RED: ImportingEditor };
        const imported = RED.nodes.import(given, { generateIds: true }).nodes.filter(({ type }) => type.startsWith('dlms-'));
        for (const node of imported) RED.editor.validateNode(node);
        return imported.length === 0 ? ['no node'] : imported.flatMap(({ validationErrors }) => validationErrors ?? []);
      }, nodes);
      assert.deepEqual(faults, []);
    });
  }
});

interface ImportingEditor {
  readonly nodes: { import(nodes: unknown, options: object): { nodes: { type: string; validationErrors?: string[] }[] } };
  readonly editor: { validateNode(node: object): boolean };
}
