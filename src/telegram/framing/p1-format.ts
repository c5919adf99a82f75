/**
 * Telegrams behind an identification line of IEC 62056-21 (`/KFM5KAIFA-METER`): DSMR P1 texts, and the same line with a
 * ciphered APDU behind it. Elgama in Poland leaves the tag DB away: an empty title (00), length, control, counter.
 *
 * A readout may begin with STX alone: its identification line came before it was asked for (mode C). A text ends with `!`, four
 * hex digits of CRC-16 (since DSMR 4) and a line end; the CRC is checked where it is there. What began with STX may end with ETX
 * instead: Elster A1100 in Great Britain, answers to commands. The next identification line ends it too: octets were lost. A ciphered part ends by its own length, and `!CRC` may follow.
 */
import { fcs16 } from '../../framing/hdlc/fcs';
import { apduExtent } from '../extent';
import { beginsDataSet } from '../p1-codes';
import type { FrameFormat, Look } from './scanner';

const slash = 0x2f;
const bang = 0x21;
const bracket = 0x29;
const lineFeed = 0x0a;
const longestLine = 80;
const longestText = 0x4000;

/** CRC-16 of DSMR: polynomial 8005 reflected, starting with 0. */
export function crc16(octets: Buffer, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc ^= octets[at] as number;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
  }
  return crc;
}

/**
 * Editors, logs and programs turn the line ends of a text into LF, and leave the empty line out: the CRC is that of the text
 * with CR LF and an empty line. Iskraemeco AM550 in Slovenia always says 0000: none, as before DSMR 4. Holley DTSD545 in
 * Hungary has the CRC of HDLC (CRC-16/X-25).
 */
function crcIsRight(text: Buffer, crc: number): boolean {
  if (crc === 0 || crc16(text, 0, text.length) === crc || fcs16(text) === crc) return true;
  const shown = text.toString('latin1');
  const sent = shown.replace(/\r?\n/g, '\r\n').replace(/^(.*\r\n)(?!\r\n)/, '$1\r\n');
  return sent !== shown && crcIsRight(Buffer.from(sent, 'latin1'), crc);
}

const startOfText = 0x02;
const endOfText = 0x03;
const isText = (octet: number): boolean => (octet >= 0x20 && octet < 0x7f) || octet === 0x0d || octet === 0x0a || octet === 0x09;
const isLetter = (octet: number | undefined): boolean =>
  octet !== undefined && ((octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a));

/** What no identification holds (IEC 62056-21, 6.3.2); the bracket tells a value with a slash in it (`kWh/ABC)`). */
const isForeign = (octet: number): boolean => octet === slash || octet === bang || octet === bracket || !isText(octet);

const isIdentification = (octets: Buffer, at: number, end: number): boolean =>
  [1, 2, 3].every((i) => at + i >= end || isLetter(octets[at + i]));

/** Where the backslash stands (6.3.2); Holley in Hungary writes a slash there: `/HLY5/D545-METER`. */
const seriesAt = 5;

/** Behind the identification line, 0 when there is none, null when more is needed. */
function lineEnd(octets: Buffer, at: number, end: number): number | null {
  if (!isIdentification(octets, at, end)) return 0;
  const series = at + seriesAt;
  const isSeries = series < end && octets[series] === slash;
  if (isSeries && isIdentification(octets, series, end)) return series + 3 < end ? 0 : null;
  for (let i = at + 1; i < Math.min(end, at + longestLine); i++) {
    if (octets[i] === lineFeed) return i + 1;
    if (isForeign(octets[i] as number) && !(isSeries && i === series)) return 0;
  }
  return end - at < longestLine ? null : 0;
}

/** Octets behind STX in which the bracket of the first value stands. */
const longestCode = 24;

/** A readout without its identification line: STX and a data set. 0 when it is none, null when more is needed. */
function readoutOf(octets: Buffer, at: number, end: number): P1Parts | 0 | null {
  const text = octets.toString('latin1', at + 1, Math.min(end, at + 1 + longestCode));
  if (beginsDataSet(text)) return { identification: '', bodyAt: at, ciphered: false };
  return text.length < longestCode && /^[\dCFLP.:,*&-]*$/.test(text) ? null : 0;
}

/** What stands behind the line and perhaps an empty one. */
export interface P1Parts {
  readonly identification: string;
  readonly bodyAt: number;
  readonly ciphered: boolean;
}

function bodyOf(octets: Buffer, at: number, end: number): P1Parts | 0 | null {
  if (octets[at] === startOfText) return readoutOf(octets, at, end);
  const line = lineEnd(octets, at, end);
  if (line === null || line === 0) return line;
  let bodyAt = line;
  while (bodyAt < end && bodyAt < line + 2 && (octets[bodyAt] === 0x0d || octets[bodyAt] === lineFeed)) bodyAt++;
  if (bodyAt >= end) return null;
  const first = octets[bodyAt] as number;
  return { identification: octets.toString('latin1', at + 1, line).trim(), bodyAt, ciphered: !isText(first) && first !== startOfText };
}

