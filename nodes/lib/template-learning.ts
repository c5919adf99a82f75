/**
 * Learns what stands at each position of a meter's list from its push set-up: a message of a `dlms-get` that read attribute 2
 * of class 40, with `msg.learn = 'name'`. Registers of the list that were read with it tell their scaler and unit. What was learnt
 * stays in the context of the node, over restarts where the context is kept in files.
 */
import type { Node, NodeMessage } from 'node-red';
import { canonicalObis, type Data, DlmsError, isDlmsError, learnTemplate, type Template } from '../../src/index';
import { NodeContext } from './node-context';
import { isRecord } from './setting-values';
import { type NodeStatus, okStatus } from './status';
import { templateOf } from './telegram-settings';

const key = 'dlmsTemplates';

/** A template that is no longer understood is left out. */
const templatesOf = (kept: unknown): Template[] => {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one) => {
    try {
      return [templateOf(one)];
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      return [];
    }
  });
};

export const isLesson = (msg: NodeMessage): boolean => (msg as { learn?: unknown }).learn !== undefined;

const itemsOf = (msg: NodeMessage): Readonly<Record<string, unknown>>[] =>
  isRecord(msg.dlms) && Array.isArray(msg.dlms.items) ? msg.dlms.items.filter(isRecord) : [];

const objectListOf = (msg: NodeMessage): Data => {
  const found = itemsOf(msg).find((item) => item.classId === 40 && item.attribute === 2 && isRecord(item.data));
  if (found === undefined) {
    throw new DlmsError('settings-invalid', 'msg.learn: the message does not carry a push object list', {
      hint: 'Wire a dlms-get that reads class 40, attribute 2 (push object list) of the meter, and set msg.learn to a name.',
    });
  }
  return found.data as Data;
};

/** With scaler and unit of the registers that were read with the list. */
function withUnits({ items, ...template }: Template, read: readonly Readonly<Record<string, unknown>>[]): Template {
  const known = items.map((item) => {
    const found = read.find(
      ({ classId, attribute, obis, scaler }) =>
        typeof scaler === 'number' &&
        classId === item.classId &&
        attribute === item.attribute &&
        typeof obis === 'string' &&
        canonicalObis(obis) === item.obis,
    );
    return found === undefined ? item : { ...item, scaler: found.scaler as number, unit: found.unit as number };
  });
  return { ...template, items: known };
}

export class LearntTemplates {
  private readonly context: NodeContext;
  /** What is kept; null until it is known. */
  private kept: Template[] | null = null;
  /** Resolves when what was learnt before is in the list, or cannot be: that is a warning, and the node works without it. */
  readonly ready: Promise<void>;

  /** @param templates of the node: what is learnt is added there. */
  constructor(
    node: Node,
    private readonly templates: Template[],
  ) {
    this.context = new NodeContext(node, '', 'The learnt templates');
    this.ready = this.load().catch((error: Error) => node.warn(`${error.message}: the node works without them`));
  }

  /** Learns a template and puts it in front; gives what the node sends and shows. @throws DlmsError `settings-invalid`, `apdu-malformed`, `store-failed` */
  async learn(msg: NodeMessage): Promise<{ readonly message: NodeMessage; readonly status: NodeStatus }> {
    const { learn } = msg as { learn?: unknown };
    const title = typeof learn === 'string' && learn.trim() !== '' ? learn.trim() : 'learnt';
    const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const template = withUnits(learnTemplate(id, title, objectListOf(msg)), itemsOf(msg));
    await this.ready;
    // What could not be read must not be written over.
    if (this.kept === null) await this.load();
    const withIt = (list: readonly Template[]): Template[] => [template, ...list.filter((one) => one.id !== id)];
    this.templates.splice(0, this.templates.length, ...withIt(this.templates));
    this.kept = withIt(this.kept ?? []);
    await this.context.set(key, this.kept);
    return { message: Object.assign(msg, { topic: 'template', payload: structuredClone(template) }), status: okStatus(`learnt ${title}`) };
  }

  private async load(): Promise<void> {
    this.kept = templatesOf(await this.context.get(key));
    this.templates.push(...this.kept);
  }
}
