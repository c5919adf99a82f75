/**
 * The options of a simulated meter with every default filled in: what the rest of the simulator reads.
 *
 * Settings are frozen but for the secrets of the associations, which clients may change (Association LN attribute 7,
 * change_LLS_secret) and which therefore stand behind a function.
 */
import { conformanceFrom } from '../apdu/initiate';
import { DlmsError } from '../errors';
import type { MechanismId } from '../security/types';
import type { Referencing } from '../session/types';
import type { SimulatedAssociation, SimulatorOptions } from './types';

export interface AssociationSettings {
  readonly client: number;
  readonly mechanism: MechanismId;
  readonly writable: boolean;
  /** OBIS codes that this client sees; null = all. */
  readonly visible: ReadonlySet<string> | null;
  secret(): Buffer;
  changeSecret(secret: Buffer): void;
}

export interface Settings {
  readonly name: string;
  readonly serialNumber: string;
  readonly referencing: Referencing;
  readonly logicalDevice: number;
  readonly physical: number;
  readonly associations: readonly AssociationSettings[];
  readonly maxPduSize: number;
  readonly conformance: number;
  readonly capturePeriodS: number;
  readonly profileRows: number;
  readonly profileMaxRows: number;
  readonly tickMs: number;
  readonly inactivityTimeoutMs: number;
  readonly seed: number;
  readonly now: () => number;
  /** Minutes from standard time to UTC, as the clock object has it (CET: -60). */
  readonly timeZone: number;
}

/** What the public client may see: clock, identification, invocation counters, and its own association. */
export const publicObjects: ReadonlySet<string> = new Set([
  '0-0:1.0.0*255',
  '0-0:42.0.0*255',
  '0-0:41.0.0*255',
  '0-0:96.1.0*255',
  '0-0:40.0.0*255',
  '0-0:43.1.0*255',
  '0-0:43.1.1*255',
]);

/** Everything a meter with logical names offers. */
const lnConformance = conformanceFrom([
  'general-block-transfer',
  'attribute0-supported-with-get',
  'priority-mgmt-supported',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'data-notification',
  'access',
  'get',
  'set',
  'selective-access',
  'action',
]);

/** Everything a meter with short names offers. */
const snConformance = conformanceFrom([
  'general-block-transfer',
  'read',
  'write',
  'unconfirmed-write',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'multiple-references',
  'information-report',
  'parameterized-access',
]);

const defaultAssociations: readonly SimulatedAssociation[] = [
  { client: 16, mechanism: 0 },
  { client: 1, mechanism: 1, password: '12345678' },
];

function associationSettings(association: SimulatedAssociation): AssociationSettings {
  let secret = Buffer.from(association.password ?? '', 'latin1');
  const isPublic = association.client === 16 && association.writable !== true && association.objects === undefined;
  const chosen = Array.isArray(association.objects) ? new Set<string>(association.objects) : null;
  return {
    client: association.client,
    mechanism: association.mechanism,
    writable: association.writable ?? association.client !== 16,
    visible: isPublic ? publicObjects : chosen,
    secret: () => secret,
    changeSecret: (next) => {
      secret = Buffer.from(next);
    },
  };
}

function inRange(what: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new DlmsError('settings-invalid', `${what} of the simulated meter is ${value}, it has to be ${low} to ${high}`);
  return value;
}

/** @throws DlmsError `settings-invalid` naming the option and its range */
export function resolveSettings(options: SimulatorOptions): Settings {
  const referencing = options.referencing ?? 'ln';
  const maxRows = inRange('profile.maxRows', options.profile?.maxRows ?? 8640, 1, 100_000);
  const associations = (options.associations ?? defaultAssociations).map(associationSettings);
  return Object.freeze({
    name: options.name ?? 'simulated meter',
    serialNumber: options.serialNumber ?? '10000001',
    referencing,
    logicalDevice: inRange('logicalDevice', options.logicalDevice ?? 1, 0, 0x3fff),
    physical: inRange('physical', options.physical ?? 17, 0, 0x3fff),
    associations,
    maxPduSize: inRange('maxPduSize', options.maxPduSize ?? 1024, 12, 0xffff),
    conformance: options.conformance ?? (referencing === 'ln' ? lnConformance : snConformance),
    capturePeriodS: inRange('profile.capturePeriodS', options.profile?.capturePeriodS ?? 900, 1, 86_400),
    profileRows: Math.min(inRange('profile.rows', options.profile?.rows ?? 960, 0, 100_000), maxRows),
    profileMaxRows: maxRows,
    tickMs: inRange('tickMs', options.tickMs ?? 1000, 0, 86_400_000),
    inactivityTimeoutMs: inRange('hdlc.inactivityTimeoutMs', options.hdlc?.inactivityTimeoutMs ?? 120_000, 0, 86_400_000),
    seed: options.seed ?? seedOf(options.serialNumber ?? '10000001'),
    now: options.now ?? Date.now,
    timeZone: inRange('timeZone', options.timeZone ?? -60, -840, 720),
  });
}

/** Meters of different serial numbers differ without a seed being given. */
function seedOf(serialNumber: string): number {
  let seed = 0;
  for (const character of serialNumber) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return seed;
}
