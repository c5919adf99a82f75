/** Counters in files: durable and rising, damage is an error, two processes and two stores on one folder never collide. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileCounterStore } from '../../../src/client/security/file-counters';
import { withLock } from '../../../src/client/security/file-lock';
import { counterKey } from '../../../src/security/counters';
import { rejection } from './secured-meter';

const key = counterKey('unicast-0011223344556677', 'client-to-server', Buffer.from('Gurux123'));
const fileName = 'client-to-server.4775727578313233.unicast-0011223344556677.counter';

describe('counters in files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counters-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('rise, and survive the store', async () => {
    const store = fileCounterStore(join(folder, 'made', 'when needed'));
    assert.equal(await store.highest(key), null);
    assert.equal(await store.reserve(key, 32, 0), 0);
    assert.equal(await store.reserve(key, 32, 0), 32);
    assert.equal(await store.reserve(key, 1, 1000), 1000);
    assert.equal(await store.reserve(key, 1, 5), 1001, 'never lower');
    assert.equal(await fileCounterStore(join(folder, 'made', 'when needed')).highest(key), 1001);
  });

  it('keys, directions and titles count apart', async () => {
    const store = fileCounterStore(folder);
    const others = [
      counterKey('unicast-1011223344556677', 'client-to-server', Buffer.from('Gurux123')),
      counterKey('unicast-0011223344556677', 'server-to-client', Buffer.from('Gurux123')),
      counterKey('unicast-0011223344556677', 'client-to-server', Buffer.alloc(0)),
    ];
    for (const one of [key, ...others]) assert.equal(await store.reserve(one, 10, 0), 0);
    assert.equal((await readdir(folder)).length, 4, 'nothing else is left in the folder');
  });

  it('the whole range, and its end', async () => {
    const store = fileCounterStore(folder);
    for (const start of [0x7fffffff, 0x80000000, 0xfffffff0]) assert.equal(await store.reserve(key, 1, start), start);
    assert.equal((await rejection(store.reserve(key, 32, 0))).code, 'counter-exhausted');
    assert.equal(await store.reserve(key, 14, 0), 0xfffffff1);
    assert.equal((await rejection(store.reserve(key, 1, 0))).code, 'counter-exhausted');
  });

  it('a damaged file is an error, never a start at 0', async () => {
    const store = fileCounterStore(folder);
    await store.reserve(key, 32, 4000);
    const path = join(folder, fileName);
    const sound = await readFile(path, 'utf8');
    const damages = [
      '',
      sound.slice(0, -8),
      '\0'.repeat(64),
      '{"highest":5}',
      sound.replace('4031', '5'),
      sound.replace('4775', '4776'),
      '[]',
      'null',
    ];
    for (const damage of damages) {
      await writeFile(path, damage);
      for (const asked of [store.highest(key), store.reserve(key, 1, 0)]) {
        const error = await rejection(asked);
        assert.equal(error.code, 'counter-store-failed', JSON.stringify(damage));
        assert.match(error.message, /is damaged/);
        assert.match(error.hint, /Nothing was sent/);
      }
    }
    await writeFile(path, sound);
    assert.equal(await store.reserve(key, 1, 0), 4032);
  });

  it('a folder that cannot be written is an error that names the counter', async () => {
    await writeFile(join(folder, 'file'), '');
    const error = await rejection(fileCounterStore(join(folder, 'file')).reserve(key, 1, 0));
    assert.equal(error.code, 'counter-store-failed');
    assert.match(error.message, /client-to-server\/4775727578313233/);
  });

  it('stores of one process share', async () => {
    const stores = [fileCounterStore(folder), fileCounterStore(folder)];
    const firsts = await Promise.all(Array.from({ length: 40 }, (_, i) => (stores[i % 2] as (typeof stores)[0]).reserve(key, 3, 0)));
    assert.deepEqual(
      firsts.sort((a, b) => a - b),
      Array.from({ length: 40 }, (_, i) => 3 * i),
    );
  });

  it('processes share', async () => {
    const program = join(__dirname, 'reserve-process.ts');
    const blocks = await Promise.all(
      [0, 1, 2].map(async () => {
        const child = spawn(process.execPath, ['--import', 'tsx', program, folder, '60'], { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (chunk) => {
          text += chunk;
        });
        const [code] = await once(child, 'close');
        assert.equal(code, 0);
        return text.trim().split('\n').map(Number);
      }),
    );
    const firsts = blocks.flat();
    assert.equal(firsts.length, 180);
    assert.equal(new Set(firsts).size, 180);
    for (const own of blocks)
      assert.deepEqual(
        own,
        [...own].sort((a, b) => a - b),
      );
  }).timeout(30_000);

  it('a lock of a process that is gone is taken over at once', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const lock = join(folder, `${fileName}.lock`);
    for (const holder of [`${hostname()} ${gone.pid} 00`, `${hostname()} ${process.pid} of a container before`]) {
      await writeFile(lock, holder);
      await fileCounterStore(folder).reserve(key, 1, 0);
    }
  });

  it('a second copy of this package in the process respects the locks of the first', async () => {
    const path = join(folder, 'lock');
    const file = require.resolve('../../../src/client/security/file-lock');
    const before = require.cache[file];
    delete require.cache[file];
    const copy = require(file) as { withLock: typeof withLock };
    if (before) require.cache[file] = before;
    assert.notEqual(copy.withLock, withLock);
    await withLock(path, async (confirm) => {
      await assert.rejects(
        copy.withLock(path, async () => {}, { waitMs: 1 }),
        /is held by/,
      );
      assert.equal(await confirm(), true);
    });
  });

  it('a lock of a process that lives is waited for', async () => {
    const path = join(folder, 'lock');
    const order: string[] = [];
    const first = withLock(path, async (confirm) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await confirm(), true);
      order.push('first');
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await assert.rejects(
      withLock(path, async () => {}, { waitMs: 1 }),
      /is held by/,
    );
    await Promise.all([first, withLock(path, async () => void order.push('second'))]);
    assert.deepEqual(order, ['first', 'second']);
  });
});
