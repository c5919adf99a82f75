/**
 * Who asks: the application association under which a request came in (Green Book 4.5; Blue Book 4.4.4).
 * Frozen from the moment of the AARE; objects that show the current association read it, access rights depend on it.
 */
import type { LinkPeer } from '../framing/link';
import type { Referencing } from '../session/types';
import type { ServerSecurity } from './server-security';
import type { AssociationSettings } from './settings';

export interface ServerAssociation {
  readonly settings: AssociationSettings;
  readonly peer: LinkPeer;
  readonly referencing: Referencing;
  readonly applicationContextId: number;
  readonly mechanism: number;
  readonly conformance: number;
  /** The largest APDU that the client takes; 65535 when it states no limit. */
  readonly clientMaxReceivePduSize: number;
  readonly serverMaxReceivePduSize: number;
  readonly security: ServerSecurity;
  /** HLS: true until the fourth step is done. */
  readonly pending: boolean;
}

export interface Caller {
  readonly association: ServerAssociation;
  /** Sends a notification to this client, before the answer that is being made. */
  notify(apdu: Buffer): void;
  /** HLS steps 3 and 4: f(StoC) in, f(CtoS) out; null = refused. */
  authenticate(response: Buffer): Buffer | null;
}
