/**
 * Security policies of the security setup (Blue Book 4.4.7): what requests must have and answers get.
 *
 * Version 1 has a bit for each: 2, 3, 4 for authenticated, encrypted and signed requests, 5, 6, 7 for responses. Version
 * 0 has a number for both directions: 0 nothing, 1 authenticated, 2 encrypted, 3 both. Inside the simulator it is the bits.
 */
import { controlOf, type Protection, protectionName } from '../../security/control';

const bit = { authenticated: 0x04, encrypted: 0x08, signed: 0x10 } as const;
/** Bits of the responses stand this much higher than those of the requests. */
const responseShift = 3;
const allBits = 0xfc;

export interface DirectionPolicy {
  readonly protection: Protection;
  readonly signed: boolean;
}

export interface Policy {
  readonly requests: DirectionPolicy;
  readonly answers: DirectionPolicy;
}

const directionOf = (bits: number): DirectionPolicy => ({
  protection: protectionName({ authenticated: (bits & bit.authenticated) !== 0, encrypted: (bits & bit.encrypted) !== 0 }),
  signed: (bits & bit.signed) !== 0,
});

const bitsOf = ({ protection, signed }: DirectionPolicy): number => {
  const { authenticated, encrypted } = controlOf(0, protection);
  return (authenticated ? bit.authenticated : 0) | (encrypted ? bit.encrypted : 0) | (signed ? bit.signed : 0);
};

/** The same for requests and answers. */
export const policyBits = (both: DirectionPolicy): number => bitsOf(both) | (bitsOf(both) << responseShift);

export const policyOf = (bits: number): Policy => ({ requests: directionOf(bits), answers: directionOf(bits >> responseShift) });

/** How the attribute of a version shows the bits, and reads what is to be activated; null when it is no policy. */
export const policyForms: Readonly<Record<0 | 1, { show(bits: number): number; read(value: number): number | null }>> = {
  0: {
    show: (bits) => (bits >> 2) & 0x03,
    read: (value) => (value >= 0 && value <= 3 ? (value << 2) | (value << (2 + responseShift)) : null),
  },
  1: { show: (bits) => bits, read: (value) => ((value & ~allBits) === 0 ? value : null) },
};
