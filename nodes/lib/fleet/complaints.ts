/**
 * What a fleet node finds wrong by itself: with what comes in, and with those who do not answer.
 */
import { DlmsError } from '../../../src/index';
import { describeError, type ErrorFacts } from '../error-facts';

export const silence = (): ErrorFacts =>
  describeError(
    new DlmsError('deadline-exceeded', 'Nobody answered for this job', {
      hint: 'Are workers running, and is the lease longer than a reading takes?',
    }),
  );

export const otherList = (id: string): DlmsError =>
  new DlmsError('settings-invalid', `msg.runId ${JSON.stringify(id)}: another list runs under this id`, {
    hint: 'Wait until it is done, stop it with msg.control = "stop", or give this list an id of its own.',
  });

export const unknownControl = (control: unknown): DlmsError =>
  new DlmsError(
    'settings-invalid',
    `msg.control: ${typeof control === 'string' ? JSON.stringify(control) : `what is no text (${typeof control})`} is none of stop, pause, resume, status, forget`,
  );
