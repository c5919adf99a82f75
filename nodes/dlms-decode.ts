/**
 * Flow node `dlms-decode`: octets in any form to readings, or explained field by field.
 *
 * Octets of one source (`msg.topic` or another property) are one stream: telegrams may come in parts and several at once.
 * Output 2 says where and why reading stopped, while the stream goes on behind it.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { type TelegramEvent, TelegramSources, TextPieces, type TracePart } from '../src/index';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { flowNodeOf, guarded, type Outcome, type Outputs, type Work } from './lib/flow-node';
import { deployedSettings } from './lib/migrate';
import { type ChosenForm, formMemory, formOptions, outputFormIds } from './lib/output-forms';
import { copyOf, counted } from './lib/request-node';
import { oneOf, type Settings } from './lib/setting-values';
import { busyStatus, errorStatus, type NodeStatus, okStatus, warningStatus } from './lib/status';
import { createExplanations, type Explanations, explanationForms } from './lib/telegram-explanation';
import { messageTools, otherProblem, partsIn, problemMessage, problemOf, sourceIn, telegramMessages } from './lib/telegram-message';
import { ownTemplates, sourcesOptions } from './lib/telegram-settings';
import { isLesson, LearntTemplates } from './lib/template-learning';

/** Node-RED already holds the message: there is no rate to keep, and one message may be a long trace. */
const defaults = { rate: 0, maxBuffered: 262_144 };

interface Gathered {
  readonly events: TelegramEvent[];
}

/** What the node is made of once its settings are right. */
interface Decoder {
  readonly settings: Settings;
  readonly form: ChosenForm;
  readonly whole: boolean;
  /** Null where each message is whole. */
  readonly pieces: TextPieces | null;
  readonly learnt: LearntTemplates;
  readonly sources: TelegramSources<Gathered>;
  readonly explanations: Explanations | null;
}

const summary = (events: readonly TelegramEvent[], parts: number): NodeStatus => {
  const failure = events.findLast((event) => event.kind === 'error');
  const telegram = events.findLast((event) => event.kind === 'telegram');
  if (telegram !== undefined) return okStatus(`${telegram.meter.id}: ${counted(telegram.readings.length, 'reading')}`);
  if (failure !== undefined) return errorStatus(failure.error);
  return events.length > 0
    ? warningStatus('no telegram: an APDU of a session')
    : busyStatus(`${counted(parts, 'octet')}, waiting for the rest`);
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);
  const tools = messageTools(RED);

  /** Both outputs for these events; messages are copies of the one that brought the octets. */
  const outputsOf = (
    form: ChosenForm,
    events: readonly TelegramEvent[],
    source: string,
    msg: NodeMessage,
  ): [NodeMessage[], NodeMessage[]] => {
    const readings: NodeMessage[] = [];
    const problems: NodeMessage[] = [];
    for (const event of events) {
      if (event.kind === 'telegram') readings.push(...telegramMessages(form, event, source, copyOf(RED, msg), tools));
      else problems.push(problemMessage(copyOf(RED, msg), event.kind === 'error' ? problemOf(event, source) : otherProblem(event, source)));
    }
    return [readings, problems];
  };

  const create = (node: Node, settings: Settings, show: (status: NodeStatus) => void): Decoder => {
    const id = oneOf(settings, 'output', [...outputFormIds, ...explanationForms], 'array');
    const form: ChosenForm = { id, options: formOptions(settings, formMemory(RED, node.id)) };
    const templates = ownTemplates(settings);
    const options = sourcesOptions(RED, settings, templates, defaults);
    const learnt = new LearntTemplates(node, templates);
    /** What is told after silence, when no message is there that brought it. */
    const late = guarded(node, (events: readonly TelegramEvent[], source: string) => {
      node.send(outputsOf(form, events, source, { topic: source } as NodeMessage));
      const failure = events.findLast((event) => event.kind === 'error');
      if (failure !== undefined) show(errorStatus(failure.error));
    });
    const sources = new TelegramSources<Gathered>(options, ({ key }, events, gathered) => {
      if (gathered === null) late(events, key);
      else gathered.events.push(...events);
    });
    const explanations = explanationForms.includes(id as never) ? createExplanations(options) : null;
    const whole = oneOf(settings, 'parts', ['join', 'whole'], 'join') === 'whole';
    const pieces = whole || explanations !== null ? null : new TextPieces();
    return { settings, form, whole, pieces, learnt, sources, explanations };
  };

  const explained = ({ form, explanations }: Decoder, parts: readonly TracePart[], source: string, msg: NodeMessage): Outcome => {
    const { output, problems, summary: words } = (explanations as Explanations).explain(form.id, parts, source, msg);
    const problem = problems[0];
    const status = problem === undefined ? okStatus(words) : warningStatus(problem.message);
    const told: Outputs = [output, problems.map((one) => problemMessage(copyOf(RED, msg), one))];
    return { outputs: told, status };
  };

  const decode = async (decoder: Decoder, msg: NodeMessage): Promise<Outcome> => {
    const { settings } = decoder;
    const parts = partsIn(RED, settings, msg, decoder.pieces);
    const source = sourceIn(RED, settings, msg);
    if (decoder.explanations !== null) return explained(decoder, parts, source, msg);
    const octets = parts.length === 1 ? (parts[0] as TracePart).octets : Buffer.concat(parts.map((part) => part.octets));
    const gathered: Gathered = { events: [] };
    await decoder.sources.feed({ key: source }, octets, { context: gathered, whole: decoder.whole });
    return { outputs: outputsOf(decoder.form, gathered.events, source, msg), status: summary(gathered.events, octets.length) };
  };

  function DlmsDecode(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const made = readSettings(this, () => create(this, deployedSettings(definition), (status) => handle.show(status)));
    const perform = async ({ msg }: Work, decoder: Decoder): Promise<Outcome> => {
      const { learnt } = decoder;
      await learnt.ready;
      if (!isLesson(msg)) return decode(decoder, msg);
      const { message, status } = await learnt.learn(msg);
      return { outputs: [null, message], status };
    };
    const handle = flowNodeOf(this, made, perform, async () => made.value?.sources.close());
  }

  RED.nodes.registerType('dlms-decode', DlmsDecode);
};
