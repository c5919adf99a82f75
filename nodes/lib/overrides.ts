/**
 * What a message may change for itself: `msg.dlms = { host, port, client, server, security, objects, from, to, ... }`.
 *
 * The shared config nodes stay as they are. Every key is checked and named when it is wrong; a key that carries a secret
 * is refused, because secrets never travel in messages: name a security node instead. What the nodes write into
 * `msg.dlms` (see `message.ts`) uses other keys, so a message can pass through several nodes and keep its overrides.
 */
import { DlmsError, isDlmsError } from '../../src/index';
import { isRecord, longestSeconds, parseInteger, type Settings } from './setting-values';
import { readTime } from './time-words';

export interface LineOverrides {
  readonly host?: string;
  readonly port?: number;
  /** Serial port. */
  readonly path?: string;
  /** Name of the meter that has dialled in. */
  readonly caller?: string;
  readonly framing?: string;
  readonly baudRate?: number;
  /** Seconds. */
  readonly responseTimeout?: number;
}

export interface MeterOverrides {
  /** Name of the meter in readings, status and errors. */
  readonly name?: string;
  readonly client?: number;
  /** Logical device (server SAP, wPort). */
  readonly server?: number;
  readonly physical?: number | null;
  readonly serialNumber?: string;
  readonly addressLength?: string;
  /** Address of the meter behind a gateway. */
  readonly gatewayDevice?: string;
  readonly referencing?: string;
  readonly maxPduSize?: number;
  /** Name or id of a dlms-security node. */
  readonly security?: string;
  /** Of the meter, 16 hex digits: finds its keys in a keyring. */
  readonly systemTitle?: string;
  /** Where the invocation counter begins, for security nodes that take it from the message. */
  readonly invocationCounter?: number;
}

export interface Overrides {
  readonly line: LineOverrides;
  readonly meter: MeterOverrides;
  readonly objects?: readonly unknown[];
  readonly from?: Date | string;
  readonly to?: Date | string;
  /** Seconds for the whole request. */
  readonly deadline?: number;
}

type Kind = 'text' | 'number' | 'number-or-null' | 'seconds' | 'time' | 'list';

const lineKeys = {
  host: 'text',
  port: 'number',
  path: 'text',
  caller: 'text',
  framing: 'text',
  baudRate: 'number',
  responseTimeout: 'seconds',
} as const;
const meterKeys = {
  name: 'text',
  client: 'number',
  server: 'number',
  physical: 'number-or-null',
  serialNumber: 'text',
  addressLength: 'text',
  gatewayDevice: 'text',
  referencing: 'text',
  maxPduSize: 'number',
  security: 'text',
  systemTitle: 'text',
  invocationCounter: 'number',
} as const;
const requestKeys = { objects: 'list', from: 'time', to: 'time', deadline: 'seconds' } as const;

/** All keys that `msg.dlms` may have. */
export const overrideKeys: readonly string[] = [lineKeys, meterKeys, requestKeys].flatMap((keys) => Object.keys(keys));

const secretNames: ReadonlySet<string> = new Set(
  [
    'password passwort passwd passphrase pwd kennwort secret key privatekey',
    'ek ak kek guek gbek gak encryptionkey authenticationkey broadcastkey unicastkey globalkey blockcipherkey masterkey dedicatedkey',
    'hlssecret hlspassword hlskey llssecret llspassword llskey',
  ].flatMap((names) => names.split(' ')),
);

/** Names under which people try to pass secrets, however they are written: `password`, `HLS_SECRET`, `encryption key`. */
export const isSecretName = (name: string): boolean => secretNames.has(name.toLowerCase().replace(/[\s_.-]/g, ''));

const wrong = (key: string, expected: string): DlmsError => new DlmsError('settings-invalid', `msg.dlms.${key}: ${expected} is expected`);

const asTime = (key: string, value: unknown): Date | string => {
  try {
    return readTime(value, new Date(), '');
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    throw wrong(key, 'a Date, milliseconds, an ISO time, now, or a distance such as -24h');
  }
};

const checkers: Readonly<Record<Kind, (key: string, value: unknown) => unknown>> = {
  text: (key, value) => {
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string' || value.trim() === '') throw wrong(key, 'a text');
    return value.trim();
  },
  number: (key, value) => {
    const number = parseInteger(value);
    if (number === null || number < 0) throw wrong(key, 'a whole number');
    return number;
  },
  'number-or-null': (key, value) => (value === null ? null : checkers.number(key, value)),
  seconds: (key, value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0 || number > longestSeconds)
      throw wrong(key, `a number of seconds up to ${longestSeconds}`);
    return number;
  },
  time: asTime,
  list: (key, value) => {
    const list = Array.isArray(value) ? value : isRecord(value) || typeof value === 'string' ? [value] : null;
    if (list === null || list.length === 0) throw wrong(key, 'a list of objects');
    return list;
  },
};

const pick = (source: Settings, keys: Readonly<Record<string, Kind>>): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const [key, kind] of Object.entries(keys)) {
    const value = source[key];
    // An empty field of a table or form means: as the node says.
    if (value === undefined || value === '' || (value === null && kind !== 'number-or-null')) continue;
    picked[key] = checkers[kind](key, value);
  }
  return picked;
};

/** @throws DlmsError `settings-invalid` */
export const readOverrides = (dlms: unknown): Overrides => {
  if (dlms === undefined || dlms === null) return { line: {}, meter: {} };
  if (!isRecord(dlms)) throw new DlmsError('settings-invalid', 'msg.dlms must be an object such as { host: "10.0.0.5", client: 1 }');
  const secret = Object.keys(dlms).find((key) => isSecretName(key));
  if (secret !== undefined) {
    throw new DlmsError('settings-invalid', `msg.dlms.${secret}: secrets are not taken from messages`, {
      hint: 'Put the secret into a dlms-security node and give its name in msg.dlms.security.',
    });
  }
  return { line: pick(dlms, lineKeys), meter: pick(dlms, meterKeys), ...pick(dlms, requestKeys) } as Overrides;
};
