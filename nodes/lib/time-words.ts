/**
 * Times of a form or of a message, as the client takes them: in words (`nodes/forms/time-words.ts`); in messages also a Date or
 * milliseconds.
 */
import { DlmsError } from '../../src/index';
import { timeOfWords } from '../forms/time-words';

/** Texts that are ISO times stay as they are: the client knows the meter's deviation. @throws DlmsError `settings-invalid` */
export const readTime = (value: unknown, now: Date, fallback: string): Date | string => {
  if (value instanceof Date || typeof value === 'number') {
    const time = new Date(value);
    if (!Number.isNaN(time.getTime())) return time;
  } else {
    const found = timeOfWords(typeof value === 'string' && value.trim() !== '' ? value : fallback);
    if (found !== null) return 'iso' in found ? found.iso : new Date(now.getTime() + found.fromNowMs);
  }
  throw new DlmsError('settings-invalid', `"${String(value)}" is not a time: write 2026-01-31T00:00:00+01:00, now, -24h or -7d`);
};
