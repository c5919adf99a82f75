/**
 * Key management of a meter (Blue Book 4.4.7 security setup, 4.4.3 and 4.4.4 associations) as tasks with a form each.
 *
 * A task says in words what it will do, whether it must be confirmed, and does it. Keys are those of another security
 * node, wrapped by the KEK of the meter's own; in messages there are names of keys, never keys. Every task is one entry
 * of `tasks`.
 */
import { type ActionItem, type Data, DlmsError, type ItemResult, keyNames, parseSystemTitle } from '../../src/index';
import { certificateFacts, certificateOctets, requestFacts } from './certificate-facts';
import type { GlobalKey } from './key-vault';
import type { Target } from './meter-access';
import type { NodeSecurity } from './security-settings';
import { flag, oneOf, type Settings, text } from './setting-values';

/** What a task works with. */
export interface TaskInput {
  readonly settings: Settings;
  /** `msg.payload`, for certificates. */
  readonly payload: unknown;
  /** The security node with the new keys or the new secret. */
  readonly next: NodeSecurity | null;
}

export interface TaskResult {
  readonly result: ItemResult<Data | null>;
  /** For the message: never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface TaskPlan {
  /** `change of EK and AK`: for question, status and errors. */
  readonly words: string;
  /** Must be confirmed. */
  readonly guarded: boolean;
  /** The meter wants something else from the next association on: this one is released. */
  readonly endsAssociation: boolean;
  /** What to do afterwards, for people. */
  readonly afterwards?: string;
  run(target: Target): Promise<TaskResult>;
}

const securitySetup = 64;
const octetString = (value: Buffer): Data => ({ type: 'octet-string', value });
const enumeration = (value: number): Data => ({ type: 'enum', value });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });

const versionOf = (settings: Settings): 0 | 1 => (oneOf(settings, 'setupVersion', ['0', '1'], '1') === '0' ? 0 : 1);

const setupMethod = (settings: Settings, method: number, parameter: Data): ActionItem => ({
  classId: securitySetup,
  obis: text(settings, 'setupObis', '0-0:43.0.0*255'),
  version: versionOf(settings),
  method,
  parameter,
});

const invoke = async ({ meter, request }: Target, item: ActionItem): Promise<ItemResult<Data | null>> =>
  (await meter.action([item], request)).items[0] as ItemResult<Data | null>;

const needsVersion1 = (settings: Settings): void => {
  if (versionOf(settings) === 1) return;
  throw new DlmsError('settings-invalid', 'Security setup version 0 has no key pairs and no certificates: choose version 1');
};

const keysToChange: readonly (readonly [field: string, key: GlobalKey])[] = [
  ['changeEk', 'encryptionKey'],
  ['changeAk', 'authenticationKey'],
  ['changeBroadcast', 'broadcastKey'],
  ['changeKek', 'masterKey'],
];

const needed = <T>(value: T | null, what: string): T => {
  if (value !== null) return value;
  throw new DlmsError('settings-invalid', `${what} is not chosen`, { hint: 'Choose the security node that has it, then deploy.' });
};

const changeKeys = ({ settings, next }: TaskInput): TaskPlan => {
  const keys = keysToChange.filter(([field], index) => flag(settings, field, index < 2)).map(([, key]) => key);
  if (keys.length === 0) throw new DlmsError('settings-invalid', 'No key is chosen for the change');
  if (keys.includes('masterKey') && versionOf(settings) === 0)
    throw new DlmsError('settings-invalid', 'Security setup version 0 cannot change the KEK: choose version 1');
  const vault = needed(next, 'The security node with the new keys').vault;
  const names = keys.map((key) => keyNames[key]);
  return {
    words: `change of ${names.join(', ')}`,
    guarded: true,
    endsAssociation: true,
    afterwards: 'From its next association on the meter wants the new keys: choose the security node with them in the meter.',
    async run(target) {
      const own = needed(target.security, 'The security of the meter').vault;
      const parameter = own.transfer(target.meter.name, keys, vault);
      return { result: await invoke(target, setupMethod(settings, 2, parameter)), facts: { keys: names } };
    },
  };
};

/** Association LN: secret of the low level is attribute 7, change_HLS_secret method 2. */
const changeSecretLn = async ({ meter, request }: Target, obis: string, low: boolean, value: Data): Promise<ItemResult<Data | null>> => {
  const item = { classId: 15, obis };
  if (low) return (await meter.set([{ ...item, attribute: 7, value }], request)).items[0] as ItemResult<null>;
  return (await meter.action([{ ...item, method: 2, parameter: value }], request)).items[0] as ItemResult<Data | null>;
};

/** Association SN: change_LLS_secret is method 5, change_HLS_secret 6; from version 3 on both are one method, 5. */
const changeSecretSn = async (target: Target, obis: string, low: boolean, value: Data): Promise<ItemResult<Data | null>> => {
  const { objects } = await target.meter.objectList(target.request);
  const version = objects.find(({ classId }) => classId === 12)?.version ?? 0;
  const method = low || version >= 3 ? 5 : 6;
  return invoke(target, { classId: 12, obis, version, method, parameter: value });
};

