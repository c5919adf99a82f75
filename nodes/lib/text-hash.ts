/** A short hash, for keys and identifiers that are made readable and must stay apart all the same. */
import { createHash } from 'node:crypto';

/** Eight hex digits. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
