/**
 * Octets of one source to APDUs, whatever is around them: finds the framing by itself, joins segments, M-Bus frames and
 * blocks, and goes on behind noise and damage.
 *
 * While the framing is not known every scanner is given the octets one by one, and the first whole frame decides; so the
 * same octets give the same telegrams however they were cut. A framing without a check of its own never locks the others
 * out. Time is passed in: silence longer than the limit ends the waiting for the rest of a telegram.
 */
import { decodeApdu } from '../apdu/apdu';
import { toHex } from '../bytes';
import { DlmsError, isDlmsError } from '../errors';
import { splitPrefix } from '../framing/gateway';
import { llcLength } from '../framing/hdlc/assembler';
import { fcsIsRight } from '../framing/hdlc/fcs';
import { flag, maxFrameLength, minFrameLength } from '../framing/hdlc/frame';
import { bareLists } from './bare-list';
import { BlockJoiner, isBlock } from './blocks';
import { foreignProtocol, parityLeftOn } from './foreign';
import { headlessTexts } from './framing/p1-headless';
import { FrameScanner, type Scanned } from './framing/scanner';
import { type Joined, SegmentJoiner } from './framing/segments';
import { framings, type Unwrapped } from './framing/unwrap';
import type { LinkFacts, StreamEvent, TelegramFraming } from './types';

export interface StreamOptions {
  /** Default `auto`. */
  readonly framing?: TelegramFraming | 'auto';
  /** Silence in the middle of a telegram after which it is given up, milliseconds; default 5000. */
  readonly timeLimitMs?: number;
  /** Largest APDU that is joined from segments or blocks, octets; default 262144. */
  readonly maxApduSize?: number;
}

export interface TelegramStream {
  /** Takes octets as they came. Never throws. @param atMs milliseconds of any clock that does not go back */
  push(chunk: Buffer, atMs: number): StreamEvent[];
  /** Time has passed: gives up what waited for longer than the limit. */
  flush(atMs: number): StreamEvent[];
  /** Nothing more will come: gives up all that waits and begins anew. */
  end(atMs: number): StreamEvent[];
  /** The framing as found or told; null while it is not known. */
  readonly framing: TelegramFraming | null;
  /** Octets passed over as noise so far. */
  readonly dropped: number;
  /** When `flush` is due, null when nothing waits. */
  readonly dueMs: number | null;
}

/** Octets of noise after which a framing that was found is doubted. */
const doubtOctets = 4096;
/** Longest input that is tried as one APDU of a session. */
const longestMessage = 0x10000;
/** A line that never falls silent is told of after so many time limits without a telegram. */
const patience = 6;
/** Octets kept of what could not be explained. */
const excerpt = 64;
const names = Object.keys(framings) as TelegramFraming[];
const noFrame = 'these octets are no telegram: neither HDLC, M-Bus, wrapper, P1 nor an APDU';

export const createTelegramStream = (options: StreamOptions = {}): TelegramStream => new SourceStream(options);

class SourceStream implements TelegramStream {
  private readonly told: TelegramFraming | null;
  private readonly timeLimitMs: number;
  private readonly segments: SegmentJoiner;
  private readonly blocks: BlockJoiner;
  private readonly scanners: ReadonlyMap<TelegramFraming, FrameScanner>;
  private found: TelegramFraming | null = null;
  private lastMs: number | null = null;
  /** Since when nothing was found in octets that keep coming. */
  private sinceMs: number | null = null;
  private droppedBefore = 0;
  /** Damage seen by a scanner that is often wrong; told when nothing better comes. */
  private suspicion: (Scanned & { kind: 'damage' }) | null = null;
  /** Octets since the beginning or the last silence. */
  private total = 0;
  /** Octets since the last event. */
  private unexplained = 0;
  private firstOctets: Buffer = Buffer.alloc(0);
  /** Something came since the beginning: a few octets that follow are line noise. */
  private anything = false;
  /** The last thing that was told was damage: the octets behind it belong to it. */
  private damaged = false;
  private readonly kept: Buffer[] = [];
  private keptOctets = 0;

  constructor({ framing = 'auto', timeLimitMs = 5000, maxApduSize = 0x40000 }: StreamOptions) {
    this.told = framing === 'auto' ? null : framing;
    this.timeLimitMs = timeLimitMs;
    this.segments = new SegmentJoiner(maxApduSize);
    this.blocks = new BlockJoiner(maxApduSize);
    this.scanners = new Map((this.told === null ? names : [this.told]).map((name) => [name, new FrameScanner(framings[name].format)]));
  }

