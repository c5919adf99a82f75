/**
 * Event codes, alarm and status bits, and the states of disconnect control in words, by companion specification.
 *
 * The same code means different things in different companions, so one has to be chosen: `generic` names only what IDIS and
 * DSMR agree on. Codes from 200 and codes that are not listed belong to the utility or the manufacturer.
 */
import type { Standard } from './companions';
import { dsmrEvents } from './data/events-dsmr';
import { idisEvents } from './data/events-idis';
import { is15959Events } from './data/events-is15959';
import { spodesEvents } from './data/events-spodes';
import { controlModes, controlStates, controlTransitions, statusBits } from './data/status-bits';
import { canonicalObis } from './obis';
import { type Language, lines, once, type Words } from './obis-tables';
import { bitsSet } from './shape-name';

export const eventProfiles = ['generic', 'idis', 'dsmr', 'spodes', 'is15959'] as const;
export type EventProfile = (typeof eventProfiles)[number];

export interface EventLog {
  readonly key: string;
  /** The profile that holds the log; `b` stands for any channel. */
  readonly log: string;
  /** The object whose value is the code; empty where there is none. */
  readonly code: string;
  readonly events: ReadonlyMap<number, Words>;
}

/** Sections that begin with `@`, each with the lines below it. */
function sections(table: string): { head: readonly string[]; rows: (readonly [string, readonly string[]])[] }[] {
  const found: { head: readonly string[]; rows: (readonly [string, readonly string[]])[] }[] = [];
  for (const [key, parts] of lines(table)) {
    if (key.startsWith('@')) found.push({ head: [key.slice(1).trim(), ...parts], rows: [] });
    else found.at(-1)?.rows.push([key, parts]);
  }
  return found;
}

