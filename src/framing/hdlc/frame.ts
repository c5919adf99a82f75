/**
 * One HDLC frame, format type 3 (ISO/IEC 13239 clause 4.9.4, Green Book 8.4.1):
 *
 *   7E | format 1010 S LLLLLLLLLLL | destination | source | control | HCS information | FCS | 7E
 *
 * The length counts everything between the flags. HCS and information are absent together. There is no octet stuffing:
 * 7E may stand anywhere inside and only the length finds the end. FCS is checked before anything else is believed.
 */
import { DlmsError } from '../../errors';
import { addressLengthAt, type HdlcAddress, readAddress, writeAddress } from './address';
import { type Control, decodeControl, encodeControl, type FrameKind } from './control';
import { fcsIsRight, writeFcs } from './fcs';

export const flag = 0x7e;
/** The largest length that the 11 bits of the format field hold. */
export const maxFrameLength = 0x7ff;
/** Format, two addresses of one octet, control, FCS. */
export const minFrameLength = 7;

export interface HdlcFrame extends Control {
  /** As sent. `unknown` controls are given to the receiver so that it can reject them in words. */
  readonly control: number;
  readonly destination: HdlcAddress;
  readonly source: HdlcAddress;
  /** More frames follow before the APDU is complete. */
  readonly segmented: boolean;
  /** A view into the frame. */
  readonly information: Buffer;
}

export interface FrameFields {
  readonly destination: HdlcAddress;
  readonly source: HdlcAddress;
  readonly kind: FrameKind;
  readonly pf: boolean;
  readonly ns?: number | undefined;
  readonly nr?: number | undefined;
  readonly segmented?: boolean | undefined;
  readonly information?: Uint8Array | undefined;
}

/**
 * A frame with its two flags.
 * @throws DlmsError `value-invalid` when the information does not fit into a frame (2047 octets in all)
 */
export function encodeFrame(fields: FrameFields): Buffer {
  const { destination, source, kind, pf, ns, nr, segmented, information } = fields;
  const count = information?.length ?? 0;
  const header = 3 + destination.length + source.length;
  const length = header + (count > 0 ? count + 2 : 0) + 2;
  if (length > maxFrameLength) throw new DlmsError('value-invalid', `${count} octets of information do not fit into an HDLC frame`);
  const octets = Buffer.allocUnsafe(length + 2);
  octets[0] = flag;
  octets.writeUInt16BE(0xa000 | (segmented ? 0x0800 : 0) | length, 1);
  let at = writeAddress(octets, 3, destination);
  at = writeAddress(octets, at, source);
  octets[at++] = encodeControl(kind, pf, ns, nr);
  if (information !== undefined && count > 0) {
    writeFcs(octets, 1, at);
    octets.set(information, at + 2);
    at += 2 + count;
  }
  writeFcs(octets, 1, at);
  octets[at + 2] = flag;
  return octets;
}

const damaged = (message: string, offset: number): DlmsError => new DlmsError('frame-invalid', message, { offset });

/** Where information or FCS begin behind the header at `start`, or a reason why there is no header. Null: more is needed. */
export function headerEnd(octets: Buffer, start: number, end: number): number | string | null {
  let at = start + 2;
  for (const who of ['destination', 'source']) {
    const length = addressLengthAt(octets, at, end);
    if (length === -1) return null;
    if (length === 0) return `the ${who} address has not 1, 2 or 4 octets`;
    at += length;
  }
  return at + 1;
}

/**
 * Decodes a frame, with or without its flags. The information is a view of `octets`.
 * @throws DlmsError `frame-invalid` naming the first check that failed: flags, format, length, FCS, address, HCS, control
 */
export const decodeFrame = (octets: Buffer): HdlcFrame => frameOf(octets, false);

/** As `decodeFrame`, for who found the frame by its FCS and need not have it checked again. */
export const decodeCheckedFrame = (octets: Buffer): HdlcFrame => frameOf(octets, true);

function frameOf(octets: Buffer, fcsChecked: boolean): HdlcFrame {
  const start = octets[0] === flag ? 1 : 0;
  const end = start + frameLength(octets, start);
  if (octets.length < end) throw damaged(`length ${end - start} is announced, ${octets.length - start} octets are there`, 0);
  if (start === 1 && octets[end] !== flag) throw damaged(`no closing flag at the announced length ${end - start}`, end);
  if (!fcsChecked && !fcsIsRight(octets, start, end)) throw damaged('the frame check sequence (FCS) is wrong', end - 2);
  const destination = readAddress(octets, start + 2, end - 2);
  const sourceAt = start + 2 + destination.length;
  const source = readAddress(octets, sourceAt, end - 2);
  const at = sourceAt + source.length;
  const information = informationAt(octets, start, at + 1, end - 2);
  const control = octets[at] as number;
  const decoded = decodeControl(control);
  if (decoded === null)
    throw new DlmsError('frame-invalid', `control field ${control.toString(16)} is no frame of HDLC`, { details: { control } });
  const segmented = ((octets[start] as number) & 0x08) !== 0;
  const { kind, pf, ns, nr } = decoded;
  return { kind, pf, ns, nr, control, destination, source, segmented, information };
}

const frameLength = (octets: Buffer, start: number): number => {
  if (octets.length < start + 2) throw damaged('the frame is shorter than its format field', 0);
  const format = octets.readUInt16BE(start);
  if (format >>> 12 !== 0xa) throw damaged(`format ${format.toString(16).padStart(4, '0')} is not type 3`, start);
  const length = format & maxFrameLength;
  if (length < minFrameLength) throw damaged(`length ${length} is too short for a frame`, start);
  return length;
};

const informationAt = (octets: Buffer, start: number, at: number, end: number): Buffer => {
  if (at === end) return octets.subarray(at, at);
  if (at + 2 > end) throw damaged('the frame ends inside of its header', at);
  if (!fcsIsRight(octets, start, at + 2)) throw damaged('the header check sequence (HCS) is wrong', at);
  return octets.subarray(at + 2, end);
};
