/**
 * Names other protocols of meters by their first octets, so that whoever wired such a meter learns why nothing is decoded:
 * SML (BSI TR-03109-1 annex IV: escape 1B1B1B1B, version 01010101), which most German meters send at their optical port,
 * and data of EN 13757-3 in a long frame of M-Bus (68 L L 68 C A CI), which heat and water meters send. Readouts of IEC
 * 62056-21 that come with their parity bits are told of as well.
 */

const smlStart = Buffer.from('1b1b1b1b01010101', 'hex');
/** CI fields of answers with data: long and short header, none, and their mode 2 (EN 13757-3, 4.2). */
const dataFields: ReadonlySet<number> = new Set([0x72, 0x73, 0x76, 0x77, 0x78, 0x7a]);

/** What the octets are instead of DLMS/COSEM, as a sentence; null when it is not known. */
export function foreignProtocol(octets: Buffer): string | null {
  if (octets.includes(smlStart)) return 'this is SML (Smart Message Language of German meters), which is not DLMS/COSEM';
  for (let at = octets.indexOf(0x68); at !== -1 && at + 7 <= octets.length; at = octets.indexOf(0x68, at + 1)) {
    const length = octets[at + 1];
    const isLong = length === octets[at + 2] && octets[at + 3] === 0x68;
    if (isLong && dataFields.has(octets[at + 6] as number))
      return 'this is M-Bus data of EN 13757-3 (heat, water or gas meters), which is not DLMS/COSEM';
  }
  return null;
}

/** STX, ETX and line ends. */
const controls: ReadonlySet<number> = new Set([0x02, 0x03, 0x0a, 0x0d]);

/** Octets of text whose eighth bit is even parity: a line of 7E1 read as 8N1. Null when they are something else. */
export function parityLeftOn(octets: Buffer): string | null {
  const isEven = (octet: number): boolean => [1, 2, 4, 8, 16, 32, 64, 128].filter((bit) => octet & bit).length % 2 === 0;
  const isText = (octet: number): boolean => controls.has(octet & 0x7f) || ((octet & 0x7f) >= 0x20 && (octet & 0x7f) < 0x7f);
  if (octets.length < 16 || !octets.some((octet) => octet > 0x7f) || !octets.every((octet) => isEven(octet) && isText(octet))) return null;
  return 'this is text whose octets carry a parity bit: set 7 data bits and even parity (7E1)';
}
