/**
 * The framings of telegrams that carry a check of their own: HDLC (Green Book 8.4.1), the wrapper (7.3.3) and wired M-Bus
 * (EN 13757-2 long frames). What begins without one is in `raw-format.ts` and `p1-format.ts`.
 */
import { fcs16, fcsIsRight } from '../../framing/hdlc/fcs';
import { flag, headerEnd, maxFrameLength, minFrameLength } from '../../framing/hdlc/frame';
import { sumIsRight } from '../../framing/m-bus';
import { isFirstOctet } from '../../framing/wrapper';
import { apduExtent } from '../extent';
import { type Damage, type FrameFormat, type Look, longestBehindNoise } from './scanner';

const indexOrEnd = (octets: Buffer, octet: number, from: number, end: number): number => {
  const at = octets.indexOf(octet, from);
  return at === -1 || at > end ? end : at;
};

/** Two octets as they stand in the frame. */
const hex4 = (sum: number): string => ((sum & 0xff) * 256 + (sum >>> 8)).toString(16).toUpperCase().padStart(4, '0');

function lookHdlc(octets: Buffer, at: number, end: number, fresh: boolean): Look {
  const start = at + 1;
  if (start >= end) return null;
  if ((octets[start] as number) >>> 4 !== 0xa) return 0;
  if (start + 2 > end) return null;
  const length = octets.readUInt16BE(start) & maxFrameLength;
  if (length < minFrameLength) return 0;
  const close = start + length;
  const header = headerEnd(octets, start, Math.min(end, close));
  if (typeof header === 'string') return 0;
  if (header === null) return end >= close ? 0 : null;
  if (header + 2 > close) return 0;
  // Behind the header stands the HCS, or without information the FCS: the same sum over the same octets.
  if (header + 2 > end) return null;
  if (!fcsIsRight(octets, start, header + 2)) return headerDamage(octets, start, header + 2, end, fresh);
  if (close >= end) return null;
  if (octets[close] !== flag) return { reason: `no closing flag at the announced length ${length}: octets are missing` };
  if (fcsIsRight(octets, start, close)) return length + 2;
  const fits = hex4(fcs16(octets, start, close - 2));
  return {
    reason: `the frame check sequence (FCS) is wrong: ${hex4(octets.readUInt16LE(close - 2))} came, ${fits} belongs to these octets`,
  };
}

/** A wrong HCS is told of only where a frame was to begin, or LLC stands where it belongs: all other is noise. */
function headerDamage(octets: Buffer, start: number, information: number, end: number, fresh: boolean): Look {
  const length = octets.readUInt16BE(start) & maxFrameLength;
  if (!fresh && information + 3 > end) return null;
  const llc = octets[information] === 0xe6 && octets[information + 2] === 0;
  if (!fresh && !llc) return 0;
  return { reason: `the header check sequence (HCS) of a frame of length ${length} is wrong: check parity, data bits and baud rate` };
}

export const hdlcFormat: FrameFormat = {
  maxLength: maxFrameLength + 2,
  shared: 1,
  filler: flag,
  next: (octets, from, end) => {
    let at = indexOrEnd(octets, flag, from, end);
    // The last flag of a run of flags begins the frame.
    while (at + 1 < end && octets[at + 1] === flag) at++;
    return at;
  },
  look: (octets, at, end, _since, fresh) => lookHdlc(octets, at, end, fresh),
  // A log or a terminal that lost the last flag: all checks fit.
  mended(octets, at, end) {
    const start = at + 1;
    if (end - start < minFrameLength || (octets.readUInt16BE(start) & maxFrameLength) !== end - start) return null;
    return fcsIsRight(octets, start, end) ? Buffer.concat([octets.subarray(at, end), Buffer.of(flag)]) : null;
  },
  unfinished(octets, at, end) {
    const start = at + 1;
    if (start + 2 > end) return null;
    const header = headerEnd(octets, start, end);
    if (typeof header !== 'number' || header + 2 > end || !fcsIsRight(octets, start, header + 2)) return null;
    const length = octets.readUInt16BE(start) & maxFrameLength;
    if (end - start === length) return `the closing flag is missing, and the frame check sequence (FCS) of the ${length} octets is wrong`;
    return `the frame is incomplete: length ${length} is announced, ${end - start} octets came`;
  },
};

