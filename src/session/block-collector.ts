/**
 * Bounds on what one meter may make a session collect. They are far above what meters send (a year of quarter hours is
 * about 4 MB) and far below what would hurt the process.
 */
import { DlmsError } from '../errors';

/** Octets joined from the blocks of one transfer. */
export const maxTransferOctets = 64 * 1024 * 1024;

/** Empty blocks in a row before a transfer counts as broken. */
const maxEmptyBlocks = 8;

/** Copies of blocks that are passed over before the transfer counts as broken. */
const maxCopies = 16;

/**
 * Joins the blocks of one transfer, whatever service carries it: numbers must be consecutive, the size is bounded. With
 * `keep` false the octets are only counted and checked: somebody takes them as they come, and more of them may come.
 */
export class BlockCollector {
  private readonly parts: Buffer[] = [];
  private octets = 0;
  private empty = 0;
  private copies = 0;
  private last: number | null = null;

  constructor(private readonly keep = true) {}

  /** The number of the block that was taken last. */
  get number(): number {
    return this.last ?? 0;
  }

  /**
   * Takes a block; false when it is the one before once more. The first number is taken as it comes: some meters begin at 0,
   * some go on counting after an error.
   * @throws DlmsError `block-lost`, `limit-exceeded`
   */
  take(number: number, rawData: Buffer): boolean {
    if (this.last !== null && number === this.last) {
      if (++this.copies > maxCopies) throw new DlmsError('block-lost', `the meter sends block ${number} again and again`);
      return false;
    }
    if (this.last !== null && number !== this.last + 1) {
      throw new DlmsError('block-lost', `block ${this.last + 1} was awaited, ${number} came`);
    }
    this.last = number;
    this.octets += rawData.length;
    this.empty = rawData.length === 0 ? this.empty + 1 : 0;
    if (this.keep && this.octets > maxTransferOctets)
      throw new DlmsError('limit-exceeded', `more than ${maxTransferOctets} octets in one block transfer`);
    if (this.empty > maxEmptyBlocks) throw new DlmsError('limit-exceeded', `${this.empty} empty blocks in a row`);
    if (this.keep) this.parts.push(rawData);
    return true;
  }

  joined(): Buffer {
    return this.parts.length === 1 ? (this.parts[0] as Buffer) : Buffer.concat(this.parts);
  }
}

/** Splits octets into blocks: `first` octets, then `other` octets each. @throws DlmsError `pdu-too-small` */
export function split(octets: Buffer, first: number, other: number): Buffer[] {
  if (first < 1 || other < 1) throw new DlmsError('pdu-too-small', 'the PDU size of the meter leaves no room for a block');
  const blocks = [octets.subarray(0, first)];
  for (let at = first; at < octets.length; at += other) blocks.push(octets.subarray(at, at + other));
  return blocks;
}
