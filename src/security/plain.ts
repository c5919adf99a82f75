/**
 * The security context of associations without keys: no authentication, or the low-level password in clear.
 *
 * GB 9.2.2.2: lowest-level security (mechanism 0) sends no authentication fields at all; low-level security
 * (mechanism 1) sends the password as calling-authentication-value of the AARQ and the meter answers with its result.
 * There is nothing to prove, to cipher or to count, so every other member says "nothing".
 */
import { DlmsError } from '../errors';
import { isProtectedTag } from './envelope';
import type { SecurityContext } from './types';

export interface PlainSettings {
  /** 0 none, 1 low-level password. */
  readonly mechanism: 0 | 1;
  /** Text goes out as UTF-8 octets; needed for mechanism 1, where an empty password is legal. */
  readonly password?: string | Buffer;
}

/**
 * A context that passes APDUs unchanged.
 * @throws DlmsError `settings-invalid` when mechanism 1 comes without a password
 */
export function plainSecurity(settings: PlainSettings): SecurityContext {
  const { mechanism, password } = settings;
  if (mechanism === 1 && password === undefined) throw new DlmsError('settings-invalid', 'low-level authentication needs a password');
  return {
    mechanism,
    cipheredContext: false,
    callingAuthenticationValue: mechanism === 1 ? Buffer.from(password as string) : null,
    callingApTitle: null,
    callingAeQualifier: null,
    dedicatedKey: null,
    need: () => null,
    protect: (apdu) => apdu,
    unprotect(apdu) {
      if (isProtectedTag(apdu[0] ?? 0)) {
        throw new DlmsError('settings-invalid', 'the meter answers ciphered, but the association has no keys', {
          hint: 'Choose a protection and give the keys in the security node.',
        });
      }
      return apdu;
    },
    peer: () => {},
    respond() {
      throw new DlmsError('settings-invalid', `mechanism ${mechanism} has no challenge to respond to`);
    },
    verify() {
      throw new DlmsError('settings-invalid', `mechanism ${mechanism} has no proof to verify`);
    },
  };
}
