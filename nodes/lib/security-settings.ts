/**
 * A `dlms-security` at run time: the one place where nodes and the security of `src` meet.
 *
 * `securityOf` reads settings and credentials once, at deploy, so that a wrong key shows there and not at the first
 * reading. What comes out gives meters their security strategy, and key management the keys that it has to wrap; the
 * secrets themselves stay inside.
 */
import type { Node, NodeAPI } from 'node-red';
import {
  type AssociateOptions,
  autoOrder,
  createSecurity,
  DlmsError,
  icPolicies,
  isDlmsError,
  type KeyRing,
  plainSecurity,
  putBounded,
  reworded,
  type SealConfirmation,
  type SecurityFactory,
} from '../../src/index';
import { settingOf } from './environment';
import { type KeyVault, keyVault } from './key-vault';
import { ownAlgorithm, ownModules } from './own-algorithms';
import { associateOptions, lacksPassword, securityOptions, startsFromMessage } from './security-options';
import { readSecrets, type Secrets } from './security-secrets';
import { securityStores } from './security-stores';
import { type Settings, text } from './setting-values';
import { telegramConfirmations, telegramKeys } from './telegram-keys';
import { holdSecrets } from './trace-secrets';

export interface NodeSecurity {
  /**
   * The strategy for a meter, always the same one for the same meter.
   * @param start where the counter begins, for nodes that take it from the message
   */
  factoryFor(meter: string, start?: number): SecurityFactory;
  /** Options of the association that belong to security. */
  readonly associate: Partial<AssociateOptions>;
  /** System title of the meter, where the node is for one. */
  readonly meterTitle: string | undefined;
  readonly vault: KeyVault;
  /** The keys for telegrams of meters that only talk. */
  telegramKeys(): KeyRing;
  /** Protects the confirmations of their notifications. @param keys that opened these. @param log for the user */
  confirmations(keys: KeyRing, log: (text: string) => void): SealConfirmation;
  close(): Promise<void>;
}

/** Strategies by meter that are kept where each message says its start value; the longest unused goes first. */
const maxMeters = 1024;

const missingStart = (): number => {
  throw new DlmsError('settings-invalid', 'The invocation counter is to come from the message, and msg.dlms.invocationCounter is missing');
};

const withoutPassword = ({ name, id }: Node): never => {
  throw new DlmsError('key-invalid', `security "${name || id}": the password is missing`, {
    hint: 'A flow that was imported comes without its secrets: type the password in the security node. An empty one is written "".',
  });
};

/** Where there is no secret at all, somebody else's flow was imported rather than a key forgotten. */
const orImported = <T>(secrets: Secrets, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    if (!isDlmsError(error) || error.code !== 'key-invalid' || Object.keys(secrets).length > 0) throw error;
    const hint = 'A flow that was imported comes without its secrets: type them in the security node.';
    throw reworded(error, error.message, { hint });
  }
};

/** @throws DlmsError `settings-invalid`, `key-invalid`, `certificate-invalid` that name the field */
export const securityOf = (RED: NodeAPI, node: Node, settings: Settings, credentials: unknown): NodeSecurity => {
  const secrets = readSecrets(credentials, settings, (name) => settingOf(RED, node, name));
  const stores = securityStores(RED, node, settings, secrets);
  const own = ownAlgorithm(RED, node, settings);
  const strategy = (fromMessage: () => number): SecurityFactory =>
    createSecurity(securityOptions(settings, secrets, { own, counterStore: stores.counters, stateStore: stores.learnt, fromMessage }));
  const factories = (): NodeSecurity['factoryFor'] => {
    if (lacksPassword(settings, secrets)) return () => withoutPassword(node);
    if (startsFromMessage(settings)) return perMeter(strategy);
    const shared = strategy(missingStart);
    return () => shared;
  };
  const factoryFor = orImported(secrets, factories);
  const associate = associateOptions(settings);
  const letGo = holdSecrets(secrets);
  return {
    factoryFor,
    associate,
    meterTitle: text(settings, 'meterTitle', '') || undefined,
    vault: keyVault(settings, secrets),
    telegramKeys: () => telegramKeys(node.name || node.id, settings, secrets),
    confirmations: (keys, log) => telegramConfirmations(settings, secrets, { keys, counterStore: stores.counters, log }),
    async close() {
      letGo();
      await stores.close();
    },
  };
};

/** One strategy a meter, each with the number that the last message gave. */
const perMeter = (strategy: (fromMessage: () => number) => SecurityFactory): NodeSecurity['factoryFor'] => {
  const meters = new Map<string, { readonly factory: SecurityFactory; start: number | undefined }>();
  const made = (): { readonly factory: SecurityFactory; start: number | undefined } => {
    const entry: { factory: SecurityFactory; start: number | undefined } = {
      factory: strategy(() => entry.start ?? missingStart()),
      start: undefined,
    };
    return entry;
  };
  return (meter, start) => {
    const entry = meters.get(meter) ?? made();
    if (start !== undefined) entry.start = start;
    putBounded(meters, meter, entry, maxMeters);
    return entry.factory;
  };
};

/** For the forms: nothing secret in it. */
export const securityChoices = (RED: NodeAPI) => ({
  icPolicies: icPolicies.map(({ id, offsets, reusesNonce }) => ({ id, offsets, reusesNonce })),
  autoOrder,
  hlsModules: ownModules(RED),
});

/** For meters without a security node: the public client. */
export const noSecurity: SecurityFactory = async () => plainSecurity({ mechanism: 0 });
