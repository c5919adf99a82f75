/**
 * A UDP port on which meters are asked: every sender becomes a channel of its own, the oldest is forgotten first.
 */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { DlmsError } from '../errors';
import { plainAddress } from './socket-channel';
import type { Channel, ChannelEvents } from './transport';

/** Senders remembered at once, unless told otherwise. */
const defaultMaxPeers = 256;

export interface UdpListenerOptions {
  readonly maxPeers?: number;
  /** Datagrams of others are dropped unread. */
  readonly allowed?: (address: string) => boolean;
  /** A datagram that was dropped. */
  readonly refused?: (address: string) => void;
}

export interface UdpListener {
  readonly port: number;
  close(): Promise<void>;
}

interface Peer {
  readonly events: ChannelEvents;
  end(): void;
}

function peerChannel(
  socket: Socket,
  host: string,
  port: number,
  forget: () => void,
): Channel & { end(): void; events: ChannelEvents | null } {
  const channel = {
    peer: `${host}:${port}`,
    datagrams: true,
    events: null as ChannelEvents | null,
    write: (octets: Buffer): Promise<void> =>
      new Promise((resolve, reject) => {
        socket.send(octets, port, host, (error) =>
          error ? reject(new DlmsError('connection-closed', `udp ${host}:${port}: ${error.message}`, { cause: error })) : resolve(),
        );
      }),
    setBaudRate: () => Promise.resolve(),
    end(): void {
      const { events } = channel;
      channel.events = null;
      forget();
      events?.closed();
    },
    close: () => channel.end(),
  };
  return channel;
}

/** @throws DlmsError `port-unavailable` */
export async function listenUdp(
  host: string,
  port: number,
  open: (channel: Channel) => ChannelEvents,
  { maxPeers = defaultMaxPeers, allowed = () => true, refused }: UdpListenerOptions = {},
): Promise<UdpListener> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  const peers = new Map<string, Peer>();
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (cause) => {
      socket.close();
      reject(new DlmsError('port-unavailable', `udp ${host}:${port}: ${cause.message}`, { cause }));
    });
    socket.bind(port, host, () => resolve());
  });
  socket.removeAllListeners('error');
  // "port unreachable" of a sender that is gone concerns nobody else
  socket.on('error', () => undefined);
  const peerOf = (address: string, remotePort: number): Peer => {
    const key = `${address}:${remotePort}`;
    const known = peers.get(key);
    if (known) return known;
    const oldest = peers.values().next();
    if (peers.size >= maxPeers && !oldest.done) oldest.value.end();
    const channel = peerChannel(socket, address, remotePort, () => peers.delete(key));
    const events = open(channel);
    channel.events = events;
    const peer = { events, end: () => channel.end() };
    peers.set(key, peer);
    return peer;
  };
  socket.on('message', (datagram, { address, port: remotePort }) => {
    if (allowed(plainAddress(address))) peerOf(address, remotePort).events.data(datagram);
    else refused?.(plainAddress(address));
  });
  return {
    port: socket.address().port,
    close: () => {
      for (const peer of [...peers.values()]) peer.end();
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}