const changeSecret = ({ settings, next }: TaskInput): TaskPlan => {
  const { vault } = needed(next, 'The security node with the new password');
  const { mechanism } = vault;
  if (mechanism === 0 || mechanism === 5 || mechanism === 7) {
    throw new DlmsError('settings-invalid', 'The chosen security node has a level without a password', {
      hint: 'GMAC proves the keys and ECDSA a private key: change those instead.',
    });
  }
  const low = mechanism === 1;
  const obis = text(settings, 'associationObis', '0-0:40.0.0*255');
  return {
    words: low ? 'change of the low-level password' : 'change of the HLS secret',
    guarded: true,
    endsAssociation: true,
    afterwards: 'From its next association on the meter wants the new password: choose the security node with it in the meter.',
    async run(target) {
      const value = octetString(vault.secret(target.meter.name));
      const change = target.meter.options.associate.referencing === 'ln' ? changeSecretLn : changeSecretSn;
      return { result: await change(target, obis, low, value) };
    },
  };
};

const policies = ['none', 'authenticated', 'encrypted', 'both'] as const;

/** Version 0: a number; version 1: bits 2 to 4 for requests and 5 to 7 for responses (Blue Book 4.4.7.2.1). */
const policyNumber = (settings: Settings): number => {
  const requests = policies.indexOf(oneOf(settings, 'policyRequests', policies, 'both'));
  if (versionOf(settings) === 0) return requests;
  const answers = policies.indexOf(oneOf(settings, 'policyAnswers', policies, 'both'));
  const signed = (field: string): number => (flag(settings, field, false) ? 4 : 0);
  return ((requests | signed('policyRequestsSigned')) << 2) | ((answers | signed('policyAnswersSigned')) << 5);
};

const activatePolicy = ({ settings }: TaskInput): TaskPlan => {
  const policy = policyNumber(settings);
  return {
    words: `activation of security policy ${policy}`,
    guarded: true,
    endsAssociation: true,
    afterwards: 'A policy can only be made stronger. Set the protection of the security node accordingly.',
    run: async (target) => ({ result: await invoke(target, setupMethod(settings, 1, enumeration(policy))), facts: { policy } }),
  };
};

const keyUses = ['signature', 'agreement', 'tls'] as const;
const keyUse = (settings: Settings): number => keyUses.indexOf(oneOf(settings, 'keyUse', keyUses, 'signature'));

const generateKeyPair = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const use = keyUse(settings);
  return {
    words: `generation of a key pair for ${keyUses[use]}`,
    guarded: true,
    endsAssociation: false,
    afterwards: 'Ask for a certificate request next, have it signed, and import the certificate: only then is the pair in use.',
    run: async (target) => ({ result: await invoke(target, setupMethod(settings, 4, enumeration(use))), facts: { use: keyUses[use] } }),
  };
};

/** Octets that the meter returned, as facts. */
const returned = (result: ItemResult<Data | null>, facts: (der: Buffer) => object): TaskResult => {
  if (result.error !== null || result.data?.type !== 'octet-string') return { result };
  return { result, facts: { ...facts(result.data.value) } };
};

const requestCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const use = keyUse(settings);
  return {
    words: `certificate request for ${keyUses[use]}`,
    guarded: false,
    endsAssociation: false,
    afterwards: 'Have the request signed by the certification authority, then import the certificate.',
    run: async (target) => returned(await invoke(target, setupMethod(settings, 5, enumeration(use))), requestFacts),
  };
};

const importCertificate = ({ settings, payload }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const der = certificateOctets(text(settings, 'certificate', '') || payload);
  const facts = certificateFacts(der);
  return {
    words: 'import of a certificate',
    guarded: true,
    endsAssociation: false,
    run: async (target) => ({ result: await invoke(target, setupMethod(settings, 6, octetString(der))), facts }),
  };
};

const entities = ['server', 'client', 'authority', 'other'] as const;
const types = ['signature', 'agreement', 'tls', 'other'] as const;

const hexOrText = (typed: string): Buffer => (/^([0-9a-f]{2})+$/i.test(typed) ? Buffer.from(typed, 'hex') : Buffer.from(typed, 'utf8'));

/** By whose it is and what for, or by serial number and issuer (Blue Book 4.4.7.3.7). */
const identification = (settings: Settings): Data => {
  if (oneOf(settings, 'identifyBy', ['entity', 'serial'], 'entity') === 'serial') {
    const serial = octetString(hexOrText(text(settings, 'certificateSerial').replace(/[\s:]/g, '')));
    return structure(enumeration(1), structure(serial, octetString(hexOrText(text(settings, 'certificateIssuer')))));
  }
  const entity = entities.indexOf(oneOf(settings, 'certificateEntity', entities, 'server'));
  const type = types.indexOf(oneOf(settings, 'certificateType', types, 'signature'));
  const title = parseSystemTitle(text(settings, 'certificateTitle', ''), 'system title of the certificate');
  return structure(enumeration(0), structure(enumeration(entity), enumeration(type), octetString(title)));
};

const exportCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const which = identification(settings);
  return {
    words: 'export of a certificate',
    guarded: false,
    endsAssociation: false,
    run: async (target) => returned(await invoke(target, setupMethod(settings, 7, which)), certificateFacts),
  };
};

const removeCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const which = identification(settings);
  return {
    words: 'removal of a certificate',
    guarded: true,
    endsAssociation: false,
    run: async (target) => ({ result: await invoke(target, setupMethod(settings, 8, which)) }),
  };
};

export const tasks = {
  'change-keys': changeKeys,
  'change-secret': changeSecret,
  'activate-policy': activatePolicy,
  'generate-key-pair': generateKeyPair,
  'request-certificate': requestCertificate,
  'import-certificate': importCertificate,
  'export-certificate': exportCertificate,
  'remove-certificate': removeCertificate,
} as const satisfies Record<string, (input: TaskInput) => TaskPlan>;

export type TaskId = keyof typeof tasks;
export const taskIds = Object.keys(tasks) as readonly TaskId[];
