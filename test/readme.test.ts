/**
 * What README.md shows as running is run: the example of the library, as it stands there, and its parts name what exists.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TaskField, taskFields } from '../nodes/forms/task-fields';
import { fieldsOf, type TaskId, taskForms } from '../nodes/forms/task-forms';
import { overrideKeys } from '../nodes/lib/overrides';
import { tasks } from '../nodes/lib/tasks/registry';
import * as library from '../src/index';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const between = (from: string, to: string): string => readme.split(from)[1]?.split(to)[0] ?? '';

const missing = (text: string, form: (key: string) => string): string[] => overrideKeys.filter((key) => !text.includes(form(key)));

describe('README.md', () => {
  it('the example without Node-RED reads a ciphered meter and its profile', async function () {
    this.timeout(20_000);
    const source = between('## Without Node-RED', '\n## ').split('```js\n')[1]?.split('```')[0] ?? '';
    assert.match(source, /main\(\);\s*$/);
    const folder = mkdtempSync(join(tmpdir(), 'dlms-readme-'));
    const lines: unknown[][] = [];
    const inFolder = { ...library, fileCounterStore: (name: string) => library.fileCounterStore(join(folder, name)) };
    const load = (name: string): unknown => (name === '@meterflow/node-red-dlms' ? inFolder : assert.fail(name));
    const run = new Function('require', 'console', source.replace(/main\(\);\s*$/, 'return main();'));
    try {
      await run(load, { log: (...words: unknown[]) => lines.push(words) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const [register, clock, profile] = lines;
    assert.equal(register?.[0], 'Active energy import (+A) total');
    assert.equal(typeof register?.[1], 'number');
    assert.equal(register?.[2], 'Wh');
    assert.equal(clock?.[0], 'Clock');
    assert.match(String(clock?.[1]), /^\d{4}-\d\d-\d\dT/);
    const rows = profile?.[0];
    assert.ok(Array.isArray(rows));
    assert.equal(rows.length, 4);
  });

  it('names every node of the package, and no other', () => {
    const { 'node-red': nodeRed } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      'node-red': { nodes: Record<string, string> };
    };
    const rows = [...between('\n## Nodes\n', '\n## ').matchAll(/^\| \*+(dlms [a-z]+)\*+ \|/gm)].map(([, name]) => name?.replace(' ', '-'));
    assert.deepEqual([...rows].sort(), Object.keys(nodeRed.nodes).sort());
  });

  it('names every task, with its fields and their choices', () => {
    const operations = between('\n## Operations\n', '\n## ');
    const rows = operations.split('\n').filter((line) => line.startsWith('| `'));
    const codes = (text: string): Set<string> => new Set([...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? ''));
    assert.deepEqual([...codes(rows.map((row) => row.split('|')[1]).join())].sort(), tasks.map(({ id }) => id).sort());
    // said of all tasks, below the table
    const common = ['taskObis', 'setupObis', 'setupVersion', 'newSecurity'];
    for (const name of common) assert.match(operations, new RegExp(`[\`.]${name}\``));
    for (const { id } of tasks) {
      const row = codes(rows.find((each) => each.split('|')[1]?.includes(`\`${id}\``)) ?? '');
      for (const name of fieldsOf(taskForms[id as TaskId])) {
        if (common.includes(name)) continue;
        const field: TaskField = taskFields[name];
        const choices = field.kind === 'choice' ? field.choices.filter((choice) => /^\D/.test(choice)) : [];
        for (const word of [name, ...choices]) assert.ok(row.has(word), `${id}: ${word}`);
      }
    }
  });

  it('pictures and pages that it points at are there', () => {
    const targets = [...readme.matchAll(/(?:\]\(|src(?:set)?=")([^)"#:]+)[)"]/g)].map(([, target]) => target ?? '');
    assert.ok(targets.length > 8);
    for (const target of targets) assert.ok(existsSync(join(root, target)), target);
  });

  it('and the helps of the nodes name every key of msg.dlms', () => {
    assert.deepEqual(
      missing(between('### Overrides per message', '\n## '), (key) => `\`${key}\``),
      [],
    );
    for (const language of ['en-US', 'de'])
      for (const node of ['associate', 'get', 'set', 'action', 'fleet', 'release']) {
        const help = readFileSync(join(root, 'nodes', 'locales', language, `dlms-${node}.html`), 'utf8');
        assert.deepEqual(
          missing(help, (key) => `<code>${key}</code>`),
          [],
          `${node}, ${language}`,
        );
      }
  });
});
