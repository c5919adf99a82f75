/**
 * Scaled values, decimal-exact: value * 10^scaler (Blue Book part 2, clause 4.3.2, scaler_unit) without the errors of binary
 * fractions. 3 * 10^-1 is 0.3.
 *
 * A whole number of at most 15 digits divided by an exact power of ten is rounded once by the processor, and the nearest
 * double of a decimal with at most 15 digits always prints as that decimal: one division is enough. Longer values go through
 * bigint; where a double would lose digits, the result is a decimal text.
 */
import { DlmsError } from '../errors';

/** Exact powers of ten as doubles: 10^0 .. 10^22. */
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const fifteenDigits = 999_999_999_999_999;

function insertPoint(digits: string, places: number): string {
  const padded = digits.padStart(places + 1, '0');
  const fraction = padded.slice(padded.length - places).replace(/0+$/, '');
  const whole = padded.slice(0, padded.length - places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/**
 * value * 10^scaler as a decimal text without exponent and without trailing zeros: `-0.05`, `12000`.
 * @param scaler whole number, -128..127
 */
export function decimalText(value: bigint, scaler: number): string {
  if (value === 0n) return '0';
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString();
  return sign + (scaler >= 0 ? digits + '0'.repeat(scaler) : insertPoint(digits, -scaler));
}

/** The number that a decimal text means, if it prints as the same decimal; else the text. */
function numberOrText(text: string): number | string {
  const number = Number(text);
  // A double prints with an exponent from 1e21 on and below 1e-6; the text of such a value is put in the same form first.
  return Number.isFinite(number) && plainDecimal(String(number)) === text ? number : text;
}

/** `1.5e-7` -> `0.00000015` */
function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  return sign + decimalText(BigInt(whole + fraction), Number(exponent) - fraction.length);
}

/**
 * value * 10^scaler: a number where it prints as the exact decimal, else a decimal text.
 *
 * Values with a fraction (floats of the meter) are moved by whole decimal places; NaN and infinities stay what they are.
 * @param scaler whole number, -128..127
 */
export function scale(value: number | bigint, scaler: number): number | string {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value <= fifteenDigits && value >= -fifteenDigits) {
      if (scaler === 0) return value;
      if (scaler < 0 && scaler >= -22) return value === 0 ? 0 : value / (powers[-scaler] as number);
      return numberOrText(decimalText(BigInt(value), scaler));
    }
    if (!Number.isInteger(value)) return scaler === 0 || !Number.isFinite(value) ? value : shifted(value, scaler);
    return numberOrText(decimalText(BigInt(value), scaler));
  }
  if (value <= BigInt(fifteenDigits) && value >= -BigInt(fifteenDigits)) return scale(Number(value), scaler);
  return numberOrText(decimalText(value, scaler));
}

/** A float moved by decimal places: read from its shortest decimal, so 0.1 * 10^-1 is 0.01. */
function shifted(value: number, scaler: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + scaler}`);
}

/**
 * The shortest decimal that is still this 32-bit float: 0.1 sent as float32 is 0.1, not 0.10000000149011612.
 * @param value a number that is exact in 32 bits; others come back unchanged
 */
export function shortestFloat32(value: number): number {
  if (!Number.isFinite(value) || Math.fround(value) !== value) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/**
 * The whole number to send for a value in units: 12.5 with scaler -1 is 125.
 * @throws DlmsError `value-invalid` when the value is no decimal number, or finer than the scaler allows
 */
export function unscale(value: number | string | bigint, scaler: number): bigint {
  const text = plainDecimal(String(value).trim());
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new DlmsError('value-invalid', `"${value}" is not a decimal number`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const places = fraction.replace(/0+$/, '');
  const shift = -scaler - places.length;
  const magnitude = BigInt(whole + places);
  const factor = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && magnitude % factor !== 0n)
    throw new DlmsError('value-invalid', `${value} is finer than the resolution of the object, 10^${scaler}`);
  const result = shift < 0 ? magnitude / factor : magnitude * factor;
  return sign === '-' ? -result : result;
}
