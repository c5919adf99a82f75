/**
 * Lists of objects that companion specifications name: IDIS, DSMR, India, Italy, Saudi Arabia, Spain, SPODES.
 *
 * A companion's own name goes before the name by the OBIS rules. None is ever guessed from a code: the same codes mean
 * different things in different lists.
 */
import { belgianTelegram, dsmrObjects, dsmrTelegram } from './data/companion-dsmr';
import { idisObjects } from './data/companion-idis';
import { indiaObjects } from './data/companion-india';
import { italyObjects } from './data/companion-italy';
import { saudiArabiaObjects } from './data/companion-saudi-arabia';
import { spainObjects } from './data/companion-spain';
import { spodesObjects } from './data/companion-spodes';
import { heatReadout } from './data/heat-readout';
import { canonicalObis, obisGroups } from './obis';
import { obisName } from './obis-names';
import { type Language, lines, once } from './obis-tables';

const tables = {
  dsmr: dsmrObjects,
  idis: idisObjects,
  india: indiaObjects,
  italy: italyObjects,
  saudiArabia: saudiArabiaObjects,
  spain: spainObjects,
  spodes: spodesObjects,
} as const;

export type Companion = keyof typeof tables;
export const companions = Object.keys(tables) as readonly Companion[];

export interface CompanionObject {
  /** As in the list; a letter b is any M-Bus channel. F is 255 when it is left out. */
  readonly code: string;
  /** Interface classes that carry it; empty where the list does not say. */
  readonly classes: readonly number[];
  /** The list's own name; null where the OBIS rules give it. */
  readonly name: string | null;
}

const lists = once(() => {
  const all = new Map<Companion, readonly CompanionObject[]>();
  for (const companion of companions) {
    const objects = lines(tables[companion]).map(
      ([code, [classIds = '', name = '']]): CompanionObject => ({
        code,
        classes: classIds === '' ? [] : classIds.split(' ').map(Number),
        name: name === '' ? null : name,
      }),
    );
    all.set(companion, objects);
  }
  return all;
});

/** The objects of a companion's list. */
export const companionObjects = (companion: Companion): readonly CompanionObject[] => lists().get(companion) ?? [];

/** What a meter follows: a companion, or `generic` for what several have in common (the words of `events.ts`). */
export type Standard = 'generic' | Companion;
export const standards: readonly Standard[] = ['generic', ...companions];

const ownNames = once(() => {
  const named = companions.map((companion) => {
    const own = companionObjects(companion).flatMap(({ code, name }) => (name === null ? [] : [[withoutF(code), name] as const]));
    return [companion, new Map(own)] as const;
  });
  return new Map<Standard, ReadonlyMap<string, string>>(named);
});

const withoutF = (code: string): string => code.replace(/\*255$/, '');

/**
 * The name of an object: that of the standard's own list, which has it in English only, else the one by the OBIS rules.
 * @throws DlmsError `obis-invalid`
 */
export function objectName(obis: string, language: Language = 'en', standard?: Standard): string {
  const own = standard === undefined ? undefined : ownNames().get(standard);
  if (own === undefined) return obisName(obis, language);
  const code = withoutF(canonicalObis(obis));
  const { b } = obisGroups(code);
  const ofChannels = b === 0 ? undefined : own.get(code.replace(/-\d+:/, '-b:'));
  return own.get(code) ?? (ofChannels === undefined ? obisName(obis, language) : `${ofChannels}, channel ${b}`);
}

type Names = ReadonlyMap<string, Readonly<Record<Language, string>>>;

const namesOf = (table: string): Names => new Map(lines(table).map(([code, [en = '', de = '']]) => [code, { en, de }]));
/** Names of the codes in P1 telegrams (DSMR), and where they mean something else. */
const telegram = once(() => namesOf(dsmrTelegram));
const elsewhere = once(() => ({ dsmr: new Map() as Names, belgium: namesOf(belgianTelegram), heat: namesOf(heatReadout) }));

/** Whose codes a telegram has: `belgium` where its version is the Belgian one (0-0:96.1.4), `heat` of a heat meter's readout. */
export type TelegramCodes = 'dsmr' | 'belgium' | 'heat';

/**
 * The name of a code in a P1 telegram or readout, null when it is not listed.
 * @throws DlmsError `obis-invalid`
 */
export function telegramName(obis: string, language: Language = 'en', codes: TelegramCodes = 'dsmr'): string | null {
  const code = canonicalObis(obis).replace(/\*255$/, '');
  return elsewhere()[codes].get(code)?.[language] ?? telegram().get(code)?.[language] ?? null;
}
