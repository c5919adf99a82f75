/**
 * Scaler and unit of columns whose registers cannot be read: those that the meter keeps in a scaler profile (IS 15959, SPODES).
 * It is asked for only where some are missing.
 */
import type { Data } from '../../codec/types';
import { type CaptureObject, capturedScaler } from '../../cosem/profile';
import type { ScalerUnit } from '../../cosem/reading';
import { scalerProfilesOf, scalersInProfile } from '../../cosem/scaler-profile';
import { isDlmsError } from '../../errors';
import type { AttributeReference } from '../types';

/** Scaler and unit of a column; null where it has none, undefined where the meter does not tell now. */
export type ToldScaler = ScalerUnit | null | undefined;

/** What is read beside the rows: exceptions to all of it are no reason not to read them. */
export async function orNothing<T>(read: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read;
  } catch (error) {
    if (isDlmsError(error) && !error.fatal && (error.layer === 'service' || error.layer === 'codec')) return [];
    throw error;
  }
}

const profileGeneric = 7;
/** capture_objects, buffer. */
const attributes = [3, 2] as const;

/** Reads attributes; null for what the meter refuses. */
type Read = (references: readonly AttributeReference[]) => Promise<readonly (Data | null)[]>;

const isScaled = (object: CaptureObject): boolean => capturedScaler(object) !== null;

/**
 * The scalers of the columns of a profile, completed. @param known those that were read, in the order of `objects`
 * @throws DlmsError `obis-invalid`, and what `read` throws
 */
export async function completedScalers(
  profile: string,
  objects: readonly CaptureObject[],
  known: readonly ToldScaler[],
  read: Read,
): Promise<readonly ToldScaler[]> {
  const isMissing = objects.some((object, i) => isScaled(object) && (known[i] ?? null) === null);
  const profiles = isMissing ? scalerProfilesOf(profile) : [];
  if (profiles.length === 0) return known;
  const wanted = profiles.flatMap((obis) =>
    attributes.map((attribute): AttributeReference => ({ classId: profileGeneric, obis, attribute })),
  );
  const answers = await orNothing(read(wanted));
  const found = new Map(profiles.flatMap((_, i) => [...scalersInProfile(answers[2 * i] ?? null, answers[2 * i + 1] ?? null)]));
  return objects.map((object, i) => known[i] ?? (isScaled(object) ? found.get(object.obis) : null) ?? known[i]);
}
