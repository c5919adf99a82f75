/**
 * The live triple of the chosen counter policy: for a typed N the counters of AARQ, action and f(StoC), and one sentence
 * of warning beside the policies that use a counter twice. The table of policies comes from the runtime.
 */
import type { CounterPolicy } from './runtime';
import { sayOfSecurity, securityField } from './security-texts';

/** 2^32-1 is never used (Green Book 9.2.3.3.7.4). */
const lastCounter = 0xfffffffe;

export interface Offsets {
  readonly aarq: number;
  readonly action: number;
  readonly gmac: number;
}

const customOffsets = (text: string): Offsets | null => {
  const match = /^\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*$/.exec(text);
  return match === null ? null : { aarq: Number(match[1]), action: Number(match[2]), gmac: Number(match[3]) };
};

const lineFor = (n: number, { aarq, action, gmac }: Offsets, text: 'triple' | 'tripleAuto', policy: string): string => {
  const next = n + Math.max(aarq, action, gmac) + 1;
  if (next - 1 > lastCounter) return sayOfSecurity('counter.end');
  return sayOfSecurity(`counter.${text}`, { policy, aarq: n + aarq, action: n + action, gmac: n + gmac, next });
};

const repeats = ({ aarq, action, gmac }: Offsets): boolean => new Set([aarq, action, gmac]).size < 3;

/** What is shown for a policy and N: lines of text. */
export const tripleText = (
  policies: readonly CounterPolicy[],
  autoOrder: readonly string[],
  chosen: string,
  custom: string,
  n: number,
): string[] => {
  const offsetsOf = (id: string): Offsets | null =>
    id === 'custom' ? customOffsets(custom) : (policies.find((policy) => policy.id === id)?.offsets ?? null);
  const ids = chosen === 'auto' ? autoOrder : [chosen];
  const all = ids.flatMap((id) => {
    const offsets = offsetsOf(id);
    return offsets === null ? [] : [{ id, offsets }];
  });
  const lines = all.map(({ id, offsets }) => lineFor(n, offsets, chosen === 'auto' ? 'tripleAuto' : 'triple', id));
  return all.some(({ offsets }) => repeats(offsets)) ? [...lines, `⚠ ${sayOfSecurity('counter.reuse')}`] : lines;
};

/** Follows policy, offsets and N. */
export const bindTriple = (policies: readonly CounterPolicy[], autoOrder: readonly string[]): void => {
  const n = $('#dlms-security-n');
  const output = $('#dlms-security-triple').css('white-space', 'pre-line');
  const show = (): void => {
    const typed = String(n.val() ?? '').trim();
    const value = /^0x[0-9a-f]+$|^\d+$/i.test(typed) ? Number(typed) : 0;
    const lines = tripleText(policies, autoOrder, String(securityField('icPolicy').val()), String(securityField('icCustom').val()), value);
    output.text(lines.join('\n'));
  };
  n.on('input', show);
  securityField('icPolicy').on('change', show);
  securityField('icCustom').on('input', show);
  show();
};
