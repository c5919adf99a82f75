/**
 * Settings and credentials of a `dlms-security` as a security factory: the one place where nodes and `src/security` meet.
 *
 * `levels` lists the authentication levels with what they need and, where this version can use them, how a context of
 * one association attempt is made. The form asks the editor route for this list and marks what cannot be used; a level
 * becomes usable by giving it a `make`.
 */
import { DlmsError, plainSecurity, type SecurityContext, type SecurityFactory } from '../../src/index';
import { oneOf, type Settings } from './setting-values';

export const secretNames = [
  'password',
  'encryptionKey',
  'authenticationKey',
  'broadcastKey',
  'dedicatedKey',
  'masterKey',
  'signingKey',
  'agreementKey',
] as const;
export type SecretName = (typeof secretNames)[number];
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;

export const levelIds = ['none', 'low', 'vendor', 'md5', 'sha1', 'gmac', 'sha256', 'ecdsa'] as const;
export type LevelId = (typeof levelIds)[number];

export const protectionIds = ['none', 'authenticated', 'encrypted', 'both'] as const;

export interface SecurityInput {
  readonly settings: Settings;
  readonly secrets: Secrets;
}

interface Level {
  readonly id: LevelId;
  /** Mechanism id of the standard. */
  readonly mechanism: number;
  /** One association attempt; absent where this version cannot use the level. */
  readonly make?: (input: SecurityInput) => SecurityContext;
}

/** Text as it is, or hexadecimal octets. @throws DlmsError `settings-invalid` */
export const passwordOctets = ({ settings, secrets }: SecurityInput): Buffer => {
  const password = secrets.password ?? '';
  if (oneOf(settings, 'passwordForm', ['text', 'hex'], 'text') === 'text') return Buffer.from(password, 'utf8');
  const digits = password.replace(/^0x/i, '').replace(/[\s:]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new DlmsError('settings-invalid', 'password: not an even number of hexadecimal digits');
  return Buffer.from(digits, 'hex');
};

const levels: readonly Level[] = [
  { id: 'none', mechanism: 0, make: () => plainSecurity({ mechanism: 0 }) },
  { id: 'low', mechanism: 1, make: (input) => plainSecurity({ mechanism: 1, password: passwordOctets(input) }) },
  { id: 'vendor', mechanism: 2 },
  { id: 'md5', mechanism: 3 },
  { id: 'sha1', mechanism: 4 },
  { id: 'gmac', mechanism: 5 },
  { id: 'sha256', mechanism: 6 },
  { id: 'ecdsa', mechanism: 7 },
];

/** Protections that this version can use. */
const usableProtections: readonly string[] = ['none'];

/** For the editor: nothing secret in it. */
export const securityChoices = () => ({
  levels: levels.map(({ id, mechanism, make }) => ({ id, mechanism, usable: make !== undefined })),
  protections: protectionIds.map((id) => ({ id, usable: usableProtections.includes(id) })),
});

const notUsable = (what: string): DlmsError =>
  new DlmsError('settings-invalid', `${what} cannot be used by this version of the package`, {
    hint: 'Choose a level without it, or update the package.',
  });

/** @throws DlmsError `settings-invalid` */
export const securityFactory = (input: SecurityInput): SecurityFactory => {
  const id = oneOf(input.settings, 'level', levelIds, 'none');
  const make = levels.find((level) => level.id === id)?.make;
  if (make === undefined) throw notUsable(`Authentication level "${id}"`);
  const protection = oneOf(input.settings, 'protection', protectionIds, 'none');
  if (!usableProtections.includes(protection)) throw notUsable(`Protection "${protection}"`);
  // Checked now, so that a mistake shows at deploy and not at the first reading.
  make(input);
  return async () => make(input);
};

/** For meters without a security node: the public client. */
export const noSecurity: SecurityFactory = securityFactory({ settings: { level: 'none' }, secrets: {} });
