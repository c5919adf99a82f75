/**
 * One meter on one open channel: its end of the link, and a session for each client that talks to it.
 *
 * Frames in, frames out; the connection moves them. HDLC stations of other addresses on the same channel see the same
 * frames and keep silent.
 */
import { isDlmsError } from '../errors';
import { decodeFrame } from '../framing/hdlc/frame';
import { createHdlcSecondary, type HdlcSecondary } from '../framing/hdlc/secondary';
import type { LinkPeer, ServerLink } from '../framing/link';
import { createWrapperServer } from '../framing/wrapper';
import type { SimulatedMeter } from './meter';
import { Session } from './session';

/** Sessions kept on one channel; the oldest goes first. */
const maxSessions = 128;
const noAnswer = Buffer.alloc(0);

export interface StationAnswer {
  /** Frames that go back. */
  readonly frames: readonly Buffer[];
  /** A client hung up (mode E begins anew). */
  readonly released: boolean;
  /** The meter closes the line. */
  readonly dropped: boolean;
}

export interface Station {
  readonly meter: SimulatedMeter;
  readonly framing: 'hdlc' | 'wrapper';
  readonly link: ServerLink;
  /** Takes a frame that came. */
  input(frame: Buffer): StationAnswer;
  /** Busy turns of a fault that was switched on while the channel was open. */
  applyFaults(): void;
  /** The channel is gone or was silent for long: sessions and HDLC connections end. */
  end(): void;
}

const keyOf = ({ client, logicalDevice }: LinkPeer): string => `${client}/${logicalDevice}`;

function hdlcLink(meter: SimulatedMeter): HdlcSecondary {
  const { hdlc } = meter.options;
  return createHdlcSecondary({
    logicalDevices: [meter.settings.logicalDevice],
    physical: meter.settings.physical,
    ...(hdlc?.maxInfoTransmit === undefined ? {} : { maxInfoTransmit: hdlc.maxInfoTransmit }),
    ...(hdlc?.maxInfoReceive === undefined ? {} : { maxInfoReceive: hdlc.maxInfoReceive }),
    ...(hdlc?.windowTransmit === undefined ? {} : { windowTransmit: hdlc.windowTransmit }),
    ...(hdlc?.windowReceive === undefined ? {} : { windowReceive: hdlc.windowReceive }),
  });
}

const isDisconnect = (frame: Buffer): boolean => {
  try {
    return decodeFrame(frame).kind === 'DISC';
  } catch (error) {
    if (isDlmsError(error)) return false;
    throw error;
  }
};

class MeterStation implements Station {
  readonly meter: SimulatedMeter;
  readonly framing: 'hdlc' | 'wrapper';
  readonly link: ServerLink;
  private readonly hdlc: HdlcSecondary | null;
  private readonly sessions = new Map<string, { readonly peer: LinkPeer; readonly session: Session }>();
  private outgoing: Buffer[] = [];
  private dropped = false;
  private lastActive: number;

  constructor(meter: SimulatedMeter, framing: 'hdlc' | 'wrapper', datagrams: boolean) {
    this.meter = meter;
    this.framing = framing;
    this.hdlc = framing === 'hdlc' ? hdlcLink(meter) : null;
    this.link = this.hdlc ?? createWrapperServer({ logicalDevices: [meter.settings.logicalDevice], datagrams });
    meter.busyOnLink = framing === 'hdlc';
    this.lastActive = meter.settings.now();
    this.applyFaults();
  }

  applyFaults(): void {
    if (this.hdlc) this.hdlc.busyTurns = this.meter.faults.busy ?? 0;
  }

  input(frame: Buffer): StationAnswer {
    if (this.hdlc && this.meter.faults.leaveOpen && isDisconnect(frame)) return { frames: [], released: false, dropped: false };
    this.expire();
    this.outgoing = [];
    this.dropped = false;
    let released = false;
    try {
      for (const event of this.link.input(frame)) {
        if (event.kind === 'send') this.outgoing.push(event.frame);
        else if (event.kind === 'connected') this.meter.emit({ kind: 'connected', client: event.peer.client });
        else if (event.kind === 'apdu' && event.unnumbered) this.session(event.peer).input(event.apdu);
        else if (event.kind === 'apdu') this.answer(event.apdu, event.peer);
        else released = this.hangUp(event.peer);
      }
    } catch (error) {
      // a damaged frame is not answered
      if (!isDlmsError(error)) throw error;
    }
    return { frames: this.dropped ? [] : this.outgoing, released, dropped: this.dropped };
  }

  end(): void {
    for (const { peer } of [...this.sessions.values()]) {
      this.hdlc?.drop(peer);
      this.hangUp(peer);
    }
  }

  private answer(apdu: Buffer, peer: LinkPeer): void {
    const answers = this.session(peer).input(apdu);
    // an empty APDU gives the turn back where no answer comes
    for (const answer of answers.length === 0 ? [noAnswer] : answers) this.outgoing.push(...this.link.output(answer, peer));
  }

  private session(peer: LinkPeer): Session {
    const key = keyOf(peer);
    const known = this.sessions.get(key);
    if (known) return known.session;
    const oldest = this.sessions.values().next();
    if (this.sessions.size >= maxSessions && !oldest.done) this.hangUp(oldest.value.peer);
    const session = new Session(this.meter, peer, {
      notify: (apdu) => this.notify(apdu, peer),
      drop: () => {
        this.dropped = true;
      },
    });
    this.sessions.set(key, { peer, session });
    return session;
  }

  private notify(apdu: Buffer, peer: LinkPeer): void {
    this.outgoing.push(...(this.hdlc?.notify(apdu, peer) ?? this.link.output(apdu, peer)));
  }

  private hangUp(peer: LinkPeer): true {
    this.sessions.get(keyOf(peer))?.session.end();
    // an association that is left open stays with its session
    if (!this.meter.faults.leaveOpen) this.sessions.delete(keyOf(peer));
    this.meter.emit({ kind: 'disconnected', client: peer.client });
    return true;
  }

  /** HDLC inactivity time-out: the meter forgets connections that nobody used. */
  private expire(): void {
    const { inactivityTimeoutMs, now } = this.meter.settings;
    const silent = now() - this.lastActive;
    this.lastActive = now();
    if (this.hdlc && inactivityTimeoutMs > 0 && silent > inactivityTimeoutMs) this.end();
  }
}

/** @param datagrams frames never go on in the next chunk (UDP) */
export const createStation = (meter: SimulatedMeter, framing: 'hdlc' | 'wrapper', datagrams: boolean): Station =>
  new MeterStation(meter, framing, datagrams);
