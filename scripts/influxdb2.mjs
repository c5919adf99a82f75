/**
 * Builds InfluxDB 2 from source into .cache/influxdb2, for the tests of the example InfluxDB: no package registry has the
 * server. Needs Go, Cargo, a C compiler and pkg-config, and some minutes; `npm run integration -- influxdb` takes it from there.
 *
 *   node scripts/influxdb2.mjs
 *
 * The server is a Go module that stands on a library in Rust, which the module's own pkg-config builds.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cache } from './command.mjs';
import { influxd2 } from './peers.mjs';

const server = 'github.com/influxdata/influxdb/v2@v2.7.12';
const pkgConfig = 'github.com/influxdata/pkg-config@v0.2.14';

const bin = cache('influxdb2', 'bin');
const wrapper = join(bin, 'rustc-wrapper');

/** Lints of a newer Rust are no errors here. */
const withoutLints = '#!/bin/sh\nexec "$@" --cap-lints allow\n';

const env = {
  GOBIN: bin,
  GOCACHE: cache('influxdb2', 'go-build'),
  GOFLAGS: '-buildvcs=false',
  PATH: [bin, process.env.PATH].join(delimiter),
  RUSTC_WRAPPER: wrapper,
  // Not the old one that the library names.
  RUSTUP_TOOLCHAIN: 'stable',
};

function go(...words) {
  const { status, stdout } = spawnSync('go', words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (status === 0) return stdout;
  console.error(`failed: go ${words.join(' ')}`);
  process.exit(1);
}

if (!existsSync(influxd2)) {
  mkdirSync(bin, { recursive: true });
  writeFileSync(wrapper, withoutLints);
  chmodSync(wrapper, 0o755);
  const { Dir: source } = JSON.parse(go('mod', 'download', '-json', server));
  go('install', pkgConfig);
  go('build', '-C', source, '-o', influxd2, './cmd/influxd');
}
console.log(influxd2);
