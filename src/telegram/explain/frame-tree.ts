/**
 * The fields of one frame: HDLC (Green Book 8.4.1), wrapper (7.3.3), M-Bus long frame (EN 13757-2), P1 text. Names and ranges only;
 * the checks were made when the frame was found.
 */
import { toHex } from '../../bytes';
import { addressText } from '../../framing/hdlc/address';
import { decodeFrame } from '../../framing/hdlc/frame';
import { rejectText } from '../../framing/hdlc/frame-reject';
import { decodeParameters } from '../../framing/hdlc/negotiation';
import { decodeMbusFrame } from '../../framing/m-bus';
import { decodeWrapper } from '../../framing/wrapper';
import type { P1Parts } from '../framing/p1-format';
import type { Explained } from './tree';

export interface FrameTree {
  readonly name: string;
  readonly fields: readonly Explained[];
  /** Where the contents are in the frame. */
  readonly contents: { readonly from: number; readonly to: number };
  /** The contents are an APDU, or a part of one. */
  readonly message: boolean;
  /** What contents say that are no APDU. */
  readonly note?: string;
}

/** Makes nodes one behind the other. */
class Fields {
  readonly list: Explained[] = [];
  constructor(
    private readonly octets: Buffer,
    private readonly shift: number,
    private at = 0,
  ) {}

  add(name: string, size: number, value?: string): this {
    const from = this.at;
    this.at += size;
    const shown = value ?? toHex(this.octets.subarray(from, this.at));
    this.list.push({ name, from: from + this.shift, to: this.at + this.shift, value: shown });
    return this;
  }

  skip(size: number): this {
    this.at += size;
    return this;
  }
}

/** @throws DlmsError `frame-invalid` */
export function hdlcTree(octets: Buffer, shift: number): FrameTree {
  const frame = decodeFrame(octets);
  const { source, destination, information, segmented, kind, ns, nr, pf } = frame;
  const length = octets.readUInt16BE(1) & 0x7ff;
  const numbers = kind === 'I' ? ` N(S)=${ns} N(R)=${nr}` : kind.startsWith('R') && nr !== undefined ? ` N(R)=${nr}` : '';
  const fields = new Fields(octets, shift)
    .add('flag', 1)
    .add('format', 2, `length ${length}${segmented ? ', more segments follow' : ''}`)
    .add('destination address', destination.length, addressText(destination))
    .add('source address', source.length, addressText(source))
    .add('control', 1, `${kind}${numbers}${pf ? ' P/F' : ''}`);
  const header = 4 + destination.length + source.length;
  const hasInformation = information.length > 0;
  if (hasInformation) fields.add('HCS', 2).skip(information.length);
  fields.add('FCS', 2);
  if (octets.length > length + 1) fields.add('flag', 1);
  const from = hasInformation ? header + 2 : header;
  const note = informationNote(kind, information);
  const message = hasInformation && (kind === 'I' || kind === 'UI');
  const tree = { name: `HDLC frame ${kind}`, fields: fields.list, contents: { from, to: from + information.length }, message };
  return note === null ? tree : { ...tree, note };
}

/** The information of frames that carry no APDU. */
function informationNote(kind: string, information: Buffer): string | null {
  if (information.length === 0) return null;
  if (kind === 'FRMR') return rejectText(information);
  if (kind !== 'SNRM' && kind !== 'UA') return null;
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = decodeParameters(information);
  const said = [
    ['largest information transmitted', maxInfoTransmit],
    ['received', maxInfoReceive],
    ['window transmitted', windowTransmit],
    ['received', windowReceive],
  ].filter(([, value]) => value !== undefined);
  return said.length === 0 ? null : said.map(([what, value]) => `${what} ${value}`).join(', ');
}

/** @throws DlmsError `frame-invalid` */
export function wrapperTree(octets: Buffer, shift: number): FrameTree {
  const { source, destination, apdu } = decodeWrapper(octets);
  const fields = new Fields(octets, shift)
    .add('version', 2)
    .add('source wPort', 2, String(source))
    .add('destination wPort', 2, String(destination))
    .add('length', 2, String(apdu.length));
  return { name: 'wrapper', fields: fields.list, contents: { from: 8, to: octets.length }, message: true };
}

/** @throws DlmsError `frame-invalid` */
export function mbusTree(octets: Buffer, shift: number): FrameTree {
  const { address, sequence, final, stsap, dtsap, payload } = decodeMbusFrame(octets);
  const fields = new Fields(octets, shift)
    .add('start, L, L, start', 4)
    .add('C', 1)
    .add('A', 1, String(address))
    .add('CI', 1, `segment ${sequence}${final ? ', last' : ''}`)
    .add('STSAP', 1, String(stsap))
    .add('DTSAP', 1, String(dtsap))
    .skip(payload.length)
    .add('checksum', 1)
    .add('stop', 1);
  return { name: 'M-Bus long frame', fields: fields.list, contents: { from: 9, to: 9 + payload.length }, message: true };
}

/** The lines of a P1 telegram; only the first where a ciphered part follows. */
export function p1Tree(octets: Buffer, { identification, ciphered, bodyAt }: P1Parts, shift: number): Explained[] {
  const end = ciphered ? bodyAt : octets.length;
  const nodes: Explained[] = [];
  for (let from = 0; from < end; ) {
    const stop = octets.indexOf(0x0a, from);
    const to = stop === -1 || stop >= end ? end : stop + 1;
    const text = octets.toString('latin1', from, to).trim();
    const name = from === 0 && identification !== '' ? 'identification' : text.startsWith('!') ? 'end, CRC' : 'line';
    if (text !== '') nodes.push({ name, from: from + shift, to: to + shift, value: text, base: 'input' });
    from = to;
  }
  return nodes;
}
