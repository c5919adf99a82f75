/**
 * Where an APDU ends that nothing announces the length of: raw APDUs on a serial line, in a datagram, or behind a P1 line.
 *
 * Ciphered APDUs and blocks carry lengths; notifications end where their A-XDR data ends (Green Book 9.5). Values are
 * passed over and not decoded. `more` says how many octets are missing at least, so that a stream need not look again
 * before they came. EG.D, Sagemcom XT211 and Landis+Gyr ZMF100 are not quite A-XDR: `tolerant`.
 */
import { serviceCipheredTags } from '../apdu/apdu';
import { oddHead } from './tolerant';

export type Extent =
  | { readonly kind: 'end'; readonly at: number; readonly tolerant?: boolean }
  | { readonly kind: 'more'; readonly octets: number }
  | { readonly kind: 'wrong'; readonly at: number; readonly what: string }
  /** An APDU whose end is not found this way. */
  | { readonly kind: 'unknown' };

/** Octets of the contents of simple types by tag. */
const fixed = new Map<number, number>([
  ...([0, 255].map((tag) => [tag, 0]) as [number, number][]),
  ...([3, 13, 15, 17, 22, 28, 31].map((tag) => [tag, 1]) as [number, number][]),
  ...([16, 18, 29, 32].map((tag) => [tag, 2]) as [number, number][]),
  ...([5, 6, 7, 23, 27, 30, 33].map((tag) => [tag, 4]) as [number, number][]),
  ...([20, 21, 24].map((tag) => [tag, 8]) as [number, number][]),
  [26, 5],
  [25, 12],
]);

const maxDepth = 32;
const hex = (octet: number): string => octet.toString(16).toUpperCase().padStart(2, '0');
const wrong = (at: number, what: string): Extent => ({ kind: 'wrong', at, what });
const more = (octets: number): Extent => ({ kind: 'more', octets: Math.max(1, octets) });

/** Walks over octets; `end` of a step is NaN after a failure, which stands in `failure`. */
class Walk {
  at: number;
  failure: Extent | null = null;

  constructor(
    readonly octets: Buffer,
    at: number,
    readonly end: number,
  ) {
    this.at = at;
  }

  fail(failure: Extent): false {
    this.failure ??= failure;
    return false;
  }

  skip(count: number): boolean {
    if (this.at + count > this.end) return this.fail(more(this.at + count - this.end));
    this.at += count;
    return true;
  }

  octet(): number {
    const at = this.at;
    return this.skip(1) ? (this.octets[at] as number) : Number.NaN;
  }

  /** A-XDR length; NaN after a failure. */
  length(): number {
    const at = this.at;
    const first = this.octet();
    if (!(first >= 0x80)) return first;
    const size = first & 0x7f;
    if (size === 0 || size > 4) {
      this.fail(wrong(at, `${hex(first)} is no length`));
      return Number.NaN;
    }
    const from = this.at;
    return this.skip(size) ? this.octets.readUIntBE(from, size) : Number.NaN;
  }

  octetString(): boolean {
    const size = this.length();
    return !Number.isNaN(size) && this.skip(size);
  }
}

/** Passes over one value. */
function skipData(walk: Walk, tolerant: boolean): boolean {
  // Elements that are still to come, one number for each level.
  const open = [1];
  while (open.length > 0) {
    const last = open.length - 1;
    if (open[last] === 0) {
      open.pop();
      continue;
    }
    open[last] = (open[last] as number) - 1;
    const tagAt = walk.at;
    const odd = tolerant && open.length > 1 ? oddHead(walk.octets, tagAt, walk.end) : 0;
    if (odd > 0) {
      if (!walk.skip(odd)) break;
      continue;
    }
    const tag = walk.octet();
    if (tag === 1 || tag === 2) {
      const count = walk.length();
      if (Number.isNaN(count)) break;
      if (open.length >= maxDepth) return walk.fail(wrong(tagAt, `nested deeper than ${maxDepth}`));
      open.push(count);
    } else if (!skipSimple(walk, tag, tagAt)) break;
  }
  if (walk.failure?.kind !== 'more') return walk.failure === null;
  // Each element that is still to come takes an octet at least.
  const waiting = open.reduce((sum, count) => sum + count, 0);
  walk.failure = more(walk.failure.octets + waiting);
  return false;
}

function skipSimple(walk: Walk, tag: number, at: number): boolean {
  const size = fixed.get(tag);
  if (size !== undefined) return walk.skip(size);
  if (tag === 9 || tag === 10 || tag === 12) return walk.octetString();
  if (tag === 4) {
    const bits = walk.length();
    return !Number.isNaN(bits) && walk.skip(Math.ceil(bits / 8));
  }
  if (tag === 19) return skipTypeDescription(walk, 0) && walk.octetString();
  return Number.isNaN(tag) ? false : walk.fail(wrong(at, `no data type has the tag ${hex(tag)}`));
}

/** The description of the elements of a compact array. */
function skipTypeDescription(walk: Walk, depth: number): boolean {
  const at = walk.at;
  const tag = walk.octet();
  if (depth > maxDepth) return walk.fail(wrong(at, `nested deeper than ${maxDepth}`));
  if (tag === 1) return walk.skip(2) && skipTypeDescription(walk, depth + 1);
  if (tag !== 2)
    return (
      fixed.has(tag) || [4, 9, 10, 12].includes(tag) || (!Number.isNaN(tag) && walk.fail(wrong(at, `no data type has the tag ${hex(tag)}`)))
    );
  const count = walk.length();
  for (let i = 0; i < count; i++) if (!skipTypeDescription(walk, depth + 1)) return false;
  return !Number.isNaN(count);
}

