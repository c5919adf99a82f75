/**
 * The one error of the library and the one table behind it.
 *
 * Every failure that a user can meet is a row of `errorTable`: which layer met it, whose fault it is, whether the
 * link survives it, whether a read may be repeated, and what to try. The retry policy of the client, the text of the
 * Node-RED status, and the troubleshooting table of the README are all derived from these rows.
 */

/** Where an error was met, from the wire upwards. */
export type Layer = 'transport' | 'link' | 'codec' | 'association' | 'security' | 'service' | 'client' | 'settings';

/** Whose fault it most probably is. */
export type Fault = 'line' | 'meter' | 'settings' | 'program';

/**
 * What a read may do about it: `never` repeat · repeat on the `same` link · `reconnect` first · `later`, when the meter
 * says that it is busy. SET and ACTION are never repeated, whatever stands here.
 */
export type Retry = 'never' | 'same' | 'reconnect' | 'later';

export interface ErrorRow {
  readonly layer: Layer;
  readonly fault: Fault;
  /** The link or association is unusable after it. */
  readonly fatal: boolean;
  readonly retry: Retry;
  /** What the person at the editor can try, one or two sentences. */
  readonly hint: string;
}

const row = (layer: Layer, fault: Fault, fatal: boolean, retry: Retry, hint: string): ErrorRow => ({ layer, fault, fatal, retry, hint });

