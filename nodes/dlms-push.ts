/**
 * Flow node `dlms-push`: receives what meters send by themselves, on a port, a serial line, from dialled-in meters of a
 * connection, or as octets of other nodes, and sends readings.
 *
 * Output 1 readings, output 2 where and why reading stopped, output 3 who came and went, and replies for octets that came
 * with a message.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';
import { type DlmsError, openPushReceiver, type PushEvents, type PushReceiver, type PushSource, TextPieces } from '../src/index';
import { readSettings } from './lib/config-nodes';
import { callPrefix, type DialInWatch, watchDialIn } from './lib/dial-in-watch';
import { registerEditorRoutes } from './lib/editor-routes';
import { explained, toDlmsError } from './lib/error-facts';
import { flowNodeOf, guarded, type Outcome } from './lib/flow-node';
import { keepOpening } from './lib/listening';
import { deployedSettings } from './lib/migrate';
import { type ChosenForm, formMemory, formOptions, outputFormIds } from './lib/output-forms';
import { type PushMedium, pushMedium, pushOptions } from './lib/push-settings';
import { pushStatus } from './lib/push-status';
import { oneOf, type Settings, text } from './lib/setting-values';
import { errorStatus, type NodeStatus, okStatus } from './lib/status';
import { messageTools, otherProblem, partsIn, problemMessage, problemOf, sourceIn, telegramMessages } from './lib/telegram-message';
import { ownTemplates } from './lib/telegram-settings';
import { isLesson, LearntTemplates } from './lib/template-learning';

/** The message that brought the octets. */
type Context = NodeMessage;

interface Prepared {
  readonly settings: Settings;
  readonly medium: PushMedium;
  readonly form: ChosenForm;
  readonly learnt: LearntTemplates;
  readonly options: ReturnType<typeof pushOptions>;
}

const prepared = (RED: NodeAPI, node: Node, definition: NodeDef): Prepared => {
  const settings = deployedSettings(definition);
  const templates = ownTemplates(settings);
  const options = pushOptions(RED, settings, templates, (line) => node.warn(line));
  return {
    settings,
    medium: pushMedium(settings),
    form: { id: oneOf(settings, 'output', outputFormIds, 'array'), options: formOptions(settings, formMemory(RED, node.id)) },
    options,
    learnt: new LearntTemplates(node, templates),
  };
};

const whereOf = ({ medium, settings }: Prepared, port: number | null): string => {
  if (medium === 'serial') return text(settings, 'path', '');
  return port === null ? '' : `${medium} ${text(settings, 'host', '127.0.0.1')}:${port}`;
};

