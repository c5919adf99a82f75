/**
 * Validators of the security node: true, or the reason as text. A stored secret never comes back to the browser, so of
 * it only "there is one" is known; what is typed is checked for form and length before it is deployed.
 */
import { type KeyringEntry, keyringLines } from '../../src/security/keyring-text';
import { isVariable } from '../forms/variables';
import { fieldValue, isOpenInDialog } from './field-value';
import { sayOfSecurity, storedMark } from './security-texts';
import { holds } from './visibility';

type Verdict = true | string;
type Validator = (this: unknown, value: unknown) => Verdict;

const protectedMessages = 'protection=authenticated,encrypted,both';
const keyOctets = (suite: string): number => (suite === '2' ? 32 : 16);

/** Whether the conditions of `data-dlms-show` hold for this node. */
const matters = (conditions: string, node: unknown): boolean => holds(conditions, (field) => fieldValue(node, field));

const isOpen = (value: unknown): value is '' | undefined | null => value === undefined || value === null || String(value).trim() === '';
const isKept = (value: string): boolean => value === storedMark || isVariable(value);
const isQuoted = (value: string): boolean => /^\s*(".*"|'.*')\s*$/s.test(value);

/** Octets of a key as typed, or why it is none. */
export const keyFault = (typed: string, suite: string): Verdict => {
  const need = keyOctets(suite);
  const wrong = (got: number, key = 'keyLength'): string => sayOfSecurity(`invalid.${key}`, { got, suite, need, digits: 2 * need });
  if (isQuoted(typed)) {
    const got = new TextEncoder().encode(typed.trim().slice(1, -1)).length;
    return got === need ? true : wrong(got);
  }
  const digits = typed.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  if (/[^0-9a-f]/i.test(digits)) return sayOfSecurity('invalid.keyDigits');
  if (digits.length % 2 !== 0) return sayOfSecurity('invalid.keyOdd', { got: digits.length });
  if (digits.length === need) return wrong(digits.length / 2, 'keyText');
  return digits.length / 2 === need ? true : wrong(digits.length / 2);
};

const keyIfTyped = (value: unknown, node: unknown): Verdict => {
  const typed = String(value);
  return isKept(typed) ? true : keyFault(typed, fieldValue(node, 'suite'));
};

/** Only the dialog knows of each secret whether there is one. */
const missing = (node: unknown, needed: string): Verdict =>
  isOpenInDialog(node) && matters(needed, node) && isOpen(fieldValue(node, 'keyring')) ? sayOfSecurity('invalid.missing') : true;

export const optionalKey: Validator = function (this: unknown, value) {
  return isOpen(value) ? true : keyIfTyped(value, this);
};

/** A secret that is needed under these conditions, unless a keyring has it. */
export const neededSecret = (conditions: string, form: Validator): Validator =>
  function (this: unknown, value) {
    return isOpen(value) ? missing(this, conditions) : form.call(this, value);
  };

/** EK and AK: needed where level or protection use them. */
export const key = neededSecret(`level=gmac | ${protectedMessages}`, optionalKey);

const usesSuite = `level=gmac,ecdsa | ${protectedMessages}`;

const keysOf = ({ keys: { password: _password, ...keys }, next }: KeyringEntry): string[] =>
  [...Object.values(keys), ...Object.values(next)].filter((typed) => typed !== '' && !typed.includes('${'));

/** A meter a line; environment variables in it are put in by the runtime. */
export const keyring: Validator = function (this: unknown, value) {
  if (isOpen(value) || isKept(String(value))) return true;
  const keySuite = matters(usesSuite, this) ? fieldValue(this, 'suite') : '0';
  for (const { line, read } of keyringLines(String(value))) {
    if (!('meter' in read))
      return sayOfSecurity(read.field === undefined ? 'invalid.keyringLine' : 'invalid.keyringField', { line, ...read });
    const fault = keysOf(read)
      .map((typed) => keyFault(typed, keySuite))
      .find((verdict) => verdict !== true);
    if (fault !== undefined) return sayOfSecurity('invalid.keyringKey', { line, why: fault });
  }
  return true;
};

