/**
 * Reading the meter of one job, as dlms-get would with the row as `msg.dlms`.
 *
 * While the store of the counters is away (a Redis that starts anew) nothing is sent, and every meter with keys would fail at
 * once: a fleet would be through with all of its jobs before the store is back. So a job waits for it as long as it has time,
 * and keeps its place meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Node, NodeAPI } from 'node-red';
import { backoffMs, DlmsError, isDlmsError } from '../../../src/index';
import { withMeter } from '../meter-access';
import { type ObjectsRead, readObjectsOf, wantedObjects } from '../meter-reading';
import { type Overrides, readOverrides } from '../overrides';
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

/** First and longest pause before the store of the counters is tried again. */
const storePauseMs = [500, 5000] as const;

const isStoreAway = (error: unknown): boolean => isDlmsError(error) && error.code === 'counter-store-failed';

/** @throws DlmsError */
export const readJob = async (
  reader: JobReader,
  dlms: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  silent: (silent: boolean) => void,
): Promise<ObjectsRead> => {
  const overrides = readOverrides({ deadline: reader.deadlineS, ...dlms });
  const { deadline = reader.deadlineS } = overrides;
  const end = performance.now() + 1000 * deadline;
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(reader, { ...overrides, deadline: Math.max(0.001, (end - performance.now()) / 1000) }, signal, silent);
    } catch (error) {
      const waitMs = backoffMs(storePauseMs, attempt, Math.random);
      if (!isStoreAway(error) || performance.now() + waitMs >= end) throw error;
      silent(false);
      await pause(waitMs, undefined, { signal });
    }
  }
};

/** One that refuses everything was not read: most forms would have nothing of it. @throws DlmsError `refused` */
const withSomething = (meter: string, read: ObjectsRead): ObjectsRead => {
  const { readings } = read.result;
  const [first] = readings;
  if (first?.error == null || readings.some(({ error }) => error === null)) return read;
  const { code, name, text } = first.error;
  const what = readings.length === 1 ? first.name : `all ${readings.length} objects, ${first.name}`;
  throw new DlmsError('refused', `${meter} refused ${what}: ${text}`, {
    hint: 'Are client and security those that may read this? The association may show only some objects to this client.',
    ...(typeof code === 'number' ? { result: { code, name } } : {}),
  });
};

const readOnce = (
  { RED, node, settings, leaves }: JobReader,
  overrides: Overrides,
  signal: AbortSignal,
  silent: (silent: boolean) => void,
): Promise<ObjectsRead> => {
  const references = wantedObjects(settings, overrides);
  return withMeter(RED, { meter: text(settings, 'meter', ''), flow: node.z }, overrides, signal, async (target) => {
    const { line, meter } = target;
    const log = (name: string, said: string): void => {
      if (name === meter.name) node.warn(`${name}: ${said}`);
    };
    const stops = [target.onSilence(silent), line.on('log', log)];
    try {
      // Repeating is the fleet's: behind the meters that were not tried yet, not in front of them.
      return withSomething(meter.name, await readObjectsOf(references, { ...target, request: { ...target.request, repeats: 0 } }));
    } finally {
      for (const stop of stops) stop();
      if (leaves) await target.retire();
    }
  });
};
