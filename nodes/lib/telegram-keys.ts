/**
 * Keys of a `dlms-security` for telegrams. Meters that only talk have no association: level and protection of the node do
 * not matter for them, only what keys there are.
 */
import {
  type CertificateInput,
  type ConfirmationSecurity,
  confirmationSealer,
  type KeyRing,
  parseSystemTitle,
  type SealConfirmation,
  telegramKeyRing,
} from '../../src/index';
import { clientTitle, counterStart, counterThreshold } from './security-options';
import type { Secrets } from './security-secrets';
import { type Settings, text } from './setting-values';

const filled = <T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]: string } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as { [K in keyof T]: string };

/** @throws DlmsError `key-invalid`, `settings-invalid`, `certificate-invalid` */
export const telegramKeys = (name: string, settings: Settings, secrets: Secrets): KeyRing => {
  const { encryptionKey, authenticationKey, broadcastKey, masterKey, encryptionKey2, authenticationKey2, keyring } = secrets;
  const meterTitle = text(settings, 'meterTitle', '');
  const certificates: CertificateInput = filled({
    signingKey: secrets.signingKey,
    peerSigningCertificate: secrets.meterCertificate,
    agreementKey: secrets.agreementKey,
    peerAgreementCertificate: secrets.meterAgreement,
    authority: secrets.caCertificate,
  });
  return telegramKeyRing([
    {
      name,
      keys: filled({ encryptionKey, authenticationKey, broadcastKey, masterKey }),
      secondKeys: filled({ encryptionKey: encryptionKey2, authenticationKey: authenticationKey2 }),
      certificates,
      ...(keyring === undefined ? {} : { keyring }),
      ...(meterTitle === '' ? {} : { meterTitle }),
    },
  ]);
};

/**
 * Confirmations with the counters that associations of the node use. What is wrong with its settings is told by the first
 * confirmation: most meters ask for none.
 */
export const telegramConfirmations = (
  settings: Settings,
  secrets: Secrets,
  parts: Pick<ConfirmationSecurity, 'keys' | 'counterStore' | 'log'>,
): SealConfirmation => {
  const create = (): SealConfirmation => {
    const { clientTitle: title } = clientTitle(settings, secrets);
    return confirmationSealer({
      ...parts,
      clientTitle: title === undefined ? null : parseSystemTitle(title, 'client title'),
      // a push brings no number: then the store says where to begin
      counterStart: counterStart({ ...settings, ...(settings.icStart === 'msg' ? { icStart: 'stored' } : {}) }, () => 0),
      counterThreshold: counterThreshold(settings),
    });
  };
  let made: SealConfirmation | null = null;
  return async (confirmation, telegram) => {
    made ??= create();
    return made(confirmation, telegram);
  };
};
