/**
 * The parts of README.md that come from tables of the program: troubleshooting from src/errors.ts, the coverage of
 * interface classes from src/cosem, levels and counter policies from src/security, telegrams without codes from
 * src/telegram. They stand between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 *   node scripts/documents.mjs          writes them anew
 *   node scripts/documents.mjs --check  fails when they are not current (part of `npm test`)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { at } from './command.mjs';

const require = createRequire(import.meta.url);
const readme = at('README.md');

const who = { line: 'line or cable', meter: 'meter', settings: 'settings', program: 'flow' };

const library = () => require(at('dist', 'src', 'index.js'));

/** A Markdown table; a bar in a cell would end it. */
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const again = { never: 'no', same: 'at once', reconnect: 'on a new link', later: 'after a pause' };

const troubleshooting = () => {
  const rows = Object.entries(library().errorTable).map(([code, row]) => ({ code, mostly: who[row.fault], ...row }));
  const { unexpected } = require(at('dist', 'nodes', 'lib', 'error-facts.js'));
  return table(
    ['`error.code`', 'met in', 'mostly', 'again', 'what to try'],
    [...rows, { ...unexpected, mostly: 'this package' }].map(({ code, layer, mostly, retry, hint }) => [
      `\`${code}\``,
      layer,
      mostly,
      again[retry],
      hint,
    ]),
  );
};

const coverage = () => require(at('dist', 'src', 'cosem', 'class.js')).coverageTable();

const secretNames = {
  password: 'password',
  encryptionKey: 'EK',
  authenticationKey: 'AK',
  signingKey: 'own private key',
  peerSigningKey: "meter's certificate or public key",
};

const levels = () =>
  table(
    ['mechanism', 'algorithm', 'needs', 'the meter proves itself'],
    library().algorithms.map(({ mechanism, label, secrets, serverProof }) => [
      mechanism,
      label,
      secrets.map((name) => secretNames[name]).join(', ') || '-',
      mechanism < 2 ? 'not part of this level' : serverProof === 'required' ? 'yes' : '**no**',
    ]),
  );

/** Offset from N, the counter before the AARQ. */
const offset = (value) => (value === 0 ? 'N' : `N+${value}`);

const policies = () =>
  table(
    ['policy', 'AARQ', 'f(StoC)', 'action', 'a counter twice?', 'seen in'],
    library().icPolicies.map(({ id, offsets: { aarq, gmac, action }, reusesNonce, seenIn }) => [
      `\`${id}\``,
      ...[aarq, gmac, action].map(offset),
      reusesNonce ? '**yes**' : 'no',
      seenIn,
    ]),
  );

const asked = { never: 'no', always: 'before each association', 'when-nothing-stored': 'when nothing is stored' };
const recovery = {
  none: '-',
  object: 'takes the value that the meter names, else reads the object',
  exception: 'takes the value that the meter names',
};

const starts = () =>
  table(
    ['start value', 'begins with', 'reads the counter object', 'after a refusal, once'],
    library().icStartPolicies.map(({ id, label, readsObject, recovers }) => [`\`${id}\``, label, asked[readsObject], recovery[recovers]]),
  );

const templates = () => [...library().builtInTemplates, ...library().builtInUnitRules].map(({ title }) => `- ${title}`).join('\n');

/** Name of the part -> its text. */
const parts = { levels, policies, starts, templates, troubleshooting, coverage };

function current() {
  let text = readFileSync(readme, 'utf8');
  for (const [name, make] of Object.entries(parts)) {
    const pattern = new RegExp(`(<!-- begin ${name} -->\n)[\\s\\S]*?(<!-- end ${name} -->)`);
    if (!pattern.test(text)) throw new Error(`README.md: the marks of "${name}" are missing`);
    text = text.replace(pattern, (_all, begin, end) => `${begin}\n${make().trim()}\n\n${end}`);
  }
  return text;
}

/** True when README.md says what the program says. Needs the build. */
export async function documentsAreCurrent() {
  if (current() === readFileSync(readme, 'utf8')) return true;
  throw new Error('README.md is not current: run `node scripts/documents.mjs`');
}

if (process.argv[1] === at('scripts', 'documents.mjs')) {
  if (process.argv.includes('--check')) await documentsAreCurrent();
  else writeFileSync(readme, current());
}
