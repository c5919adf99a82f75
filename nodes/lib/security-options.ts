/**
 * Settings and secrets of a `dlms-security` as options of `createSecurity`: one place that knows both the fields of the
 * form and the words of `src`. Fields that the chosen level does not use are left out, so that what an earlier choice
 * left in them does no harm.
 */
import {
  type AssociateOptions,
  type CounterStore,
  canonicalObis,
  DlmsError,
  type MechanismId,
  readCertificate,
  type SecurityOptions,
} from '../../src/index';
import type { OwnAlgorithm } from './own-algorithms';
import type { Secrets } from './security-secrets';
import { flag, integer, oneOf, optionalInteger, type Settings, seconds, text, without } from './setting-values';

export const levelIds = ['none', 'low', 'vendor', 'md5', 'sha1', 'gmac', 'sha256', 'ecdsa'] as const;

/** The index is the mechanism id of the standard. */
export const mechanismOf = (settings: Settings): MechanismId => levelIds.indexOf(oneOf(settings, 'level', levelIds, 'none')) as MechanismId;

/** Protection in the words of the form and of `src`. */
const protections = { none: 'none', authenticated: 'authenticated', encrypted: 'encrypted', both: 'authenticated-encrypted' } as const;
const protectionIds = Object.keys(protections) as readonly (keyof typeof protections)[];

/** @throws DlmsError `settings-invalid` */
export const protectionOf = (settings: Settings) => protections[oneOf(settings, 'protection', protectionIds, 'none')];

type Style = NonNullable<SecurityOptions['settings']['style']>;
const styles = {
  global: { style: 'service-specific', dedicated: false },
  dedicated: { style: 'service-specific', dedicated: true },
  'general-glo': { style: 'general', dedicated: false },
  'general-ded': { style: 'general', dedicated: true },
  auto: { style: 'auto', dedicated: false },
  identified: { style: 'identified', dedicated: false },
  wrapped: { style: 'wrapped', dedicated: false },
  'one-pass': { style: 'one-pass', dedicated: false },
  'static-unified': { style: 'static-unified', dedicated: false },
} as const satisfies Readonly<Record<string, { readonly style: Style; readonly dedicated: boolean }>>;
const styleIds = Object.keys(styles) as readonly (keyof typeof styles)[];

const styleOf = (settings: Settings) => styles[oneOf(settings, 'ciphering', styleIds, 'global')];

const isProtected = (settings: Settings): boolean => protectionOf(settings) !== 'none';
const usesSuite = (settings: Settings): boolean => isProtected(settings) || mechanismOf(settings) === 5 || mechanismOf(settings) === 7;
const counts = (settings: Settings): boolean => isProtected(settings) || mechanismOf(settings) === 5;

const suiteOfForm = (settings: Settings): 0 | 1 | 2 =>
  usesSuite(settings) ? (Number(oneOf(settings, 'suite', ['0', '1', '2'], '0')) as 0 | 1 | 2) : 0;

const policyIds = [
  ...['distinct', 'shared', 'reuse-aarq', 'frozen', 'gap-after', 'gap-before', 'gap-shared', 'gmac-last'],
  ...['custom', 'auto'],
] as NonNullable<SecurityOptions['settings']['icPolicy']>[];

const customOffsets = (settings: Settings) => {
  const typed = text(settings, 'icCustom', '0, 2, 1');
  const match = /^(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})$/.exec(typed);
  if (match === null) throw new DlmsError('settings-invalid', `icCustom: "${typed}" is not like 0, 2, 1`);
  return { aarq: Number(match[1]), action: Number(match[2]), gmac: Number(match[3]) };
};

const sendTitle = (settings: Settings): { sendSystemTitle?: boolean } => {
  const chosen = oneOf(settings, 'sendTitle', ['auto', 'yes', 'no'], 'auto');
  return chosen === 'auto' ? {} : { sendSystemTitle: chosen === 'yes' };
};

const vendorSettings = (settings: Settings, own: OwnAlgorithm | null): { algorithm?: string; variant?: string } => {
  if (mechanismOf(settings) !== 2) return {};
  const chosen = oneOf(settings, 'vendorAlgorithm', ['aes-ecb', 'landis-gyr', 'expression', 'module'], 'landis-gyr');
  const variant = oneOf(settings, 'vendorVariant', ['auto', 'digit-mod16', 'carry', 'right-aligned'], 'digit-mod16');
  return { algorithm: own?.id ?? chosen, ...(chosen === 'landis-gyr' && variant !== 'auto' ? { variant } : {}) };
};

