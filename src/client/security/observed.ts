/**
 * A security context that remembers how far its association came: what a refusal means depends on the step that it answers.
 */
import type { PeerFacts, SecurityContext } from '../../security/types';

export interface Observed {
  readonly context: SecurityContext;
  /** The challenge of the meter, when its AARE came. */
  readonly challenge: Buffer | null;
  /** Our answer to the challenge was computed: what comes now answers it. */
  readonly proving: boolean;
  /** A message of the meter was opened with our keys. */
  readonly opened: boolean;
  /** Something that takes a counter was made. */
  readonly counted: boolean;
  /** The system title that the AARE carried. */
  readonly serverTitle: Buffer | null;
}

export function observe(context: SecurityContext): Observed {
  const seen = { challenge: null as Buffer | null, serverTitle: null as Buffer | null, proving: false, opened: false, counted: false };
  const watched: SecurityContext = {
    ...context,
    peer(facts: PeerFacts) {
      seen.challenge = facts.respondingAuthenticationValue ?? seen.challenge;
      seen.serverTitle = facts.respondingApTitle ?? seen.serverTitle;
      context.peer(facts);
    },
    protect(apdu, use) {
      const sealed = context.protect(apdu, use);
      if (sealed !== apdu) seen.counted = true;
      return sealed;
    },
    unprotect(apdu) {
      const plain = context.unprotect(apdu);
      if (plain !== apdu && !plain.equals(apdu)) seen.opened = true;
      return plain;
    },
    respond() {
      seen.proving = true;
      if (context.mechanism === 5) seen.counted = true;
      return context.respond();
    },
  };
  return Object.assign(seen, { context: watched });
}
