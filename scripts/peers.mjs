/**
 * Fetches what the tiers with peers need beside Node: Debian programs, the Java and Python peers, Node 24 with Node-RED 5,
 * Home Assistant, the Flow Library's validator. Everything but the Debian programs goes to .cache/ and is kept until the file
 * that names its version changes.
 *
 * Each function returns null when its thing is ready, else a sentence that says what is missing.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { at, cache, run } from './command.mjs';

/** Under CI everything must be there: a missing peer is a failure there, and a note elsewhere. */
export const inCi = process.env.CI === 'true';

/** Debian keeps the programs of PostgreSQL in a folder of its version. */
const postgres = '/usr/lib/postgresql';
const postgresFolders = () => (existsSync(postgres) ? readdirSync(postgres).map((version) => join(postgres, version, 'bin')) : []);

const found = (program) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...postgresFolders()].some((folder) => existsSync(join(folder, program)));

/** Program -> Debian package. */
const debian = {
  socat: 'socat',
  'redis-server': 'redis-server',
  mosquitto: 'mosquitto',
  postgres: 'postgresql',
  influxd: 'influxdb',
  chromium: 'chromium',
  mvn: 'maven',
  javac: 'default-jdk-headless',
  python3: 'python3-venv',
  debootstrap: 'debootstrap',
  make: 'make',
  'g++': 'g++',
};

/** Makes sure of programs; installs their packages where that is our business (CI). */
export async function programs(...names) {
  const missing = () => names.filter((name) => !found(name));
  if (missing().length === 0) return null;
  if (inCi && found('apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { quiet: true, env });
    const packages = [...missing().map((name) => debian[name]), 'fonts-dejavu-core'];
    const words = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages];
    await run('apt-get', words, { quiet: true, env });
  }
  const left = missing();
  return left.length === 0 ? null : `missing: ${left.join(', ')} (Debian: apt-get install ${left.map((name) => debian[name]).join(' ')})`;
}

/** Runs `install` when the given files changed since it last succeeded in this folder of the cache. */
async function cached(folder, files, install) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const fingerprint = hash.digest('hex');
  const stamp = cache(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return null;
  mkdirSync(cache(folder), { recursive: true });
  rmSync(stamp, { force: true });
  const problem = await install();
  if (problem === null) writeFileSync(stamp, fingerprint);
  return problem;
}

async function steps(...commands) {
  for (const [command, args] of commands) {
    const { code } = await run(command, args, { quiet: true, env: { PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) } });
    if (code !== 0) return `failed: ${command} ${args.slice(0, 3).join(' ')} ...`;
  }
  return null;
}

export const javaFolder = at('test', 'interop', 'java');
export const javaClasspath = [cache('java', 'classes'), cache('java', 'lib', '*')].join(delimiter);

/** The Java library and our launchers, compiled. */
export async function javaPeer() {
  const sources = readdirSync(javaFolder)
    .filter((name) => name.endsWith('.java'))
    .map((name) => join(javaFolder, name));
  const pom = join(javaFolder, 'pom.xml');
  return (
    (await programs('mvn', 'javac')) ??
    cached('java', [pom, ...sources], () =>
      steps(
        ['mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${cache('java', 'lib')}`]],
        ['javac', ['-cp', cache('java', 'lib', '*'), '-d', cache('java', 'classes'), ...sources]],
      ),
    )
  );
}

export const pythonProgram = cache('python', 'bin', 'python');

/** The Python clients in an environment of their own. */
export async function pythonPeers() {
  const requirements = at('test', 'interop', 'python', 'requirements.txt');
  return (
    (await programs('python3')) ??
    cached('python', [requirements], () =>
      steps(
        ['python3', ['-m', 'venv', cache('python')]],
        [cache('python', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]],
      ),
    )
  );
}

/** npm packages in a folder of the cache with a package.json of its own, so that npm does not look for one further up. */
function npmPackages(folder, dependencies) {
  mkdirSync(cache(folder), { recursive: true });
  const manifest = cache(folder, 'package.json');
  writeFileSync(manifest, JSON.stringify({ private: true, dependencies }));
  return cached(folder, [manifest], () =>
    steps(['npm', ['install', '--prefix', cache(folder), '--no-audit', '--no-fund', '--loglevel=error']]),
  );
}

export const node24 = cache('node24', 'node_modules', 'node', 'bin', 'node');
export const nodeRed5 = cache('node24', 'node_modules', 'node-red');

/** Node 24 and Node-RED 5, for the second run of the node tests. */
export const nextNodeRed = () => npmPackages('node24', { node: '^24.0.0', 'node-red': '^5.0.0' });

export const integrationModules = cache('integration', 'node_modules');

/** Node-RED nodes of others that the integration examples use, beside the dashboard. */
export const integrationNodes = () =>
  npmPackages('integration', { 'node-red-contrib-influxdb': '^0.7.0', '@flowfuse/nr-tables-nodes': '^0.2.2' });

/** Where scripts/influxdb2.mjs puts a server of InfluxDB 2; nothing needs it. */
export const influxd2 = cache('influxdb2', 'influxd');

export const sqliteModules = cache('sqlite', 'node_modules');

/** The sqlite node, with modules of its own: what it stands on is built from source where no binary can be had. */
export const sqliteNode = async () =>
  (await programs('python3', 'make', 'g++')) ?? npmPackages('sqlite', { 'node-red-node-sqlite': '^1.1.1' });

export const homeAssistantRoot = cache('home-assistant', 'root');

/** What the folder needs of this computer to reach the package index: name servers, and certificates that are trusted here. */
function shareNetwork() {
  for (const file of ['/etc/resolv.conf', '/etc/hosts', '/etc/pip.conf', '/etc/ssl/certs/ca-certificates.crt'])
    if (existsSync(file)) copyFileSync(file, join(homeAssistantRoot, file));
  return null;
}

/**
 * Home Assistant. Versions with device-based discovery need a newer Python than Debian 12 has, so it lives in a folder with
 * the next Debian, which is entered by chroot.
 */
export async function homeAssistant() {
  const requirements = at('test', 'integration', 'home-assistant', 'requirements.txt');
  if (process.getuid?.() !== 0) return 'Home Assistant lives in a folder with a newer Debian, which only root may enter';
  const inside = (...command) => ['chroot', [homeAssistantRoot, ...command]];
  const packages = ['ca-certificates', 'gcc', 'libc6-dev', 'python3-dev', 'python3-venv'];
  return (
    (await programs('debootstrap')) ??
    cached('home-assistant', [requirements], async () => {
      rmSync(homeAssistantRoot, { recursive: true, force: true });
      return (
        (await steps(['debootstrap', ['--variant=minbase', `--include=${packages}`, 'trixie', homeAssistantRoot]])) ??
        shareNetwork() ??
        steps(
          ['cp', [requirements, join(homeAssistantRoot, 'opt', 'requirements.txt')]],
          inside('python3', '-m', 'venv', '/opt/home-assistant'),
          inside('/opt/home-assistant/bin/pip', 'install', '--quiet', '--no-compile', '--no-cache-dir', '-r', '/opt/requirements.txt'),
        )
      );
    })
  );
}

export const validatorProgram = cache('validator', 'node_modules', 'node-red-dev', 'bin', 'run');

/** The scorecard of the Flow Library. */
export const validator = () => npmPackages('validator', { 'node-red-dev': '0.1.6' });
