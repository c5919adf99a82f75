/**
 * How much a session passes over before it gives the meter up: strange answers are rare, a queue of pushes after a silence
 * is not.
 */
import { DlmsError } from '../errors';

const patienceWith = { stray: 16, notification: 1000 } as const;
export type Aside = keyof typeof patienceWith;

/** Counts what came instead of what is awaited. @throws DlmsError `answer-mismatch` when it is too much */
export function patience(awaited: string): (aside: Aside) => void {
  const counts = { stray: 0, notification: 0 };
  return (aside) => {
    counts[aside]++;
    if (counts[aside] > patienceWith[aside]) {
      throw new DlmsError('answer-mismatch', `${counts[aside]} messages came that do not answer ${awaited}`);
    }
  };
}
