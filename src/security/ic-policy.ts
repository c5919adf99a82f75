/**
 * How a client numbers the messages of an HLS GMAC set-up, and how meters check it: two tables and their rules.
 *
 * N is the client's counter before the AARQ. A triple is (IC of the AARQ, IC of the action that carries f(StoC), IC inside
 * f(StoC)). Meters accept one and refuse another, so the triple is a named setting; the names never change meaning.
 * The standard wants every counter used once (GB 9.2.3.3.7.3): `distinct` does that.
 */
import type { ExceptionResponse } from '../apdu/notification';
import { DlmsError } from '../errors';

export type IcPolicyId =
  | 'distinct'
  | 'shared'
  | 'reuse-aarq'
  | 'frozen'
  | 'gap-after'
  | 'gap-before'
  | 'gap-shared'
  | 'gmac-last'
  | 'custom';

export interface IcOffsets {
  readonly aarq: number;
  readonly action: number;
  readonly gmac: number;
}

export interface IcPolicy {
  readonly id: IcPolicyId;
  readonly label: string;
  readonly offsets: IcOffsets;
  /** One key and nonce serve a GMAC and a ciphering: that can give away the authentication. */
  readonly reusesNonce: boolean;
  readonly seenIn: string;
}

const policy = (id: IcPolicyId, label: string, aarq: number, action: number, gmac: number, seenIn: string): IcPolicy => ({
  id,
  label,
  offsets: { aarq, action, gmac },
  reusesNonce: reusesNonce({ aarq, action, gmac }),
  seenIn,
});

const reusesNonce = ({ aarq, action, gmac }: IcOffsets): boolean => new Set([aarq, action, gmac]).size < 3;

/** The table, in the order of the form; `custom` takes its offsets from the user. */
export const icPolicies: readonly IcPolicy[] = [
  policy('distinct', 'separate IC for f(StoC), then the action', 0, 2, 1, 'Gurux .NET since 2023, Python, C, Go'),
  policy('shared', "f(StoC) uses the action's IC", 0, 1, 1, 'Gurux Java, u9n dlms-cosem, Gurux .NET 2020-23'),
  policy('reuse-aarq', "f(StoC) repeats the AARQ's IC", 0, 1, 0, 'Gurux .NET up to January 2020'),
  policy('frozen', 'one IC for the whole set-up', 0, 0, 0, 'two Gurux .NET builds of 2020'),
  policy('gap-after', 'skip one between f(StoC) and the action', 0, 3, 1, 'Gurux .NET March to June 2020'),
  policy('gap-before', 'skip one between AARQ and f(StoC)', 0, 3, 2, 'Gurux .NET June to August 2020'),
  policy('gap-shared', 'skip one, then share', 0, 2, 2, 'Gurux .NET August 2020 to 2023 with the switch on'),
  policy('gmac-last', 'the action first, then f(StoC)', 0, 1, 2, 'no client; meters that want f(StoC) above the action'),
];

/** What `auto` tries, in this order, one per association. */
export const autoOrder: readonly IcPolicyId[] = ['distinct', 'shared', 'reuse-aarq', 'gmac-last', 'gap-shared'];

const isOffset = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

/**
 * The policy with this id; `custom` with the user's offsets.
 * @throws DlmsError `settings-invalid` for unknown ids, and for offsets that are no whole numbers from 0 to 255
 */
export function icPolicyOf(id: IcPolicyId, offsets?: IcOffsets): IcPolicy {
  if (id === 'custom') {
    if (!offsets || ![offsets.aarq, offsets.action, offsets.gmac].every(isOffset)) {
      throw new DlmsError('settings-invalid', 'the custom counter policy needs three offsets, whole numbers from 0 to 255');
    }
    return { id, label: 'custom', offsets, reusesNonce: reusesNonce(offsets), seenIn: '' };
  }
  const found = icPolicies.find((candidate) => candidate.id === id);
  if (!found) throw new DlmsError('settings-invalid', `there is no counter policy ${id}`);
  return found;
}

/** Which of the three messages take a counter: a plain AARQ or action takes none, only mechanism 5 has a GMAC. */
export interface IcUses {
  readonly aarq: boolean;
  readonly action: boolean;
  readonly gmac: boolean;
}

const all: IcUses = { aarq: true, action: true, gmac: true };

/**
 * Offsets of a set-up and how many counters it spans. The policies are about the GMAC; without one, AARQ and action
 * take a counter each, in this order. Where the AARQ takes none, the others begin at N.
 */
