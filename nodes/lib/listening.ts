/**
 * Opening a port to listen on, again and again until it is there: at the start of a computer Node-RED may come before the network
 * whose address it is to listen on, and another program may still hold the port.
 */
import type { Node } from 'node-red';
import { backoffMs, isDlmsError } from '../../src/index';
import { explained, toDlmsError } from './error-facts';

/** First and longest pause before the next attempt. */
const pauseMs = [1000, 30_000] as const;

/**
 * @param tell what is wrong now, null once the port is open; the log has the first problem only
 * @returns how to give up
 */
export const keepOpening = (node: Node, open: () => Promise<unknown>, tell: (problem: Error | null) => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let given = false;
  const attempt = (tries: number): void => {
    open().then(
      () => tell(null),
      (thrown: unknown) => {
        const problem = toDlmsError(thrown);
        if (given) return;
        tell(problem);
        if (tries === 1) node.error(explained(problem));
        // Wrong settings stay wrong until the next deploy.
        if (!isDlmsError(problem) || problem.code !== 'port-unavailable') return;
        timer = setTimeout(() => attempt(tries + 1), backoffMs(pauseMs, tries, Math.random));
      },
    );
  };
  attempt(1);
  return () => {
    given = true;
    clearTimeout(timer);
  };
};
