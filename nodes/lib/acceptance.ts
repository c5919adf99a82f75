/**
 * Whether a flow has taken over what a node sent.
 *
 * Each sent batch carries a token in `msg.dlms.profile.token` or `msg.dlms.fleet.token`, which begins with the id of the node: what
 * others sent is no answer to it. It counts as accepted
 * - `sent`: at once;
 * - `done`: when every node behind the output (next-nodes.ts) has called `done` for all messages of the batch, and refused as soon
 *   as one of them calls `done` with an error (Node-RED's `onComplete` hook) or tells an error of such a message: the write
 *   file node of Node-RED tells that a disk is full by `error` and then says `done` as ever;
 * - `message`: when a message with the token comes back to the node's input, as a Complete node behind a database sends it;
 *   with `accept: false` it is refused.
 *
 * When the flows stop, the next node still ends what it has begun: a file gets its lines. So its `done` is waited for a little
 * then, or the lines would be in the file and would come once more with the next start.
 */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { DlmsError, isDlmsError } from '../../src/index';
import { onDeploy } from './deploys';
import { nextNodes } from './next-nodes';
import { isRecord } from './setting-values';

export const acceptModes = ['sent', 'done', 'message'] as const;
export type AcceptMode = (typeof acceptModes)[number];

interface Waiting {
  /** Whose `done` counts. */
  readonly targets: ReadonlySet<string>;
  /** Calls of `done`, or answers, that are still to come. */
  left: number;
  accept(): void;
  refuse(why: Error): void;
}

interface CompleteEvent {
  readonly msg?: unknown;
  readonly node?: { readonly id?: string };
  readonly error?: unknown;
}

interface Hooks {
  add(name: string, handler: (event: CompleteEvent) => void): void;
  remove(name: string): void;
}

/** Where in `msg.dlms` a node carries its tokens. */
export type Carrier = 'profile' | 'fleet';

/** How long a node that stores is waited for while the flows stop; below the bound of the life cycle (flow-node.ts). */
const storingMs = 2000;

