/**
 * Settings of a `dlms-connection`, and what a message may override of them, as options of a line.
 *
 * Media are entries of `media`: a new transport adds one entry here and one to the form. Times are seconds in the form
 * and milliseconds inside.
 */
import { DlmsError, type Framing, type LineOptions, type ModeEOptions, type TransportOptions } from '../../src/index';
import type { LineOverrides } from './overrides';
import { flag, integer, oneOf, type Settings, seconds, text } from './setting-values';

type Medium = TransportOptions['kind'];

const port = { min: 1, max: 65_535 } as const;

/** Default port of DLMS over TCP and UDP (IANA dlms-cosem). */
export const defaultPort = 4059;

/** @param baudRate where none is set. @throws DlmsError `settings-invalid` */
export const serialPort = (settings: Settings, baudRate: number) =>
  ({
    kind: 'serial',
    path: text(settings, 'path'),
    baudRate: integer(settings, 'baudRate', { min: 50, max: 4_000_000, fallback: baudRate }),
    dataBits: oneOf(settings, 'dataBits', ['7', '8'], '8') === '7' ? 7 : 8,
    parity: oneOf(settings, 'parity', ['none', 'even', 'odd'], 'none'),
    stopBits: oneOf(settings, 'stopBits', ['1', '2'], '1') === '2' ? 2 : 1,
  }) as const;

const media: Readonly<Record<Medium, (settings: Settings) => TransportOptions>> = {
  tcp: (settings) => ({
    kind: 'tcp',
    host: text(settings, 'host'),
    port: integer(settings, 'port', { ...port, fallback: defaultPort }),
    connectTimeoutMs: seconds(settings, 'connectTimeout', 10),
  }),
  udp: (settings) => ({
    kind: 'udp',
    host: text(settings, 'host'),
    port: integer(settings, 'port', { ...port, fallback: defaultPort }),
    localPort: integer(settings, 'localPort', { min: 0, max: 65_535, fallback: 0 }),
  }),
  serial: (settings) => ({ ...serialPort(settings, 9600), rtscts: flag(settings, 'rtscts', false) }),
  listen: (settings) => ({
    kind: 'listen',
    host: text(settings, 'listenHost', '127.0.0.1'),
    port: integer(settings, 'port', { ...port, fallback: defaultPort }),
    acceptTimeoutMs: seconds(settings, 'acceptTimeout', 60),
    caller: text(settings, 'caller', ''),
  }),
};

const mediumNames = Object.keys(media) as Medium[];
export const framings = ['hdlc', 'wrapper', 'hdlc-mode-e'] as const satisfies readonly Framing[];

const modeE = (settings: Settings): ModeEOptions => ({
  initialBaudRate: integer(settings, 'modeEBaudRate', { min: 50, max: 115_200, fallback: 300 }),
  address: text(settings, 'modeEAddress', ''),
  parity: oneOf(settings, 'modeEParity', ['software-even', 'none'], 'software-even'),
  maxBaudRate: integer(settings, 'modeEMaxBaudRate', { min: 0, max: 115_200, fallback: 0 }),
  start: oneOf(settings, 'modeEStart', ['sign-on', 'fixed'], 'sign-on'),
});

/** Host, port, path and medium of a message over those of the node. */
const transportSettings = (settings: Settings, overrides: LineOverrides): Settings => {
  const medium =
    overrides.path !== undefined ? 'serial' : overrides.host !== undefined && settings.medium !== 'udp' ? 'tcp' : settings.medium;
  return { ...settings, ...overrides, medium };
};

/** Automatic is on where echoes happen: optical heads and RS-485 converters. */
const echoCancelling = (settings: Settings, medium: Medium): boolean => {
  const choice = oneOf(settings, 'echoCancelling', ['auto', 'on', 'off'], 'auto');
  return choice === 'on' || (choice === 'auto' && medium === 'serial');
};

/** Milliseconds between two octets of a frame on a serial line. */
const interOctet = { min: 1, max: 60_000, fallback: 500 } as const;

/** @throws DlmsError `settings-invalid` */
export const lineOptions = (nodeSettings: Settings, overrides: LineOverrides = {}): LineOptions => {
  const settings = transportSettings(nodeSettings, overrides);
  const medium = oneOf(settings, 'medium', mediumNames, 'tcp');
  const framing: Framing = oneOf(settings, 'framing', framings, medium === 'serial' ? 'hdlc' : 'wrapper');
  if (framing === 'hdlc-mode-e' && medium === 'udp') {
    throw new DlmsError('settings-invalid', 'framing: the mode E sign-on is not possible over UDP');
  }
  const backoffMax = seconds(settings, 'backoffMax', 60);
  return {
    transport: media[medium](settings),
    framing,
    responseTimeoutMs: Math.max(50, seconds(settings, 'responseTimeout', 5)),
    interOctetTimeoutMs: medium === 'serial' ? integer(settings, 'interOctetTimeout', interOctet) : interOctet.fallback,
    retries: integer(settings, 'retries', { min: 0, max: 10, fallback: 2 }),
    echoCancelling: echoCancelling(settings, medium),
    idleReleaseMs: seconds(settings, 'idleRelease', 30),
    maxQueue: integer(settings, 'maxQueue', { min: 1, max: 100_000, fallback: 1000 }),
    backoffMs: [Math.min(1000, backoffMax), backoffMax],
    ...(framing === 'hdlc-mode-e' ? { modeE: modeE(settings) } : {}),
  };
};

/** Milliseconds after which a request is given up, waiting included. @throws DlmsError `settings-invalid` */
export const deadlineMs = (settings: Settings): number => Math.max(100, seconds(settings, 'deadline', 60));

/** Links open at once. @throws DlmsError `settings-invalid` */
export const maxLinks = (settings: Settings): number => integer(settings, 'maxLinks', { min: 1, max: 1000, fallback: 16 });
