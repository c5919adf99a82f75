/**
 * The parameters of SNRM and UA (Green Book 8.4.5.3.2, ISO/IEC 13239 clause 5.5.3): `81 80 LL` and then one entry each,
 * `id length value`: 05/06 largest information field that the sender of the frame transmits / receives, 07/08 windows.
 *
 * Meters send values of 1, 2 or 4 octets, leave entries out, and get the group length wrong (07, 08, 12, 14 were seen):
 * entries are read to the end of the information field. What is absent or 0 has its default, 128 octets and a window of 1.
 */
import { Writer } from '../../bytes';

export interface HdlcParameters {
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
}

export const defaultParameters: HdlcParameters = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };

/** The largest information field that fits with addresses of 4 and 1 octets is a little more; 2030 is what meters offer. */
const largestInformation = 2030;
/** Below this a header would not pay; also what keeps a hostile UA from making us send one octet at a time. */
const smallestInformation = 16;

const names = new Map<number, keyof HdlcParameters>([
  [5, 'maxInfoTransmit'],
  [6, 'maxInfoReceive'],
  [7, 'windowTransmit'],
  [8, 'windowReceive'],
]);

/** The information field of SNRM or UA: lengths in as few octets as hold them, windows in four, as meters expect. */
export function encodeParameters(parameters: HdlcParameters): Buffer {
  const group = new Writer(32);
  const info = (id: number, value: number): void => {
    if (value > 0xff) group.u8(id).u8(2).u16(value);
    else group.u8(id).u8(1).u8(value);
  };
  info(5, parameters.maxInfoTransmit);
  info(6, parameters.maxInfoReceive);
  group.u8(7).u8(4).u32(parameters.windowTransmit);
  group.u8(8).u8(4).u32(parameters.windowReceive);
  const octets = group.finish();
  return Buffer.concat([Buffer.of(0x81, 0x80, octets.length), octets]);
}

/**
 * What is said in an information field of SNRM or UA; entries that are absent stay absent. Never throws: a field that
 * is not understood says nothing.
 */
export function decodeParameters(information: Buffer): Partial<HdlcParameters> {
  const found: { -readonly [K in keyof HdlcParameters]?: number } = {};
  if (information.length < 3 || information[0] !== 0x81 || information[1] !== 0x80) return found;
  let at = 3;
  while (at + 2 <= information.length) {
    const name = names.get(information[at] as number);
    const length = information[at + 1] as number;
    at += 2;
    if (at + length > information.length) break;
    const value = length >= 1 && length <= 4 ? information.readUIntBE(at, length) : 0;
    if (name !== undefined && value > 0) found[name] = value;
    at += length;
  }
  return found;
}

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

/** What one side may do after both have spoken: never more than the other side receives, never outside of what HDLC can. */
export function agree(own: HdlcParameters, other: Partial<HdlcParameters>): HdlcParameters {
  const theirs = { ...defaultParameters, ...other };
  const info = (a: number, b: number): number => clamp(Math.min(a, b), smallestInformation, largestInformation);
  const window = (a: number, b: number): number => clamp(Math.min(a, b), 1, 7);
  return {
    maxInfoTransmit: info(own.maxInfoTransmit, theirs.maxInfoReceive),
    maxInfoReceive: info(own.maxInfoReceive, theirs.maxInfoTransmit),
    windowTransmit: window(own.windowTransmit, theirs.windowReceive),
    windowReceive: window(own.windowReceive, theirs.windowTransmit),
  };
}

/** True when an SNRM can say it all by carrying no information field. */
export const areDefault = (parameters: HdlcParameters): boolean =>
  (Object.keys(defaultParameters) as (keyof HdlcParameters)[]).every((name) => parameters[name] === defaultParameters[name]);
