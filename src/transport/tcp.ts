/**
 * TCP client: meters with a wrapper, and HDLC through terminal servers and modems.
 */
import { connect, type Socket } from 'node:net';
import { DlmsError } from '../errors';
import { endpointText, socketChannel } from './socket-channel';
import { abortedError, checkHost, checkPort, socketError } from './socket-errors';
import type { Channel, ChannelEvents, StopSignal, TcpOptions, Transport } from './transport';

/** @throws DlmsError `settings-invalid` when host or port are missing */
export function createTcpTransport(options: TcpOptions): Transport {
  const label = `tcp ${endpointText(options.host, options.port)}`;
  checkHost(options.host, label);
  checkPort(options.port, label);
  return { label, open: (events, signal) => open(options, label, events, signal) };
}

async function open(options: TcpOptions, label: string, events: ChannelEvents, signal: StopSignal): Promise<Channel> {
  if (signal.aborted) throw abortedError(label);
  const socket = connect({ host: options.host, port: options.port, noDelay: true });
  try {
    await connected(socket, options.connectTimeoutMs, label, signal);
  } catch (error) {
    socket.destroy();
    throw socketError(label, error, 'connect-failed');
  }
  if (options.keepAliveMs !== undefined && options.keepAliveMs > 0) socket.setKeepAlive(true, options.keepAliveMs);
  return socketChannel(socket, events, label);
}

function connected(socket: Socket, timeoutMs: number, label: string, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => settle(abortedError(label));
    const timer = setTimeout(() => settle(new DlmsError('connect-timeout', `${label}: no connection within ${timeoutMs} ms`)), timeoutMs);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('connect', onConnect);
      if (error) reject(error);
      else {
        socket.removeListener('error', settle);
        resolve();
      }
    };
    // On failure `settle` stays as the listener for errors: several may come from one connect.
    const onConnect = (): void => settle();
    signal.addEventListener('abort', onAbort);
    socket.once('connect', onConnect);
    socket.on('error', settle);
  });
}
