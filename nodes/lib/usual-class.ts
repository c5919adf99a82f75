/**
 * The interface class that usually carries an OBIS code, for entries that name none (`1-0:1.8.0*255`).
 *
 * The OBIS tables come first; what they do not say follows the general rules of the code: profiles are
 * in C 98 and 99, maxima and minima with a time are extended registers, and most electricity values are registers.
 */
import { describeObis, obisGroups } from '../../src/index';

const register = 3;
const extendedRegister = 4;
const data = 1;
const profile = 7;

/** D of maxima and minima that are stored with the time at which they happened. */
const extremes = new Set([3, 6, 13, 16, 23, 26, 51, 52, 53, 54]);

export const usualClassOf = (code: string): number => {
  const [known] = describeObis(code).classes;
  if (known !== undefined) return known;
  const { a, c, d } = obisGroups(code);
  if (c === 98 || c === 99) return profile;
  if (a === 0) return data;
  if (a === 1 && extremes.has(d)) return extendedRegister;
  return register;
};
