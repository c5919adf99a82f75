/**
 * Wired M-Bus, receive side (EN 13757-2 long frames, Green Book 10.5 and EN 13757-1 for the transport layer of DLMS):
 *
 *   68 L L 68 | C A CI STSAP DTSAP ... | checksum 16        L counts from C to the last octet before the checksum
 *
 * CI 00..1F: the low nibble numbers the segments of one APDU, bit 4 marks the last (10: the only one). Some meters send
 * more than 255 octets and let L overflow: 68 01 01 68 then means 257. `createMbusDeframer` finds frames,
 * `createMbusJoiner` makes APDUs of them.
 */
import { DlmsError } from '../errors';
import type { Deframer } from './link';

const start = 0x68;
const stop = 0x16;
/** C, A, CI, STSAP, DTSAP. */
const headerLength = 5;
/** The longest frame: L overflowed once, with 4 octets before and 2 behind. */
const capacity = 2 * (256 + 255 + 6);

export interface MbusFrame {
  readonly control: number;
  readonly address: number;
  readonly ci: number;
  /** Source and destination SAP of the transport layer. */
  readonly stsap: number;
  readonly dtsap: number;
  /** Number of the segment, 0..15. */
  readonly sequence: number;
  readonly final: boolean;
  /** A view into the frame. */
  readonly payload: Buffer;
}

const sumIsRight = (octets: Buffer, from: number, to: number): boolean => {
  let sum = 0;
  for (let at = from; at < to; at++) sum += octets[at] as number;
  return (sum & 0xff) === octets[to];
};

/** @throws DlmsError `frame-invalid` naming what is wrong */
export function decodeMbusFrame(octets: Buffer): MbusFrame {
  const length = octets.length - 6;
  const refuse = (what: string): DlmsError => new DlmsError('frame-invalid', `M-Bus frame: ${what}`);
  if (length < headerLength) throw refuse('too short');
  if (octets[0] !== start || octets[3] !== start || octets[1] !== octets[2]) throw refuse('does not begin with 68 L L 68');
  if (octets[1] !== (length & 0xff)) throw refuse(`L is ${octets[1]}, ${length} octets are there`);
  if (octets[length + 5] !== stop) throw refuse('does not end with 16');
  if (!sumIsRight(octets, 4, length + 4)) throw refuse('the checksum is wrong');
  const [control, address, ci, stsap, dtsap] = octets.subarray(4, 9) as unknown as [number, number, number, number, number];
  if (ci > 0x1f) throw refuse(`CI ${ci.toString(16)} is no DLMS transport`);
  const payload = octets.subarray(4 + headerLength, length + 4);
  return { control, address, ci, stsap, dtsap, sequence: ci & 0x0f, final: (ci & 0x10) !== 0, payload };
}

export const createMbusDeframer = (): Deframer => new MbusDeframer();

class MbusDeframer implements Deframer {
  dropped = 0;
  private readonly buffer = Buffer.alloc(capacity);
  private start = 0;
  private end = 0;

  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) {
      if (this.start > 0) {
        this.buffer.copyWithin(0, this.start, this.end);
        this.end -= this.start;
        this.start = 0;
      }
      const taken = chunk.copy(this.buffer, this.end, at);
      this.end += taken;
      at += taken;
      this.scan(frames);
    }
    return frames;
  }

  reset(): void {
    this.dropped += this.end - this.start;
    this.start = 0;
    this.end = 0;
  }

  private scan(frames: Buffer[]): void {
    while (this.start < this.end) {
      const total = this.look();
      if (total === null) return;
      if (total > 0) frames.push(Buffer.from(this.buffer.subarray(this.start, this.start + total)));
      else this.dropped++;
      this.start += Math.max(total, 1);
    }
  }

  /** Octets of the frame that begins here, 0 when none does, null when more octets are needed. */
  private look(): number | null {
    const { buffer, start: at, end } = this;
    if (buffer[at] !== start) return 0;
    if (end - at < 4) return null;
    const length = buffer[at + 1] as number;
    if (buffer[at + 2] !== length || buffer[at + 3] !== start) return 0;
    if (length >= headerLength) {
      if (end - at < length + 6) return null;
      // A checksum that is wrong before the stop octet is damage; without the stop octet L may have overflowed.
      if (buffer[at + length + 5] === stop && sumIsRight(buffer, at + 4, at + 4 + length)) return length + 6;
      if (buffer[at + length + 5] === stop) return 0;
    }
    const long = length + 256;
    if (end - at < long + 6) return null;
    return buffer[at + long + 5] === stop && sumIsRight(buffer, at + 4, at + 4 + long) ? long + 6 : 0;
  }
}

export interface MbusApdu {
  readonly apdu: Buffer;
  readonly address: number;
  readonly stsap: number;
  readonly dtsap: number;
}

/** Joins segments per source. */
export interface MbusJoiner {
  /** Takes a frame of the deframer; null while segments are missing, or when it carries no DLMS. Never throws. */
  add(frame: Buffer): MbusApdu | null;
  /** Forgets unfinished APDUs (after silence). */
  reset(): void;
}

/** Sources remembered at once. Sixteen segments of 506 octets is the most that one of them can hold. */
const maxSources = 64;

export function createMbusJoiner(): MbusJoiner {
  const sources = new Map<string, Buffer[]>();
  return {
    add(octets) {
      let frame: MbusFrame;
      try {
        frame = decodeMbusFrame(octets);
      } catch {
        return null;
      }
      const { address, stsap, dtsap, sequence, final, payload } = frame;
      const key = `${address} ${stsap} ${dtsap}`;
      const parts = sequence === 0 ? [] : sources.get(key);
      sources.delete(key);
      // A segment out of order: the APDU cannot be completed any more, the next begins with number 0.
      if (parts === undefined || parts.length !== sequence) return null;
      parts.push(payload);
      if (final) return { apdu: parts.length === 1 ? payload : Buffer.concat(parts), address, stsap, dtsap };
      sources.set(key, parts);
      const oldest = sources.keys().next();
      if (sources.size > maxSources && !oldest.done) sources.delete(oldest.value);
      return null;
    },
    reset: () => sources.clear(),
  };
}
