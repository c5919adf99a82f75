/**
 * Faults of the meter's security, on purpose (`FaultOptions.proof`, `FaultOptions.protection`): what a client has to notice.
 */
import { readEnvelope, writeGeneral, writeService } from '../../security/envelope';
import type { Authentication } from '../caller';
import type { FaultOptions } from '../types';

const cutOctets = 4;

/** f(CtoS) as the fault wants it. */
export function tamperProof({ proof: fault }: FaultOptions, outcome: Authentication): Authentication {
  const { accepted, proof } = outcome;
  if (!accepted || proof === null || fault === undefined) return outcome;
  if (fault === 'missing') return { accepted, proof: null };
  const wrong = Buffer.from(proof);
  wrong[wrong.length - 1] = (wrong[wrong.length - 1] as number) ^ 0xff;
  return { accepted, proof: wrong };
}

/** The message with the end of its tag missing, lengths put right; others than glo-, ded- and general stay as they are. */
function cutTag(octets: Buffer): Buffer {
  const envelope = readEnvelope(octets);
  if (envelope?.kind === 'service') return writeService(octets[0] as number, envelope.body.subarray(0, -cutOctets));
  if (envelope?.kind === 'general') return writeGeneral(envelope.use, envelope.systemTitle, envelope.body.subarray(0, -cutOctets));
  return octets;
}

/** Makes of a protected answer what the fault wants; one per session, as it keeps the last answer. */
export class AnswerTamperer {
  private last: Buffer | null = null;

  apply({ protection: fault }: FaultOptions, plain: Buffer, sealed: Buffer): Buffer {
    const before = this.last;
    this.last = sealed;
    if (sealed === plain || fault === undefined) return sealed;
    if (fault === 'plain') return plain;
    return fault === 'tag-cut' ? cutTag(sealed) : (before ?? sealed);
  }
}
