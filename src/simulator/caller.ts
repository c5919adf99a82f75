/**
 * Who asks: the application association under which a request came in (Green Book 4.5; Blue Book 4.4.4).
 * Frozen from the moment of the AARE; objects that show the current association read it, access rights depend on it.
 */
import type { LinkPeer } from '../framing/link';
import type { ServerSecurityContext } from '../security/server';
import type { Referencing } from '../session/types';
import type { AssociationSettings } from './settings';

/** clientMaxReceivePduSize of a client that states no limit. */
export const unlimitedPduSize = 0xffff;

export interface ServerAssociation {
  readonly settings: AssociationSettings;
  readonly peer: LinkPeer;
  readonly referencing: Referencing;
  readonly applicationContextId: number;
  readonly mechanism: number;
  readonly conformance: number;
  /** How the client coded its conformance; answers have the same form. */
  readonly conformanceTag: '5F1F' | '5F';
  /** The largest APDU that the client takes; 65535 when it states no limit. */
  readonly clientMaxReceivePduSize: number;
  readonly serverMaxReceivePduSize: number;
  readonly security: ServerSecurityContext;
  /** Title in the AARQ. */
  readonly callingApTitle: Buffer | null;
  /** HLS: true until the fourth step is done. */
  readonly pending: boolean;
  /** The client asked for no AARE: it gets no answers at all, and what would need one is not done (Green Book 9.4.6.1). */
  readonly unconfirmed: boolean;
}

export interface Authentication {
  readonly accepted: boolean;
  readonly proof: Buffer | null;
}

export interface Caller {
  readonly association: ServerAssociation;
  /** Sends a notification to this client, before the answer that is being made. */
  notify(apdu: Buffer): void;
  /** Closes the line without the answer that is being made. */
  hangUp(): void;
  /** HLS passes 3 and 4: f(StoC) in, f(CtoS) out, which some vendors' meters do not have. */
  authenticate(response: Buffer): Authentication;
}
