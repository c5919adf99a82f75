/**
 * What a simulated meter draws for an association (Green Book 9.2.2.2, 9.2.3.3): its challenge, and the keys that live as
 * long as the association. All of it comes from a seeded source, so that a run repeats: it is no source of secrets.
 */
import { parsePassword } from '../../security/keys';
import type { SecuritySuite } from '../../security/suites';
import type { Random } from '../random';
import type { ChallengeOptions } from './options';

/** Letters and digits: clients that take printable challenges only take these. */
const printable = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hexDigits = '0123456789ABCDEF';

const drawOctets = (random: Random, count: number): Buffer => Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));

const drawFrom = (alphabet: string, random: Random, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''), 'latin1');

const forms: Readonly<Record<NonNullable<ChallengeOptions['form']>, (random: Random, count: number) => Buffer>> = {
  octets: drawOctets,
  printable: (random, count) => drawFrom(printable, random, count),
  hex: (random, count) => drawFrom(hexDigits, random, count),
};

/** A challenge (StoC). @param options length and form filled in */
export const drawChallenge = ({ length, form, fixed }: ChallengeOptions & { readonly length: number }, random: Random): Buffer =>
  fixed === undefined ? forms[form ?? 'octets'](random, length) : parsePassword(fixed);

/** A private key on the curve of a suite: a number of the curve's length below its order, which begins with FF. */
export function drawScalar(random: Random, octets: number): Buffer {
  const scalar = drawOctets(random, octets);
  scalar[0] = ((scalar[0] as number) & 0x7f) | 1;
  return scalar;
}

/** Keys of one association: what goes out wrapped or as an ephemeral key. */
export const drawKeys = (random: Random, suite: SecuritySuite): { readonly sessionKey: Buffer; readonly ephemeralKey?: Buffer } => ({
  sessionKey: drawOctets(random, suite.keyOctets),
  ...(suite.curve ? { ephemeralKey: drawScalar(random, suite.curve.fieldOctets) } : {}),
});
