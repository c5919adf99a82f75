/**
 * The transports by name. A new transport is a file beside this one, an interface in `transport.ts` and an entry below.
 */
import { DlmsError } from '../errors';
import { createListenTransport } from './listener';
import { createSerialTransport } from './serial';
import { createTcpTransport } from './tcp';
import type { Transport, TransportOptions } from './transport';
import { createUdpTransport } from './udp';

type Factories = { readonly [K in TransportOptions['kind']]: (options: Extract<TransportOptions, { kind: K }>) => Transport };

const factories: Factories = {
  tcp: createTcpTransport,
  udp: createUdpTransport,
  serial: createSerialTransport,
  listen: createListenTransport,
};

/** @throws DlmsError `settings-invalid`, `serial-settings` when an option is missing or wrong */
export function createTransport(options: TransportOptions): Transport {
  const create = (factories as Readonly<Record<string, (options: never) => Transport>>)[options.kind];
  if (create === undefined)
    throw new DlmsError('settings-invalid', `the medium "${options.kind}" is not one of ${Object.keys(factories).join(', ')}`);
  return create(options as never);
}
