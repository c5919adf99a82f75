/**
 * HDLC addresses of the DLMS profile (Green Book 8.4.2): one, two or four octets, low bit set in the last.
 *
 * The upper part is the logical device (of a client: its SAP), the lower part the physical device. One octet carries
 * the upper part only, two octets 7 bits of each, four octets 14 bits of each. Some values are reserved: 0 no station,
 * 7E / 3FFE calling station, 7F / 3FFF all stations.
 */
import { DlmsError } from '../../errors';

export interface HdlcAddress {
  readonly length: 1 | 2 | 4;
  /** Logical device, or the SAP of a client. */
  readonly upper: number;
  /** Physical device; null with one octet. */
  readonly lower: number | null;
}

/** What `serverAddress` needs to know. */
export interface ServerAddressOptions {
  readonly logicalDevice: number;
  /** Absent only with one octet. */
  readonly physical?: number;
  readonly addressLength?: 'auto' | 1 | 2 | 4;
}

const invalid = (message: string): DlmsError => new DlmsError('settings-invalid', message);

const octetsText = (length: number): string => `${length} octet${length === 1 ? '' : 's'}`;

const within = (value: number, length: HdlcAddress['length'], what: string): number => {
  const max = length === 4 ? 0x3fff : 0x7f;
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw invalid(`${what} is ${value}; an HDLC address of ${octetsText(length)} has room for 0 to ${max}`);
};

/**
 * The address of a meter. `auto` takes the shortest form that holds it; one octet sends no physical address.
 * @throws DlmsError `settings-invalid` when a part does not fit, or the physical address is missing
 */
export function serverAddress({ logicalDevice, physical, addressLength = 'auto' }: ServerAddressOptions): HdlcAddress {
  const length = addressLength === 'auto' ? shortest(logicalDevice, physical) : addressLength;
  const upper = within(logicalDevice, length, 'the logical device address');
  if (length === 1) return { length, upper, lower: null };
  if (physical === undefined) throw invalid(`an HDLC address of ${octetsText(length)} needs a physical address`);
  return { length, upper, lower: within(physical, length, 'the physical address') };
}

const shortest = (upper: number, physical: number | undefined): 1 | 2 | 4 => {
  if (physical === undefined) return 1;
  return upper <= 0x7f && physical <= 0x7f ? 2 : 4;
};

/** @throws DlmsError `settings-invalid` when the SAP is not 0..127 */
export const clientAddress = (client: number): HdlcAddress => ({ length: 1, upper: within(client, 1, 'the client SAP'), lower: null });

/** Writes an address at `at` and returns where the next octet goes. */
export function writeAddress(target: Buffer, at: number, address: HdlcAddress): number {
  const { length, upper } = address;
  const lower = address.lower ?? 0;
  if (length === 1) target[at] = (upper << 1) | 1;
  else if (length === 2) target.writeUInt16BE((upper << 9) | (lower << 1) | 1, at);
  else {
    target.writeUInt16BE(((upper & 0x3f80) << 2) | ((upper & 0x7f) << 1), at);
    target.writeUInt16BE(((lower & 0x3f80) << 2) | ((lower & 0x7f) << 1) | 1, at + 2);
  }
  return at + length;
}

/** The octets of an address, as the address calculator of the editor shows them. */
export function encodeAddress(address: HdlcAddress): Buffer {
  const octets = Buffer.alloc(address.length);
  writeAddress(octets, 0, address);
  return octets;
}

/** How many octets the address at `at` has: 1, 2 or 4; 0 when it has another number; -1 when `end` comes first. */
export function addressLengthAt(octets: Uint8Array, at: number, end: number): 0 | 1 | 2 | 4 | -1 {
  for (let length = 1; length <= 4; length++) {
    if (at + length > end) return -1;
    if (((octets[at + length - 1] as number) & 1) === 1) return length === 3 ? 0 : (length as 1 | 2 | 4);
  }
  return 0;
}

/**
 * Reads the address at `at`.
 * @throws DlmsError `frame-invalid` when it is not one of 1, 2 or 4 octets
 */
export function readAddress(octets: Buffer, at: number, end: number): HdlcAddress {
  const length = addressLengthAt(octets, at, end);
  if (length <= 0) throw new DlmsError('frame-invalid', `no HDLC address of 1, 2 or 4 octets at octet ${at}`, { offset: at });
  const seven = (offset: number): number => (octets[at + offset] as number) >>> 1;
  if (length === 1) return { length, upper: seven(0), lower: null };
  if (length === 2) return { length, upper: seven(0), lower: seven(1) };
  return { length: 4, upper: (seven(0) << 7) | seven(1), lower: (seven(2) << 7) | seven(3) };
}

/** What either part of an address of so many octets is for all stations (broadcast). */
export const allStations = (length: HdlcAddress['length']): number => (length === 4 ? 0x3fff : 0x7f);

export const isBroadcast = ({ length, upper, lower }: HdlcAddress): boolean => {
  const all = allStations(length);
  return upper === all || lower === all;
};

/** Stations that answer with an address of their own: all stations and the calling station (7E, 3FFE). */
export const answersFromElsewhere = (address: HdlcAddress): boolean =>
  isBroadcast(address) || address.lower === allStations(address.length) - 1;

/** The same station, however many octets carry it; a part that one side does not send is not compared. */
export const sameStation = (a: HdlcAddress, b: HdlcAddress): boolean =>
  a.upper === b.upper && (a.lower === null || b.lower === null || a.lower === b.lower);

/** `1/17`, `16`. */
export const addressText = ({ upper, lower }: HdlcAddress): string => (lower === null ? `${upper}` : `${upper}/${lower}`);
