/**
 * Node status, at most twice a second: floods of status messages kill browsers.
 *
 * The first status shows at once; later ones replace each other until half a second has passed, then the last of them
 * shows. The clock is a steady one: a status would wait for as long as that of the computer is set back.
 */
import type { NodeStatus } from 'node-red';
import { isDlmsError } from '../../src/index';

export type { NodeStatus };

export interface ThrottledStatus {
  show(status: NodeStatus): void;
  /** Shows nothing any more and leaves no timer. */
  close(): void;
}

/** Shortest time between two statuses of one node. */
export const statusIntervalMs = 500;

export const throttledStatus = (emit: (status: NodeStatus) => void): ThrottledStatus => {
  let lastAt = Number.NEGATIVE_INFINITY;
  let waiting: NodeStatus | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const flush = (): void => {
    timer = null;
    if (waiting === null || closed) return;
    lastAt = performance.now();
    const status = waiting;
    waiting = null;
    emit(status);
  };

  return {
    show(status) {
      if (closed) return;
      waiting = status;
      if (timer !== null) return;
      const pause = lastAt + statusIntervalMs - performance.now();
      if (pause <= 0) flush();
      else timer = setTimeout(flush, pause).unref();
    },
    close() {
      closed = true;
      waiting = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
};

const longest = 60;
const shorten = (words: string): string => (words.length > longest ? `${words.slice(0, longest - 1)}…` : words);

export const busyStatus = (words: string): NodeStatus => ({ fill: 'blue', shape: 'dot', text: shorten(words) });
export const okStatus = (words: string): NodeStatus => ({ fill: 'green', shape: 'dot', text: shorten(words) });
export const warningStatus = (words: string): NodeStatus => ({ fill: 'yellow', shape: 'ring', text: shorten(words) });

/** Where a message that is too long says less in its beginning than the hint does: on the way to the meter. */
const onTheWay: ReadonlySet<string> = new Set(['transport', 'link', 'association', 'security']);

const faultWords = (error: Error): string => {
  if (!isDlmsError(error)) return error.message;
  const words = `${error.code}: ${error.message}`;
  return words.length > longest && onTheWay.has(error.layer) ? `${error.code}: ${error.hint}` : words;
};

/** Red for what needs a hand, grey for what was stopped on purpose. The text is the message or what to try; the error has both. */
export const errorStatus = (error: Error): NodeStatus => {
  if (isDlmsError(error) && error.code === 'aborted') return { fill: 'grey', shape: 'ring', text: 'stopped' };
  if (isDlmsError(error) && error.code === 'confirmation-needed') return warningStatus(error.message);
  return { fill: 'red', shape: 'ring', text: shorten(faultWords(error)) };
};