  get framing(): TelegramFraming | null {
    return this.told ?? this.found;
  }

  get dropped(): number {
    return this.framing === null ? 0 : (this.scanner(this.framing)?.dropped ?? 0);
  }

  get dueMs(): number | null {
    return this.lastMs === null ? null : this.lastMs + this.timeLimitMs;
  }

  push(chunk: Buffer, atMs: number): StreamEvent[] {
    const events = this.flush(atMs);
    if (chunk.length === 0) return events;
    this.lastMs = atMs;
    this.keep(chunk);
    let at = 0;
    while (at < chunk.length) {
      const locked = this.locked();
      const size = locked === null ? 1 : Math.min(chunk.length - at, this.stride(locked));
      const part = chunk.subarray(at, at + size);
      at += size;
      if (locked === null) this.pushAll(part, atMs, events);
      else this.pushLocked(locked, part, atMs, events);
      this.total += size;
    }
    this.explainLongTalk(atMs, events);
    return events;
  }

  flush(atMs: number): StreamEvent[] {
    const events: StreamEvent[] = [];
    if (this.lastMs !== null && atMs - this.lastMs > this.timeLimitMs) this.silence(atMs, events);
    this.expireJoiners(atMs - this.timeLimitMs - 1, atMs, events);
    return events;
  }

  end(atMs: number): StreamEvent[] {
    const events: StreamEvent[] = [];
    this.silence(atMs, events);
    this.expireJoiners(Number.POSITIVE_INFINITY, atMs, events);
    this.found = null;
    this.anything = false;
    for (const scanner of this.scanners.values()) scanner.reset();
    return events;
  }

  private scanner(name: TelegramFraming): FrameScanner | undefined {
    return this.scanners.get(name);
  }

  /** The only framing that is looked for, null while all are. */
  private locked(): TelegramFraming | null {
    if (this.told !== null) return this.told;
    return this.found !== null && framings[this.found].strong ? this.found : null;
  }

  /** Octets that can be given to the only scanner at once, without its framing being doubted in the middle of them. */
  private stride(name: TelegramFraming): number {
    const { dropped, pending, missing } = this.scanner(name) as FrameScanner;
    return this.told === null ? Math.max(1, missing, doubtOctets - (dropped - this.droppedBefore) - pending) : Number.POSITIVE_INFINITY;
  }

  private pushLocked(name: TelegramFraming, part: Buffer, atMs: number, events: StreamEvent[]): void {
    const scanner = this.scanner(name) as FrameScanner;
    const scanned = scanner.push(part, this.total);
    this.take(name, scanned, atMs, events);
    this.unexplained = scanner.rest;
    if (scanned.some(({ kind }) => kind === 'frame')) this.droppedBefore = scanner.dropped;
    else if (this.told === null && scanner.dropped - this.droppedBefore > doubtOctets) {
      this.found = null;
      this.firstOctets = scanner.beginningOfRest;
      for (const other of this.scanners.values()) other.reset();
    }
  }

  /** As long as nothing was found the whole input may be one APDU of a session. */
  private keep(chunk: Buffer): void {
    if (this.anything || this.told !== null) return;
    this.keptOctets += chunk.length;
    if (this.keptOctets <= longestMessage) this.kept.push(Buffer.from(chunk));
    else this.kept.length = 0;
  }

  /** The whole input as one APDU or as lists, where no framing was found and no length is announced. */
  private wholeApdus(): readonly Buffer[] {
    const octets = Buffer.concat(this.kept);
    const apdu = octets.subarray(llcLength(octets));
    const lists = bareLists(apdu);
    if (lists.length > 0 || apdu.length === 0) return lists;
    try {
      decodeApdu(apdu);
      return [apdu];
    } catch (error) {
      if (isDlmsError(error)) return [];
      throw error;
    }
  }

  /** The whole input as one HDLC frame whose flags somebody took away. */
  private bareFrame(): Buffer | null {
    const octets = Buffer.concat(this.kept);
    if (octets.length < minFrameLength || (octets[0] as number) >>> 4 !== 0xa) return null;
    if ((octets.readUInt16BE(0) & maxFrameLength) !== octets.length || !fcsIsRight(octets, 0, octets.length)) return null;
    return Buffer.concat([Buffer.of(flag), octets, Buffer.of(flag)]);
  }

