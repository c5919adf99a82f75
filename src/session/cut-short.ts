/**
 * Answers that meters cut short although they say enough: an ACTION response that ends behind its result, without the flag
 * that no return parameters follow, and an exception-response that ends behind its state-error (Green Book 9.5).
 */

/** The answer with what was left out; anything else as it came. */
export function completed(octets: Buffer): Buffer {
  const action = octets.length === 4 && octets[0] === 0xc7 && octets[1] === 0x01;
  if (action) return Buffer.concat([octets, Buffer.of(0x00)]);
  const exception = octets.length === 2 && octets[0] === 0xd8;
  // service-error 3: other-reason
  return exception ? Buffer.concat([octets, Buffer.of(0x03)]) : octets;
}
