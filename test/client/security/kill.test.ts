/**
 * kill -9 at any point: over 1,000 sessions and many deaths no (key, IV) pair leaves twice, and no counter goes back. Each value is
 * written to a pipe before the octets that use it leave, so what the process had used is known whenever it dies.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveAndDie } from './killed-sessions';

describe('killed at any point', () => {
  it('1,000 sessions with counters in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'killed-'));
    await liveAndDie(['file', folder], { sessions: 1000, deaths: 8 });
    await rm(folder, { recursive: true, force: true });
  }).timeout(120_000);
});
