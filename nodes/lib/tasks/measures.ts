/**
 * Thresholds as people mean them, in the unit of the value that is watched: the meter counts in its own steps, and the
 * scaler of the register says how large these are.
 */
import { type Data, DlmsError, decodeScalerUnit, scale, scaledValue, unitSymbol, unscale } from '../../../src/index';
import type { Desk, Place } from './desk';

export interface Measure {
  /** `1-0:1.7.0*255`; null where the meter does not tell. */
  readonly watched: string | null;
  readonly scaler: number;
  readonly unit: string | null;
}

/** Classes with a scaler and unit. */
const registers: readonly number[] = [3, 4, 5];

const floats: readonly Data['type'][] = ['float32', 'float64', 'floating-point'];

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

/** A number as a decimal text, without what binary fractions add to a sum such as 0.1 + 0.2; null where it is none. */
const decimal = (typed: unknown): string | null => {
  const text = typeof typed === 'string' ? typed.trim() : '';
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return text;
  const number = text === '' ? typed : Number(text);
  return typeof number === 'number' && Number.isFinite(number) ? String(Number(number.toPrecision(15))) : null;
};

/**
 * The meter's count of a value; a meter that counts in fractions, as its present value shows, takes any.
 * @throws DlmsError `value-invalid` where the meter cannot count so finely
 */
export const countOf = (field: string, typed: unknown, { scaler, unit }: Measure, present?: Data): number | bigint => {
  const value = decimal(typed);
  if (value === null) throw new DlmsError('value-invalid', `${field}: "${String(typed)}" is not a number`);
  if (present !== undefined && floats.includes(present.type)) return Number(scale(Number(value), -scaler));
  try {
    return unscale(value, scaler);
  } catch (error) {
    const text = `${field}: the meter counts in steps of ${10 ** scaler} ${unit ?? ''}`.trim();
    throw new DlmsError('value-invalid', text, { cause: error });
  }
};

/** A threshold as it is, in its unit; what is no number stays as it came. */
export const measured = (data: Data | undefined, { scaler, unit }: Measure): unknown => {
  if (data === undefined) return null;
  const value = scaledValue(data, scaler);
  if (value === undefined) return data.value;
  return unit === null ? value : { value, unit };
};
