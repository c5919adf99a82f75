/**
 * The OBIS tables of data/ as maps, read once, when the first name is asked for.
 *
 * A line of a table is `key ; part ; part ...`; the parts are told above each table. Patterns of listed objects are matched
 * group by group; they are filed under A and C, so few have to be looked at.
 */
import { abstractObjects } from './data/obis-abstract';
import {
  directCurrentQuantities,
  electricityLosses,
  electricityProcessing,
  electricityQuantities,
  harmonicWords,
  voltageDips,
} from './data/obis-electricity';
import { electricityObjects } from './data/obis-electricity-objects';
import { gasAnalysis, gasAverages, gasFactor, gasFlow, gasIndex, gasProcess, gasQuantities } from './data/obis-gas';
import { gasObjects } from './data/obis-gas-objects';
import {
  allocatorObjects,
  allocatorProcessing,
  allocatorQuantities,
  allocatorTotalFor,
  thermalObjects,
  thermalProcessing,
  thermalQuantities,
  thermalTotalFor,
  waterObjects,
  waterProcessing,
  waterQuantities,
  waterTotalFor,
} from './data/obis-thermal';
import { countryWords, mediaWords } from './data/obis-words';
import type { ObisGroups } from './obis';

export type Language = 'en' | 'de';
export interface Words {
  readonly en: string;
  readonly de: string;
}
/** What group F stands for. */
export type MeaningOfF = 'billing' | 'threshold' | 'none';

export interface ElectricityQuantity extends Words {
  readonly unit: number;
  readonly e: 'tariff' | 'harmonics' | 'tariff+harmonics' | 'angle' | 'losses' | 'distortion';
  readonly energy: (Words & { readonly unit: number }) | null;
}
export interface ElectricityProcessing extends Words {
  readonly kind: string;
  readonly scheme: string;
  readonly f: MeaningOfF;
  readonly unit: number | null;
  readonly classes: readonly number[];
}
export interface Processing extends Words {
  readonly f: MeaningOfF;
}
export interface Quantity extends Words {
  readonly unit: number;
  /** Scheme of group D (gas), or the kind of quantity. */
  readonly kind: string;
}
export interface ListedObject extends Words {
  /** B, C, D, E, F: ranges from-to, one after another. */
  readonly groups: readonly (readonly number[])[];
  readonly classes: readonly number[];
  readonly unit: number | null;
  /** The pattern of group F as it stands in the table. */
  readonly f: string;
}
/** A medium whose names are quantity, tariff and processing. */
export interface SimpleMedium {
  readonly quantities: ReadonlyMap<number, Quantity>;
  readonly processing: ReadonlyMap<number, Processing>;
  readonly totalFor: readonly string[];
}

/** The lines of a table as key and parts. */
export function lines(table: string): (readonly [key: string, parts: readonly string[]])[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [key = '', ...parts] = line.split(';').map((part) => part.trim());
      return [key, parts] as const;
    });
}

/** A value that is made when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const numbers = (text: string): number[] => (text === '' ? [] : text.split(' ').map(Number));
const unitOrNull = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));

function mapOf<T>(table: string, make: (parts: readonly string[]) => T): ReadonlyMap<number, T> {
  return new Map(lines(table).map(([key, parts]) => [Number(key), make(parts)]));
}

const wordMap = (table: string): ReadonlyMap<number, Words> => mapOf(table, ([en = '', de = '']) => ({ en, de }));

const processingMap = (table: string): ReadonlyMap<number, Processing> =>
  mapOf(table, ([f = 'none', en = '', de = '']) => ({ f: f as MeaningOfF, en, de }));

/** `0-9,255` -> 0, 9, 255, 255 */
function rangesOf(pattern: string): number[] {
  return pattern.split(',').flatMap((range) => {
    const [from = '', to = from] = range.split('-');
    return [Number(from), Number(to)];
  });
}

const inRanges = (value: number, ranges: readonly number[]): boolean => {
  for (let i = 0; i < ranges.length; i += 2) {
    if (value >= (ranges[i] as number) && value <= (ranges[i + 1] as number)) return true;
  }
  return false;
};

