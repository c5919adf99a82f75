/**
 * AES-GCM as DLMS uses it (NIST SP 800-38D; GB 9.2.3.3.7): nonce = system title | invocation counter, tag of 12 octets.
 *
 * A key is made once (`gcmKey`) and used for every message: node keeps the expanded form in its KeyObject. Encryption
 * without authentication is the same cipher with the tag thrown away; a GMAC is the same cipher with nothing to encrypt.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { DlmsError } from '../errors';

/** GB 9.2.7.2.5: the tag is 12 octets, the leftmost of GCM's 16. */
export const tagOctets = 12;

const noOctets = Buffer.alloc(0);

/** A symmetric key, ready for use. `octets` is there for tests of equality and for masking; it never leaves the process. */
export interface GcmKey {
  readonly octets: Buffer;
  readonly object: KeyObject;
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm';
}

/** @throws DlmsError `key-invalid` when there are neither 16 nor 32 octets */
export function gcmKey(octets: Buffer): GcmKey {
  if (octets.length !== 16 && octets.length !== 32) {
    throw new DlmsError('key-invalid', `a key has 16 or 32 octets, not ${octets.length}`);
  }
  return { octets, object: createSecretKey(octets), cipher: octets.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm' };
}

/** Nonce of 12 octets: title (8; an empty one counts as zeros) and counter, unsigned. */
export function nonceOf(systemTitle: Buffer, counter: number): Buffer {
  const nonce = Buffer.alloc(12);
  systemTitle.copy(nonce, 0, 0, 8);
  nonce.writeUInt32BE(counter, 8);
  return nonce;
}

export interface Sealed {
  readonly ciphertext: Buffer;
  /** 16 octets as GCM makes them; the caller cuts. */
  readonly tag: Buffer;
}

/** Encrypts and authenticates; empty `plaintext` makes `tag` a GMAC over `aad`. */
export function gcmSeal(key: GcmKey, nonce: Buffer, aad: Buffer, plaintext: Buffer): Sealed {
  const cipher = createCipheriv(key.cipher, key.object, nonce);
  if (aad.length > 0) cipher.setAAD(aad);
  const ciphertext = plaintext.length > 0 ? cipher.update(plaintext) : noOctets;
  cipher.final();
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** The plaintext, or null when the tag (12 octets) does not fit. Nothing of it is given out in that case. */
export function gcmOpen(key: GcmKey, nonce: Buffer, aad: Buffer, ciphertext: Buffer, tag: Buffer): Buffer | null {
  const decipher = createDecipheriv(key.cipher, key.object, nonce, { authTagLength: tagOctets });
  if (aad.length > 0) decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plaintext = ciphertext.length > 0 ? decipher.update(ciphertext) : noOctets;
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plaintext;
}

/** Deciphers without looking at a tag: protection "encrypted only", and finding out which key was wrong. */
export function gcmDecipher(key: GcmKey, nonce: Buffer, ciphertext: Buffer): Buffer {
  return createDecipheriv(key.cipher, key.object, nonce).update(ciphertext);
}

/** GMAC of 12 octets. */
export const gmac = (key: GcmKey, nonce: Buffer, aad: Buffer): Buffer => gcmSeal(key, nonce, aad, noOctets).tag.subarray(0, tagOctets);

/** Compares in constant time; only a difference in length shows. */
export const sameOctets = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