const protocolSettings = (settings: Settings, own: OwnAlgorithm | null): SecurityOptions['settings'] => {
  const protection = protectionOf(settings);
  const icPolicy = oneOf(settings, 'icPolicy', policyIds, 'distinct');
  const suite = suiteOfForm(settings);
  return {
    mechanism: mechanismOf(settings),
    ...vendorSettings(settings, own),
    suite,
    protection,
    style: styleOf(settings).style,
    applicationContext: protection === 'none' ? 'auto' : oneOf(settings, 'applicationContext', ['auto', 'plain', 'ciphered'], 'auto'),
    initiate: oneOf(settings, 'initiate', ['protected', 'plain'], 'protected'),
    signing: suite === 0 ? 'none' : oneOf(settings, 'signing', ['none', 'inside', 'outside'], 'none'),
    generalHeader: oneOf(settings, 'generalHeader', ['authenticated', 'open'], 'authenticated'),
    icPolicy,
    ...(icPolicy === 'custom' ? { icOffsets: customOffsets(settings) } : {}),
    replay: oneOf(settings, 'meterIc', ['warn', 'strict', 'off'], 'warn'),
    strictNotifications: flag(settings, 'strictNotifications', false),
    ...sendTitle(settings),
  };
};

const startIds = ['stored-then-object', 'stored', 'object-plus-1', 'object', 'object-plus-k', 'fixed', 'exception', 'time', 'msg'] as const;
const readsObject = /object/;
const number = { min: 0, max: 0xffff_ffff } as const;

/** True where the message says where the counter begins. */
export const startsFromMessage = (settings: Settings): boolean => counts(settings) && settings.icStart === 'msg';

export const counterStart = (settings: Settings, fromMessage: () => number): NonNullable<SecurityOptions['counterStart']> => {
  const chosen = oneOf(settings, 'icStart', startIds, 'stored-then-object');
  const typed = readsObject.test(chosen) ? text(settings, 'icObject', '') : '';
  if (typed === '' && chosen.startsWith('object')) throw new DlmsError('settings-invalid', 'icObject: which object holds the counter?');
  const numbers: Partial<Record<(typeof startIds)[number], () => number>> = {
    fixed: () => integer(settings, 'icFixed', { ...number, fallback: 0 }),
    'object-plus-k': () => integer(settings, 'icOffset', { ...number, fallback: 10 }),
  };
  const own = chosen === 'msg' ? fromMessage : numbers[chosen]?.();
  return {
    policy: chosen,
    ...(typed === '' ? {} : { object: { obis: canonicalObis(typed) } }),
    ...(own === undefined ? {} : { number: own }),
  };
};

/** From here on the user is told to change the key. */
export const counterThreshold = (settings: Settings): number => integer(settings, 'icWarnAt', { ...number, fallback: 4_000_000_000 });

/** Octets of the password; what was not given is missing, as in a flow that was imported without its credentials. */
const passwordOf = (settings: Settings, { password = '' }: Secrets): { password?: Buffer } =>
  password === '' || [0, 5, 7].includes(mechanismOf(settings)) ? {} : { password: passwordOctets(settings, password) };

/** Then no meter can be asked; the keys still open what meters push. An empty one would go out with every poll, until the meter locks. */
export const lacksPassword = (settings: Settings, { password, keyring }: Secrets): boolean =>
  mechanismOf(settings) === 1 && password === undefined && keyring === undefined;

const isLandisGyr = (settings: Settings): boolean =>
  mechanismOf(settings) === 2 && text(settings, 'vendorAlgorithm', 'landis-gyr') === 'landis-gyr';

