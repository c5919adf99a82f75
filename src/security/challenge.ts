/**
 * Challenges (CtoS, StoC): 8 to 64 octets (GB 9.2.7.4), of an alphabet that the other side can bear. Some meters take the
 * challenge for text, vendor algorithms want hex digits. Random octets are drawn outside and passed in, two for
 * each character of the challenge, so that every character is as likely as the others.
 */
import { DlmsError } from '../errors';

/** `octets`: any value; the others are ASCII. */
export const challengeAlphabets = {
  octets: null,
  printable: Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join(''),
  alphanumeric: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  hex: '0123456789ABCDEF',
} as const;
export type ChallengeAlphabet = keyof typeof challengeAlphabets;

export interface ChallengeOptions {
  /** 8..64; 0 sends an empty challenge, as the tool of one vendor does. Default 16; with ECDSA 32 at least is wise. */
  readonly length?: number;
  readonly alphabet?: ChallengeAlphabet;
}

const defaultLength = 16;

/** How many random octets `challengeFrom` needs. */
export const randomOctetsFor = ({ length = defaultLength, alphabet = 'octets' }: ChallengeOptions): number =>
  alphabet === 'octets' ? length : 2 * length;

/**
 * A challenge of these random octets.
 * @throws DlmsError `settings-invalid` when the length is not allowed or the random octets are too few
 */
export function challengeFrom(random: Buffer, options: ChallengeOptions = {}): Buffer {
  const { length = defaultLength, alphabet = 'octets' } = options;
  if (!Number.isInteger(length) || (length !== 0 && (length < 8 || length > 64))) {
    throw new DlmsError('settings-invalid', `a challenge has 8 to 64 octets (or none), not ${length}`);
  }
  const needed = randomOctetsFor({ length, alphabet });
  if (random.length < needed) throw new DlmsError('settings-invalid', `${needed} random octets are needed, ${random.length} were given`);
  const characters = challengeAlphabets[alphabet];
  if (characters === null) return Buffer.from(random.subarray(0, length));
  const choose = (at: number): number => characters.charCodeAt((random.readUInt16BE(2 * at) * characters.length) >>> 16);
  return Buffer.from(Array.from({ length }, (_, at) => choose(at)));
}
