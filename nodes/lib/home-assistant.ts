/**
 * Home Assistant by MQTT: one discovery message for each meter (device-based discovery, Home Assistant 2024.11 or newer,
 * with `dev`, `o` and `cmps`), its availability, and one state message with all values.
 *
 * What a value is follows from unit and OBIS code: `device_class` with the units that Home Assistant allows for it,
 * `total_increasing` for what only counts up, `measurement` for what is measured now. Reactive and apparent energy have no
 * device class, because that of reactive energy is younger than device-based discovery and unknown ones are refused.
 */
import { obisGroups, putBounded, type Reading } from '../../src/index';
import { instantOf, utcText } from './instants';
import { isRows, meterTimeOf, objectKey } from './points';
import { identifierPart } from './topic-template';

/** One entity of a device. */
export type Component = Readonly<Record<string, string>>;

/** Properties of a message for an mqtt out node whose fields are empty. */
export interface MqttPart extends Readonly<Record<string, unknown>> {
  readonly topic: string;
  readonly payload: unknown;
  readonly retain: boolean;
  readonly qos: number;
}

type Components = Readonly<Record<string, Component>>;

interface Announced {
  /** Of the state. */
  readonly topic: string;
  readonly components: Components;
  readonly atMs: number;
}

/**
 * What a node has announced of each meter: a value that the meter refuses now keeps its entity. Lives as long as Node-RED, also over
 * a deploy: the entities of objects that were taken off the list would show their last value for ever.
 */
export type Announcements = Map<string, Announced>;

const announcedBy = new Map<string, Announcements>();

/** Nodes that were deleted count until then. */
const maxNodes = 1000;

/** Of a node that was just made: what it announced before is announced again. */
export const announcementsOf = (node: string): Announcements => {
  const before = announcedBy.get(node) ?? [];
  const announcements: Announcements = new Map([...before].map(([meter, known]) => [meter, { ...known, atMs: Number.NEGATIVE_INFINITY }]));
  putBounded(announcedBy, node, announcements, maxNodes);
  return announcements;
};

/** A meter that pushes says itself what it is called. One that is forgotten is announced again. */
const maxAnnounced = 10_000;

/** An mqtt out node drops what comes while its broker is away, and nobody is told: so nothing is announced only once. */
const announceAgainMs = 10 * 60_000;

interface Groups {
  readonly a: number;
  readonly c: number;
  readonly d: number;
  readonly f: number;
}

const gas = 7;
const waters = [8, 9];

/** Value A by the device type of a meter on the M-Bus (EN 13757-3): gas, warm water, water, hot and cold water. */
const mediumOfType: ReadonlyMap<unknown, number> = new Map([
  [3, gas],
  [6, 9],
  [7, 8],
  [0x15, 9],
  [0x16, 8],
]);

/** By channel, where the readings say it: `0-1:24.1.0` of a P1 text, or attribute 9 of the M-Bus client. */
type Channels = ReadonlyMap<number, number>;

const channelsOf = (readings: readonly Reading[]): Channels =>
  new Map(
    readings.flatMap(({ obis, classId, attribute, value }): [number, number][] => {
      const medium = mediumOfType.get(value);
      const isType = /^0-\d+:24\.1\.0\*255$/.test(obis) && attribute === (classId === 72 ? 9 : 2);
      return isType && medium !== undefined ? [[obisGroups(obis).b, medium]] : [];
    }),
  );

const groupsOf = (obis: string, channels: Channels): Groups => {
  const { a, b, c, d, f } = obisGroups(obis);
  const medium = a === 0 && c === 24 && d === 2 ? channels.get(b) : undefined;
  return { a: medium ?? a, c, d, f };
};

/** Billing values of the past stand still, F = 255 is the running one. */
const isRunning = ({ f }: Groups): boolean => f === 255;

/** Time integrals 1 and 2: since the beginning, and since the last billing reset, from where it counts up again. */
const integrals = [8, 9];
const netSum = 16;

