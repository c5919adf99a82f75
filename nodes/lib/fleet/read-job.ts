/**
 * Reading the meter of one job, as dlms-get would with the row as `msg.dlms`.
 */
import type { Node, NodeAPI } from 'node-red';
import { withMeter } from '../meter-access';
import { type ObjectsRead, readObjectsOf, wantedObjects } from '../meter-reading';
import { readOverrides } from '../overrides';
import { type Settings, text } from '../setting-values';

export interface JobReader {
  readonly RED: NodeAPI;
  readonly node: Node;
  /** As the form saved them: meter, objects. */
  readonly settings: Settings;
  /** Seconds, for rows that name none. */
  readonly deadlineS: number;
  /** Leaves the meter to other processes at once: an association that is kept would go on with counters below theirs. */
  readonly leaves: boolean;
}

/** @throws DlmsError */
export const readJob = async (
  { RED, node, settings, deadlineS, leaves }: JobReader,
  dlms: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  silent: (silent: boolean) => void,
): Promise<ObjectsRead> => {
  const overrides = readOverrides({ deadline: deadlineS, ...dlms });
  const references = wantedObjects(settings, overrides);
  return withMeter(RED, { meter: text(settings, 'meter', ''), flow: node.z }, overrides, signal, async (target) => {
    const { line, meter } = target;
    const log = (name: string, said: string): void => {
      if (name === meter.name) node.warn(`${name}: ${said}`);
    };
    const stops = [target.onSilence(silent), line.on('log', log)];
    try {
      // Repeating is the fleet's: behind the meters that were not tried yet, not in front of them.
      return await readObjectsOf(references, { ...target, request: { ...target.request, repeats: 0 } });
    } finally {
      for (const stop of stops) stop();
      if (leaves) await target.retire();
    }
  });
};
