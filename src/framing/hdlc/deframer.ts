/**
 * Finds HDLC frames in a stream of octets by their length field; 7E may stand anywhere inside a frame.
 *
 * A candidate begins behind a flag with format type 3. It is believed when its header check sequence is right (seen as
 * soon as the header is there, so that a garbage length does not make us wait for octets that never come), a flag stands
 * where its length says, and its FCS is right. Otherwise the search goes on one octet later, so nothing is lost behind
 * noise. What comes out depends on the octets alone and not on how they were cut into chunks.
 */
import type { Deframer } from '../link';
import { Noise } from '../noise';
import { fcsIsRight } from './fcs';
import { flag, headerEnd, maxFrameLength, minFrameLength } from './frame';

export interface HdlcDeframer extends Deframer {
  /** Candidates that were not believed so far. */
  readonly damaged: number;
  /** Why the last of them was not. */
  readonly lastDamage: string | null;
  /** What was dropped. */
  readonly noise: Noise;
}

/** Room for two of the longest frames with flags; nothing beyond is ever kept. */
const capacity = 2 * (maxFrameLength + 2);
/** Room for what most links carry: information fields of 128 octets. It grows at the first longer frame. */
const usualCapacity = 512;

/** Result of looking at a candidate: octets of the frame without flags, a reason against it, or null for "more is needed". */
type Look = number | string | null;

/** A deframer whose frames come with both flags and are copies. */
export const createHdlcDeframer = (): HdlcDeframer => new StreamDeframer();

class StreamDeframer implements HdlcDeframer {
  readonly noise = new Noise();
  arriving = false;
  dropped = 0;
  damaged = 0;
  lastDamage: string | null = null;
  private buffer = Buffer.allocUnsafe(usualCapacity);
  /** Octets from `start` to `end` wait; `buffer[start]` is a flag whenever there are any. */
  private start = 0;
  private end = 0;

  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.start > 0) this.compact();
      if (this.end + chunk.length - at > this.buffer.length) this.grow();
      const taken = chunk.copy(this.buffer, this.end, at);
      this.end += taken;
      at += taken;
      this.scan(frames);
    }
    return frames;
  }

  reset(): void {
    const left = this.end - this.start;
    this.dropped += Math.max(0, left - 1);
    // A flag alone is the end of the frame before.
    if (left > 1) this.noise.add(this.buffer, this.start, this.end);
    this.arriving = false;
    this.start = 0;
    this.end = 0;
  }

  private grow(): void {
    if (this.buffer.length === capacity) return;
    const larger = Buffer.allocUnsafe(capacity);
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }

  private compact(): void {
    this.buffer.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.start = 0;
  }

  private scan(frames: Buffer[]): void {
    this.arriving = false;
    while (this.toFlag()) {
      const look = this.look();
      if (look === null) return;
      if (typeof look === 'string') {
        this.damaged++;
        this.lastDamage = look;
        this.start++;
      } else if (look === 0) {
        this.start++;
      } else {
        frames.push(Buffer.from(this.buffer.subarray(this.start, this.start + look + 2)));
        // The closing flag may open the next frame.
        this.start += look + 1;
      }
    }
  }

  /** Moves to the last flag of a run of flags; false when there is none with an octet behind it. */
  private toFlag(): boolean {
    const { buffer, end } = this;
    let at = this.start;
    while (at < end && buffer[at] !== flag) at++;
    this.dropped += at - this.start;
    this.noise.add(buffer, this.start, at);
    while (at + 1 < end && buffer[at + 1] === flag) at++;
    this.start = at;
    return at + 1 < end;
  }

  /** 0: the octets behind the flag do not even look like a frame. */
  private look(): Look {
    const { buffer, end } = this;
    const start = this.start + 1;
    if ((buffer[start] as number) >>> 4 !== 0xa) return 0;
    if (start + 2 > end) return null;
    const length = buffer.readUInt16BE(start) & maxFrameLength;
    if (length < minFrameLength) return 0;
    const close = start + length;
    const header = headerEnd(buffer, start, Math.min(end, close));
    if (typeof header === 'string') return header;
    if (header === null) return end >= close ? 'the frame ends inside of its addresses' : null;
    if (header + 2 > close) return 'the frame ends inside of its header';
    // Behind the header stands the HCS, or without information the FCS: the same sum over the same octets.
    if (header + 2 > end) return null;
    if (!fcsIsRight(buffer, start, header + 2)) return 'the header check sequence (HCS) is wrong';
    this.arriving = close >= end;
    if (this.arriving) return null;
    if (buffer[close] !== flag) return `no closing flag at the announced length ${length}`;
    return fcsIsRight(buffer, start, close) ? length : 'the frame check sequence (FCS) is wrong';
  }
}
