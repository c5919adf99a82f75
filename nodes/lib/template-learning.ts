/**
 * Learns what stands at each position of a meter's list from its push set-up: a message of a `dlms-get` that read attribute 2
 * of class 40, with `msg.learn = 'name'`. What was learnt stays in the context of the node, over restarts where the context
 * is kept in files.
 */
import type { Node, NodeMessage } from 'node-red';
import { type Data, DlmsError, learnTemplate, type Template } from '../../src/index';
import { isRecord } from './setting-values';
import { templateOf } from './telegram-settings';

const key = 'dlmsTemplates';

/** What was learnt before; a template that is no longer understood is left out. */
export const rememberedTemplates = (node: Node): Template[] => {
  const kept: unknown = node.context().get(key);
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one) => {
    try {
      return [templateOf(one)];
    } catch {
      return [];
    }
  });
};

export const isLesson = (msg: NodeMessage): boolean => (msg as { learn?: unknown }).learn !== undefined;

const objectListOf = (msg: NodeMessage): Data => {
  const items = isRecord(msg.dlms) && Array.isArray(msg.dlms.items) ? msg.dlms.items : [];
  const found = items.find((item) => isRecord(item) && item.classId === 40 && item.attribute === 2 && isRecord(item.data));
  if (found === undefined) {
    throw new DlmsError('settings-invalid', 'msg.learn: the message does not carry a push object list', {
      hint: 'Wire a dlms-get that reads class 40, attribute 2 (push object list) of the meter, and set msg.learn to a name.',
    });
  }
  return found.data as Data;
};

/** Learns a template and puts it in front. @throws DlmsError `settings-invalid`, `apdu-malformed` */
export const learnFrom = (node: Node, msg: NodeMessage, templates: Template[]): Template => {
  const { learn } = msg as { learn?: unknown };
  const title = typeof learn === 'string' && learn.trim() !== '' ? learn.trim() : 'learnt';
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const template = learnTemplate(id, title, objectListOf(msg));
  const others = templates.filter((one) => one.id !== id);
  templates.splice(0, templates.length, template, ...others);
  const remembered = rememberedTemplates(node).filter((one) => one.id !== id);
  node.context().set(key, [template, ...remembered]);
  return template;
};
