/**
 * What a meter's refusal means, as a `DlmsError` or as the result of one item (Green Book 9.5: ExceptionResponse,
 * ConfirmedServiceError, Data-Access-Result, Action-Result; diagnostics of the AARE are in `associate.ts`).
 * The words are the standard's, always with their number; the code says what the client may do about it.
 */
import type { ConfirmedServiceError, ExceptionResponse } from '../apdu/notification';
import { actionResult, dataAccessResult } from '../apdu/results';
import { wholeNumber } from '../codec/plain';
import { DlmsError, type ErrorCode } from '../errors';

/** The meter's word for one refused item. */
export interface Refusal {
  readonly code: number;
  readonly name: string;
}

export const refusalOfAccess = (word: ReturnType<typeof dataAccessResult.word>): Refusal => ({
  code: dataAccessResult.code(word),
  name: word,
});

export const refusalOfAction = (word: ReturnType<typeof actionResult.word>): Refusal => ({ code: actionResult.code(word), name: word });

const exceptionCodes: Readonly<Record<string, ErrorCode>> = {
  'operation-not-possible': 'operation-not-possible',
  'service-not-supported': 'service-not-supported',
  'pdu-too-long': 'pdu-too-long',
  'deciphering-error': 'deciphering-refused',
  'invocation-counter-error': 'counter-refused',
};

/** exception-response: state-error and service-error in words; the counter that the meter expects, where it says so. */
export function exceptionOf(value: ExceptionResponse): DlmsError {
  const byService = exceptionCodes[value.serviceError];
  const notAllowed = value.stateError === 'service-not-allowed' && byService !== 'counter-refused' && byService !== 'deciphering-refused';
  const code = notAllowed ? 'service-not-allowed' : (byService ?? 'refused');
  const counter = value.invocationCounter === null ? '' : `, it expects the invocation counter ${value.invocationCounter}`;
  return new DlmsError(code, `the meter answers with an exception: ${value.stateError}, ${value.serviceError}${counter}`, {
    details: {
      stateError: value.stateError,
      serviceError: value.serviceError,
      ...(value.invocationCounter === null ? {} : { invocationCounter: wholeNumber(value.invocationCounter) }),
    },
  });
}

const serviceErrorCodes: Readonly<Record<string, ErrorCode>> = {
  'application-reference deciphering-error': 'deciphering-refused',
  'vde-state-error no-dlms-context': 'not-associated',
  'service pdu-size': 'pdu-too-long',
  'service service-unsupported': 'service-not-supported',
};

/** confirmed-service-error: which service, the class of the error and its value in words. */
export function confirmedServiceErrorOf({ service, serviceError }: ConfirmedServiceError): DlmsError {
  const words = `${serviceError.kind} ${serviceError.value}`;
  const code = serviceErrorCodes[words] ?? (serviceError.kind === 'initiate' ? 'association-rejected' : 'refused');
  return new DlmsError(
    code,
    `the meter answers with a confirmed-service-error to ${service}: ${serviceError.kind}, ${serviceError.value}`,
    {
      details: { service, errorClass: serviceError.kind, error: serviceError.value },
    },
  );
}
