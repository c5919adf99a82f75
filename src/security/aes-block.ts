/**
 * One block of AES as it is: how the user key of an M-Bus device travels under its default key (EN 13757-3, security mode 5;
 * DSMR P3 6.2). Never for more than one block.
 */
import { createCipheriv } from 'node:crypto';
import { DlmsError } from '../errors';

const blockOctets = 16;

/** @throws DlmsError `key-invalid` when one of the two has not 16 octets */
export function aesBlock(key: Buffer, block: Buffer): Buffer {
  if (key.length !== blockOctets || block.length !== blockOctets)
    throw new DlmsError('key-invalid', 'a key of M-Bus has 16 octets (32 hex digits)');
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block);
}
