/**
 * The context of a node as promises: what a node keeps over a redeploy and, with a store on disk, over a restart.
 */
import type { Node } from 'node-red';
import { DlmsError } from '../../src/index';
import { textHash } from './text-hash';

interface Context {
  get(key: string, store: string | undefined, done: (error: Error | null, value?: unknown) => void): void;
  set(key: string, value: unknown, store: string | undefined, done: (error?: Error | null) => void): void;
}

const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '_');

/**
 * Context keys are property paths: dots and brackets must not be in them. Names that have more than letters and digits are told
 * apart by their hash, whatever script they are in.
 * @param detail an OBIS code or a number: plain characters are enough to tell these apart
 */
export const contextKey = (kind: string, name: string, detail: string): string =>
  plain([kind, /^[A-Za-z0-9]+$/.test(name) ? name : `${name}_${textHash(name)}`, detail].join('_'));

export class NodeContext {
  private readonly context: Context;
  private readonly store: string | undefined;

  constructor(
    node: Node,
    /** Name of a context store of settings.js; empty for the default. */
    store: string,
    /** For errors: `The cursor of the profile`. */
    private readonly what: string,
  ) {
    this.context = node.context() as unknown as Context;
    this.store = store === '' ? undefined : store;
  }

  /** @throws DlmsError `store-failed` */
  get(key: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.context.get(key, this.store, (error, value) => {
        if (error) reject(this.failed(error));
        else resolve(value);
      });
    });
  }

  /** Undefined forgets it. @throws DlmsError `store-failed` */
  set(key: string, value: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.context.set(key, value, this.store, (error) => {
        if (error) reject(this.failed(error));
        else resolve();
      });
    });
  }

  private failed(error: Error): DlmsError {
    return new DlmsError('store-failed', `${this.what}: ${error.message}`, {
      hint: 'Check the name of the context store in the node and in settings.js.',
      cause: error,
    });
  }
}
