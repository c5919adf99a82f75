/**
 * Errors that say what was asked: the object by its name, class and attribute, and the meter's name in front.
 */
import { canonicalObis } from '../cosem/obis';
import { refusalAdvice } from '../cosem/refusal-text';
import { DlmsError, type ErrorCode, reworded } from '../errors';
import type { Outcome } from '../session/requests';
import type { AttributeReference, ItemResult, MethodReference } from './types';

/** The object as the user knows it: `Energy (1-0:1.8.0*255, class 3, attribute 2)`. */
export function objectText(reference: AttributeReference | MethodReference): string {
  const index = 'attribute' in reference ? `attribute ${reference.attribute}` : `method ${reference.method}`;
  const place = `${canonicalObis(reference.obis)}, class ${reference.classId}, ${index}`;
  return reference.name === undefined ? place : `${reference.name} (${place})`;
}

/** The result of one item, a refusal as an error that names the object. */
export function itemResult<T>(reference: AttributeReference | MethodReference, outcome: Outcome<T>): ItemResult<T> {
  if (outcome.refusal === null) return { data: outcome.data, error: null };
  const object = objectText(reference);
  const { error } = outcome;
  if (error?.object !== undefined) return { data: null, error };
  if (error !== undefined) return { data: null, error: reworded(error, `${object}: ${error.message}`, { object }) };
  const { name, code } = outcome.refusal;
  return {
    data: null,
    error: new DlmsError('refused', `${object}: the meter answers ${name} (${code})`, {
      object,
      result: outcome.refusal,
      hint: refusalAdvice(name),
    }),
  };
}

/** Met before any object was asked for: to name one would only push aside what happened. */
const beforeObjects: ReadonlySet<ErrorCode> = new Set([
  'connect-failed',
  'connect-timeout',
  'port-unavailable',
  'serial-settings',
  'sign-on-failed',
  'association-rejected',
  'authentication-failed',
  'association-busy',
]);

/**
 * The same error with the meter's name in front of its message, and the object where one request was about one object and the
 * error may be its own.
 */
export function withMeter(error: DlmsError, meter: string, object?: string): DlmsError {
  if (error.details?.meter !== undefined) return error;
  const place = object === undefined || error.object !== undefined || beforeObjects.has(error.code) ? meter : `${meter}, ${object}`;
  const named = error.message.startsWith(`${meter}:`) ? error.message : `${place}: ${error.message}`;
  return reworded(error, named, { cause: error.cause, object: error.object ?? object, details: { ...error.details, meter } });
}
