/**
 * The keys of a `dlms-security` for key management. They never leave: what comes out is wrapped by the KEK of the node
 * that may give it away, as it travels to the meter, or the secret of a change of the secret, in a parameter that no
 * message ever carries.
 */
import {
  aesBlock,
  type Data,
  DlmsError,
  findKeys,
  type KeyField,
  keyNames,
  parseKey,
  parseKeyring,
  parsePassword,
  parseSystemTitle,
  suiteOf,
  toHex,
  wrapKey,
} from '../../src/index';
import { mechanismOf, passwordOctets } from './security-options';
import type { Secrets } from './security-secrets';
import { oneOf, type Settings, text } from './setting-values';

export type GlobalKey = Exclude<KeyField, 'dedicatedKey'>;

/** key_id of key_transfer (Blue Book 4.4.7.3.2). */
const keyIds: Readonly<Record<GlobalKey, number>> = { encryptionKey: 0, broadcastKey: 1, authenticationKey: 2, masterKey: 3 };

/** Whose keys are wanted. */
export interface KeyOwner {
  readonly name: string;
  /** System title that the message gave. */
  readonly givenTitle: string | undefined;
  /** System titles that the meter is known by besides: from its settings, and from its own answer. */
  readonly knownTitles: readonly string[];
}

export interface KeyVault {
  /** 1 = low-level password; from 2 on a secret of high-level security. */
  readonly mechanism: number;
  /** Before a question is put about them. @throws DlmsError `key-invalid` that names the first which is surely missing, or is none */
  expect(...fields: (GlobalKey | 'password')[]): void;
  /**
   * The parameter of key_transfer: keys of `next` for a meter, wrapped by the KEK of this vault.
   * @throws DlmsError `key-invalid` that names the key that is missing
   */
  transfer(owner: KeyOwner, fields: readonly GlobalKey[], next: KeyVault): Data;
  /** @throws DlmsError `key-invalid` */
  key(owner: KeyOwner, field: GlobalKey): Buffer;
  /** Password or HLS secret. @throws DlmsError `key-invalid` */
  secret(owner: KeyOwner): Buffer;
  /** EK as the user key of an M-Bus device; under KEK, the key that the device has, for the way to the device. @throws as `key` */
  mbusKey(owner: KeyOwner, underDefaultKey: boolean): Buffer;
}

type Keyring = ReturnType<typeof parseKeyring>;

/**
 * The entry that an association with this security node finds, because these keys are wanted from the next one on. Where that is
 * not the entry of a title that the meter is known by, nothing is given: the meter would get keys of others.
 * @throws DlmsError `key-invalid`
 */
const entryFor = (ring: Keyring, owner: KeyOwner, ownTitle: string): Keyring[number] | null => {
  const { name, givenTitle, knownTitles } = owner;
  const title = givenTitle ?? ownTitle;
  const found = findKeys(ring, title === '' ? { name } : { name, systemTitle: toHex(parseSystemTitle(title)) });
  const named = ring.filter(({ meter }) => meter !== '*');
  const missed = knownTitles.find((systemTitle) => {
    const entry = findKeys(named, { name, systemTitle });
    return entry !== null && entry !== found;
  });
  if (missed === undefined) return found;
  throw new DlmsError('key-invalid', `the keyring has other keys for ${missed}, the system title of "${name}"`, {
    hint: 'An association would not use them: give the system title in the security node or as msg.dlms.systemTitle.',
  });
};

export const keyVault = (settings: Settings, secrets: Secrets): KeyVault => {
  const suite = () => suiteOf(Number(oneOf(settings, 'suite', ['0', '1', '2'], '0')));
  const ring = () => parseKeyring(secrets.keyring ?? '');
  const entryOf = (owner: KeyOwner) => entryFor(ring(), owner, text(settings, 'meterTitle', ''))?.keys ?? {};
  const given = (typed: string | undefined, what: string): string => {
    if (typed !== undefined) return typed;
    throw new DlmsError('key-invalid', `the ${what} is missing in the security node "${text(settings, 'name', '')}"`);
  };
  const keyOf = (typed: string | undefined, field: GlobalKey): Buffer => parseKey(given(typed, keyNames[field]), field, suite());
  const passwordOf = (typed: string | undefined): Buffer => passwordOctets(settings, given(typed, 'new password'));
  const key = (owner: KeyOwner, field: GlobalKey): Buffer => keyOf(entryOf(owner)[field] ?? secrets[field], field);
  return {
    mechanism: mechanismOf(settings),
    key,
    expect(...fields) {
      // whose line of a keyring it will be is not known yet
      if (secrets.keyring !== undefined) return;
      for (const field of fields) field === 'password' ? passwordOf(secrets.password) : keyOf(secrets[field], field);
    },
    secret(owner) {
      const own = entryOf(owner).password;
      // In a keyring the text says itself whether it is hex, as the association reads it.
      return own === undefined ? passwordOf(secrets.password) : parsePassword(own);
    },
    mbusKey(owner, underDefaultKey) {
      const user = key(owner, 'encryptionKey');
      return underDefaultKey ? aesBlock(key(owner, 'masterKey'), user) : user;
    },
    transfer(owner, fields, next) {
      const kek = key(owner, 'masterKey');
      const value = fields.map((field): Data => {
        const wrapped = wrapKey(kek, next.key(owner, field));
        return {
          type: 'structure',
          value: [
            { type: 'enum', value: keyIds[field] },
            { type: 'octet-string', value: wrapped },
          ],
        };
      });
      return { type: 'array', value };
    },
  };
};
