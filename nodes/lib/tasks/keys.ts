/**
 * Key management of a meter (Blue Book 4.4.7 security setup, 4.4.3 and 4.4.4 associations): keys, passwords and the security
 * policy. Keys are those of another security node, wrapped by the KEK of the meter's own; in messages there are names of keys,
 * never keys.
 */
import { type Data, DlmsError, keyNames } from '../../../src/index';
import type { GlobalKey } from '../key-vault';
import { type Settings, text } from '../setting-values';
import { type Desk, unsure } from './desk';
import { chosen, type FlagName, switched } from './field-values';
import { enumeration, lockOut, octetString, setupMethod, setupVersion } from './security-setup';
import { needed, type Task, type TaskInput, type TaskPlan } from './task';

const keysToChange: readonly (readonly [field: FlagName, key: GlobalKey])[] = [
  ['changeEk', 'encryptionKey'],
  ['changeAk', 'authenticationKey'],
  ['changeBroadcast', 'broadcastKey'],
  ['changeKek', 'masterKey'],
];

const maybeNewKeys =
  'The meter may have the new keys already. Put them beside the old ones as second EK and AK of its security node: those that it takes are found.';
const maybeNewSecret =
  'The meter may have the new password already. Read it once with the security node that has it, before the old one is tried again: some meters lock after several wrong ones.';

const changeKeys = ({ settings, own, next }: TaskInput): TaskPlan => {
  const keys = keysToChange.filter(([field]) => switched(settings, field)).map(([, key]) => key);
  if (keys.length === 0) throw new DlmsError('settings-invalid', 'No key is chosen for the change');
  if (keys.includes('masterKey') && setupVersion(settings) === 0)
    throw new DlmsError('settings-invalid', 'Security setup version 0 cannot change the KEK: choose version 1');
  const vault = needed(next, 'The security node with the new keys').vault;
  vault.expect(...keys);
  const present = needed(own(), 'The security of the meter').vault;
  present.expect('masterKey');
  const names = keys.map((key) => keyNames[key]);
  const words = `change of ${names.join(', ')}`;
  return {
    words,
    question: lockOut(words),
    endsAssociation: true,
    async perform(desk) {
      const parameter = present.transfer(await desk.keyOwner(), keys, vault);
      await unsure(maybeNewKeys, () => desk.act(setupMethod(settings, 2, parameter), 'key transfer'));
      const hint = 'From its next association on the meter wants the new keys: choose the security node with them in the meter.';
      return { facts: { keys: names }, hint };
    },
  };
};

/** Association LN: secret of the low level is attribute 7, change_HLS_secret method 2. */
const changeSecretLn = async (desk: Desk, obis: string, low: boolean, value: Data): Promise<void> => {
  const association = { classId: 15, obis };
  if (low) await desk.write(association, 'secret', value);
  else await desk.act({ ...association, method: 2, parameter: value }, 'change of the HLS secret');
};

/** Association SN: change_LLS_secret is method 5, change_HLS_secret 6; from version 3 on both are one method, 5. */
const changeSecretSn = async (desk: Desk, obis: string, low: boolean, value: Data): Promise<void> => {
  const { meter, request } = desk.target;
  const { objects } = await meter.objectList(request);
  const version = objects.find(({ classId }) => classId === 12)?.version ?? 0;
  const method = low || version >= 3 ? 5 : 6;
  await desk.act({ classId: 12, obis, version, method, parameter: value }, 'change of the secret');
};

const changeSecret = ({ settings, next }: TaskInput): TaskPlan => {
  const { vault } = needed(next, 'The security node with the new password');
  const { mechanism } = vault;
  if (mechanism === 0 || mechanism === 5 || mechanism === 7) {
    throw new DlmsError('settings-invalid', 'The chosen security node has a level without a password', {
      hint: 'GMAC proves the keys and ECDSA a private key: change those instead.',
    });
  }
  vault.expect('password');
  const low = mechanism === 1;
  const obis = text(settings, 'associationObis', '0-0:40.0.0*255');
  const words = low ? 'change of the low-level password' : 'change of the HLS secret';
  return {
    words,
    question: lockOut(words),
    endsAssociation: true,
    async perform(desk) {
      const { meter } = desk.target;
      const change = meter.options.associate.referencing === 'ln' ? changeSecretLn : changeSecretSn;
      const secret = octetString(vault.secret(await desk.keyOwner()));
      await unsure(maybeNewSecret, () => change(desk, obis, low, secret));
      return { hint: 'From its next association on the meter wants the new password: choose the security node with it in the meter.' };
    },
  };
};

/** By their numbers. */
const policies = ['none', 'authenticated', 'encrypted', 'both'] as const;

/** Version 0: a number; version 1: bits 2 to 4 for requests and 5 to 7 for responses (Blue Book 4.4.7.2.1). */
const policyNumber = (settings: Settings): number => {
  const requests = policies.indexOf(chosen(settings, 'policyRequests'));
  if (setupVersion(settings) === 0) return requests;
  const answers = policies.indexOf(chosen(settings, 'policyAnswers'));
  const signed = (field: 'policyRequestsSigned' | 'policyAnswersSigned'): number => (switched(settings, field) ? 4 : 0);
  return ((requests | signed('policyRequestsSigned')) << 2) | ((answers | signed('policyAnswersSigned')) << 5);
};

/** What the number of the policy asks for: nobody can confirm a number. */
const policyWords = (settings: Settings): string => {
  const words = (field: 'policyRequests' | 'policyAnswers', signed: boolean): string => {
    const policy = chosen(settings, field);
    return `${policy === 'both' ? 'authenticated and encrypted' : policy}${signed ? ' and signed' : ''}`;
  };
  if (setupVersion(settings) === 0) return `all messages: ${words('policyRequests', false)}`;
  const requests = words('policyRequests', switched(settings, 'policyRequestsSigned'));
  return `requests: ${requests}; answers: ${words('policyAnswers', switched(settings, 'policyAnswersSigned'))}`;
};

const activatePolicy = ({ settings }: TaskInput): TaskPlan => {
  const policy = policyNumber(settings);
  const words = `activation of security policy ${policy} (${policyWords(settings)})`;
  return {
    words,
    question: lockOut(words),
    endsAssociation: true,
    async perform(desk) {
      await desk.act(setupMethod(settings, 1, enumeration(policy)), 'security activate');
      return { facts: { policy }, hint: 'A policy can only be made stronger. Set the protection of the security node accordingly.' };
    },
  };
};

export const keyTasks: readonly Task[] = [
  { id: 'change-keys', plan: changeKeys },
  { id: 'change-secret', plan: changeSecret },
  { id: 'activate-policy', plan: activatePolicy },
];
