/**
 * An AbortController and its signal in one, for what ends a job: made for each request and listened to for each frame, which
 * is too often for an EventTarget (a fifth of what a short session costs).
 */
import type { DlmsError } from '../errors';
import type { StopSignal } from '../transport/transport';

export class Stop implements StopSignal {
  reason: DlmsError | undefined;
  private listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  /** Ends the work; the first reason stays. */
  abort(reason: DlmsError): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    for (let listener = this.listeners.shift(); listener !== undefined; listener = this.listeners.shift()) listener();
  }

  throwIfAborted(): void {
    if (this.reason !== undefined) throw this.reason;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }
}

/** For work that nobody ends. */
export const never: StopSignal = {
  aborted: false,
  reason: undefined,
  throwIfAborted: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};
