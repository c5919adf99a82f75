/**
 * Why a ciphered message does not open: from "the tag does not fit" to the setting that is probably wrong.
 *
 * GCM enciphers with EK and nonce alone; AK goes only into the tag. So when the octets decipher to an APDU but the tag
 * does not fit, EK and title are right and AK is wrong. When they do not, what people usually mix up is tried: EK and AK
 * exchanged, another of the keys, another title, a tag of another length. Each try needs the full tag to fit, so a guess is
 * never named by chance. Nothing that is deciphered here is given out.
 */
import { cipheredTags, decodeApdu } from '../apdu/apdu';
import { prefixLength } from '../apdu/gateway-prefix';
import { toHex } from '../bytes';
import { DlmsError } from '../errors';
import { gcmDecipher, gcmKey, gcmSeal, nonceOf, sameOctets, tagOctets } from './aead';
import { aadOf, type Body, type BodyContext, type BodyKeys, openBody } from './body';

/** What else the settings hold. */
export interface Alternatives {
  /** Other encryption keys by name. */
  readonly keys: readonly { readonly name: string; readonly keys: BodyKeys }[];
  /** Other titles by name. */
  readonly titles: readonly { readonly name: string; readonly title: Buffer }[];
}

/** What the mistake probably is, for tests and for forms that mark a field. */
export type Probable =
  | 'authentication-key'
  | 'encryption-key'
  | 'open-header'
  | 'exchanged'
  | 'other-key'
  | 'system-title'
  | 'tag-length'
  | 'unknown';

const mismatch = (probable: Probable, message: string, hint?: string): DlmsError =>
  new DlmsError('tag-mismatch', message, { details: { probable }, ...(hint === undefined ? {} : { hint }) });

const isText = (octets: Buffer): boolean =>
  octets.every((octet) => octet === 9 || octet === 10 || octet === 13 || (octet >= 32 && octet < 127));

/** A telegram of the P1 port, which some meters put into general-glo-ciphering instead of an APDU. */
const isP1 = (octets: Buffer): boolean => octets[0] === 0x2f && isText(octets.subarray(0, 64));

/** First octets of plain APDUs; general protection and blocks may stand inside as well. */
const plainTags = new Set([
  ...Object.values(cipheredTags).map(([plain]) => plain as number),
  ...[0x0f, 0x10, 0x60, 0x61, 0x62, 0x63, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0, 0xe6, 0xe7],
]);

/** GET, SET, ACTION: the kind of request or response that follows the tag is 1 to 7. */
const hasKind = (tag: number): boolean => tag >= 0xc0 && tag <= 0xc7 && tag !== 0xc2;

/**
 * A look at the first octets: the only check that a message without tag allows. Where they say enough nothing is decoded,
 * since meters send contents that are not quite A-XDR; a first octet alone is that of an APDU with every tenth wrong key.
 */
export function beginsLikeApdu(plaintext: Buffer, plainTag: number | null): boolean {
  const tag = plaintext[0] ?? -1;
  if (plainTag !== null ? tag !== plainTag : !plainTags.has(tag)) return isP1(plaintext) && plainTag === null;
  if (hasKind(tag)) return (plaintext[1] ?? 0) >= 1 && (plaintext[1] ?? 0) <= 7;
  if (tag === 0x0f) return beginsNotification(plaintext) || isApdu(plaintext);
  const ahead = prefixLength(plaintext);
  if (ahead > 0) return beginsBehindPrefix(plaintext.subarray(ahead));
  return plainTag !== null || isApdu(plaintext);
}

/** There is one prefix of a gateway, never one behind another. */
const beginsBehindPrefix = (octets: Buffer): boolean => prefixLength(octets) === 0 && beginsLikeApdu(octets, null);

/** Tags of array, structure and compact-array. */
const listTags: ReadonlySet<number> = new Set([0x01, 0x02, 0x13]);

/**
 * DataNotification of a list: long-invoke-id, then a date-time that is absent, of 12 octets (the length in either form), or
 * (Kaifa) an octet-string in it, then the list.
 */
function beginsNotification(octets: Buffer): boolean {
  const [length, next] = [octets[5] ?? -1, octets[6]];
  if (length === 0) return listTags.has(next ?? -1);
  if (length === 0x0c) return listTags.has(octets[18] ?? -1);
  return (length === 0x09 || length === 0x81) && next === 0x0c && listTags.has(octets[19] ?? -1);
}

function isApdu(octets: Buffer): boolean {
  try {
    decodeApdu(octets);
    return true;
  } catch {
    return false;
  }
}

/** Deciphered octets that make a whole APDU, or a P1 telegram: strict, because it decides whose fault is named. */
const looksDeciphered = (plaintext: Buffer, plainTag: number | null): boolean =>
  (plainTag === null || plaintext[0] === plainTag) && (isP1(plaintext) || isApdu(plaintext));

