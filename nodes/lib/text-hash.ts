/** A short hash, for keys and identifiers that are made readable and must stay apart all the same. */
import { createHash } from 'node:crypto';

/** @param digits of hex: eight are enough where the readable part tells nearly all apart */
export const textHash = (text: string, digits = 8): string => createHash('sha256').update(text).digest('hex').slice(0, digits);
