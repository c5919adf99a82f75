/**
 * Deploys. One that restarts changed nodes only restarts those that refer to them as well, and no others: a node that nothing but
 * messages names, as security nodes of a fleet, is gone for a while under a run that goes on.
 */
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../../src/index';

/** Node-RED gives nodes that are closed no longer; a deploy that fails tells of no end. */
const longestMs = 15_000;

interface Deploys {
  readonly checks: Set<() => void>;
  /** The end of the one that is under way. */
  under: Promise<void> | null;
}

/** Of all nodes one listener, because Node warns of more than ten. */
const watched = new WeakMap<NodeAPI['events'], Deploys>();

/** To be called before the first deploy that matters. */
export const watchDeploys = ({ events }: NodeAPI): Deploys => {
  const known = watched.get(events);
  if (known !== undefined) return known;
  const deploys: Deploys = { checks: new Set(), under: null };
  watched.set(events, deploys);
  let end = (): void => undefined;
  events.on('flows:stopping', () => {
    end();
    deploys.under = new Promise((resolve) => {
      const timer = setTimeout(() => end(), longestMs).unref();
      end = () => {
        clearTimeout(timer);
        deploys.under = null;
        resolve();
      };
    });
  });
  events.on('flows:started', () => {
    end();
    for (const check of deploys.checks) check();
  });
  return deploys;
};

/** Calls `check` after every deploy; returns how to stop. */
export const onDeploy = (RED: NodeAPI, check: () => void): (() => void) => {
  const { checks } = watchDeploys(RED);
  checks.add(check);
  return () => void checks.delete(check);
};

/** Resolves when no deploy is under way. @throws DlmsError `aborted` */
export const afterDeploy = async (RED: NodeAPI, signal: AbortSignal): Promise<void> => {
  const { under } = watchDeploys(RED);
  if (under === null) return;
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => reject(new DlmsError('aborted', 'Stopped by a redeploy'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void under.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
};
