/**
 * All authentication algorithms, by mechanism. A vendor's algorithm is one file beside this and one line here; forms, help
 * and validation list it from here. Algorithms that users bring are added at run time and never replace a built-in one.
 */
import { DlmsError } from '../../errors';
import type { MechanismId } from '../types';
import { aesEcb } from './aes-ecb';
import type { HlsAlgorithm } from './algorithm';
import { md5, sha1, sha256 } from './digest';
import { ecdsa } from './ecdsa';
import { gmac } from './gmac';
import { landisGyr } from './landis-gyr';
import { low, none } from './low';

/** In the order of the form; the first of a mechanism is its default. */
export const algorithms: readonly HlsAlgorithm[] = [none, low, aesEcb, landisGyr, md5, sha1, gmac, sha256, ecdsa];

/**
 * The algorithm with this id, or the default of a mechanism.
 * @param more algorithms that the user brought
 * @throws DlmsError `settings-invalid`
 */
export function algorithmOf(mechanism: MechanismId, id?: string, more: readonly HlsAlgorithm[] = []): HlsAlgorithm {
  const all = [...algorithms, ...more];
  const found = all.find((one) => one.mechanism === mechanism && (id === undefined || one.id === id));
  if (found) return found;
  throw new DlmsError('settings-invalid', `there is no algorithm ${id ?? ''} for authentication mechanism ${mechanism}`.replace('  ', ' '));
}
