/**
 * A key management task as a message of `dlms-action`: planned, confirmed where it can lock people out, carried out, and
 * told in a row like any other write.
 */
import type { NodeAPI } from 'node-red';
import { securityById, securityByName } from './config-nodes';
import type { Confirmations } from './confirmation';
import { askFirst, isConfirmation } from './confirmed-request';
import type { Outcome } from './flow-node';
import { type TaskId, type TaskPlan, taskIds, tasks } from './key-tasks';
import { withFacts } from './message';
import type { Overrides } from './overrides';
import type { Job } from './request-node';
import type { NodeSecurity } from './security-settings';
import { flag, isRecord, oneOf, type Settings, text } from './setting-values';
import { okStatus, warningStatus } from './status';
import { refusalOf } from './write-results';

/** A task with the meter that it is for. */
export interface PlannedTask {
  readonly task: TaskId;
  readonly plan: TaskPlan;
  readonly overrides: Overrides;
}

/** The task of the node, or null where it invokes any method. @throws DlmsError `settings-invalid` */
export const taskOf = (settings: Settings): TaskId | null => {
  const chosen = oneOf(settings, 'task', ['method', ...taskIds], 'method');
  return chosen === 'method' ? null : (chosen as TaskId);
};

/** By the name that the message gives, else as chosen in the form. */
const nextSecurity = (RED: NodeAPI, { settings, work }: Job): NodeSecurity | null => {
  const named = isRecord(work.msg.dlms) ? work.msg.dlms.newSecurity : undefined;
  return typeof named === 'string' && named !== '' ? securityByName(RED, named) : securityById(RED, text(settings, 'newSecurity', ''));
};

const carryOut = async ({ task, plan, overrides }: PlannedTask, { work, atMeter }: Job): Promise<Outcome> => {
  const { answer, info } = await atMeter(
    plan.words,
    async (target) => {
      const done = await plan.run(target);
      if (plan.endsAssociation && done.result.error === null) await target.meter.release(target.request);
      return { answer: done, info: { meter: target.meter.name } };
    },
    { overrides },
  );
  const error = answer.result.error === null ? null : refusalOf(answer.result.error);
  const done = error === null;
  const hint = done && plan.afterwards !== undefined ? { hint: plan.afterwards } : {};
  const payload = { meter: info.meter, task, name: plan.words, done, error, ...(done ? answer.facts : {}), ...hint };
  const msg = Object.assign(withFacts(work.msg, { meter: info.meter, errors: done ? [] : [payload] }), { payload });
  return { outputs: [msg, null], status: done ? okStatus(`${plan.words}: done`) : warningStatus(`${plan.words}: ${error.name}`) };
};

/** One message of a node whose task is not "any method". */
export const keyTask = async (RED: NodeAPI, task: TaskId, confirmations: Confirmations<PlannedTask>, job: Job): Promise<Outcome> => {
  const { settings, work, overrides } = job;
  if (isConfirmation(work)) return carryOut(confirmations.take(work.msg.confirm), job);
  const plan = tasks[task]({ settings, payload: work.msg.payload, next: nextSecurity(RED, job) });
  if (flag(settings, 'dryRun', false) || work.msg.dryRun === true) {
    const payload = { task, name: plan.words, needsConfirmation: plan.guarded };
    return {
      outputs: [Object.assign(withFacts(work.msg, { dryRun: true }), { payload }), null],
      status: okStatus('dry run: nothing sent'),
    };
  }
  if (!plan.guarded || !flag(settings, 'confirm', true)) return carryOut({ task, plan, overrides }, job);
  return askFirst(RED, work, confirmations, `${plan.words} can lock the meter or make it unreachable`, { task, plan, overrides });
};
