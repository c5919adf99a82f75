/**
 * Which errors are the security of the meter saying no. They are answered with an exception-response (or with silence, or
 * a closed line), and told as an event by their code, which holds no secret.
 */
import type { DlmsError, ErrorCode } from '../../errors';

const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'counter-exhausted',
  'counter-refused',
  'key-invalid',
  'protection-too-low',
  'service-not-supported',
  'signature-invalid',
  'tag-mismatch',
]);

export const isSecurityRefusal = (error: DlmsError): boolean => codes.has(error.code);
