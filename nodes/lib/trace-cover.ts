/**
 * What of a frame no trace may show, beside the secrets that the mask knows: a secret that is given to a meter is in no
 * setting, and one that is cut into segments or blocks is not found in any of them.
 *
 * So of what we send and the frame does not hold whole, only lengths are shown; of requests that write a secret, nothing.
 * Reading is not touched: a get-request holds no values.
 */
import type { ExplainedApdu, Explanation } from '../../src/index';

const octet = (value: number): string => `\\x${value.toString(16).padStart(2, '0')}`;
/** Class, a logical name with F = 255, attribute or method. */
const descriptor = ([classId, member]: readonly [classId: number, member: number]): string =>
  `\\x00${octet(classId)}.{5}\\xff${octet(member)}`;
const anyOf = (members: readonly (readonly [number, number])[], before = ''): RegExp =>
  new RegExp(members.map((member) => before + descriptor(member)).join('|'), 's');

/** Secret of an association, PPP authentication, PIN of a modem, password of SMTP. */
const attributes = anyOf([
  [15, 7],
  [44, 5],
  [45, 3],
  [46, 4],
]);
const methods: readonly (readonly [number, number])[] = [
  // change_HLS_secret; set_encryption_key of an M-Bus client
  [15, 2],
  [72, 7],
];
const invoked = anyOf(methods);
/** In the list of an access-request, where 3 is an action (Green Book 9.5). */
const invokedByAccess = anyOf(methods, '\\x03');
/** change_secret (change_LLS_secret) and change_HLS_secret of Association SN, FA00 + 40 and + 48, as a variable name or with a parameter. */
const shortName = new RegExp(`[${octet(2)}${octet(4)}]${octet(0xfa)}[${octet(0x40)}${octet(0x48)}]`);

const tags = { get: 0xc0, set: 0xc1, action: 0xc3, read: 0x05, write: 0x06 };

const writesSecret = (apdu: Buffer): boolean => {
  if (apdu[0] === tags.get) return false;
  const text = apdu.toString('latin1');
  return attributes.test(text) || (apdu[0] === tags.action ? invoked : invokedByAccess).test(text) || shortName.test(text);
};

/** Requests that come in blocks, by the choice behind the tag (Green Book 9.5); the short-name ones have a list before it. */
const inBlocks = (apdu: Buffer): boolean => {
  const [tag, choice = 0, first] = apdu;
  switch (tag) {
    case tags.set:
      return [2, 3, 5].includes(choice);
    case tags.action:
      return choice >= 4;
    case tags.read:
    case tags.write:
      return first === 7;
    default:
      return false;
  }
};

/** Bit 5 of the security control octet: encrypted. What is authenticated only can be read without a key, and is not looked into. */
const isOpen = ({ plain, control }: ExplainedApdu): boolean => plain === null && control !== null && (control & 0x20) === 0;

/** Why nothing of a frame that we send is shown; null: all that the mask leaves may be. */
export function coverOf({ apdus, parts }: Explanation): string | null {
  if (apdus.some(({ plain, octets }) => writesSecret(plain ?? octets))) return 'writes a secret: not shown';
  if (apdus.some((apdu) => isOpen(apdu) || inBlocks(apdu.plain ?? apdu.octets)) || (parts > 0 && apdus.length === 0))
    return 'a part of a request, or one that is authenticated only: not shown, it may hold a part of a secret';
  return null;
}
