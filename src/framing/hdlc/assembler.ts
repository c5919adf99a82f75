/**
 * Joins the information fields of segmented frames to one APDU and takes the LLC header away (Green Book 8.3.2):
 * E6 E6 00 from client to meter, E6 E7 00 back, in the first segment only.
 *
 * Meters leave the header out, or send it twice in one frame; both are accepted. A segment that begins with a header
 * begins anew: unnumbered frames (UI) can be lost without trace, and then the rest of the old APDU will never come.
 */
import { DlmsError } from '../../errors';

export const llcCommand = Buffer.of(0xe6, 0xe6, 0x00);
export const llcResponse = Buffer.of(0xe6, 0xe7, 0x00);

/** Largest APDU that is collected when nothing else is said. */
export const defaultMaxApduSize = 1_048_576;

const headerAt = (octets: Buffer, at: number, end: number): boolean =>
  at + 2 < end && octets[at] === 0xe6 && (octets[at + 1] === 0xe6 || octets[at + 1] === 0xe7) && octets[at + 2] === 0x00;

/** Octets of LLC header at `at`: 0, 3, or 6 where it was sent twice. */
export function llcLength(octets: Buffer, at = 0, end = octets.length): number {
  if (!headerAt(octets, at, end)) return 0;
  return headerAt(octets, at + 3, end) ? 6 : 3;
}

export class Assembler {
  private parts: Buffer[] = [];
  /** Octets and segments collected: empty segments count too, so that they cannot pile up. */
  private size = 0;

  /** @param restartOnHeader for UI frames, which carry no sequence numbers */
  constructor(
    private readonly maxApduSize: number,
    private readonly restartOnHeader = false,
  ) {}

  /** Segments wait for more. */
  get partial(): boolean {
    return this.parts.length > 0;
  }

  reset(): void {
    this.parts = [];
    this.size = 0;
  }

  /**
   * Takes the information field of the next frame; returns the APDU, or null when more is to come.
   * @throws DlmsError `limit-exceeded`
   */
  add(information: Buffer, segmented: boolean): Buffer | null {
    const header = llcLength(information);
    if (this.restartOnHeader && header > 0) this.reset();
    const part = this.partial ? information : information.subarray(header);
    this.size += part.length + 1;
    if (this.size > this.maxApduSize + 1) {
      this.reset();
      throw new DlmsError('limit-exceeded', `more than ${this.maxApduSize} octets arrived in segments of one APDU`);
    }
    if (segmented) {
      this.parts.push(part);
      return null;
    }
    const apdu = this.parts.length === 0 ? part : Buffer.concat([...this.parts, part]);
    this.reset();
    return apdu;
  }
}

/** One information field to send. */
export interface Segment {
  readonly information: Buffer;
  readonly segmented: boolean;
}

/** Cuts LLC header and APDU into information fields of at most `maxInfo` octets. */
export function cutSegments(llc: Buffer, apdu: Buffer, maxInfo: number): Segment[] {
  const octets = Buffer.concat([llc, apdu]);
  const segments: Segment[] = [];
  for (let at = 0; at < octets.length; at += maxInfo) {
    const end = Math.min(at + maxInfo, octets.length);
    segments.push({ information: octets.subarray(at, end), segmented: end < octets.length });
  }
  return segments;
}
