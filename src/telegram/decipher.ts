/**
 * Takes the protection off a telegram (Green Book 9.2.7.2): general-glo, general-ded, service-specific glo- and ded-,
 * general-ciphering and general-signing, layer by layer, with keys from the ring.
 *
 * Suites are not asked for: the length of the key says AES-128 or AES-256, which is also right for the meters that send
 * control 21 with a key of 128 bits. Without an authentication key a message that is also encrypted is deciphered and marked
 * `unchecked`; then its content must begin like an APDU or a P1 text. Keys are never part of an error.
 */
import { decodeApdu } from '../apdu/apdu';
import { toHex } from '../bytes';
import { DlmsError, isDlmsError } from '../errors';
import { type GcmKey, gcmDecipher, nonceOf, tagOctets } from '../security/aead';
import { type Body, openBody, readBody } from '../security/body';
import { beginsLikeApdu, explainMismatch, explainNonsense } from '../security/diagnose';
import { type Envelope, isProtectedTag, readEnvelope, signedBy } from '../security/envelope';
import { receiverKey } from '../security/general-ciphering';
import { suites } from '../security/suites';
import type { KeyRing, KeySet, TelegramKeys } from './key-ring';
import { isReplay, type ReplayPolicy, type ReplayState, remember } from './replay';
import { describeTitle } from './titles';
import type { ProtectionFacts } from './types';

export interface DecipherContext {
  readonly keys: KeyRing;
  readonly source: string;
  /** Title of the sender where the telegram carries none: from the AARE, or as set. */
  readonly systemTitle?: Buffer | null;
  readonly replay?: ReplayPolicy;
  readonly counters?: ReplayState;
}

export interface Deciphered {
  readonly plaintext: Buffer;
  /** Something that had to be tolerated, in words. */
  readonly note?: string | undefined;
  /** Null: nothing was protected. Of the outermost ciphering. */
  readonly protection: ProtectionFacts | null;
  readonly signed: boolean;
}

type Ciphered = Exclude<Envelope, { kind: 'signing' }>;

const maxLayers = 4;
const noOctets = Buffer.alloc(0);

/** First octets of protected APDUs. */
export const isProtected = (apdu: Buffer): boolean => isProtectedTag(apdu[0] ?? 0);

/**
 * The plain APDU (or P1 text) of a telegram.
 * @throws DlmsError `key-invalid`, `tag-mismatch`, `counter-replayed`, `signature-invalid`, `apdu-truncated`, `apdu-malformed`
 */
export function decipher(apdu: Buffer, context: DecipherContext): Deciphered {
  let result: Deciphered = { plaintext: apdu, protection: null, signed: false };
  for (let layer = 0; layer < maxLayers; layer++) {
    if (!isProtected(result.plaintext)) return result;
    const envelope = readEnvelope(result.plaintext);
    if (envelope === null) return result;
    if (envelope.tail.length > 0) throw new DlmsError('apdu-malformed', `${envelope.tail.length} octets too many behind the ciphered APDU`);
    if (envelope.kind === 'signing') {
      result = { plaintext: openSigning(envelope, context), protection: result.protection, signed: true, note: result.note };
      continue;
    }
    const { plaintext, protection, note } = openCiphered(envelope, context);
    result = { plaintext, protection: result.protection ?? protection, signed: result.signed, note: note ?? result.note };
  }
  throw new DlmsError('limit-exceeded', `more than ${maxLayers} protections around each other`);
}

const titleOctets = 8;

/** Meters of Kaifa for GPRS write a tag before the title (`DB 09 08 …`): what seems to be nine octets begins with its length. */
const untagged = (title: Buffer): Buffer => (title.length === titleOctets + 1 && title[0] === titleOctets ? title.subarray(1) : title);

/** The title that the telegram carries, else the one that is set: UNI/TS 11291 (Italy) leaves it empty in general-glo too. */
function titleOf(envelope: Ciphered, context: DecipherContext): Buffer {
  if (envelope.kind === 'ciphering') return envelope.value.originatorSystemTitle;
  const sent = envelope.kind === 'general' ? untagged(envelope.systemTitle) : noOctets;
  return sent.length > 0 ? sent : (context.systemTitle ?? noOctets);
}

