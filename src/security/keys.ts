/**
 * Keys, titles and passwords as people type them, and keyrings: one credential with the keys of many meters.
 *
 * Keys are hex with or without 0x, blanks, dashes, colons; text in quotes stands for its octets. Errors name the key and the
 * lengths, never the content. A keyring is text, one meter a line:
 *
 *   # name or system title; EK; AK; more as name=value
 *   4B464D0000000001; 000102030405060708090A0B0C0D0E0F; D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF
 *   Kitchen; 0001..0F; D0D1..DF; password=12345678; kek=...; ek2=...; ak2=...
 *
 * `ek2` and `ak2` are the second key set of a rollover: it is tried once when the first one fails.
 */
import { createHash } from 'node:crypto';
import { hexAfter0x } from '../bytes';
import { DlmsError } from '../errors';
import { type KeyField, type KeyringEntry, keyringLines } from './keyring-text';
import type { SecuritySuite } from './suites';

export type { KeyField, KeyringEntry };

/** How error texts call the keys. */
export const keyNames: Readonly<Record<KeyField, string>> = {
  encryptionKey: 'encryption key (EK)',
  authenticationKey: 'authentication key (AK)',
  broadcastKey: 'broadcast key',
  dedicatedKey: 'dedicated key',
  masterKey: 'master key (KEK)',
};

const quoted = (text: string): Buffer | null => {
  const inner = /^"(.*)"$|^'(.*)'$/s.exec(text.trim());
  return inner ? Buffer.from(inner[1] ?? inner[2] ?? '', 'utf8') : null;
};

/** Octets of a key as typed. @throws DlmsError `key-invalid` that names the key and says what is wrong with its form */
export function octetsOfKey(text: string, name: string): Buffer {
  const literal = quoted(text);
  if (literal) return literal;
  const digits = text.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  if (digits === '') throw new DlmsError('key-invalid', `the ${name} is empty`);
  if (/[^0-9a-f]/i.test(digits)) {
    throw new DlmsError('key-invalid', `the ${name} is not hex: only the digits 0-9 and A-F are allowed`, {
      hint: 'If the key was given to you as text, put it in "quotes".',
    });
  }
  if (digits.length % 2 !== 0)
    throw new DlmsError('key-invalid', `the ${name} has ${digits.length} hex digits: one is missing or too many`);
  return Buffer.from(digits, 'hex');
}

/**
 * A symmetric key of a suite.
 * @throws DlmsError `key-invalid` that names the key and both lengths
 */
export function parseKey(text: string, field: KeyField, suite: SecuritySuite): Buffer {
  const name = keyNames[field];
  const octets = octetsOfKey(text, name);
  if (octets.length === suite.keyOctets) return octets;
  const typedText = text.trim().length === suite.keyOctets;
  throw new DlmsError(
    'key-invalid',
    `the ${name} has ${octets.length} octets; security suite ${suite.id} needs ${suite.keyOctets} (${2 * suite.keyOctets} hex digits)`,
    typedText ? { hint: `${suite.keyOctets} characters were typed: if the key is text and not hex, put it in "quotes".` } : {},
  );
}

/**
 * A system title: 16 hex digits, or 8 characters of text; nothing gives an empty title (some Italian meters).
 * @param name which title, for the error text
 * @throws DlmsError `settings-invalid`
 */
export function parseSystemTitle(text: string, name = 'system title'): Buffer {
  const literal = quoted(text) ?? Buffer.from(text.trim(), 'utf8');
  if (literal.length === 0 || (literal.length === 8 && !/^0x/i.test(text.trim()))) return literal;
  const digits = text.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  if (/^[0-9a-f]{16}$/i.test(digits)) return Buffer.from(digits, 'hex');
  throw new DlmsError('settings-invalid', `the ${name} must be 16 hex digits (8 octets) or 8 characters`);
}

/** A password or HLS secret: text as UTF-8, or hex with 0x in front. */
export const parsePassword = (text: string): Buffer => hexAfter0x(text) ?? quoted(text) ?? Buffer.from(text, 'utf8');

/** A short name of a key for counter stores: tells keys apart and gives nothing of them away. */
export const keyFingerprint = (key: Buffer, use: string): string =>
  `${use}-${createHash('sha256').update('dlms counter').update(key).digest('hex').slice(0, 16)}`;

/** Reads a keyring. @throws DlmsError `settings-invalid` with the number of the line, never its content */
export const parseKeyring = (text: string): readonly KeyringEntry[] =>
  keyringLines(text).map(({ line, read }) => {
    if ('meter' in read) return read;
    const wanted = '"system title or meter name; EK; AK" is expected';
    const unnamed = `field ${read.field} needs a name (ek, ak, bk, dk, kek, password, ek2, ak2)`;
    throw new DlmsError('settings-invalid', `keyring line ${line}: ${read.field === undefined ? wanted : unnamed}`);
  });

const plainName = (name: string): string => name.trim().toLowerCase();
const plainTitle = (name: string): string =>
  name
    .replace(/0x/gi, '')
    .replace(/[\s:,_-]+/g, '')
    .toUpperCase();

/** The entry of a meter, by its name or its system title (hex). Names come first; `*` is for all others. */
export function findKeys(
  ring: readonly KeyringEntry[],
  meter: { readonly name?: string; readonly systemTitle?: string },
): KeyringEntry | null {
  const { name, systemTitle } = meter;
  const byName = name === undefined ? undefined : ring.find((entry) => plainName(entry.meter) === plainName(name));
  const byTitle = systemTitle === undefined ? undefined : ring.find((entry) => plainTitle(entry.meter) === plainTitle(systemTitle));
  return byName ?? byTitle ?? ring.find((entry) => entry.meter === '*') ?? null;
}
