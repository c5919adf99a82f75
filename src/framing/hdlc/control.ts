/**
 * The control field (ISO/IEC 13239 clause 5, modulo 8; Green Book 8.4.3.2): one octet that says what a frame is.
 *
 * I frames carry information and two counters; S frames (RR, RNR, REJ) acknowledge; U frames set up and clear, and UI
 * carries information outside of any connection. P/F is the turn: the client gives it with P, the meter returns it with F.
 */

export type FrameKind = 'I' | 'RR' | 'RNR' | 'REJ' | 'SNRM' | 'DISC' | 'UA' | 'DM' | 'FRMR' | 'UI';

export interface Control {
  readonly kind: FrameKind;
  /** Poll or final bit. */
  readonly pf: boolean;
  /** Send sequence number of I frames, 0..7; otherwise 0. */
  readonly ns: number;
  /** Receive sequence number of I and S frames, 0..7; otherwise 0. */
  readonly nr: number;
}

const pfBit = 0x10;

const codes: Record<Exclude<FrameKind, 'I'>, number> = {
  RR: 0x01,
  RNR: 0x05,
  REJ: 0x09,
  SNRM: 0x83,
  DISC: 0x43,
  UA: 0x63,
  DM: 0x0f,
  FRMR: 0x87,
  UI: 0x03,
};

const kinds = new Map(Object.entries(codes).map(([kind, code]) => [code, kind as FrameKind]));

export function encodeControl(kind: FrameKind, pf: boolean, ns = 0, nr = 0): number {
  const turn = pf ? pfBit : 0;
  if (kind === 'I') return (nr << 5) | turn | (ns << 1);
  const numbered = kind === 'RR' || kind === 'RNR' || kind === 'REJ';
  return codes[kind] | turn | (numbered ? nr << 5 : 0);
}

/** Null for a control field that none of the frames has. */
export function decodeControl(octet: number): Control | null {
  const pf = (octet & pfBit) !== 0;
  if ((octet & 1) === 0) return { kind: 'I', pf, ns: (octet >>> 1) & 7, nr: octet >>> 5 };
  if ((octet & 3) === 1) {
    const kind = kinds.get(octet & 0x0f);
    return kind === undefined ? null : { kind, pf, ns: 0, nr: octet >>> 5 };
  }
  const kind = kinds.get(octet & ~pfBit);
  return kind === undefined ? null : { kind, pf, ns: 0, nr: 0 };
}
