/**
 * Where reading "since last time" stood, in the node's context: with a file store it outlives a restart. One cursor for each
 * meter and profile that the node has read.
 */
import type { Node } from 'node-red';
import { DlmsError, type ProfileCursor } from '../../src/index';
import { isRecord } from './setting-values';

interface Context {
  get(key: string, store: string | undefined, done: (error: Error | null, value?: unknown) => void): void;
  set(key: string, value: unknown, store: string | undefined, done: (error?: Error | null) => void): void;
}

const failed = (error: Error): DlmsError =>
  new DlmsError('store-failed', `The cursor of the profile: ${error.message}`, {
    hint: 'Check the name of the context store in the node and in settings.js.',
    cause: error,
  });

/** Context keys are property paths: dots and brackets must not be in them. */
const keyOf = (meter: string, obis: string): string => `cursor_${`${meter}_${obis}`.replace(/[^A-Za-z0-9]/g, '_')}`;

export class CursorStore {
  private readonly context: Context;
  private readonly store: string | undefined;

  constructor(node: Node, store: string) {
    this.context = node.context() as unknown as Context;
    this.store = store === '' ? undefined : store;
  }

  /** @throws DlmsError `store-failed` */
  get(meter: string, obis: string): Promise<ProfileCursor | null> {
    return new Promise((resolve, reject) => {
      this.context.get(keyOf(meter, obis), this.store, (error, value) => {
        if (error) reject(failed(error));
        else resolve(isRecord(value) ? (value as unknown as ProfileCursor) : null);
      });
    });
  }

  /** Null forgets it. @throws DlmsError `store-failed` */
  set(meter: string, obis: string, cursor: ProfileCursor | null): Promise<void> {
    return new Promise((resolve, reject) => {
      this.context.set(keyOf(meter, obis), cursor ?? undefined, this.store, (error) => {
        if (error) reject(failed(error));
        else resolve();
      });
    });
  }
}
