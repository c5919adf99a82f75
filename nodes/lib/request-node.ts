/**
 * What the flow nodes that speak to a meter have in common: their settings, the meter, progress, and the facts of the
 * request in the message. A node is left with its one job: what to ask, and what to send on.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { ClockSetting } from '../../src/index';
import type { Progress } from '../forms/dialog-answers';
import { readSettings } from './config-nodes';
import { flowNodeOf, type Outcome, type Work } from './flow-node';
import type { Facts } from './message';
import { meterClock, securityInUse, type Target, withMeter } from './meter-access';
import { deployedSettings } from './migrate';
import { type Overrides, readOverrides } from './overrides';
import { progressWords, watched } from './progress';
import { RequestAccount } from './request-account';
import type { NodeSecurity } from './security-settings';
import { type Settings, text } from './setting-values';
import { type NodeStatus, warningStatus } from './status';

export interface Job {
  readonly settings: Settings;
  readonly overrides: Overrides;
  readonly work: Work;
  /** For messages that leave before the end: what `msg.dlms` tells of the requests so far. The last messages get it by themselves. */
  facts(): Facts;
  /** Where the node stands: a tab or an instance of a subflow. */
  readonly flow: string | undefined;
  /** How the meter's date-times are written. @throws DlmsError `settings-invalid` */
  clock(): ClockSetting;
  /** With which this message would speak to the meter; null is the public client. @throws DlmsError `settings-invalid` */
  security(): NodeSecurity | null;
  /** Runs with the meter; `doing` is what the status says meanwhile, asked each time where it is a function. */
  atMeter<T>(doing: string | (() => string), request: (target: Target) => Promise<T>, options?: AtMeterOptions): Promise<T>;
}

export interface AtMeterOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Those of an earlier message instead of the message's own (confirmed requests). */
  readonly overrides?: Overrides;
}

/** Ties `perform` to a node that has a `meter` setting; gives the settings, none where they are wrong. */
export const requestNode = (
  RED: NodeAPI,
  node: Node,
  definition: NodeDef,
  perform: (job: Job) => Promise<Outcome>,
  end?: () => Promise<void>,
): Settings => {
  const read = readSettings(node, () => deployedSettings(definition));
  flowNodeOf(
    node,
    read,
    async (work, settings) => {
      const overrides = readOverrides(work.msg.dlms);
      const account = new RequestAccount();
      const chosen = { meter: text(settings, 'meter', ''), flow: node.z };
      const outcome = await perform({
        settings,
        overrides,
        work,
        facts: () => account.facts,
        flow: node.z,
        clock: () => meterClock(RED, chosen.meter),
        security: () => securityInUse(RED, chosen, overrides),
        atMeter: (doing, request, options = {}) =>
          withMeter(RED, chosen, options.overrides ?? overrides, work.signal, (target) =>
            watched(
              target,
              (progress) => work.report(progressWords(progress, typeof doing === 'string' ? doing : doing())),
              options.onProgress ?? (() => {}),
              () => request(account.open(target)),
              (text) => node.warn(text),
            ),
          ),
      });
      account.tell(outcome.outputs);
      return outcome;
    },
    end,
  );
  return read.value ?? {};
};

/** A copy of the message for a further output. */
export const copyOf = (RED: NodeAPI, msg: NodeMessage): NodeMessage => RED.util.cloneMessage(msg);

/** A progress message: the incoming one without its payload. */
export const progressMessage = (RED: NodeAPI, msg: NodeMessage, progress: object): NodeMessage =>
  Object.assign(copyOf(RED, { ...msg, payload: null }), { topic: 'progress', payload: progress });

/** `7 objects`, `1 object` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `1 of 3 objects refused: object-undefined` */
export const refusedStatus = (results: readonly { readonly error: { readonly name: string } | null }[], noun: string): NodeStatus => {
  const reasons = results.flatMap(({ error }) => (error === null ? [] : [error.name]));
  return warningStatus(`${reasons.length} of ${counted(results.length, noun)} refused: ${[...new Set(reasons)].join(', ')}`);
};
