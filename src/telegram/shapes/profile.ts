/**
 * Profiles that are sent with their columns: the buffer as the value of an entry of a push object list, or capture objects,
 * rows and, behind them, { scaler, unit } of each column or of each register (Blue Book 4.3.6; Elvaco CMe3100). Each cell
 * becomes an entry with the time of its row.
 */
import type { Data } from '../../codec/types';
import { logicalName, obisAt } from '../../cosem/obis';
import { type CaptureObject, profileColumns } from '../../cosem/profile';
import { rowsFromData } from '../../cosem/profile-rows';
import { type ScalerUnit, scalerAttribute } from '../../cosem/reading';
import { isDlmsError } from '../../errors';
import type { ObjectDefinition } from './definitions';
import { type Entry, elementsOf, scalerUnitOf } from './entry';

/** Scaler and unit of each column, null where it has none. */
type Units = readonly (ScalerUnit | null)[];

/** The cells of a buffer; null when the columns are not known, or are others. */
export function rowEntries(objects: readonly CaptureObject[], buffer: Data, units: Units = []): Entry[] | null {
  if (objects.length === 0) return null;
  try {
    return cellsOf(objects, buffer, units);
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** @throws DlmsError where the buffer does not fit its columns */
function cellsOf(objects: readonly CaptureObject[], buffer: Data, units: Units): Entry[] {
  const columns = profileColumns(objects, { scalerUnit: (object) => units[objects.indexOf(object)] ?? null });
  const clock = columns.findIndex(({ isClock }) => isClock);
  const elements = elementsOf(buffer) ?? [];
  return rowsFromData(buffer, columns).flatMap((row, r) => {
    const time = clock === -1 ? null : row[clock];
    return columns.flatMap((column, c): Entry[] => {
      if (c === clock) return [];
      const scalerUnit = units[c] ?? null;
      return [
        {
          classId: column.classId,
          obis: logicalName(column.obis),
          attribute: column.attribute,
          data: elementsOf(elements[r])?.[c] ?? (elements[r] as Data),
          scalerUnit,
          unitFrom: scalerUnit === null ? null : 'telegram',
          value: row[c],
          unit: column.unit,
          ...(typeof time === 'string' ? { time: { type: 'visible-string', value: time } as Data } : {}),
        },
      ];
    });
  });
}

/** Whether a value is a table with so many columns. */
function isTable(data: Data | undefined, columns: number): boolean {
  const rows = elementsOf(data);
  return rows !== null && rows.length > 0 && rows.every((row) => row.type === 'structure' && row.value.length === columns);
}

/** Units for columns: one for each, or for each that can have one. */
function unitsFor(definitions: readonly ObjectDefinition[], data: Data | undefined): Units | null {
  if (data === undefined) return [];
  const units = elementsOf(data)?.map(scalerUnitOf);
  if (units === undefined || !units.every((unit) => unit !== null)) return null;
  if (units.length === definitions.length) return units;
  const isScaled = definitions.map(({ classId, attribute }) => scalerAttribute(classId ?? 0, attribute) !== null);
  if (units.length !== isScaled.filter(Boolean).length) return null;
  return isScaled.map((scaled, c) => (scaled ? (units[isScaled.slice(0, c).filter(Boolean).length] ?? null) : null));
}

/** The cells of a table that follows its columns; null when the values are something else. */
export function profileEntries(definitions: readonly ObjectDefinition[], values: readonly Data[]): Entry[] | null {
  const [rows, units, ...more] = values;
  if (rows === undefined || more.length > 0 || definitions.length < 2 || !isTable(rows, definitions.length)) return null;
  const known = unitsFor(definitions, units);
  const objects = definitions.map(
    ({ classId, obis, attribute, dataIndex }): CaptureObject => ({ classId: classId ?? 0, obis: obisAt(obis), attribute, dataIndex }),
  );
  return known === null ? null : rowEntries(objects, rows, known);
}
