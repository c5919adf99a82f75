/**
 * What one side of an HDLC connection still has to send and has not seen acknowledged (ISO/IEC 13239 clause 5.5,
 * modulo 8): a queue of segments, how many of them are on their way, and the numbers V(S) and V(A) that follow.
 */
import type { Segment } from './assembler';

/** One I frame to send now. */
export interface Outgoing extends Segment {
  readonly ns: number;
  /** The last of this window: it gives the turn away (P or F). */
  readonly last: boolean;
}

export class SendWindow {
  /** Number of the oldest segment that is not acknowledged: V(A). */
  private va = 0;
  private queue: Segment[] = [];
  private sent = 0;
  /** The oldest segment in the queue is not the first of its APDU. */
  private inside = false;

  reset(): void {
    this.va = 0;
    this.abandon();
  }

  /** Everything was sent and acknowledged. */
  get empty(): boolean {
    return this.queue.length === 0;
  }

  /** Every segment was sent at least once. */
  get allSent(): boolean {
    return this.sent === this.queue.length;
  }

  /** The other side has some segments of an APDU and not all. */
  get partlyAcknowledged(): boolean {
    return this.inside;
  }

  /** Frames on their way. */
  get outstanding(): number {
    return this.sent;
  }

  /** Number of the next new frame: V(S). */
  get vs(): number {
    return (this.va + this.sent) & 7;
  }

  add(segments: readonly Segment[]): void {
    this.queue.push(...segments);
  }

  /** Drops everything. Only right after the other side said by N(R) what it has: the numbers of the rest are used again. */
  abandon(): void {
    this.queue = [];
    this.sent = 0;
    this.inside = false;
  }

  /** What was sent has done its work, whatever the other side acknowledges: its numbers are not used again. */
  answered(): void {
    this.va = this.vs;
    this.queue.splice(0, this.sent);
    this.sent = 0;
    this.inside = false;
  }

  /** The other side expects `nr` next. Returns how many frames that acknowledges, or -1 when it cannot be. */
  acknowledge(nr: number): number {
    const count = (nr - this.va) & 7;
    if (count > this.sent) return -1;
    const acknowledged = this.queue.splice(0, count);
    this.inside = acknowledged.at(-1)?.segmented ?? this.inside;
    this.sent -= count;
    this.va = nr;
    return count;
  }

  /** Everything that is not acknowledged will be sent again. */
  rewind(): void {
    this.sent = 0;
  }

  /** The frames that may leave now. */
  take(window: number): Outgoing[] {
    const count = Math.min(window - this.sent, this.queue.length - this.sent);
    const frames: Outgoing[] = [];
    for (let i = 0; i < count; i++) {
      const { information, segmented } = this.queue[this.sent] as Segment;
      frames.push({ information, segmented, ns: this.vs, last: i === count - 1 });
      this.sent++;
    }
    return frames;
  }
}
