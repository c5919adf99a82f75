/**
 * Times as people type them in a form or give them in a message: an ISO time, `now`, or a distance from now such as `-24h`,
 * `-7d`, `-30m`; in messages also a Date or milliseconds.
 */
import { DlmsError } from '../../src/index';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A date alone or with a time, which may have an offset. `Date.parse` alone takes nearly anything: "bogus 5" is in 2001. */
const isoPattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/** Texts that are ISO times stay as they are: the client knows the meter's deviation. @throws DlmsError `settings-invalid` */
export const readTime = (value: unknown, now: Date, fallback: string): Date | string => {
  const words = typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
  if (value instanceof Date || typeof value === 'number') {
    const time = new Date(value);
    if (!Number.isNaN(time.getTime())) return time;
  } else {
    if (words === 'now') return now;
    const distance = /^([+-]\d+(?:\.\d+)?)\s*([smhdw])$/i.exec(words);
    if (distance !== null) return new Date(now.getTime() + Number(distance[1]) * (unitMs[(distance[2] ?? '').toLowerCase()] ?? 0));
    if (isoPattern.test(words) && !Number.isNaN(Date.parse(words))) return words.replace(' ', 'T');
  }
  throw new DlmsError('settings-invalid', `"${String(value)}" is not a time: write 2026-01-31T00:00:00+01:00, now, -24h or -7d`);
};
