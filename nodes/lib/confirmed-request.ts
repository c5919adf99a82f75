/**
 * A request that may need confirmation (see `confirmation.ts`), in the same steps for SET and ACTION.
 *
 * First message: dangerous and not exempt -> the request is kept, the question leaves by the second output, and the
 * message ends with `confirmation-needed`, so that nobody takes it for carried out. Second message, `msg.confirm`: the
 * kept request is carried out at the meter that it was for, whatever the second message says. It confirms here and nowhere
 * else: `msg.confirm` does not go on to the nodes behind, which may have questions of their own.
 */
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../../src/index';
import { type Confirmations, confirmationMs, type Question } from './confirmation';
import type { Outcome, Work } from './flow-node';
import { copyOf, type Job } from './request-node';

/** A kept request: carries on with the message that confirms it. */
export type Continue = (job: Job) => Promise<Outcome>;

/** True when the message is the second step. */
export const isConfirmation = (work: Work): boolean =>
  work.msg.confirm !== undefined && work.msg.confirm !== false && work.msg.confirm !== null;

/** What the message confirms, once. @throws DlmsError `confirmation-needed` */
export const takeConfirmed = <T>({ msg }: Work, confirmations: Confirmations<T>): T => {
  const { confirm } = msg;
  delete msg.confirm;
  return confirmations.take(confirm);
};

/** What is told beside the question. */
export interface Standing {
  /** How things stand until it is confirmed. */
  readonly standing: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

const questionMessage = <T>(RED: NodeAPI, work: Work, { token, text, expires }: Question<T>, facts: object) =>
  Object.assign(copyOf(RED, work.msg), { topic: 'confirm', payload: { question: text, token, expires: expires.toISOString(), ...facts } });

/** Keeps the request, sends the question, and ends the message. */
export const askFirst = <T>(
  RED: NodeAPI,
  work: Work,
  confirmations: Confirmations<T>,
  sentence: string,
  request: T,
  { standing, facts = {} }: Standing = { standing: 'Nothing was sent to the meter' },
): Outcome => {
  const question = confirmations.ask(sentence, request);
  work.send([null, questionMessage(RED, work, question, facts)]);
  throw new DlmsError('confirmation-needed', `Confirm within ${confirmationMs / 1000} s: ${sentence}`, {
    hint: `${standing}. Send msg.confirm = true (or the token of the second output) within ${confirmationMs / 1000} s.`,
  });
};
