/**
 * The transports by name: one entry each. The form of `dlms-connection` draws the fields that stand here.
 *
 * A new transport is a file beside this one, an interface in `transport.ts` and an entry below.
 */
import { DlmsError } from '../errors';
import { createListenTransport } from './listener';
import { createSerialTransport } from './serial';
import { createTcpTransport } from './tcp';
import type { ListenOptions, SerialOptions, TcpOptions, Transport, TransportOptions, UdpOptions } from './transport';
import { createUdpTransport } from './udp';

export type TransportKind = TransportOptions['kind'];

/** One field of the form. Texts come from the locale files by `dlms-connection.field.<name>`. */
export interface TransportField {
  readonly name: string;
  readonly input: 'text' | 'number' | 'select' | 'checkbox' | 'serial-port';
  readonly default: string | number | boolean;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly (string | number)[];
  /** Unit shown behind the field. */
  readonly unit?: 'ms' | 'baud';
}

interface Entry<O extends TransportOptions> {
  readonly create: (options: O) => Transport;
  readonly fields: readonly TransportField[];
}

const host = (value: string): TransportField => ({ name: 'host', input: 'text', default: value, required: true });
const port: TransportField = { name: 'port', input: 'number', default: 4059, required: true, min: 1, max: 65535 };
const time = (name: string, value: number): TransportField => ({
  name,
  input: 'number',
  default: value,
  min: 0,
  max: 86_400_000,
  unit: 'ms',
});
const choice = (name: string, value: string | number, options: readonly (string | number)[]): TransportField => ({
  name,
  input: 'select',
  default: value,
  options,
});

const baudRates = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];

const tcp: Entry<TcpOptions> = {
  create: createTcpTransport,
  fields: [host(''), port, time('connectTimeoutMs', 10_000), time('keepAliveMs', 0)],
};
const udp: Entry<UdpOptions> = {
  create: createUdpTransport,
  fields: [host(''), port, { name: 'localPort', input: 'number', default: 0, min: 0, max: 65535 }],
};
const serial: Entry<SerialOptions> = {
  create: createSerialTransport,
  fields: [
    { name: 'path', input: 'serial-port', default: '', required: true },
    { ...choice('baudRate', 9600, baudRates), unit: 'baud' },
    choice('dataBits', 8, [8, 7]),
    choice('parity', 'none', ['none', 'even', 'odd']),
    choice('stopBits', 1, [1, 2]),
    { name: 'rtscts', input: 'checkbox', default: false },
  ],
};
const listen: Entry<ListenOptions> = {
  create: createListenTransport,
  fields: [host('0.0.0.0'), port, time('acceptTimeoutMs', 60_000)],
};

/** All transports, in the order of the form. */
export const transports = { tcp, udp, serial, listen } as const;

export const transportKinds = Object.keys(transports) as readonly TransportKind[];

/** @throws DlmsError `settings-invalid`, `serial-settings` when an option is missing or wrong */
export function createTransport(options: TransportOptions): Transport {
  const entry = (transports as Readonly<Record<string, Entry<never>>>)[options.kind];
  if (entry === undefined)
    throw new DlmsError('settings-invalid', `the medium "${options.kind}" is not one of ${transportKinds.join(', ')}`);
  return entry.create(options as never);
}
