/**
 * Settings of a `dlms-simulator` as options of a simulated meter, and the messages that it takes.
 */
import { DlmsError, type FaultOptions, type SimulatorListen, type SimulatorOptions } from '../../src/index';
import { defaultPort, framings } from './line-settings';
import { flag, integer, isRecord, oneOf, optionalInteger, type Settings, text, without } from './setting-values';
import { type SimulatorSecrets, securedAssociation } from './simulator-security';

const listen = (settings: Settings): SimulatorListen => {
  const kind = oneOf(settings, 'medium', ['tcp', 'udp', 'serial'], 'tcp');
  if (kind === 'serial') {
    return { kind, path: text(settings, 'path'), baudRate: integer(settings, 'baudRate', { min: 50, max: 4_000_000, fallback: 9600 }) };
  }
  return {
    kind,
    host: text(settings, 'host', '127.0.0.1'),
    port: integer(settings, 'port', { min: 0, max: 65_535, fallback: defaultPort }),
  };
};

const probability = (settings: Settings, field: string): number => {
  const value = Number(settings[field] || 0);
  if (!(value >= 0 && value <= 100)) throw new DlmsError('settings-invalid', `${field}: a percentage from 0 to 100 is expected`);
  return value / 100;
};

/** `obis = word` per line. */
const byObject = (settings: Settings, field: string, example: string): Record<string, string> => {
  const words: Record<string, string> = {};
  for (const line of text(settings, field, '').split(/[\n;]+/)) {
    if (line.trim() === '') continue;
    const [object, word, ...rest] = line.split('=').map((part) => part.trim());
    if (!object || !word || rest.length > 0) throw new DlmsError('settings-invalid', `${field}: "${line.trim()}" is not like ${example}`);
    words[object] = word;
  }
  return words;
};

/** Faults as chosen in the form. @throws DlmsError `settings-invalid` */
const faultSettings = (settings: Settings): FaultOptions => ({
  lose: probability(settings, 'faultLose'),
  cut: probability(settings, 'faultCut'),
  repeat: probability(settings, 'faultRepeat'),
  corrupt: probability(settings, 'faultCorrupt'),
  delayMs: integer(settings, 'faultDelay', { min: 0, max: 600_000, fallback: 0 }),
  echo: flag(settings, 'faultEcho', false),
  silent: flag(settings, 'faultSilent', false),
  wrongAddress: flag(settings, 'faultWrongAddress', false),
  leaveOpen: flag(settings, 'faultLeaveOpen', false),
  busy: integer(settings, 'faultBusy', { min: 0, max: 1000, fallback: 0 }),
  noise: integer(settings, 'faultNoise', { min: 0, max: 1000, fallback: 0 }),
  refuse: byObject(settings, 'refuse', '1-0:1.8.0*255 = read-write-denied'),
});

/** @throws DlmsError `settings-invalid` */
export const simulatorOptions = (given: Settings, secrets: SimulatorSecrets): SimulatorOptions => {
  const place = listen(given);
  const framing = oneOf(given, 'framing', framings, place.kind === 'serial' ? 'hdlc' : 'wrapper');
  const settings = framing === 'wrapper' ? without(given, ['physical', 'maxInfo', 'window']) : given;
  const systemTitle = text(settings, 'systemTitle', '');
  const seed = integer(settings, 'seed', { min: 0, max: 0x7fff_ffff, fallback: 0 });
  const maxInfo = integer(settings, 'maxInfo', { min: 32, max: 2030, fallback: 128 });
  const window = integer(settings, 'window', { min: 1, max: 7, fallback: 1 });
  return {
    name: text(settings, 'name', 'simulated meter'),
    serialNumber: text(settings, 'serialNumber', '12345678'),
    ...(systemTitle === '' ? {} : { systemTitle }),
    securitySetupVersion: oneOf(settings, 'setupVersion', ['0', '1'], '1') === '0' ? 0 : 1,
    listen: place,
    framing,
    referencing: oneOf(settings, 'referencing', ['ln', 'sn'], 'ln'),
    logicalDevice: integer(settings, 'logicalDevice', { min: 1, max: 0x3fff, fallback: 1 }),
    physical: integer(settings, 'physical', { min: 0, max: 0x3fff, fallback: 17 }),
    associations: [{ client: 16, mechanism: 0, writable: flag(settings, 'openToAll', true) }, securedAssociation(settings, secrets)],
    objects: byObject(settings, 'objects', '7-0:3.0.0*255 = 1234.5 m³'),
    maxPduSize: integer(settings, 'maxPduSize', { min: 64, max: 65_535, fallback: 1024 }),
    hdlc: { maxInfoTransmit: maxInfo, maxInfoReceive: maxInfo, windowTransmit: window, windowReceive: window },
    profile: {
      capturePeriodS: integer(settings, 'capturePeriod', { min: 1, max: 86_400, fallback: 900 }),
      rows: integer(settings, 'profileRows', { min: 0, max: 100_000, fallback: 96 }),
    },
    tickMs: integer(settings, 'tick', { min: 0, max: 3_600_000, fallback: 1000 }),
    faults: faultSettings(settings),
    ...(seed === 0 ? {} : { seed }),
  };
};

/** How many meters stand on the line. @throws DlmsError `settings-invalid` */
export const metersOnLine = (settings: Settings): number => integer(settings, 'meters', { min: 1, max: 64, fallback: 1 });

/** The n-th meter of a line: next address, next serial number, and values of its own. */
export const neighbour = ({ systemTitle, ...options }: SimulatorOptions, n: number): SimulatorOptions => ({
  ...options,
  ...(n === 0 && systemTitle !== undefined ? { systemTitle } : {}),
  name: `${options.name ?? 'meter'} ${n + 1}`,
  physical: (options.physical ?? 17) + n,
  ...(options.seed === undefined ? {} : { seed: options.seed + n }),
  serialNumber: (options.serialNumber ?? '').replace(/\d+$/, (digits) => String(BigInt(digits) + BigInt(n)).padStart(digits.length, '0')),
});

/** Faults of a message (`msg.faults`); an empty object switches all off. The meter checks each. @throws DlmsError `settings-invalid` */
export const messageFaults = (faults: unknown): FaultOptions => {
  if (isRecord(faults)) return faults;
  throw new DlmsError('settings-invalid', 'msg.faults must be an object such as { silent: true }');
};

export interface Assignment {
  readonly obis: string;
  readonly attribute: number;
  readonly value: unknown;
  readonly type: unknown;
  /** Which meter of a line; the first without it. */
  readonly physical: number | undefined;
}

/** `{ obis, attribute, value, type }` or a list of them. @throws DlmsError `settings-invalid` */
export const assignments = (payload: unknown): Assignment[] =>
  (Array.isArray(payload) ? payload : [payload]).map((entry: unknown) => {
    if (!isRecord(entry) || !('value' in entry)) {
      throw new DlmsError(
        'settings-invalid',
        'msg.payload must be { obis, value } or a list of them, with attribute and type where needed',
      );
    }
    return {
      obis: text(entry, 'obis'),
      attribute: integer(entry, 'attribute', { min: 1, max: 255, fallback: 2 }),
      value: entry.value,
      type: entry.type,
      physical: optionalInteger(entry, 'physical', { min: 0, max: 0x3fff }),
    };
  });