const needsPassword = 'level=low,md5,sha1,sha256 | level=vendor vendorAlgorithm=aes-ecb,landis-gyr';
const hexOctets = /^([0-9a-f]{2})*$/i;

/** Its form, where there is one. */
export const optionalPassword: Validator = function (this: unknown, value) {
  // Nothing between the quotes: a password that is empty on purpose.
  if (isOpen(value) || isKept(String(value)) || value === '""') return true;
  if (matters('level=vendor vendorAlgorithm=landis-gyr', this))
    return /^[0-9a-f]+$/i.test(String(value)) ? true : sayOfSecurity('invalid.landisGyr');
  if (fieldValue(this, 'passwordForm') !== 'hex') return true;
  return hexOctets.test(
    String(value)
      .replace(/0x/gi, '')
      .replace(/[\s:,_-]/g, ''),
  )
    ? true
    : sayOfSecurity('invalid.keyDigits');
};

export const password = neededSecret(needsPassword, optionalPassword);

export const title: Validator = (value) => {
  if (isOpen(value)) return true;
  const typed = String(value).trim();
  if (isKept(typed)) return true;
  // Nothing between the quotes: a title that is empty on purpose (Italy).
  const isText = isQuoted(typed) ? typed.length === 10 || typed.length === 2 : typed.length === 8 && !/^0x/i.test(typed);
  const digits = typed.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  return isText || /^[0-9a-f]{16}$/i.test(digits) ? true : sayOfSecurity('invalid.title');
};

const namesUs = `level=gmac,sha256,ecdsa | ${protectedMessages}`;

/** Our own title: an own certificate has one. */
export const clientTitle: Validator = function (this: unknown, value) {
  if (!isOpen(value)) return title.call(this, value);
  const given = !isOpenInDialog(this) || !isOpen(fieldValue(this, 'clientCertificate'));
  return given || !matters(namesUs, this) ? true : sayOfSecurity('invalid.titleMissing');
};

const wantsPublicKeys = 'level=ecdsa | ciphering=one-pass,static-unified protection=authenticated,encrypted,both';

export const suite: Validator = function (this: unknown, value) {
  return String(value) === '0' && matters(wantsPublicKeys, this) ? sayOfSecurity('invalid.suite') : true;
};

export const challengeLength: Validator = (value) => {
  if (isOpen(value) || isKept(String(value))) return true;
  const length = Number(value);
  return Number.isInteger(length) && (length === 0 || (length >= 8 && length <= 64)) ? true : sayOfSecurity('invalid.challengeLength');
};

/** What a PEM text says that it is: `PRIVATE KEY`, `CERTIFICATE`; none where it is hex or base64. */
const pemKinds = (typed: string): string[] => [...typed.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, kind]) => kind ?? '');

const pem =
  (faultOf: (kind: string) => string | null): Validator =>
  (value) => {
    if (isOpen(value) || isKept(String(value))) return true;
    const typed = String(value);
    const kinds = pemKinds(typed);
    const fault = kinds.map(faultOf).find((one) => one !== null);
    if (fault !== undefined) return sayOfSecurity(`invalid.${fault}`);
    return kinds.every((kind) => typed.includes(`-----END ${kind}-----`)) ? true : sayOfSecurity('invalid.pemEnd');
  };

export const privateKey = pem((kind) =>
  kind === 'ENCRYPTED PRIVATE KEY' ? 'pemLocked' : kind.endsWith('PRIVATE KEY') || kind === 'EC PARAMETERS' ? null : 'pemNoKey',
);

/** Or a public key. */
export const certificate = pem((kind) => (kind.endsWith('PRIVATE KEY') ? 'pemPrivate' : null));
