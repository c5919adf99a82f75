/**
 * UDP: each chunk is one datagram. The socket is connected, so that datagrams of others do not arrive and "port
 * unreachable" of the meter's host is reported.
 */
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { endpointText } from './socket-channel';
import { abortedError, checkHost, checkPort, closedError, socketError } from './socket-errors';
import type { Channel, ChannelEvents, StopSignal, Transport, UdpOptions } from './transport';

/** @throws DlmsError `settings-invalid` when host or port are missing */
export function createUdpTransport(options: UdpOptions): Transport {
  const label = `udp ${endpointText(options.host, options.port)}`;
  checkHost(options.host, label);
  checkPort(options.port, label);
  checkPort(options.localPort ?? 0, label, true);
  return { label, open: (events, signal) => open(options, label, events, signal) };
}

async function open(options: UdpOptions, label: string, events: ChannelEvents, signal: StopSignal): Promise<Channel> {
  let socket: Socket | null = null;
  try {
    const { address } = await lookup(options.host);
    if (signal.aborted) throw abortedError(label);
    socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    await connected(socket, options, address);
    if (signal.aborted) throw abortedError(label);
    return udpChannel(socket, events, label);
  } catch (error) {
    socket?.close();
    throw socketError(label, error, 'connect-failed');
  }
}

function connected(socket: Socket, options: UdpOptions, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.localPort ?? 0, () => {
      socket.connect(options.port, address, (error?: Error) => {
        socket.removeListener('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });
  });
}

function udpChannel(socket: Socket, events: ChannelEvents, label: string): Channel {
  let open = true;
  const end = (error?: Error): void => {
    if (!open) return;
    open = false;
    socket.close();
    events.closed(error);
  };
  socket.on('error', (error) => end(socketError(label, error, 'connection-closed')));
  socket.on('message', (datagram) => {
    if (open) events.data(datagram);
  });
  const { address, port } = socket.remoteAddress();
  return {
    peer: endpointText(address, port),
    datagrams: true,
    write: (octets) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(closedError(label));
        socket.send(octets, (error) => (error ? reject(closedError(label, error)) : resolve()));
      }),
    setBaudRate: () => Promise.resolve(),
    close: () => end(),
  };
}
