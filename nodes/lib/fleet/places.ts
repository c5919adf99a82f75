/**
 * How many meters are at work at once. A meter from which nothing comes lends its place, so that those that are gone do not
 * delay the others; at most four times the places are lent.
 */
import { DlmsError } from '../../../src/index';

export class Places {
  private used = 0;
  private lent = 0;
  private readonly waiting = new Set<() => void>();

  constructor(public capacity: number) {}

  get free(): boolean {
    return this.used - this.lent < this.capacity && this.used < 5 * this.capacity;
  }

  take(): void {
    this.used += 1;
  }

  release(): void {
    this.used -= 1;
    this.serve();
  }

  /** Something that lends its place as often as it falls silent; `onFree` is told of each place that is lent. */
  lender(onFree: () => void): { readonly silent: (silent: boolean) => void; readonly end: () => void } {
    let lending = false;
    const silent = (now: boolean): void => {
      if (now === lending) return;
      lending = now;
      this.lent += now ? 1 : -1;
      this.serve();
      if (now) onFree();
    };
    return { silent, end: () => silent(false) };
  }

  /** Takes a place when one is free, first come first served. @throws DlmsError `aborted` */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.waiting.delete(go);
        reject(new DlmsError('aborted', 'Stopped before its turn'));
      };
      const go = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.take();
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(go);
      this.serve();
    });
  }

  private serve(): void {
    for (const go of this.waiting) {
      if (!this.free) return;
      this.waiting.delete(go);
      go();
    }
  }
}