export function offsetsFor({ offsets }: IcPolicy, uses: IcUses = all): { readonly offsets: Partial<IcOffsets>; readonly span: number } {
  if (!uses.gmac) {
    const action = uses.aarq ? 1 : 0;
    return {
      offsets: { ...(uses.aarq ? { aarq: 0 } : {}), ...(uses.action ? { action } : {}) },
      span: Number(uses.aarq) + Number(uses.action),
    };
  }
  const used = (Object.keys(offsets) as (keyof IcOffsets)[]).filter((message) => uses[message]);
  const lowest = uses.aarq ? 0 : Math.min(...used.map((message) => offsets[message]));
  const shifted = Object.fromEntries(used.map((message) => [message, offsets[message] - lowest])) as Partial<IcOffsets>;
  return { offsets: shifted, span: Math.max(...Object.values(shifted)) + 1 };
}

/** How the f(StoC) step ended, as far as `auto` cares. */
export interface HlsRefusal {
  /** action-result or data-access-result in the response or its return parameters. */
  readonly result?: number;
  readonly confirmedServiceError?: { readonly errorClass: string; readonly error: string };
  /** service-error of an exception-response. */
  readonly exception?: ExceptionResponse['serviceError'];
}

/** hardware-fault, read-write-denied, scope-of-access-violated, other-reason: what meters say to an f(StoC) that they cannot verify. */
const refusalResults: ReadonlySet<number> = new Set([1, 3, 13, 250]);

/**
 * True when another policy may help: the meter answered the f(StoC) step, and its answer has the shape of "not authentic".
 * Time-outs and rejected AAREs are never given to this: they speak of keys, titles or the start value.
 */
export function smellsOfPolicy(refusal: HlsRefusal): boolean {
  if (refusal.result !== undefined) return refusalResults.has(refusal.result);
  if (refusal.exception !== undefined) return refusal.exception === 'deciphering-error';
  return refusal.confirmedServiceError !== undefined;
}

export type VerificationRule = 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7' | 'V8';

/** What the meter saw: the counters of AARQ and action (null: not ciphered) and the one that stands in f(StoC). */
export interface SeenCounters {
  readonly aarq: number | null;
  readonly action: number | null;
  readonly gmac: number;
}

interface Rule {
  readonly id: VerificationRule;
  readonly label: string;
  /** With which counter the meter computes the tag. */
  readonly tagCounter: (seen: SeenCounters) => number;
  readonly accepts: (seen: SeenCounters) => boolean;
}

const carried = (seen: SeenCounters): number => seen.gmac;
const always = (): boolean => true;

/** How meters verify f(StoC). */
export const verificationRules: readonly Rule[] = [
  { id: 'V1', label: 'tag with the IC that f(StoC) carries (the standard)', tagCounter: carried, accepts: always },
  { id: 'V2', label: 'V1 and above the AARQ', tagCounter: carried, accepts: ({ aarq, gmac }) => aarq === null || gmac > aarq },
  { id: 'V3', label: 'V1 and not below the action', tagCounter: carried, accepts: ({ action, gmac }) => action === null || gmac >= action },
  { id: 'V4', label: 'V1 and above the action', tagCounter: carried, accepts: ({ action, gmac }) => action === null || gmac > action },
  { id: 'V5', label: 'tag with the IC of the AARQ', tagCounter: ({ aarq, gmac }) => aarq ?? gmac, accepts: always },
  {
    id: 'V6',
    label: 'tag with the IC of the AARQ + 1',
    // meters count in 32 bits, and wrap at their ends
    tagCounter: ({ aarq, gmac }) => (aarq === null ? gmac : (aarq + 1) >>> 0),
    accepts: always,
  },
  {
    id: 'V7',
    label: 'tag with the IC of the action - 1',
    tagCounter: ({ action, gmac }) => (action === null ? gmac : (action - 1) >>> 0),
    accepts: always,
  },
  { id: 'V8', label: 'tag with the IC of the action', tagCounter: ({ action, gmac }) => action ?? gmac, accepts: always },
];

/**
 * A meter's verdict.
 * @param tagFits whether the tag that came is the one computed with this counter
 */
export function verifiesByRule(id: VerificationRule, seen: SeenCounters, tagFits: (counter: number) => boolean): boolean {
  const rule = verificationRules.find((candidate) => candidate.id === id);
  if (!rule) throw new DlmsError('settings-invalid', `there is no verification rule ${id}`);
  return tagFits(rule.tagCounter(seen)) && rule.accepts(seen);
}

/** The replay rule that meters may have besides: every ciphered message counts above the one before. */
export const passesReplayRule = (previous: number | null, counter: number): boolean => previous === null || counter > previous;
