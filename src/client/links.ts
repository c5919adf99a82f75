/**
 * Which link and which transport the options of a line mean. The only place that knows the framings by name.
 */
import { DlmsError } from '../errors';
import { throughGateway } from '../framing/gateway';
import { createHdlcLink } from '../framing/hdlc/primary';
import type { Link } from '../framing/link';
import { createModeESignOn, type ModeESignOn } from '../framing/mode-e';
import { createRawLink } from '../framing/raw';
import { createWrapperLink } from '../framing/wrapper';
import { createTransport } from '../transport/registry';
import type { Transport, TransportOptions } from '../transport/transport';
import type { Framing, HdlcOptions, LineOptions, MeterOptions } from './types';

const isTransport = (transport: TransportOptions | Transport): transport is Transport => 'open' in transport;

/** The transport of these options. @throws DlmsError `settings-invalid` */
export const transportOf = ({ transport }: LineOptions): Transport => (isTransport(transport) ? transport : createTransport(transport));

/** True where the framing has a data link that is set up and taken down (SNRM, DISC). */
export const hasDataLink = ({ framing }: LineOptions): boolean => framing === 'hdlc' || framing === 'hdlc-mode-e';

/** True where each chunk is a message of its own and never part of one. */
export const isDatagrams = ({ transport }: LineOptions): boolean => !isTransport(transport) && transport.kind === 'udp';

/**
 * Silence inside a frame after which its rest will not come; 0 where no octets are lost.
 *
 * The inter-octet time-out of HDLC (IEC 62056-46, start/stop transmission) is for serial lines. A network cuts the stream
 * where it likes and pauses as long as it likes; a bridge may still have lost the end of a frame, so what stays away for as
 * long as an answer may is given up.
 */
export function frameSilenceMs(line: LineOptions): number {
  if (!hasDataLink(line)) return 0;
  return !isTransport(line.transport) && line.transport.kind === 'serial' ? line.interOctetTimeoutMs : line.responseTimeoutMs;
}

/** Largest values of SNRM; less than the link can do is agreed upon later, in its negotiation. */
const hdlcLimits = { maxInfoTransmit: 2030, maxInfoReceive: 2030, windowTransmit: 7, windowReceive: 7 } as const;

/** @throws DlmsError `settings-invalid` */
function checkHdlc(hdlc: HdlcOptions): void {
  for (const [name, largest] of Object.entries(hdlcLimits)) {
    const value = hdlc[name as keyof typeof hdlcLimits];
    if (Number.isInteger(value) && value >= 1 && value <= largest) continue;
    throw new DlmsError('settings-invalid', `HDLC ${name} is ${value}; 1 to ${largest} is possible`);
  }
}

const framings: readonly Framing[] = ['hdlc', 'wrapper', 'hdlc-mode-e', 'raw'];

/** @throws DlmsError `settings-invalid` when there is no such framing */
export function checkFraming({ framing }: LineOptions): void {
  if (framings.includes(framing)) return;
  throw new DlmsError('settings-invalid', `the framing "${framing}" is not one of ${framings.join(', ')}`);
}

/** The client's end of the link to this meter. @throws DlmsError `settings-invalid` when an address or a size does not fit */
export function linkOf(line: LineOptions, meter: MeterOptions): Link {
  const link = framedLink(line, meter);
  return meter.gateway === undefined ? link : throughGateway(link, meter.gateway);
}

function framedLink(line: LineOptions, { addresses, hdlc }: MeterOptions): Link {
  if (line.framing === 'wrapper') return createWrapperLink({ addresses, datagrams: isDatagrams(line) });
  if (line.framing === 'raw') return createRawLink();
  checkHdlc(hdlc);
  return createHdlcLink({
    addresses,
    ...hdlc,
    responseTimeoutMs: line.responseTimeoutMs,
    retries: line.retries,
    echoCancelling: line.echoCancelling,
  });
}

/** The sign-on before the first link of a mode E line; null for all others. */
export function signOnOf(line: LineOptions): ModeESignOn | null {
  if (line.framing !== 'hdlc-mode-e' || line.modeE === undefined || line.modeE.start === 'fixed') return null;
  return createModeESignOn({ ...line.modeE, responseTimeoutMs: line.responseTimeoutMs, retries: line.retries });
}
