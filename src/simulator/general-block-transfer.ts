/**
 * General block transfer, the meter's side (Green Book 9.4.6.13): any APDU in blocks, windows and acknowledgements.
 *
 * Incoming blocks are put together in order; a gap is answered by acknowledging the last block that came in order. A long
 * answer leaves one block first; from the client's acknowledgement on as many as its window takes, streamed. What the
 * client does not acknowledge is sent again from there. Empty blocks are numbered and acknowledged like others, on both sides:
 * a client may take a block for an old one when it does not acknowledge what the client sent last, or repeats a number.
 */
import { apdu } from '../apdu/apdu';
import type { GeneralBlockTransfer } from '../apdu/ciphered';
import { encode } from '../codec/axdr';

/** Octets around the data of a block: E0, control, two numbers, length in three octets. */
const blockOverhead = 9;
/** Collected at most, in octets. */
const largest = 4 * 1024 * 1024;

const block = (value: GeneralBlockTransfer): Buffer => encode(apdu, { kind: 'general-block-transfer', value });
const empty = Buffer.alloc(0);

export class BlockTransfer {
  private parts: Buffer[] = [];
  private length = 0;
  private received = 0;
  /** Number of the last block of ours before the answer: those that acknowledged the request. */
  private sent = 0;
  private answer: Buffer | null = null;
  private size = 1;
  private acknowledged = 0;

  reset(): void {
    this.parts = [];
    this.length = 0;
    this.received = 0;
    this.sent = 0;
    this.answer = null;
    this.acknowledged = 0;
  }

  /**
   * Takes a block of the client.
   * @returns `complete`: the APDU is there and has to be answered; `send`: blocks to send
   */
  input(value: GeneralBlockTransfer): { readonly complete: Buffer } | { readonly send: readonly Buffer[] } {
    const { lastBlock, streaming, window } = value.blockControl;
    // an answer is on its way and the client says how far it has come, in a block that has a number and is acknowledged itself
    if (this.answer !== null && value.blockData.length === 0) {
      this.received = value.blockNumber;
      return { send: this.stream(value.blockNumberAck - this.sent, Math.max(1, window)) };
    }
    if (value.blockNumber === 1) this.reset();
    if (value.blockNumber === this.received + 1 && this.length + value.blockData.length <= largest) {
      this.received = value.blockNumber;
      this.length += value.blockData.length;
      this.parts.push(Buffer.from(value.blockData));
      if (lastBlock) return this.assemble();
    }
    return { send: streaming && !lastBlock ? [] : [this.acknowledge()] };
  }

  private assemble(): { readonly complete: Buffer } {
    const complete = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return { complete };
  }

  private acknowledge(): Buffer {
    // not the last: the answer is still to come
    const blockControl = { lastBlock: false, streaming: false, window: 1 };
    return block({ blockControl, blockNumber: ++this.sent, blockNumberAck: this.received, blockData: empty });
  }

  /** Begins to send an answer: its first block. */
  begin(answer: Buffer, room: number): readonly Buffer[] {
    this.answer = answer;
    this.size = Math.max(1, room - blockOverhead);
    this.acknowledged = 0;
    return this.stream(0, 1);
  }

  private stream(acknowledged: number, window: number): readonly Buffer[] {
    if (this.answer === null) return [];
    const count = Math.ceil(this.answer.length / this.size);
    if (acknowledged >= count) {
      this.reset();
      return [];
    }
    this.acknowledged = Math.max(0, acknowledged);
    const last = Math.min(count, this.acknowledged + window);
    const blocks: Buffer[] = [];
    for (let number = this.acknowledged + 1; number <= last; number++) {
      const blockData = this.answer.subarray((number - 1) * this.size, number * this.size);
      const blockControl = { lastBlock: number === count, streaming: number < last, window: 1 };
      blocks.push(block({ blockControl, blockNumber: this.sent + number, blockNumberAck: this.received, blockData }));
    }
    return blocks;
  }
}
