/**
 * Releasing an association: RLRQ and RLRE (Green Book 9.3.3, 9.4.2). It never fails a session: some meters refuse a plain
 * release in a ciphered association, some a protected one, some answer with a wrong length or not at all; the link is
 * closed after it in any case.
 */
import type { Rlrq } from '../apdu/acse.types';
import { apdu } from '../apdu/apdu';
import { encode } from '../codec/axdr';
import { isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { initiateRequestOf } from './associate';
import { prepareCounters } from './exchange';
import type { Session } from './types';

/** True when the meter answered with an RLRE. Throws only what ends the work itself: `aborted`, `deadline-exceeded`. */
export function* release(session: Session): Dialogue<boolean> {
  const how = session.options.release ?? 'auto';
  const wasOpen = session.association !== null;
  session.association = null;
  if (!wasOpen || how === 'none') return false;
  try {
    const withInitiate = how === 'protected' || (how === 'auto' && session.security.cipheredContext);
    return yield* requestRelease(session, withInitiate);
  } catch (error) {
    if (isDlmsError(error) && error.code !== 'aborted' && error.code !== 'deadline-exceeded') return false;
    throw error;
  }
}

/**
 * Takes back an association that the meter never completed: its answer to the AARQ came, but it refused our proof. The RLRQ is
 * plain, because nothing is agreed yet that could protect it. The line is good for another AARQ after it.
 */
export function* abandon(session: Session): Dialogue<void> {
  const halfOpen = session.proving === true;
  session.proving = false;
  if (halfOpen && session.options.release !== 'none') yield* requestRelease(session, false);
}

function* requestRelease(session: Session, withInitiate: boolean): Dialogue<boolean> {
  if (withInitiate) yield* prepareCounters(session, 1);
  const value: Rlrq = {
    reason: 0,
    ...(withInitiate ? { userInformation: session.security.protect(initiateRequestOf(session), 'release') } : {}),
  };
  const rlrq = encode(apdu, { kind: 'rlrq', value });
  session.onApdu?.('tx', rlrq);
  let received = yield* session.link.request(rlrq, session.timeouts.responseMs);
  for (let stray = 0; stray < 4; stray++) {
    session.onApdu?.('rx', received);
    // An RLRE, an exception, a confirmed-service-error: all three end it.
    if (received[0] === 0x63) return true;
    if (received[0] === 0xd8 || received[0] === 0x0e) return false;
    received = yield* session.link.receive(session.timeouts.responseMs);
  }
  return false;
}
