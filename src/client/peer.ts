/**
 * One meter as the line sees it: its link, its session while one is open, and what was learnt about it. What was learnt
 * (list policy, scaler and units, base names) survives a lost connection; link and session do not.
 */
import type { Link } from '../framing/link';
import type { ListPolicy } from '../session/plan';
import type { Session } from '../session/types';
import { isDatagrams, linkOf } from './links';
import type { SecurityReport } from './security/types';
import type { LineOptions, MeterOptions } from './types';

export interface Peer {
  readonly name: string;
  readonly options: MeterOptions;
  readonly link: Link;
  /** SNRM was answered; always true with a wrapper once something was said. */
  linkOpen: boolean;
  /** With an association, or null. */
  session: Session | null;
  readonly policy: ListPolicy;
  /** Which security settings opened the last association. */
  security: SecurityReport | null;
}

/** A datagram of 65,535 octets less the headers of IP and UDP (RFC 791, RFC 768) and of the wrapper (IEC 62056-47). */
const largestDatagram = 65_535 - 20 - 8 - 8;

/** What is asked for must fit into one datagram: a meter cannot send the rest in a second one. */
function fitted(line: LineOptions, options: MeterOptions): MeterOptions {
  const { maxReceivePduSize } = options.associate;
  if (!isDatagrams(line) || (maxReceivePduSize > 0 && maxReceivePduSize <= largestDatagram)) return options;
  return { ...options, associate: { ...options.associate, maxReceivePduSize: largestDatagram } };
}

/** @throws DlmsError `settings-invalid` when an address does not fit the framing */
export const createPeer = (line: LineOptions, options: MeterOptions): Peer => ({
  name: options.name,
  options: fitted(line, options),
  link: linkOf(line, options),
  linkOpen: false,
  session: null,
  policy: { maxItems: options.maxListItems },
  security: null,
});

/** The server as its link knows it: what is the same twice is one meter, or one gateway with what stands behind it. */
function placeOf({ framing }: LineOptions, { addresses, gateway }: MeterOptions): readonly unknown[] {
  const { client, logicalDevice, physical } = addresses;
  // Two clients of one server address: HDLC meters hold one of them at a time.
  if (framing === 'hdlc' || framing === 'hdlc-mode-e') return [logicalDevice, physical];
  const behind = gateway === undefined ? [] : [gateway.networkId, gateway.deviceAddress.toString('hex')];
  // IEC 62056-47: the two wPorts identify the association. A raw line has no addresses at all.
  return framing === 'wrapper' ? [client, logicalDevice, ...behind] : behind;
}

/** One has to leave before the other may associate: the meter would give up the association of the first. */
export const excludes = (line: LineOptions, one: Peer, other: Peer): boolean =>
  JSON.stringify(placeOf(line, one.options)) === JSON.stringify(placeOf(line, other.options));
