/**
 * Flow node `dlms-set`: writes typed values to attributes.
 *
 * A value without a chosen type takes the type of the class table, or that of the value the meter has now. The dry run
 * shows what would be sent and speaks to no meter. What can lock the meter needs two steps; see `lib/confirmation.ts`.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import {
  type AttributeReference,
  attribute as attributeDefinition,
  type Data,
  DlmsError,
  type GetResult,
  isDlmsError,
  obisName,
  reworded,
  type SetResult,
} from '../src/index';
import { attributeDanger, Confirmations, dangerSentence } from './lib/confirmation';
import { askFirst, isConfirmation, takeConfirmed } from './lib/confirmed-request';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { asItem, attributePlace, chosenData, dataAsAtMeter, plainValue } from './lib/item-values';
import { withFacts } from './lib/message';
import type { Target } from './lib/meter-access';
import type { Overrides } from './lib/overrides';
import { attributeReferences } from './lib/references';
import { counted, type Job, refusedStatus, requestNode } from './lib/request-node';
import { flag } from './lib/setting-values';
import { okStatus } from './lib/status';
import { hexOf, refusalOf, showData, type WriteRow } from './lib/write-results';

/** One entry: the type is known (`data`), or is taken from what the meter has (`value`). */
interface Planned {
  readonly reference: AttributeReference;
  readonly value: unknown;
  readonly data: Data | null;
}

interface Plan {
  readonly items: readonly Planned[];
  readonly overrides: Overrides;
}

const nameOf = ({ name, obis, attribute, classId }: AttributeReference): string => {
  const definition = attributeDefinition(classId, attribute);
  return `${name ?? obisName(obis)}${attribute === 2 ? '' : ` (${definition?.name ?? `attribute ${attribute}`})`}`;
};

/** What is wrong with a value, with the object that it was meant for. */
const about = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!isDlmsError(error) || (error.code !== 'value-invalid' && error.code !== 'settings-invalid')) throw error;
    throw reworded(error, `${name}: ${error.message}`);
  }
};

const plan = async (RED: NodeAPI, node: Node, { settings, overrides, work, clock }: Job): Promise<Plan> => {
  const list = overrides.objects ?? (Array.isArray(settings.objects) ? settings.objects : []);
  const references = attributeReferences(list);
  const items = await Promise.all(
    references.map(async (reference, index): Promise<Planned> => {
      const item = asItem(list[index]);
      return await about(nameOf(reference), async () => {
        const value = await plainValue(RED, node, work.msg, item);
        if (value === undefined || value === null) throw new DlmsError('value-invalid', 'no value is given');
        const place = attributePlace(reference.classId, reference.attribute, reference.version, clock());
        return { reference, value, data: chosenData(item.type, place, value) };
      });
    }),
  );
  return { items, overrides };
};

const dryRun = ({ items }: Plan, { work }: Job): Outcome => {
  const payload = items.map(({ reference, value, data }) => ({
    obis: reference.obis,
    name: nameOf(reference),
    classId: reference.classId,
    attribute: reference.attribute,
    danger: attributeDanger(reference.classId, reference.attribute),
    ...(data === null ? { value, note: 'the type will be read from the meter' } : { data: showData(data), hex: hexOf(data) }),
  }));
  const msg = Object.assign(withFacts(work.msg, { dryRun: true }), { payload });
  return { outputs: [msg, null], status: okStatus(`dry run: ${counted(items.length, 'value')}, nothing sent`) };
};

/** What is to be written, typed; or the meter's word why it does not even tell the type. */
type Typed = Data | DlmsError;

/** Types that are open are read in one request. @throws DlmsError `value-invalid` before anything is written */
const typed = async (items: readonly Planned[], { meter, request }: Target): Promise<readonly Typed[]> => {
  const open = items.filter(({ data }) => data === null);
  const references = open.map(({ reference }) => reference);
  const answers = open.length === 0 ? [] : (await meter.get(references, request)).items;
  const current = new Map(open.map((item, index) => [item, answers[index] as GetResult['items'][number]]));
  return Promise.all(
    items.map(async (item): Promise<Typed> => {
      if (item.data !== null) return item.data;
      const { data, error } = current.get(item) as GetResult['items'][number];
      return error ?? about(nameOf(item.reference), async () => dataAsAtMeter(item.reference, data, item.value, meter));
    }),
  );
};

/** One outcome for each value, in order: null where it is written. What the meter does not have hides none of the others. */
const write = async (items: readonly Planned[], values: readonly Typed[], { meter, request }: Target): Promise<(DlmsError | null)[]> => {
  const writable = items.flatMap(({ reference }, index) => {
    const value = values[index] as Typed;
    return isDlmsError(value) ? [] : [{ ...reference, value }];
  });
  const answers = (writable.length === 0 ? [] : (await meter.set(writable, request)).items).values();
  return values.map((value) => (isDlmsError(value) ? value : (answers.next().value as SetResult['items'][number]).error));
};

const rowOf = (meter: string, { reference, value }: Planned, data: Typed, error: DlmsError | null): WriteRow => ({
  meter,
  obis: reference.obis,
  name: nameOf(reference),
  classId: reference.classId,
  index: reference.attribute,
  done: error === null,
  value: isDlmsError(data) ? value : showData(data),
  error: error === null ? null : refusalOf(error),
});

const carryOut = async ({ items, overrides }: Plan, { work, atMeter }: Job): Promise<Outcome> => {
  const rows = await atMeter(
    `writing ${counted(items.length, 'value')}`,
    async (target) => {
      const values = await typed(items, target);
      const errors = await write(items, values, target);
      return items.map((item, index) => rowOf(target.meter.name, item, values[index] as Typed, errors[index] ?? null));
    },
    { overrides },
  );
  const refused = rows.filter(({ done }) => !done);
  const msg = Object.assign(withFacts(work.msg, { errors: refused }), { payload: rows });
  const status = refused.length > 0 ? refusedStatus(rows, 'value') : okStatus(`${counted(rows.length, 'value')} written`);
  return { outputs: [msg, null], status };
};

const firstDanger = ({ items }: Plan): string | null => {
  for (const { reference } of items) {
    const danger = attributeDanger(reference.classId, reference.attribute);
    if (danger !== null) return dangerSentence(`Writing ${nameOf(reference)} of ${reference.obis}`, danger);
  }
  return null;
};

const set = async (RED: NodeAPI, node: Node, confirmations: Confirmations<Plan>, job: Job): Promise<Outcome> => {
  if (isConfirmation(job.work)) return carryOut(takeConfirmed(job.work, confirmations), job);
  const planned = await plan(RED, node, job);
  if (flag(job.settings, 'dryRun', false) || job.work.msg.dryRun === true) return dryRun(planned, job);
  const danger = flag(job.settings, 'confirm', true) ? firstDanger(planned) : null;
  return danger === null ? carryOut(planned, job) : askFirst(RED, job.work, confirmations, danger, planned);
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsSet(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const confirmations = new Confirmations<Plan>(() => RED.util.generateId());
    requestNode(
      RED,
      this,
      definition,
      (job) => set(RED, this, confirmations, job),
      async () => confirmations.clear(),
    );
  }

  RED.nodes.registerType('dlms-set', DlmsSet);
};
