/**
 * Bounds on what one meter may make a session collect. They are far above what meters send (a year of quarter hours is
 * about 4 MB) and far below what would hurt the process.
 */
import { DlmsError } from '../errors';

/** Octets joined from the blocks of one transfer. */
export const maxTransferOctets = 64 * 1024 * 1024;

/** What a block that is kept costs beside its octets. */
const blockCost = 64;

/** Empty blocks in a row before a transfer counts as broken. */
const maxEmptyBlocks = 8;

/** Copies of blocks that are passed over before the transfer counts as broken. */
const maxCopies = 16;

/** Contents of blocks in their order. With `keep` false they are only counted: somebody takes them as they come, and more may come. */
export class Contents {
  private readonly parts: Buffer[] = [];
  private cost = 0;
  private empty = 0;

  constructor(private readonly keep = true) {}

  /** @throws DlmsError `limit-exceeded` */
  add(octets: Buffer): void {
    this.empty = octets.length === 0 ? this.empty + 1 : 0;
    if (this.empty > maxEmptyBlocks) throw new DlmsError('limit-exceeded', `${this.empty} empty blocks in a row`);
    if (!this.keep) return;
    this.cost += octets.length + blockCost;
    if (this.cost > maxTransferOctets) throw new DlmsError('limit-exceeded', `more than ${maxTransferOctets} octets in one block transfer`);
    this.parts.push(octets);
  }

  joined(): Buffer {
    return this.parts.length === 1 ? (this.parts[0] as Buffer) : Buffer.concat(this.parts);
  }
}

/** Joins the blocks of one transfer of GET, ACTION or Read: numbers must be consecutive, the size is bounded. */
export class BlockCollector {
  private readonly contents: Contents;
  private copies = 0;
  private last: number | null = null;

  /** @param keep as of `Contents` */
  constructor(keep = true) {
    this.contents = new Contents(keep);
  }

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
    this.contents.add(rawData);
    return true;
  }

  joined(): Buffer {
    return this.contents.joined();
  }
}

/** Tag, kind, invoke id, last-block, block number and the length of the raw data of a block that SET or ACTION sends. */
export const blockOverhead = 12;

/** The meter names the block that it took. @throws DlmsError `block-lost` when it is another one than was sent */
export function checkAcknowledged(sent: number, acknowledged: number): void {
  if (acknowledged !== sent) throw new DlmsError('block-lost', `block ${sent} was sent, the meter acknowledges ${acknowledged}`);
}

/** Splits octets into blocks: `first` octets, then `other` octets each. @throws DlmsError `pdu-too-small` */
export function split(octets: Buffer, first: number, other: number): Buffer[] {
  if (first < 1 || other < 1) throw new DlmsError('pdu-too-small', 'the PDU size of the meter leaves no room for a block');
  const blocks = [octets.subarray(0, first)];
  for (let at = first; at < octets.length; at += other) blocks.push(octets.subarray(at, at + other));
  return blocks;
}
