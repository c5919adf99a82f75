/**
 * The secrets of a `dlms-security`: which there are, and how they are read from the credentials of the node.
 *
 * Node-RED itself puts in `${NAME}` where that is the whole of a field. A keyring has many values in one field, so each
 * `${NAME}` in it is put in here; one that has no value is an error that names it. Certificates were plain settings in
 * the first form and are still taken from there.
 */
import { DlmsError } from '../../src/index';
import type { Settings } from './setting-values';

export const secretNames = [
  'password',
  'encryptionKey',
  'authenticationKey',
  'broadcastKey',
  'masterKey',
  'signingKey',
  'agreementKey',
  'clientCertificate',
  'meterCertificate',
  'meterAgreement',
  'caCertificate',
  'keyring',
  'encryptionKey2',
  'authenticationKey2',
  'redisUrl',
] as const;
export type SecretName = (typeof secretNames)[number];
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;

/** For `registerType`. */
export const credentialTypes = Object.fromEntries(secretNames.map((name) => [name, { type: 'password' as const }]));

/** Value of an environment variable as the node sees it (subflows have their own), or undefined. */
export type Environment = (name: string) => unknown;

const place = /\$\{([^}\s]+)\}/g;

/** @throws DlmsError `settings-invalid` that names the variable */
const filledIn = (field: string, text: string, environment: Environment): string =>
  text.replace(place, (_whole, name: string) => {
    const value = environment(name);
    if (value === undefined || value === '') {
      throw new DlmsError('settings-invalid', `${field}: the environment variable ${name} has no value`, {
        hint: 'Set it for Node-RED or for the subflow, or type the value itself.',
      });
    }
    return String(value);
  });

/**
 * What is there, with the environment put in. @param given credentials as Node-RED keeps them
 * @throws DlmsError `settings-invalid`
 */
export const readSecrets = (given: unknown, settings: Settings, environment: Environment): Secrets => {
  const kept = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>;
  const read: Partial<Record<SecretName, string>> = {};
  for (const name of secretNames) {
    const value = kept[name] ?? (name.endsWith('Certificate') ? settings[name] : undefined);
    if (typeof value !== 'string' || value.trim() === '') continue;
    read[name] = filledIn(name, value, environment);
  }
  return read;
};
