/**
 * Times as people type them in a form: an ISO time, `now`, or a distance from now such as `-24h`, `-7d`, `-30m`.
 */
import { DlmsError } from '../../src/index';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Texts that are ISO times stay as they are: the client knows the meter's deviation. @throws DlmsError `settings-invalid` */
export const readTime = (value: unknown, now: Date, fallback: string): Date | string => {
  if (value instanceof Date) return value;
  if (typeof value === 'number') return new Date(value);
  const words = typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
  if (words === 'now') return now;
  const distance = /^([+-]\d+(?:\.\d+)?)\s*([smhdw])$/i.exec(words);
  if (distance !== null) return new Date(now.getTime() + Number(distance[1]) * (unitMs[(distance[2] ?? '').toLowerCase()] ?? 0));
  if (Number.isNaN(Date.parse(words)))
    throw new DlmsError('settings-invalid', `"${words}" is not a time: write 2026-01-31T00:00:00+01:00, now, -24h or -7d`);
  return words;
};
