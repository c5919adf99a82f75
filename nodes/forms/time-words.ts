/**
 * Times as people type them in a form or give them in a message as text: `now`, a distance from now such as `-24h`, or an ISO
 * time. Stated once: the runtime reads them by it (`nodes/lib/time-words.ts`), and the editor judges them by it.
 *
 * Pure: the editor bundles it.
 */

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A date alone or with a time, which may have an offset. `Date.parse` alone takes nearly anything: "bogus 5" is in 2001. */
const isoPattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/** Milliseconds from now, or the ISO time; null when it is neither. */
export const timeOfWords = (typed: string): { readonly fromNowMs: number } | { readonly iso: string } | null => {
  const words = typed.trim();
  if (words === 'now') return { fromNowMs: 0 };
  const distance = /^([+-]\d+(?:\.\d+)?)\s*([smhdw])$/i.exec(words);
  if (distance !== null) return { fromNowMs: Number(distance[1]) * (unitMs[(distance[2] ?? '').toLowerCase()] ?? 0) };
  return isoPattern.test(words) && !Number.isNaN(Date.parse(words)) ? { iso: words.replace(' ', 'T') } : null;
};
