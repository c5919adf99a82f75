/**
 * Scaler profiles: where meters of India (IS 15959) and Russia (SPODES, GOST R 58940) keep scaler and unit of what a profile
 * captures. Such a profile has one row, the scaler_unit of each register; the registers themselves can often not be read.
 */
import type { Data } from '../codec/types';
import { isDlmsError } from '../errors';
import { canonicalObis } from './obis';
import { lines, once } from './obis-tables';
import { decodeCaptureObjects } from './profile';
import { decodeScalerUnit, type ScalerUnit } from './reading';

/** Profile ; its scaler profiles: 94.91 in India, 94.7 in Russia. `x` is any digit. */
const table = `
1-0:94.91.0 ; 1-0:94.91.3
1-0:99.1.0 ; 1-0:94.91.4 1-0:94.7.4
1-0:99.2.0 ; 1-0:94.91.5 1-0:94.7.4
1-0:98.1.0 ; 1-0:94.91.6 1-0:94.7.1
1-0:98.2.0 ; 1-0:94.7.2
0-0:99.98.x ; 1-0:94.91.7
1-0:94.7.0 ; 1-0:94.7.3
`;

const scalerProfiles = once(() => new Map(lines(table).map(([profile, [others = '']]) => [`${profile}*255`, others.split(' ')])));

/** The scaler profiles that a profile may have, by its code; empty for codes that neither standard knows. @throws DlmsError `obis-invalid` */
export function scalerProfilesOf(obis: string): readonly string[] {
  const code = canonicalObis(obis);
  return scalerProfiles().get(code) ?? scalerProfiles().get(code.replace(/\d(?=\*)/, 'x')) ?? [];
}

/** Scaler and unit by the code of the register, of capture objects and buffer of a scaler profile; null is what the meter refused. */
export function scalersInProfile(captured: Data | null, buffer: Data | null): ReadonlyMap<string, ScalerUnit> {
  const found = new Map<string, ScalerUnit>();
  const row = buffer?.type === 'array' || buffer?.type === 'compact-array' ? buffer.value[0] : undefined;
  if (captured === null || row?.type !== 'structure') return found;
  for (const [i, { obis }] of objectsIn(captured).entries()) {
    const scalerUnit = decodeScalerUnit(row.value[i] ?? null);
    if (scalerUnit !== null) found.set(obis, scalerUnit);
  }
  return found;
}

/** None where the meter sends something else: its columns then stay without unit. */
function objectsIn(captured: Data): ReturnType<typeof decodeCaptureObjects> {
  try {
    return decodeCaptureObjects(captured);
  } catch (error) {
    if (isDlmsError(error)) return [];
    throw error;
  }
}
