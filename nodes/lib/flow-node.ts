/**
 * The life cycle of every flow node, written once.
 *
 * A flow node is data plus one function: `perform` takes a message and gives what to send. Everything else is here:
 * `send` and `done` exactly once per message, the throttled status, the error in `msg.dlms.error` for Catch nodes, and
 * the end. A redeploy aborts the signal of each running message; the node waits for them at most `closeBoundMs`, so
 * that Node-RED's own 15 s limit is never met. After the close nothing is sent any more.
 */
import type { Node, NodeMessage, NodeMessageInFlow } from 'node-red';
import { DlmsError, isDlmsError } from '../../src/index';
import { describeError, explained, toDlmsError } from './error-facts';
import { isRecord } from './setting-values';
import { busyStatus, errorStatus, type NodeStatus, throttledStatus } from './status';

/** One entry per output. */
export type Outputs = (NodeMessage | NodeMessage[] | null)[];

export interface Work {
  readonly msg: NodeMessageInFlow;
  /** Aborted on redeploy, and by `abort`. */
  readonly signal: AbortSignal;
  /** Ends this message with an error. */
  abort(reason: DlmsError): void;
  /** What is being done now, for the status. */
  report(words: string): void;
  /** Sends before the end, for progress and questions. Nothing passes after the end. */
  send(outputs: Outputs): void;
}

export interface Outcome {
  readonly outputs: Outputs;
  readonly status: NodeStatus;
}

export type Perform = (work: Work) => Promise<Outcome>;

/** How long a node waits for its running messages when it is closed. */
export const closeBoundMs = 3_500;

export interface FlowNodeHandle {
  /** Shows a status outside of a message. */
  show(status: NodeStatus): void;
}

/** Resolves when `work` has ended or after `boundMs`; leaves no timer. */
export const bounded = async (work: Promise<unknown>, boundMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, boundMs);
  });
  await Promise.race([
    work.then(
      () => undefined,
      () => undefined,
    ),
    bound,
  ]);
  clearTimeout(timer);
};

/** Runs once what ends a node, then calls Node-RED back, whatever happens. */
export const onClose = (node: Node, end: (removed: boolean) => Promise<void>): void => {
  node.on('close', (removed: boolean, done: () => void) => {
    end(removed).then(done, (error: unknown) => {
      node.warn(`closing: ${error instanceof Error ? error.message : String(error)}`);
      done();
    });
  });
};

/** Ties `perform` to the node. `end` is called on close, after the running messages were aborted. */
export const flowNode = (node: Node, perform: Perform, end: () => Promise<void> = async () => {}): FlowNodeHandle => {
  const running = new Map<AbortController, Promise<void>>();
  const status = throttledStatus((shown) => node.status(shown));
  let closed = false;

  const handle = async (
    msg: NodeMessageInFlow,
    send: (outputs: Outputs) => void,
    controller: AbortController,
  ): Promise<Error | undefined> => {
    const { signal } = controller;
    const work: Work = {
      msg,
      signal,
      abort: (reason) => controller.abort(reason),
      report: (words) => status.show(busyStatus(running.size > 1 ? `${words} (${running.size} at work)` : words)),
      send: (outputs) => {
        if (!signal.aborted && !closed) send(outputs);
      },
    };
    try {
      if (closed) throw new DlmsError('aborted', 'The node is being closed');
      const { outputs, status: final } = await perform(work);
      if (signal.aborted) throw new DlmsError('aborted', 'Stopped by a redeploy');
      send(outputs);
      status.show(final);
      return undefined;
    } catch (thrown) {
      const error = isDlmsError(signal.reason) ? signal.reason : toDlmsError(thrown);
      // The rest stays as it came: a Catch node may send the message back once more.
      msg.dlms = { ...(isRecord(msg.dlms) ? msg.dlms : {}), error: describeError(error) };
      status.show(errorStatus(error));
      return error;
    }
  };

  node.on('input', (msg, send, done) => {
    const controller = new AbortController();
    const ended = handle(msg, send as (outputs: Outputs) => void, controller).then((error) => {
      running.delete(controller);
      done(error === undefined ? undefined : explained(error));
    });
    running.set(controller, ended);
  });

  onClose(node, async () => {
    closed = true;
    for (const controller of running.keys()) controller.abort();
    await bounded(Promise.all(running.values()), closeBoundMs);
    await end();
    status.close();
    node.status({});
  });

  return { show: (shown) => status.show(shown) };
};
