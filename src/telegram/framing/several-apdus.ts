/**
 * One frame with several APDUs in it, each behind an LLC header of its own (Green Book 8.3.2 has one): a Landis+Gyr E450 in
 * Switzerland sends the lists of three minutes in one UI frame.
 *
 * Octets like a header may stand in a value: a header is one only where the APDU before it ends by its own lengths.
 */
import { llcLength, llcResponse } from '../../framing/hdlc/assembler';
import { apduExtent } from '../extent';
import type { Joined } from './segments';

/** The APDUs in octets that begin behind their first LLC header; nearly always one. */
function apdusIn(octets: Buffer): readonly Buffer[] {
  const apdus: Buffer[] = [];
  let from = 0;
  while (octets.indexOf(llcResponse, from + 1) !== -1) {
    const extent = apduExtent(octets, from, octets.length);
    const llc = extent.kind === 'end' ? llcLength(octets, extent.at) : 0;
    if (extent.kind !== 'end' || llc === 0) break;
    apdus.push(octets.subarray(from, extent.at));
    from = extent.at + llc;
  }
  return [...apdus, octets.subarray(from)];
}

/** What came out of frames, each APDU by itself; views into the octets that came. */
export const separated = (joined: readonly Joined[]): readonly Joined[] =>
  joined.flatMap((one): readonly Joined[] => (one.kind === 'error' ? [one] : apdusIn(one.apdu).map((apdu) => ({ ...one, apdu }))));