  /** One octet for every scanner; the first framing that makes a frame of it is believed. */
  private pushAll(octet: Buffer, atMs: number, events: StreamEvent[]): void {
    if (this.unexplained < excerpt) this.firstOctets = Buffer.concat([this.firstOctets.subarray(0, this.unexplained), octet]);
    this.unexplained++;
    for (const [name, scanner] of this.scanners) {
      const scanned = scanner.push(octet, this.total);
      if (scanned.length === 0) continue;
      const frames = scanned.filter(({ kind }) => kind === 'frame');
      // What looks like an APDU in the middle of a frame is a part of it.
      if (!framings[name].strong && this.inside()) continue;
      if (frames.length === 0 && !framings[name].strong) this.suspect(scanned[0] as Scanned);
      else this.take(name, scanned, atMs, events);
      if (frames.length === 0) continue;
      this.found = name;
      this.droppedBefore = scanner.dropped;
      for (const other of this.scanners.values()) if (other !== scanner) other.reset();
      return;
    }
  }

  /** A wrapper has no check of its own, and is believed where it is the first that comes. */
  private inside(): boolean {
    return (['hdlc', 'm-bus'] as const).some((name) => this.scanner(name)?.believed === true) || this.scanner('wrapper')?.awaited === true;
  }

  private suspect(scanned: Scanned): void {
    if (scanned.kind === 'damage') this.suspicion ??= scanned;
  }

  /** Nothing came for long, or nothing will come. */
  private silence(atMs: number, events: StreamEvent[]): void {
    const locked = this.locked();
    const before = events.length;
    this.beginningOfRest();
    for (const [name, scanner] of this.scanners) {
      if (locked !== null && name !== locked) continue;
      const scanned = scanner.expire();
      const frames = scanned.some(({ kind }) => kind === 'frame');
      if (frames || framings[name].strong || locked !== null) this.take(name, scanned, atMs, events);
      else for (const one of scanned) this.suspect(one);
      if (frames && locked === null) {
        this.found = name;
        break;
      }
    }
    if (events.length === before && this.unexplained > 0 && !this.damaged) this.explain(atMs, events);
    this.lastMs = null;
    this.sinceMs = null;
    this.total = 0;
    this.unexplained = 0;
    this.damaged = false;
    this.suspicion = null;
    this.kept.length = 0;
    this.keptOctets = 0;
  }

  /** Octets that gave nothing at all: one error that says so; noise behind a good telegram is none. */
  private explain(atMs: number, events: StreamEvent[]): void {
    const apdus = this.anything ? [] : this.wholeApdus();
    const frame = this.anything ? null : this.bareFrame();
    if (frame !== null) {
      this.unwrap('hdlc', frame, atMs, events);
      return;
    }
    for (const apdu of apdus) events.push({ kind: 'apdu', apdu, link: { framing: 'raw' }, atMs });
    const texts = apdus.length > 0 || this.anything ? [] : headlessTexts(Buffer.concat(this.kept));
    for (const one of texts) this.emit(one, atMs, events);
    if (apdus.length + texts.length === 0) this.explainNothing(atMs, events);
  }

  /** Octets that keep coming, as of a meter that speaks another protocol each second, or with a wrong baud rate. */
  private explainLongTalk(atMs: number, events: StreamEvent[]): void {
    this.sinceMs = events.length > 0 || this.unexplained === 0 ? atMs : (this.sinceMs ?? atMs);
    if (atMs - this.sinceMs <= patience * this.timeLimitMs || this.damaged) return;
    // The most of it may be one telegram at 300 baud.
    const longest = Math.max(...[...this.scanners.values()].map(({ pending }) => pending));
    if (longest * 2 > this.unexplained) return;
    this.beginningOfRest();
    // Between telegrams some lines idle with one octet again and again, behind the flag of the last.
    if (this.anything && this.firstOctets.subarray(1).every((octet) => octet === this.firstOctets[1])) return;
    this.explainNothing(atMs, events);
    this.sinceMs = atMs;
  }

  /** With one scanner alone only that one knows what came behind its last frame. */
  private beginningOfRest(): void {
    const locked = this.locked();
    if (locked !== null) this.firstOctets = (this.scanner(locked) as FrameScanner).beginningOfRest;
  }

