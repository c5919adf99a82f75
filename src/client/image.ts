/**
 * Image transfer: firmware into a meter (Blue Book 4.4.6, class 18), through cut lines, restarts of the meter and restarts of
 * this program.
 *
 * A loop without a memory of its own: it asks the meter how the transfer stands, does the one thing that follows (enable,
 * initiate, send what is missing, verify, wait), and asks again, above all after everything that went wrong. Whatever is
 * interrupted is therefore continued in the same way as it was begun, and no block is sent that the meter has.
 *
 * Actions are never repeated otherwise, because nobody knows whether one whose answer was lost was carried out. Here the
 * meter says so: image_block_transfer names its block, the same block twice leaves the same image, and the bitmap is read
 * before a second time; a verification says the same however often it is asked for. Activation is not repeated.
 */
import type { Data } from '../codec/types';
import { DlmsError, isDlmsError } from '../errors';
import { fingerprint } from '../security/fingerprint';
import { dummyParameter } from '../session/requests';
import type { StopSignal } from '../transport/transport';
import { pause } from './connection';
import { defaultPatience, type ImagePatience, impossible, passes, refusedAs } from './image-patience';
import {
  type ImageProgress,
  type ImageRecord,
  type ImageState,
  imageAttribute,
  imageState,
  imageStatus,
  isEmpty,
  isSameImage,
  missingBlocks,
  recallImage,
  rememberImage,
  usualImageObject,
} from './image-state';
import { requestOptions } from './request-options';
import { backoffMs } from './retry';
import { never } from './stop';
import type { Store } from './stores';
import type { Meter, RequestOptions } from './types';

export interface ImageOptions {
  /** Default 0-0:44.0.0*255. */
  readonly obis?: string;
  /** Of the image, as the maker gives it. */
  readonly identifier: Buffer;
  readonly image: Buffer;
  /** Remembers which image each meter is being sent; one on disk for transfers that outlive this program. */
  readonly store: Store;
  /** Begin although another image is being transferred or waits for activation. */
  readonly replace?: boolean;
  /** Of each request. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly patience?: Partial<ImagePatience>;
  onProgress?(progress: ImageProgress): void;
}

export interface ImageOutcome {
  /** `occupied`: another image is in the way, nothing was changed. */
  readonly kind: 'verified' | 'active' | 'occupied';
  readonly state: ImageState;
  readonly blocks: number;
  /** Blocks sent now, repetitions included. */
  readonly sent: number;
  /** Blocks that were there from before. */
  readonly kept: number;
  /** SHA-256 of the image, hex digits. */
  readonly hash: string;
  /** Times that the transfer went on after the line or the meter had failed. */
  readonly interruptions: number;
  readonly notes: readonly string[];
}

type Step = 'enable' | 'initiate' | 'blocks' | 'verify' | 'wait' | ImageOutcome['kind'];

/** Refusals without a block or state in between that are asked about again. */
const maxRefusals = 3;
const maxInitiations = 3;
const maxVerifications = 3;

class ImageTransfer {
  private readonly obis: string;
  private readonly patience: ImagePatience;
  private readonly request: RequestOptions;
  private readonly signal: StopSignal;
  private readonly notes: string[] = [];
  private known: ImageRecord | null = null;
  private record!: ImageRecord;
  private count = 0;
  private sent = 0;
  private there = 0;
  private kept: number | null = null;
  private failures = 0;
  private refusals = 0;
  private interruptions = 0;
  private initiations = 0;
  private verifications = 0;
  private waitedMs = 0;

  constructor(
    private readonly meter: Meter,
    private readonly options: ImageOptions,
  ) {
    this.obis = options.obis ?? usualImageObject;
    this.patience = { ...defaultPatience, ...options.patience };
    this.signal = options.signal ?? never;
    this.request = requestOptions(options);
  }

  async run(): Promise<ImageOutcome> {
    for (;;) {
      try {
        const outcome = await this.turn();
        if (outcome !== null) return outcome;
      } catch (error) {
        if (!isDlmsError(error) || !this.mayGoOn(error)) throw error;
        await pause(backoffMs(this.patience.backoffMs, this.failures, Math.random), this.signal);
      }
    }
  }

