/**
 * The words of ACSE results and diagnostics, and the object identifiers of contexts and mechanisms (Green Book 9.4.2.2,
 * 9.5: Association-result, Associate-source-diagnostic).
 */
import { enumerated } from '../codec/axdr';
import type { ResultSourceDiagnostic } from './acse.types';

export const associationResult = enumerated({ accepted: 0, 'rejected-permanent': 1, 'rejected-transient': 2 });

const userDiagnostic = enumerated({
  null: 0,
  'no-reason-given': 1,
  'application-context-name-not-supported': 2,
  'calling-AP-title-not-recognized': 3,
  'calling-AP-invocation-identifier-not-recognized': 4,
  'calling-AE-qualifier-not-recognized': 5,
  'calling-AE-invocation-identifier-not-recognized': 6,
  'called-AP-title-not-recognized': 7,
  'called-AP-invocation-identifier-not-recognized': 8,
  'called-AE-qualifier-not-recognized': 9,
  'called-AE-invocation-identifier-not-recognized': 10,
  'authentication-mechanism-name-not-recognised': 11,
  'authentication-mechanism-name-required': 12,
  'authentication-failure': 13,
  'authentication-required': 14,
});
const providerDiagnostic = enumerated({ null: 0, 'no-reason-given': 1, 'no-common-acse-version': 2 });

/** The standard's word for a diagnostic, `unknown (n)` when it has none. */
export const diagnosticName = (source: ResultSourceDiagnostic['source'], code: number): string =>
  (source === 'acse-service-user' ? userDiagnostic : providerDiagnostic).word(code);

const contextArc = '2.16.756.5.8.1.';
const mechanismArc = '2.16.756.5.8.2.';

/** Application context: 1 LN, 2 SN, 3 LN with ciphering, 4 SN with ciphering. */
export const applicationContextName = (id: number): string => contextArc + id;
/** Mechanism: 0 lowest, 1 low, 2 .. 7 high. */
export const mechanismName = (id: number): string => mechanismArc + id;

const lastArc = (name: string, arc: string): number | null =>
  name.startsWith(arc) && /^\d+$/.test(name.slice(arc.length)) ? Number(name.slice(arc.length)) : null;

/** The number of an application context name, null when it is not one of DLMS. */
export const applicationContextId = (name: string): number | null => lastArc(name, contextArc);
/** The number of a mechanism name, null when it is not one of DLMS. */
export const mechanismId = (name: string): number | null => lastArc(name, mechanismArc);
