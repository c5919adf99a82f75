/** A long frame as EN 13757-2 has it; beyond 255 octets L overflows. */
export function longFrame(ci: number, payload: Buffer, address = 0xff): Buffer {
  const body = Buffer.concat([Buffer.of(0x53, address, ci, 0x01, 0x67), payload]);
  const sum = body.reduce((total, octet) => total + octet, 0) & 0xff;
  const length = body.length & 0xff;
  return Buffer.concat([Buffer.of(0x68, length, length, 0x68), body, Buffer.of(sum, 0x16)]);
}