  private explainNothing(atMs: number, events: StreamEvent[]): void {
    const { suspicion } = this;
    if (this.unexplained < (this.anything ? 16 : suspicion === null ? 4 : 1)) return;
    const foreign = foreignProtocol(this.firstOctets);
    if (foreign !== null) events.push(failure('apdu-unknown', foreign, this.firstOctets, atMs));
    else if (suspicion !== null) events.push(damage(suspicion, atMs));
    else {
      const shown = toHex(this.firstOctets.subarray(0, 8));
      const none = this.told === null ? noFrame : `these octets are no telegram in the framing ${this.told}, and no other is looked for`;
      const reason = parityLeftOn(this.firstOctets) ?? (this.anything ? null : this.hdlcLike()) ?? `${none} (they begin with ${shown})`;
      events.push(failure('frame-invalid', reason, this.firstOctets, atMs));
    }
  }

  /** Octets that begin like HDLC, but no check fits. */
  private hdlcLike(): string | null {
    if (this.told !== null && this.told !== 'hdlc') return null;
    const at = this.firstOctets.indexOf(0x7e);
    if (at === -1 || at + 2 >= this.firstOctets.length || (this.firstOctets[at + 1] as number) >>> 4 !== 0xa) return null;
    const length = this.firstOctets.readUInt16BE(at + 1) & 0x7ff;
    return `this begins like an HDLC frame of length ${length}, but no check fits, and ${this.unexplained - at - 1} octets came: check parity, data bits and baud rate`;
  }

  private take(name: TelegramFraming, scanned: readonly Scanned[], atMs: number, events: StreamEvent[]): void {
    for (const one of scanned) {
      this.unexplained = 0;
      this.anything = true;
      this.damaged = one.kind === 'damage';
      this.kept.length = 0;
      this.suspicion = null;
      if (one.kind === 'damage') events.push(damage(one, atMs));
      else this.unwrap(name, one.octets, atMs, events);
    }
  }

  private unwrap(name: TelegramFraming, frame: Buffer, atMs: number, events: StreamEvent[]): void {
    const unwrapped: Unwrapped[] = [];
    try {
      framings[name].unwrap(frame, this.segments, atMs, unwrapped);
      for (const one of unwrapped) this.emit(one, atMs, events);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      events.push({ kind: 'error', error, octets: frame, link: null, atMs });
    }
  }

  private emit(one: Unwrapped, atMs: number, events: StreamEvent[]): void {
    if (one.kind === 'text') {
      events.push({ kind: 'text', text: one.text, link: { framing: 'p1', identification: one.identification }, atMs });
      return;
    }
    const bare = one.kind === 'apdu' ? withoutPrefix(one.apdu, one.link) : one;
    if (bare.kind === 'apdu' && isBlock(bare.apdu)) {
      const joined: Joined[] = [];
      this.blocks.add(bare.apdu, bare.link, atMs, joined);
      for (const event of joined) events.push(eventOf(event, atMs));
    } else events.push(eventOf(bare, atMs));
  }

  private expireJoiners(sinceMs: number, atMs: number, events: StreamEvent[]): void {
    const given: Unwrapped[] = [];
    this.segments.expire(sinceMs, given);
    this.blocks.expire(sinceMs, given);
    for (const one of given) if (one.kind === 'error') events.push(eventOf(one, atMs));
  }
}

/** The APDU behind the prefix of a gateway (Green Book 10.10), where there is one. @throws DlmsError `apdu-truncated` */
export function withoutPrefix(octets: Buffer, came: LinkFacts): { readonly kind: 'apdu'; readonly apdu: Buffer; readonly link: LinkFacts } {
  const { prefix, apdu } = splitPrefix(octets);
  return { kind: 'apdu', apdu, link: prefix === null ? came : { ...came, gateway: prefix } };
}

/** Written out, as all objects that are made for each telegram: spreading costs microseconds in Node 20. */
const eventOf = (one: Joined, atMs: number): StreamEvent =>
  one.kind === 'apdu'
    ? { kind: 'apdu', apdu: one.apdu, link: one.link, atMs }
    : { kind: 'error', error: one.error, octets: one.octets, link: one.link, atMs };

const failure = (code: 'frame-invalid' | 'apdu-unknown', reason: string, octets: Buffer, atMs: number): StreamEvent => ({
  kind: 'error',
  error: new DlmsError(code, reason),
  octets,
  link: null,
  atMs,
});

/** Damage with the octet at which it begins, counted from the last pause. */
const damage = ({ reason, code, octets, at }: Scanned & { kind: 'damage' }, atMs: number): StreamEvent => ({
  kind: 'error',
  error: new DlmsError(code ?? 'frame-invalid', at === 0 ? reason : `at octet ${at}: ${reason}`, { offset: at }),
  octets,
  link: null,
  atMs,
});
