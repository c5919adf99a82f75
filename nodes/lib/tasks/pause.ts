/**
 * A pause that a redeploy ends.
 */
import { DlmsError } from '../../../src/index';

/** @throws DlmsError `aborted` */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DlmsError('aborted', 'Stopped while waiting for the meter'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
