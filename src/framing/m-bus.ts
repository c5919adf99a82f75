/**
 * Wired M-Bus, receive side (EN 13757-2 long frames, Green Book 10.5 and EN 13757-1 for the transport layer of DLMS):
 *
 *   68 L L 68 | C A CI STSAP DTSAP ... | checksum 16        L counts from C to the last octet before the checksum
 *
 * CI 00..1F: the low nibble numbers the segments of one APDU, bit 4 marks the last (10: the only one). Some meters send
 * more than 255 octets and let L overflow: 68 01 01 68 then means 257. Frames are found and joined in `telegram/framing`.
 */
import { DlmsError } from '../errors';

const start = 0x68;
const stop = 0x16;
/** C, A, CI, STSAP, DTSAP. */
const headerLength = 5;

export interface MbusFrame {
  readonly control: number;
  readonly address: number;
  readonly ci: number;
  /** Source and destination SAP of the transport layer. */
  readonly stsap: number;
  readonly dtsap: number;
  /** Number of the segment, 0..15. */
  readonly sequence: number;
  readonly final: boolean;
  /** A view into the frame. */
  readonly payload: Buffer;
}

/** Whether `octets[to]` is the sum of the octets before it. */
export const sumIsRight = (octets: Buffer, from: number, to: number): boolean => {
  let sum = 0;
  for (let at = from; at < to; at++) sum += octets[at] as number;
  return (sum & 0xff) === octets[to];
};

/** @throws DlmsError `frame-invalid` naming what is wrong */
export function decodeMbusFrame(octets: Buffer): MbusFrame {
  const length = octets.length - 6;
  const refuse = (what: string): DlmsError => new DlmsError('frame-invalid', `M-Bus frame: ${what}`);
  if (length < headerLength) throw refuse('too short');
  if (octets[0] !== start || octets[3] !== start || octets[1] !== octets[2]) throw refuse('does not begin with 68 L L 68');
  if (octets[1] !== (length & 0xff)) throw refuse(`L is ${octets[1]}, ${length} octets are there`);
  if (octets[length + 5] !== stop) throw refuse('does not end with 16');
  if (!sumIsRight(octets, 4, length + 4)) throw refuse('the checksum is wrong');
  const [control, address, ci, stsap, dtsap] = octets.subarray(4, 9) as unknown as [number, number, number, number, number];
  if (ci > 0x1f) throw refuse(`CI ${ci.toString(16)} is no DLMS transport`);
  const payload = octets.subarray(4 + headerLength, length + 4);
  return { control, address, ci, stsap, dtsap, sequence: ci & 0x0f, final: (ci & 0x10) !== 0, payload };
}
