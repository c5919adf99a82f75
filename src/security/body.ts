/**
 * The body that every ciphered APDU carries (GB 9.2.7.2.4): control | invocation counter (4) | octets | tag (12).
 *
 *   authenticated             AAD = SC | AK | header | plaintext     octets = plaintext
 *   encrypted                 no AAD, no tag                         octets = ciphertext
 *   authenticated, encrypted  AAD = SC | AK | header                 octets = ciphertext
 *
 * `header` is empty but in general-ciphering, where it is the fields from transaction-id to other-information with their
 * lengths, and nothing of Key-Info: so a published message of Great Britain's GBCS is authenticated, whereas the tags printed
 * with the examples of the Green Book fit no reading. Gurux programs leave it empty in general-ciphering too (`generalHeader:
 * open`). The nonce is the originator's system title and the counter. `openBody` only says whether the tag fits; why not is for
 * `diagnose.ts`.
 */
import { DlmsError } from '../errors';
import { type GcmKey, gcmDecipher, gcmOpen, gcmSeal, gmac, nonceOf, sameOctets, tagOctets } from './aead';
import { decodeControl, encodeControl, type SecurityControl } from './control';

/** Control octet and counter. */
const bodyHeaderOctets = 5;

const noOctets = Buffer.alloc(0);

export interface BodyKeys {
  readonly encryption: GcmKey;
  /** Not needed where nothing is authenticated. */
  readonly authentication: Buffer | null;
}

/** What beside the body goes into the cipher. */
export interface BodyContext {
  /** Of the sender; empty counts as zeros (Italian meters). */
  readonly systemTitle: Buffer;
  /** Part of the AAD; see above. */
  readonly header: Buffer;
}

export interface Body {
  readonly control: SecurityControl;
  readonly controlOctet: number;
  /** 0..2^32-1 */
  readonly counter: number;
  /** Ciphertext or plaintext and, where authenticated, the tag. */
  readonly content: Buffer;
}

/** @throws DlmsError `apdu-truncated`, `tag-mismatch` when there is no room for a tag */
export function readBody(octets: Buffer): Body {
  if (octets.length < bodyHeaderOctets) {
    throw new DlmsError('apdu-truncated', `${octets.length} octets in a ciphered APDU, at least ${bodyHeaderOctets} are needed`);
  }
  const controlOctet = octets[0] as number;
  const control = decodeControl(controlOctet);
  const content = octets.subarray(bodyHeaderOctets);
  if (control.authenticated && content.length < tagOctets) {
    throw new DlmsError('tag-mismatch', `the authentication tag is cut: ${content.length} octets are left where 12 belong`, {
      hint: 'The message was damaged or shortened on its way. Check the framing and the PDU sizes.',
      details: { probable: 'tag-cut' },
    });
  }
  return { control, controlOctet, counter: octets.readUInt32BE(1), content };
}

/** AAD of a message. */
export function aadOf(body: Pick<Body, 'control' | 'controlOctet'>, authentication: Buffer, header: Buffer, content: Buffer): Buffer {
  const text = body.control.encrypted ? noOctets : content;
  const aad = Buffer.allocUnsafe(1 + authentication.length + header.length + text.length);
  aad[0] = body.controlOctet;
  aad.set(authentication, 1);
  aad.set(header, 1 + authentication.length);
  aad.set(text, 1 + authentication.length + header.length);
  return aad;
}

function akOf(keys: BodyKeys): Buffer {
  if (!keys.authentication) throw new DlmsError('key-invalid', 'the authentication key (AK) is missing, and the message is authenticated');
  return keys.authentication;
}

/** The body of `plaintext`. @throws DlmsError `key-invalid` when the authentication key is missing */
export function sealBody(control: SecurityControl, counter: number, keys: BodyKeys, context: BodyContext, plaintext: Buffer): Buffer {
  const nonce = nonceOf(context.systemTitle, counter);
  const controlOctet = encodeControl(control);
  const head = Buffer.alloc(bodyHeaderOctets);
  head[0] = controlOctet;
  head.writeUInt32BE(counter, 1);
  if (!control.authenticated) {
    return Buffer.concat([head, control.encrypted ? gcmSeal(keys.encryption, nonce, noOctets, plaintext).ciphertext : plaintext]);
  }
  const aad = aadOf({ control, controlOctet }, akOf(keys), context.header, plaintext);
  if (!control.encrypted) return Buffer.concat([head, plaintext, gmac(keys.encryption, nonce, aad)]);
  const { ciphertext, tag } = gcmSeal(keys.encryption, nonce, aad, plaintext);
  return Buffer.concat([head, ciphertext, tag.subarray(0, tagOctets)]);
}

/**
 * The plaintext, or null when the tag does not fit.
 * @throws DlmsError `key-invalid` when the authentication key is missing
 */
export function openBody(body: Body, keys: BodyKeys, context: BodyContext): Buffer | null {
  const { control, content } = body;
  const nonce = nonceOf(context.systemTitle, body.counter);
  if (!control.authenticated) return control.encrypted ? gcmDecipher(keys.encryption, nonce, content) : content;
  const text = content.subarray(0, content.length - tagOctets);
  const tag = content.subarray(content.length - tagOctets);
  const aad = aadOf(body, akOf(keys), context.header, text);
  if (control.encrypted) return gcmOpen(keys.encryption, nonce, aad, text, tag);
  return sameOctets(gmac(keys.encryption, nonce, aad), tag) ? text : null;
}
