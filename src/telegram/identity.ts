/**
 * Who sent a telegram: the logical device name or a meter number in its body, the system title of its protection, the
 * address that a gateway gives it, the addresses of its framing. The best of them becomes the id; a sender that names itself
 * only in some of its lists (Kaifa, Aidon) keeps its name for the others, as long as it comes over the same link.
 */
import { toHex } from '../bytes';
import { addressText } from '../framing/hdlc/address';
import type { Entry } from './shapes/entry';
import { textOf } from './shapes/entry';
import { titleText } from './titles';
import type { LinkFacts, MeterIdentity } from './types';

const place = (c: number, d: number, e: number): number => (c << 16) | (d << 8) | e;

/** The alarm that Kaifa forwards in the Netherlands (128.128.128.128.128.0): its value is the number of the meter. */
const forwardedAlarm = place(128, 128, 128);

/** Codes of meter numbers, the most telling first: device ids, GS1 number of Kamstrup. */
const serialCodes: ReadonlyMap<number, number> = new Map(
  [place(96, 1, 0), place(0, 0, 5), place(96, 1, 1), place(96, 1, 3), place(96, 1, 2), place(0, 0, 0), place(0, 0, 1), forwardedAlarm].map(
    (code, rank) => [code, rank],
  ),
);
const deviceName = place(42, 0, 0);

/** 96.1.3 is the day of manufacture in Turkey. */
const isDate = /^\d\d-\d\d-\d\d$/;

/** What fills a field for a number in front: `--------11278044`; a number of nothing but zeros is none. */
const filling = /^-+(?=\d)/;
const isNone = /^[\s0]*$/;
/** `Elster A1100`: the name of a product. */
const isWords = (text: string): boolean => /\S\s\S/.test(text) && text.replace(/\D/g, '').length < fewestDigits;
const fewestDigits = 5;

const nameOf = ({ data }: Entry): string | null => {
  const text = textOf(data) ?? (typeof data.value === 'number' ? String(data.value) : null);
  return text === null || isNone.test(text) || isDate.test(text) || isWords(text) ? null : text.replace(filling, '');
};

/**
 * Objects of the meter itself: of electricity, or of channel 0; a meter behind this one (gas, water) has another; the forwarded
 * alarm has 128.
 */
const isOwn = (obis: Buffer): boolean => obis[1] === 0 || obis[0] === 1 || (obis[0] === 128 && obis[1] === 128);

/** The logical device name and the best meter number among the objects. */
function namesIn(entries: readonly Entry[]): { device: string | null; serial: string | null } {
  let device: string | null = null;
  let serial: string | null = null;
  let best = serialCodes.size;
  for (const entry of entries) {
    const { obis } = entry;
    if (obis === null || !isOwn(obis)) continue;
    const code = place(obis[2] as number, obis[3] as number, obis[4] as number);
    if (code === deviceName) device ??= nameOf(entry);
    const rank = serialCodes.get(code);
    const text = rank === undefined || rank >= best ? null : nameOf(entry);
    if (text === null) continue;
    serial = text;
    best = rank as number;
  }
  return { device, serial };
}

/** Address of a meter behind a gateway: characters where it is of characters. */
const deviceText = (address: Buffer): string =>
  /^[\x21-\x7e]+$/.test(address.toString('latin1')) ? address.toString('latin1') : toHex(address);

function linkText(link: LinkFacts): string | null {
  const { gateway } = link;
  const text = framingText(link);
  if (gateway === undefined) return text;
  const behind = `network ${gateway.networkId}, ${deviceText(gateway.deviceAddress)}`;
  return text === null ? behind : `${text} (${behind})`;
}

function framingText(link: LinkFacts): string | null {
  switch (link.framing) {
    case 'hdlc':
      return `${addressText(link.source)} -> ${addressText(link.destination)}`;
    case 'wrapper':
      return `${link.source} -> ${link.destination}`;
    case 'm-bus':
      return `${link.address} (${link.stsap} -> ${link.dtsap})`;
    case 'p1':
      return link.identification || null;
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
  const { device: logicalDeviceName, serial: coded } = namesIn(entries);
  const serial = serialNumber ?? coded;
  const readable = title === null || title.length === 0 ? null : titleText(title);
  const systemTitle = title === null || title.length === 0 ? null : toHex(title);
  const address = linkText(link);
  const behind = link.gateway === undefined ? '' : deviceText(link.gateway.deviceAddress);
  const id = logicalDeviceName ?? serial ?? readable ?? systemTitle ?? (behind || source || (address ?? 'meter'));
  return { id, systemTitle, titleText: readable, logicalDeviceName, serialNumber: serial, address };
}

/** What is known of a sender completes what its telegram leaves out. */
export function completed(now: MeterIdentity, before: MeterIdentity | undefined): MeterIdentity {
  if (before === undefined || before.systemTitle !== now.systemTitle) return now;
  const logicalDeviceName = now.logicalDeviceName ?? before.logicalDeviceName;
  const serialNumber = now.serialNumber ?? before.serialNumber;
  return { ...now, logicalDeviceName, serialNumber, id: logicalDeviceName ?? serialNumber ?? now.id };
}
