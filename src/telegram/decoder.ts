/**
 * All of it for one source: octets in, telegrams out. Stream, decipherment and meaning in one object that a node keeps for
 * each peer, port or topic; sources never share state but the counters of the replay check.
 */

import { decodeApdu, encodeApdu } from '../apdu/apdu';
import { confirmationFor } from '../apdu/notification';
import { putBounded } from '../bounded';
import { DlmsError, isDlmsError } from '../errors';
import { prefixBack } from '../framing/gateway';
import { llcCommand } from '../framing/hdlc/assembler';
import { encodeFrame } from '../framing/hdlc/frame';
import { encodeWrapper, isFirstOctet } from '../framing/wrapper';
import { linkKey } from './blocks';
import { type DecipherContext, type Deciphered, decipher } from './decipher';
import { type KeyRing, noKeys } from './key-ring';
import { beginning, type MeaningContext, type MeaningOptions, meaningOf, meaningOfText } from './meaning';
import type { ReplayPolicy, ReplayState } from './replay';
import { createTelegramStream, type StreamOptions, type TelegramStream, withoutPrefix } from './stream';
import type { LinkFacts, MeterIdentity, StreamEvent, Telegram, TelegramEvent, TelegramFraming } from './types';

export interface DecoderOptions extends StreamOptions, MeaningOptions {
  /** Name of the source, for keys and for meters that do not name themselves. */
  readonly source?: string;
  readonly keys?: KeyRing;
  /** Title of the sender where the telegram carries none. */
  readonly systemTitle?: Buffer;
  /** Default `off`. */
  readonly replay?: ReplayPolicy;
  /** Needed where `replay` is not `off`; may be shared among sources. */
  readonly counters?: ReplayState;
}

export interface TelegramDecoder {
  /** Takes octets as they came. Never throws. */
  push(chunk: Buffer, atMs: number): TelegramEvent[];
  /** Time has passed. */
  flush(atMs: number): TelegramEvent[];
  /** Nothing more will come. */
  end(atMs: number): TelegramEvent[];
  /** One whole APDU without framing. */
  apdu(apdu: Buffer, atMs: number): TelegramEvent;
  readonly framing: TelegramFraming | null;
  readonly dueMs: number | null;
  readonly dropped: number;
}

export const createTelegramDecoder = (options: DecoderOptions = {}): TelegramDecoder => new SourceDecoder(options);

/** Senders on one line that are remembered. */
const maxSenders = 256;
const noTextApdu = 'Vendors answer with text or own octets where they refuse. A trace shows them.';

class SourceDecoder implements TelegramDecoder {
  private readonly stream: TelegramStream;
  private readonly context: DecipherContext;
  private readonly identities = new Map<string, MeterIdentity>();

  constructor(private readonly options: DecoderOptions) {
    this.stream = createTelegramStream(options);
    const { source = '', keys = noKeys, systemTitle = null, replay = 'off', counters } = options;
    if (replay !== 'off' && counters === undefined)
      throw new DlmsError('settings-invalid', 'the check for replayed counters needs their state');
    this.context = { source, keys, systemTitle, replay, ...(counters === undefined ? {} : { counters }) };
  }

  get framing(): TelegramFraming | null {
    return this.stream.framing;
  }
  get dueMs(): number | null {
    return this.stream.dueMs;
  }
  get dropped(): number {
    return this.stream.dropped;
  }

  push(chunk: Buffer, atMs: number): TelegramEvent[] {
    return this.stream.push(chunk, atMs).map((event) => this.decode(event));
  }

  flush(atMs: number): TelegramEvent[] {
    return this.stream.flush(atMs).map((event) => this.decode(event));
  }

  end(atMs: number): TelegramEvent[] {
    return this.stream.end(atMs).map((event) => this.decode(event));
  }

  apdu(apdu: Buffer, atMs: number): TelegramEvent {
    return this.decode({ kind: 'apdu', apdu, link: { framing: 'raw' }, atMs });
  }

