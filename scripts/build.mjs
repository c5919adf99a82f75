/**
 * Builds the package: TypeScript to dist/, the files Node-RED looks for beside each node, and the editor bundle.
 *
 * - dist/src, dist/nodes: CommonJS with declarations, by tsc.
 * - dist/nodes/*.html, locales/, icons/: Node-RED looks for them beside the entry files that package.json names.
 * - resources/dlms-editor.js: nodes/editor as one script with the global `DlmsEditor`; Node-RED serves it to the editor.
 *
 * Run by itself it does what `npm run build` says; `npm test` and `npm start` call `build()`.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { at, runPackage, timed } from './command.mjs';
import { setup } from './setup.mjs';

const filesBelow = (folder) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile()) : [];

/** Deletes output whose source is gone: a renamed file must not live on in dist/. */
function prune() {
  for (const name of filesBelow(at('dist'))) {
    if (!/\.(js|d\.ts)$/.test(name)) continue;
    const source = name.replace(/(\.d\.ts|\.js)$/, '.ts');
    if (!existsSync(at(source))) rmSync(at('dist', name));
  }
}

async function compile() {
  const { code } = await runPackage('typescript', 'bin/tsc', ['-p', 'tsconfig.build.json']);
  if (code !== 0) throw new Error('tsc found errors: see above');
}

/** Copies a file or folder when it is there and newer than its copy. */
function copy(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

function copyAssets() {
  for (const name of existsSync(at('nodes')) ? readdirSync(at('nodes')) : []) {
    if (name.endsWith('.html')) copy(at('nodes', name), at('dist', 'nodes', name));
  }
  copy(at('nodes', 'locales'), at('dist', 'nodes', 'locales'));
  copy(at('icons'), at('dist', 'nodes', 'icons'));
}

async function bundleEditor() {
  const entry = at('nodes', 'editor', 'index.ts');
  if (!existsSync(entry)) return;
  const { build: esbuild } = await import('esbuild');
  await esbuild({
    entryPoints: [entry],
    outfile: at('resources', 'dlms-editor.js'),
    bundle: true,
    format: 'iife',
    globalName: 'DlmsEditor',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { strict: true } },
  });
}

export async function build() {
  prune();
  await Promise.all([compile(), bundleEditor()]);
  copyAssets();
}

if (process.argv[1] === at('scripts', 'build.mjs')) {
  await setup();
  try {
    await timed(`built ${relative(process.cwd(), at('dist')) || 'dist'}`, build);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