/** Text as it is, or hexadecimal digits; `""` is an empty one. @throws DlmsError `settings-invalid` */
export const passwordOctets = (settings: Settings, password: string): Buffer => {
  if (password === '""') return Buffer.alloc(0);
  // the algorithm calculates with the digits themselves
  if (isLandisGyr(settings)) return Buffer.from(password, 'utf8');
  if (oneOf(settings, 'passwordForm', ['text', 'hex'], 'text') === 'text') return Buffer.from(password, 'utf8');
  const digits = password.replace(/0x/gi, '').replace(/[\s:,_-]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new DlmsError('settings-invalid', 'password: not an even number of hexadecimal digits');
  return Buffer.from(digits, 'hex');
};

const keyFields = (secrets: Secrets) => {
  const { encryptionKey, authenticationKey, broadcastKey, masterKey } = secrets;
  return {
    ...(encryptionKey ? { encryptionKey } : {}),
    ...(authenticationKey ? { authenticationKey } : {}),
    ...(broadcastKey ? { broadcastKey } : {}),
    ...(masterKey ? { masterKey } : {}),
  };
};

const secondKeys = ({ encryptionKey2, authenticationKey2 }: Secrets) => ({
  ...(encryptionKey2 ? { encryptionKey: encryptionKey2 } : {}),
  ...(authenticationKey2 ? { authenticationKey: authenticationKey2 } : {}),
});

const certificateFields = (settings: Settings, secrets: Secrets): NonNullable<SecurityOptions['certificates']> => {
  if (suiteOfForm(settings) === 0) return {};
  const { signingKey, agreementKey, meterCertificate, meterAgreement, caCertificate, clientCertificate } = secrets;
  const sends = clientCertificate !== undefined && flag(settings, 'sendCertificate', false);
  return {
    ...(signingKey ? { signingKey } : {}),
    ...(meterCertificate ? { peerSigningCertificate: meterCertificate } : {}),
    ...(agreementKey ? { agreementKey } : {}),
    ...(meterAgreement ? { peerAgreementCertificate: meterAgreement } : {}),
    ...(sends ? { ownCertificate: clientCertificate } : {}),
    ...(caCertificate ? { authority: caCertificate } : {}),
  };
};

/** As typed, else from the subject of the own certificate. */
export const clientTitle = (settings: Settings, { clientCertificate }: Secrets): { clientTitle?: string } => {
  const typed = text(settings, 'clientTitle', '');
  if (typed !== '') return { clientTitle: typed };
  const subject = clientCertificate === undefined ? null : readCertificate(clientCertificate, 'own certificate').systemTitle;
  return subject === null ? {} : { clientTitle: subject.toString('hex') };
};

const challengeOptions = (settings: Settings): { challenge?: NonNullable<SecurityOptions['challenge']> } => {
  if (mechanismOf(settings) < 2) return {};
  const length = optionalInteger(settings, 'challengeLength', { min: 0, max: 64 });
  return {
    challenge: {
      ...(length === undefined ? {} : { length }),
      alphabet: oneOf(settings, 'challengeAlphabet', ['printable', 'alphanumeric', 'hex', 'octets'], 'printable'),
    },
  };
};

/** What the node brings besides settings and secrets. */
export interface SecurityParts {
  readonly own: OwnAlgorithm | null;
  readonly counterStore: CounterStore;
  readonly stateStore: NonNullable<SecurityOptions['stateStore']>;
  /** `msg.dlms.invocationCounter`. */
  readonly fromMessage: () => number;
}

/** What the form does not show for this level and protection. */
const unusedFields = (settings: Settings): string[] => {
  const namesUs = isProtected(settings) || mechanismOf(settings) >= 5 || settings.sendTitle === 'yes';
  return [
    ...(mechanismOf(settings) === 2 ? [] : ['lockoutWait', 'lockoutAttempts']),
    ...(counts(settings) ? [] : ['icWarnAt']),
    ...(namesUs ? [] : ['clientTitle']),
  ];
};

/** @throws DlmsError `settings-invalid`, `certificate-invalid` */
export const securityOptions = (given: Settings, secrets: Secrets, parts: SecurityParts): SecurityOptions => {
  const settings = without(given, unusedFields(given));
  const { dedicated } = styleOf(settings);
  const keyed = counts(settings);
  const serverTitle = text(settings, 'meterTitle', '');
  return {
    settings: protocolSettings(settings, parts.own),
    ...clientTitle(settings, secrets),
    ...(serverTitle === '' ? {} : { serverTitle }),
    ...passwordOf(settings, secrets),
    ...(keyed ? { keys: keyFields(secrets), secondKeys: secondKeys(secrets) } : {}),
    ...(secrets.keyring === undefined ? {} : { keyring: secrets.keyring }),
    dedicatedKey: dedicated && isProtected(settings) ? 'fresh' : 'none',
    dedicatedCounter: oneOf(settings, 'dedicatedCounter', ['own', 'shared'], 'own'),
    certificates: certificateFields(settings, secrets),
    ...challengeOptions(settings),
    ...(keyed ? { counterStart: counterStart(settings, parts.fromMessage) } : {}),
    counterStore: parts.counterStore,
    counterThreshold: counterThreshold(settings),
    stateStore: parts.stateStore,
    ...(parts.own === null ? {} : { algorithms: [parts.own.make] }),
    lockout: {
      waitMs: seconds(settings, 'lockoutWait', 65),
      maxAttempts: integer(settings, 'lockoutAttempts', { min: 1, max: 3, fallback: 3 }),
    },
  };
};

/** Options of the association that belong to security. @throws DlmsError `settings-invalid`, `obis-invalid` */
export const associateOptions = (settings: Settings): Partial<AssociateOptions> => {
  const instance = mechanismOf(settings) < 2 ? '' : text(settings, 'hlsInstance', '');
  return {
    ...(instance === '' ? {} : { hlsInstance: canonicalObis(instance) }),
    hlsReply: oneOf(settings, 'hlsReply', ['write', 'read'], 'write'),
    release: oneOf(settings, 'release', ['auto', 'plain', 'protected', 'none'], 'auto'),
  };
};
