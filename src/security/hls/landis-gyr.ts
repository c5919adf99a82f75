/**
 * Mechanism 2 of Landis+Gyr E650 and relatives, "coded password": challenge and password are strings of hex digits, and
 * the answer is their sum, as upper-case ASCII of the challenge's length. Four recorded answers bear this out (none of them
 * has a sum above 15, so what happens there is a variant).
 *
 * The meter never proves itself (no f(CtoS)), and it locks after failures: `lockout.ts` keeps the count.
 */
import { DlmsError } from '../../errors';
import { sameOctets } from '../aead';
import type { HlsAlgorithm } from './algorithm';
export type CodedPasswordVariant = 'digit-mod16' | 'carry' | 'right-aligned';

const digitsOf = (octets: Buffer, what: string): number[] =>
  [...octets.toString('latin1')].map((character) => {
    const digit = /^[0-9a-f]$/i.test(character) ? Number.parseInt(character, 16) : -1;
    if (digit < 0) throw new DlmsError('settings-invalid', `the ${what} of a Landis+Gyr coded password has only the digits 0-9 and A-F`);
    return digit;
  });

const toText = (digits: readonly number[]): Buffer =>
  Buffer.from(digits.map((digit) => digit.toString(16).toUpperCase()).join(''), 'latin1');

const addDigits = (a: readonly number[], b: readonly number[]): number[] => a.map((digit, i) => (digit + (b[i] as number)) & 15);

function addNumbers(a: readonly number[], b: readonly number[]): number[] {
  const sum = [...a];
  let carry = 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const digit = (a[i] as number) + (b[i] as number) + carry;
    sum[i] = digit & 15;
    carry = digit >> 4;
  }
  return sum;
}

const zeros = (count: number): number[] => new Array<number>(Math.max(0, count)).fill(0);
const left = (digits: readonly number[], length: number): number[] => [...digits, ...zeros(length - digits.length)].slice(0, length);
const right = (digits: readonly number[], length: number): number[] => [...zeros(length - digits.length), ...digits.slice(-length)];

const variants: Record<CodedPasswordVariant, (challenge: readonly number[], password: readonly number[]) => number[]> = {
  'digit-mod16': (challenge, password) => addDigits(challenge, left(password, challenge.length)),
  carry: (challenge, password) => addNumbers(challenge, left(password, challenge.length)),
  'right-aligned': (challenge, password) => addDigits(challenge, right(password, challenge.length)),
};

export const codedPasswordVariants: readonly { readonly id: CodedPasswordVariant; readonly label: string }[] = [
  { id: 'digit-mod16', label: 'each digit by itself, modulo 16' },
  { id: 'carry', label: 'one number, with carry' },
  { id: 'right-aligned', label: 'each digit by itself, password at the right end' },
];

/** The answer to a challenge. @throws DlmsError `settings-invalid` when challenge or password are no hex digits */
export const codedPassword = (challenge: Buffer, password: Buffer, variant: CodedPasswordVariant = 'digit-mod16'): Buffer =>
  toText(variants[variant](digitsOf(challenge, 'challenge'), digitsOf(password, 'password')));

const variantOf = (text: string | null): CodedPasswordVariant => {
  const found = codedPasswordVariants.find(({ id }) => id === (text ?? 'digit-mod16'));
  if (!found) throw new DlmsError('settings-invalid', `there is no variant ${text} of the Landis+Gyr coded password`);
  return found.id;
};

export const landisGyr: HlsAlgorithm = {
  id: 'landis-gyr',
  label: 'HLS 2: Landis+Gyr coded password',
  hint: 'E650 and relatives. Who records challenge and answer can compute the password, and the meter does not prove itself.',
  mechanism: 2,
  secrets: ['password'],
  serverProof: 'none',
  variants: codedPasswordVariants,
  respond: ({ serverChallenge, secret, variant }) => codedPassword(serverChallenge, secret, variantOf(variant)),
  verify: () => true,
  prove: () => null,
  check: (response, { serverChallenge, secret, variant }) =>
    sameOctets(response, codedPassword(serverChallenge, secret, variantOf(variant))),
};