const isBeginning = (octet: number | undefined): boolean => octet === slash || octet === startOfText;

/** Takes a whole P1 frame apart; null when it is none. */
export const splitP1 = (frame: Buffer): P1Parts | null => (isBeginning(frame[0]) && bodyOf(frame, 0, frame.length)) || null;

/** Octets of `!`, CRC and line end at `at`: 0 when there is none, null when more is needed. */
function closing(octets: Buffer, at: number, end: number): number | null {
  if (at >= end) return 0;
  if (octets[at] !== bang) return 0;
  let stop = at + 1;
  while (stop < end && stop < at + 5 && /[0-9A-Fa-f]/.test(String.fromCharCode(octets[stop] as number))) stop++;
  if (stop >= end) return null;
  if (octets[stop] === 0x0d) stop++;
  if (stop >= end) return null;
  return octets[stop] === lineFeed ? stop + 1 - at : stop - at;
}

/** The end mark has its line, or stands behind the last value; in a line it is part of a text, or an octet was damaged. */
const endsBehind = (octet: number): boolean => octet === lineFeed || octet === 0x0d || octet === bracket || octet === startOfText;

/**
 * Sanxing meters of E.ON in Hungary fill a message with 1024 octets FF, and what is written there has accents. The CRC tells such
 * octets from damaged ones.
 */
const isAccented = (octet: number): boolean => octet >= 0x80;
const holds = (octet: number): string => `the P1 telegram holds the octet ${octet.toString(16)}`;

/** Why a text is not what was sent; null when it is. @param digits behind the `!` */
function damageOf(text: Buffer, digits: string): string | null {
  const crc = /^[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
  if (!crcIsRight(text, crc)) return 'the CRC of the P1 telegram is wrong';
  const accented = crc === 0 ? text.find(isAccented) : undefined;
  return accented === undefined ? null : holds(accented);
}

function lookText(octets: Buffer, at: number, bodyAt: number, end: number, looked: number): Look {
  // A line and a `!` that were not whole at the last look are no longer than a line.
  for (let i = Math.max(bodyAt, at + looked - longestLine); i < end; i++) {
    const octet = octets[i] as number;
    if (octet === bang && endsBehind(octets[i - 1] as number)) {
      const size = closing(octets, i, end);
      if (size === null) return null;
      const reason = damageOf(octets.subarray(at, i + 1), octets.toString('latin1', i + 1, i + size).trim());
      return reason === null ? i + size - at : { reason };
    }
    if (octet === endOfText && octets[bodyAt] === startOfText && endsBehind(octets[i - 1] as number)) return i + 1 - at;
    const line = octet === slash ? lineEnd(octets, i, end) : 0;
    if (line !== 0) return line === null ? null : { reason: `the P1 telegram has no end: the next one begins at its octet ${i - at}` };
    // Readouts of IEC 62056-21 put STX in front.
    const isSent = isText(octet) || isAccented(octet) || (octet === startOfText && i <= bodyAt);
    if (!isSent) return { reason: holds(octet) };
  }
  return end - at > longestText ? { reason: `a P1 telegram longer than ${longestText} octets` } : null;
}

/** Where the ciphered part ends, by its own length; 0: it is none, below 0: at least so many octets are missing. */
export function cipheredEnd(octets: Buffer, at: number, end: number): number {
  const blank = octets[at] === 0;
  const probe = blank ? Buffer.concat([Buffer.of(0xdb), octets.subarray(at, end)]) : octets;
  const extent = blank ? apduExtent(probe, 0, probe.length) : apduExtent(octets, at, end);
  if (extent.kind === 'more') return -extent.octets;
  if (extent.kind !== 'end') return 0;
  return blank ? at + extent.at - 1 : extent.at;
}

function look(octets: Buffer, at: number, end: number, looked: number): Look {
  const parts = bodyOf(octets, at, end);
  if (parts === null || parts === 0) return parts;
  if (!parts.ciphered) return lookText(octets, at, parts.bodyAt, end, looked);
  const close = cipheredEnd(octets, parts.bodyAt, end);
  return close > 0 ? close - at : close;
}

export const p1Format: FrameFormat = {
  maxLength: 0x10000,
  shared: 0,
  filler: null,
  next: (octets, from, end) => {
    let at = from;
    while (at < end && !isBeginning(octets[at])) at++;
    return at;
  },
  look: (octets, at, end, _since, _fresh, looked) => look(octets, at, end, looked),
  // A text that was trimmed, or split at LF: the line end behind `!` is missing.
  mended(octets, at, end) {
    const whole = Buffer.concat([octets.subarray(at, end), octets[end - 1] === 0x0d ? Buffer.of(lineFeed) : Buffer.of(0x0d, lineFeed)]);
    return look(whole, 0, whole.length, 0) === whole.length ? Buffer.from(octets.subarray(at, end)) : null;
  },
  unfinished: (octets, at, end) => (bodyOf(octets, at, end) ? `the P1 telegram is incomplete: ${end - at} octets came` : null),
};
