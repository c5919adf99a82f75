/**
 * The prefix of the DLMS gateway protocol in front of an APDU (Green Book clause 10.10):
 *
 *   E6 (request) or E7 (answer) | network id | length | physical device address | APDU
 */

export const gatewayRequest = 0xe6;
export const gatewayAnswer = 0xe7;

/** Octets of the prefix in front of an APDU, as it announces them; 0 where there is none. */
export const prefixLength = (octets: Buffer): number =>
  octets[0] === gatewayRequest || octets[0] === gatewayAnswer ? 3 + (octets[2] ?? 0) : 0;
