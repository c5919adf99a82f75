/**
 * Names for OBIS codes in English and German, put together from the value groups (Blue Book part 1, clause 7).
 *
 * First what needs no table (utility, manufacturer, country), then the listed objects of the medium, then quantity, tariff or
 * harmonic, and processing; at the end billing period and channel. Words stand in data/, the tables in obis-tables.ts.
 */
import { angleAxes, dipQuantities, harmonicPowerProcessing, harmonicProcessing } from './data/obis-electricity';
import { phrases } from './data/obis-words';
import { type ObisGroups, type ObisInput, obisGroups } from './obis';
import {
  countries,
  type ElectricityProcessing,
  type ElectricityQuantity,
  electricity,
  gas,
  type Language,
  type ListedObject,
  listedObject,
  type MeaningOfF,
  media,
  type SimpleMedium,
  simpleMedia,
  type Words,
} from './obis-tables';

export type { Language } from './obis-tables';

export interface ObisName {
  readonly name: string;
  /** False where the code has no meaning in the tables: the name is a general phrase. */
  readonly known: boolean;
  /** Usual unit code; the meter's scaler_unit goes before it. Null when the object has none. */
  readonly unit: number | null;
  /** Interface classes that usually carry the object; empty when not known. */
  readonly classes: readonly number[];
}

type Phrase = keyof typeof phrases;

const say = (phrase: Phrase, language: Language, n: number | string = ''): string =>
  phrases[phrase][language].replace('{n}', String(n)).replace('{c}', String(n));

/** A name in the making; null = unknown. */
interface Draft {
  readonly name: string;
  readonly f: MeaningOfF;
  readonly unit: number | null;
  readonly classes: readonly number[];
}

const isManufacturer = (c: number, d: number): boolean => (c >= 128 && c <= 199) || c === 240 || (d >= 128 && d <= 254);

function billing(f: number, language: Language): string {
  if (f <= 99) return say('billing', language, f);
  if (f === 101) return say('lastBilling', language);
  if (f >= 102 && f <= 125) return say('billingBack', language, f - 100);
  return f === 126 ? say('recentBilling', language) : '';
}

function suffixes({ b, e, f }: ObisGroups, meaning: MeaningOfF, language: Language): string {
  let text = '';
  if (meaning === 'billing') text += billing(f, language);
  else if (meaning === 'threshold') text += f <= 99 ? say('threshold', language, f) : '';
  else if (f <= 127) text += `, F=${f}`;
  if (b >= 1 && b <= 64) text += say('channel', language, b);
  if ((b >= 128 && b <= 199) || (e >= 128 && e <= 254) || (f >= 128 && f <= 254)) text += say('manufacturerSuffix', language);
  return text;
}

/** `{b}` .. `{f}`, `{e+1}`, `{d-10}` and, nothing for 0 and 255, `{?e+1}` in the name of a listed object. */
function filled(name: string, { b, c, d, e, f }: ObisGroups): string {
  const values: Readonly<Record<string, number>> = { b, c, d, e, f };
  return name.replace(/\{(\?)?([b-f])([+-]\d+)?\}/g, (_, optional: string | undefined, group: string, offset: string | undefined) => {
    const value = values[group] as number;
    const number = value + Number(offset ?? 0);
    if (optional === undefined) return String(number);
    return value === 0 || value === 255 ? '' : ` ${number}`;
  });
}

function fromListed(object: ListedObject, groups: ObisGroups, language: Language): Draft & { readonly suffixed: string } {
  const pattern = object[language];
  const ownF = pattern.includes('{f}') || object.f === '255' || object.f === '0-255';
  const name = filled(pattern, groups);
  // Patterns that speak of F themselves get no words for it.
  const rest = suffixes(ownF ? { ...groups, f: 255 } : groups, 'billing', language);
  return { name, suffixed: name + rest, f: 'billing', unit: object.unit, classes: object.classes };
}

const rate = (e: number, language: Language): string => (e >= 1 && e <= 63 ? say('rate', language, e) : '');
const tariff = (e: number, hasTotal: boolean, language: Language): string =>
  e === 0 ? (hasTotal ? say('total', language) : '') : rate(e, language);
const processed = (text: string): string => (text === '' ? '' : `, ${text}`);

