/**
 * Where a simulated meter is reached: one entry per medium. Each opens its port and hands out a channel for every peer;
 * closing it leaves no socket behind.
 */
import { Listener } from '../transport/listener';
import { createSerialTransport } from '../transport/serial';
import type { Channel, ChannelEvents } from '../transport/transport';
import { listenUdp } from '../transport/udp-listener';
import type { SimulatorListen } from './types';

/** Called for each peer before its first octets; gives what takes them. */
export type Accept = (channel: Channel) => ChannelEvents;

export interface Endpoint {
  /** Null for serial ports. */
  readonly port: number | null;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const never = new AbortController().signal;

/** Forwards to events that are known only once the channel is open. */
function lateEvents(): { readonly events: ChannelEvents; set(target: ChannelEvents): void } {
  let target: ChannelEvents | null = null;
  return {
    events: { data: (chunk) => target?.data(chunk), closed: (error) => target?.closed(error) },
    set: (next) => {
      target = next;
    },
  };
}

type Opener<K extends SimulatorListen['kind']> = (listen: Extract<SimulatorListen, { kind: K }>, accept: Accept) => Promise<Endpoint>;

const tcp: Opener<'tcp'> = async (options, accept) => {
  const listener = new Listener(
    { host: options.host ?? loopback, port: options.port },
    {
      connection: ({ transport, refuse }) => {
        const late = lateEvents();
        transport.open(late.events, never).then((channel) => late.set(accept(channel)), refuse);
      },
    },
  );
  await listener.open();
  return { port: listener.port, close: () => listener.close() };
};

const udp: Opener<'udp'> = (options, accept) => listenUdp(options.host ?? loopback, options.port, accept);

const serial: Opener<'serial'> = async (options, accept) => {
  const late = lateEvents();
  const { path, baudRate = 9600 } = options;
  const transport = createSerialTransport({ kind: 'serial', path, baudRate, dataBits: 8, parity: 'none', stopBits: 1 });
  const channel = await transport.open(late.events, never);
  late.set(accept(channel));
  return {
    port: null,
    close: () => {
      channel.close();
      return Promise.resolve();
    },
  };
};

const openers: { readonly [K in SimulatorListen['kind']]: Opener<K> } = { tcp, udp, serial };

/** @throws DlmsError `port-unavailable`, `serial-settings`, `settings-invalid` */
export const listen = (options: SimulatorListen, accept: Accept): Promise<Endpoint> =>
  (openers[options.kind] as Opener<SimulatorListen['kind']>)(options, accept);
