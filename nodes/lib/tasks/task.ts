/**
 * What a task of `dlms-action` is: an operation of a utility, with what it will do in words, its guard, and how it is carried
 * out. Its form is in `task-forms.ts`. Groups of tasks are the other files here; `registry.ts` lists them.
 *
 * `plan` looks at settings only, throws for those that cannot be, and speaks to no meter: the dry run ends there. `perform`
 * works at a `Desk` and either is done, or puts a question that must be confirmed first.
 */
import { type ClockSetting, DlmsError, type Store } from '../../../src/index';
import type { TaskId } from '../../forms/task-forms';
import type { NodeSecurity } from '../security-settings';
import type { Settings } from '../setting-values';
import type { Desk } from './desk';

/** What a task works with. */
export interface TaskInput {
  /** Of the form; `msg.dlms.values` goes before them. */
  readonly settings: Settings;
  /** `msg.payload`, for certificates, images and tables. */
  readonly payload: unknown;
  /** The security node that the meter is spoken to with. @throws DlmsError `settings-invalid` */
  own(): NodeSecurity | null;
  /** The security node with new keys or a new secret. */
  readonly next: NodeSecurity | null;
  /** What outlives a restart of Node-RED: which image a meter is being sent. */
  readonly kept: Store;
  /** How the meter's date-times are written. */
  readonly clock: ClockSetting;
}

/** Must be answered with yes before it goes on. */
export interface Question {
  /** Which of the questions of this task; each is put once. */
  readonly id: string;
  /** A whole sentence without full stop: what will happen. */
  readonly text: string;
  /** Put even where the node does not ask first: nobody can have known it before. */
  readonly always?: boolean;
}

/** What is known when `perform` ends. */
export interface TaskDone {
  /** For the message: never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Words for the status; default: the words of the plan. */
  readonly summary?: string;
  /** What to do afterwards, for people. */
  readonly hint?: string;
}

/** `perform` stops and asks; what it has done so far stands. */
export interface TaskQuestion {
  readonly ask: Question;
  /** How things stand meanwhile: `Nothing was sent`. */
  readonly standing: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export type TaskResult = TaskDone | TaskQuestion;

export const isQuestion = (result: TaskResult): result is TaskQuestion => 'ask' in result;

export interface TaskPlan {
  /** `change of EK and AK`: for question, status and errors. */
  readonly words: string;
  /** Put before anything is sent; null where the task is harmless. */
  readonly question: string | null;
  /** What may be asked while it works, for the dry run. */
  readonly mayAsk?: string;
  /** What would be sent, for the dry run; absent where it is secret or follows from what the meter says. */
  readonly sends?: readonly object[];
  /** The meter wants something else from the next association on: this one is released. */
  readonly endsAssociation?: boolean;
  perform(desk: Desk): Promise<TaskResult>;
}

export interface Task {
  /** Its form is in `task-forms.ts`. */
  readonly id: TaskId;
  /** @throws DlmsError `settings-invalid`, `value-invalid` */
  plan(input: TaskInput): TaskPlan;
}

/** @throws DlmsError `settings-invalid` */
export const needed = <T>(value: T | null, what: string): T => {
  if (value !== null) return value;
  throw new DlmsError('settings-invalid', `${what} is not chosen`, { hint: 'Choose the security node that has it, then deploy.' });
};
