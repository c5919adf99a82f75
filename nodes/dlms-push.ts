/**
 * Flow node `dlms-push`: receives what meters send by themselves, on a port, a serial line, from dialled-in meters of a
 * connection, or as octets of other nodes, and sends readings.
 *
 * Output 1 readings, output 2 where and why reading stopped, output 3 who came and went, and replies for octets that came
 * with a message.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { type DlmsError, inputOctets, openPushReceiver, type PushEvents, type PushReceiver, type PushSource } from '../src/index';
import { readSettings } from './lib/config-nodes';
import { callPrefix, type DialInWatch, watchDialIn } from './lib/dial-in-watch';
import { registerEditorRoutes } from './lib/editor-routes';
import { describeError, toDlmsError } from './lib/error-facts';
import { flowNode, type Outcome, type Work } from './lib/flow-node';
import { deployedSettings } from './lib/migrate';
import { type ChosenForm, formMemory, formOptions, outputFormIds } from './lib/output-forms';
import { type PushMedium, pushMedium, pushOptions } from './lib/push-settings';
import { pushStatus } from './lib/push-status';
import { copyOf } from './lib/request-node';
import { oneOf, type Settings, text } from './lib/setting-values';
import { okStatus } from './lib/status';
import { otherProblem, problemMessage, problemOf, telegramMessages } from './lib/telegram-message';
import { ownTemplates } from './lib/telegram-settings';
import { isLesson, LearntTemplates } from './lib/template-learning';

/** The message that brought the octets. */
type Context = NodeMessage;

/** Something to show; null: what had failed works again. */
type Changed = (failure?: DlmsError | null) => void;

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
  const options = pushOptions(RED, settings, templates);
  return {
    settings,
    medium: pushMedium(settings),
    form: { id: oneOf(settings, 'output', outputFormIds, 'array'), options: formOptions(settings, formMemory(RED)) },
    options,
    learnt: new LearntTemplates(node, templates),
  };
};

const whereOf = ({ medium, settings }: Prepared, port: number | null): string => {
  if (medium === 'serial') return text(settings, 'path', '');
  return port === null ? '' : `${medium} ${text(settings, 'host', '127.0.0.1')}:${port}`;
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);
  const tools = { copy: (msg: NodeMessage) => copyOf(RED, msg), newId: () => RED.util.generateId() };
  const messageOf = (context: Context | null, topic: string): NodeMessage =>
    context === null ? ({ topic } as NodeMessage) : copyOf(RED, context);

  /** What the receiver tells, as messages. */
  const eventsOf = (node: Node, form: ChosenForm, changed: Changed, heard: DialInWatch['heard']): PushEvents<Context> => {
    const event = (topic: string, payload: Record<string, unknown>): void => node.send([null, null, { topic, payload } as NodeMessage]);
    return {
      telegram: (telegram, { key }, context) => {
        heard(key, telegram.meter);
        node.send([telegramMessages(form, telegram, key, messageOf(context, telegram.meter.id), tools), null, null]);
        changed();
      },
      failure: (failure, { key }, context) => {
        node.send([null, problemMessage(messageOf(context, key), problemOf(failure, key)), null]);
        changed();
      },
      other: (apdu, { key }, context) => {
        // Answers to what a flow asks a dialled-in meter pass by here as well: they are no problem.
        if (!key.startsWith(callPrefix)) node.send([null, problemMessage(messageOf(context, key), otherProblem(apdu, key)), null]);
      },
      connected: ({ key, name = key }) => {
        event('connected', { source: key, address: name });
        changed();
      },
      disconnected: ({ key, name = key }) => {
        event('disconnected', { source: key, address: name });
        changed();
      },
      refused: (address, reason) => {
        event('refused', { address, reason });
        changed();
      },
      state: (open, error) => changed(open ? null : (error ?? null)),
    };
  };

  function DlmsPush(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value, problem } = readSettings(this, () => prepared(RED, this, definition));
    let failure: DlmsError | null = problem;
    let receiver: PushReceiver<Context> | null = null;
    let watch: DialInWatch | null = null;

    const show = (): void => {
      if (receiver === null || value === null) return;
      const where = watch?.where ?? whereOf(value, receiver.port);
      handle.show(pushStatus(where, { ...receiver.counts, connections: watch?.calls ?? receiver.counts.connections }, failure));
    };
    const changed = (now?: DlmsError | null): void => {
      if (now !== undefined) {
        if (now !== null && now.message !== failure?.message) this.warn(`${now.message}. ${now.hint}`);
        failure = now;
      }
      show();
    };

    const open = async ({ options, learnt, form, medium, settings }: Prepared): Promise<PushReceiver<Context>> => {
      await learnt.ready;
      const opened = await openPushReceiver<Context>(
        options,
        eventsOf(this, form, changed, (key, identity) => watch?.heard(key, identity)),
      );
      if (medium === 'connection') {
        watch = watchDialIn(RED, text(settings, 'connection', ''), opened, (topic, payload, dlms) => {
          this.send([null, null, { topic, payload, dlms } as NodeMessage]);
          show();
        });
      }
      receiver = opened;
      return opened;
    };
    const opening = value === null ? Promise.reject(problem) : open(value);

    const feed = async (running: PushReceiver<Context>, settings: Settings, msg: NodeMessage): Promise<Outcome> => {
      const octets = inputOctets(RED.util.getMessageProperty(msg, text(settings, 'property', 'payload')));
      const key = String(RED.util.getMessageProperty(msg, text(settings, 'sourceProperty', 'topic')) ?? '');
      const reply = (payload: Buffer): void => this.send([null, null, Object.assign(copyOf(RED, msg), { topic: 'reply', payload })]);
      await running.feed({ key, reply } satisfies PushSource, octets, { context: msg });
      return { outputs: [null, null, null], status: pushStatus('', running.counts, null) };
    };

    const perform = async ({ msg }: Work): Promise<Outcome> => {
      const running = await opening;
      const { settings, learnt } = value as Prepared;
      const { hangUp } = msg as { hangUp?: unknown };
      if (typeof hangUp === 'string' && watch !== null) {
        const count = watch.hangUp(hangUp);
        return { outputs: [null, null, null], status: okStatus(count === 0 ? `${hangUp} is not there` : `${hangUp}: hung up`) };
      }
      if (!isLesson(msg)) return feed(running, settings, msg);
      const template = await learnt.learn(msg);
      return {
        outputs: [null, null, Object.assign(msg, { topic: 'template', payload: template })],
        status: okStatus(`learnt ${template.title}`),
      };
    };

    const handle = flowNode(this, perform, async () => {
      watch?.stop();
      await opening.then(
        (running) => running.close(),
        () => undefined,
      );
    });
    opening.then(show, (error: unknown) => {
      const reason = toDlmsError(error);
      const facts = describeError(reason);
      handle.show({ fill: 'red', shape: 'ring', text: `${facts.code}: ${facts.message}`.slice(0, 60) });
      if (problem === null) this.error(`${facts.message}. ${facts.hint}`);
    });
  }

  RED.nodes.registerType('dlms-push', DlmsPush);
};
