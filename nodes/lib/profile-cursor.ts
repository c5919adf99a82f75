/**
 * The cursors of a profile node: in its context, one for each meter and profile that the node has read.
 */
import type { Node } from 'node-red';
import type { ProfileCursor } from '../../src/index';
import { contextKey, NodeContext } from './node-context';
import { isRecord } from './setting-values';

export class CursorStore {
  private readonly context: NodeContext;

  constructor(node: Node, store: string) {
    this.context = new NodeContext(node, store, 'The cursor of the profile');
  }

  /** @throws DlmsError `store-failed` */
  async get(meter: string, obis: string): Promise<ProfileCursor | null> {
    const value = await this.context.get(contextKey('cursor', meter, obis));
    return isRecord(value) ? (value as unknown as ProfileCursor) : null;
  }

  /** Null forgets it. @throws DlmsError `store-failed` */
  set(meter: string, obis: string, cursor: ProfileCursor | null): Promise<void> {
    return this.context.set(contextKey('cursor', meter, obis), cursor ?? undefined);
  }
}
