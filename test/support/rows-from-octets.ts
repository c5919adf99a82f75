import type { ProfileColumn } from '../../src/cosem/profile';
import { type ProfileRow, type RowOptions, RowReader } from '../../src/cosem/profile-rows';

/** All rows of a buffer that arrived in one piece: the data of a get-response, from its tag on. */
export function rowsFromOctets(octets: Buffer, columns: readonly ProfileColumn[], options: RowOptions = {}): ProfileRow[] {
  const reader = new RowReader(columns, options);
  return [...reader.push(octets), ...reader.end()];
}
