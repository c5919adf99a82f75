/**
 * What a fleet node keeps in a context store that fails now and then.
 */
import assert from 'node:assert/strict';
import type { Node } from 'node-red';
import { FleetStore } from '../../nodes/lib/fleet/store';

/** A context store in memory; `fails` says which writes it refuses. */
const context = () => {
  const kept = new Map<string, unknown>();
  const store = { kept, fails: (_key: string): boolean => false };
  type Done = (error: Error | null, value?: unknown) => void;
  const node = {
    context: () => ({
      get: (key: string, _store: unknown, done: Done) => done(null, kept.get(key)),
      set: (key: string, value: unknown, _store: unknown, done: Done) => {
        if (store.fails(key)) return done(new Error('disk full'));
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
        done(null);
      },
    }),
  };
  return Object.assign(store, { node: node as unknown as Node });
};

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `job ${index}`);

describe('dlms-fleet: what is kept', () => {
  it('writes what a failing store has refused, as soon as it takes something again', async () => {
    const disk = context();
    const warnings: string[] = [];
    const store = new FleetStore(disk.node, '', ({ message }) => warnings.push(message));
    await store.open('night', 'list', 0, false);
    // The first piece of finished jobs is full, and is not touched again.
    const jobs = ids(300);
    disk.fails = (key) => key.endsWith('_0');
    for (const job of jobs.slice(0, 290)) store.accept('night', job);
    await store.flush();
    assert.deepEqual(warnings, ['The ledger of the fleet: disk full']);
    disk.fails = () => false;
    for (const job of jobs.slice(290)) store.accept('night', job);
    await store.flush();
    const { done: after } = await new FleetStore(disk.node, '', assert.fail).open('night', 'list', 1, false);
    assert.deepEqual([...after].sort(), [...jobs].sort());
  });

  it('a write that fails keeps none of the others from the store, and never comes over a newer one', async () => {
    const disk = context();
    const store = new FleetStore(disk.node, '', () => undefined);
    await store.open('night', 'list', 0, false);
    disk.fails = (key) => key === 'fleet_away';
    store.keepAway(['old']);
    store.accept('night', 'job 0');
    await store.flush();
    assert.deepEqual([...disk.kept.entries()].find(([key]) => key.startsWith('fleet_done'))?.[1], ['job 0']);
    disk.fails = () => false;
    store.keepAway(['new']);
    await store.flush();
    assert.deepEqual(disk.kept.get('fleet_away'), ['new']);
  });
});