function angle(q: ElectricityQuantity, d: number, e: number, language: Language): string | null {
  if (d !== 7) return null;
  if (e === 255) return say('angles', language);
  const reference = angleAxes[Math.floor(e / 10)];
  const measured = angleAxes[e % 10];
  return reference === undefined || measured === undefined ? null : `${q[language]} ${measured} ${say('to', language)} ${reference}`;
}

/** What group E adds: dip classes, harmonics, or the tariff; the unit where it changes it. */
function electricityE(q: ElectricityQuantity, groups: ObisGroups, isEnergy: boolean, language: Language): { text: string; unit?: number } {
  const { a, c, d, e } = groups;
  const { dips, harmonics } = electricity();
  // Blue Book part 1, table of distortion power: QI + QII, QIII + QIV
  if (q.e === 'distortion') return { text: e === 0 ? ' (+)' : e === 1 ? ' (-)' : '' };
  if (a === 1 && d === 32 && dipQuantities.includes(c)) {
    const dip = dips.get(e);
    return { text: dip === undefined ? '' : ` ${dip[language]}` };
  }
  const special = e >= 124 && e <= 127;
  const isHarmonic =
    (q.e === 'harmonics' && (harmonicProcessing.includes(d) || special)) ||
    (q.e === 'tariff+harmonics' && harmonicPowerProcessing.includes(d));
  if (!isHarmonic) return { text: tariff(e, isEnergy, language) };
  const word = harmonics.get(e);
  if (word !== undefined) return { text: ` ${word[language]}`, ...(e === 124 || e === 125 ? { unit: 56 } : {}) };
  return { text: e >= 2 && e <= 120 ? ` ${say('harmonic', language, e)}` : '' };
}

function integralText(q: ElectricityQuantity, d: ElectricityProcessing, language: Language): string {
  return q.energy === null && q.e !== 'losses' ? say('timeIntegral', language, d.scheme) : d[language];
}

function electricityName(groups: ObisGroups, language: Language): Draft | null {
  const { quantities, direct, processing, losses } = electricity();
  const q = (groups.a === 2 ? direct : quantities).get(groups.c);
  const d = processing.get(groups.d);
  if (q === undefined || d === undefined) return null;
  if (q.e === 'angle') {
    const name = angle(q, groups.d, groups.e, language);
    return name === null ? null : { name, f: d.f, unit: groups.e === 255 ? null : q.unit, classes: groups.e === 255 ? [61] : [3] };
  }
  const isIntegral = d.kind === 'integral';
  const text = processed(isIntegral ? integralText(q, d, language) : d[language]);
  if (q.e === 'losses') {
    const loss = losses.get(groups.e);
    if (loss === undefined) return null;
    return { name: loss[language] + text, f: d.f, unit: d.unit ?? (isIntegral ? loss.energyUnit : loss.unit), classes: d.classes };
  }
  const energy = isIntegral ? q.energy : null;
  const subject: Words = energy ?? q;
  const e = electricityE(q, groups, energy !== null, language);
  return { name: subject[language] + e.text + text, f: d.f, unit: d.unit ?? e.unit ?? energy?.unit ?? q.unit, classes: d.classes };
}

const registers: readonly number[] = [3, 4];

function gasName({ c, d, e }: ObisGroups, language: Language): Draft | null {
  const { quantities, schemes, averages, analysis } = gas();
  if (c === 99) {
    const q = quantities.get(d);
    if (q === undefined) return null;
    const text = e === 255 ? '' : schemes[q.kind]?.get(e)?.[language];
    return text === undefined
      ? null
      : { name: say('loadProfileOf', language) + q[language] + processed(text), f: 'billing', unit: null, classes: [7] };
  }
  const q = quantities.get(c);
  if (q === undefined || q.kind === '') return null;
  if (q.kind === 'analysis') {
    const what = analysis.get(d);
    const average = averages.get(e);
    if (what === undefined || average === undefined) return null;
    return { name: `${what[language]}, ${average[language]}`, f: 'none', unit: q.unit, classes: registers };
  }
  const processing = schemes[q.kind]?.get(d);
  if (processing === undefined) return null;
  let name = q[language] + (q.kind === 'index' ? tariff(e, true, language) : '') + processed(processing[language]);
  if (q.kind === 'factor' && d === 12) name += ` ${e}`;
  else if (q.kind === 'factor' && e !== 0) name += processed(averages.get(e)?.[language] ?? '');
  return { name, f: processing.f, unit: q.unit, classes: registers };
}