function keySetOf(envelope: Ciphered, body: Body): KeySet {
  const identified = envelope.kind === 'ciphering' ? envelope.value.keyInfo : null;
  if (body.control.broadcast || (identified?.kind === 'identified-key' && identified.value.keyId === 1)) return 'broadcast';
  return envelope.kind !== 'ciphering' && envelope.use === 'dedicated' ? 'dedicated' : 'global';
}

interface Opened {
  readonly plaintext: Buffer;
  readonly protection: ProtectionFacts | null;
  readonly note?: string | undefined;
}

/**
 * Logs of other programs show the security header with contents that they had deciphered already. Only where they are a
 * whole APDU: chance makes none.
 */
function alreadyPlain({ control, content }: Body): Opened | null {
  if (!control.encrypted || control.compressed || content[0] !== 0x0f) return null;
  for (const plaintext of control.authenticated ? [content.subarray(0, -tagOctets), content] : [content]) {
    try {
      decodeApdu(plaintext);
      return { plaintext, protection: null, note: 'the contents were deciphered already, behind the header of a ciphered APDU' };
    } catch (error) {
      if (!isDlmsError(error)) throw error;
    }
  }
  return null;
}

function openCiphered(envelope: Ciphered, context: DecipherContext): Opened {
  const body = readBody(envelope.body);
  const sent = titleOf(envelope, context);
  const keySet = keySetOf(envelope, body);
  const plain = alreadyPlain(body);
  if (plain !== null) return plain;
  const sentText = toHex(sent);
  const candidates = context.keys.lookup({ systemTitle: sentText, source: context.source }, keySet);
  if (candidates.length === 0) throw noKey(sent, keySet, context.source, envelope);
  if (body.control.compressed) {
    throw new DlmsError('apdu-malformed', 'the telegram is compressed (V.44), which is not supported', {
      hint: 'Switch off compression in the security policy of the meter.',
    });
  }
  let failure: unknown;
  for (const keys of candidates) {
    try {
      const title = sent.length === 0 ? (keys.systemTitle ?? sent) : sent;
      const { plaintext, use, authenticated, note } = openWith(envelope, body, title, keys, keySet);
      const systemTitle = title === sent ? sentText : toHex(title);
      const { controlOctet: control, counter } = body;
      const replayed = isReplayed(`${systemTitle} ${use} ${keys.name}`, systemTitle, counter, authenticated, context);
      return { plaintext, note, protection: { key: keys.name, use, systemTitle, control, counter, authenticated, replayed } };
    } catch (error) {
      if (!isDlmsError(error) || error.code === 'counter-replayed') throw error;
      failure ??= error;
    }
  }
  throw candidates.length === 1 ? failure : noneFits(failure, sent, candidates.length);
}

interface Opening {
  readonly key: GcmKey;
  readonly use: ProtectionFacts['use'];
  readonly header: Buffer;
}

function openingOf(envelope: Ciphered, body: Body, keys: TelegramKeys, keySet: KeySet): Opening {
  if (envelope.kind === 'ciphering') {
    const suite = suites[body.control.suite] ?? suites[0];
    const { key, name } = receiverKey(suite, keys.material, keys, envelope.value, envelope.value.keyInfo);
    return { key, use: name, header: envelope.header };
  }
  const key = keys[keySet];
  if (key === null) throw new DlmsError('key-invalid', `the ${keySet} key of ${keys.name} is missing`);
  return { key, use: keySet, header: noOctets };
}

function openWith(
  envelope: Ciphered,
  body: Body,
  systemTitle: Buffer,
  keys: TelegramKeys,
  keySet: KeySet,
): { plaintext: Buffer; note?: string } & Pick<ProtectionFacts, 'use' | 'authenticated'> {
  const { key, use, header } = openingOf(envelope, body, keys, keySet);
  const plainTag = envelope.kind === 'service' ? envelope.plainTag : null;
  const { control } = body;
  if (control.authenticated && keys.authentication === null)
    return { plaintext: unchecked(body, key, systemTitle, plainTag, keys.name), use, authenticated: 'unchecked' };
  const bodyKeys = { encryption: key, authentication: keys.authentication };
  const context = { systemTitle, header };
  const plaintext = openBody(body, bodyKeys, context);
  const open = plaintext === null && header.length > 0 ? openBody(body, bodyKeys, { systemTitle, header: noOctets }) : null;
  if (open !== null) return { plaintext: open, use, authenticated: 'yes', note: openHeader };
  if (plaintext === null) throw explainMismatch(body, bodyKeys, context, plainTag, { keys: [], titles: [] });
  if (!control.authenticated && control.encrypted && !beginsLikeApdu(plaintext, plainTag)) throw explainNonsense();
  return { plaintext, use, authenticated: control.authenticated ? 'yes' : 'no' };
}

