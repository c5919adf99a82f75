/**
 * The wrapper of TCP and UDP (IEC 62056-47, Green Book 7.3.3): eight octets before each APDU,
 *
 *   version 0001 | source wPort | destination wPort | length
 *
 * Modems and meters send greetings and heartbeats around it: what does not begin with a header is skipped octet by octet,
 * and behind noise a header is believed only when an APDU can begin behind it. In a stream a frame may come in pieces;
 * in datagram mode (UDP) a frame never goes on in the next chunk.
 */
import { DlmsError, isDlmsError } from '../errors';
import type {
  Deframer,
  Dialogue,
  IdleEvent,
  Link,
  LinkAddresses,
  LinkParameters,
  LinkPeer,
  ServerLink,
  ServerLinkEvent,
  Step,
} from './link';
import { Noise } from './noise';

const version = 0x0001;
const headerLength = 8;
const largestApdu = 0xffff;
/** wPort of all stations (Green Book 7.3.3.4). */
const allStations = 0x7f;
/** Frames for other ports that may pass by while one answer is awaited. */
const maxPassing = 256;

export interface WrapperFrame {
  readonly source: number;
  readonly destination: number;
  /** A view into the frame. */
  readonly apdu: Buffer;
}

/** @throws DlmsError `value-invalid` when the APDU has more than 65535 octets or a port does not fit into 16 bits */
export function encodeWrapper(source: number, destination: number, apdu: Uint8Array): Buffer {
  if (apdu.length > largestApdu) throw new DlmsError('value-invalid', `an APDU of ${apdu.length} octets does not fit into the wrapper`);
  for (const port of [source, destination]) {
    if (!Number.isInteger(port) || port < 0 || port > 0xffff) throw new DlmsError('value-invalid', `wPort ${port} is not 0 to 65535`);
  }
  const octets = Buffer.allocUnsafe(headerLength + apdu.length);
  octets.writeUInt16BE(version, 0);
  octets.writeUInt16BE(source, 2);
  octets.writeUInt16BE(destination, 4);
  octets.writeUInt16BE(apdu.length, 6);
  octets.set(apdu, headerLength);
  return octets;
}

/** @throws DlmsError `frame-invalid` */
export function decodeWrapper(octets: Buffer): WrapperFrame {
  if (octets.length < headerLength || octets.readUInt16BE(0) !== version) {
    throw new DlmsError('frame-invalid', 'no wrapper header (00 01, source, destination, length)', { offset: 0 });
  }
  const length = octets.readUInt16BE(6);
  if (octets.length !== headerLength + length) {
    throw new DlmsError('frame-invalid', `the wrapper announces ${length} octets, ${octets.length - headerLength} are there`, {
      offset: 6,
    });
  }
  return { source: octets.readUInt16BE(2), destination: octets.readUInt16BE(4), apdu: octets.subarray(headerLength) };
}

export interface WrapperDeframerOptions {
  /** Chunks are datagrams: nothing is kept from one to the next. */
  readonly datagrams?: boolean;
  /** Largest APDU that is believed. Default 65535. */
  readonly maxApduSize?: number;
}

/** First octets of ACSE, xDLMS, protected and gateway APDUs: behind noise only these make a header believable. */
export const isFirstOctet = (octet: number): boolean =>
  (octet > 0 && octet <= 0x58) || (octet >= 0x60 && octet <= 0x63) || (octet >= 0xc0 && octet <= 0xe7);

export interface WrapperStream extends Deframer {
  /** What was dropped. */
  readonly noise: Noise;
}

export const createWrapperDeframer = (options: WrapperDeframerOptions = {}): WrapperStream => new WrapperDeframer(options);

class WrapperDeframer implements WrapperStream {
  readonly noise = new Noise();
  dropped = 0;
  private readonly maxApduSize: number;
  private readonly datagrams: boolean;
  /** A partial frame; never longer than one frame. */
  private parts: Buffer[] = [];
  private waiting = 0;
  /** Octets that must be there before it pays to look again. */
  private wanted = headerLength + 1;
  /** Nothing was believed yet, or the last octets were noise. */
  private lost = true;

