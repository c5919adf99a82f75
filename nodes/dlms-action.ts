/**
 * Flow node `dlms-action`: invokes one method, or carries out a task: supply, clock, billing, tariff, firmware, push,
 * M-Bus, keys (`lib/tasks/registry.ts`).
 *
 * The parameter is typed like a value of set; most methods take the dummy parameter `integer 0`, which is sent when
 * nothing is given. What can cut the supply or lock the meter needs two steps; see `lib/confirmation.ts`.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import {
  type ActionItem,
  type Data,
  DlmsError,
  dummyParameter,
  type MethodReference,
  method as methodDefinition,
  obisName,
} from '../src/index';
import { Confirmations, dangerSentence, methodDanger } from './lib/confirmation';
import { askFirst, type Continue, isConfirmation, takeConfirmed } from './lib/confirmed-request';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { asItem, chosenData, methodPlace, plainValue } from './lib/item-values';
import { withFacts } from './lib/message';
import type { Overrides } from './lib/overrides';
import { methodReference } from './lib/references';
import { type Job, requestNode } from './lib/request-node';
import { flag, isEmpty, type Settings } from './lib/setting-values';
import { okStatus, warningStatus } from './lib/status';
import { runTask, withoutTask } from './lib/task-node';
import { taskOf } from './lib/tasks/registry';
import { hexOf, refusalOf, showData, type WriteRow } from './lib/write-results';

interface Plan {
  readonly item: ActionItem;
  readonly overrides: Overrides;
}

const noParameter = 'none';

const nameOf = ({ classId, obis, method, name }: MethodReference): string =>
  `${name ?? obisName(obis)}: ${methodDefinition(classId, method)?.name ?? `method ${method}`}`;

const parameterOf = async (RED: NodeAPI, node: Node, job: Job, reference: MethodReference, item: Settings): Promise<Data | null> => {
  const kind = item.type ?? 'auto';
  if (kind === noParameter) return null;
  const value = await plainValue(RED, node, job.work.msg, item);
  const place = methodPlace(reference.classId, reference.method, reference.version, job.clock());
  if (isEmpty(value) && (kind === 'auto' || kind === '')) {
    if (place.shape === undefined || place.shape === 'integer(0)') return dummyParameter;
    throw new DlmsError('value-invalid', `${nameOf(reference)}: this method needs a parameter`);
  }
  const data = chosenData(kind, place, value);
  if (data === null) throw new DlmsError('value-invalid', `${nameOf(reference)}: choose the type of the parameter`);
  return data;
};

/** `type` and `name` of the settings are those of the node. */
const ownItem = ({ obis, classId, method, parameterType, parameter, parameterSource }: Settings): Settings => ({
  obis,
  classId,
  method,
  type: parameterType,
  value: parameter,
  valueType: parameterSource,
});

const plan = async (RED: NodeAPI, node: Node, job: Job): Promise<Plan> => {
  const { settings, overrides } = job;
  const objects = overrides.objects;
  if (objects !== undefined && objects.length !== 1)
    throw new DlmsError('settings-invalid', 'msg.dlms.objects: an action takes one object');
  const item = objects === undefined ? ownItem(settings) : asItem(objects[0]);
  const reference = methodReference(objects === undefined ? item : objects[0]);
  return { item: { ...reference, parameter: await parameterOf(RED, node, job, reference, item) }, overrides };
};

const dryRun = ({ item }: Plan, { work }: Job): Outcome => {
  const { obis, classId, method, parameter } = item;
  const shown = parameter === null ? { data: null, hex: '' } : { data: showData(parameter), hex: hexOf(parameter) };
  const payload = { obis, name: nameOf(item), classId, method, danger: methodDanger(classId, method), ...shown };
  const msg = Object.assign(withoutTask(withFacts(work.msg, { dryRun: true })), { payload });
  return { outputs: [msg, null], status: okStatus('dry run: nothing sent') };
};

const carryOut = async ({ item, overrides }: Plan, { work, atMeter }: Job): Promise<Outcome> => {
  const { items, info } = await atMeter(nameOf(item), ({ meter, request }) => meter.action([item], request), { overrides });
  const [answer] = items;
  const error = answer === undefined || answer.error === null ? null : refusalOf(answer.error);
  const returned = answer?.data ?? null;
  const row: WriteRow = {
    meter: info.meter,
    obis: item.obis,
    name: nameOf(item),
    classId: item.classId,
    index: item.method,
    done: error === null,
    value: returned === null ? null : showData(returned),
    error,
  };
  const msg = Object.assign(withoutTask(withFacts(work.msg, { errors: error === null ? [] : [row] })), { payload: row });
  return { outputs: [msg, null], status: error === null ? okStatus(`${row.name}: done`) : warningStatus(`${row.name}: ${error.name}`) };
};

const action = async (RED: NodeAPI, node: Node, confirmations: Confirmations<Continue>, job: Job): Promise<Outcome> => {
  const planned = await plan(RED, node, job);
  const { item } = planned;
  if (flag(job.settings, 'dryRun', false) || job.work.msg.dryRun === true) return dryRun(planned, job);
  const danger = flag(job.settings, 'confirm', true) ? methodDanger(item.classId, item.method) : null;
  if (danger === null) return carryOut(planned, job);
  return askFirst(RED, job.work, confirmations, dangerSentence(`${nameOf(item)} at ${item.obis}`, danger), (confirmed) =>
    carryOut(planned, confirmed),
  );
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsAction(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const confirmations = new Confirmations<Continue>(() => RED.util.generateId());
    requestNode(
      RED,
      this,
      definition,
      async (job) => {
        if (isConfirmation(job.work)) return takeConfirmed(job.work, confirmations)(job);
        const task = taskOf(job.settings, job.work.msg.dlms);
        return task === null ? action(RED, this, confirmations, job) : runTask(RED, task, confirmations, job);
      },
      async () => confirmations.clear(),
    );
  }

  RED.nodes.registerType('dlms-action', DlmsAction);
};
