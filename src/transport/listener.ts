/**
 * The other way round: meters with GPRS modems dial in. `Listener` takes all that come and hands each out as a transport
 * of its own; the `listen` medium takes the first one and is then an ordinary channel.
 *
 * Connections that are not allowed, or too many, are destroyed before anything is read from them. Octets that arrive
 * before the transport is opened wait in the system's buffers, so a peer that floods is held back and costs no memory.
 */
import { BlockList, createServer, isIP, type Server, type Socket } from 'node:net';
import { DlmsError } from '../errors';
import { endpointText, plainAddress, socketChannel } from './socket-channel';
import { abortedError, checkPort, closedError, socketError } from './socket-errors';
import type { ListenOptions, StopSignal, Transport } from './transport';

export interface ListenerOptions {
  /** Address to listen on, `0.0.0.0` or `::` for all. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Addresses that may connect, single or as `10.0.0.0/8`; absent or empty: all. */
  readonly allow?: readonly string[];
  /** Connections at once. Default 1000. */
  readonly maxConnections?: number;
  readonly keepAliveMs?: number;
}

/** A peer that dialled in. */
export interface Incoming {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Can be opened once; opening starts reading. */
  readonly transport: Transport;
  /** Hangs up without opening. */
  refuse(): void;
}

export interface ListenerEvents {
  connection(incoming: Incoming): void;
  /** A peer that was turned away, for messages. */
  refused?(remoteAddress: string, reason: 'not-allowed' | 'too-many'): void;
  /** The listener failed after it had been open; it is closed. */
  failed?(error: DlmsError): void;
}

const defaultMaxConnections = 1000;

/** @throws DlmsError `settings-invalid` for an entry that is no address and no range */
export function allowList(entries: readonly string[]): (address: string) => boolean {
  if (entries.length === 0) return () => true;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.trim().split('/');
    const version = isIP(address);
    // "10.0.0.1/" is no range: as /0 it would let all in
    const bits = prefix === undefined ? undefined : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    const wrong = rest.length > 0 || (bits !== undefined && !(bits <= (version === 4 ? 32 : 128)));
    if (version === 0 || wrong) throw new DlmsError('settings-invalid', `"${entry}" is no IP address and no range such as 10.0.0.0/8`);
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Takes connections until it is closed; closing hangs up those that were handed out, too. */
export class Listener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly allowed: (address: string) => boolean;
  private readonly label: string;
  private isOpen = false;

  /** @throws DlmsError `settings-invalid` */
  constructor(
    private readonly options: ListenerOptions,
    private readonly events: ListenerEvents,
  ) {
    this.label = `listen ${endpointText(options.host, options.port)}`;
    checkPort(options.port, this.label, true);
    this.allowed = allowList(options.allow ?? []);
    this.server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => this.accept(socket));
  }

  /** The port in use once it is open; 0 before. */
  get port(): number {
    const address = this.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  /** Peers connected now. */
  get connections(): number {
    return this.sockets.size;
  }

  /** May be tried again after it has failed. @throws DlmsError `port-unavailable`, `connect-failed` */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => {
        const failure = socketError(this.label, error, 'port-unavailable');
        if (this.isOpen) this.events.failed?.(failure);
        else reject(failure);
        void this.close();
      };
      this.server.removeAllListeners('error').on('error', onError);
      this.server.listen(this.options.port, this.options.host, () => {
        this.isOpen = true;
        resolve();
      });
    });
  }

  /** Resolves when the port is free again and all connections are gone. Idempotent. */
  close(): Promise<void> {
    this.isOpen = false;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    return closed;
  }

  private accept(socket: Socket): void {
    // Also the guard for sockets that fail before anybody has opened them.
    socket.on('error', () => socket.destroy());
    const address = plainAddress(socket.remoteAddress);
    const full = this.sockets.size >= (this.options.maxConnections ?? defaultMaxConnections);
    if (address === '' || full || !this.allowed(address)) {
      socket.destroy();
      if (address !== '') this.events.refused?.(address, full ? 'too-many' : 'not-allowed');
      return;
    }
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const { keepAliveMs } = this.options;
    if (keepAliveMs !== undefined && keepAliveMs > 0) socket.setKeepAlive(true, keepAliveMs);
    const remotePort = socket.remotePort ?? 0;
    const transport = incomingTransport(socket, endpointText(address, remotePort));
    this.events.connection({ remoteAddress: address, remotePort, transport, refuse: () => void socket.destroy() });
  }
}

/** A socket that is connected already, as a transport that can be opened once. */
function incomingTransport(socket: Socket, peer: string): Transport {
  const label = `tcp ${peer}`;
  let taken = false;
  return {
    label,
    open: (events, signal) => {
      if (signal.aborted) return Promise.reject(abortedError(label));
      if (taken || socket.destroyed) return Promise.reject(closedError(label));
      taken = true;
      const channel = socketChannel(socket, events, label);
      socket.resume();
      return Promise.resolve(channel);
    },
  };
}

/**
 * The `listen` medium: each `open` listens until one meter has dialled in, then stops listening.
 * @throws DlmsError `settings-invalid`
 */
export function createListenTransport(options: ListenOptions): Transport {
  const label = `listen ${endpointText(options.host, options.port)}`;
  checkPort(options.port, label);
  return {
    label,
    open: async (events, signal) => {
      if (signal.aborted) throw abortedError(label);
      const socket = await acceptOne(options, label, signal);
      return socketChannel(socket, events, label);
    },
  };
}

function acceptOne(options: ListenOptions, label: string, signal: StopSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true });
    const settle = (error: DlmsError | null, socket?: Socket): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      server.removeAllListeners('connection');
      server.on('connection', (late: Socket) => late.destroy());
      server.close(() => (socket === undefined ? reject(error) : undefined));
      // With a connection open `close` calls back only at its end: the port is free at once all the same.
      if (socket !== undefined) resolve(socket);
    };
    const onAbort = (): void => settle(abortedError(label));
    const late = (): void => settle(new DlmsError('connect-timeout', `${label}: no meter dialled in within ${options.acceptTimeoutMs} ms`));
    const timer = setTimeout(late, options.acceptTimeoutMs);
    signal.addEventListener('abort', onAbort);
    server.on('error', (error) => settle(socketError(label, error, 'port-unavailable')));
    server.once('connection', (socket: Socket) => {
      socket.on('error', () => socket.destroy());
      settle(null, socket);
    });
    server.listen(options.port, options.host);
  });
}
