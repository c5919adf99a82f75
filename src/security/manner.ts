/**
 * How a message to a meter was wrapped and protected, so that its answer goes back the same way: by itself, in a general
 * wrapper, or only signed (GB 9.2.7.2).
 */
import type { KeyInfo } from '../apdu/ciphered';
import { controlOf, type Protection, type SecurityControl } from './control';
import { readEnvelope } from './envelope';
import type { KeyInfoChoice } from './general-ciphering';
import type { CipheringStyle, Opened } from './protect';

/** How a message was wrapped, so that its answer goes back the same way. */
export interface Manner {
  readonly style: CipheringStyle;
  readonly use: 'global' | 'dedicated';
  readonly control: SecurityControl;
  readonly signing: 'none' | 'inside' | 'outside';
  /** It was signed and nothing else. */
  readonly bare?: boolean;
}

/** At least this protection. */
export function raised(control: SecurityControl, least: Protection): SecurityControl {
  const { authenticated, encrypted } = controlOf(control.suite, least);
  return { ...control, authenticated: control.authenticated || authenticated, encrypted: control.encrypted || encrypted };
}

/** Signed, and nothing else. */
export const signedOnly = (control: SecurityControl, signing: Manner['signing']): Manner => ({
  style: 'service-specific',
  use: 'global',
  control,
  signing,
  bare: true,
});

/** The wrapper of a request; a signature around it is taken off for the look. */
export function mannerOf(apdu: Buffer, opened: Opened): Manner | null {
  let envelope = readEnvelope(apdu);
  const signing = envelope?.kind === 'signing' ? 'outside' : opened.signed ? 'inside' : 'none';
  if (envelope?.kind === 'signing') envelope = readEnvelope(envelope.value.content);
  const { control } = opened;
  if (!envelope && signing === 'outside') return signedOnly(controlOf(0, 'none'), signing);
  if (!envelope || envelope.kind === 'signing' || control === null) return null;
  if (envelope.kind === 'ciphering') return { style: keyInfoChoice(envelope.value.keyInfo), use: 'global', control, signing };
  return { style: envelope.kind === 'service' ? 'service-specific' : 'general', use: envelope.use, control, signing };
}

function keyInfoChoice(keyInfo: KeyInfo | null): KeyInfoChoice {
  switch (keyInfo?.kind) {
    case 'wrapped-key':
      return 'wrapped';
    case 'agreed-key':
      return keyInfo.value.keyParameters[0] === 2 ? 'static-unified' : 'one-pass';
    default:
      return keyInfo?.value.keyId === 1 ? 'identified-broadcast' : 'identified';
  }
}
