/**
 * APDUs with nothing around them, or only the LLC header (E6 E7 00) in front: on serial lines of Luxembourg and Austria
 * (general-glo-ciphering), in datagrams, in messages of brokers.
 *
 * Where an APDU ends is in its own lengths (`extent.ts`). In a stream that may be noise only those are believed that say
 * enough of themselves: ciphered with a title of 8 octets, or a DataNotification of a list. At the very beginning (of the
 * input, after silence, behind the last APDU) and behind an LLC header every APDU is taken whose end its lengths tell.
 */
import { decodeApdu } from '../../apdu/apdu';
import { isDlmsError } from '../../errors';
import { llcLength } from '../../framing/hdlc/assembler';
import { headerEnd } from '../../framing/hdlc/frame';
import { isFirstOctet } from '../../framing/wrapper';
import { apduExtent } from '../extent';
import { type FrameFormat, type Look, longestBehindNoise } from './scanner';

/** The octets before `at` are the header of an HDLC or M-Bus frame: then what follows belongs to it. */
function behindHeader(octets: Buffer, at: number, since: number): boolean {
  for (let flagAt = Math.max(since, at - 14); flagAt <= at - 8; flagAt++) {
    if (octets[flagAt] !== 0x7e || (octets[flagAt + 1] as number) >>> 4 !== 0xa) continue;
    const end = headerEnd(octets, flagAt + 1, at);
    if (typeof end === 'number' && end + 2 === at) return true;
  }
  const mbus = at - 9;
  return mbus >= since && octets[mbus] === 0x68 && octets[mbus + 3] === 0x68 && octets[mbus + 1] === octets[mbus + 2];
}

/** Enough for an APDU in the middle of a stream. */
function saysEnough(octets: Buffer, at: number, end: number): boolean {
  const tag = octets[at];
  if (tag === 0xdb || tag === 0xdc) return at + 1 >= end || octets[at + 1] === 8;
  if (tag !== 0x0f) return false;
  if (at + 5 >= end) return true;
  const dateTime = octets[at + 5] === 0x09 ? at + 6 : at + 5;
  if (dateTime >= end) return true;
  if (octets[dateTime] !== 0 && octets[dateTime] !== 12) return false;
  const body = dateTime + 1 + (octets[dateTime] as number);
  return (body >= end || [1, 2, 19].includes(octets[body] as number)) && (body + 1 >= end || octets[body + 1] !== 0);
}

function look(octets: Buffer, at: number, end: number, since: number, fresh: boolean): Look {
  if (octets[at] === 0xe6 && end - at < 3) return null;
  const llc = llcLength(octets, at, end);
  const apdu = at + llc;
  if (apdu >= end) return null;
  if (!fresh && behindHeader(octets, at, since)) return 0;
  if (!fresh && llc === 0 && !saysEnough(octets, apdu, end)) return 0;
  if (!fresh && llc === 0 && at - 3 >= since && llcLength(octets, at - 3, end) > 0 && behindHeader(octets, at - 3, since)) return 0;
  const extent = apduExtent(octets, apdu, end);
  switch (extent.kind) {
    case 'end':
      return extent.at - at;
    case 'more':
      return llc === 0 && extent.octets > longestBehindNoise ? 0 : -extent.octets;
    case 'wrong':
      return fresh || llc > 0
        ? { reason: `reading the APDU stopped at its octet ${extent.at - apdu}: ${extent.what}`, code: 'apdu-malformed' }
        : 0;
    case 'unknown':
      return 0;
  }
}

export const rawFormat: FrameFormat = {
  maxLength: 0x20000,
  shared: 0,
  filler: null,
  next(octets, from, end) {
    let at = from;
    while (at < end && !isFirstOctet(octets[at] as number)) at++;
    return at;
  },
  look,
  unfinished(octets, at, end) {
    const apdu = at + llcLength(octets, at, end);
    const extent = apduExtent(octets, apdu, end);
    if (extent.kind !== 'more') return null;
    const came = `the APDU is incomplete: ${end - apdu} octets came, at least ${extent.octets} more belong to it`;
    return { reason: `${came}${whereItStops(octets.subarray(apdu, end))}`, code: 'apdu-truncated' };
  },
};

/** What the reader of the APDU says of the octets that are there. */
function whereItStops(apdu: Buffer): string {
  try {
    decodeApdu(apdu);
    return '';
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    return ` (${error.message})`;
  }
}
