/**
 * What every transport does: open, write, read, close. Framing is none of its business.
 *
 * A transport is one file and one line of the registry (`registry.ts`).
 */

export interface ChannelEvents {
  /** Octets came. */
  data(chunk: Buffer): void;
  /** The channel is closed, by us or by the other side; comes exactly once, nothing follows it. */
  closed(error?: Error): void;
}

/** An open line. For UDP one chunk is one datagram. */
export interface Channel {
  /** Resolves when the octets were handed to the system. Rejects with DlmsError `connection-closed`. */
  write(octets: Buffer): Promise<void>;
  /** Changes the speed of a serial line once everything written has left it; others resolve at once. */
  setBaudRate(baudRate: number): Promise<void>;
  /**
   * Idempotent; `closed` is called even when the other side is stuck. Leaves no timer, socket or listener behind.
   * `unanswered`: what was asked may still be answered, which matters where the line lives on (`createDialIn`).
   */
  close(unanswered?: boolean): void;
  /** What was asked before this channel was opened may still be answered on it. */
  readonly unanswered?: boolean;
  /** Holds the other side back until `resume`, where the medium can do that (TCP). */
  pause?(): void;
  resume?(): void;
  /** Who is at the other end, while it is open; for messages and traces: `10.0.0.5:4059`, `/dev/ttyUSB0`. */
  readonly peer: string;
  /** Chunks are messages and never parts of one (UDP). */
  readonly datagrams: boolean;
}

/**
 * Why work has to end, as far as transports and the client look at it: an AbortSignal is one, and `Stop` of the client is one
 * that costs nothing when nobody asks for the end.
 */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  /** @throws the reason, when there is one */
  throwIfAborted(): void;
  /** Called once, unless it is aborted already. */
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Transport {
  /**
   * @throws DlmsError `connect-failed`, `connect-timeout`, `port-unavailable`, `serial-settings`, `aborted`
   */
  open(events: ChannelEvents, signal: StopSignal): Promise<Channel>;
  /** For messages: `tcp 10.0.0.5:4059`. */
  readonly label: string;
}

export interface TcpOptions {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveMs?: number;
}

export interface UdpOptions {
  readonly kind: 'udp';
  readonly host: string;
  readonly port: number;
  /** Local port, 0 for any. */
  readonly localPort?: number;
}

export interface SerialOptions {
  readonly kind: 'serial';
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly rtscts?: boolean;
}

/** Waits for one meter to dial in. */
export interface ListenOptions {
  readonly kind: 'listen';
  readonly host: string;
  readonly port: number;
  /** How long `open` waits for the meter. */
  readonly acceptTimeoutMs: number;
  /** Name of the meter that is wanted, where one place takes the calls of many (`createDialIn`). */
  readonly caller?: string;
}

export type TransportOptions = TcpOptions | UdpOptions | SerialOptions | ListenOptions;
