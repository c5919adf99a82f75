/**
 * Thresholds as people mean them, in the unit of the value that is watched: the meter counts in its own steps, and the
 * scaler of the register says how large these are.
 */
import { type Data, DlmsError, decodeScalerUnit, unitSymbol } from '../../../src/index';
import type { Desk, Place } from './desk';

export interface Measure {
  /** `1-0:1.7.0*255`; null where the meter does not tell. */
  readonly watched: string | null;
  readonly scaler: number;
  readonly unit: string | null;
}

/** Classes with a scaler and unit. */
const registers: readonly number[] = [3, 4, 5];

const numbers = new Set<Data['type']>([
  'integer',
  'unsigned',
  'long',
  'long-unsigned',
  'double-long',
  'double-long-unsigned',
  'long64',
  'long64-unsigned',
  'float32',
  'float64',
]);

/** What `monitored_value` of a limiter or register monitor points at. */
export const measureOf = async (desk: Desk, place: Place): Promise<Measure> => {
  const [monitored] = await desk.data(place, ['monitoredValue']);
  const [classId, name] = monitored?.type === 'structure' ? monitored.value : [];
  const unknown: Measure = { watched: null, scaler: 0, unit: null };
  if (monitored === undefined || typeof classId?.value !== 'number' || name === undefined) return unknown;
  const { logicalName } = desk.plain(place, 'monitoredValue', monitored) as { logicalName: string };
  if (!registers.includes(classId.value)) return { ...unknown, watched: logicalName };
  const [scalerUnit] = await desk.data({ classId: classId.value, obis: logicalName }, ['scalerUnit']);
  const known = scalerUnit === undefined ? null : decodeScalerUnit(scalerUnit);
  if (known === null) return { ...unknown, watched: logicalName };
  return { watched: logicalName, scaler: known.scaler, unit: unitSymbol(known.unit) };
};

/** The meter's count of a value. @throws DlmsError `value-invalid` where the meter cannot count so finely */
export const countOf = (field: string, typed: unknown, { scaler, unit }: Measure): number => {
  const value = typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : typed;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new DlmsError('value-invalid', `${field}: "${String(typed)}" is not a number`);
  const count = value / 10 ** scaler;
  const whole = Math.round(count);
  if (Math.abs(count - whole) <= 1e-6 * Math.max(1, Math.abs(count))) return whole;
  throw new DlmsError('value-invalid', `${field}: the meter counts in steps of ${10 ** scaler} ${unit ?? ''}`.trim());
};

/** A threshold as it is, in its unit; what is no number stays as it came. */
export const measured = (data: Data | undefined, { scaler, unit }: Measure): unknown => {
  if (data === undefined) return null;
  if (!numbers.has(data.type)) return data.value;
  const digits = Math.max(0, -scaler);
  const value = Number((Number(data.value) * 10 ** scaler).toFixed(digits));
  return unit === null ? value : { value, unit };
};
