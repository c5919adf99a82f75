/**
 * Who sent a telegram: the logical device name or a meter number in its body, the system title of its protection, the
 * addresses of its framing. The best of them becomes the id; a sender that names itself only in some of its lists (Kaifa,
 * Aidon) keeps its name for the others, as long as it comes over the same link.
 */
import { addressText } from '../framing/hdlc/address';
import type { Entry } from './shapes/entry';
import { textOf } from './shapes/entry';
import { titleText } from './titles';
import type { LinkFacts, MeterIdentity } from './types';

/** Codes of meter numbers, the most telling first (A and B do not matter): device id 1 to 10, GS1 number of Kamstrup. */
const serialCodes: readonly (readonly [c: number, d: number, e: number])[] = [
  [96, 1, 0],
  [0, 0, 5],
  [96, 1, 1],
  [96, 1, 3],
  [96, 1, 2],
  [0, 0, 0],
  [0, 0, 1],
];

const isCode = (obis: Buffer, c: number, d: number, e: number): boolean => obis[2] === c && obis[3] === d && obis[4] === e;

function textAt(entries: readonly Entry[], c: number, d: number, e: number): string | null {
  for (const { obis, data } of entries) {
    if (obis === null || (obis[0] as number) > 1 || !isCode(obis, c, d, e)) continue;
    const text = textOf(data) ?? (typeof data.value === 'number' ? String(data.value) : null);
    if (text !== null && text !== '') return text;
  }
  return null;
}

export function linkText(link: LinkFacts): string | null {
  switch (link.framing) {
    case 'hdlc':
      return `${addressText(link.source)} -> ${addressText(link.destination)}`;
    case 'wrapper':
      return `${link.source} -> ${link.destination}`;
    case 'm-bus':
      return `${link.address} (${link.stsap} -> ${link.dtsap})`;
    case 'p1':
      return link.identification;
    case 'raw':
      return null;
  }
}

export interface IdentityFacts {
  readonly entries: readonly Entry[];
  /** Numbers and names without a code. */
  readonly serialNumber: string | null;
  readonly title: Buffer | null;
  readonly link: LinkFacts;
  readonly source: string;
}

/** The identity that one telegram shows. */
export function identityOf({ entries, serialNumber, title, link, source }: IdentityFacts): MeterIdentity {
  const logicalDeviceName = textAt(entries, 42, 0, 0);
  let serial = serialNumber;
  for (const [c, d, e] of serialCodes) serial ??= textAt(entries, c, d, e);
  const readable = title === null || title.length === 0 ? null : titleText(title);
  const systemTitle = title === null || title.length === 0 ? null : title.toString('hex').toUpperCase();
  const address = linkText(link);
  const id = logicalDeviceName ?? serial ?? readable ?? systemTitle ?? (source || (address ?? 'meter'));
  return { id, systemTitle, titleText: readable, logicalDeviceName, serialNumber: serial, address };
}

/** What is known of a sender completes what its telegram leaves out. */
export function completed(now: MeterIdentity, before: MeterIdentity | undefined): MeterIdentity {
  if (before === undefined || before.systemTitle !== now.systemTitle) return now;
  const logicalDeviceName = now.logicalDeviceName ?? before.logicalDeviceName;
  const serialNumber = now.serialNumber ?? before.serialNumber;
  return { ...now, logicalDeviceName, serialNumber, id: logicalDeviceName ?? serialNumber ?? now.id };
}
