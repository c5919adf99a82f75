/**
 * The types at which framing, sessions, the driver and the simulator meet.
 *
 * A conversation is a generator, a `Dialogue`: it yields a `Step` (octets to send, and how long to wait for a frame),
 * and is resumed with the next frame, or has a `DlmsError` thrown in (time-out, line closed, abort). Repetition is a
 * try/catch around a yield, clean-up a finally. Dialogues of HDLC, association and services compose with `yield*`; one
 * async driver (client/driver.ts) owns the socket and the clock and runs them. Nothing here or in `session/` waits,
 * reads a clock or draws random numbers.
 *
 * A test of a dialogue is a list of rows [sent, received].
 */

/** Send octets (or nothing) and wait up to `timeoutMs` for one frame. */
export interface Step {
  readonly send: Buffer | null;
  /** 0: do not wait for an answer; the dialogue is resumed at once with an empty buffer. */
  readonly timeoutMs: number;
  /** Pause before sending, for mode E and slow optical heads. */
  readonly pauseMs?: number;
  /** Change the speed of a serial line after `pauseMs` and before sending. Other transports ignore it. */
  readonly baudRate?: number;
  /** Await this before going on (durable invocation counters); the dialogue is resumed with an empty buffer. */
  readonly prepare?: Preparation;
}

/** Asynchronous work that a dialogue asks the driver to do for it, e.g. making a block of counters durable. */
export interface Preparation {
  prepare(): Promise<void>;
}

/** Resumed with one complete frame as its deframer gave it, or with an empty buffer where nothing was awaited. */
export type Dialogue<T> = Generator<Step, T, Buffer>;

/** Splits a stream of octets into frames. Bounded: garbage is dropped, never collected. */
export interface Deframer {
  /** Takes octets and returns the frames that became complete. Never throws. */
  push(chunk: Buffer): Buffer[];
  /** Forgets a partial frame (after a time-out or a change of speed). */
  reset(): void;
  /** Octets that were dropped as noise so far; for diagnosis. */
  readonly dropped: number;
  /** A frame has begun whose header is right: its octets count as an answer that is coming. */
  readonly arriving?: boolean;
  /** The longest pause inside a frame, where its protocol has a rule of its own; default: that of the line. */
  readonly silenceMs?: number;
}

/** What was agreed when the link was opened, for messages and traces. */
export interface LinkParameters {
  readonly maxInfoTransmit?: number;
  readonly maxInfoReceive?: number;
  readonly windowTransmit?: number;
  readonly windowReceive?: number;
}

/** The client's end of a link to one meter. Pure state machine; one per (client SAP, server address). */
export interface Link {
  readonly deframer: Deframer;
  /** Octets of an APDU that leave in one turn, before the meter has to say "go on"; absent where a framing does not cut. */
  readonly octetsPerTurn?: number | undefined;
  /**
   * When a copy of an answer may come out: never where frames are numbered, at any time with datagrams; where it is absent, right
   * behind the answer.
   */
  readonly copies?: 'never' | 'any-time' | undefined;
  /** HDLC: SNRM, UA. Wrapper: nothing. */
  connect(): Dialogue<LinkParameters>;
  /** HDLC: DISC, UA or DM. Wrapper: nothing. Never fails because the meter is gone: the driver bounds it. */
  disconnect(): Dialogue<void>;
  /** Sends one APDU and returns the next APDU that arrives, segments joined, repetitions done. */
  request(apdu: Buffer, timeoutMs: number): Dialogue<Buffer>;
  /** Returns the next APDU without sending one (a notification came between, streamed blocks). */
  receive(timeoutMs: number): Dialogue<Buffer>;
  /** Sends one APDU for which no answer comes (unconfirmed services). */
  send(apdu: Buffer): Dialogue<void>;
  /** A frame that came while no dialogue was running: an unsolicited APDU, a disconnect, or nothing of interest. */
  idle(frame: Buffer): IdleEvent;
}

export type IdleEvent =
  | { readonly kind: 'apdu'; readonly apdu: Buffer; readonly reply?: Buffer }
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'ignored' };

/** Addresses as users know them. `physical` and address length only matter for HDLC. */
export interface LinkAddresses {
  /** Client SAP: 16 public, 1 management, 32 .. */
  readonly client: number;
  /** Logical device address; the server wPort in the wrapper. */
  readonly logicalDevice: number;
  /** Physical HDLC address; absent = none is sent (one-octet addressing). */
  readonly physical?: number;
  /** Octets of the HDLC server address; `auto` takes the shortest. */
  readonly addressLength?: 'auto' | 1 | 2 | 4;
}

/** The meter's end of a link (simulator). */
export interface ServerLink {
  readonly deframer: Deframer;
  /** Takes one frame; what has to go back or up comes out in order. */
  input(frame: Buffer): readonly ServerLinkEvent[];
  /** Queues one APDU to the peer and returns the frames that may leave now; the rest leaves as RRs come in. */
  output(apdu: Buffer, peer: LinkPeer): readonly Buffer[];
}

export interface LinkPeer {
  readonly client: number;
  readonly logicalDevice: number;
}

export type ServerLinkEvent =
  | { readonly kind: 'send'; readonly frame: Buffer }
  | { readonly kind: 'connected'; readonly peer: LinkPeer }
  | { readonly kind: 'disconnected'; readonly peer: LinkPeer }
  /** `unnumbered`: it came in a UI frame (Green Book 8.4.5), or to all stations: no answer can be given. */
  | { readonly kind: 'apdu'; readonly apdu: Buffer; readonly peer: LinkPeer; readonly unnumbered?: boolean };