const wordsOf = (rows: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<number, Words> =>
  // Words that have no German stay English.
  new Map(rows.map(([key, [en = '', de = en]]) => [Number(key), { en, de }]));

const logsOf = (table: string): EventLog[] =>
  sections(table).map(({ head: [key = '', log = '', code = ''], rows }) => ({ key, log, code, events: wordsOf(rows) }));

/** The events of one companion that another names the same. */
function common(one: readonly EventLog[], other: readonly EventLog[]): EventLog[] {
  const named = new Set(other.flatMap(({ events }) => [...events].map(([code, { en }]) => `${code} ${en}`)));
  return one.map((log) => ({ ...log, events: new Map([...log.events].filter(([code, { en }]) => named.has(`${code} ${en}`))) }));
}

const logs = once((): Readonly<Record<EventProfile, readonly EventLog[]>> => {
  const idis = logsOf(idisEvents);
  const dsmr = logsOf(dsmrEvents);
  return { generic: common(idis, dsmr), idis, dsmr, spodes: logsOf(spodesEvents), is15959: logsOf(is15959Events) };
});

/** The event logs of a companion. */
export const eventLogs = (profile: EventProfile): readonly EventLog[] => logs()[profile];

/** `0-b:24.5.0` matches any channel; a code without F means 255. */
function matches(pattern: string, obis: string): boolean {
  if (pattern === '') return false;
  const plain = obis.endsWith('*255') ? obis.slice(0, -4) : obis;
  return pattern === plain || (pattern.includes('-b:') && pattern.replace(/-b:/, ':') === plain.replace(/-\d+:/, ':'));
}

/** The log whose profile or whose event-code object this is; undefined when the companion has none. @throws DlmsError `obis-invalid` */
export function eventLog(profile: EventProfile, obis: string): EventLog | undefined {
  const canonical = canonicalObis(obis);
  return eventLogs(profile).find(({ log, code }) => matches(log, canonical) || matches(code, canonical));
}

/**
 * The name of an event.
 * @param object log or event-code object; without it, or where its log does not list the code, all logs are searched if the
 * code means the same in each
 * @returns null when the code is not listed or its meaning depends on the log
 * @throws DlmsError `obis-invalid`
 */
export function eventName(profile: EventProfile, code: number, object?: string, language: Language = 'en'): string | null {
  const own = object === undefined ? undefined : eventLog(profile, object)?.events.get(code);
  if (own !== undefined) return own[language];
  // SPODES numbers each log anew: another log's word would be wrong.
  if (object !== undefined && profile === 'spodes') return null;
  const names = new Set(eventLogs(profile).flatMap(({ events }) => events.get(code)?.[language] ?? []));
  return names.size === 1 ? ([...names][0] as string) : null;
}

interface StatusRegisters {
  readonly profiles: readonly string[];
  readonly objects: readonly string[];
  /** Bit 0 is the first of a bit-string, not the last. */
  readonly fromFirst: boolean;
  readonly bits: ReadonlyMap<number, Words>;
}

const registers = once((): readonly StatusRegisters[] =>
  sections(statusBits).map(({ head: [profiles = '', objects = '', order], rows }) => ({
    profiles: profiles.split(' '),
    objects: objects.split(' '),
    fromFirst: order === 'first',
    bits: wordsOf(rows),
  })),
);

/**
 * The bits of an alarm or status register in words; `bit n` where the table has none.
 * @param value number, or bit-string with the most significant bit first (in the event status word of IS 15959: bit 0 first)
 * @returns null when the companion does not explain this object
 * @throws DlmsError `obis-invalid`
 */
export function statusWords(profile: EventProfile, obis: string, value: number | string, language: Language = 'en'): string[] | null {
  const canonical = canonicalObis(obis);
  const wanted = profile === 'generic' ? 'idis' : profile;
  const register = registers().find(
    ({ profiles, objects }) => profiles.includes(wanted) && objects.some((object) => matches(object, canonical)),
  );
  if (register === undefined) return null;
  const bits = typeof value === 'number' || register.fromFirst ? value : [...value].reverse().join('');
  return bitsSet(bits).map((bit) => register.bits.get(bit)?.[language] ?? `bit ${bit}`);
}

const wordsAt = (table: string, at: number): ReadonlyMap<number, Words> =>
  new Map(lines(table).map(([key, parts]) => [Number(key), { en: parts[at] ?? '', de: parts[at + 1] ?? '' }]));

const states = once(() => wordsAt(controlStates, 0));
const modes = once(() => wordsAt(controlModes, 2));

/** control_state of disconnect control (class 70); null for a number without meaning. */
export const controlState = (state: number, language: Language = 'en'): string | null => states().get(state)?.[language] ?? null;

/** control_mode of disconnect control (class 70); null for a number without meaning. */
export const controlMode = (mode: number, language: Language = 'en'): string | null => modes().get(mode)?.[language] ?? null;

export interface ControlTransition {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly trigger: string;
}

/** The transitions that a control mode allows. Empty for mode 0 and for unknown modes. */
export function controlTransitionsOf(mode: number): ControlTransition[] {
  const row = lines(controlModes).find(([key]) => Number(key) === mode);
  const allowed = new Set([row?.[1][0] ?? '', row?.[1][1] ?? ''].flatMap((ids) => ids.split(' ')));
  return lines(controlTransitions)
    .filter(([id]) => allowed.has(id))
    .map(([id, [from, to, trigger = '']]) => ({ id, from: Number(from), to: Number(to), trigger }));
}

/**
 * A value in words, where a companion gives it some: the name of the event for an event-code object, the bits of an alarm or
 * status register; null for all other objects and values.
 * @throws DlmsError `obis-invalid`
 */
export function explainValue(profile: EventProfile, obis: string, value: unknown, language: Language = 'en'): string | string[] | null {
  const canonical = canonicalObis(obis);
  if (typeof value === 'number' && eventLogs(profile).some(({ code }) => matches(code, canonical)))
    return eventName(profile, value, canonical, language);
  return typeof value === 'number' || (typeof value === 'string' && /^[01]+$/.test(value))
    ? statusWords(profile, canonical, value, language)
    : null;
}

/** The companions whose events and status bits are known. */
const profileOf: Readonly<Partial<Record<Standard, EventProfile>>> = {
  generic: 'generic',
  idis: 'idis',
  dsmr: 'dsmr',
  india: 'is15959',
  spodes: 'spodes',
};

/** Whose events and status bits a meter of this standard has; null where they are not known. */
export const eventProfileOf = (standard: Standard | undefined): EventProfile | null =>
  standard === undefined ? null : (profileOf[standard] ?? null);