/** One node while it lives: its receiver, who has dialled in, and what is told of both. */
class Push {
  private failure: DlmsError | null = null;
  /** Code of what was wrong with what came last. */
  private lastProblem: string | null = null;
  /** Why the last confirmation did not go out. */
  private unconfirmed: string | null = null;
  private receiver: PushReceiver<Context> | null = null;
  private watch: DialInWatch | null = null;
  private readonly pieces = new TextPieces();
  /** The attempt that is under way, or was the last. */
  private opening!: Promise<PushReceiver<Context>>;
  private readonly giveUp: () => void;

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly prepared: Prepared,
    private readonly display: (status: NodeStatus) => void,
  ) {
    const open = (): Promise<unknown> => {
      this.opening = this.open();
      return this.opening;
    };
    this.giveUp = keepOpening(node, open, (problem) => (problem === null ? this.show() : display(errorStatus(problem))));
  }

  async take(msg: NodeMessageInFlow): Promise<Outcome> {
    const receiver = await this.opening;
    const { hangUp } = msg as { hangUp?: unknown };
    if (typeof hangUp === 'string' && this.watch !== null) {
      const count = this.watch.hangUp(hangUp);
      return { outputs: [null, null, null], status: okStatus(count === 0 ? `${hangUp} is not there` : `${hangUp}: hung up`) };
    }
    if (!isLesson(msg)) return this.feed(receiver, msg);
    const { message, status } = await this.prepared.learnt.learn(msg);
    return { outputs: [null, null, message], status };
  }

  async close(): Promise<void> {
    this.giveUp();
    // What is being opened is listened to from then on.
    await this.opening.then(
      (receiver) => {
        this.watch?.stop();
        return receiver.close();
      },
      () => undefined,
    );
  }

  private async open(): Promise<PushReceiver<Context>> {
    const { options, learnt, medium, settings } = this.prepared;
    await learnt.ready;
    const receiver = await openPushReceiver<Context>(options, this.events());
    if (medium === 'connection') {
      this.watch = watchDialIn(this.RED, text(settings, 'connection', ''), receiver, (topic, payload, dlms) => {
        this.node.send([null, null, { topic, payload, dlms } as NodeMessage]);
        this.show();
      });
    }
    this.receiver = receiver;
    return receiver;
  }

  /** What the receiver tells, as messages. */
  private events(): PushEvents<Context> {
    const { form } = this.prepared;
    const tools = messageTools(this.RED);
    const messageOf = (context: Context | null, topic: string): NodeMessage =>
      context === null ? ({ topic } as NodeMessage) : tools.copy(context);
    const problem = (context: Context | null, key: string, told: ReturnType<typeof problemOf>): void =>
      this.node.send([null, problemMessage(messageOf(context, key), told), null]);
    return {
      telegram: guarded(this.node, (telegram, { key }, context) => {
        this.watch?.heard(key, telegram.meter);
        this.lastProblem = null;
        this.node.send([telegramMessages(form, telegram, key, messageOf(context, telegram.meter.id), tools), null, null]);
        this.show();
      }),
      failure: guarded(this.node, (failure, { key }, context) => {
        problem(context, key, problemOf(failure, key));
        this.lastProblem = failure.error.code;
        this.show();
      }),
      other: guarded(this.node, (apdu, { key }, context) => {
        // Answers to what a flow asks a dialled-in meter pass by here as well: they are no problem.
        if (!key.startsWith(callPrefix)) problem(context, key, otherProblem(apdu, key));
      }),
      unconfirmed: (_telegram, { key, name = key }, error) => this.notConfirmed(name, toDlmsError(error)),
      connected: ({ key, name = key }) => this.tell('connected', { source: key, address: name }),
      disconnected: ({ key, name = key }) => this.tell('disconnected', { source: key, address: name }),
      refused: (address, reason) => this.tell('refused', { address, reason }),
      state: (open, error) => this.changed(open ? null : (error ?? null)),
    };
  }

  /** Who came and went, on output 3. */
  private tell(topic: string, payload: Readonly<Record<string, unknown>>): void {
    this.node.send([null, null, { topic, payload } as NodeMessage]);
    this.show();
  }

  /** Told once for each reason: a meter that waits for its confirmation repeats itself. */
  private notConfirmed(meter: string, error: Error): void {
    const { message } = explained(error);
    if (message === this.unconfirmed) return;
    this.unconfirmed = message;
    this.node.warn(`${meter} asked for a confirmation and got none: ${message}`);
  }

  /** @param failure null: what had failed works again */
  private changed(failure: DlmsError | null): void {
    if (failure !== null && failure.message !== this.failure?.message) this.node.warn(`${failure.message}. ${failure.hint}`);
    this.failure = failure;
    this.show();
  }

  private show(): void {
    if (this.receiver !== null) this.display(this.statusOf(this.receiver));
  }

  private statusOf({ counts, port }: PushReceiver<Context>): NodeStatus {
    const where = this.watch?.where ?? whereOf(this.prepared, port);
    const connections = this.prepared.medium === 'serial' ? 0 : (this.watch?.calls ?? counts.connections);
    return pushStatus(where, { ...counts, connections }, this.failure, this.lastProblem);
  }

  private async feed(receiver: PushReceiver<Context>, msg: NodeMessageInFlow): Promise<Outcome> {
    const { util } = this.RED;
    const { settings } = this.prepared;
    const octets = Buffer.concat(partsIn(this.RED, settings, msg, this.pieces).map((part) => part.octets));
    const key = sourceIn(this.RED, settings, msg);
    const reply = (payload: Buffer): void =>
      this.node.send([null, null, Object.assign(util.cloneMessage(msg), { topic: 'reply', payload })]);
    await receiver.feed({ key, reply } satisfies PushSource, octets, { context: msg });
    return { outputs: [null, null, null], status: this.statusOf(receiver) };
  }
}

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsPush(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const made = readSettings(this, () => new Push(RED, this, prepared(RED, this, definition), (status) => handle.show(status)));
    const handle = flowNodeOf(
      this,
      made,
      ({ msg }, push) => push.take(msg),
      async () => made.value?.close(),
    );
  }

  RED.nodes.registerType('dlms-push', DlmsPush);
};
