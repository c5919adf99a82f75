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

  it('remembers all runs that are not finished, however many there are at once', async () => {
    const disk = context();
    const store = new FleetStore(disk.node, '', assert.fail);
    const sites = Array.from({ length: 20 }, (_, index) => `site ${index}`);
    for (const site of sites) await store.open(site, `list of ${site}`, 0, false);
    for (const site of sites) store.accept(site, `meter of ${site}`);
    await store.flush();
    const after = new FleetStore(disk.node, '', assert.fail);
    for (const site of sites) assert.deepEqual([...(await after.open(site, `list of ${site}`, 1, false)).done], [`meter of ${site}`]);
  });

  it('forgets old runs: eight that are over, and those that nobody has finished for a day', async () => {
    const disk = context();
    const store = new FleetStore(disk.node, '', assert.fail);
    const hour = 3_600_000;
    await store.open('cut off', 'list', 0, false);
    store.accept('cut off', 'job');
    for (let night = 1; night <= 20; night++) {
      await store.open(`night ${night}`, 'list', night * hour, false);
      store.accept(`night ${night}`, 'job');
      store.end(`night ${night}`, night * hour + 1);
    }
    await store.open('night 30', 'list', 30 * hour, false);
    await store.flush();
    const runs = (await store.known()).map(({ id }) => id);
    assert.deepEqual(runs, ['night 30', ...[20, 19, 18, 17, 16, 15, 14].map((night) => `night ${night}`)]);
    assert.equal([...disk.kept.keys()].filter((key) => key.startsWith('fleet_done')).length, 7);
  });
});
