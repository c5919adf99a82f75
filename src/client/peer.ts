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

/** Two clients of one and the same server address: HDLC meters hold one of them at a time. */
export const sameServer = (one: Peer, other: Peer): boolean =>
  one.options.addresses.logicalDevice === other.options.addresses.logicalDevice &&
  one.options.addresses.physical === other.options.addresses.physical;
