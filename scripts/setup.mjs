/**
 * Installs what package-lock.json names, when that is not what stands in node_modules. Needs Node and npm, nothing else.
 *
 * npm leaves a copy of the lock it installed in node_modules/.package-lock.json; comparing the two says in a few
 * milliseconds whether anything is to do, so every other script can call this first.
 */
import { existsSync, readFileSync } from 'node:fs';
import { at, requireNode, root, run } from './command.mjs';

const packagesOf = (file) => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : null);

/** True when every package of the lock that this platform needs is installed in the version of the lock. */
function installed() {
  const present = packagesOf(at('node_modules', '.package-lock.json'));
  const wanted = packagesOf(at('package-lock.json'));
  if (present === null || wanted === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional) return true;
    const found = present[path];
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity;
  });
}

export async function setup() {
  requireNode();
  if (installed()) return;
  console.log('Installing the packages of package-lock.json (once, about a minute) ...');
  // Not `npm ci`: it insists on the optional binaries of every platform in the lock, and a lock made behind a registry that
  // holds those of one platform cannot have them. `--no-save` keeps to the lock and leaves it as it is.
  const { code } = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  if (code === 0 && installed()) return;
  console.error('npm install did not succeed: see above. Is the npm registry reachable?');
  process.exit(1);
}

if (process.argv[1] === at('scripts', 'setup.mjs')) await setup();
