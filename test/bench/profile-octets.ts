/**
 * The load profile of the benches: an array of 10,000 structures of one date-time in an octet-string of 12 octets and five
 * double-long-unsigned (Green Book 9.5), a quarter of an hour apart. Written octet by octet, so that every decoder gets it from
 * an independent hand.
 */

export const rowCount = 10_000;
export const columnCount = 5;
const rowOctets = 2 + 14 + columnCount * 5;

/** The value alone, from its tag on. */
export function profileValue(): Buffer {
  const octets = Buffer.alloc(4 + rowCount * rowOctets);
  octets.set([0x01, 0x82, rowCount >> 8, rowCount & 0xff]);
  let at = 4;
  for (let row = 0; row < rowCount; row++) {
    const time = new Date(Date.UTC(2026, 0, 1) + row * 900_000);
    const date = [0x07, 0xea, time.getUTCMonth() + 1, time.getUTCDate(), 0xff];
    octets.set([0x02, 1 + columnCount, 0x09, 0x0c, ...date, time.getUTCHours(), time.getUTCMinutes(), 0, 0, 0xff, 0xc4, 0], at);
    at += 16;
    for (let column = 1; column <= columnCount; column++) {
      octets[at] = 0x06;
      octets.writeUInt32BE(1_234_567 * column + row * 17, at + 1);
      at += 5;
    }
  }
  return octets;
}

/** In a get-response-normal. */
export const profileResponse = (): Buffer => Buffer.concat([Buffer.from([0xc4, 0x01, 0xc1, 0x00]), profileValue()]);