/** Energies and volumes. For the kinds that are neither (of one period, an average) there is no class of state. */
const counterClass = (groups: Groups): string | null => {
  if (!isRunning(groups)) return null;
  if (groups.a !== 1) return 'total_increasing';
  if (!integrals.includes(groups.d)) return null;
  return groups.c === netSum ? 'total' : 'total_increasing';
};

/** The others are refused for gas. */
const gasUnits = ['m³', 'ft³'];

const volumeClass = ({ a }: Groups, unit: string): string => {
  if (a === gas && gasUnits.includes(unit)) return 'gas';
  return waters.includes(a) ? 'water' : 'volume';
};

/** Heat: flow and return are in °C, and what is in K is a difference, which Home Assistant would show as −253 °C for 20 K. */
const heats = [4, 5, 6];
const isDifference = (unit: string, { a }: Groups): boolean => unit === 'K' && heats.includes(a);

type Kind = readonly [deviceClass: string | null, state: 'measured' | 'counted' | 'none'];

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    Wh: ['energy', 'counted'],
    J: ['energy', 'counted'],
    varh: [null, 'counted'],
    VAh: [null, 'counted'],
    Ah: [null, 'counted'],
    W: ['power', 'measured'],
    VA: ['apparent_power', 'measured'],
    var: ['reactive_power', 'measured'],
    A: ['current', 'measured'],
    V: ['voltage', 'measured'],
    Hz: ['frequency', 'measured'],
    '°C': ['temperature', 'measured'],
    '°F': ['temperature', 'measured'],
    K: ['temperature', 'measured'],
    Pa: ['pressure', 'measured'],
    bar: ['pressure', 'measured'],
    psi: ['pressure', 'measured'],
    'm³/h': ['volume_flow_rate', 'measured'],
    dBm: ['signal_strength', 'measured'],
    dB: ['signal_strength', 'measured'],
    d: ['duration', 'none'],
    h: ['duration', 'none'],
    min: ['duration', 'none'],
    s: ['duration', 'none'],
    '%': [null, 'measured'],
    '°': [null, 'measured'],
  }),
);

/** Home Assistant's own way to write a unit. */
const unitNames: ReadonlyMap<string, string> = new Map([
  ['l', 'L'],
  ['cu ft', 'ft³'],
  ['gal (US)', 'gal'],
]);
const volumes = ['m³', 'L', 'ft³', 'gal'];

/** Value C of the power factor: total, and by phase (Blue Book part 1, clause 7.5.1). */
const powerFactors = [13, 33, 53, 73, 84, 85, 86, 87];

const defined = (properties: Readonly<Record<string, string | null>>): Component =>
  Object.fromEntries(Object.entries(properties).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

const measured = (unit: string, groups: Groups): Component => {
  const name = unitNames.get(unit) ?? unit;
  const isVolume = volumes.includes(name);
  const known = isDifference(unit, groups) ? undefined : kinds.get(unit);
  const [deviceClass, state]: Kind = isVolume ? [volumeClass(groups, name), 'counted'] : (known ?? [null, 'measured']);
  const stateClass = state === 'counted' ? counterClass(groups) : state === 'measured' ? 'measurement' : null;
  return defined({ device_class: deviceClass, state_class: stateClass, unit_of_measurement: name });
};

const isZonedTime = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value);

/** What kind of entity a value is; null for what has no place in one (lists, structures, nothing). */
const entityOf = ({ obis, value, unit }: Reading, channels: Channels): Component | null => {
  const groups = groupsOf(obis, channels);
  if (typeof value === 'boolean') return { p: 'binary_sensor', payload_on: 'true', payload_off: 'false' };
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (unit !== null) return { p: 'sensor', ...measured(unit, groups) };
  if (isZonedTime(value)) return { p: 'sensor', device_class: 'timestamp' };
  if (typeof value === 'string') return { p: 'sensor' };
  const isFactor = groups.a === 1 && powerFactors.includes(groups.c) && groups.d === 7;
  return isFactor ? { p: 'sensor', device_class: 'power_factor', state_class: 'measurement' } : { p: 'sensor' };
};

const keyOf = ({ obis, attribute }: Reading): string => objectKey(obis, attribute).replace(/[^A-Za-z0-9]/g, '_');