  private decode(event: StreamEvent): TelegramEvent {
    if (event.kind === 'error') return event;
    const octets = event.kind === 'apdu' ? event.apdu : Buffer.from(event.text, 'latin1');
    try {
      return event.kind === 'text'
        ? this.remembered(meaningOfText(event.text, this.meaningContext(event.link, event.atMs, null), this.options))
        : this.decodeApdu(event.apdu, event.link, event.atMs);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      return { kind: 'error', error, octets, link: event.link, atMs: event.atMs };
    }
  }

  private decodeApdu(octets: Buffer, came: LinkFacts, atMs: number): TelegramEvent {
    const { apdu, link } = withoutPrefix(octets, came);
    if (isText(apdu)) throw noApdu(apdu);
    const { plaintext, protection, note } = this.opened(apdu, link);
    const context = this.meaningContext(link, atMs, protection);
    if (plaintext[0] === 0x2f) return this.remembered(meaningOfText(plaintext.toString('latin1'), context, this.options));
    const telegram = meaningOf(plaintext, context, this.options);
    if (telegram !== null) return this.remembered(note === undefined ? telegram : { ...telegram, notes: [note, ...telegram.notes] });
    const tag = plaintext[0];
    if (tag === undefined || !isFirstOctet(tag)) throw noApdu(plaintext);
    decodeApdu(plaintext);
    return { kind: 'other', apdu: plaintext, link, atMs };
  }

  private opened(apdu: Buffer, link: LinkFacts): Deciphered {
    try {
      return decipher(apdu, this.context);
    } catch (error) {
      if (!isDlmsError(error) || link.framing !== 'p1' || apdu[1] !== 0) throw error;
      const what = `not a general-glo-ciphering APDU: no tag DB, empty system title (behind the P1 line ${link.identification})`;
      throw new DlmsError(error.code, `${what}; ${error.message}`, {
        cause: error,
        hint: 'The operator uses a rule of its own for key and nonce.',
      });
    }
  }

  private meaningContext(link: LinkFacts, atMs: number, protection: Deciphered['protection']): MeaningContext {
    return { link, source: this.context.source, atMs, protection, before: this.identities.get(linkKey(link)) };
  }

  private remembered(telegram: Telegram): Telegram {
    const { meter, link } = telegram;
    if (meter.logicalDeviceName === null && meter.serialNumber === null) return telegram;
    putBounded(this.identities, linkKey(link), meter, maxSenders);
    return telegram;
  }
}

const text = /^[\x20-\x7e\r\n]+$/;

/** Four printable characters and no P1 telegram: lengths and counts of an APDU look different. */
const isText = (octets: Buffer): boolean =>
  octets.length >= 4 && octets[0] !== 0x2f && text.test(octets.toString('latin1', 0, 4)) && text.test(octets.toString('latin1'));

const noApdu = (octets: Buffer): DlmsError => {
  const shown = isText(octets) ? `"${octets.toString('latin1', 0, 64)}"` : beginning(octets);
  return new DlmsError('apdu-unknown', `not an APDU (tag ${beginning(octets.subarray(0, 1))}): ${shown}`, { hint: noTextApdu });
};

/** The dataNotificationConfirm for a telegram that asks for it (Green Book edition 9, 9.5). */
export function confirmationOf({ longInvokeIdAndPriority: id }: Telegram): Buffer | null {
  const confirmation = id === null ? null : confirmationFor(id);
  return confirmation === null ? null : encodeApdu(confirmation);
}

/** An APDU in the framing in which a telegram came, back to its sender, through a gateway too; null where there is no way back. */
export function replyFrame(link: LinkFacts, plain: Buffer): Buffer | null {
  const apdu = link.gateway === undefined ? plain : Buffer.concat([prefixBack(link.gateway), plain]);
  if (link.framing === 'wrapper') return encodeWrapper(link.destination, link.source, apdu);
  if (link.framing === 'raw') return apdu;
  if (link.framing !== 'hdlc') return null;
  const information = Buffer.concat([llcCommand, apdu]);
  return encodeFrame({ destination: link.source, source: link.destination, kind: 'UI', pf: false, information });
}
