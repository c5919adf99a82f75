/**
 * The system's words for a failed connection, as one DlmsError each with what to try.
 */
import { DlmsError, type ErrorCode, isDlmsError } from '../errors';

interface Explanation {
  readonly code: ErrorCode;
  readonly text: string;
  readonly hint?: string;
}

const explanations: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: {
    code: 'connect-failed',
    text: 'the connection was refused',
    hint: 'Something is there, but nothing listens on this port. Check the port; a gateway may take one client at a time.',
  },
  ENOTFOUND: {
    code: 'connect-failed',
    text: 'the host name is not known',
    hint: 'Check the spelling of the host name, or give the IP address.',
  },
  EAI_AGAIN: {
    code: 'connect-failed',
    text: 'the host name could not be looked up',
    hint: 'Check the name server and the network of this computer.',
  },
  EHOSTUNREACH: {
    code: 'connect-failed',
    text: 'there is no way to the host',
    hint: 'The meter or gateway is switched off, in another network, or its modem has no session. Check address, VPN and routes.',
  },
  ENETUNREACH: {
    code: 'connect-failed',
    text: 'there is no way to the network',
    hint: 'Check the network of this computer, VPN and routes.',
  },
  ETIMEDOUT: { code: 'connect-timeout', text: 'the connection timed out' },
  EADDRINUSE: {
    code: 'port-unavailable',
    text: 'the port is in use already',
    hint: 'Another program or node listens on this port. Choose another port, or share one connection node.',
  },
  EADDRNOTAVAIL: {
    code: 'port-unavailable',
    text: 'this computer has no such address',
    hint: 'Listen on 0.0.0.0 or on an address of this computer.',
  },
  EACCES: {
    code: 'port-unavailable',
    text: 'this user may not open it',
    hint: 'Ports below 1024 need special rights; for serial ports add the user to the group of the port (often dialout).',
  },
  EPERM: {
    code: 'port-unavailable',
    text: 'the system does not permit it',
    hint: 'A firewall or container forbids this. Check its rules.',
  },
  ECONNRESET: { code: 'connection-closed', text: 'the other side reset the connection' },
  EPIPE: { code: 'connection-closed', text: 'the other side has closed the connection' },
  ECONNABORTED: { code: 'connection-closed', text: 'the connection was aborted' },
};

const systemCode = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return code;
  // Node tries several addresses of a name and reports all failures together: the first tells enough.
  const errors = (error as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) && errors.length > 0 ? systemCode(errors[0]) : '';
};

/**
 * @param label the transport as in messages: `tcp 10.0.0.5:4059`
 * @param fallback the code for errors of the system that are not in the table
 */
export function socketError(label: string, error: unknown, fallback: ErrorCode): DlmsError {
  if (isDlmsError(error)) return error;
  const system = systemCode(error);
  const known = explanations[system];
  const message = error instanceof Error ? error.message : String(error);
  if (known === undefined) return new DlmsError(fallback, `${label}: ${message}`, { cause: error });
  const { code, text, hint } = known;
  return new DlmsError(code, `${label}: ${text} (${system})`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** For `write` on a channel that is no longer open. */
export const closedError = (label: string, cause?: unknown): DlmsError =>
  new DlmsError('connection-closed', `${label}: the line is closed`, cause === undefined ? {} : { cause });

export const abortedError = (label: string): DlmsError => new DlmsError('aborted', `${label}: opening was stopped`);

/** @throws DlmsError `settings-invalid` when the port is missing or not 1..65535 (0..65535 with `zeroAllowed`) */
export function checkPort(port: number, label: string, zeroAllowed = false): void {
  if (Number.isInteger(port) && port >= (zeroAllowed ? 0 : 1) && port <= 65535) return;
  throw new DlmsError(
    'settings-invalid',
    `${label}: the port ${port === undefined || Number.isNaN(port) ? 'is missing' : `${port} is not 1 to 65535`}`,
  );
}

/** @throws DlmsError `settings-invalid` when the host is empty */
export function checkHost(host: string, label: string): void {
  if (typeof host !== 'string' || host.trim() === '') throw new DlmsError('settings-invalid', `${label}: the host is missing`);
}
