/**
 * The layer rule of the design, enforced: who may import whom, where the outside world may be touched, and the shape of a
 * source file. The README's architecture page draws the same table.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const root = resolve(__dirname, '..');

const ground = ['errors', 'bytes', 'bounded', 'codec'];
const pure = [...ground, 'apdu', 'cosem', 'framing', 'security', 'session', 'telegram'];

/** Layer: the layers that it may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  bytes: ['errors'],
  bounded: [],
  codec: ['errors', 'bytes'],
  apdu: ground,
  cosem: ground,
  framing: [...ground, 'apdu'],
  security: [...ground, 'apdu'],
  session: [...ground, 'apdu', 'cosem', 'framing', 'security'],
  // beside session, not above it: meters that only talk have no dialogue; frames, protection and meaning meet here
  telegram: [...ground, 'apdu', 'cosem', 'framing', 'security'],
  transport: ['errors', 'bytes'],
  client: [...pure, 'transport'],
  simulator: [...pure, 'transport'],
  index: [...pure, 'transport', 'client', 'simulator'],
  // what the editor draws and the runtime reads: declarations alone
  forms: [],
  nodes: ['index', 'forms'],
  // runs in a browser, where index with its sockets cannot go
  editor: [...ground, 'cosem', 'security', 'forms'],
};

/** Modules of the outside world, and the layers that may use them. */
const outside: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['security'],
  'node:net': ['transport'],
  'node:dgram': ['transport'],
  serialport: ['transport'],
};

/** Modules that are no more than a part of the language. */
const language = ['node:buffer', 'node:util'];

interface Source {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  /** Without comments and without what stands in quotes, imports excepted. */
  readonly code: string;
  readonly imports: readonly string[];
}

function layerOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'nodes') return second === 'editor' || second === 'forms' ? second : 'nodes';
  return second.replace(/\.ts$/, '');
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

function sourceOf(path: string, text: string): Source {
  const bare = withoutComments(text);
  const imports = [...bare.matchAll(/(?<!['"])(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*['"]([^'"\s]+)['"]/g)].map(
    (match) => match[1] as string,
  );
  const code = bare.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
  return { path, layer: layerOf(path), text, code, imports };
}

const sources: readonly Source[] = ['src', 'nodes'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8'))),
);

const isPure = ({ layer }: Source): boolean => pure.includes(layer);

const worldly =
  /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|Date\.now|Math\.random|performance\.|process\.|console\.|getRandomValues)\b|\brandom(?:Bytes|Fill|FillSync|Int|UUID)\b|\bnew Date\(\)/g;

/** Lines `path: what` of all sources that break a rule. */
const breaches = (rule: (source: Source) => readonly string[]): string[] =>
  sources.flatMap((source) => rule(source).map((what) => `${source.path}: ${what}`));

const imported = (source: Source, name: string): string =>
  relative(root, resolve(root, dirname(source.path), name))
    .split(sep)
    .join('/');

describe('the layers', () => {
  it('are read as they are written', () => {
    const text = [
      '// setTimeout in a comment',
      "import { a } from '../codec/a';",
      "const b = require('node:net');",
      "export type { C } from './c'; // console.log",
      "const words = ['from', from, 'end'];",
      "const text = 'Date.now'; const time = new Date(); const id = randomBytes(4);",
    ].join('\n');
    const source = sourceOf('src/apdu/x.ts', text);
    assert.deepEqual([...source.imports].sort(), ['../codec/a', './c', 'node:net']);
    assert.deepEqual(source.code.match(worldly), ['new Date()', 'randomBytes']);
    assert.equal(source.layer, 'apdu');
  });

  it('are all known', () => {
    assert.ok(sources.length > 20);
    assert.deepEqual(
      breaches(({ layer }) => (layer in mayImport ? [] : [`layer ${layer}`])),
      [],
    );
  });

  it('import only what is below them', () => {
    const rule = (source: Source): string[] =>
      source.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => imported(source, name))
        .filter((path) => path.startsWith('src/') || path.startsWith('nodes/'))
        .filter((path) => layerOf(path) !== source.layer && !mayImport[source.layer]?.includes(layerOf(path)));
    assert.deepEqual(breaches(rule), []);
  });

  it('touch the outside world in one place each', () => {
    const rule = ({ layer, imports }: Source): string[] => imports.filter((name) => outside[name] && !outside[name]?.includes(layer));
    assert.deepEqual(breaches(rule), []);
  });

  it('import no other module before client', () => {
    const rule = (source: Source): readonly string[] =>
      isPure(source) ? source.imports.filter((name) => !name.startsWith('.') && !language.includes(name) && !outside[name]) : [];
    assert.deepEqual(breaches(rule), []);
  });

  it('know no clock, timer, chance or process before client', () => {
    assert.deepEqual(
      breaches((source) => (isPure(source) ? [...source.code.matchAll(worldly)].map((match) => match[0]) : [])),
      [],
    );
  });

  it('keep Node-RED out of the protocol', () => {
    const rule = ({ layer, imports }: Source): string[] =>
      ['nodes', 'editor'].includes(layer) ? [] : imports.filter((name) => /^(@node-red|node-red)/.test(name));
    assert.deepEqual(breaches(rule), []);
  });
});

describe('source files', () => {
  it('open with what they are', () => {
    assert.deepEqual(
      breaches(({ text }) => (/^(#!.*\n)?\/\*\*/.test(text) ? [] : ['no header'])),
      [],
    );
  });

  it('are shorter than 400 lines, tables of facts excepted', () => {
    const rule = ({ text }: Source): string[] => {
      const lines = text.split('\n').length;
      const header = text.slice(0, text.indexOf('*/'));
      return lines < 400 || /generated|table/i.test(header) ? [] : [`${lines} lines`];
    };
    assert.deepEqual(breaches(rule), []);
  });

  it('are named after the thing', () => {
    const rule = ({ path }: Source): string[] => {
      const name = path.split('/').at(-1) as string;
      return /^[a-z0-9]+(-[a-z0-9]+)*(\.types)?\.ts$/.test(name) && !/util|helper|manager|misc|common/.test(name) ? [] : ['its name'];
    };
    assert.deepEqual(breaches(rule), []);
  });

  it('use nothing that came after Node 20.0, which package.json says is enough', () => {
    const newer = /AbortSignal\.any|Promise\.withResolvers|(Object|Map)\.groupBy|Array\.fromAsync|import\.meta\.dirname/g;
    assert.deepEqual(
      breaches(({ code }) => [...code.matchAll(newer)].map((match) => match[0])),
      [],
    );
  });

  it('leave nothing for later', () => {
    const unfinished = /\b(TODO|FIXME|XXX|HACK|for now)\b/g;
    assert.deepEqual(
      breaches(({ text }) => [...text.matchAll(unfinished)].map((match) => match[0])),
      [],
    );
  });
});
