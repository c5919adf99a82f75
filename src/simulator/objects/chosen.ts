/**
 * Objects that whoever sets the simulated meter up chooses, beside the usual ones: Register (Blue Book 4.3.2, class 3) or
 * Data (4.3.1, class 1), from a value as people write it.
 */
import type { Data } from '../../codec/types';
import { canonicalObis, obisGroups } from '../../cosem/obis';
import { unscale } from '../../cosem/scaled';
import { units } from '../../cosem/units';
import { DlmsError } from '../../errors';
import { fixed } from '../attribute';
import type { MeterBlueprint } from '../meter';
import { doubleLong, text } from '../values';
import { fixedData } from './data';
import { scalerUnit, unit } from './register';

const written = /^([+-]?\d+(?:\.\d+)?)(?:\s+(\S.*))?$/;

/** `m3` as `m³`: keyboards have no small digits. */
const plain = (symbol: string): string => symbol.replace('²', '2').replace('³', '3');

function unitCode(obis: string, symbol: string): number {
  const found = units.find((one) => one.symbol !== '' && plain(one.symbol) === plain(symbol));
  if (found !== undefined) return found.code;
  throw new DlmsError('settings-invalid', `object ${obis} of the simulated meter: "${symbol}" is no unit of the Blue Book`);
}

/** 32 bits where they are enough, as most meters have it. */
function integerData(obis: string, value: bigint): Data {
  if (BigInt.asIntN(32, value) === value) return doubleLong(Number(value));
  if (BigInt.asIntN(64, value) === value) return { type: 'long64', value };
  throw new DlmsError('settings-invalid', `object ${obis} of the simulated meter: ${value} needs more than 64 bits`);
}

/** A number with a unit, or of a medium, is a register; another number, and a text, is data. */
function chosenObject(obis: string, value: string): MeterBlueprint {
  const [, number, symbol] = written.exec(value.trim()) ?? [];
  if (number === undefined) return fixedData(obis, text(value.trim()));
  const scaler = -(number.split('.')[1]?.length ?? 0);
  const data = integerData(obis, unscale(number, scaler));
  if (symbol === undefined && scaler === 0 && obisGroups(obis).a === 0) return fixedData(obis, data);
  const unitOf = symbol === undefined ? unit.count : unitCode(obis, symbol);
  const attributes = { value: fixed(data), scalerUnit: fixed(scalerUnit(scaler, unitOf)) };
  return { classId: 3, version: 0, obis, build: () => ({ attributes, methods: { reset: () => null } }) };
}

/**
 * The objects of a meter with those that were chosen, which take the place of one of their code and class.
 * @param chosen code -> `1234.5 m³`, `230 V`, `17`, or a text
 * @throws DlmsError `obis-invalid`, `settings-invalid`
 */
export function withChosen(usual: readonly MeterBlueprint[], chosen: Readonly<Record<string, string>> = {}): MeterBlueprint[] {
  const own = new Map(Object.entries(chosen).map(([code, value]) => [canonicalObis(code), value] as const));
  const objects = [...own].map(([obis, value]) => chosenObject(obis, value));
  for (const { obis, classId } of objects) {
    const there = usual.find((one) => one.obis === obis);
    if (there !== undefined && there.classId !== classId)
      throw new DlmsError('settings-invalid', `object ${obis} of the simulated meter is there with class ${there.classId}`);
  }
  return [...usual.filter(({ obis }) => !own.has(obis)), ...objects];
}
