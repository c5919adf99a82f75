/**
 * Listens on an HDLC line without taking part: pushes (UI frames) and recorded exchanges, from octets to APDUs.
 *
 * Segments are joined per pair of addresses. Frames of both directions may pass; each APDU comes with who sent it.
 */
import { isDlmsError } from '../../errors';
import { addressText, type HdlcAddress } from './address';
import { Assembler, defaultMaxApduSize } from './assembler';
import { createHdlcDeframer, type HdlcDeframer } from './deframer';
import type { HdlcFrame } from './frame';
import { tryDecode } from './station';

export interface ReceivedApdu {
  readonly apdu: Buffer;
  readonly source: HdlcAddress;
  readonly destination: HdlcAddress;
}

export interface HdlcReceiver {
  readonly deframer: HdlcDeframer;
  /** Takes octets and returns the APDUs that became complete. Never throws. */
  push(chunk: Buffer): ReceivedApdu[];
  /** Forgets partial frames and APDUs (after silence). */
  reset(): void;
  /** APDUs that were given up because they grew too long. */
  readonly overlong: number;
}

/** Pairs of addresses remembered; the one that was heard longest ago is forgotten. */
const maxSources = 64;

export const createHdlcReceiver = (maxApduSize = defaultMaxApduSize): HdlcReceiver => new LineReceiver(maxApduSize);

class LineReceiver implements HdlcReceiver {
  readonly deframer = createHdlcDeframer();
  overlong = 0;
  private readonly sources = new Map<string, Assembler>();

  constructor(private readonly maxApduSize: number) {}

  push(chunk: Buffer): ReceivedApdu[] {
    const found: ReceivedApdu[] = [];
    for (const octets of this.deframer.push(chunk)) {
      const frame = tryDecode(octets);
      if (frame === null || (frame.kind !== 'I' && frame.kind !== 'UI')) continue;
      const apdu = this.join(frame);
      if (apdu !== null && apdu.length > 0) found.push({ apdu, source: frame.source, destination: frame.destination });
    }
    return found;
  }

  reset(): void {
    this.deframer.reset();
    this.sources.clear();
  }

  private join(frame: HdlcFrame): Buffer | null {
    const key = `${frame.kind} ${addressText(frame.source)} ${addressText(frame.destination)}`;
    const assembler = this.sources.get(key) ?? new Assembler(this.maxApduSize, true);
    this.sources.delete(key);
    this.sources.set(key, assembler);
    const oldest = this.sources.keys().next();
    if (this.sources.size > maxSources && !oldest.done) this.sources.delete(oldest.value);
    try {
      return assembler.add(frame.information, frame.segmented);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      this.overlong++;
      return null;
    }
  }
}
