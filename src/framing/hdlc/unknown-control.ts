/**
 * Decodes a frame whose checks are right even when its control field is no frame of HDLC, so that the station can reject
 * it with FRMR, reason W (ISO/IEC 13239 clause 5.5.3.4.2).
 */
import { isDlmsError } from '../../errors';
import { readAddress } from './address';
import type { ReceivedFrame } from './connection';
import { decodeFrame, flag } from './frame';

/** Null when the frame is damaged. */
export function decodeOrControl(octets: Buffer): ReceivedFrame | null {
  try {
    return decodeFrame(octets);
  } catch (error) {
    const control = isDlmsError(error) ? error.details?.control : undefined;
    if (typeof control !== 'number') return null;
    const start = octets[0] === flag ? 1 : 0;
    const destination = readAddress(octets, start + 2, octets.length);
    const source = readAddress(octets, start + 2 + destination.length, octets.length);
    const pf = (control & 0x10) !== 0;
    const nothing = octets.subarray(0, 0);
    return { kind: 'UI', pf, ns: 0, nr: 0, control, destination, source, segmented: false, information: nothing, unknown: true };
  }
}
