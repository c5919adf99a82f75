/**
 * Security options of a `dlms-simulator`: what its second client has to prove, with which keys, and how strictly or oddly
 * the simulated meter checks it.
 */
import { DlmsError, type SimulatedAssociation } from '../../src/index';
import { levelIds, mechanismOf, protectionOf } from './security-options';
import { flag, integer, oneOf, optionalInteger, type Settings, text } from './setting-values';

const simulatorSecretNames = [
  'password',
  'encryptionKey',
  'authenticationKey',
  'masterKey',
  'signingKey',
  'clientSigningKey',
  'agreementKey',
  'clientAgreementKey',
] as const;
export type SimulatorSecrets = Readonly<Partial<Record<(typeof simulatorSecretNames)[number], string>>>;

/** For `registerType`. */
export const simulatorCredentials = Object.fromEntries(simulatorSecretNames.map((name) => [name, { type: 'password' as const }]));

type Security = NonNullable<SimulatedAssociation['security']>;

const keysOf = ({ password: _password, ...keys }: SimulatorSecrets): Partial<Security> =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined && value.trim() !== ''));

const vendor = (settings: Settings): Partial<Security> => {
  if (settings.level !== 'vendor') return {};
  const algorithm = oneOf(settings, 'vendorAlgorithm', ['landis-gyr', 'aes-ecb'], 'landis-gyr');
  const variant = oneOf(settings, 'vendorVariant', ['digit-mod16', 'carry', 'right-aligned'], 'digit-mod16');
  return { algorithm, ...(algorithm === 'landis-gyr' ? { variant } : {}) };
};

const lockout = (settings: Settings): Partial<Security> => {
  // the form asks for it where there is a challenge
  if (mechanismOf(settings) < 2) return {};
  const failures = optionalInteger(settings, 'lockFailures', { min: 0, max: 1000 });
  const lockSeconds = integer(settings, 'lockSeconds', { min: 0, max: 86_400, fallback: 60 });
  return failures === undefined ? {} : { lockout: { failures, seconds: lockSeconds } };
};

const securityOfMeter = (settings: Settings, secrets: SimulatorSecrets): Security => {
  const clientTitle = text(settings, 'clientTitle', '');
  const clientCounter = optionalInteger(settings, 'clientCounter', { min: 0, max: 0xffff_fffe });
  return {
    suite: Number(oneOf(settings, 'suite', ['0', '1', '2'], '0')) as 0 | 1 | 2,
    protection: protectionOf(settings),
    ...vendor(settings),
    ...keysOf(secrets),
    ...(clientTitle === '' ? {} : { clientTitle }),
    rule: oneOf(settings, 'rule', ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8'], 'V1'),
    replayRule: flag(settings, 'replayRule', true),
    staleAnswer: oneOf(settings, 'staleAnswer', ['exception', 'deciphering-error', 'drop'], 'exception'),
    ...(clientCounter === undefined ? {} : { clientCounter }),
    ...lockout(settings),
    proofRefusal: oneOf(
      settings,
      'proofRefusal',
      ['scope-of-access-violated', 'hardware-fault', 'read-write-denied', 'other-reason'],
      'scope-of-access-violated',
    ),
  };
};

const defaultPassword = '12345678';

/** The second client of the meter; the first is the public one. @throws DlmsError `settings-invalid` */
export const securedAssociation = (settings: Settings, secrets: SimulatorSecrets): SimulatedAssociation => {
  const mechanism = mechanismOf({ level: oneOf(settings, 'level', levelIds, 'low') });
  const client = integer(settings, 'client', { min: 1, max: 0x7f, fallback: 1 });
  if (client === 16) throw new DlmsError('settings-invalid', 'client: 16 is the public client of the simulated meter; choose another');
  return {
    client,
    mechanism,
    ...(mechanism === 0 ? {} : { password: secrets.password || defaultPassword }),
    security: securityOfMeter(settings, secrets),
  };
};
