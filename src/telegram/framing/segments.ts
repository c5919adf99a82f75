/**
 * Joins the segments of HDLC frames (Green Book 8.4.5) and of wired M-Bus frames to APDUs on a line that is only listened
 * to, and says what went wrong: a segment that never came, one out of order, an APDU that grew too long.
 *
 * A segment with an LLC header begins anew: unnumbered frames can be lost without trace. Frames of type I are numbered, so
 * a repetition is known and passed over. Per pair of addresses; bounded in pairs and octets.
 */
import { DlmsError } from '../../errors';
import { addressText } from '../../framing/hdlc/address';
import { llcLength } from '../../framing/hdlc/assembler';
import type { HdlcFrame } from '../../framing/hdlc/frame';
import type { MbusFrame } from '../../framing/m-bus';
import { isFirstOctet } from '../../framing/wrapper';
import type { LinkFacts } from '../types';

/** What came whole of several parts, or the reason why not. */
export type Joined =
  | { readonly kind: 'apdu'; readonly apdu: Buffer; readonly link: LinkFacts }
  | { readonly kind: 'error'; readonly error: DlmsError; readonly octets: Buffer; readonly link: LinkFacts };

/** Where it goes: a list of such, or of more. */
export type JoinedSink = Pick<Joined[], 'push'>;

interface Segment {
  readonly link: LinkFacts;
  readonly octets: Buffer;
  readonly last: boolean;
  /** N(S) of an I frame. */
  readonly ns: number;
  readonly atMs: number;
}

interface Open {
  readonly link: LinkFacts;
  readonly parts: Buffer[];
  octets: number;
  sinceMs: number;
  /** N(S) of the last I frame. */
  ns: number;
  /** The first part is the middle of a message. */
  readonly late: boolean;
}

const maxPairs = 64;

const opened = (link: LinkFacts, sinceMs: number, late: boolean): Open => ({ link, parts: [], octets: 0, sinceMs, ns: 0, late });

export class SegmentJoiner {
  private readonly open = new Map<string, Open>();

  constructor(private readonly maxApduSize: number) {}

  hdlc(frame: HdlcFrame, atMs: number, out: JoinedSink): void {
    if (frame.kind !== 'I' && frame.kind !== 'UI') return;
    const link: LinkFacts = { framing: 'hdlc', source: frame.source, destination: frame.destination, kind: frame.kind };
    const { information, segmented } = frame;
    const key = `${frame.kind} ${addressText(frame.source)} ${addressText(frame.destination)}`;
    const open = this.open.get(key);
    const llc = llcLength(information);
    if (open === undefined && !segmented) {
      const apdu = information.subarray(llc);
      if (apdu.length > 0) out.push(beginsLate(information, frame.kind) ? late(1, information, link) : { kind: 'apdu', apdu, link });
      return;
    }
    const counts = open !== undefined && frame.kind === 'I' && frame.ns !== open.ns;
    // Meters that never count (always N(S) 0) are told from a repetition by what they say.
    if (open !== undefined && frame.kind === 'I' && !counts && endsWith(open.parts, information)) return;
    const begins = open === undefined || llc > 0 || (counts && frame.ns !== (open.ns + 1) % 8);
    if (open !== undefined && begins) this.giveUp(key, 'the next message began before the last segment came', out);
    // What goes on without its beginning is no APDU, and the LLC header is a beginning; blocks of general block transfer are not segments.
    if (begins) this.open.set(key, opened(link, atMs, beginsLate(information, frame.kind)));
    const octets = begins ? information.subarray(llc) : information;
    this.add(key, { link, octets, last: !segmented, ns: frame.ns ?? 0, atMs }, out);
  }

  mbus(frame: MbusFrame, atMs: number, out: JoinedSink): void {
    const { address, stsap, dtsap, sequence, final, payload } = frame;
    const link: LinkFacts = { framing: 'm-bus', address, stsap, dtsap };
    const key = `${address} ${stsap} ${dtsap}`;
    const open = this.open.get(key);
    if (sequence === 0 || (open !== undefined && open.parts.length !== sequence)) {
      if (open !== undefined) this.giveUp(key, `segment ${open.parts.length} is missing`, out);
    }
    if (sequence > 0 && this.open.get(key) === undefined) {
      if (open === undefined)
        out.push({ kind: 'error', error: missing(`segment ${sequence} came without the ones before it`), octets: payload, link });
      return;
    }
    this.add(key, { link, octets: payload, last: final, ns: 0, atMs }, out);
  }

  /** Gives up what waits since before `sinceMs`. */
  expire(sinceMs: number, out: JoinedSink): void {
    for (const [key, open] of this.open) if (open.sinceMs <= sinceMs) this.giveUp(key, 'the segments that follow did not come', out);
  }

  private add(key: string, { link, octets, last, ns, atMs }: Segment, out: JoinedSink): void {
    const open = this.open.get(key) ?? opened(link, atMs, false);
    open.parts.push(octets);
    open.octets += octets.length + 1;
    open.sinceMs = atMs;
    open.ns = ns;
    this.open.delete(key);
    if (open.octets > this.maxApduSize) {
      const error = new DlmsError('limit-exceeded', `more than ${this.maxApduSize} octets came in segments of one message`);
      out.push({ kind: 'error', error, octets: open.parts[0] as Buffer, link });
    } else if (last && open.late) {
      out.push(late(open.parts.length, open.parts[0] as Buffer, link));
    } else if (last) {
      out.push({ kind: 'apdu', apdu: open.parts.length === 1 ? octets : Buffer.concat(open.parts), link });
    } else {
      this.open.set(key, open);
      const oldest = this.open.keys().next();
      if (this.open.size > maxPairs && !oldest.done) this.giveUp(oldest.value, 'too many senders at once', out);
    }
  }

  private giveUp(key: string, why: string, out: JoinedSink): void {
    const open = this.open.get(key);
    if (open === undefined) return;
    this.open.delete(key);
    const came = `${open.parts.length} segment${open.parts.length === 1 ? '' : 's'} of a message`;
    out.push({
      kind: 'error',
      error: missing(`${came} came, and it is incomplete: ${why}`),
      octets: Buffer.concat(open.parts),
      link: open.link,
    });
  }
}

const endsWith = (parts: readonly Buffer[], information: Buffer): boolean => {
  const last = parts.at(-1);
  return last !== undefined && last.length > 0 && information.subarray(-last.length).equals(last);
};

const printable = /^[\x20-\x7e]/;

/** Tags of what a meter says without being asked, ciphered, in blocks or through a gateway; nothing else travels in unnumbered frames. */
const unasked = new Set([0x0f, 0x18, 0xc2, 0xca, 0xd2, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0, 0xe6, 0xe7]);

/** Neither LLC header nor the tag of an APDU: the middle of a message. Text is what vendors refuse with. */
function beginsLate(octets: Buffer, kind: 'I' | 'UI'): boolean {
  const first = octets[0];
  if (first === undefined || llcLength(octets) > 0 || printable.test(octets.toString('latin1', 0, 1))) return false;
  return kind === 'UI' ? !unasked.has(first) : !isFirstOctet(first);
}

const late = (count: number, octets: Buffer, link: LinkFacts): Joined => {
  const came = count === 1 ? 'a segment' : `${count} segments`;
  return { kind: 'error', error: missing(`${came} came without the beginning of the message`), octets, link };
};

const missing = (message: string): DlmsError =>
  new DlmsError('block-lost', message, { hint: 'Octets are lost on the line. Check cable, baud rate and the time-out for a telegram.' });