function simpleName(medium: SimpleMedium, { c, d, e }: ObisGroups, language: Language): Draft | null {
  const q = medium.quantities.get(c);
  const processing = medium.processing.get(d);
  if (q === undefined || processing === undefined) return null;
  const name = q[language] + tariff(e, medium.totalFor.includes(q.kind), language) + processed(processing[language]);
  return { name, f: processing.f, unit: q.unit, classes: registers };
}

const phraseName = (name: string, known: boolean): ObisName => ({ name, known, unit: null, classes: [] });

/** What needs no table of the medium; undefined when the tables have the word. */
function earlyExit({ a, b, c, d }: ObisGroups, prefix: string, language: Language): ObisName | undefined {
  const medium = media().get(a);
  if (medium === undefined) return phraseName(say('unknown', language), false);
  if (b >= 65 && b <= 127) return phraseName(say('utility', language), true);
  if (medium.table === '') return phraseName(medium[language], true);
  if (isManufacturer(c, d)) return phraseName(prefix + say('manufacturer', language), true);
  if (c === 93) return phraseName(prefix + say('consortia', language), true);
  if (c !== 94) return undefined;
  const country = countries().get(d);
  return phraseName(prefix + (country === undefined ? say('countryUnknown', language) : say('country', language, country[language])), true);
}

/** Rules 1 to 5; null when the tables have no meaning for the code. */
function tableName(groups: ObisGroups, language: Language): ObisName | null {
  const table = media().get(groups.a)?.table ?? '';
  // What is listed for alternating current is so for direct current.
  const electric = table === 'electricity' || table === 'direct';
  const listed = listedObject(electric ? 'electricity' : table, groups);
  if (listed !== undefined) {
    const { suffixed, unit, classes } = fromListed(listed, groups, language);
    return { name: suffixed, known: true, unit, classes };
  }
  if (table === 'abstract') return null;
  const medium = simpleMedia()[table];
  const draft = electric
    ? electricityName(groups, language)
    : table === 'gas'
      ? gasName(groups, language)
      : medium === undefined
        ? null
        : simpleName(medium, groups, language);
  if (draft === null) return null;
  return { name: draft.name + suffixes(groups, draft.f, language), known: true, unit: draft.unit, classes: draft.classes };
}

/** Rule 6: the code without its billing period, then what the manufacturer may have meant. */
function fallback(groups: ObisGroups, prefix: string, language: Language): ObisName {
  const { b, e, f } = groups;
  if (f <= 99 || (f >= 101 && f <= 126)) {
    const current = tableName({ ...groups, f: 255 }, language);
    if (current !== null) return { ...current, name: prefix + current.name + billing(f, language) };
  }
  const manufacturer = (b >= 128 && b <= 199) || (e >= 128 && e <= 254) || (f >= 128 && f <= 254);
  return manufacturer ? phraseName(prefix + say('manufacturer', language), true) : phraseName(say('unknown', language), false);
}

/** What is said of a code without a meaning. */
export const unknownName = (language: Language = 'en'): string => say('unknown', language);

/** Name, usual unit and classes of an object by the OBIS rules. @throws DlmsError `obis-invalid` */
export function describeObis(obis: ObisInput, language: Language = 'en'): ObisName {
  const groups = obisGroups(obis);
  const prefix = groups.a > 1 ? `${media().get(groups.a)?.[language] ?? ''}: ` : '';
  const early = earlyExit(groups, prefix, language);
  if (early !== undefined) return early;
  const named = tableName(groups, language);
  return named === null ? fallback(groups, prefix, language) : { ...named, name: prefix + named.name };
}

const remembered: Readonly<Record<Language, Map<string, string>>> = { en: new Map(), de: new Map() };

/** The name alone, remembered for texts that were asked for before. @throws DlmsError `obis-invalid` */
export function obisName(obis: ObisInput, language: Language = 'en'): string {
  if (typeof obis !== 'string') return describeObis(obis, language).name;
  const names = remembered[language];
  let name = names.get(obis);
  if (name === undefined) {
    name = describeObis(obis, language).name;
    if (names.size >= 20_000) names.clear();
    names.set(obis, name);
  }
  return name;
}
