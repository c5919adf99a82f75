/**
 * What the tasks of key management and of certificates share: the security setup object (Blue Book 4.4.7, class 64), whose
 * version says what it can do, and the parameters of its methods.
 */
import { type ActionItem, type Data, DlmsError } from '../../../src/index';
import { type Settings, text } from '../setting-values';
import { chosen } from './field-values';

export const octetString = (value: Buffer): Data => ({ type: 'octet-string', value });
export const enumeration = (value: number): Data => ({ type: 'enum', value });
export const structure = (...value: Data[]): Data => ({ type: 'structure', value });

export const setupVersion = (settings: Settings): 0 | 1 => (chosen(settings, 'setupVersion') === '0' ? 0 : 1);

export const setupMethod = (settings: Settings, method: number, parameter: Data): ActionItem => ({
  classId: 64,
  obis: text(settings, 'setupObis', '0-0:43.0.0*255'),
  version: setupVersion(settings),
  method,
  parameter,
});

/** @throws DlmsError `settings-invalid` */
export const needsVersion1 = (settings: Settings): void => {
  if (setupVersion(settings) === 1) return;
  throw new DlmsError('settings-invalid', 'Security setup version 0 has no key pairs and no certificates: choose version 1');
};

/** What all of them can do to people who have only the old keys. */
export const lockOut = (words: string): string => `${words} can lock the meter or make it unreachable`;
