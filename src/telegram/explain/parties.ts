/**
 * Client and meter of a conversation that is explained: what is learnt of them while it goes by, and what can be deciphered
 * with that. Titles stand in AARQ and AARE (Green Book 9.4.2) and in general-glo-ciphering, the dedicated key in the
 * InitiateRequest.
 */
import { type Apdu, decodeApdu } from '../../apdu/apdu';
import { type DlmsError, isDlmsError } from '../../errors';
import { gcmKey } from '../../security/aead';
import { decipher, isProtected } from '../decipher';
import { type KeyRing, noKeys, type TelegramKeys, telegramKeys } from '../key-ring';
import type { ProtectionFacts } from '../types';

export interface PartyOptions {
  readonly keys?: KeyRing;
  /** Titles where no AARQ or AARE is in the trace. */
  readonly clientTitle?: Buffer;
  readonly serverTitle?: Buffer;
}

/** An APDU without its protection; `plain` is null where it could not be taken off, and `error` says why. */
export interface Opened {
  readonly plain: Buffer | null;
  readonly protection: ProtectionFacts | null;
  readonly error: DlmsError | null;
}

const initiateRequest = 0x01;

export class Parties {
  private clientTitle: Buffer | null;
  private serverTitle: Buffer | null;
  private dedicated: Buffer | null = null;
  private readonly keys: KeyRing;

  constructor({ keys = noKeys, clientTitle, serverTitle }: PartyOptions) {
    this.clientTitle = clientTitle ?? null;
    this.serverTitle = serverTitle ?? null;
    this.keys = {
      lookup: (sender, keySet) => (keySet === 'dedicated' ? this.dedicatedKeys(sender.systemTitle, keys) : keys.lookup(sender, keySet)),
    };
  }

  /** @param sender `tx`: the client */
  opened(octets: Buffer, sender: 'tx' | 'rx'): Opened {
    if (!isProtected(octets)) return { plain: octets, protection: null, error: null };
    const systemTitle = sender === 'tx' ? this.clientTitle : this.serverTitle;
    try {
      const { plaintext, protection } = decipher(octets, { keys: this.keys, source: '', systemTitle });
      return { plain: plaintext, protection, error: null };
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      return { plain: null, protection: null, error };
    }
  }

  /** What an APDU says of who speaks. An AARQ begins anew. */
  learn(apdu: Apdu, sender: 'tx' | 'rx'): void {
    if (apdu.kind === 'aarq') {
      this.clientTitle = apdu.value.calling?.apTitle ?? this.clientTitle;
      this.dedicated = null;
    } else if (apdu.kind === 'aare') this.serverTitle = apdu.value.responding?.apTitle ?? this.serverTitle;
    else if (apdu.kind === 'general-glo-ciphering' && apdu.value.systemTitle.length === 8) {
      if (sender === 'tx') this.clientTitle = apdu.value.systemTitle;
      else this.serverTitle = apdu.value.systemTitle;
    }
  }

  /** Of a plain InitiateRequest; nothing of anything else. */
  learnDedicatedKey(plain: Buffer): void {
    if (plain[0] !== initiateRequest) return;
    try {
      const decoded = decodeApdu(plain);
      if (decoded.kind === 'initiate-request') this.dedicated = decoded.value.dedicatedKey ?? this.dedicated;
    } catch (error) {
      if (!isDlmsError(error)) throw error;
    }
  }

  private dedicatedKeys(systemTitle: string, keys: KeyRing): readonly TelegramKeys[] {
    const sender = { systemTitle, source: '' };
    const { dedicated } = this;
    if (dedicated === null || (dedicated.length !== 16 && dedicated.length !== 32)) return keys.lookup(sender, 'dedicated');
    const known = keys.lookup(sender, 'global');
    const base = known.length > 0 ? known : [telegramKeys({ name: 'no name' })];
    return base.map((one) => ({ ...one, name: `the AARQ (${one.name})`, dedicated: gcmKey(dedicated) }));
  }
}