function exchangedKeys(keys: BodyKeys): BodyKeys | null {
  const ak = keys.authentication;
  if (!ak || (ak.length !== 16 && ak.length !== 32)) return null;
  return { encryption: gcmKey(ak), authentication: keys.encryption.octets };
}

/** Octets of the tag when it is not 12: shortened ones of 4 to 11, and the full 16. */
function otherTagLength(body: Body, keys: BodyKeys, context: BodyContext): number | null {
  if (!keys.authentication) return null;
  const nonce = nonceOf(context.systemTitle, body.counter);
  for (const length of [16, 11, 10, 9, 8, 7, 6, 5, 4]) {
    if (body.content.length < length) continue;
    const text = body.content.subarray(0, body.content.length - length);
    const aad = aadOf(body, keys.authentication, context.header, text);
    const ciphered = body.control.encrypted ? gcmDecipher(keys.encryption, nonce, text) : Buffer.alloc(0);
    const { tag } = gcmSeal(keys.encryption, nonce, aad, ciphered);
    if (sameOctets(tag.subarray(0, length), body.content.subarray(text.length))) return length;
  }
  return null;
}

function byAlternative(body: Body, keys: BodyKeys, context: BodyContext, alternatives: Alternatives): DlmsError | null {
  const opens = (otherKeys: BodyKeys, systemTitle: Buffer): boolean => openBody(body, otherKeys, { ...context, systemTitle }) !== null;
  const exchanged = exchangedKeys(keys);
  if (exchanged && opens(exchanged, context.systemTitle)) {
    return mismatch(
      'exchanged',
      'encryption key (EK) and authentication key (AK) are exchanged',
      'Swap the two keys in the security node.',
    );
  }
  if (context.header.length > 0 && openBody(body, keys, { ...context, header: Buffer.alloc(0) }) !== null) {
    return mismatch(
      'open-header',
      'the sender leaves the header of general-ciphering out of what it authenticates',
      'Keys and titles are right. Choose "not authenticated" for the header of general-ciphering in the security node.',
    );
  }
  for (const { name, keys: other } of alternatives.keys) {
    if (opens(other, context.systemTitle)) return mismatch('other-key', `the meter uses the ${name} for this message`);
  }
  for (const { name, title } of alternatives.titles) {
    if (!title.equals(context.systemTitle) && opens(keys, title)) {
      const used = context.systemTitle.length > 0 ? toHex(context.systemTitle) : 'empty';
      return mismatch(
        'system-title',
        `the system title of the sender is wrong (${used}): the message fits ${name} (${toHex(title) || 'empty'})`,
      );
    }
  }
  return null;
}

/** The error for an authenticated body whose tag does not fit. */
export function explainMismatch(
  body: Body,
  keys: BodyKeys,
  context: BodyContext,
  plainTag: number | null,
  alternatives: Alternatives,
): DlmsError {
  const found = byAlternative(body, keys, context, alternatives);
  if (found) return found;
  const length = otherTagLength(body, keys, context);
  if (length !== null) {
    return mismatch(
      'tag-length',
      `the authentication tag has ${length} octets where 12 belong`,
      'The message was shortened on its way, or this meter does not follow the standard.',
    );
  }
  if (!body.control.encrypted) {
    return mismatch('unknown', 'the authentication tag does not fit: EK, AK or the system title of the meter is wrong');
  }
  const text = body.content.subarray(0, body.content.length - tagOctets);
  const plaintext = gcmDecipher(keys.encryption, nonceOf(context.systemTitle, body.counter), text);
  if (looksDeciphered(plaintext, plainTag)) {
    return mismatch(
      'authentication-key',
      'the authentication key (AK) is wrong: the message deciphers, so encryption key and system title are right, but its tag does not fit',
      'Check the authentication key (AK). When other messages of this meter open, octets of this one were damaged on the way.',
    );
  }
  return mismatch(
    'encryption-key',
    'the encryption key (EK) is wrong, or the system title of the meter: the message does not decipher',
    keyOrTitle(context),
  );
}

/** Without a title in the AARE or the settings, the title is the better guess. */
const keyOrTitle = (context: Pick<BodyContext, 'systemTitle'> | null): string =>
  context === null || context.systemTitle.length > 0
    ? 'Check the encryption key (EK) first, then the system title of the meter.'
    : 'The meter told no system title: enter it in the security node. If it is there, check the encryption key (EK).';

/** The error for a body without tag that deciphers to nothing sensible. */
export const explainNonsense = (context: Pick<BodyContext, 'systemTitle'> | null = null): DlmsError =>
  mismatch(
    'encryption-key',
    'the deciphered octets are no APDU: the encryption key (EK) or the system title of the meter is wrong',
    keyOrTitle(context),
  );
