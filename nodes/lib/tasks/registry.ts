/**
 * All tasks of `dlms-action`. A new operation is an entry in the file of its group, its form in `task-forms.ts` (and `task-fields.ts`),
 * and its words in the locales.
 */
import { DlmsError } from '../../../src/index';
import { fieldsOf, taskForms } from '../../forms/task-forms';
import { isRecord, type Settings } from '../setting-values';
import { billingTasks } from './billing';
import { calendarTasks } from './calendar';
import { certificateTasks } from './certificates';
import { clockTasks } from './clock';
import { dayTasks } from './days';
import { firmwareTasks } from './firmware';
import { keyTasks } from './keys';
import { limitTasks } from './limits';
import { mBusTasks } from './m-bus';
import { pushTasks } from './push';
import { supplyTasks } from './supply';
import type { Task } from './task';

export const tasks: readonly Task[] = [
  ...supplyTasks,
  ...limitTasks,
  ...clockTasks,
  ...billingTasks,
  ...calendarTasks,
  ...dayTasks,
  ...firmwareTasks,
  ...pushTasks,
  ...mBusTasks,
  ...keyTasks,
  ...certificateTasks,
];

const byId = new Map<string, Task>(tasks.map((task) => [task.id, task]));

/** Any method of any object: no task. */
export const anyMethod = 'method';

/** The task that the message names, else that of the node; null is any method. @throws DlmsError `settings-invalid` */
export const taskOf = (settings: Settings, dlms: unknown): Task | null => {
  const named = isRecord(dlms) && typeof dlms.task === 'string' && dlms.task !== '' ? dlms.task : undefined;
  const id = named ?? String(settings.task ?? anyMethod);
  if (id === anyMethod || id === '') return null;
  const task = byId.get(id);
  if (task !== undefined) return task;
  throw new DlmsError('settings-invalid', `"${id}" is no task`, { hint: `Known tasks: ${[anyMethod, ...byId.keys()].join(', ')}.` });
};

/** The fields of the form, those of `msg.dlms.values` before them. @throws DlmsError `settings-invalid` */
export const taskSettings = ({ id }: Task, settings: Settings, dlms: unknown): Settings => {
  const values = isRecord(dlms) ? dlms.values : undefined;
  if (values === undefined || values === null) return settings;
  if (!isRecord(values)) throw new DlmsError('settings-invalid', 'msg.dlms.values must be an object with fields of the task');
  // keys come from a security node, never from a message
  const fields: string[] = fieldsOf(taskForms[id]).filter((name) => name !== 'newSecurity');
  const unknown = Object.keys(values).find((name) => !fields.includes(name));
  if (unknown === undefined) return { ...settings, ...values };
  throw new DlmsError('settings-invalid', `msg.dlms.values.${unknown}: the task ${id} has no such field`, {
    hint: `Its fields: ${fields.join(', ')}.`,
  });
};
