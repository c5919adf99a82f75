/**
 * General block transfer as meters push with it (Green Book 9.4.6.13): streaming, window 0, nothing acknowledged, since no
 * answer is possible on a one-way port.
 *
 * Blocks count from 1; block 1 begins anew, and what was unfinished is told of. A block repeated is passed over, a gap ends
 * the sequence, whose other blocks are passed over as well. One `BlockJoiner` per stream; bounded in senders and octets.
 */
import { type GeneralBlockTransfer, generalBlockTransfer } from '../apdu/ciphered';
import { putBounded } from '../bounded';
import { Reader, toHex } from '../bytes';
import { DlmsError, isDlmsError } from '../errors';
import { addressText } from '../framing/hdlc/address';
import type { JoinedSink } from './framing/segments';
import type { LinkFacts } from './types';

interface Sequence {
  readonly link: LinkFacts;
  readonly blocks: Buffer[];
  octets: number;
  sinceMs: number;
}

const maxSenders = 64;
const gbtTag = 0xe0;

export const isBlock = (apdu: Buffer): boolean => apdu[0] === gbtTag;

/** Names a sender: blocks of several meters on one line, or behind one gateway, do not mix. */
export const linkKey = (link: LinkFacts): string =>
  link.gateway === undefined ? framingKey(link) : `${framingKey(link)} ${link.gateway.networkId} ${toHex(link.gateway.deviceAddress)}`;

function framingKey(link: LinkFacts): string {
  switch (link.framing) {
    case 'hdlc':
      return `${addressText(link.source)} ${addressText(link.destination)}`;
    case 'wrapper':
      return `${link.source}.${link.destination}`;
    case 'm-bus':
      return `${link.address}.${link.stsap}.${link.dtsap}`;
    default:
      return link.framing;
  }
}

/** Block 1 came twice; another one begins the next message. */
const isRepetition = (open: Sequence | undefined, block: Buffer): boolean =>
  open !== undefined && open.blocks.length === 1 && open.blocks[0]?.equals(block) === true;

const unfinished = (blocks: number, why: string): DlmsError =>
  new DlmsError(
    'block-lost',
    `the block transfer (GBT) was never finished: ${blocks === 1 ? 'block 1' : `blocks 1 to ${blocks}`} came, ${why}`,
  );

const withoutBeginning = (block: number): DlmsError =>
  new DlmsError('block-lost', `block ${block} came without the blocks before it (GBT)`);

export class BlockJoiner {
  private readonly open = new Map<string, Sequence>();
  /** The last block of a sequence that was told to be lost: those behind it belong to it. */
  private readonly lost = new Map<string, number>();

  constructor(private readonly maxApduSize: number) {}

  /** Takes an APDU with the tag E0. */
  add(apdu: Buffer, link: LinkFacts, atMs: number, out: JoinedSink): void {
    let block: GeneralBlockTransfer;
    try {
      block = generalBlockTransfer.read(new Reader(apdu, 1));
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      out.push({ kind: 'error', error, octets: apdu, link });
      return;
    }
    this.take(block, apdu, link, atMs, out);
  }

  /** Gives up what waits since before `sinceMs`. */
  expire(sinceMs: number, out: JoinedSink): void {
    for (const [key, open] of this.open) if (open.sinceMs <= sinceMs) this.giveUp(key, 'the next one did not come', out);
  }

  private take(block: GeneralBlockTransfer, apdu: Buffer, link: LinkFacts, atMs: number, out: JoinedSink): void {
    const key = linkKey(link);
    const { blockNumber, blockData } = block;
    if (blockNumber === 1 && !isRepetition(this.open.get(key), blockData)) this.giveUp(key, 'then block 1 of the next', out);
    const open = this.open.get(key) ?? { link, blocks: [], octets: 0, sinceMs: atMs };
    if (blockNumber >= 1 && blockNumber <= open.blocks.length) return;
    if (blockNumber !== open.blocks.length + 1) {
      if (open.blocks.length > 0) this.giveUp(key, `then block ${blockNumber}`, out);
      else if (blockNumber !== (this.lost.get(key) ?? -1) + 1)
        out.push({ kind: 'error', error: withoutBeginning(blockNumber), octets: apdu, link });
      if (block.blockControl.lastBlock) this.lost.delete(key);
      else putBounded(this.lost, key, blockNumber, maxSenders);
      return;
    }
    this.lost.delete(key);
    open.blocks.push(blockData);
    open.octets += blockData.length + 1;
    open.sinceMs = atMs;
    this.open.delete(key);
    if (open.octets > this.maxApduSize) {
      out.push({
        kind: 'error',
        error: new DlmsError('limit-exceeded', `more than ${this.maxApduSize} octets came in blocks of one message`),
        octets: apdu,
        link,
      });
    } else if (block.blockControl.lastBlock) {
      out.push({ kind: 'apdu', apdu: Buffer.concat(open.blocks), link });
    } else {
      this.open.set(key, open);
      const oldest = this.open.keys().next();
      if (this.open.size > maxSenders && !oldest.done) this.giveUp(oldest.value, 'too many senders at once', out);
    }
  }

  private giveUp(key: string, why: string, out: JoinedSink): void {
    const open = this.open.get(key);
    if (open === undefined) return;
    this.open.delete(key);
    out.push({ kind: 'error', error: unfinished(open.blocks.length, why), octets: Buffer.concat(open.blocks), link: open.link });
  }
}