  /** One look at the meter and what follows from it. */
  private async turn(): Promise<ImageOutcome | null> {
    this.tell('checking');
    const state = await imageState(this.meter, this.obis, this.request);
    await this.prepare(state);
    const step = this.next(state);
    switch (step) {
      case 'enable':
        await this.enable();
        return null;
      case 'initiate':
        await this.initiate();
        return null;
      case 'blocks':
        await this.sendMissing(state);
        return null;
      case 'verify':
        await this.verify();
        return null;
      case 'wait':
        await this.wait();
        return null;
      default:
        return this.outcome(step, state);
    }
  }

  /** What is known once the block size is. */
  private async prepare({ blockSize }: ImageState): Promise<void> {
    if (this.count > 0) return;
    const { image, identifier, store } = this.options;
    if (blockSize < 1) throw impossible('the meter tells a block size of 0', 'The meter cannot take an image.');
    this.count = Math.ceil(image.length / blockSize);
    const hash = fingerprint(image).toString('hex');
    this.record = { identifier: identifier.toString('hex'), size: image.length, blockSize, hash };
    this.known = await recallImage(store, this.meter, this.obis);
  }

  private next(state: ImageState): Step {
    if (!state.enabled) return 'enable';
    const same = isSameImage(this.known, this.record);
    const inTheWay = (): Step => (this.options.replace === true && this.initiations === 0 ? 'initiate' : 'occupied');
    switch (state.status) {
      case imageStatus.initiated:
        if (!same) return isEmpty(state) ? 'initiate' : inTheWay();
        return missingBlocks(state, this.count).length > 0 ? 'blocks' : 'verify';
      case imageStatus.verifying:
      case imageStatus.activating:
        return 'wait';
      case imageStatus.verified:
        return same ? 'verified' : inTheWay();
      case imageStatus.activated:
        return same && (this.options.replace !== true || this.initiations > 0) ? 'active' : 'initiate';
      case imageStatus.verificationFailed:
        return this.afterFailure(same);
      default:
        return 'initiate';
    }
  }

  /** An image that failed is worth nothing; ours fails once. */
  private afterFailure(same: boolean): Step {
    if (this.verifications > 0) {
      throw impossible(
        'the meter has all blocks, and its verification failed',
        'Is this the image for this type of meter, and is the identifier the one that the maker gives? Nothing was activated.',
      );
    }
    this.note(
      same ? 'An earlier verification had failed: the image was sent anew.' : 'Another image had failed its verification: it was replaced.',
    );
    return 'initiate';
  }

  private async enable(): Promise<void> {
    const [item] = (await this.meter.set([{ ...imageAttribute(this.obis, 5), value: { type: 'boolean', value: true } }], this.request))
      .items;
    if (item !== undefined && item.error === null) return;
    throw impossible(
      'image transfer is switched off in the meter (image_transfer_enabled), and this client may not switch it on',
      'Use the client that may update firmware, mostly that of management.',
      item?.error,
    );
  }

  private async initiate(): Promise<void> {
    if (this.initiations >= maxInitiations)
      throw impossible('the meter forgets the image again and again', 'Is it stable? Read its status and event log.');
    if (this.initiations > 0) this.note('The meter had lost the transfer: it was begun anew.');
    this.tell('initiating');
    this.kept = 0;
    const { identifier, image } = this.options;
    await this.act(1, structure({ type: 'octet-string', value: identifier }, { type: 'double-long-unsigned', value: image.length }));
    this.initiations++;
    // After the meter has taken it: what it has before this is not of this image.
    await rememberImage(this.options.store, this.meter, this.obis, this.record);
    this.known = this.record;
  }

  private async sendMissing(state: ImageState): Promise<void> {
    const missing = missingBlocks(state, this.count);
    const there = this.count - missing.length;
    // a block whose answer was lost has arrived: that is progress, too
    if (there > this.there) this.progressed();
    this.there = there;
    this.kept ??= there;
    if (this.sent > maxInitiations * this.count)
      throw impossible('the meter acknowledges blocks and does not keep them', 'Read image_transferred_blocks_status (attribute 3).');
    for (const number of missing) {
      await this.sendBlock(number);
      this.progressed();
      this.there++;
      this.tell('transferring');
    }
  }

