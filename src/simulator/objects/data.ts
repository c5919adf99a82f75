/**
 * Data (Blue Book 4.3.1, class 1): a value that only the meter changes, that clients may write, or that moves.
 */
import type { Data } from '../../codec/types';
import { computed, fixed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';

type Value = Data | ((meter: SimulatedMeter) => Data);
const initialOf = (value: Value, meter: SimulatedMeter): Data => (typeof value === 'function' ? value(meter) : value);

const blueprint = (obis: string, build: MeterBlueprint['build']): MeterBlueprint => ({ classId: 1, version: 0, obis, build });

export const fixedData = (obis: string, value: Value): MeterBlueprint =>
  blueprint(obis, (meter) => ({ attributes: { value: fixed(initialOf(value, meter)) } }));

export const writableData = (obis: string, value: Value): MeterBlueprint =>
  blueprint(obis, (meter) => ({ attributes: { value: variable(initialOf(value, meter)) } }));

export const movingData = (obis: string, value: (meter: SimulatedMeter, at: number) => Data): MeterBlueprint =>
  blueprint(obis, (meter) => ({ attributes: { value: computed((at) => value(meter, at)) } }));