const mbusStart = 0x68;
const wrongSum: Damage = { reason: 'the checksum of the M-Bus frame is wrong' };

/** Whether a stop octet ends a frame of `length` octets between the second 68 and the checksum; null while it has not come. */
function mbusStop(octets: Buffer, at: number, length: number, end: number): boolean | null {
  if (length < 5) return false;
  const close = at + length + 5;
  return close < end ? octets[close] === 0x16 : null;
}

function lookMbus(octets: Buffer, at: number, end: number): Look {
  if (end - at < 4) return octets.subarray(at + 1, end).every((octet, i) => i < 2 || octet === mbusStart) ? null : 0;
  const length = octets[at + 1] as number;
  if (octets[at + 2] !== length || octets[at + 3] !== mbusStart) return 0;
  // C, A, CI, STSAP, DTSAP; CI 00..1F is the transport layer of DLMS.
  if (end - at >= 7 && (octets[at + 6] as number) > 0x1f) return 0;
  const stopped = mbusStop(octets, at, length, end);
  if (stopped === null) return null;
  if (stopped && sumIsRight(octets, at + 4, at + 4 + length)) return length + 6;
  // Sagemcom T210-D: more than 255 octets, and L overflows: 68 01 01 68 means 257. A 16 may stand in the middle of them,
  // with the beginning of another frame behind it hardly ever.
  const behind = at + length + 6;
  if (stopped && behind < end && octets[behind] === mbusStart) return wrongSum;
  const long = length + 256;
  const longStopped = mbusStop(octets, at, long, end);
  if (longStopped === null) return null;
  if (longStopped && sumIsRight(octets, at + 4, at + 4 + long)) return long + 6;
  if (stopped || longStopped) return wrongSum;
  return { reason: `no stop octet 16 at the length ${length} of the M-Bus frame: octets are missing` };
}

export const mbusFormat: FrameFormat = {
  maxLength: 256 + 255 + 6,
  shared: 0,
  filler: null,
  next: (octets, from, end) => indexOrEnd(octets, mbusStart, from, end),
  look: lookMbus,
  unfinished(octets, at, end) {
    if (end - at < 9 || octets[at + 3] !== mbusStart) return null;
    const length = octets[at + 1] as number;
    return mbusStop(octets, at, length, end) ? wrongSum : `the M-Bus frame is incomplete: L is ${length}, ${end - at} octets came`;
  },
};

const wrapperHeader = 8;

function lookWrapper(octets: Buffer, at: number, end: number, fresh: boolean): Look {
  if (at + 1 < end && octets[at + 1] !== 0x01) return 0;
  if (end - at < wrapperHeader + 1) return null;
  const length = octets.readUInt16BE(at + 6);
  const first = octets[at + wrapperHeader] as number;
  if (length === 0 || !isFirstOctet(first)) return 0;
  // Behind noise both ports have to be such as meters use, and the APDU must be as long as announced.
  if (!fresh && (octets[at + 2] !== 0 || octets[at + 4] !== 0 || length > longestBehindNoise)) return 0;
  const close = at + wrapperHeader + length;
  if (fresh) return close <= end ? wrapperHeader + length : null;
  const extent = apduExtent(octets, at + wrapperHeader, Math.min(end, close));
  if (extent.kind === 'end') return extent.at === close ? wrapperHeader + length : 0;
  if (extent.kind === 'wrong') return 0;
  // Nothing ends before the announced length: until then the APDU is walked through each time twice as much is there.
  if (close > end) return -Math.min(close - end, Math.max(end - at, extent.kind === 'more' ? extent.octets : 0));
  return extent.kind === 'unknown' ? wrapperHeader + length : 0;
}

export const wrapperFormat: FrameFormat = {
  maxLength: wrapperHeader + 0xffff,
  shared: 0,
  filler: null,
  next: (octets, from, end) => indexOrEnd(octets, 0x00, from, end),
  look: (octets, at, end, _since, fresh) => lookWrapper(octets, at, end, fresh),
  unfinished: (octets, at, end) =>
    end - at > wrapperHeader && isFirstOctet(octets[at + wrapperHeader] as number) && octets[at + 2] === 0
      ? `the wrapper announces ${octets.readUInt16BE(at + 6)} octets, ${end - at - wrapperHeader} came`
      : null,
};
