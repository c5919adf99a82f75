/**
 * Blocks of long answers and long requests (Green Book 9.4.6.4 to 9.4.6.6), the same for all services: an answer is cut to
 * the room of the client, a request is put together in order. What is collected is bounded.
 */
import { dataAccessResult } from '../../apdu/results';
import { DlmsError } from '../../errors';

/** A long request may have this many octets. */
const largestRequest = 4 * 1024 * 1024;
/** What a block that is kept costs beside its octets. */
const blockCost = 64;

export interface Block {
  readonly lastBlock: boolean;
  readonly blockNumber: number;
  readonly rawData: Buffer;
}

/** Which service the blocks belong to: a block of one service never continues another. */
export type TransferKind = 'get' | 'action' | 'read' | 'set' | 'write';

/** A long answer on its way. */
export class Outgoing {
  readonly kind: TransferKind;
  private readonly octets: Buffer;
  private readonly size: number;
  private at = 0;
  private number = 0;

  /** @param size octets of raw data in one block, at least 1 */
  constructor(kind: TransferKind, octets: Buffer, size: number) {
    this.kind = kind;
    this.octets = octets;
    this.size = Math.max(1, size);
  }

  /** Number of the block that was sent last. */
  get sent(): number {
    return this.number;
  }

  next(): Block {
    const rawData = this.octets.subarray(this.at, this.at + this.size);
    this.at += rawData.length;
    this.number++;
    return { lastBlock: this.at >= this.octets.length, blockNumber: this.number, rawData };
  }
}

/** A long request that comes in; `subject` is what its first block said. */
export class Incoming<S = unknown> {
  readonly kind: TransferKind;
  readonly subject: S;
  private readonly parts: Buffer[] = [];
  private cost = 0;
  private number = 0;

  constructor(kind: TransferKind, subject: S) {
    this.kind = kind;
    this.subject = subject;
  }

  /** Takes a block; true when it was the last. @throws DlmsError `refused` when it is out of order or too much */
  take({ lastBlock, blockNumber, rawData }: Block): boolean {
    if (blockNumber !== this.number + 1) throw blockRefusal('data-block-number-invalid');
    this.cost += rawData.length + blockCost;
    if (this.cost > largestRequest) throw blockRefusal('long-set-aborted');
    this.number = blockNumber;
    this.parts.push(Buffer.from(rawData));
    return lastBlock;
  }

  octets(): Buffer {
    return Buffer.concat(this.parts);
  }
}

const blockRefusal = (name: 'data-block-number-invalid' | 'long-set-aborted'): DlmsError =>
  new DlmsError('refused', name, { result: { code: dataAccessResult.code(name), name } });