  constructor(options: WrapperDeframerOptions) {
    this.maxApduSize = Math.min(options.maxApduSize ?? largestApdu, largestApdu);
    this.datagrams = options.datagrams ?? false;
  }

  get arriving(): boolean {
    return this.wanted > headerLength + 1;
  }

  push(chunk: Buffer): Buffer[] {
    if (this.datagrams) this.reset();
    this.parts.push(chunk);
    this.waiting += chunk.length;
    if (this.waiting < this.wanted) return [];
    const octets = this.parts.length === 1 ? chunk : Buffer.concat(this.parts);
    const frames: Buffer[] = [];
    const rest = octets.subarray(this.scan(octets, frames));
    this.parts = rest.length > 0 ? [Buffer.from(rest)] : [];
    this.waiting = rest.length;
    if (this.datagrams) this.reset();
    return frames;
  }

  reset(): void {
    this.dropped += this.waiting;
    for (const part of this.parts) this.noise.add(part, 0, part.length);
    this.parts = [];
    this.waiting = 0;
    this.wanted = headerLength + 1;
    this.lost = true;
  }

  /** Takes complete frames and returns where the rest begins. */
  private scan(octets: Buffer, frames: Buffer[]): number {
    let at = 0;
    for (;;) {
      this.wanted = headerLength + 1;
      if (octets.length - at < this.wanted) return at;
      const total = this.lengthAt(octets, at);
      if (total === null) {
        this.noise.add(octets, at, ++at);
        this.dropped++;
        this.lost = true;
      } else if (octets.length - at < total) {
        this.wanted = total;
        return at;
      } else {
        frames.push(Buffer.from(octets.subarray(at, at + total)));
        at += total;
        this.lost = false;
      }
    }
  }

  /** Octets of the frame at `at`, or null when none begins there. */
  private lengthAt(octets: Buffer, at: number): number | null {
    if (octets.readUInt16BE(at) !== version) return null;
    const length = octets.readUInt16BE(at + 6);
    if (length === 0 || length > this.maxApduSize) return null;
    return this.lost && !isFirstOctet(octets[at + headerLength] as number) ? null : headerLength + length;
  }
}

export interface WrapperLinkOptions extends WrapperDeframerOptions {
  readonly addresses: LinkAddresses;
}

/** The client's end. There is nothing to connect, and nothing is repeated here: a request may have been executed. */
export const createWrapperLink = (options: WrapperLinkOptions): Link => new WrapperClient(options);

class WrapperClient implements Link {
  readonly deframer: WrapperStream;
  readonly copies: 'any-time' | undefined;
  private readonly client: number;
  private readonly server: number;
  /** For telling an echo from an answer. */
  private lastSent: Buffer | null = null;
  /** Ports of the last frame that was not for us since something was sent. */
  private other: string | null = null;

  constructor(options: WrapperLinkOptions) {
    this.deframer = createWrapperDeframer(options);
    this.copies = options.datagrams ? 'any-time' : undefined;
    this.client = options.addresses.client;
    this.server = options.addresses.logicalDevice;
  }

  // biome-ignore lint/correctness/useYield: the wrapper has nothing to say before the first APDU
  *connect(): Dialogue<LinkParameters> {
    return {};
  }

  *disconnect(): Dialogue<void> {}

  *request(apdu: Buffer, timeoutMs: number): Dialogue<Buffer> {
    return yield* this.next({ send: this.framed(apdu), timeoutMs });
  }

  *receive(timeoutMs: number): Dialogue<Buffer> {
    return yield* this.next({ send: null, timeoutMs });
  }

  *send(apdu: Buffer): Dialogue<void> {
    yield { send: this.framed(apdu), timeoutMs: 0 };
  }

  idle(frame: Buffer): IdleEvent {
    const apdu = this.take(frame);
    return typeof apdu === 'string' ? { kind: 'ignored' } : { kind: 'apdu', apdu };
  }

