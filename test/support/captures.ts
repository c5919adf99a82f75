/**
 * The captures of real telegrams and the standard's worked examples, as lists that tests walk over.
 *
 * `test/vectors/captures/FORMAT.md` describes the files. `apduCases` gives every APDU with the octets that carry it and
 * what they decode to. HDLC is taken apart here by length field alone, so that APDU tests do not lean on the framing that
 * they would otherwise test; M-Bus and general block transfer are left to the tests of those parts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Capture {
  readonly id: string;
  readonly kind: 'push' | 'session' | 'vector';
  readonly transport: 'hdlc' | 'wrapper' | 'mbus' | 'raw-apdu';
  readonly keys: Readonly<Record<string, string>>;
  readonly frames: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

/** An APDU as the captures describe it. */
export type ExpectedApdu = Readonly<Record<string, unknown>> & { readonly apdu: string };

export interface ApduCase {
  readonly name: string;
  readonly octets: Buffer;
  readonly expected: ExpectedApdu;
}

const folder = join(__dirname, '..', 'vectors', 'captures');

export const loadCapture = (id: string): Capture => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Capture;

/** All captures, in the order of their ids. */
export const loadCaptures = (): readonly Capture[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => loadCapture(name.slice(0, -5)));

/** The HDLC frames in octets from a line, without flags, found by their length fields. */
export function hdlcFrames(octets: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 2 < octets.length; ) {
    const format = octets.readUInt16BE(at);
    if (octets[at] === 0x7e || format >>> 12 !== 0xa) {
      at += 1;
      continue;
    }
    const length = format & 0x7ff;
    frames.push(octets.subarray(at, at + length));
    at += length;
  }
  return frames;
}

/** The information field of a frame of type I or UI, `null` for all others; `segmented`: more follows. */
export function hdlcInformation(frame: Buffer): { information: Buffer; segmented: boolean } | null {
  let at = 2;
  for (let addresses = 0; addresses < 2; at += 1) if ((frame[at] as number) & 1) addresses += 1;
  const control = frame[at] as number;
  const carries = (control & 1) === 0 || (control & 0xef) === 0x03;
  if (!carries || frame.length - at <= 3) return null;
  return { information: frame.subarray(at + 3, frame.length - 2), segmented: ((frame[0] as number) & 0x08) !== 0 };
}

/** An APDU without the LLC headers in front of it; one meter sends the header twice. */
export function withoutLlc(octets: Buffer): Buffer {
  let at = 0;
  while (octets[at] === 0xe6 && (octets[at + 1] === 0xe6 || octets[at + 1] === 0xe7) && octets[at + 2] === 0) at += 3;
  return octets.subarray(at);
}

/** For each frame of a capture the APDUs that become complete with it. */
export function apdusOfFrames(capture: Capture): readonly (readonly Buffer[])[] {
  const open: Record<string, Buffer[]> = { tx: [], rx: [] };
  let sent = '';
  return capture.frames.map(({ dir, hex }) => {
    const octets = Buffer.from(hex, 'hex');
    if (capture.transport === 'raw-apdu') return [withoutLlc(octets)];
    if (capture.transport !== 'hdlc') return [];
    const own = sent;
    if (dir === 'tx') sent = hex.replace(/^7E|7E$/g, '');
    const complete: Buffer[] = [];
    for (const frame of hdlcFrames(octets)) {
      if (dir === 'rx' && frame.toString('hex').toUpperCase() === own) continue;
      const found = hdlcInformation(frame);
      if (!found) continue;
      open[dir]?.push(found.information);
      if (found.segmented) continue;
      complete.push(withoutLlc(Buffer.concat(open[dir] ?? [])));
      open[dir] = [];
    }
    return complete;
  });
}

const isApdu = (value: unknown): value is ExpectedApdu =>
  typeof value === 'object' && value !== null && typeof (value as { apdu?: unknown }).apdu === 'string';

/** The case itself, and the APDUs inside it whose octets are given: user-information and deciphered contents. */
function* nested(name: string, octets: Buffer, expected: ExpectedApdu): Generator<ApduCase> {
  yield { name, octets, expected };
  const { initiate, userInformation, inner, plaintext } = expected;
  if (isApdu(initiate) && typeof userInformation === 'string')
    yield* nested(`${name} / user-information`, Buffer.from(userInformation, 'hex'), initiate);
  if (isApdu(inner) && inner.apdu !== 'p1-telegram' && typeof plaintext === 'string')
    yield* nested(`${name} / deciphered`, Buffer.from(plaintext, 'hex'), inner);
}

type Case = { readonly name?: string; readonly apdu?: string; readonly responsePlaintext?: string; readonly decoded?: unknown };

function* vectorCases({ id, expected }: Capture): Generator<ApduCase> {
  for (const [i, one] of ((expected.cases ?? []) as Case[]).entries()) {
    const hex = one.apdu ?? one.responsePlaintext;
    if (hex !== undefined && isApdu(one.decoded)) yield* nested(`${id} ${one.name ?? i}`, Buffer.from(hex, 'hex'), one.decoded);
  }
}

function* sessionCases(capture: Capture): Generator<ApduCase> {
  const apdus = apdusOfFrames(capture);
  const frames = (capture.expected.frames ?? []) as { readonly apdus?: readonly unknown[] }[];
  for (const [i, frame] of frames.entries()) {
    for (const [j, expected] of (frame.apdus ?? []).entries()) {
      const octets = apdus[i]?.[j];
      if (!isApdu(expected)) continue;
      if (!octets) throw new Error(`${capture.id}: no octets for APDU ${j} of frame ${i}`);
      yield* nested(`${capture.id} frame ${i}`, octets, expected);
    }
  }
}

interface Notification {
  readonly frames: readonly number[];
  readonly messages: readonly { readonly apdu?: unknown; readonly tolerantReading?: unknown }[];
}

/** Notifications that came in one APDU; those in blocks or over M-Bus belong to other tests. */
function* pushCases(capture: Capture): Generator<ApduCase> {
  if (capture.transport === 'mbus' || capture.id.startsWith('neg-')) return;
  const apdus = apdusOfFrames(capture);
  for (const [i, { frames, messages }] of ((capture.expected.notifications ?? []) as Notification[]).entries()) {
    const octets = frames.flatMap((frame) => apdus[frame] ?? []);
    if (octets.length !== messages.length || octets[0]?.[0] === 0xe0) continue;
    for (const [j, { apdu }] of messages.entries()) {
      if (isApdu(apdu)) yield* nested(`${capture.id} notification ${i}.${j}`, octets[j] as Buffer, apdu);
    }
  }
}

/** Every APDU of every capture whose octets can be had without blocks or M-Bus. */
export function apduCases(): readonly ApduCase[] {
  const cases: ApduCase[] = [];
  for (const capture of loadCaptures()) {
    if (capture.kind === 'vector') cases.push(...vectorCases(capture));
    else if (capture.kind === 'session') cases.push(...sessionCases(capture));
    else cases.push(...pushCases(capture));
  }
  return cases;
}
