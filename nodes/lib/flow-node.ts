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
import type { MadeOf } from './config-nodes';
import { describeError, explained, toDlmsError } from './error-facts';
import { isRecord } from './setting-values';
import { busyStatus, errorStatus, type NodeStatus, type ThrottledStatus, throttledStatus } from './status';

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
const bounded = async (work: Promise<unknown>, boundMs: number): Promise<void> => {
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

/**
 * What sockets and timers call, so that a defect in it is told by the node: it has no message that it could end, and must neither be
 * lost nor end Node-RED.
 */
export const guarded =
  <A extends unknown[]>(node: Node, work: (...values: A) => void): ((...values: A) => void) =>
  (...values) => {
    try {
      work(...values);
    } catch (error) {
      node.error(explained(toDlmsError(error)));
    }
  };

type Send = (outputs: Outputs) => void;

class FlowNode implements FlowNodeHandle {
  private readonly running = new Map<AbortController, Promise<void>>();
  private readonly status: ThrottledStatus;
  private closed = false;

  constructor(
    private readonly node: Node,
    private readonly perform: Perform,
    private readonly end: () => Promise<void>,
  ) {
    this.status = throttledStatus((shown) => node.status(shown));
    node.on('input', (msg, send, done) => this.begin(msg, send as Send, done));
    onClose(node, () => this.close());
  }

  show(status: NodeStatus): void {
    this.status.show(status);
  }

  private begin(msg: NodeMessageInFlow, send: Send, done: (error?: Error) => void): void {
    const controller = new AbortController();
    const ended = this.handle(msg, send, controller).then((error) => {
      this.running.delete(controller);
      done(error === undefined ? undefined : explained(error));
    });
    this.running.set(controller, ended);
  }

  private workOf(msg: NodeMessageInFlow, send: Send, controller: AbortController): Work {
    const { signal } = controller;
    return {
      msg,
      signal,
      abort: (reason) => controller.abort(reason),
      report: (words) => this.show(busyStatus(this.running.size > 1 ? `${words} (${this.running.size} at work)` : words)),
      send: (outputs) => {
        if (!signal.aborted && !this.closed) send(outputs);
      },
    };
  }

  /** Gives the error with which the message ends; undefined when it went well. */
  private async handle(msg: NodeMessageInFlow, send: Send, controller: AbortController): Promise<Error | undefined> {
    const { signal } = controller;
    try {
      if (this.closed) throw new DlmsError('aborted', 'The node is being closed');
      const { outputs, status } = await this.perform(this.workOf(msg, send, controller));
      if (signal.aborted) throw new DlmsError('aborted', 'Stopped by a redeploy');
      send(outputs);
      this.show(status);
      return undefined;
    } catch (thrown) {
      const error = isDlmsError(signal.reason) ? signal.reason : toDlmsError(thrown);
      // The rest stays as it came: a Catch node may send the message back once more.
      msg.dlms = { ...(isRecord(msg.dlms) ? msg.dlms : {}), error: describeError(error) };
      this.show(errorStatus(error));
      return error;
    }
  }

  private async close(): Promise<void> {
    this.closed = true;
    for (const controller of this.running.keys()) controller.abort();
    await bounded(Promise.all(this.running.values()), closeBoundMs);
    await this.end();
    this.status.close();
    this.node.status({});
  }
}

/** Ties `perform` to the node. `end` is called on close, after the running messages were aborted. */
export const flowNode = (node: Node, perform: Perform, end: () => Promise<void> = async () => {}): FlowNodeHandle =>
  new FlowNode(node, perform, end);

/** The same with what was made of the settings: where they are wrong, the status says it, and each message ends with it. */
export const flowNodeOf = <T>(
  node: Node,
  { value, problem }: MadeOf<T>,
  perform: (work: Work, made: T) => Promise<Outcome>,
  end?: () => Promise<void>,
): FlowNodeHandle => {
  const checked: Perform = async (work) => {
    if (problem !== null) throw problem;
    return perform(work, value);
  };
  const handle = flowNode(node, checked, end);
  if (problem !== null) handle.show(errorStatus(problem));
  return handle;
};
