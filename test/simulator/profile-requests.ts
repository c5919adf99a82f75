/**
 * Requests for rows of the load profile in hex, and the rows of a buffer.
 */
import type { Data } from '../../src/codec/types';

/** Rows of a buffer. */
export const rowsIn = (buffer: Data | undefined): (readonly Data[])[] =>
  buffer?.type === 'array' ? buffer.value.map((row) => (row.type === 'structure' ? row.value : [])) : [];

/** GET of the whole buffer of the load profile. */
export const getProfile = 'C001C100070100630100FF02';

/** Rows between two date-times of twelve octets. */
export const clockRange = (from: string, to: string, columns = '0100') =>
  `${getProfile}01010204020412000809060000010000FF0F02120000090C${from}090C${to}${columns}`;

/** Rows and columns by number; 0 = up to the last. */
export const entries = (from: number, to: number, firstColumn: number, lastColumn: number) => {
  const u32 = (value: number) => `06${value.toString(16).padStart(8, '0')}`;
  const u16 = (value: number) => `12${value.toString(16).padStart(4, '0')}`;
  return `${getProfile}01020204${u32(from)}${u32(to)}${u16(firstColumn)}${u16(lastColumn)}`.toUpperCase();
};
