/**
 * What is fuzzed: one entry per thing that takes octets from outside. To add one, write an entry and put it into `targets`.
 *
 * `run` is given hostile octets and may do two things: return, or throw a DlmsError.
 */

import { aare } from '../../src/apdu/acse';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { type Codec, decode, encode } from '../../src/codec/axdr';
import { data, decodeData, encodeData } from '../../src/codec/data';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import type { Deframer } from '../../src/framing/link';
import { decodeMbusFrame } from '../../src/framing/m-bus';
import { createWrapperDeframer, decodeWrapper, encodeWrapper } from '../../src/framing/wrapper';
import { createTelegramDecoder, type DecoderOptions, explain, inputOctets, treeText } from '../../src/telegram';
import { hdlcFormat, mbusFormat } from '../../src/telegram/framing/formats';
import { type FrameFormat, FrameScanner } from '../../src/telegram/framing/scanner';
import { apduCases, loadCapture, loadCaptures } from '../support/captures';
import { chance } from './mutate';

export interface FuzzTarget {
  readonly name: string;
  /** Good octets to begin from. */
  readonly seeds: () => readonly Buffer[];
  readonly run: (octets: Buffer) => void;
}

/** What was read can be written, and what was written is read as the same. */
function steady<T>(read: (octets: Buffer) => T, write: (value: T) => Buffer, octets: Buffer): void {
  const written = write(read(octets));
  if (!write(read(written)).equals(written)) throw new Error('what was written is read as something else');
}

const steadyCodec = <T>(codec: Codec<T>, octets: Buffer): void =>
  steady(
    (input) => decode(codec, input),
    (value) => encode(codec, value),
    octets,
  );

const apdus = (): readonly Buffer[] => apduCases().map(({ octets }) => octets);

/** The profile of a real meter, and compact arrays, of which the captures have none. */
const dataSeeds = (): readonly Buffer[] => [
  ...loadCapture('sess-iskra-profile-buffer').frames.map(({ hex }) => Buffer.from(hex, 'hex')),
  ...[
    '13120400010002',
    '130204110901000210000E07024142',
    '13020311000F0601020304',
    '040AA5C0',
    '0C06C5BEE282AC41',
    '1907E50706020E3A10FFFF8880',
  ].map((hex) => Buffer.from(hex, 'hex')),
  ...apdus()
    .filter((octets) => octets[0] === 0x0f && octets[5] === 0)
    .map((octets) => octets.subarray(6)),
];

/** What came over lines of this kind. */
const onTheLine = (transport: string) => (): readonly Buffer[] =>
  loadCaptures()
    .filter((capture) => capture.transport === transport)
    .flatMap(({ frames }) => frames.map(({ hex }) => Buffer.from(hex, 'hex')));

/** A deframer finds the same frames however the octets are cut, and never throws; its frames go to `decodeFrame`. */
function deframe(create: () => Pick<Deframer, 'push'>, octets: Buffer, decodeFrame: (frame: Buffer) => unknown = () => undefined): void {
  const [whole, single] = [create(), create()];
  let frames: readonly Buffer[];
  try {
    frames = whole.push(octets).map((frame) => Buffer.from(frame));
    const others = Array.from(octets, (octet) => single.push(Buffer.of(octet)).map((frame) => Buffer.from(frame))).flat();
    if (!Buffer.concat(frames).equals(Buffer.concat(others))) throw new Error('octets one by one give other frames');
  } catch (error) {
    throw new Error(`deframer: ${String(error)}`);
  }
  for (const frame of frames) decodeFrame(frame);
}

/** The ear of a line that is only listened to. */
const scannerOf = (format: FrameFormat) => () => {
  const scanner = new FrameScanner(format);
  return { push: (chunk: Buffer) => scanner.push(chunk).flatMap((found) => (found.kind === 'frame' ? [found.octets] : [])) };
};

