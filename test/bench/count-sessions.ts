/** Sessions a second of a client in a process of its own: over and over, on some links at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { processorSeconds } from './row';
import type { Words } from './words';

/**
 * Runs `session` on `links` links, begins to count after `warm` sessions and goes on for `time` milliseconds. Prints
 * `SESSIONS <sessions> <seconds> <seconds of processor time>` and ends the process; with an error when a session fails.
 */
export async function countSessions(words: Words, session: () => Promise<void>): Promise<never> {
  let done = 0;
  const repeat = async (): Promise<never> => {
    for (;;) {
      await session();
      done++;
    }
  };
  for (let link = 0; link < words.number('links'); link++) {
    repeat().catch((error: Error) => {
      console.error(error.message);
      process.exit(1);
    });
  }
  while (done < words.number('warm')) await sleep(10);
  const before = { done, at: performance.now(), processor: processorSeconds() };
  await sleep(words.number('time'));
  while (done === before.done) await sleep(1);
  const [sessions, seconds] = [done - before.done, (performance.now() - before.at) / 1000];
  console.log(`SESSIONS ${sessions} ${seconds} ${processorSeconds() - before.processor}`);
  process.exit(0);
}