const template = (key: string, { p }: Component): string =>
  p === 'binary_sensor' ? `{{ value_json['${key}'] | string | lower }}` : `{{ value_json['${key}'] }}`;

const componentsOf = (meter: string, readings: readonly Reading[], before: Components): Components => {
  const components: Record<string, Component> = {};
  const channels = channelsOf(readings);
  for (const reading of readings) {
    const key = keyOf(reading);
    const known = before[key];
    const entity = reading.error === null && reading.value !== null && !isRows(reading.value) ? entityOf(reading, channels) : null;
    const component =
      entity === null
        ? known
        : { ...entity, name: reading.name, unique_id: `dlms_${identifierPart(meter)}_${key}`, value_template: template(key, entity) };
    if (component !== undefined) components[key] = component;
  }
  return components;
};

/** A component that has nothing but its platform is removed by Home Assistant. */
const withoutConfig = (components: Components): Components =>
  Object.fromEntries(Object.entries(components).map(([key, { p = 'sensor' }]) => [key, { p }]));

const availabilityTopic = (topic: string): string => `${topic}/availability`;

/** Home Assistant holds 255 characters of a state. */
const longestState = 255;

/** Half a character, as a cut text may end with, would cost the whole state. */
const stateValue = (value: unknown): unknown => (typeof value === 'string' ? [...value].slice(0, longestState).join('') : value);

const discovery = (meter: string, topic: string, components: Components) => ({
  dev: { ids: [`dlms_${identifierPart(meter)}`], name: meter, mdl: 'DLMS/COSEM meter' },
  o: { name: 'node-red-dlms', url: 'https://github.com/meterflow/node-red-dlms' },
  cmps: components,
  state_topic: topic,
  availability_topic: availabilityTopic(topic),
  qos: 1,
});

const kept = { retain: true, qos: 1 } as const;

export const availability = (topic: string, state: 'online' | 'offline'): MqttPart => ({
  topic: availabilityTopic(topic),
  payload: state,
  ...kept,
});

const stateOf = (meter: string, readings: readonly Reading[], components: Components): Record<string, unknown> => {
  const time = readings[0]?.time ?? null;
  const state: Record<string, unknown> = { meter, time: utcText(instantOf(time) ?? 0), meter_time: meterTimeOf(time) };
  for (const reading of readings) {
    const key = keyOf(reading);
    if (components[key] !== undefined) state[key] = reading.error === null ? stateValue(reading.value) : null;
  }
  return state;
};

const configTopic = (topic: string): string => `homeassistant/device/${topic.split('/').map(identifierPart).join('_')}/config`;

/** Entities that are announced under another topic as well would be ignored there. */
const takenBack = (topic: string): MqttPart => ({ topic: configTopic(topic), payload: '', ...kept });

/** The messages of one meter: what is new about its entities, that it is there, and its values. */
export const homeAssistantMessages = (
  meter: string,
  readings: readonly Reading[],
  topic: string,
  announcements: Announcements,
  nowMs: number,
): MqttPart[] => {
  const announced = announcements.get(meter);
  const before = announced?.topic === topic ? announced : undefined;
  const components = componentsOf(meter, readings, before?.components ?? {});
  const state = { topic, payload: stateOf(meter, readings, components), ...kept };
  const there = availability(topic, 'online');
  const isKnown = before !== undefined && JSON.stringify(before.components) === JSON.stringify(components);
  const isFresh = isKnown && nowMs - before.atMs < announceAgainMs;
  if (isFresh || Object.keys(components).length === 0) return [there, state];
  putBounded(announcements, meter, { topic, components, atMs: nowMs }, maxAnnounced);
  // A flow that gives an entity another name changes its message, and not what is remembered here.
  const payload = discovery(meter, topic, structuredClone({ ...withoutConfig(before?.components ?? {}), ...components }));
  const moved = announced !== undefined && before === undefined ? [takenBack(announced.topic)] : [];
  return [...moved, { topic: configTopic(topic), payload, ...kept }, there, state];
};