/** Gurux programs: what they authenticate is the content alone. */
const openHeader = 'the header of general-ciphering (ids, titles, time) is under no tag';

/** A tag that cannot be checked, since the authentication key is not known. */
function unchecked(body: Body, key: GcmKey, systemTitle: Buffer, plainTag: number | null, name: string): Buffer {
  const text = body.content.subarray(0, body.content.length - tagOctets);
  if (!body.control.encrypted) return text;
  const plaintext = gcmDecipher(key, nonceOf(systemTitle, body.counter), text);
  if (beginsLikeApdu(plaintext, plainTag)) return plaintext;
  throw new DlmsError('tag-mismatch', `the deciphered octets are no APDU: the encryption key (EK) of ${name} is wrong`, {
    hint: 'Check the encryption key (EK). The authentication key (AK) is not set, so the tag could not be checked.',
  });
}

function openSigning(envelope: Envelope & { kind: 'signing' }, context: DecipherContext): Buffer {
  const { value } = envelope;
  const title = value.originatorSystemTitle;
  const candidates = context.keys.lookup({ systemTitle: toHex(title), source: context.source }, 'global');
  const signers = candidates.flatMap(({ material }) => (material.peerSigningKey ? [material.peerSigningKey] : []));
  if (signers.length === 0)
    throw new DlmsError('key-invalid', `no certificate for signatures of the meter ${describeTitle(title)} is known`);
  if (signers.some((signer) => signedBy(signer, value) !== null)) return value.content;
  throw new DlmsError(
    'signature-invalid',
    `the signature of the telegram does not fit the certificate of the meter ${describeTitle(title)}`,
  );
}

/** Looks at the counter of a telegram that was opened, and remembers it. @throws DlmsError `counter-replayed` */
function isReplayed(
  sender: string,
  systemTitle: string,
  counter: number,
  authenticated: ProtectionFacts['authenticated'],
  { replay = 'off', counters }: DecipherContext,
): boolean {
  if (replay === 'off' || counters === undefined) return false;
  const replayed = isReplay(counters, sender, counter);
  if (replayed && replay === 'strict') {
    const last = counters.get(sender);
    throw new DlmsError(
      'counter-replayed',
      `the counter ${counter} is not above ${last}, the last one of this meter: the telegram was not used`,
      {
        details: { systemTitle, counter, last },
        hint: 'The telegram was sent twice or recorded and played back. Choose "warn" for a meter that does not count upwards.',
      },
    );
  }
  // Only what a tag proves may move the counter, or a forger could lock the meter out.
  if (authenticated !== 'unchecked') remember(counters, sender, counter);
  return replayed;
}

const keyWords: Readonly<Record<KeySet, string>> = {
  global: 'encryption key (EK)',
  broadcast: 'broadcast key',
  dedicated: 'dedicated key',
};

function noKey(title: Buffer, keySet: KeySet, source: string, envelope: Ciphered): DlmsError {
  const from = title.length > 0 ? `the meter ${describeTitle(title)}` : `the source ${source || 'without a name'}`;
  const blank = envelope.kind === 'general' && title.length === 0;
  const what = blank ? 'the system title is empty, and no key is known for it' : `no ${keyWords[keySet]} is known`;
  return new DlmsError('key-invalid', `the telegram is ciphered; ${what} for ${from}`.replace(' for it for ', ' for '), {
    details: { systemTitle: toHex(title), keySet },
    hint: 'Add the key to the keyring under this system title, or as a key for every meter.',
  });
}

function noneFits(failure: unknown, title: Buffer, count: number): DlmsError {
  const cause = isDlmsError(failure) ? failure : undefined;
  return new DlmsError(
    'tag-mismatch',
    `none of ${count} keys fits the telegram of the meter ${describeTitle(title)}: ${cause?.message ?? ''}`,
    {
      ...(cause === undefined ? {} : { cause, hint: cause.hint }),
    },
  );
}
