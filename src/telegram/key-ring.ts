/**
 * The keys of many meters, found by the system title of the sender, or by the source where no title is sent.
 *
 * Keys are made ready once (`telegramKeys`), since a cipher made anew for each telegram costs as much as deciphering it. A
 * ring gives all keys that may fit, the best first; the decoder tries them and says in words when none does.
 */
import { fromHex, toHex } from '../bytes';
import { DlmsError } from '../errors';
import { type GcmKey, gcmKey } from '../security/aead';
import type { GeneralMaterial } from '../security/general-ciphering';

/** Which key a telegram asks for. */
export type KeySet = 'global' | 'broadcast' | 'dedicated';

/** Who sent a ciphered telegram, as far as it is known. */
export interface Sender {
  /** Hex of 8 octets; empty when none was sent. */
  readonly systemTitle: string;
  /** Name of the source: peer address, serial port, topic. */
  readonly source: string;
}

/** The keys of one meter, ready for use. */
export interface TelegramKeys {
  /** For traces and errors. */
  readonly name: string;
  readonly global: GcmKey | null;
  readonly broadcast: GcmKey | null;
  readonly dedicated: GcmKey | null;
  readonly authentication: Buffer | null;
  /** Title to use where the telegram carries none (service-specific ciphering). */
  readonly systemTitle: Buffer | null;
  readonly material: GeneralMaterial;
}

export interface KeyRing {
  /** Keys that may fit, the best first; empty when there are none. */
  lookup(sender: Sender, keySet: KeySet): readonly TelegramKeys[];
}

type Octets = Buffer | string;

/** Keys as people give them: octets or hex. */
export interface KeyInput {
  readonly name: string;
  /** Only for this meter; absent = for every sender. */
  readonly systemTitle?: Octets;
  /** Only for this source. */
  readonly source?: string;
  readonly ek?: Octets;
  readonly ak?: Octets;
  readonly broadcast?: Octets;
  readonly dedicated?: Octets;
  readonly material?: GeneralMaterial;
}

/** @throws DlmsError `key-invalid` naming the key, never its octets */
function octetsOf(input: Octets | undefined, what: string): Buffer | null {
  if (input === undefined || input.length === 0) return null;
  if (typeof input !== 'string') return input;
  try {
    return fromHex(input);
  } catch {
    throw new DlmsError('key-invalid', `${what} is not hex`);
  }
}

function keyOf(input: Octets | undefined, what: string): GcmKey | null {
  const octets = octetsOf(input, what);
  if (octets === null) return null;
  if (octets.length !== 16 && octets.length !== 32) throw new DlmsError('key-invalid', `${what} has ${octets.length} octets, not 16 or 32`);
  return gcmKey(octets);
}

/** Makes keys ready. @throws DlmsError `key-invalid` that names the key */
export function telegramKeys(input: KeyInput): TelegramKeys {
  const of = (what: string): string => `the ${what} of ${input.name}`;
  return {
    name: input.name,
    global: keyOf(input.ek, of('encryption key (EK)')),
    broadcast: keyOf(input.broadcast, of('broadcast key')),
    dedicated: keyOf(input.dedicated, of('dedicated key')),
    authentication: octetsOf(input.ak, of('authentication key (AK)')),
    systemTitle: octetsOf(input.systemTitle, of('system title')),
    material: input.material ?? {},
  };
}

const fits = (keys: TelegramKeys, keySet: KeySet): boolean => keys[keySet] !== null || Object.keys(keys.material).length > 0;

/**
 * A ring of these keys: those of the title first, then those of the source, then those for everybody.
 * @throws DlmsError `key-invalid`
 */
export function createKeyRing(inputs: readonly KeyInput[]): KeyRing {
  const byTitle = new Map<string, TelegramKeys[]>();
  const bySource = new Map<string, TelegramKeys[]>();
  const forAll: TelegramKeys[] = [];
  const into = (map: Map<string, TelegramKeys[]>, key: string, keys: TelegramKeys): void => {
    map.set(key, [...(map.get(key) ?? []), keys]);
  };
  for (const input of inputs) {
    const keys = telegramKeys(input);
    if (keys.systemTitle !== null) into(byTitle, toHex(keys.systemTitle), keys);
    if (input.source !== undefined) into(bySource, input.source, keys);
    if (keys.systemTitle === null && input.source === undefined) forAll.push(keys);
  }
  return {
    lookup: ({ systemTitle, source }, keySet) =>
      [...(byTitle.get(systemTitle) ?? []), ...(bySource.get(source) ?? []), ...forAll].filter((keys) => fits(keys, keySet)),
  };
}

/** A ring without keys. */
export const noKeys: KeyRing = { lookup: () => [] };
