/**
 * Selective access to a profile buffer (Blue Book 4.3.6.2.3: range_descriptor and entry_descriptor).
 *
 * Ranges compare the restricting column: date-times as moments (open parts reach as far as they can), everything else as
 * numbers or octets. `from` and `to` belong to the range; null-data leaves a side open. Entries count from 1; `to` 0 means
 * the last one. Columns of the answer are chosen by capture object or by number.
 */
import type { Data } from '../codec/types';
import { refuse } from './refusal';
import { dateTimeOf, elementsOf, nameOf, numberOf } from './values';
import type { WallClock } from './wall-clock';

export interface CaptureObject {
  readonly classId: number;
  readonly logicalName: Buffer;
  readonly attribute: number;
  readonly dataIndex: number;
}

export type Row = readonly Data[];

export function captureObjectOf(value: Data | undefined): CaptureObject {
  const [classId, logicalName, attribute, dataIndex] = elementsOf(value, 4);
  return { classId: numberOf(classId), logicalName: nameOf(logicalName), attribute: numberOf(attribute), dataIndex: numberOf(dataIndex) };
}

export const captureObjectData = ({ classId, logicalName, attribute, dataIndex }: CaptureObject): Data => ({
  type: 'structure',
  value: [
    { type: 'long-unsigned', value: classId },
    { type: 'octet-string', value: logicalName },
    { type: 'integer', value: attribute },
    { type: 'long-unsigned', value: dataIndex },
  ],
});

const sameColumn = (one: CaptureObject, other: CaptureObject): boolean =>
  one.classId === other.classId &&
  one.attribute === other.attribute &&
  one.dataIndex === other.dataIndex &&
  one.logicalName.equals(other.logicalName);

const columnOf = (columns: readonly CaptureObject[], wanted: CaptureObject): number => {
  const index = columns.findIndex((column) => sameColumn(column, wanted));
  return index < 0 ? refuse('object-unavailable', 'the profile does not capture this') : index;
};

/** Whether a column holds date-times: attribute 2 of a clock, or a capture time. */
const holdsTime = ({ classId, attribute }: CaptureObject): boolean =>
  (classId === 8 && attribute === 2) || (classId === 4 && attribute === 5) || (classId === 5 && (attribute === 6 || attribute === 7));

type Comparable = number | bigint | string;

function comparable(value: Data): Comparable {
  if (typeof value.value === 'number' || typeof value.value === 'bigint') return value.value;
  if (typeof value.value === 'boolean') return value.value ? 1 : 0;
  if (Buffer.isBuffer(value.value)) return value.value.toString('latin1');
  return typeof value.value === 'string' ? value.value : refuse('type-unmatched');
}

function inRange(column: CaptureObject, from: Data, to: Data, clock: WallClock): (value: Data) => boolean {
  if (holdsTime(column)) {
    const low = from.type === 'null-data' ? null : clock.utcOf(dateTimeOf(from));
    const high = to.type === 'null-data' ? null : clock.utcOf(dateTimeOf(to), true);
    return (value) => {
      const at = clock.utcOf(dateTimeOf(value));
      return at === null || ((low === null || at >= low) && (high === null || at <= high));
    };
  }
  const low = from.type === 'null-data' ? null : comparable(from);
  const high = to.type === 'null-data' ? null : comparable(to);
  if (low !== null && high !== null && (typeof low === 'string') !== (typeof high === 'string')) refuse('type-unmatched');
  return (value) => {
    const at = comparable(value);
    return (low === null || at >= low) && (high === null || at <= high);
  };
}

const pick = (row: Row, columns: readonly number[]): Row => columns.map((index) => row[index] as Data);

function byRange(parameters: Data, rows: readonly Row[], columns: readonly CaptureObject[], clock: WallClock): readonly Row[] {
  const [restricting, from, to, selected] = elementsOf(parameters, 4) as [Data, Data, Data, Data];
  const index = columnOf(columns, captureObjectOf(restricting));
  const wanted = elementsOf(selected).map((value) => columnOf(columns, captureObjectOf(value)));
  const matches = inRange(columns[index] as CaptureObject, from, to, clock);
  const found = rows.filter((row) => matches(row[index] as Data));
  return wanted.length === 0 ? found : found.map((row) => pick(row, wanted));
}

function byEntry(parameters: Data, rows: readonly Row[], columns: readonly CaptureObject[]): readonly Row[] {
  const [fromEntry, toEntry, fromColumn, toColumn] = elementsOf(parameters, 4).map(numberOf) as [number, number, number, number];
  if (fromEntry < 1 || (toEntry !== 0 && toEntry < fromEntry)) return refuse('scope-of-access-violated', 'no such entries');
  const first = Math.max(fromColumn, 1);
  const last = toColumn === 0 ? columns.length : toColumn;
  if (last > columns.length || first > last) return refuse('scope-of-access-violated', 'no such columns');
  const found = rows.slice(fromEntry - 1, toEntry === 0 ? undefined : toEntry);
  return first === 1 && last === columns.length ? found : found.map((row) => row.slice(first - 1, last));
}

/** Rows for a selector: 1 range, 2 entry. @throws DlmsError `refused` */
export function selectRows(
  selector: number,
  parameters: Data,
  rows: readonly Row[],
  columns: readonly CaptureObject[],
  clock: WallClock,
): readonly Row[] {
  if (selector === 1) return byRange(parameters, rows, columns, clock);
  if (selector === 2) return byEntry(parameters, rows, columns);
  return refuse('scope-of-access-violated', `no selector ${selector}`);
}