function objectsOf(table: string): ListedObject[] {
  return lines(table).map(([pattern, [classes = '', unit = '', en = '', de = '']]) => {
    const groups = pattern.split(' ');
    return { groups: groups.map(rangesOf), f: groups[4] as string, classes: numbers(classes), unit: unitOrNull(unit), en, de };
  });
}

export const media = once(
  () => new Map(lines(mediaWords).map(([key, [table = '', en = '', de = '']]) => [Number(key), { table, en, de }] as const)),
);

export const countries = once(() => wordMap(countryWords));

const electricityQuantityMap = (table: string): ReadonlyMap<number, ElectricityQuantity> =>
  mapOf(
    table,
    ([unit, e, en = '', de = '', energyUnit, energyEn = '', energyDe = '']): ElectricityQuantity => ({
      unit: Number(unit),
      e: e as ElectricityQuantity['e'],
      en,
      de,
      energy: energyUnit === undefined ? null : { unit: Number(energyUnit), en: energyEn, de: energyDe },
    }),
  );

export const electricity = once(() => ({
  quantities: electricityQuantityMap(electricityQuantities),
  /** Of direct current. */
  direct: electricityQuantityMap(directCurrentQuantities),
  processing: mapOf(
    electricityProcessing,
    ([kind = '', scheme = '', f, unit, classes = '', en = '', de = '']): ElectricityProcessing => ({
      kind,
      scheme,
      f: f as MeaningOfF,
      unit: unitOrNull(unit),
      classes: numbers(classes),
      en,
      de,
    }),
  ),
  losses: mapOf(electricityLosses, ([unit, energyUnit, en = '', de = '']) => ({
    unit: Number(unit),
    energyUnit: Number(energyUnit),
    en,
    de,
  })),
  dips: wordMap(voltageDips),
  harmonics: wordMap(harmonicWords),
}));

const quantityMap = (table: string): ReadonlyMap<number, Quantity> =>
  mapOf(table, ([unit, kind = '', en = '', de = '']) => ({ unit: Number(unit), kind, en, de }));

export const gas = once(() => ({
  quantities: quantityMap(gasQuantities),
  schemes: {
    index: processingMap(gasIndex),
    flow: processingMap(gasFlow),
    process: processingMap(gasProcess),
    factor: processingMap(gasFactor),
  } as Readonly<Record<string, ReadonlyMap<number, Processing>>>,
  averages: wordMap(gasAverages),
  analysis: wordMap(gasAnalysis),
}));

const simple = (quantities: string, processing: string, totalFor: readonly string[]): SimpleMedium => ({
  quantities: mapOf(quantities, ([kind = '', unit, en = '', de = '']) => ({ unit: Number(unit), kind, en, de })),
  processing: processingMap(processing),
  totalFor,
});

export const simpleMedia = once(
  (): Readonly<Record<string, SimpleMedium>> => ({
    thermal: simple(thermalQuantities, thermalProcessing, thermalTotalFor),
    hca: simple(allocatorQuantities, allocatorProcessing, allocatorTotalFor),
    water: simple(waterQuantities, waterProcessing, waterTotalFor),
  }),
);

/** Listed objects by table name, in the order of the table. */
export const listedObjects = once(
  (): Readonly<Record<string, readonly ListedObject[]>> => ({
    abstract: objectsOf(abstractObjects),
    electricity: objectsOf(electricityObjects),
    gas: objectsOf(gasObjects),
    thermal: objectsOf(thermalObjects),
    hca: objectsOf(allocatorObjects),
    water: objectsOf(waterObjects),
  }),
);

/** By table name and group C. */
const filed = once(() => {
  const files = new Map<string, ListedObject[]>();
  for (const [table, objects] of Object.entries(listedObjects())) {
    for (let c = 0; c < 256; c++) {
      const matching = objects.filter((object) => inRanges(c, object.groups[1] as readonly number[]));
      if (matching.length > 0) files.set(`${table} ${c}`, matching);
    }
  }
  return files;
});

/** The first listed object that matches all groups. */
export function listedObject(table: string, { b, c, d, e, f }: ObisGroups): ListedObject | undefined {
  return filed()
    .get(`${table} ${c}`)
    ?.find(
      ({ groups: [inB = [], , inD = [], inE = [], inF = []] }) =>
        inRanges(d, inD) && inRanges(e, inE) && inRanges(b, inB) && inRanges(f, inF),
    );
}
