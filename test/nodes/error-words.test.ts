/// <reference path="../../nodes/editor/globals.d.ts" />
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorWords, hintKey, itemErrorWords, reasonOf } from '../../nodes/editor/error-words';
import { dialogError } from '../../nodes/lib/error-facts';
import { DlmsError, type ErrorCode, errorTable } from '../../src/index';

type Words = Readonly<Record<string, string>>;
type Catalogue = {
  readonly common: { readonly error?: Words; readonly hint?: Words; readonly ownHint?: Words; readonly noAnswer: string };
};

const catalogue = (language: string): Catalogue =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'nodes', 'locales', language, 'dlms-meter.json'), 'utf8')) as Catalogue;
/** What is no DlmsError has this code in the dialogs. */
const codes = [...Object.keys(errorTable), 'unexpected'].sort();

/** What the tests of the dialogs and Browse meter meet has its hints here. */
const sourcesOfDialogs = [
  ...['src/transport/socket-errors.ts', 'src/transport/serial.ts', 'src/framing/noise.ts', 'src/framing/mode-e.ts'],
  ...['src/session/association-refused.ts', 'src/client/security/material.ts', 'src/client/security/refusal.ts'],
  ...[
    'src/security/context.ts',
    'nodes/lib/meter-settings.ts',
    'nodes/lib/draft-meter.ts',
    'nodes/lib/config-nodes.ts',
    'nodes/lib/security-secrets.ts',
  ],
];

describe('errors in the language of the editor', () => {
  const global = globalThis as Record<string, unknown>;
  /** The editor's lookup: a text of the catalogue, else the given default. */
  const speak = (language: string): void => {
    const words = catalogue(language) as unknown as Record<string, unknown>;
    const find = (key: string, { defaultValue }: { defaultValue?: string }): string => {
      const found = key
        .replace(/^[^:]*:/, '')
        .split('.')
        .reduce<unknown>((place, part) => (place as Record<string, unknown> | undefined)?.[part], words);
      return typeof found === 'string' ? found : (defaultValue ?? key);
    };
    Object.assign(global, { RED: { _: find } });
  };
  after(() => {
    delete global.RED;
  });

  it('German has both sentences for each code of the table, and for no other', () => {
    const { error = {}, hint = {} } = catalogue('de').common;
    assert.deepEqual(Object.keys(error).sort(), codes);
    assert.deepEqual(Object.keys(hint).sort(), codes);
    for (const [code, text] of Object.entries(error)) assert.match(text, /^\p{Lu}.*[^.]$/u, code);
    for (const [code, text] of Object.entries(hint)) {
      assert.match(text, /^\p{Lu}.*[.?]$/u, code);
      if (code !== 'unexpected') assert.notEqual(text, errorTable[code as ErrorCode].hint);
    }
  });

  it('English shows the words of the runtime', () => {
    speak('en-US');
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const error = new DlmsError(code, 'It went wrong');
      assert.equal(errorWords(dialogError(error)), `It went wrong. ${error.hint}`);
    }
    assert.equal(reasonOf({ responseJSON: { error: { code: 'obis-invalid', message: 'No code', hint: '' } } }), 'No code');
  });

  it('German says what is wrong and what to try, with the particulars in brackets', () => {
    speak('de');
    const failed = dialogError(new DlmsError('connect-failed', '10.0.0.5:4059 refused the connection'));
    const { error = {}, hint = {} } = catalogue('de').common;
    assert.equal(errorWords(failed), `${error['connect-failed']}. ${hint['connect-failed']} (10.0.0.5:4059 refused the connection)`);
    const other = dialogError(new DlmsError('settings-invalid', 'The meter has no connection', { hint: 'Choose one.' }));
    assert.equal(errorWords(other), `${error['settings-invalid']}. ${hint['settings-invalid']} (The meter has no connection. Choose one.)`);
    assert.equal(reasonOf({ responseJSON: { error: failed } }), `${error['connect-failed']} (10.0.0.5:4059 refused the connection)`);
    assert.equal(reasonOf({}), catalogue('de').common.noAnswer);
  });

  it('German has the hints of a refused association and of a line that does not open, where they say more than the table', () => {
    speak('de');
    const hint = 'Check the spelling of the host name, or give the IP address.';
    const unknown = dialogError(new DlmsError('connect-failed', 'tcp meter:4059: there is no such host', { hint }));
    assert.match(errorWords(unknown), /^Die Leitung .*\. Die Schreibweise des Namens .*\. \(tcp meter:4059: there is no such host\)$/);
    speak('en-US');
    assert.equal(errorWords(unknown), `tcp meter:4059: there is no such host. ${hint}`);
  });

  for (const file of sourcesOfDialogs)
    it(`German has every hint of ${file}`, () => {
      const { ownHint = {} } = catalogue('de').common;
      const text = readFileSync(join(__dirname, '..', '..', file), 'utf8');
      const hints = [...text.matchAll(/\bhint:\s+'([^'\n]+)'(?!\s*\+)/g)].map(([, words]) => words ?? '');
      assert.ok(hints.length > 0);
      for (const words of hints) assert.match(ownHint[hintKey(words)] ?? '', /^\p{Lu}/u, words);
    });

  it('German has no words for a hint that there is no more', () => {
    const root = join(__dirname, '..', '..');
    const files = ['src', 'nodes'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
    );
    const words = files.filter((name) => name.endsWith('.ts')).map((name) => hintKey(readFileSync(name, 'utf8')));
    for (const key of Object.keys(catalogue('de').common.ownHint ?? {}))
      assert.ok(
        words.some((text) => text.includes(key)),
        key,
      );
  });

  it('leaves the words of the meter for an object, and falls back where a code has none', () => {
    speak('de');
    assert.equal(itemErrorWords({ code: 4, text: 'Das Objekt gibt es nicht.' }), 'Das Objekt gibt es nicht.');
    assert.match(itemErrorWords({ code: 'object-unknown', text: 'Not in the list.' }), /^Das Objekt .*\(Not in the list\.\)$/);
    assert.equal(errorWords({ code: 'of-a-later-release', message: 'Odd', hint: 'Look.', ownHint: false }), 'Odd. Look.');
  });

  it('a defect of the program has words, too', () => {
    speak('de');
    assert.match(errorWords(dialogError(new TypeError('x is not a function'))), /^Ein unerwarteter Fehler\. .*\(x is not a function\)$/);
  });
});
