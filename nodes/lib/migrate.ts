/**
 * Settings of older versions of this package, brought to the shape of today.
 *
 * Each node saves `settingsVersion`. The table below holds, per node type, one step for each version: step n takes
 * settings of version n and gives those of version n + 1. A flow that was saved by a newer package is refused in words
 * instead of being half understood. A step never looks at credentials.
 */
import type { NodeDef } from 'node-red';
import { DlmsError } from '../../src/index';
import { parseInteger, type Settings } from './setting-values';

type Step = (settings: Settings) => Settings;

/** Version 0 = a flow written by hand without `settingsVersion`; the defaults of the readers fill what is missing. */
const asItIs: Step = (settings) => settings;

/** Version 2: echo cancelling has a third choice; "off" had been the default, so it becomes the new one. */
const echoByMedium: Step = (settings) => ({ ...settings, echoCancelling: String(settings.echoCancelling) === 'true' ? 'on' : 'auto' });

/** Version 2: general-ciphering says which key it uses; what there was is the identified one. */
const namedKeyInfo: Step = (settings) => (settings.ciphering === 'general-ciphering' ? { ...settings, ciphering: 'identified' } : settings);

/** Version 2: the simulated meter has a level; it had been the password of the low one. */
const lowLevel: Step = (settings) => ({ ...settings, level: 'low' });

/** Version 2: an action may be a task of key management; it had been any method. */
const anyMethod: Step = (settings) => ({ ...settings, task: 'method' });

const steps: Readonly<Record<string, readonly Step[]>> = {
  'dlms-connection': [asItIs, echoByMedium],
  'dlms-security': [asItIs, namedKeyInfo],
  'dlms-meter': [asItIs],
  'dlms-associate': [asItIs],
  'dlms-get': [asItIs],
  'dlms-fleet': [asItIs],
  'dlms-push': [asItIs],
  'dlms-decode': [asItIs],
  'dlms-browse': [asItIs],
  'dlms-profile': [asItIs],
  'dlms-set': [asItIs],
  'dlms-action': [asItIs, anyMethod],
  'dlms-release': [asItIs],
  'dlms-simulator': [asItIs, lowLevel],
};

/** What `settingsVersion` must be after all steps of a type. */
export const currentVersion = (type: string): number => steps[type]?.length ?? 0;

/** @throws DlmsError `settings-invalid` when the flow was saved by a newer version of the package */
export const migrate = (type: string, settings: Settings): Settings => {
  const chain = steps[type] ?? [];
  const from = parseInteger(settings.settingsVersion) ?? 0;
  if (from > chain.length) {
    throw new DlmsError(
      'settings-invalid',
      `${type} was saved by a newer version of this package (settings ${from}, known ${chain.length})`,
      {
        hint: 'Update the package, or set the node up anew.',
      },
    );
  }
  return { ...chain.slice(from).reduce((current, step) => step(current), settings), settingsVersion: chain.length };
};

/** What a node was deployed with, in the shape of today. @throws as `migrate` */
export const deployedSettings = (definition: NodeDef): Settings => migrate(definition.type, definition as unknown as Settings);