  private framed(apdu: Buffer): Buffer {
    this.lastSent = encodeWrapper(this.client, this.server, apdu);
    return this.lastSent;
  }

  private *next(first: Step): Dialogue<Buffer> {
    let step = first;
    this.other = null;
    this.deframer.noise.clear();
    for (let passed = 0; passed < maxPassing; passed++) {
      const taken = this.take(yield* this.guarded(step));
      if (typeof taken !== 'string') return taken;
      this.other = taken;
      step = { send: null, timeoutMs: first.timeoutMs };
    }
    throw this.passing();
  }

  /** After silence a partial frame will not be completed any more; it may have been noise that looked like a header. */
  private *guarded(step: Step): Dialogue<Buffer> {
    try {
      return yield step;
    } catch (error) {
      if (!isDlmsError(error) || error.code !== 'response-timeout') throw error;
      this.deframer.reset();
      if (this.other !== null) throw this.passing(error);
      const noise = this.deframer.noise.explain('wrapper');
      if (noise === null) throw error;
      throw new DlmsError('response-timeout', `${error.message}, but ${noise.text}`, { cause: error, hint: noise.hint });
    }
  }

  /** Nothing for us came, but frames with other ports. */
  private passing(cause?: DlmsError): DlmsError {
    return new DlmsError(
      'response-timeout',
      `no answer for client ${this.client} of logical device ${this.server}, only frames ${this.other}`,
      { hint: 'Check the logical device of the meter and the client SAP.', ...(cause === undefined ? {} : { cause }) },
    );
  }

  /** The APDU if it is from our meter to us, otherwise whose frame it was. Some meters send the ports back as they came. */
  private take(octets: Buffer): Buffer | string {
    const { source, destination, apdu } = decodeWrapper(octets);
    if (source === this.server && destination === this.client) return apdu;
    const asTheyCame = source === this.client && destination === this.server;
    return asTheyCame && !this.lastSent?.equals(octets) ? apdu : `from ${source} to ${destination}`;
  }
}

export interface WrapperServerOptions extends WrapperDeframerOptions {
  /** Logical devices (wPorts) that answer. Default: 1. */
  readonly logicalDevices?: readonly number[];
}

/** The meter's end. A peer is connected with its first frame. */
export const createWrapperServer = (options: WrapperServerOptions = {}): ServerLink => new WrapperServer(options);

const keyOf = ({ client, logicalDevice }: LinkPeer): number => client * 0x10000 + logicalDevice;

class WrapperServer implements ServerLink {
  readonly deframer: Deframer;
  private readonly logicalDevices: readonly number[];
  private readonly seen = new Set<number>();

  constructor(options: WrapperServerOptions) {
    this.deframer = createWrapperDeframer(options);
    this.logicalDevices = options.logicalDevices ?? [1];
  }

  input(octets: Buffer): readonly ServerLinkEvent[] {
    const { source, destination, apdu } = decodeWrapper(octets);
    if (!this.logicalDevices.includes(destination)) return destination === allStations ? this.broadcast(source, apdu) : [];
    const peer: LinkPeer = { client: source, logicalDevice: destination };
    const event: ServerLinkEvent = { kind: 'apdu', apdu, peer };
    const key = keyOf(peer);
    if (this.seen.has(key)) return [event];
    this.seen.add(key);
    return [{ kind: 'connected', peer }, event];
  }

  /** What a client says to all is taken by each device that it is connected to, and never answered. */
  private broadcast(client: number, apdu: Buffer): ServerLinkEvent[] {
    const peers = this.logicalDevices.map((logicalDevice): LinkPeer => ({ client, logicalDevice }));
    return peers.filter((peer) => this.seen.has(keyOf(peer))).map((peer) => ({ kind: 'apdu', apdu, peer, unnumbered: true }));
  }

  output(apdu: Buffer, peer: LinkPeer): readonly Buffer[] {
    return apdu.length === 0 ? [] : [encodeWrapper(peer.logicalDevice, peer.client, apdu)];
  }
}
