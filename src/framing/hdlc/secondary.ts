/**
 * The meter's end of HDLC links: secondary stations on one line (ISO/IEC 13239 clause 6.11, Green Book 8.4.5).
 *
 * Each pair of client and logical device has a connection of its own (`connection.ts`). Frames for other physical addresses are
 * passed over, and those for all stations never answered, so that many meters share a line. A station speaks only when it has
 * got the turn (P=1); what the application puts out in the meantime leaves with the next poll.
 */
import { putBounded } from '../../bounded';
import type { LinkPeer, ServerLink, ServerLinkEvent } from '../link';
import { allStations, type HdlcAddress, isBroadcast } from './address';
import { cutSegments, llcResponse } from './assembler';
import { Connection, type ReceivedFrame, type SecondaryParameters } from './connection';
import { createHdlcDeframer } from './deframer';
import { encodeFrame, type HdlcFrame } from './frame';
import { defaultParameters, type HdlcParameters } from './negotiation';
import { decodeOrControl } from './unknown-control';

export interface HdlcSecondaryOptions extends Partial<HdlcParameters> {
  /** Logical devices behind the physical address. Default: 1. */
  readonly logicalDevices?: readonly number[];
  /** Physical address; absent = any. Frames that carry none are taken. */
  readonly physical?: number;
  /** UA with parameters always, never, or only in answer to an SNRM with parameters. Default `always`. */
  readonly uaParameters?: 'always' | 'never' | 'mirror';
  /** Largest APDU that is collected from segments, octets. Default 1 MiB. */
  readonly maxApduSize?: number;
}

export interface HdlcSecondary extends ServerLink {
  /**
   * Queues an APDU. An empty APDU says that there is no answer: the request is acknowledged with RR and the turn goes back.
   */
  output(apdu: Buffer, peer: LinkPeer): readonly Buffer[];
  /** Frames (UI) of a notification, which need no connection. */
  notify(apdu: Buffer, peer: LinkPeer): readonly Buffer[];
  /** Forgets a connection, as after the inactivity time-out: the next frame but SNRM is answered with DM. */
  drop(peer: LinkPeer): void;
  /** How many more turns are answered with RNR. */
  busyTurns: number;
}

/** Connections kept at once; beyond that the oldest is dropped. */
const maxConnections = 128;

export const createHdlcSecondary = (options: HdlcSecondaryOptions = {}): HdlcSecondary => new SecondaryStation(options);

const keyOf = ({ client, logicalDevice }: LinkPeer): string => `${client}/${logicalDevice}`;

class SecondaryStation implements HdlcSecondary {
  readonly deframer = createHdlcDeframer();
  busyTurns = 0;
  private readonly connections = new Map<string, Connection>();
  private readonly logicalDevices: readonly number[];
  private readonly parameters: SecondaryParameters;

  constructor(private readonly options: HdlcSecondaryOptions) {
    this.logicalDevices = options.logicalDevices ?? [1];
    this.parameters = {
      maxInfoTransmit: options.maxInfoTransmit ?? defaultParameters.maxInfoTransmit,
      maxInfoReceive: options.maxInfoReceive ?? defaultParameters.maxInfoReceive,
      windowTransmit: options.windowTransmit ?? defaultParameters.windowTransmit,
      windowReceive: options.windowReceive ?? defaultParameters.windowReceive,
      uaParameters: options.uaParameters ?? 'always',
      ...(options.maxApduSize === undefined ? {} : { maxApduSize: options.maxApduSize }),
    };
  }

  input(octets: Buffer): readonly ServerLinkEvent[] {
    const frame = decodeOrControl(octets);
    if (frame?.kind === 'UI' && isBroadcast(frame.destination)) return this.broadcast(frame);
    if (frame === null || !this.isForUs(frame.destination)) return [];
    const peer: LinkPeer = { client: frame.source.upper, logicalDevice: frame.destination.upper };
    const connection = this.connections.get(keyOf(peer));
    if (frame.kind === 'SNRM') return this.open(frame, peer);
    if (connection === undefined) return this.unconnected(frame);
    if (frame.kind === 'DISC') this.connections.delete(keyOf(peer));
    if (this.busyTurns > 0 && frame.pf && (frame.kind === 'I' || frame.kind === 'RR')) {
      this.busyTurns--;
      return [{ kind: 'send', frame: connection.busy(frame.nr) }];
    }
    return connection.input(frame);
  }

  output(apdu: Buffer, peer: LinkPeer): readonly Buffer[] {
    return this.connections.get(keyOf(peer))?.output(apdu) ?? [];
  }

  notify(apdu: Buffer, peer: LinkPeer): readonly Buffer[] {
    const known = this.connections.get(keyOf(peer));
    const source: HdlcAddress = known?.own ?? this.ownAddress(peer.logicalDevice);
    const destination: HdlcAddress = known?.client ?? { length: 1, upper: peer.client, lower: null };
    return cutSegments(llcResponse, apdu, known?.maxInfoTransmit ?? this.parameters.maxInfoTransmit).map(({ information, segmented }) =>
      encodeFrame({ destination, source, kind: 'UI', pf: !segmented, information, segmented }),
    );
  }

  drop(peer: LinkPeer): void {
    this.connections.delete(keyOf(peer));
  }

  private ownAddress(upper: number): HdlcAddress {
    const { physical } = this.options;
    if (physical === undefined) return { length: 1, upper, lower: null };
    return { length: upper > 0x7f || physical > 0x7f ? 4 : 2, upper, lower: physical };
  }

  /** What a client says to all stations is taken by each of its connections, and never answered (Green Book 8.4.2). */
  private broadcast(frame: ReceivedFrame): ServerLinkEvent[] {
    const { length, upper, lower } = frame.destination;
    const all = allStations(length);
    const { physical } = this.options;
    if (physical !== undefined && lower !== null && lower !== all && lower !== physical) return [];
    return [...this.connections.values()]
      .filter(({ peer }) => peer.client === frame.source.upper && (upper === all || peer.logicalDevice === upper))
      .flatMap((connection) => connection.input({ ...frame, pf: false }));
  }

  private isForUs(address: HdlcAddress): boolean {
    if (isBroadcast(address) || !this.logicalDevices.includes(address.upper)) return false;
    const { physical } = this.options;
    return physical === undefined || address.lower === null || address.lower === physical;
  }

  private open(frame: HdlcFrame, peer: LinkPeer): ServerLinkEvent[] {
    const key = keyOf(peer);
    const events: ServerLinkEvent[] = this.connections.delete(key) ? [{ kind: 'disconnected', peer }] : [];
    const connection = new Connection(peer, frame, this.parameters);
    putBounded(this.connections, key, connection, maxConnections);
    return [...events, { kind: 'connected', peer }, { kind: 'send', frame: connection.ua(frame.information.length > 0) }];
  }

  /** Disconnected mode: whatever demands an answer is answered with DM, set-up frames of other modes (SNRME) too. */
  private unconnected(frame: ReceivedFrame): ServerLinkEvent[] {
    if (!frame.pf || (frame.kind === 'UI' && !frame.unknown)) return [];
    const reply = { destination: frame.source, source: frame.destination, pf: true } as const;
    return [{ kind: 'send', frame: encodeFrame({ ...reply, kind: 'DM' }) }];
  }
}
