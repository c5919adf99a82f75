/**
 * The parts of README.md that come from tables of the program: troubleshooting from src/errors.ts, the coverage of
 * interface classes from src/cosem. They stand between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 *   node scripts/documents.mjs          writes them anew
 *   node scripts/documents.mjs --check  fails when they are not current (part of `npm test`)
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { at } from './command.mjs';

const require = createRequire(import.meta.url);
const readme = at('README.md');

const who = { line: 'line or cable', meter: 'meter', settings: 'settings', program: 'flow' };

function troubleshooting() {
  const { errorTable } = require(at('dist', 'src', 'errors.js'));
  const rows = Object.entries(errorTable).map(([code, { layer, fault, hint }]) => `| \`${code}\` | ${layer} | ${who[fault]} | ${hint} |`);
  return ['| `error.code` | met in | mostly | what to try |', '|---|---|---|---|', ...rows].join('\n');
}

function coverage() {
  const file = at('dist', 'src', 'cosem', 'class.js');
  if (!existsSync(file)) return '';
  const { coverageTable } = require(file);
  return coverageTable();
}

/** Name of the part -> its text. */
const parts = { troubleshooting, coverage };

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
