/**
 * The counters that a meter sent, over associations and restarts, for those who want repeated ones refused (`replay: strict`).
 *
 * Where nothing fresh is asked of the meter (a low-level password in a ciphered context), a whole recorded association could
 * be played to the client otherwise. What is kept is the highest counter of the global key when an association opened: an
 * older association does not open with it any more. Other keys begin anew.
 */
import { putBounded } from '../../bounded';
import { keyFingerprint } from '../../security/keys';
import type { MeterMemory } from './meter-memory';

/** Keys that a meter had in this process; there are two in the time of a change. */
const maxKeys = 4;

export class HeardCounters {
  private readonly byKey = new Map<string, Map<string, number>>();

  constructor(private readonly memory: MeterMemory) {}

  /** By the name of the key; to be kept up to date by the association. */
  async under(encryptionKey: Buffer): Promise<Map<string, number>> {
    const name = keyFingerprint(encryptionKey, 'heard');
    const known = this.byKey.get(name) ?? new Map<string, number>();
    putBounded(this.byKey, name, known, maxKeys);
    const { heard } = await this.memory.recall();
    if (heard?.key === name) known.set('global', Math.max(heard.counter, known.get('global') ?? 0));
    return known;
  }

  /** Keeps what the association has heard so far. */
  async keep(encryptionKey: Buffer): Promise<void> {
    const key = keyFingerprint(encryptionKey, 'heard');
    const counter = this.byKey.get(key)?.get('global');
    if (counter !== undefined) await this.memory.learn({ heard: { key, counter } });
  }
}
