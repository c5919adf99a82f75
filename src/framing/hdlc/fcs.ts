/**
 * The frame check sequence of HDLC: FCS-16 of ISO/IEC 13239 clause 4.2.5.1 (CRC X.25, polynomial x16 + x12 + x5 + 1).
 *
 * The same sum serves as header check (HCS, up to and with the control field) and as frame check (FCS, everything
 * between the flags). It travels low octet first, so an intact run of octets with its sum behind leaves a constant.
 */

/** What is left when the sum runs over octets and their own check sequence. */
const goodResidue = 0xf0b8;

/** The sum of one octet, followed by as many octets of 0 as the number of the table says. */
const table0 = Uint16Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  return value;
});
const followed = (table: Uint16Array): Uint16Array => table.map((value) => (value >>> 8) ^ (table0[value & 0xff] as number));
const table1 = followed(table0);
const table2 = followed(table1);
const table3 = followed(table2);

/** Four octets at a time: the sum of all depends on the one before by one look into the tables only. */
const run = (octets: Uint8Array, from: number, to: number): number => {
  let sum = 0xffff;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const low = (sum ^ (octets[at] as number)) & 0xff;
    const high = (sum >>> 8) ^ (octets[at + 1] as number);
    sum =
      (table3[low] as number) ^
      (table2[high] as number) ^
      (table1[octets[at + 2] as number] as number) ^
      (table0[octets[at + 3] as number] as number);
  }
  for (; at < to; at++) sum = (sum >>> 8) ^ (table0[(sum ^ (octets[at] as number)) & 0xff] as number);
  return sum;
};

/** The sum over `octets[from..to)`, as a number whose low octet is sent first. */
export const fcs16 = (octets: Uint8Array, from = 0, to = octets.length): number => run(octets, from, to) ^ 0xffff;

/** True when the last two octets of `octets[from..to)` are the check sequence of those before. A sum of 00 00 can be right. */
export const fcsIsRight = (octets: Uint8Array, from: number, to: number): boolean => run(octets, from, to) === goodResidue;

/** Writes the sum over `octets[from..to)` to `octets[to]` and the octet behind it. */
export const writeFcs = (octets: Buffer, from: number, to: number): void => {
  octets.writeUInt16LE(fcs16(octets, from, to), to);
};
