/**
 * Finds frames in a stream of octets, whatever the framing: one engine, and a `FrameFormat` for each framing that says
 * whether a frame begins at an octet and where it ends.
 *
 * What comes out depends on the octets alone and not on how they were cut. A candidate that turns out wrong costs one
 * octet: the search goes on right behind its beginning, so that nothing is lost behind noise. Silence (`expire`) ends the
 * waiting for octets that will not come. No more than the longest frame is ever kept.
 */

/** A candidate that looked right for long enough that a person should hear of it. */
export interface Damage {
  readonly reason: string;
  /** Default `frame-invalid`. */
  readonly code?: 'apdu-malformed' | 'apdu-truncated';
}

/**
 * What stands at an octet: a frame of so many octets, nothing (0), damage, or `null` for "more octets are needed"; a number
 * below 0 says how many at least.
 */
export type Look = number | null | Damage;

export interface FrameFormat {
  /** Longest frame in octets. */
  readonly maxLength: number;
  /** Octets at the end of a frame that may begin the next one (HDLC: the flag). */
  readonly shared: number;
  /** Octet that stands between frames and is no noise (HDLC: the flag); null when there is none. */
  readonly filler: number | null;
  /** Position of the next octet from `from` on that may begin a frame; `end` when there is none. */
  next(octets: Buffer, from: number, end: number): number;
  /**
   * @param since where octets before `at` begin that may be looked at, at most 16
   * @param fresh nothing was dropped since the last frame, the last silence or the beginning
   * @param looked how many octets from `at` on were there when more were asked for; 0 at the first look
   */
  look(octets: Buffer, at: number, end: number, since: number, fresh: boolean, looked: number): Look;
  /** At a silence: the frame that only lacks what ends it, with that. */
  mended?(octets: Buffer, at: number, end: number): Buffer | null;
  /** What is said of a candidate that silence ended. */
  unfinished(octets: Buffer, at: number, end: number): string | Damage | null;
}

/** A frame, or damage with the octets that it begins with and where that is. Views that are valid until the next call. */
export type Scanned =
  | { readonly kind: 'frame'; readonly octets: Buffer }
  | (Damage & { readonly kind: 'damage'; readonly octets: Buffer; readonly at: number });

/** Noise may announce anything: behind it nobody waits for more octets than this, or looks through more than once. */
export const longestBehindNoise = 8192;
/** Octets before the position that formats may look back at. */
const history = 16;
/** Octets shown of damage. */
const excerpt = 64;

export class FrameScanner {
  /** Octets that were passed over as noise. */
  dropped = 0;
  private buffer: Buffer;
  /** Octets that were given so far. */
  private seen = 0;
  /** Octets from `start` to `end` wait; before `start` stand up to 16 that are done with. */
  private start = 0;
  private end = 0;
  private fresh = true;
  private droppedBefore = 0;
  /** The first octets that were passed over since the last frame or damage. */
  private readonly passed = Buffer.alloc(excerpt);
  /** Octets that must be there before it pays to look again. */
  private wanted = 0;
  /** Octets of the candidate at `start` that were there at the last look. */
  private looked = 0;
  /** Damage was told and no frame came since: one region of damage is told once. */
  private told = false;

  constructor(private readonly format: FrameFormat) {
    this.buffer = Buffer.alloc(Math.min(format.maxLength, 2048) + history);
  }

  /** Octets that wait for more. */
  get pending(): number {
    return this.end - this.start;
  }

  /** A frame has begun that is more than a guess. */
  get believed(): boolean {
    return this.pending > 0 && this.format.unfinished(this.buffer, this.start, this.end) !== null;
  }

  /** The same, and it began where a frame has to begin: at the beginning, behind silence or the frame before. */
  get awaited(): boolean {
    return this.fresh && this.believed;
  }

  /** Octets since the last frame, damage or silence. */
  get rest(): number {
    return this.dropped - this.droppedBefore + this.pending;
  }

  /** The first of them, at most 64. */
  get beginningOfRest(): Buffer {
    const passed = this.passed.subarray(0, this.dropped - this.droppedBefore);
    return Buffer.concat([passed, this.buffer.subarray(this.start, this.end)]).subarray(0, excerpt);
  }

  /** Octets that must come before anything can be said of them. */
  get missing(): number {
    return Math.max(0, this.wanted - this.pending);
  }

