/** Collects what a channel reports, and waits for it. */
import assert from 'node:assert/strict';
import { type DlmsError, type ErrorCode, isDlmsError } from '../../src/errors';
import type { ChannelEvents } from '../../src/transport/transport';

export class Recorder implements ChannelEvents {
  readonly chunks: Buffer[] = [];
  readonly closings: (Error | undefined)[] = [];
  private wake: () => void = () => undefined;

  data(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.wake();
  }

  closed(error?: Error): void {
    this.closings.push(error);
    this.wake();
  }

  get octets(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** Waits until `ready`; mocha's time-out bounds it. */
  async until(ready: () => boolean): Promise<void> {
    while (!ready()) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  async untilClosed(): Promise<void> {
    await this.until(() => this.closings.length > 0);
  }
}

export const never = new AbortController().signal;

/** The rejection must be a DlmsError of this code. */
export async function rejection(work: Promise<unknown>, code: ErrorCode, pattern?: RegExp): Promise<DlmsError> {
  try {
    await work;
  } catch (error) {
    assert.ok(isDlmsError(error), `${error}`);
    assert.equal(error.code, code, error.message);
    if (pattern !== undefined) assert.match(error.message, pattern);
    return error;
  }
  return assert.fail(`${code} was expected`);
}

/** Handles of this process that keep it alive, by kind. */
export const resources = (): string[] => process.getActiveResourcesInfo().filter((name) => /TCP|UDP|Timeout/.test(name));

/** What is there now and was not before. The test runner's own timers come and go. */
export function added(before: readonly string[], now: readonly string[]): string[] {
  const left = [...before];
  return now.filter((name) => {
    const at = left.indexOf(name);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
