/**
 * Flow node `dlms-browse`: what objects a meter has, as messages.
 *
 * The list is read from the meter or taken from the cache that the dialogs share (`lib/object-lists.ts`), filtered by words,
 * and sent with names, classes, attributes and rights; on demand with the value that each object has now. Output 2 has
 * the progress; `msg.cancel` ends what is being read.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { type AttributeReference, DlmsError, type Reading } from '../src/index';
import type { Progress } from './forms/dialog-answers';
import type { ObjectRow } from './forms/object-rows';
import { meterStandard } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome, Work } from './lib/flow-node';
import { withFacts } from './lib/message';
import type { Target } from './lib/meter-access';
import { toCsv } from './lib/object-list-files';
import type { KeptList } from './lib/object-lists';
import { type Naming, objectRow, objectRows, valueAttribute } from './lib/object-rows';
import { sequenceOf } from './lib/output-forms';
import { keptObjects, listKey, readObjects } from './lib/read-objects';
import { copyOf, counted, type Job, progressMessage, requestNode } from './lib/request-node';
import { flag, languageOf, oneOf, type Settings, text } from './lib/setting-values';
import { okStatus } from './lib/status';

const outputs = ['array', 'each', 'rows', 'csv'] as const;
type Output = (typeof outputs)[number];

interface LiveValue {
  readonly value: unknown;
  readonly unit: string | null;
  readonly error: Reading['error'];
}

type Listed = ObjectRow & Partial<LiveValue>;

/** Attributes asked for at once; the meter splits further where it must. */
const atOnce = 32;

/** Words that must all occur in code, name, class or group; a number alone is a class. */
const matching = (rows: readonly ObjectRow[], filter: string): ObjectRow[] => {
  const words = filter
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const classIds = new Set(words.filter((word) => /^\d+$/.test(word)).map(Number));
  const others = words.filter((word) => !/^\d+$/.test(word));
  return rows.filter((row) => {
    const haystack = `${row.obis} ${row.name} ${row.className} ${row.group}`.toLowerCase();
    return (classIds.size === 0 || classIds.has(row.classId)) && others.every((word) => haystack.includes(word));
  });
};

/** Values in portions, so that progress is seen and a cancel is heard between them. */
const withValues = async (rows: readonly ObjectRow[], { meter, request }: Target): Promise<Listed[]> => {
  const wanted = rows.flatMap((row): AttributeReference[] => {
    const attribute = valueAttribute(row);
    const { classId, obis, version, baseName } = row;
    return attribute === null ? [] : [{ classId, obis, version, attribute, ...(baseName === null ? {} : { baseName }) }];
  });
  const values = new Map<string, LiveValue>();
  for (let at = 0; at < wanted.length; at += atOnce) {
    const { readings } = await meter.read(wanted.slice(at, at + atOnce), request);
    for (const { classId, obis, value, unit, error } of readings) values.set(`${classId} ${obis}`, { value, unit, error });
  }
  return rows.map((row) => ({ ...row, ...values.get(`${row.classId} ${row.obis}`) }));
};

const rightsText = (members: readonly { readonly id: number; readonly name: string; readonly access: string }[]): string =>
  members.map(({ id, name, access }) => `${id} ${name}: ${access}`).join('; ');

const tableRow = ({ attributes, methods, ...row }: Listed) => ({
  ...row,
  ...('error' in row ? { error: row.error?.text ?? null } : {}),
  attributes: rightsText(attributes),
  methods: rightsText(methods),
});

const csvOf = (rows: readonly Listed[], naming: Naming): string => toCsv(rows, (entry) => objectRow(entry, naming));

const bodies: Readonly<Record<Exclude<Output, 'each'>, (rows: readonly Listed[], naming: Naming) => unknown>> = {
  array: (rows) => rows,
  rows: (rows) => rows.map(tableRow),
  csv: csvOf,
};

const messages = (RED: NodeAPI, msg: NodeMessage, output: Output, rows: readonly Listed[], naming: Naming): NodeMessage[] => {
  if (output !== 'each') return [Object.assign(msg, { payload: bodies[output](rows, naming) })];
  const place = sequenceOf(msg, String(msg._msgid ?? ''), rows.length);
  return rows.map((row, index) => Object.assign(copyOf(RED, msg), { payload: row, topic: row.name }, place(index)));
};

interface Found {
  readonly list: KeptList;
  readonly rows: readonly Listed[];
}

/** In the language of the node, by the standard of its meter. */
const namingOf = (RED: NodeAPI, settings: Settings): Naming => ({
  language: languageOf(settings),
  standard: meterStandard(RED, text(settings, 'meter', '')),
});

const find = async (RED: NodeAPI, job: Job, naming: Naming): Promise<Found> => {
  const { settings, overrides, work, flow } = job;
  const meter = text(settings, 'meter', '');
  const select = (list: KeptList): ObjectRow[] => matching(objectRows(list.objects, naming), text(settings, 'filter', ''));
  const fresh = flag(settings, 'fresh', false) || work.msg.refresh === true;
  const kept = fresh ? null : await keptObjects(RED, { meter, flow }, overrides);
  const live = flag(settings, 'values', false);
  if (kept !== null && !live) return { list: kept, rows: select(kept) };
  const options = {
    onProgress: (progress: Progress) => work.send([null, progressMessage(RED, work.msg, progress)]),
  };
  return job.atMeter(
    'reading the object list',
    async (target) => {
      const list = kept ?? (await readObjects(RED, listKey(meter, overrides), target));
      const rows = select(list);
      if (!live) return { list, rows };
      work.report(`reading ${counted(rows.length, 'value')}`);
      return { list, rows: await withValues(rows, target) };
    },
    options,
  );
};

const browse = async (RED: NodeAPI, running: Set<Work>, job: Job): Promise<Outcome> => {
  const { settings, work } = job;
  if (work.msg.cancel === true) {
    for (const one of running) one.abort(new DlmsError('aborted', 'Browsing was cancelled'));
    return { outputs: [null, null], status: okStatus(running.size > 0 ? 'cancelled' : 'nothing to cancel') };
  }
  running.add(work);
  try {
    const naming = namingOf(RED, settings);
    const { list, rows } = await find(RED, job, naming);
    const { source, at } = list;
    const msg = withFacts(work.msg, { objectList: { source, at, objects: list.objects.length, sent: rows.length } });
    const output = oneOf(settings, 'output', outputs, 'array');
    return {
      outputs: [messages(RED, msg, output, rows, naming), null],
      status: okStatus(`${counted(rows.length, 'object')}${source === 'file' ? ' of the file' : ''}`),
    };
  } finally {
    running.delete(work);
  }
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsBrowse(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const running = new Set<Work>();
    requestNode(RED, this, definition, (job) => browse(RED, running, job));
  }

  RED.nodes.registerType('dlms-browse', DlmsBrowse);
};
