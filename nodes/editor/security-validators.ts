/**
 * Validators of the security node: true, or the reason as text. A stored secret never comes back to the browser, so of
 * it only "there is one" is known; what is typed is checked for form and length before it is deployed.
 */
import { matters, type SavedSecurity, sayOfSecurity, securityValue, storedMark } from './security-texts';

type Verdict = true | string;
type Validator = (this: unknown, value: unknown) => Verdict;

const protectedMessages = 'protection=authenticated,encrypted,both';
const keyOctets = (suite: string): number => (suite === '2' ? 32 : 16);

/** `validate` of a credential is called with the credentials, `validate` of a default with the node. */
const savedOf = (self: unknown): SavedSecurity => (typeof self === 'object' && self !== null ? (self as SavedSecurity) : {});

const isOpen = (value: unknown): value is '' | undefined | null => value === undefined || value === null || String(value).trim() === '';
const isKept = (value: string): boolean => value === storedMark || /^\$\{[^}]+\}$/.test(value.trim());
const isQuoted = (value: string): boolean => /^\s*(".*"|'.*')\s*$/s.test(value);

/** Octets of a key as typed, or why it is none. */
export const keyFault = (typed: string, suite: string): Verdict => {
  const need = keyOctets(suite);
  const wrong = (got: number): string => sayOfSecurity('invalid.keyLength', { got, suite, need, digits: 2 * need });
  if (isQuoted(typed)) {
    const got = new TextEncoder().encode(typed.trim().slice(1, -1)).length;
    return got === need ? true : wrong(got);
  }
  const digits = typed.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  if (/[^0-9a-f]/i.test(digits)) return sayOfSecurity('invalid.keyDigits');
  if (digits.length % 2 !== 0) return sayOfSecurity('invalid.keyOdd', { got: digits.length });
  if (digits.length === need) return sayOfSecurity('invalid.keyText', { got: digits.length / 2 });
  return digits.length / 2 === need ? true : wrong(digits.length / 2);
};

const keyIfTyped = (value: unknown, saved: SavedSecurity): Verdict => {
  const typed = String(value);
  return isKept(typed) ? true : keyFault(typed, securityValue('suite', saved));
};

/** EK and AK: needed where level or protection use them, unless a keyring has them. */
export const key: Validator = function (this: unknown, value) {
  const saved = savedOf(this);
  if (!isOpen(value)) return keyIfTyped(value, saved);
  const needed = matters(`level=gmac | ${protectedMessages}`, saved) && isOpen(securityValue('keyring', saved));
  return needed && $('#dlms-security-test').length > 0 ? sayOfSecurity('invalid.missing') : true;
};

export const optionalKey: Validator = function (this: unknown, value) {
  return isOpen(value) ? true : keyIfTyped(value, savedOf(this));
};

const hexOctets = /^([0-9a-f]{2})*$/i;

export const password: Validator = function (this: unknown, value) {
  const saved = savedOf(this);
  // Nothing between the quotes: a password that is empty on purpose.
  if (isOpen(value) || isKept(String(value)) || value === '""') return true;
  if (matters('level=vendor vendorAlgorithm=landis-gyr', saved) && !/^[0-9a-f]+$/i.test(String(value)))
    return sayOfSecurity('invalid.landisGyr');
  if (securityValue('passwordForm', saved) !== 'hex') return true;
  return hexOctets.test(
    String(value)
      .replace(/0x/gi, '')
      .replace(/[\s:,_-]/g, ''),
  )
    ? true
    : sayOfSecurity('invalid.keyDigits');
};

export const title: Validator = (value) => {
  if (isOpen(value)) return true;
  const typed = String(value).trim();
  if (isKept(typed)) return true;
  // Nothing between the quotes: a title that is empty on purpose (Italy).
  const isText = isQuoted(typed) ? typed.length === 10 || typed.length === 2 : typed.length === 8 && !/^0x/i.test(typed);
  const digits = typed.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  return isText || /^[0-9a-f]{16}$/i.test(digits) ? true : sayOfSecurity('invalid.title');
};

const wantsPublicKeys = 'level=ecdsa | ciphering=one-pass,static-unified protection=authenticated,encrypted,both';

export const suite: Validator = function (this: unknown, value) {
  return String(value) === '0' && matters(wantsPublicKeys, savedOf(this)) ? sayOfSecurity('invalid.suite') : true;
};

export const challengeLength: Validator = (value) => {
  if (isOpen(value) || isKept(String(value))) return true;
  const length = Number(value);
  return Number.isInteger(length) && (length === 0 || (length >= 8 && length <= 64)) ? true : sayOfSecurity('invalid.challengeLength');
};
