/**
 * Mechanism 2 as many meters have it: AES-128-ECB of the challenge with the password as key, filled up with zeros (India's
 * IS 15959, SPODES). The mechanism is "manufacturer specific" in the standard; other vendors have their own file.
 * Challenges that are no multiple of 16 octets are filled up with zeros as well.
 */
import { createCipheriv } from 'node:crypto';
import { DlmsError } from '../../errors';
import { symmetric } from './algorithm';

const blockOctets = 16;

const filledUp = (octets: Buffer, length: number): Buffer => Buffer.concat([octets, Buffer.alloc(length - octets.length)]);

export const aesEcb = symmetric(
  {
    id: 'aes-ecb',
    label: 'HLS 2: AES of the challenge',
    hint: 'AES-128 of the challenge with the password as key: India, SPODES and others.',
    mechanism: 2,
    secrets: ['password'],
  },
  (challenge, { secret }) => {
    if (secret.length > blockOctets) {
      throw new DlmsError('key-invalid', `the password of HLS 2 has ${secret.length} octets, at most 16 are possible`);
    }
    const blocks = Math.max(1, Math.ceil(challenge.length / blockOctets));
    const cipher = createCipheriv('aes-128-ecb', filledUp(secret, blockOctets), null).setAutoPadding(false);
    return cipher.update(filledUp(challenge, blocks * blockOctets));
  },
);
