/**
 * The text of a keyring, read into lines, or which line is wrong (see keys.ts for the form). The keys stay text.
 *
 * Nothing but strings, so that the dialogs in the browser judge a keyring as the runtime does.
 */

/** The fields that hold a symmetric key. */
export type KeyField = 'encryptionKey' | 'authenticationKey' | 'broadcastKey' | 'dedicatedKey' | 'masterKey';

/** The keys of one meter, as text: `parseKey` checks them when the suite is known. */
export interface KeyringEntry {
  /** Name or system title, as written. */
  readonly meter: string;
  readonly keys: Partial<Record<KeyField | 'password', string>>;
  /** Second key set of a rollover. */
  readonly next: Partial<Record<'encryptionKey' | 'authenticationKey', string>>;
}

/** What is wrong with a line. */
export interface KeyringMistake {
  /** Number of the field, from 1, that has no name or one that there is not; absent where the line has one field only. */
  readonly field?: number;
}

export interface KeyringLine {
  /** Number of the line, from 1. */
  readonly line: number;
  readonly read: KeyringEntry | KeyringMistake;
}

const firstFields: Readonly<Record<string, KeyField | 'password'>> = {
  ek: 'encryptionKey',
  ak: 'authenticationKey',
  bk: 'broadcastKey',
  dk: 'dedicatedKey',
  kek: 'masterKey',
  password: 'password',
};
const nextFields: Readonly<Record<string, 'encryptionKey' | 'authenticationKey'>> = { ek2: 'encryptionKey', ak2: 'authenticationKey' };

/** `name=value`; the first two values may stand without a name. */
function fieldOf(cell: string, position: number): readonly [name: string, value: string] | null {
  const named = /^\s*([A-Za-z]+2?)\s*=(.*)$/s.exec(cell);
  const name = named?.[1]?.toLowerCase() ?? ['ek', 'ak'][position];
  if (name === undefined || !(Object.hasOwn(firstFields, name) || Object.hasOwn(nextFields, name))) return null;
  return [name, (named?.[2] ?? cell).trim()];
}

function entryOf(text: string): KeyringEntry | KeyringMistake {
  const [meter = '', ...cells] = text.split(';');
  if (meter.trim() === '' || cells.length === 0) return {};
  const entry = { meter: meter.trim(), keys: {} as Record<string, string>, next: {} as Record<string, string> };
  for (const [position, cell] of cells.entries()) {
    if (cell.trim() === '') continue;
    const field = fieldOf(cell, position);
    if (field === null) return { field: position + 2 };
    const [name, value] = field;
    const first = firstFields[name];
    if (first) entry.keys[first] = value;
    else entry.next[nextFields[name] as string] = value;
  }
  return entry;
}

/** All lines but those that are empty or begin with `#`. */
export const keyringLines = (text: string): KeyringLine[] =>
  text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const isEntry = line.trim() !== '' && !line.trim().startsWith('#');
    return isEntry ? [{ line: index + 1, read: entryOf(line) }] : [];
  });