export class Acceptance {
  private readonly waiting = new Map<string, Waiting>();
  private readonly hookName: string;
  private readonly hooks: Hooks | undefined;
  private unwatch = (): void => undefined;
  /** What was warned of last. */
  private warned = '';
  private readonly listening = new Set<Set<ErrorHeard>>();
  private readonly failed: ErrorHeard = (why, msg) => this.waiting.get(this.tokenIn(msg) ?? '')?.refuse(notStored(why));

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node & { readonly wires?: readonly (readonly string[])[] },
    private readonly carrier: Carrier,
    private readonly mode: AcceptMode,
  ) {
    this.hookName = `onComplete.dlms-acceptance-${node.id.replace(/\W/g, '')}`;
    this.hooks = mode === 'done' ? (RED as unknown as { readonly hooks?: Hooks }).hooks : undefined;
    if (mode === 'done' && this.hooks === undefined)
      node.warn('this Node-RED does not tell when nodes are done: rows count as accepted when sent');
    this.hooks?.add(this.hookName, (event) => this.completed(event));
  }

  /** Warns after each deploy of nodes whose `done` tells nothing of the one that stores. */
  watch(): void {
    if (this.hooks !== undefined) this.unwatch = onDeploy(this.RED, () => this.check());
  }

  /** For the next batch. */
  token(): string {
    return `${this.node.id}-${this.RED.util.generateId()}`;
  }

  /**
   * Resolves when the flow has accepted the batch.
   * @param messages how many messages carry the token
   * @param answers how many of them have to come back, where messages say it
   * @throws DlmsError `confirmation-needed` when it was refused or nothing came in time, `aborted` when nothing came before the end
   */
  wait(token: string, messages: number, timeoutMs: number, signal: AbortSignal, answers = 1): Promise<void> {
    const { ids, disabled } = this.mode === 'done' ? nextNodes(this.RED, this.node) : { ids: [], disabled: false };
    const left = this.mode === 'message' ? answers : messages * ids.length;
    const targets = new Set(ids);
    if (disabled) return Promise.reject(notAccepted(': all nodes behind the output are disabled'));
    if (this.mode === 'sent' || (this.mode === 'done' && (left === 0 || this.hooks === undefined))) return Promise.resolve();
    this.listen(targets);
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout;
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        this.waiting.delete(token);
      };
      const accept = (): void => {
        end();
        resolve();
      };
      const refuse = (why: Error): void => {
        end();
        reject(why);
      };
      const stopped = (): void => refuse(new DlmsError('aborted', 'Stopped before the flow accepted the rows'));
      const aborted = (): void => {
        clearTimeout(timer);
        if (this.mode === 'done') timer = setTimeout(stopped, Math.min(storingMs, timeoutMs));
        else stopped();
      };
      timer = setTimeout(() => refuse(notAccepted(`within ${Math.round(timeoutMs / 1000)} s`)), timeoutMs);
      signal.addEventListener('abort', aborted);
      this.waiting.set(token, { targets, left, accept, refuse });
    });
  }

  /** True when the message is an answer and no trigger. */
  answer(msg: unknown): boolean {
    const token = this.tokenIn(msg);
    if (token === null || this.mode !== 'message') return false;
    const waiting = this.waiting.get(token);
    if (isRecord(msg) && msg.accept === false) waiting?.refuse(notAccepted('by the flow'));
    else this.count(waiting);
    return true;
  }

  close(): void {
    this.unwatch();
    this.hooks?.remove(this.hookName);
    for (const listeners of this.listening) listeners.delete(this.failed);
    this.listening.clear();
  }

  private check(): void {
    const early = nextNodes(this.RED, this.node).early.map(({ name, type }) => (name ? `"${name}" (${type})` : type));
    const words = [...new Set(early)].join(', ');
    if (words !== '' && words !== this.warned)
      this.node.warn(
        `${words}: done before what is behind has stored anything. Wire the node that stores directly to this one, or choose "when a message says so".`,
      );
    this.warned = words;
  }

  /** That of this node, wherever the message has been meanwhile. */
  private tokenIn(msg: unknown): string | null {
    const facts = isRecord(msg) && isRecord(msg.dlms) ? msg.dlms[this.carrier] : null;
    const token = isRecord(facts) ? facts.token : null;
    return typeof token === 'string' && token.startsWith(`${this.node.id}-`) ? token : null;
  }

  /** To the nodes as they are now: a redeploy makes new ones. */
  private listen(targets: ReadonlySet<string>): void {
    for (const id of targets) {
      const target = this.RED.nodes.getNode(id) as Node | null;
      if (target === null) continue;
      const listeners = errorsOf(target);
      listeners.add(this.failed);
      this.listening.add(listeners);
    }
  }

  private completed({ msg, node, error }: CompleteEvent): void {
    const waiting = this.waiting.get(this.tokenIn(msg) ?? '');
    if (waiting === undefined || !waiting.targets.has(node?.id ?? '')) return;
    if (error !== undefined && error !== null && error !== false) {
      waiting.refuse(notStored(error));
      return;
    }
    this.count(waiting);
  }

  private count(waiting: Waiting | undefined): void {
    if (waiting === undefined) return;
    waiting.left -= 1;
    if (waiting.left === 0) waiting.accept();
  }
}

type ErrorHeard = (why: unknown, msg: unknown) => void;

/** Who listens to the errors of a node. There is no hook for them, so the node's own method is put behind ours, once. */
const errorListeners = new WeakMap<Node, Set<ErrorHeard>>();

const errorsOf = (node: Node): Set<ErrorHeard> => {
  const known = errorListeners.get(node);
  if (known !== undefined) return known;
  const listeners = new Set<ErrorHeard>();
  errorListeners.set(node, listeners);
  const error = node.error.bind(node);
  node.error = (why: unknown, msg?: NodeMessage) => {
    for (const heard of listeners) heard(why, msg);
    error(why, msg);
  };
  return listeners;
};

const notAccepted = (how: string, more: ConstructorParameters<typeof DlmsError>[2] = {}): DlmsError =>
  new DlmsError('confirmation-needed', `The rows were not accepted ${how}`, {
    hint: 'They come again with the next trigger. Look at the node that stores them; one that never says done needs a message for acceptance.',
    ...more,
  });

const notStored = (cause: unknown): DlmsError => notAccepted('by the next node', { cause, details: { notStored: true } });

/** The node that stores has failed, as while its database is away; no word of the flow against the rows themselves. */
export const isNotStored = (error: unknown): boolean => isDlmsError(error) && error.details?.notStored === true;
