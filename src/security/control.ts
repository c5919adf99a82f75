/**
 * The security control octet (GB 9.2.7.2.4.1): bits 0-3 suite, 4 authenticated, 5 encrypted, 6 key set (1 = broadcast),
 * 7 compressed. And the words for what an association demands of each message.
 */
import { DlmsError } from '../errors';

export type Protection = 'none' | 'authenticated' | 'encrypted' | 'authenticated-encrypted';

export interface SecurityControl {
  /** 0..15 as sent. Some meters send 1 with a key of 128 bits in what is suite 0 otherwise (SC 21). */
  readonly suite: number;
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  /** The global broadcast key instead of the global unicast key. */
  readonly broadcast: boolean;
  readonly compressed: boolean;
}

export const decodeControl = (octet: number): SecurityControl => ({
  suite: octet & 0x0f,
  authenticated: (octet & 0x10) !== 0,
  encrypted: (octet & 0x20) !== 0,
  broadcast: (octet & 0x40) !== 0,
  compressed: (octet & 0x80) !== 0,
});

export const encodeControl = (control: SecurityControl): number =>
  (control.suite & 0x0f) |
  (control.authenticated ? 0x10 : 0) |
  (control.encrypted ? 0x20 : 0) |
  (control.broadcast ? 0x40 : 0) |
  (control.compressed ? 0x80 : 0);

/** The control octet of a suite and a protection. */
export const controlOf = (suite: number, protection: Protection, broadcast = false): SecurityControl => ({
  suite,
  authenticated: protection === 'authenticated' || protection === 'authenticated-encrypted',
  encrypted: protection === 'encrypted' || protection === 'authenticated-encrypted',
  broadcast,
  compressed: false,
});

/** True when what came is protected at least as `demanded`. */
export function protectsEnough(received: Pick<SecurityControl, 'authenticated' | 'encrypted'> | null, demanded: Protection): boolean {
  const wanted = controlOf(0, demanded);
  return (!wanted.authenticated || received?.authenticated === true) && (!wanted.encrypted || received?.encrypted === true);
}

/** In words, for error texts. */
export const protectionName = (received: Pick<SecurityControl, 'authenticated' | 'encrypted'> | null): Protection =>
  received === null
    ? 'none'
    : received.authenticated
      ? received.encrypted
        ? 'authenticated-encrypted'
        : 'authenticated'
      : received.encrypted
        ? 'encrypted'
        : 'none';

/** The error of a message of the meter that is less protected than it has to be; nobody waits for a notification. */
export const tooLow = (notification: boolean, why: string, hint: string, details = {}): DlmsError =>
  new DlmsError('protection-too-low', `the ${notification ? 'notification' : 'answer'} ${why}`, {
    hint,
    details: { ...details, notification },
  });
