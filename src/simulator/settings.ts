/**
 * The options of a simulated meter with every default filled in: what the rest of the simulator reads.
 *
 * Settings are frozen but for the security of the associations, which key management changes and which therefore is an
 * object of its own (`SecuritySetup`).
 */
import { conformanceFrom } from '../apdu/initiate';
import { canonicalObis } from '../cosem/obis';
import { DlmsError } from '../errors';
import { parseSystemTitle } from '../security/keys';
import type { MechanismId } from '../security/types';
import type { Referencing } from '../session/types';
import { SecuritySetup } from './security/security-setup';
import type { SimulatedAssociation, SimulatorOptions } from './types';

export interface AssociationSettings {
  readonly client: number;
  readonly mechanism: MechanismId;
  readonly writable: boolean;
  /** OBIS codes that this client sees; null = all. */
  readonly visible: ReadonlySet<string> | null;
  readonly security: SecuritySetup;
  /** Where the counter of this client can be read; null where there is none. */
  readonly counterObject: string | null;
}

export interface Settings {
  readonly name: string;
  readonly serialNumber: string;
  /** System title of the meter, 8 octets. */
  readonly systemTitle: Buffer;
  readonly securitySetupVersion: 0 | 1;
  readonly referencing: Referencing;
  readonly logicalDevice: number;
  readonly physical: number;
  readonly associations: readonly AssociationSettings[];
  readonly maxPduSize: number;
  readonly conformance: number;
  readonly capturePeriodS: number;
  readonly profileRows: number;
  readonly profileMaxRows: number;
  /** Octets of a block of an image transfer. */
  readonly imageBlockSize: number;
  readonly tickMs: number;
  readonly inactivityTimeoutMs: number;
  readonly seed: number;
  readonly now: () => number;
  /** Minutes from standard time to UTC, as the clock object has it (CET: -60). */
  readonly timeZone: number;
}

/** What the public client may see: clock, identification, invocation counters, and its own association. */
const publicObjects: ReadonlySet<string> = new Set([
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

/** What every association of a meter shares. */
interface MeterFacts {
  readonly systemTitle: Buffer;
  readonly seed: number;
  readonly now: () => number;
}

function associationSettings(association: SimulatedAssociation, facts: MeterFacts, counterObject: string | null): AssociationSettings {
  const { client, mechanism, password, security = {} } = association;
  const isPublic = client === 16 && association.writable !== true && association.objects === undefined;
  const chosen = Array.isArray(association.objects) ? new Set<string>(association.objects) : null;
  return {
    client,
    mechanism,
    writable: association.writable ?? client !== 16,
    visible: isPublic ? publicObjects : chosen,
    security: new SecuritySetup({ ...facts, client, mechanism, password, security }),
    counterObject,
  };
}

/** The n-th client with keys has its counter in 0-0:43.1.n, unless the options name another object. */
function counterObjects(associations: readonly SimulatedAssociation[]): readonly (string | null)[] {
  let next = 0;
  return associations.map(({ security }) => {
    if (security?.encryptionKey === undefined) return null;
    const usual = `0-0:43.1.${next++}*255`;
    return security.counterObject === undefined ? usual : canonicalObis(security.counterObject);
  });
}

function allAssociations(associations: readonly SimulatedAssociation[], facts: MeterFacts): readonly AssociationSettings[] {
  const counters = counterObjects(associations);
  const visible = new Set([...publicObjects, ...counters.filter((obis) => obis !== null)]);
  return associations
    .map((association, index) => associationSettings(association, facts, counters[index] ?? null))
    .map((settings) => (settings.visible === publicObjects ? { ...settings, visible } : settings));
}

/** Three letters of the manufacturer, then the serial number in five octets. */
function systemTitleOf(serialNumber: string): Buffer {
  const title = Buffer.from('MFL\0\0\0\0\0', 'latin1');
  const digits = Number(serialNumber.replace(/\D/g, '').slice(-12) || 0);
  title.writeUIntBE(digits % 2 ** 40, 3, 5);
  return title;
}

function setupVersion(version: number = 1): 0 | 1 {
  if (version === 0 || version === 1) return version;
  throw new DlmsError('settings-invalid', `securitySetupVersion of the simulated meter is ${version}, it has to be 0 or 1`);
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
  const serialNumber = options.serialNumber ?? '10000001';
  const systemTitle =
    options.systemTitle === undefined
      ? systemTitleOf(serialNumber)
      : parseSystemTitle(options.systemTitle, 'system title of the simulated meter');
  const seed = options.seed ?? seedOf(serialNumber);
  const now = options.now ?? Date.now;
  const associations = allAssociations(options.associations ?? defaultAssociations, { systemTitle, seed, now });
  return Object.freeze({
    name: options.name ?? 'simulated meter',
    serialNumber,
    systemTitle,
    securitySetupVersion: setupVersion(options.securitySetupVersion),
    referencing,
    logicalDevice: inRange('logicalDevice', options.logicalDevice ?? 1, 0, 0x3fff),
    physical: inRange('physical', options.physical ?? 17, 0, 0x3fff),
    associations,
    maxPduSize: inRange('maxPduSize', options.maxPduSize ?? 1024, 12, 0xffff),
    conformance: options.conformance ?? (referencing === 'ln' ? lnConformance : snConformance),
    capturePeriodS: inRange('profile.capturePeriodS', options.profile?.capturePeriodS ?? 900, 1, 86_400),
    profileRows: Math.min(inRange('profile.rows', options.profile?.rows ?? 960, 0, 100_000), maxRows),
    profileMaxRows: maxRows,
    imageBlockSize: inRange('imageBlockSize', options.imageBlockSize ?? 64, 1, 65_535),
    tickMs: inRange('tickMs', options.tickMs ?? 1000, 0, 86_400_000),
    inactivityTimeoutMs: inRange('hdlc.inactivityTimeoutMs', options.hdlc?.inactivityTimeoutMs ?? 120_000, 0, 65_535_000),
    seed,
    now,
    timeZone: inRange('timeZone', options.timeZone ?? -60, -840, 720),
  });
}

/** Meters of different serial numbers differ without a seed being given. */
function seedOf(serialNumber: string): number {
  let seed = 0;
  for (const character of serialNumber) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return seed;
}
