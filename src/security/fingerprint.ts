/**
 * SHA-256 of octets, to tell two of them apart: firmware images, long keys of stores.
 */
import { createHash } from 'node:crypto';

export const fingerprint = (octets: Buffer): Buffer => createHash('sha256').update(octets).digest();