/** All codes. Add a row here and it shows in the status text, the README and the retry policy. */
export const errorTable = {
  // transport
  'connect-failed': row(
    'transport',
    'line',
    true,
    'reconnect',
    'Check host, port and that the meter or gateway is switched on and reachable.',
  ),
  'connect-timeout': row(
    'transport',
    'line',
    true,
    'reconnect',
    'Nothing answers at this address. Check host and port; a firewall may drop the packets.',
  ),
  'connection-closed': row(
    'transport',
    'line',
    true,
    'reconnect',
    'The other side closed the line. Another client may hold it, or the meter dropped it (idle time, wrong counter).',
  ),
  'port-unavailable': row(
    'transport',
    'settings',
    true,
    'never',
    'The serial port does not exist, is in use by another program, or may not be opened by this user.',
  ),
  'serial-settings': row(
    'transport',
    'settings',
    true,
    'never',
    'The serial port refuses these settings. Check baud rate, data bits, parity and stop bits.',
  ),
  // link
  'response-timeout': row(
    'link',
    'line',
    true,
    'reconnect',
    'Check addresses, client and framing (HDLC behind a serial bridge, wrapper with a network interface of its own); slow lines need a longer response time-out.',
  ),
  'own-echo': row(
    'link',
    'line',
    true,
    'never',
    'You are reading your own transmission and nothing else: check the wiring and the optical head; is the meter connected?',
  ),
  'frame-invalid': row(
    'link',
    'line',
    false,
    'same',
    'Frames arrive damaged. Check parity, data bits (8N1 or 7E1), baud rate, cable and termination.',
  ),
  'frame-too-long': row(
    'link',
    'line',
    true,
    'reconnect',
    'The length announced is larger than allowed. Is the framing (HDLC, wrapper) the right one?',
  ),
  'link-refused': row(
    'link',
    'meter',
    true,
    'reconnect',
    'The meter answers "disconnected" (DM). It may be held by another client, or the server address is wrong.',
  ),
  'frame-reject': row(
    'link',
    'meter',
    true,
    'reconnect',
    'The meter rejected a frame (FRMR). Reduce the information field length or the window, or disconnect first.',
  ),
  'link-busy': row('link', 'meter', false, 'later', 'The meter says that it is not ready to receive. Try again later.'),
  'sequence-error': row('link', 'meter', true, 'reconnect', 'Frames are missing or out of sequence.'),
  'sign-on-failed': row(
    'link',
    'line',
    true,
    'reconnect',
    'The IEC 62056-21 sign-on was not understood. Check the baud rate at the start (300), the device address and 7E1 or 8N1.',
  ),
  // codec
  'apdu-truncated': row('codec', 'meter', false, 'same', 'The message ends too early.'),
  'apdu-malformed': row('codec', 'meter', false, 'never', 'The message is not what the standard allows. A trace helps to find out why.'),
  'apdu-unknown': row('codec', 'meter', false, 'never', 'The message begins with an octet that no service of the standard uses.'),
  'limit-exceeded': row('codec', 'meter', true, 'never', 'The message is deeper, longer or larger than the configured limit.'),
  'value-invalid': row('codec', 'program', false, 'never', 'The value does not fit the type. Check its type, range and length.'),
  // association
  'association-rejected': row(
    'association',
    'settings',
    true,
    'never',
    'The meter refused the association. Check client SAP, authentication level, referencing (LN or SN) and password.',
  ),
  'authentication-failed': row(
    'association',
    'settings',
    true,
    'never',
    'The meter did not accept the password or key. Some meters lock after several failures: wait before the next try.',
  ),
  'association-busy': row(
    'association',
    'meter',
    true,
    'later',
    'An earlier association may still be open. Wait for the inactivity time-out of the meter, or switch on "disconnect first".',
  ),
  'not-associated': row('association', 'program', true, 'reconnect', 'The meter says that there is no association. It may have timed out.'),
  'unsupported-by-conformance': row(
    'association',
    'settings',
    false,
    'never',
    'This service was not agreed in the association. Choose it in the proposed conformance, or do without.',
  ),
  'pdu-too-small': row(
    'association',
    'meter',
    false,
    'never',
    'The request does not fit into the PDU size of the meter and no block transfer was agreed.',
  ),
  // security
  'server-proof-missing': row(
    'security',
    'meter',
    true,
    'never',
    'The meter did not prove that it knows the secret. Use a vendor algorithm that allows this only if you know the meter.',
  ),
  'server-proof-wrong': row(
    'security',
    'settings',
    true,
    'never',
    'The proof of the meter is wrong: the key, the password or a system title differs.',
  ),
  'tag-mismatch': row(
    'security',
    'settings',
    true,
    'never',
    'The authentication tag does not fit: check authentication key (AK), encryption key (EK) and system titles; are EK and AK exchanged?',
  ),
  'protection-too-low': row(
    'security',
    'meter',
    true,
    'never',
    'The answer is less protected than the association demands; it was not used.',
  ),
  'counter-refused': row(
    'security',
    'settings',
    true,
    'never',
    'The meter refuses the invocation counter. Choose another start value, or read it from the meter.',
  ),
  'counter-replayed': row('security', 'meter', false, 'never', 'The meter sent an invocation counter that it has used before.'),
  'counter-exhausted': row('security', 'settings', true, 'never', 'The invocation counter is at its end. The key must be changed.'),
  'counter-would-be-lowered': row(
    'security',
    'settings',
    true,
    'never',
    'The stored counter is higher than the new value. Going back would repeat a nonce; remove the stored value only after a key change.',
  ),
  'counter-store-failed': row(
    'security',
    'settings',
    true,
    'later',
    'The counter could not be stored, so nothing was sent. Check the disk or the Redis server.',
  ),
  'key-invalid': row(
    'security',
    'settings',
    true,
    'never',
    'Check that the keys are there, and have 16 octets (32 hex digits) in suites 0 and 1, 32 in suite 2.',
  ),
  'signature-invalid': row('security', 'settings', true, 'never', 'The signature does not fit the certificate of the meter.'),
  'certificate-invalid': row('security', 'settings', true, 'never', 'The certificate cannot be read or is not signed by the given CA.'),
  'deciphering-refused': row(
    'security',
    'settings',
    true,
    'never',
    'The meter could not decipher the request: check EK, AK, system title and invocation counter.',
  ),
  // service: the meter's own words; the code of a refused item is the data-access-result or action-result itself
  refused: row('service', 'meter', false, 'never', 'The meter refused the request.'),
  'service-not-allowed': row(
    'service',
    'meter',
    true,
    'never',
    'The meter does not allow this service now: the association may be gone or held by another client.',
  ),
  'service-not-supported': row('service', 'meter', false, 'never', 'The meter does not know this service.'),
  'operation-not-possible': row('service', 'meter', false, 'never', 'The meter cannot do this now.'),
  'pdu-too-long': row(
    'service',
    'meter',
    false,
    'never',
    'The meter found the request too long. Set a smaller PDU size or fewer items in a request.',
  ),
  'answer-mismatch': row('service', 'meter', true, 'reconnect', 'The answer does not belong to the request.'),
  'block-lost': row('service', 'line', false, 'same', 'A block of the transfer is missing.'),
  // client
  'deadline-exceeded': row(
    'client',
    'line',
    false,
    'never',
    'The request waited longer than its deadline. The line may be too busy or the meter gone.',
  ),
  aborted: row('client', 'program', false, 'never', 'The work was stopped before it ended (redeploy, or aborted by the flow).'),
  'store-failed': row(
    'client',
    'settings',
    false,
    'never',
    'A file of the store cannot be read or written. Check its folder, the free space and the rights of the user that runs this.',
  ),
  'queue-full': row('client', 'program', false, 'later', 'Too many requests wait for this line. Read less often.'),
  'confirmation-needed': row(
    'client',
    'program',
    false,
    'never',
    'This can cut the supply or lock the meter. Confirm it: send msg.confirm = true within the time shown.',
  ),
  // settings
  'settings-invalid': row('settings', 'settings', false, 'never', 'Correct the setting that is named.'),
  'obis-invalid': row('settings', 'settings', false, 'never', 'Write an OBIS code as 1-0:1.8.0*255 or 1.0.1.8.0.255.'),
  'object-unknown': row(
    'settings',
    'settings',
    false,
    'never',
    'The object is not in the object list of the meter. Browse the meter, or give its class (and for short names its base name).',
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** Whether something that was stored or sent is a code of the table. */
export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorTable, code);

/** What JSON can carry: errors go into messages, logs and databases. */
type Detail = string | number | boolean | null | undefined | readonly Detail[] | { readonly [name: string]: Detail };
export type ErrorDetails = Readonly<Record<string, Detail>>;

export interface ErrorContext {
  readonly cause?: unknown;
  /** Which object, as the user named it. */
  readonly object?: string | undefined;
  /** What the meter said: the number and the standard's word. */
  readonly result?: { readonly code: number; readonly name: string } | undefined;
  /** Octet position in the message at which decoding stopped. */
  readonly offset?: number | undefined;
  /** Overrides the hint of the table where more is known. */
  readonly hint?: string | undefined;
  /** Further facts, never a secret. */
  readonly details?: ErrorDetails | undefined;
}

/**
 * The error of this library. `code`, `layer`, `fault`, `fatal`, `retry`, `hint` and `cause` are own properties, so that
 * Node-RED Catch nodes and loggers that copy own properties see them.
 */
export class DlmsError extends Error {
  readonly code: ErrorCode;
  readonly layer: Layer;
  readonly fault: Fault;
  readonly fatal: boolean;
  readonly retry: Retry;
  readonly hint: string;
  readonly object?: string;
  readonly result?: { readonly code: number; readonly name: string };
  readonly offset?: number;
  readonly details?: ErrorDetails;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'DlmsError';
    this.code = code;
    const { layer, fault, fatal, retry, hint } = errorTable[code];
    this.layer = layer;
    this.fault = fault;
    this.fatal = fatal;
    this.retry = retry;
    this.hint = context.hint ?? hint;
    if (context.object !== undefined) this.object = context.object;
    if (context.result !== undefined) this.result = context.result;
    if (context.offset !== undefined) this.offset = context.offset;
    if (context.details !== undefined) this.details = context.details;
  }
}

/** True for errors of this library, whichever copy of it made them. */
export const isDlmsError = (error: unknown): error is DlmsError =>
  error instanceof Error && error.name === 'DlmsError' && typeof (error as { code?: unknown }).code === 'string';

/** The same error in other words. What it carries stays, but for `changes`; its cause is the error itself. */
export function reworded(error: DlmsError, message: string, changes: ErrorContext = {}): DlmsError {
  const { code, hint, object, result, offset, details } = error;
  return new DlmsError(code, message, { cause: error, hint, object, result, offset, details, ...changes });
}
