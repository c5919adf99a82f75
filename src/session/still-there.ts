/**
 * Whether an association is still there at the meter's side. Meters end it by themselves after a time without traffic (inactivity
 * time-outs of HDLC and of the wrapper, classes 23 and 41), mostly without a word. So before a request that must go out once
 * only, one is asked that changes nothing: the logical name of the current association (Blue Book 4.4.3, 4.4.4).
 */
import { logicalName } from '../cosem/obis';
import { isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { readAttributes } from './plan';
import { type AttributeRequest, agreed } from './requests';
import type { Session } from './types';

const currentAssociation = logicalName('0-0:40.0.0*255');

/** Any answer will do, a refusal as well. @throws DlmsError when the association is gone, or nobody answers */
export function* stillThere(session: Session): Dialogue<void> {
  const { association } = session;
  if (association === null || !(agreed(session, 'get') || agreed(session, 'read'))) return;
  const { referencing, vaaName } = association;
  const classId = referencing === 'ln' ? 15 : 12;
  const own: AttributeRequest = { classId, instanceId: currentAssociation, attributeId: 1, selection: null, variableName: vaaName };
  try {
    yield* readAttributes(session, [own], { maxItems: 1 });
  } catch (error) {
    if (!isDlmsError(error) || error.fatal || error.code === 'not-associated') throw error;
  }
}