/** current-time of an InformationReport: GeneralizedTime, characters (`20240331021500.00+0100`), or the octets of a date-time. */
const currentTimes = Array.from({ length: 25 }, (_, size) => size);

/** An octet-string whose length must be one of these. */
function skipShort(walk: Walk, lengths: readonly number[]): boolean {
  const at = walk.at;
  const size = walk.length();
  if (Number.isNaN(size)) return false;
  if (lengths.includes(size)) return walk.skip(size);
  const expected = lengths.length > 2 ? `at most ${Math.max(...lengths)}` : lengths.join(' or ');
  return walk.fail(wrong(at, `the length ${size}, where ${expected} is expected`));
}

const notOptional = (flag: number): string => `${hex(flag)}, where 00 or 01 says whether an optional field follows`;

/** Control octets of suites 0 to 2 that protect something; broadcast and compression are bits 6 and 7. */
const isControl = (octet: number): boolean => (octet & 0x0f) <= 2 && (octet & 0x30) !== 0;

/** Length, security control, counter and the rest. */
function skipCiphered(walk: Walk): boolean {
  const at = walk.at;
  const size = walk.length();
  if (Number.isNaN(size)) return false;
  if (size < 5 || size > 0x100000) return walk.fail(wrong(at, `a ciphered part of ${size} octets`));
  const control = walk.octets[walk.at] as number;
  if (walk.at < walk.end && !isControl(control)) return walk.fail(wrong(walk.at, `${hex(control)} is no security control octet`));
  return walk.skip(size);
}

function skipDataNotification(walk: Walk, tolerant: boolean): boolean {
  if (!walk.skip(4)) return false;
  // Kaifa and Kamstrup of 2017: the date-time has a tag, 09 0C.
  if (walk.octets[walk.at] === 0x09 && walk.at < walk.end) walk.at++;
  return skipShort(walk, [0, 12]) && skipData(walk, tolerant);
}

function skipEventNotification(walk: Walk): boolean {
  const at = walk.at;
  const flag = walk.octet();
  if (flag > 1) return walk.fail(wrong(at, notOptional(flag)));
  if (flag === 1 && !skipShort(walk, [0, 12])) return false;
  return walk.skip(9) && skipData(walk, false);
}

function skipInformationReport(walk: Walk): boolean {
  const at = walk.at;
  const flag = walk.octet();
  if (flag > 1) return walk.fail(wrong(at, notOptional(flag)));
  if (flag === 1 && !skipShort(walk, currentTimes)) return false;
  const names = walk.length();
  for (let i = 0; i < names; i++) {
    const kindAt = walk.at;
    if (walk.octet() !== 2 && walk.failure === null) return walk.fail({ kind: 'unknown' });
    if (walk.failure !== null || !walk.skip(2)) return walk.fail(wrong(kindAt, 'no variable name'));
  }
  const values = walk.length();
  for (let i = 0; i < values; i++) if (!skipData(walk, false)) return false;
  return !Number.isNaN(values);
}

/** Transaction id, titles, date-time, other information, Key-Info. */
function skipGeneralCiphering(walk: Walk): boolean {
  for (let i = 0; i < 5; i++) if (!walk.octetString()) return false;
  const flag = walk.octet();
  if (flag === 1) {
    const kind = walk.octet();
    if (kind > 2) return walk.fail(wrong(walk.at - 1, `${hex(kind)} is no kind of key information`));
    if (kind === 0 || kind === 1) walk.skip(1);
    if (kind === 2) walk.octetString();
    if (kind === 1 || kind === 2) walk.octetString();
  } else if (flag > 1) return walk.fail(wrong(walk.at - 1, notOptional(flag)));
  return walk.failure === null && skipCiphered(walk);
}

/** Network id and address of the meter (Green Book 10.10), then an APDU. */
function skipBehindGateway(walk: Walk): boolean {
  if (!walk.skip(1) || !walk.octetString()) return false;
  const tag = walk.octet();
  if (Number.isNaN(tag)) return false;
  // One prefix only: octets of a stranger must not nest.
  const skip = tag >= 0xe6 ? undefined : skips[tag];
  return skip === undefined ? walk.fail({ kind: 'unknown' }) : skip(walk);
}

/** From behind the tag octet. */
const skips: Readonly<Record<number, (walk: Walk) => boolean>> = {
  15: (walk) => skipDataNotification(walk, false),
  24: skipInformationReport,
  194: skipEventNotification,
  219: (walk) => skipShort(walk, [0, 8]) && skipCiphered(walk),
  220: (walk) => skipShort(walk, [0, 8]) && skipCiphered(walk),
  221: skipGeneralCiphering,
  223: (walk) => [0, 1, 2, 3, 4, 5, 6].every(() => walk.octetString()),
  224: (walk) => walk.skip(5) && walk.octetString(),
  230: skipBehindGateway,
  231: skipBehindGateway,
  ...Object.fromEntries(serviceCipheredTags.map((tag) => [tag, skipCiphered])),
};

const result = (walk: Walk, tolerant: boolean): Extent =>
  walk.failure ?? (tolerant ? { kind: 'end', at: walk.at, tolerant } : { kind: 'end', at: walk.at });

/** Where the APDU ends that begins at `at`. */
export function apduExtent(octets: Buffer, at: number, end: number): Extent {
  if (at >= end) return more(1);
  const tag = octets[at] as number;
  const skip = skips[tag];
  if (skip === undefined) return { kind: 'unknown' };
  const walk = new Walk(octets, at + 1, end);
  skip(walk);
  if (tag !== 15 || walk.failure === null) return result(walk, false);
  const again = new Walk(octets, at + 1, end);
  skipDataNotification(again, true);
  // Tolerance that changes nothing is none: then the first failure is the true one.
  return again.failure === null || walk.failure.kind === 'wrong' ? result(again, true) : result(walk, false);
}
