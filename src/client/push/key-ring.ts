/**
 * Keys as people type them, as the ring that the decoder looks into: the keys for everybody, and the lines of a keyring by
 * system title, by the title as it is printed on the meter (SMS1030700312390), or by source (address, topic, port).
 *
 * What the security settings of an association need is not asked for here: one key is enough to listen.
 */
import { isDlmsError } from '../../errors';
import type { GeneralMaterial } from '../../security/general-ciphering';
import { type KeyField, type KeyringEntry, parseKey, parseKeyring, parseSystemTitle } from '../../security/keys';
import { suiteOf } from '../../security/suites';
import { createKeyRing, type KeyInput, type KeyRing, type TelegramKeys } from '../../telegram/key-ring';
import { titleText } from '../../telegram/titles';
import { readMaterial } from '../security/material';
import type { CertificateInput } from '../security/options';

type KeyTexts = Readonly<Partial<Record<KeyField, string>>>;

export interface TelegramSecrets {
  /** For traces and errors. */
  readonly name: string;
  readonly keys?: KeyTexts;
  /** The next keys in the time of a change. */
  readonly secondKeys?: Pick<KeyTexts, 'encryptionKey' | 'authenticationKey'>;
  /** Lines `system title, printed title or source; EK; AK; ..`; `*` is for all. */
  readonly keyring?: string;
  /** The keys, not those of the keyring, are for the meter with this title only. */
  readonly meterTitle?: string;
  readonly certificates?: CertificateInput;
}

/** Octets of a key, of either length. @throws DlmsError `key-invalid` */
function octetsOf(text: string, field: KeyField): Buffer {
  try {
    return parseKey(text, field, suiteOf(0));
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    try {
      return parseKey(text, field, suiteOf(2));
    } catch {
      throw error;
    }
  }
}

function inputOf(name: string, keys: KeyTexts, general: GeneralMaterial): KeyInput {
  const fields = { encryptionKey: 'ek', authenticationKey: 'ak', broadcastKey: 'broadcast', dedicatedKey: 'dedicated' } as const;
  const octets: Partial<Record<'ek' | 'ak' | 'broadcast' | 'dedicated', Buffer>> = {};
  for (const [field, short] of Object.entries(fields) as [keyof typeof fields, 'ek'][]) {
    const text = keys[field];
    if (text !== undefined && text !== '') octets[short] = octetsOf(text, field);
  }
  const masterKey = keys.masterKey ? { masterKey: octetsOf(keys.masterKey, 'masterKey') } : {};
  return { name, ...octets, material: { ...general, ...masterKey } };
}

/** First and second set of keys. */
const setsOf = (name: string, keys: KeyTexts, next: KeyTexts, general: GeneralMaterial): KeyInput[] => {
  const first = inputOf(name, keys, general);
  return Object.keys(next).length === 0 ? [first] : [first, inputOf(`${name} (second keys)`, { ...keys, ...next }, general)];
};

const titleDigits = /^(0x)?([0-9a-f]{2}[\s:,_-]*){8}$/i;

/** Whom a line of the keyring is for. */
function senderOf({ meter }: KeyringEntry): { systemTitle?: Buffer; source?: string } {
  if (meter === '*') return {};
  return titleDigits.test(meter) ? { systemTitle: parseSystemTitle(meter) } : { source: meter };
}

function inputsOf({ name, keys = {}, secondKeys = {}, keyring = '', meterTitle, certificates = {} }: TelegramSecrets): KeyInput[] {
  const general = generalOf(certificates);
  const own =
    Object.values(keys).some((text) => text !== '') || Object.keys(general).length > 0 ? setsOf(name, keys, secondKeys, general) : [];
  const title = meterTitle ? { systemTitle: parseSystemTitle(meterTitle, 'system title of the meter') } : {};
  const lines = parseKeyring(keyring).flatMap((entry) => {
    const { password: _password, ...fields } = entry.keys;
    // A line may leave out what all meters share: the AK, most often.
    return setsOf(`${name}, ${entry.meter}`, { ...keys, ...fields }, entry.next, general).map((input) => ({
      ...input,
      ...senderOf(entry),
    }));
  });
  return [...lines, ...own.map((input) => ({ ...input, ...title }))];
}

function generalOf(certificates: CertificateInput): GeneralMaterial {
  if (Object.values(certificates).every((text) => text === undefined || text === '')) return {};
  const settings = { mechanism: 0, suite: 1, protection: 'none' } as const;
  const { certificate: _certificate, ...general } = readMaterial({ settings, certificates }, Date.now()).general;
  return general;
}

/**
 * A ring of all these keys.
 * @throws DlmsError `key-invalid` that names the key, `settings-invalid` with the line of the keyring, `certificate-invalid`
 */
export function telegramKeyRing(secrets: readonly TelegramSecrets[]): KeyRing {
  const ring = createKeyRing(secrets.flatMap(inputsOf));
  return {
    lookup(sender, keySet) {
      const found = ring.lookup(sender, keySet);
      const printed = sender.systemTitle.length === 16 ? titleText(Buffer.from(sender.systemTitle, 'hex')) : null;
      if (printed === null) return found;
      const byText = ring.lookup({ systemTitle: '', source: printed }, keySet);
      return [...new Set<TelegramKeys>([...byText.filter((keys) => !found.includes(keys)), ...found])];
    },
  };
}
