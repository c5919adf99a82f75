/**
 * The information field of FRMR (ISO/IEC 13239 clause 5.5.3.4.2, modulo 8): the control field that was rejected,
 * then 0 V(S) C/R V(R), where C/R is 0 for a command, all that a meter rejects, then the reasons W X Y Z. X stands with W. Both
 * sides and the trace use it.
 */
import { toHex } from '../../bytes';
import { DlmsError } from '../../errors';

export type RejectReason = 'W' | 'X' | 'Y' | 'Z';

const words: Record<RejectReason, string> = {
  W: 'its control field is undefined or not implemented',
  X: 'it carries information that it must not carry',
  Y: 'its information field is longer than the station can receive',
  Z: 'its receive sequence number N(R) is invalid',
};
const bits: Record<RejectReason, number> = { W: 1, X: 2, Y: 4, Z: 8 };
/** What X says, W need not say once more. */
const marks: Record<RejectReason, number> = { ...bits, X: bits.X | bits.W };
const reasons = Object.keys(words) as RejectReason[];

/** @param sendState V(S), @param receiveState V(R) of the station that rejects */
export const encodeReject = (control: number, sendState: number, receiveState: number, reason: RejectReason): Buffer =>
  Buffer.of(control, (receiveState << 5) | (sendState << 1), marks[reason]);

function rejectReasons(information: Buffer): RejectReason[] {
  const marked = reasons.filter((reason) => ((information[2] ?? 0) & bits[reason]) !== 0);
  return marked.includes('X') ? marked.filter((reason) => reason !== 'W') : marked;
}

/** A sentence, whatever the information field holds. */
export function rejectText(information: Buffer): string {
  if (information.length < 3) return 'the meter rejected a frame and gave no reason';
  const control = toHex(information.subarray(0, 1));
  const found = rejectReasons(information);
  const why = found.length === 0 ? 'no reason is marked' : found.map((reason) => `${reason}: ${words[reason]}`).join('; ');
  return `the meter rejected the frame with control field ${control} (${why})`;
}

export const rejectError = (information: Buffer): DlmsError =>
  new DlmsError('frame-reject', rejectText(information), {
    details: { information: toHex(information), reasons: rejectReasons(information) },
  });