  private async sendBlock(number: number): Promise<void> {
    const { blockSize } = this.record;
    const value = this.options.image.subarray(number * blockSize, (number + 1) * blockSize);
    this.sent++;
    await this.act(2, structure({ type: 'double-long-unsigned', value: number }, { type: 'octet-string', value }));
  }

  private async verify(): Promise<void> {
    if (++this.verifications > maxVerifications)
      throw impossible('the meter does not verify the image', 'Read image_transfer_status (attribute 6) and the event log.');
    this.tell('verifying');
    try {
      await this.act(3, dummyParameter);
    } catch (error) {
      // other-reason: the status says whether it failed; temporary-failure: it has begun
      if (!isDlmsError(error) || error.code !== 'refused') throw error;
      if (refusedAs(error, 'temporary-failure') || this.verifications < maxVerifications) return;
      throw impossible(`the meter refuses to verify the image: ${error.message}`, error.hint, error);
    }
    await pause(Math.min(this.patience.pollMs, 50), this.signal);
  }

  private async wait(): Promise<void> {
    this.tell('verifying');
    if (this.waitedMs >= this.patience.waitMs)
      throw new DlmsError(
        'deadline-exceeded',
        `${this.meter.name}: the meter is busy with its image for more than ${this.patience.waitMs / 1000} s`,
      );
    this.waitedMs += this.patience.pollMs;
    // an answer after a lost verification belongs to one that was begun
    this.verifications = Math.max(this.verifications, 1);
    await pause(this.patience.pollMs, this.signal);
  }

  /** @throws DlmsError `refused` with the meter's word */
  private async act(method: number, parameter: Data): Promise<void> {
    const [item] = (await this.meter.action([{ classId: 18, obis: this.obis, method, parameter }], this.request)).items;
    if (item !== undefined && item.error !== null) throw item.error;
  }

  private progressed(): void {
    this.failures = 0;
    this.refusals = 0;
  }

  private mayGoOn(error: DlmsError): boolean {
    this.failures++;
    if (error.code === 'refused') return ++this.refusals <= (refusedAs(error, 'temporary-failure') ? this.patience.failures : maxRefusals);
    if (!passes(error) || this.failures > this.patience.failures) return false;
    this.interruptions++;
    return true;
  }

  private outcome(kind: ImageOutcome['kind'], state: ImageState): ImageOutcome {
    if (kind === 'verified') this.check(state);
    return {
      kind,
      state,
      blocks: this.count,
      sent: this.sent,
      kept: this.kept ?? (kind === 'occupied' ? 0 : this.count),
      hash: this.record.hash,
      interruptions: this.interruptions,
      notes: this.notes,
    };
  }

  /** What the meter says of the image that it has verified. */
  private check({ toActivate }: ImageState): void {
    if (toActivate.length === 0) return;
    const { identifier, image } = this.options;
    const ours = toActivate.find(({ size }) => size === image.length);
    if (ours === undefined) {
      const sizes = toActivate.map(({ size }) => size).join(', ');
      throw impossible(
        `the meter has verified an image of ${sizes} octets, ${image.length} were sent`,
        'Do not activate it; send the image again.',
      );
    }
    if (!ours.identification.equals(identifier))
      this.note('The meter calls the image otherwise than it was announced: see its identification.');
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  private tell(phase: ImageProgress['phase']): void {
    const { count, there } = this;
    this.options.onProgress?.({ phase, block: there, blocks: count, percent: count === 0 ? 0 : Math.floor((100 * there) / count) });
  }
}

const structure = (...value: Data[]): Data => ({ type: 'structure', value });

/**
 * Brings an image into the meter and has it verified. The same call again goes on where the last one stopped.
 * @throws DlmsError what the meter refuses, `operation-not-possible` with what is wrong, and what outlasts the patience
 */
export const transferImage = (meter: Meter, options: ImageOptions): Promise<ImageOutcome> => new ImageTransfer(meter, options).run();
