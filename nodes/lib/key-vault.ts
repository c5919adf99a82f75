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
  suiteOf,
  wrapKey,
} from '../../src/index';
import { mechanismOf, passwordOctets } from './security-options';
import type { Secrets } from './security-secrets';
import { oneOf, type Settings } from './setting-values';

export type GlobalKey = Exclude<KeyField, 'dedicatedKey'>;

/** key_id of key_transfer (Blue Book 4.4.7.3.2). */
export const keyIds: Readonly<Record<GlobalKey, number>> = { encryptionKey: 0, broadcastKey: 1, authenticationKey: 2, masterKey: 3 };

export interface KeyVault {
  /** 1 = low-level password; from 2 on a secret of high-level security. */
  readonly mechanism: number;
  /**
   * The parameter of key_transfer: keys of `next` for a meter, wrapped by the KEK of this vault.
   * @throws DlmsError `key-invalid` that names the key that is missing
   */
  transfer(meter: string, fields: readonly GlobalKey[], next: KeyVault): Data;
  /** @throws DlmsError `key-invalid` */
  key(meter: string, field: GlobalKey): Buffer;
  /** Password or HLS secret. @throws DlmsError `key-invalid` */
  secret(meter: string): Buffer;
  /** EK as the user key of an M-Bus device; under KEK, the key that the device has, for the way to the device. @throws as `key` */
  mbusKey(meter: string, underDefaultKey: boolean): Buffer;
}

export const keyVault = (settings: Settings, secrets: Secrets): KeyVault => {
  const suite = () => suiteOf(Number(oneOf(settings, 'suite', ['0', '1', '2'], '0')));
  const entryOf = (meter: string) => findKeys(parseKeyring(secrets.keyring ?? ''), { name: meter })?.keys ?? {};
  const key = (meter: string, field: GlobalKey): Buffer => {
    const typed = entryOf(meter)[field] ?? secrets[field];
    if (typed === undefined) throw new DlmsError('key-invalid', `the ${keyNames[field]} is missing in the security node`);
    return parseKey(typed, field, suite());
  };
  return {
    mechanism: mechanismOf(settings),
    key,
    secret(meter) {
      const own = entryOf(meter).password;
      const typed = own ?? secrets.password;
      if (typed === undefined) throw new DlmsError('key-invalid', 'the new password is missing in the security node');
      return passwordOctets(own === undefined ? settings : {}, typed);
    },
    mbusKey(meter, underDefaultKey) {
      const user = key(meter, 'encryptionKey');
      return underDefaultKey ? aesBlock(key(meter, 'masterKey'), user) : user;
    },
    transfer(meter, fields, next) {
      const kek = key(meter, 'masterKey');
      const value = fields.map((field): Data => {
        const wrapped = wrapKey(kek, next.key(meter, field));
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
