/**
 * How long an image transfer is patient, and with what: what the line or a restarting meter does passes; what is wrong with
 * image or settings does not.
 */
import { DlmsError, isDlmsError } from '../errors';

export interface ImagePatience {
  /** Failures in a row, without a block in between, before it gives up. Default 20. */
  readonly failures: number;
  /** First and largest pause after a failure. */
  readonly backoffMs: readonly [number, number];
  /** Between looks at the status while the meter verifies or activates. */
  readonly pollMs: number;
  /** How long verification or activation may take. */
  readonly waitMs: number;
}

export const defaultPatience: ImagePatience = { failures: 20, backoffMs: [250, 60_000], pollMs: 2000, waitMs: 900_000 };

export const refusedAs = (error: unknown, word: string): boolean =>
  isDlmsError(error) && error.code === 'refused' && error.result?.name === word;

/** What another look at the meter may mend: the line, a meter that restarts, an association that is gone. */
export const passes = (error: DlmsError): boolean =>
  error.details?.final !== true && (error.retry !== 'never' || passing.includes(error.code));

const passing: readonly string[] = ['service-not-allowed', 'deadline-exceeded', 'operation-not-possible'];

/** The end of a transfer or an activation, with what to try. */
export const impossible = (message: string, hint: string, cause?: unknown): DlmsError =>
  new DlmsError('operation-not-possible', message, { hint, details: { final: true }, ...(cause === undefined ? {} : { cause }) });
