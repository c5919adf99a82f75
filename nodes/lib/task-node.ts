/**
 * A task (`tasks/`) as messages of `dlms-action`: planned, confirmed where it is guarded, carried out, and told in one row:
 * what was done, what was read back, and what remains to do.
 *
 * A task may put further questions while it works, each once; the answer carries the task on where it stands. What the meter
 * refuses is in the row; what ends a request goes to Catch nodes.
 */
import { join } from 'node:path';
import type { NodeAPI, NodeMessage } from 'node-red';
import { type DlmsError, fileStore, isDlmsError } from '../../src/index';
import { securityById, securityByName } from './config-nodes';
import type { Confirmations } from './confirmation';
import { askFirst, type Continue } from './confirmed-request';
import { afterDeploy } from './deploys';
import type { Outcome } from './flow-node';
import { withFacts } from './message';
import { letGo } from './meter-access';
import type { Overrides } from './overrides';
import { type Job, progressMessage } from './request-node';
import type { NodeSecurity } from './security-settings';
import { userDirectory } from './security-stores';
import { flag, isRecord, text } from './setting-values';
import { okStatus, statusIntervalMs, warningStatus } from './status';
import { Desk } from './tasks/desk';
import { taskSettings } from './tasks/registry';
import { isQuestion, type Task, type TaskDone, type TaskPlan, type TaskQuestion, type TaskResult } from './tasks/task';
import { refusalOf } from './write-results';

/** A task with the meter that it is for, and the questions that were answered with yes. */
interface PlannedTask {
  readonly task: Task;
  readonly plan: TaskPlan;
  readonly overrides: Overrides;
  readonly confirmed: readonly string[];
}

/** By the name that the message gives, else as chosen in the form. */
const nextSecurity = (RED: NodeAPI, { settings, work, flow }: Job): NodeSecurity | null => {
  const named = isRecord(work.msg.dlms) ? work.msg.dlms.newSecurity : undefined;
  return typeof named === 'string' && named !== ''
    ? securityByName(named, flow, 'newSecurity')
    : securityById(RED, text(settings, 'newSecurity', ''), { what: 'new security', where: 'the node' });
};

/** Which task, with which values and keys, was for this node: a node behind it must not do the same. */
export const withoutTask = (msg: NodeMessage): NodeMessage => {
  if (!isRecord(msg.dlms)) return msg;
  const { task: _task, values: _values, newSecurity: _keys, ...kept } = msg.dlms;
  msg.dlms = kept;
  return msg;
};

/** Progress of long work to the second output, at most twice a second. */
const teller = (RED: NodeAPI, { work }: Job) => {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (progress: object): void => {
    const at = performance.now();
    if (at - lastAt < statusIntervalMs) return;
    lastAt = at;
    work.send([null, withoutTask(progressMessage(RED, work.msg, progress))]);
  };
};

type Performed = { readonly desk: Desk; readonly result: TaskResult } | { readonly desk: Desk; readonly refused: DlmsError };

const perform = async (RED: NodeAPI, { plan, overrides }: PlannedTask, confirmed: readonly string[], job: Job): Promise<Performed> => {
  let doing = plan.words;
  return job.atMeter(
    () => doing,
    async (target) => {
      const say = (words: string): void => {
        doing = words;
        job.work.report(words);
      };
      const desk = new Desk(target, new Set(confirmed), say, teller(RED, job));
      try {
        const result = await plan.perform(desk);
        if (plan.endsAssociation === true && !isQuestion(result)) {
          const busy = await letGo(target.meter, target.request);
          if (busy !== null) desk.note(`The association is still open: ${busy.message}`);
        }
        return { desk, result };
      } catch (error) {
        // the meter's own no is a result; everything else ends the message
        if (isDlmsError(error) && error.code === 'refused') return { desk, refused: error };
        throw error;
      }
    },
    { overrides },
  );
};

const row = (planned: PlannedTask, desk: Desk, rest: object) => ({
  meter: desk.target.meter.name,
  task: planned.task.id,
  name: planned.plan.words,
  ...rest,
});

const doneOutcome = (planned: PlannedTask, desk: Desk, { facts = {}, hint, summary }: TaskDone, { work }: Job): Outcome => {
  const hints = hint === undefined ? {} : { hint };
  const payload = row(planned, desk, { done: true, error: null, ...facts, steps: desk.steps, notes: desk.notes, ...hints });
  const msg = Object.assign(withoutTask(withFacts(work.msg, { errors: [] })), { payload });
  return { outputs: [msg, null], status: okStatus(summary ?? `${planned.plan.words}: done`) };
};

const refusedOutcome = (planned: PlannedTask, desk: Desk, refused: DlmsError, { work }: Job): Outcome => {
  const error = refusalOf(refused);
  const payload = row(planned, desk, { done: false, error, steps: desk.steps, notes: desk.notes });
  const msg = Object.assign(withoutTask(withFacts(work.msg, { errors: [payload] })), { payload });
  return { outputs: [msg, null], status: warningStatus(`${planned.plan.words}: ${error.name}`) };
};

const carryOut = async (RED: NodeAPI, planned: PlannedTask, confirmations: Confirmations<Continue>, job: Job): Promise<Outcome> => {
  const asks = flag(job.settings, 'confirm', true);
  let confirmed = planned.confirmed;
  for (;;) {
    const performed = await perform(RED, planned, confirmed, job);
    if ('refused' in performed) return refusedOutcome(planned, performed.desk, performed.refused, job);
    const { desk, result } = performed;
    if (!isQuestion(result)) return doneOutcome(planned, desk, result, job);
    confirmed = [...confirmed, result.ask.id];
    if (asks || result.ask.always === true) return put(RED, result, { ...planned, confirmed }, confirmations, job);
  }
};

const put = (
  RED: NodeAPI,
  { ask, standing, facts = {} }: TaskQuestion,
  next: PlannedTask,
  confirmations: Confirmations<Continue>,
  job: Job,
) =>
  askFirst(RED, job.work, confirmations, ask.text, (confirmed) => carryOut(RED, next, confirmations, confirmed), {
    standing,
    facts: { task: next.task.id, ...facts },
  });

/** One message of a node that does a task. */
export const runTask = async (RED: NodeAPI, task: Task, confirmations: Confirmations<Continue>, job: Job): Promise<Outcome> => {
  const { settings, work, overrides } = job;
  const { dlms, payload } = work.msg;
  await afterDeploy(RED, work.signal);
  const kept = fileStore(join(userDirectory(RED), 'dlms-images'));
  const next = nextSecurity(RED, job);
  const plan = task.plan({ settings: taskSettings(task, settings, dlms), payload, own: job.security, next, kept, clock: job.clock() });
  const planned = { task, plan, overrides, confirmed: [] };
  if (flag(settings, 'dryRun', false) || work.msg.dryRun === true) {
    const { words, question, mayAsk, sends = [] } = plan;
    const later = mayAsk === undefined ? {} : { mayAsk };
    const shown = { task: task.id, name: words, needsConfirmation: question !== null, question, ...later, sends };
    const msg = Object.assign(withoutTask(withFacts(work.msg, { dryRun: true })), { payload: shown });
    return { outputs: [msg, null], status: okStatus('dry run: nothing sent') };
  }
  if (plan.question === null || !flag(settings, 'confirm', true)) return carryOut(RED, planned, confirmations, job);
  const standing = 'Nothing was sent to the meter';
  return put(RED, { ask: { id: 'start', text: plan.question }, standing }, planned, confirmations, job);
};
