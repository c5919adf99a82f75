/**
 * Random numbers that repeat: the same seed gives the same meter, the same noise and the same faults.
 *
 * The generator is a 32-bit Weyl sequence with a mixing step (public-domain "splitmix32"); it is no source of secrets.
 */

/** Draws from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** @param seed any integer; `stream` gives independent sequences of one seed. */
export function seededRandom(seed: number, stream = 0): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 0x1_0000_0000;
  };
}