/** Telegrams of all captures as they came. */
const telegrams = (): readonly Buffer[] =>
  loadCaptures()
    .filter(({ kind }) => kind !== 'vector')
    .flatMap(({ frames }) => frames.map(({ hex }) => Buffer.from(hex, 'hex')));

/** Parts of up to 300 octets, the same ones for the same octets. */
function parts(octets: Buffer): Buffer[] {
  const random = chance(octets.length);
  const list: Buffer[] = [];
  for (let at = 0; at < octets.length; at += list.at(-1)?.length ?? 0) list.push(octets.subarray(at, at + 1 + random(1 + random(300))));
  return list;
}

/** Whole, octet by octet and in parts a source gives the same, with the same octets, and never throws. */
function decodeTelegrams(octets: Buffer, options: DecoderOptions = {}): void {
  const told = (chunks: readonly Buffer[]): string => {
    const decoder = createTelegramDecoder(options);
    return [...chunks.flatMap((chunk) => decoder.push(chunk, 0)), ...decoder.end(1)]
      .map((event) => (event.kind === 'error' ? `${event.error.message} ${event.octets.toString('hex')}` : event.kind))
      .join();
  };
  const whole = told([octets]);
  for (const chunks of [Array.from(octets, (octet) => Buffer.of(octet)), parts(octets)])
    if (told(chunks) !== whole) throw new Error(`${chunks.length} parts give "${told(chunks)}" instead of "${whole}"`);
}

/** Bounds under which an execution takes a blink, so that many fit into the time. */
const small = { maxElements: 100_000 };

export const targets: readonly FuzzTarget[] = [
  { name: 'apdu', seeds: apdus, run: (octets) => steady((input) => decodeApdu(input, small), encodeApdu, octets) },
  {
    name: 'apdu with date-times',
    seeds: apdus,
    run: (octets) => steady((input) => decodeApdu(input, { ...small, dateTimes: 'all' }), encodeApdu, octets),
  },
  { name: 'data', seeds: dataSeeds, run: (octets) => steady((input) => decodeData(input, small), encodeData, octets) },
  {
    name: 'data with date-times',
    seeds: dataSeeds,
    run: (octets) => steady((input) => decodeData(input, { ...small, dateTimes: [0, 1] }), encodeData, octets),
  },
  { name: 'data with the usual limits', seeds: dataSeeds, run: (octets) => void decode(data, octets) },
  {
    name: 'acse',
    seeds: () =>
      apdus()
        .filter((octets) => octets[0] === 0x61)
        .map((octets) => octets.subarray(1)),
    run: (octets) => steadyCodec(aare, octets),
  },
  { name: 'hdlc deframer', seeds: onTheLine('hdlc'), run: (octets) => deframe(createHdlcDeframer, octets) },
  { name: 'hdlc scanner', seeds: onTheLine('hdlc'), run: (octets) => deframe(scannerOf(hdlcFormat), octets) },
  { name: 'm-bus scanner', seeds: onTheLine('mbus'), run: (octets) => deframe(scannerOf(mbusFormat), octets, decodeMbusFrame) },
  {
    name: 'wrapper deframer',
    seeds: () => apdus().map((octets) => encodeWrapper(16, 1, octets)),
    run: (octets) => deframe(createWrapperDeframer, octets, decodeWrapper),
  },
  { name: 'telegrams of a source', seeds: telegrams, run: (octets) => decodeTelegrams(octets) },
  { name: 'telegrams of an HDLC line', seeds: onTheLine('hdlc'), run: (octets) => decodeTelegrams(octets, { framing: 'hdlc' }) },
  { name: 'one APDU as a telegram', seeds: apdus, run: (octets) => void createTelegramDecoder().apdu(octets, 0) },
  { name: 'explained octets', seeds: telegrams, run: (octets) => void treeText(explain(octets).nodes) },
  { name: 'octets as text', seeds: telegrams, run: (octets) => void inputOctets(octets.toString('latin1')) },
];
