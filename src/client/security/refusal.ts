/**
 * What a failed attempt says: of the counter, of the counter policy, of the keys, of the password; and the text for the user that
 * names the setting which is probably wrong. The step that was refused (`Observed`) decides: who could open the AARE with our
 * keys has our keys, so what it refuses after that is something else.
 */
import { type DlmsError, reworded } from '../../errors';
import type { Protection } from '../../security/control';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import type { HlsRefusal } from '../../security/ic-policy';
import type { CounterRefusal, IcStartId } from '../../security/ic-start';
import type { Observed } from './observed';
import type { SecurityOptions } from './options';

/** The refusal as the rules of the start value want it. */
export function counterRefusal({ code, details }: DlmsError, { counted }: Observed): CounterRefusal {
  const counter = details?.invocationCounter;
  if (code === 'counter-refused') {
    const told = typeof counter === 'number' || typeof counter === 'string';
    return { exception: 'invocation-counter-error', exceptionCounter: told ? BigInt(counter) : null };
  }
  if (code === 'deciphering-refused') return { exception: 'deciphering-error' };
  return { closed: counted && (code === 'connection-closed' || code === 'link-refused') };
}

/** The refusal of f(StoC) as the counter policies want it; null when it refuses something else. */
export function proofRefusal({ code, details, result }: DlmsError, { proving }: Observed): HlsRefusal | null {
  if (!proving) return null;
  if (code === 'authentication-failed' && result !== undefined) return { result: result.code };
  if (details?.serviceError === 'deciphering-error') return { exception: 'deciphering-error' };
  const { errorClass, error } = details ?? {};
  if (typeof errorClass === 'string' && typeof error === 'string') return { confirmedServiceError: { errorClass, error } };
  return null;
}

/** The secret was refused, not the line, the address or the service. */
export const refusesSecret = ({ code }: DlmsError): boolean => code === 'authentication-failed';

const keyCodes: ReadonlySet<string> = new Set(['tag-mismatch', 'server-proof-wrong', 'deciphering-refused', 'authentication-failed']);

/** Other keys may help. Not when the meter's answers open with these: then the keys are right. */
export function smellsOfKeys(error: DlmsError, { opened }: Observed, { settings }: SecurityOptions): boolean {
  if (!keyCodes.has(error.code)) return false;
  const tagged = settings.protection === 'authenticated-encrypted';
  return !(opened && tagged && error.code !== 'tag-mismatch' && error.code !== 'server-proof-wrong');
}

interface Words {
  readonly text: string;
  readonly hint: string;
}

/** f(StoC) was refused. An AARE that is only encrypted opens with any AK. */
function proofWords({ secrets, mechanism, label }: HlsAlgorithm, { opened }: Observed, { icPolicy, protection }: Attempted): Words {
  if (mechanism === 5 && opened && protection === 'encrypted') {
    return {
      text: `the encryption key (EK) fits, since the AARE opened with it: the authentication key (AK) is wrong, or the counter policy "${icPolicy}"`,
      hint: 'Check the authentication key (AK) first, then the counter policy and the client system title.',
    };
  }
  if (mechanism === 5 && opened) {
    return {
      text: `our keys fit, since the AARE opened with them, but the meter does not verify our GMAC with the counter policy "${icPolicy}"`,
      hint: 'Choose the counter policy "auto", or try others of the list; check also that the client system title is the one the meter expects.',
    };
  }
  if (mechanism === 5) {
    return {
      text: 'the encryption key (EK), the authentication key (AK) or the client system title is not what the meter has',
      hint: 'Check EK and AK (are they exchanged?) and the client system title; if they are right, the start value of the counter and its policy.',
    };
  }
  if (mechanism === 7) {
    return {
      text: 'the meter does not accept our signature',
      hint: 'Check the own signing key, whether its certificate is in the meter, and the system titles.',
    };
  }
  const alsoTitles = mechanism === 6;
  return {
    text: `the password${alsoTitles ? ' or a system title' : ''} is not what the meter has (${label})`,
    hint:
      secrets.length > 1 || alsoTitles
        ? 'Check the password and the system titles. Some meters lock after several failures: wait before the next try.'
        : 'Check the password. Some meters lock after several failures: wait before the next try.',
  };
}

/** Settings of the attempt that failed. */
export interface Attempted {
  readonly icPolicy: string;
  readonly protection: Protection;
  /** The start value of the counter, when a refusal of it was not answered with another one. */
  readonly start: IcStartId | null;
}

/** The counter was refused, and the start value knows no further way. */
function counterWords({ details }: DlmsError, start: IcStartId): Words {
  if (details?.invocationCounter !== undefined) {
    return {
      text: `the start value "${start}" does not take over what the meter names`,
      hint: 'Choose the start value "stored-then-object" or "exception": both begin at the counter that the meter names.',
    };
  }
  return {
    text: `ours comes from the start value "${start}", and the meter does not say which it expects`,
    hint: 'Give the counter object, if the public client can read it (often 0-0:43.1.0*255), or the start value "fixed" with a number above the counter that the meter has taken last.',
  };
}

function wordsFor(error: DlmsError, algorithm: HlsAlgorithm, observed: Observed, attempted: Attempted): Words | null {
  if (error.code === 'counter-refused' && attempted.start !== null) return counterWords(error, attempted.start);
  if (proofRefusal(error, observed) !== null) return proofWords(algorithm, observed, attempted);
  if (error.code === 'association-rejected' && error.result?.name === 'no-reason-given' && observed.counted && !observed.opened) {
    const keys = 'it could probably not decipher our InitiateRequest: encryption key (EK) or client system title';
    const check = 'Check the encryption key (EK) and the client system title.';
    if (attempted.protection === 'authenticated-encrypted') return { text: keys, hint: check };
    return {
      text: `${keys}, or it demands more protection than "${attempted.protection}"`,
      hint: `${check} Most meters want "authenticated and encrypted".`,
    };
  }
  if (error.code === 'deciphering-refused') {
    return {
      text: 'it could not decipher our first message: encryption key (EK), authentication key (AK), client system title or invocation counter',
      hint: 'Check EK, AK (are they exchanged?) and the client system title; then the start value of the counter.',
    };
  }
  return null;
}

/** The error for the user: what happened, then which setting it probably is. */
export function explained(
  error: DlmsError,
  algorithm: HlsAlgorithm,
  observed: Observed,
  attempted: Attempted,
  notes: readonly string[],
): DlmsError {
  const words = wordsFor(error, algorithm, observed, attempted);
  if (words === null && notes.length === 0) return error;
  const tried = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const text = words === null ? '' : `; ${words.text}`;
  return reworded(error, `${error.message}${text}${tried}`, words === null ? {} : { hint: words.hint });
}
