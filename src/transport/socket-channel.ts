/**
 * A connected TCP socket as a `Channel`: used by the client (`tcp`) and for sockets that dialled in (`listener`).
 *
 * Closing is ours: `close` destroys the socket and reports at once, so that a peer that is stuck cannot keep us. Every
 * error of the socket ends in `closed`, none is thrown. Whoever listened is forgotten with it: the system's side of a socket,
 * and all that hangs on it, outlives the small collections of garbage, and they would have a whole line to carry along.
 */
import type { Socket } from 'node:net';
import { closedError, socketError } from './socket-errors';
import type { Channel, ChannelEvents } from './transport';

/** Host and port, with brackets around IPv6 addresses. */
export const endpointText = (host: string | undefined, port: number | undefined): string =>
  host?.includes(':') ? `[${host}]:${port ?? 0}` : `${host ?? '?'}:${port ?? 0}`;

/** Addresses of IPv4 peers as a dual-stack listener sees them, without the `::ffff:` in front. */
export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');

export function socketChannel(socket: Socket, events: ChannelEvents, label: string): Channel {
  let listening: ChannelEvents | null = events;
  const end = (error?: Error): void => {
    const ended = listening;
    listening = null;
    if (ended === null) return;
    socket.destroy();
    ended.closed(error);
  };
  // This listener stays after closing: a late error of a destroyed socket must not become an uncaught one.
  socket.on('error', (error) => end(socketError(label, error, 'connection-closed')));
  socket.on('data', (chunk: Buffer) => listening?.data(chunk));
  socket.on('end', () => end());
  socket.on('close', () => end());
  // It may have ended before anybody listened; the caller gets its channel first.
  if (socket.destroyed) setImmediate(end);
  return {
    // Asked for by listeners only, and the system has to be asked.
    get peer() {
      return endpointText(plainAddress(socket.remoteAddress), socket.remotePort);
    },
    datagrams: false,
    write: (octets) =>
      new Promise((resolve, reject) => {
        if (listening === null) return reject(closedError(label));
        socket.write(octets, (error) => (error ? reject(closedError(label, error)) : resolve()));
      }),
    setBaudRate: () => Promise.resolve(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => end(),
  };
}
