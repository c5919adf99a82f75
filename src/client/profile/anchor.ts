/**
 * Finding one's place again in a buffer that has moved: fingerprints of the last rows that were delivered.
 *
 * Row numbers shift when a full buffer takes a new row, and times repeat when a clock is set back; a run of whole rows does
 * neither. The place is behind the first rows that carry the fingerprints in the same order.
 */
import type { ProfileColumn } from '../../cosem/profile';
import type { ProfileRow } from '../../cosem/profile-rows';
import { DlmsError } from '../../errors';
import type { ProfileCursor } from './types';

/** Rows in an anchor. One row with a time and growing registers would do; identical rows of event logs need more. */
export const anchorLength = 4;

/** 53 bits of a text: two 32-bit multiply-and-mix lanes. A fingerprint, no protection. */
function fingerprint(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)).toString(36);
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

const rowFingerprint = (row: ProfileRow): string => fingerprint(JSON.stringify(row, plain));

/** Of the columns and of how they are read: fingerprints of rows compare only where this is the same. */
export const signatureOf = (columns: readonly ProfileColumn[]): string =>
  fingerprint(
    JSON.stringify(
      columns.map(({ classId, obis, attribute, dataIndex, scaler, context }) => [
        classId,
        obis,
        attribute,
        dataIndex,
        scaler,
        context.clock,
      ]),
    ),
  );

/** The anchor after some more rows. */
export const movedAnchor = (anchor: readonly string[], rows: readonly ProfileRow[]): readonly string[] =>
  [...anchor, ...rows.slice(-anchorLength).map(rowFingerprint)].slice(-anchorLength);

/** Watches rows go by until the place behind the anchor is reached. */
export class AnchorSearch {
  private readonly seen: string[] = [];
  private count = 0;
  found: boolean;

  /**
   * @param atStart the first row that comes is the first that there is: of the anchor only the end may be left
   */
  constructor(
    private readonly anchor: readonly string[],
    private readonly atStart: boolean,
  ) {
    this.found = anchor.length === 0;
  }

  /** True for rows behind the anchor. */
  passes(row: ProfileRow): boolean {
    if (this.found) return true;
    this.count++;
    this.seen.push(rowFingerprint(row));
    if (this.seen.length > this.anchor.length) this.seen.shift();
    this.found = this.isAnchor();
    return false;
  }

  private isAnchor(): boolean {
    const { anchor, seen } = this;
    const whole = seen.length === anchor.length;
    const cutOff = this.atStart && this.count === seen.length;
    if (!whole && !cutOff) return false;
    return seen.every((print, i) => print === anchor[anchor.length - seen.length + i]);
  }
}

/**
 * A cursor that was stored somewhere.
 * @throws DlmsError `settings-invalid` when it is none, or of another profile
 */
export function checkCursor(cursor: ProfileCursor, obis: string): ProfileCursor {
  const { version, anchor, signature, time, entry } = cursor as Partial<ProfileCursor>;
  const sound =
    version === 1 &&
    typeof signature === 'string' &&
    (time === null || (typeof time === 'string' && Number.isFinite(Date.parse(time)))) &&
    (entry === null || Number.isSafeInteger(entry)) &&
    Array.isArray(anchor) &&
    anchor.length <= anchorLength &&
    anchor.every((print) => typeof print === 'string');
  if (!sound) throw new DlmsError('settings-invalid', 'this is no cursor of a profile');
  if (cursor.obis !== obis) throw new DlmsError('settings-invalid', `the cursor belongs to ${cursor.obis}, not to ${obis}`);
  return cursor;
}
