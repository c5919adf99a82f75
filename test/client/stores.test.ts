/**
 * Stores: what was kept is there again, in order, for awkward keys, after a restart and after a write that was cut short.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore, memoryStore, type Store } from '../../src/client/stores';
import { DlmsError } from '../../src/errors';

describe('stores', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dlms-store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const kinds: Readonly<Record<string, () => Store>> = { memory: memoryStore, file: () => fileStore(join(folder, 'made', 'late')) };
  for (const [kind, create] of Object.entries(kinds)) {
    it(`keeps, replaces and removes values (${kind})`, async () => {
      const store = create();
      assert.equal(await store.get('a'), undefined);
      await store.set('a', '1');
      await store.set('A', '2');
      await store.set('../meter 1/ä:*', '3');
      assert.deepEqual([await store.get('a'), await store.get('A'), await store.get('../meter 1/ä:*')], ['1', '2', '3']);
      await store.delete('a');
      await store.delete('a');
      assert.equal(await store.get('a'), undefined);
    });

    it(`keeps the order of writes that are not awaited (${kind})`, async () => {
      const store = create();
      const writes = Array.from({ length: 20 }, (_, i) => store.set('counter', String(i)));
      assert.equal(await Promise.all(writes).then(() => store.get('counter')), '19');
    });
  }

  it('keeps values of keys that are longer than a file name: a meter may be called anything', async () => {
    const names = ['Подстанция Северная, счётчик № 12 (ввод 2)', 'Подстанция Северная, счётчик № 12 (ввод 3)', '变电站'.repeat(100)];
    const store = fileStore(folder);
    for (const name of names) await store.set(`image ${name} 1 17 0-0:44.0.0*255`, name);
    for (const name of names) assert.equal(await fileStore(folder).get(`image ${name} 1 17 0-0:44.0.0*255`), name);
    assert.equal((await readdir(folder)).length, names.length);
  });

  it('is there again after a restart, and ignores a write that was cut short', async () => {
    await fileStore(folder).set('counter', '41');
    const [name] = await readdir(folder);
    await writeFile(join(folder, `${name}.${process.pid}.new`), '4');
    const again = fileStore(folder);
    assert.equal(await again.get('counter'), '41');
    await again.set('counter', '42');
    assert.deepEqual(await readdir(folder), ['counter.json']);
  });

  it('is one with other stores of its folder: two security nodes learn of one meter at once', async () => {
    const values = Array.from({ length: 200 }, (_, n) => `"${String(n % 10).repeat(1 + ((n * 997) % 20_000))}"`);
    const stores = [fileStore(folder), fileStore(folder)];
    const kept: string[] = [];
    await Promise.all(
      values.map(async (value, n) => {
        const store = stores[n % 2] as Store;
        await store.set('meter', value);
        kept.push((await store.get('meter')) ?? '');
      }),
    );
    assert.ok(kept.every((text) => values.includes(text)));
    assert.equal(await fileStore(folder).get('meter'), values.at(-1));
  });

  it('says so when it cannot keep something', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    const store = fileStore(join(blocked, 'below'));
    for (const key of ['a', '', 'x'.repeat(300)]) {
      await assert.rejects(store.set(key, '1'), (error: unknown) => error instanceof DlmsError && error.code === 'store-failed');
    }
  });
});
