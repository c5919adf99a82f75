/**
 * Why an AARE refuses, in words (Green Book 9.4.2.2, Associate-source-diagnostic; facts of the four shapes in `associate.ts`).
 * The diagnostic decides the code; a confirmed-service-error in the user-information adds the meter's own reason.
 */
import type { Aare } from '../apdu/acse.types';
import { applicationContextId } from '../apdu/acse-words';
import { DlmsError, type ErrorCode, isDlmsError } from '../errors';
import { decodeApdu } from './exchange';
import { confirmedServiceErrorOf } from './refusal';
import type { Session } from './types';

interface Row {
  readonly code: ErrorCode;
  readonly hint: string;
}

const byDiagnostic: Readonly<Record<string, Row>> = {
  'application-context-name-not-supported': {
    code: 'association-rejected',
    hint: 'Client, level and protection do not belong together for this meter: a client other than 16 mostly needs a password or keys. Else try the other referencing (LN or SN).',
  },
  'calling-AP-title-not-recognized': { code: 'association-rejected', hint: 'The meter does not accept the client system title.' },
  'calling-AE-qualifier-not-recognized': { code: 'association-rejected', hint: 'The meter does not accept the certificate of the client.' },
  'calling-AE-invocation-identifier-not-recognized': { code: 'association-rejected', hint: 'The meter does not know this user id.' },
  'authentication-mechanism-name-not-recognised': {
    code: 'association-rejected',
    hint: 'The meter does not know this authentication level for this client: choose another one.',
  },
  'authentication-mechanism-name-required': { code: 'association-rejected', hint: 'The meter wants an authentication level: none is set.' },
  'authentication-failure': {
    code: 'authentication-failed',
    hint: 'Check the password or key for this client. Some meters lock after several failures: wait before the next try.',
  },
  'authentication-required': { code: 'authentication-failed', hint: 'This client needs a password or key: set the authentication level.' },
};

/** The last arc of the application context that these options ask for. */
export const askedContext = ({ options, security }: Session): 1 | 2 | 3 | 4 =>
  options.referencing === 'ln' ? (security.cipheredContext ? 3 : 1) : security.cipheredContext ? 4 : 2;

const contexts: Readonly<Record<number, string>> = {
  1: 'logical names, not ciphered',
  2: 'short names, not ciphered',
  3: 'logical names, ciphered',
  4: 'short names, ciphered',
};

/** A meter that names another context than was asked for says what it would take. */
function contextHint(session: Session, { applicationContextName }: Aare): string | undefined {
  const id = applicationContextId(applicationContextName);
  if (id === null || id === askedContext(session)) return undefined;
  return `The meter answers with the application context "${contexts[id]}": set referencing and protection to it.`;
}

/** What the user-information of a refusing AARE says, null when it is absent, an InitiateResponse or cannot be read. */
function reasonInside(session: Session, aare: Aare): DlmsError | null {
  if (aare.userInformation === undefined) return null;
  try {
    const { apdu } = decodeApdu(session.security.unprotect(aare.userInformation));
    return apdu.kind === 'confirmed-service-error' ? confirmedServiceErrorOf(apdu.value) : null;
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** The error of a refusing AARE: `authentication-failed`, `association-busy` or `association-rejected`. */
export function associationRefused(session: Session, aare: Aare): DlmsError {
  const { source, code, name } = aare.resultSourceDiagnostic;
  const row = byDiagnostic[name];
  const hint = row?.hint ?? contextHint(session, aare);
  const inside = reasonInside(session, aare);
  const transient = aare.result === 'rejected-transient';
  const words = `${aare.result}, ${name} (${source} ${code})${inside === null ? '' : `; ${inside.message}`}`;
  return new DlmsError(
    row?.code ?? (transient ? 'association-busy' : 'association-rejected'),
    `the meter refuses the association: ${words}`,
    {
      result: { code, name },
      ...(hint === undefined ? {} : { hint }),
      ...(inside === null ? {} : { cause: inside }),
      details: { result: aare.result, source, ...inside?.details },
    },
  );
}
