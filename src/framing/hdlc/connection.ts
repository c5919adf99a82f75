/**
 * One connection of a meter: the state of a secondary station towards one client (ISO/IEC 13239 clause 6.11.4).
 *
 * `hasTurn` is true from a frame with P=1 until the frame with F=1 has left. I frames that arrive twice are acknowledged
 * and not delivered again; the answer that was lost is repeated from the N(R) that the client sends.
 */
import { isDlmsError } from '../../errors';
import type { LinkPeer, ServerLinkEvent } from '../link';
import type { HdlcAddress } from './address';
import { Assembler, cutSegments, defaultMaxApduSize, llcResponse } from './assembler';
import type { FrameKind } from './control';
import { encodeFrame, type HdlcFrame } from './frame';
import { encodeReject, type RejectReason } from './frame-reject';
import { agree, decodeParameters, encodeParameters, type HdlcParameters } from './negotiation';
import { SendWindow } from './send-window';

export interface SecondaryParameters extends HdlcParameters {
  readonly uaParameters: 'always' | 'never' | 'mirror';
  readonly maxApduSize?: number;
}

/** A frame that was decoded, or one whose control field is no frame of HDLC. */
export type ReceivedFrame = HdlcFrame & { readonly unknown?: boolean };

export class Connection {
  /** The address by which the client called: answers carry the same form of it. */
  readonly own: HdlcAddress;
  readonly client: HdlcAddress;
  private readonly agreed: HdlcParameters;
  private readonly window = new SendWindow();
  private readonly segments: Assembler;
  private readonly notifications: Assembler;
  private vr = 0;
  private hasTurn = false;
  /** The application has a request and has not said anything yet. */
  private answering = false;
  private rejected: Buffer | null = null;

  constructor(
    readonly peer: LinkPeer,
    snrm: HdlcFrame,
    private readonly parameters: SecondaryParameters,
  ) {
    this.own = snrm.destination;
    this.client = snrm.source;
    this.agreed = agree(parameters, decodeParameters(snrm.information));
    this.segments = new Assembler(parameters.maxApduSize ?? defaultMaxApduSize);
    this.notifications = new Assembler(parameters.maxApduSize ?? defaultMaxApduSize, true);
  }

  get maxInfoTransmit(): number {
    return this.agreed.maxInfoTransmit;
  }

  /** The answer to SNRM. */
  ua(askedWithParameters: boolean): Buffer {
    const { uaParameters } = this.parameters;
    const say = uaParameters === 'always' || (uaParameters === 'mirror' && askedWithParameters);
    return this.frame('UA', say ? encodeParameters(this.agreed) : undefined);
  }

  /** RNR in place of an answer; the frame that asked is not taken. */
  busy(nr: number): Buffer {
    this.window.acknowledge(nr);
    return this.frame('RNR');
  }

  input(frame: ReceivedFrame): ServerLinkEvent[] {
    if (frame.kind === 'DISC') return [this.send(this.frame('UA')), { kind: 'disconnected', peer: this.peer }];
    if (this.rejected !== null) return frame.pf ? [this.send(this.rejected)] : [];
    const reason = this.reasonAgainst(frame);
    if (reason !== null) return this.reject(frame, reason);
    try {
      return this.take(frame);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      return this.reject(frame, 'Y');
    }
  }

  /** Queues an APDU (none if empty) and gives the frames that may leave now. */
  output(apdu: Buffer): Buffer[] {
    this.answering = false;
    if (apdu.length > 0) this.window.add(cutSegments(llcResponse, apdu, this.agreed.maxInfoTransmit));
    return this.hasTurn ? this.speak() : [];
  }

  private reasonAgainst(frame: ReceivedFrame): RejectReason | null {
    if (frame.unknown) return 'W';
    const carries = frame.information.length;
    const mayCarry = frame.kind === 'I' || frame.kind === 'UI';
    if (carries > 0 && !mayCarry) return 'X';
    if (carries > this.agreed.maxInfoReceive && frame.kind === 'I') return 'Y';
    return null;
  }

  /** FRMR waits for the turn, as every frame of a secondary in normal response mode. */
  private reject(frame: ReceivedFrame, reason: RejectReason): ServerLinkEvent[] {
    this.rejected = this.frame('FRMR', encodeReject(frame.control, this.window.vs, this.vr, reason));
    return frame.pf ? [this.send(this.rejected)] : [];
  }

  private take(frame: HdlcFrame): ServerLinkEvent[] {
    if (frame.kind === 'UI') return this.takeUnnumbered(frame);
    const numbered = frame.kind === 'I' || frame.kind === 'RR' || frame.kind === 'RNR' || frame.kind === 'REJ';
    if (!numbered) return this.reject(frame, 'W');
    if (this.window.acknowledge(frame.nr) === -1) return this.reject(frame, 'Z');
    // What the client has not acknowledged by now it has not got.
    if (frame.pf || frame.kind === 'REJ') this.window.rewind();
    if (frame.pf) this.hasTurn = true;
    const events = frame.kind === 'I' && frame.ns === this.vr ? this.accept(frame) : [];
    if (events.length > 0) return events;
    if (!this.hasTurn || (frame.kind === 'I' && this.answering)) return [];
    const frames = frame.kind === 'RNR' ? [this.receiveReady()] : this.speak();
    return frames.map((octets) => this.send(octets));
  }

  private accept(frame: HdlcFrame): ServerLinkEvent[] {
    this.vr = (this.vr + 1) & 7;
    const events = this.deliver(this.segments.add(frame.information, frame.segmented));
    if (events.length > 0) this.answering = true;
    return events;
  }

  /** What UI carries is taken and not answered; P=1 gives the turn all the same. An empty UI only does that. */
  private takeUnnumbered(frame: HdlcFrame): ServerLinkEvent[] {
    const apdu = this.notifications.add(frame.information, frame.segmented);
    const events: ServerLinkEvent[] = apdu?.length ? [{ kind: 'apdu', apdu, peer: this.peer, unnumbered: true }] : [];
    if (!frame.pf || this.answering) return events;
    this.hasTurn = true;
    return [...events, ...this.speak().map((octets) => this.send(octets))];
  }

  /** Frames may carry no APDU at all: they are acknowledged like others. */
  private deliver(apdu: Buffer | null): ServerLinkEvent[] {
    return apdu?.length ? [{ kind: 'apdu', apdu, peer: this.peer }] : [];
  }

  /** Uses the turn: a window of I frames, or RR when there is nothing to say. */
  private speak(): Buffer[] {
    const outgoing = this.window.take(this.agreed.windowTransmit);
    if (outgoing.length === 0) return [this.receiveReady()];
    this.hasTurn = false;
    return outgoing.map(({ ns, last, segmented, information }) =>
      encodeFrame({ destination: this.client, source: this.own, kind: 'I', pf: last, ns, nr: this.vr, segmented, information }),
    );
  }

  private receiveReady(): Buffer {
    this.hasTurn = false;
    return this.frame('RR');
  }

  private frame(kind: FrameKind, information?: Buffer): Buffer {
    return encodeFrame({ destination: this.client, source: this.own, kind, pf: true, nr: this.vr, information });
  }

  private send(frame: Buffer): ServerLinkEvent {
    return { kind: 'send', frame };
  }
}