  /** @param from how many octets came before these, where this scanner was not given all of them */
  push(chunk: Buffer, from = this.seen): Scanned[] {
    this.seen = from;
    const found: Scanned[] = [];
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, Math.max(1024, this.format.maxLength - this.pending));
      this.append(chunk, at, at + taken);
      at += taken;
      this.seen += taken;
      this.scan(found);
    }
    return found;
  }

  /** Silence: what waits is not going to be completed. Gives what may be hidden behind its beginning. */
  expire(): Scanned[] {
    const found: Scanned[] = [];
    this.wanted = 0;
    this.scan(found);
    while (this.pending > 0) {
      this.wanted = 0;
      const whole = this.format.mended?.(this.buffer, this.start, this.end) ?? null;
      if (whole !== null) {
        found.push({ kind: 'frame', octets: whole });
        break;
      }
      const reason = this.format.unfinished(this.buffer, this.start, this.end);
      if (reason !== null) this.tell(found, reason);
      this.skip(1);
      this.scan(found);
    }
    this.reset();
    return found;
  }

  /** Forgets what waits. */
  reset(): void {
    this.dropped += this.pending;
    this.droppedBefore = this.dropped;
    this.start = 0;
    this.end = 0;
    this.fresh = true;
    this.told = false;
    this.wanted = 0;
    this.looked = 0;
  }

  private append(chunk: Buffer, from: number, to: number): void {
    const keep = Math.min(this.start, history);
    if (this.end + to - from > this.buffer.length) {
      const needed = keep + this.pending + to - from;
      const target = needed > this.buffer.length ? Buffer.alloc(needed * 2) : this.buffer;
      this.buffer.copy(target, 0, this.start - keep, this.end);
      this.buffer = target;
      this.end = keep + this.pending;
      this.start = keep;
    }
    chunk.copy(this.buffer, this.end, from, to);
    this.end += to - from;
  }

  private scan(found: Scanned[]): void {
    const { format } = this;
    if (this.pending < this.wanted) return;
    while (this.start < this.end) {
      this.wanted = 0;
      const next = format.next(this.buffer, this.start, this.end);
      if (next > this.start) this.pass(next);
      if (this.start >= this.end) return;
      const look = format.look(this.buffer, this.start, this.end, Math.max(0, this.start - history), this.fresh, this.looked);
      if (look === null || (typeof look === 'number' && look < 0)) {
        this.wanted = Math.min(this.pending - (look ?? -1), format.maxLength);
        this.looked = this.pending;
        if (this.pending < format.maxLength) return;
        this.tell(found, `longer than ${format.maxLength} octets`);
        this.skip(1);
      } else if (typeof look === 'object') {
        this.tell(found, look);
        this.skip(1);
      } else if (look === 0) {
        this.skip(1);
      } else {
        found.push({ kind: 'frame', octets: Buffer.from(this.buffer.subarray(this.start, this.start + look)) });
        this.start += look - format.shared;
        this.looked = 0;
        this.droppedBefore = this.dropped;
        this.fresh = true;
        this.told = false;
      }
    }
  }

  private pass(next: number): void {
    const { fresh, start } = this;
    this.skip(next - start);
    if (fresh && this.format.filler !== null) this.fresh = this.buffer.subarray(start, next).every((octet) => octet === this.format.filler);
  }

  private skip(count: number): void {
    const passed = this.dropped - this.droppedBefore;
    if (passed < excerpt) this.buffer.copy(this.passed, passed, this.start, this.start + count);
    this.start += count;
    this.looked = 0;
    this.dropped += count;
    this.fresh = false;
  }

  private tell(found: Scanned[], what: string | Damage): void {
    this.droppedBefore = this.dropped;
    if (this.told) return;
    this.told = true;
    const damage = typeof what === 'string' ? { reason: what } : what;
    const octets = Buffer.from(this.buffer.subarray(this.start, this.seenEnd()));
    found.push({ ...damage, kind: 'damage', octets, at: this.seen - this.pending });
  }

  /** Where the octets end that are shown of the damage at `start`: those that were enough to see it, however many came with them. */
  private seenEnd(): number {
    const last = Math.min(this.end, this.start + excerpt);
    const since = Math.max(0, this.start - history);
    let end = this.start + 1;
    while (end < last && typeof this.format.look(this.buffer, this.start, end, since, this.fresh, 0) !== 'object') end++;
    return end;
  }
}
