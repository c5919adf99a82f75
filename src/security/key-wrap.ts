/**
 * AES key wrap (RFC 3394; GB 9.2.3.3.8): how keys travel under the master key (KEK) in key_transfer and in the
 * wrapped-key form of general-ciphering. The wrapped key is 8 octets longer and carries its own check.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DlmsError } from '../errors';

/** RFC 3394 2.2.3.1: the initial value. */
const initialValue = Buffer.alloc(8, 0xa6);

const cipherName = (kek: Buffer): string => {
  if (kek.length !== 16 && kek.length !== 24 && kek.length !== 32) {
    throw new DlmsError('key-invalid', `the master key (KEK) has ${kek.length} octets; 16 or 32 are needed`);
  }
  return `id-aes${kek.length * 8}-wrap`;
};

/**
 * Wraps `key` (a multiple of 8 octets, at least 16) with `kek`.
 * @throws DlmsError `key-invalid`
 */
export function wrapKey(kek: Buffer, key: Buffer): Buffer {
  const name = cipherName(kek);
  if (key.length < 16 || key.length % 8 !== 0) throw new DlmsError('key-invalid', `a key of ${key.length} octets cannot be wrapped`);
  const cipher = createCipheriv(name, kek, initialValue);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/**
 * The key inside `wrapped`.
 * @throws DlmsError `key-invalid` when the master key is not the one it was wrapped with, or octets are damaged
 */
export function unwrapKey(kek: Buffer, wrapped: Buffer): Buffer {
  const name = cipherName(kek);
  if (wrapped.length < 24 || wrapped.length % 8 !== 0) {
    throw new DlmsError('key-invalid', `${wrapped.length} octets are not a wrapped key`);
  }
  try {
    const decipher = createDecipheriv(name, kek, initialValue);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    throw new DlmsError('key-invalid', 'the wrapped key does not open: the master key (KEK) differs from that of the sender');
  }
}
