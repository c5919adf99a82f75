/**
 * What vendor algorithms are usually made of, for expressions that users write: digests, AES of single blocks, and octets
 * as text. Everything goes in and comes out as hexadecimal digits, upper case, because expressions have no octets.
 */
import { createCipheriv, createHash } from 'node:crypto';
import { fromHex, toHex } from '../../bytes';
import { DlmsError } from '../../errors';

const digest = (name: 'md5' | 'sha1' | 'sha256') => (hex: string) => toHex(createHash(name).update(fromHex(hex)).digest());

/** AES-128 or AES-256 of whole blocks without chaining, by the length of the key. */
function aesEcb(keyHex: string, dataHex: string): string {
  const key = fromHex(keyHex);
  const data = fromHex(dataHex);
  if ((key.length !== 16 && key.length !== 32) || data.length % 16 !== 0) {
    throw new DlmsError('settings-invalid', 'aesEcb needs a key of 16 or 32 octets and data of whole blocks of 16 octets');
  }
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return toHex(Buffer.concat([cipher.update(data), cipher.final()]));
}

function xorHex(one: string, other: string): string {
  const a = fromHex(one);
  const b = fromHex(other);
  if (a.length !== b.length) throw new DlmsError('settings-invalid', 'xorHex needs two values of the same length');
  return toHex(Buffer.from(a.map((octet, i) => octet ^ (b[i] as number))));
}

/** By the name that expressions use. */
export const expressionTools: Readonly<Record<string, (...hex: string[]) => string>> = {
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  aesEcb: (key = '', data = '') => aesEcb(key, data),
  xorHex: (one = '', other = '') => xorHex(one, other),
  textToHex: (text = '') => toHex(Buffer.from(text, 'utf8')),
  hexToText: (hex = '') => fromHex(hex).toString('latin1'),
};
