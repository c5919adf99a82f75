/**
 * Lists whose values come without codes: a template says what stands at each position. And rules that say which unit a
 * vendor means where codes come without one. Both are data (`template-data.ts`), can be added to, and go before the ones
 * that are built in.
 *
 * A template fits by the number of items and their types, and where that is not enough by a text at the beginning or the
 * sender's title: lists of 12 mean different things with two operators, and only the types tell them apart.
 */
import { type Data, dataTags } from '../codec/types';
import { obisAt, obisOctets } from '../cosem/obis';
import { DlmsError } from '../errors';
import { definitionsOf } from './shapes/definitions';
import { clockOf, codeOf, textOf } from './shapes/entry';

/** Kinds of values: whole numbers by width, text or octets, clock of 12 octets, bit-string, anything. */
export type ItemType = 'u32' | 'u64' | 'u16' | 'number' | 'text' | 'clock' | 'boolean' | 'bits' | 'enum' | 'list' | 'any';

export interface TemplateItem {
  /** Any usual form; null = meaning not known. */
  readonly obis: string | null;
  /** Where the name by the code says less. */
  readonly name?: string;
  readonly classId?: number;
  readonly attribute?: number;
  readonly type?: ItemType;
  /** Exponent of ten and unit code (Blue Book 4.3.2), where the documentation of the meter says them. */
  readonly scaler?: number;
  readonly unit?: number;
}

export interface Template {
  readonly id: string;
  /** For people: `Kaifa MA304, Norway: list 2, three phases`. */
  readonly title: string;
  readonly items: readonly TemplateItem[];
  /** Regular expression that the first text of the list must fit. */
  readonly firstText?: string;
  /** Regular expression for the hex of the sender's system title. */
  readonly systemTitle?: string;
  /** These meters count the deviation of their clock east of UTC, where the Blue Book (4.1.6.1) counts it to UTC. */
  readonly clockDeviation?: 'inverted';
}

/** Units for codes that come without one. */
export interface UnitRule {
  readonly id: string;
  readonly title: string;
  /** Regular expression for the list name. */
  readonly listName: string;
  /** Regular expression for the type of the meter, where the list alone is not enough. */
  readonly model?: string;
  /** By groups C.D of the code: scaler and unit code. `above`: another scaler for values from there on. */
  readonly units: Readonly<
    Record<string, { readonly scaler: number; readonly unit: number; readonly above?: { readonly value: number; readonly scaler: number } }>
  >;
}

const wholeNumbers = new Set([
  'double-long',
  'double-long-unsigned',
  'integer',
  'long',
  'unsigned',
  'long-unsigned',
  'long64',
  'long64-unsigned',
  'enum',
]);

/** Whether a value has the type that an item asks for. */
function hasType(data: Data, type: ItemType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'u32':
      return data.type === 'double-long-unsigned' || data.type === 'double-long' || data.type === 'long64-unsigned';
    case 'u64':
      return data.type === 'long64-unsigned';
    case 'u16':
      return data.type === 'long-unsigned' || data.type === 'long';
    case 'number':
      return wholeNumbers.has(data.type);
    case 'boolean':
    case 'enum':
      return data.type === type;
    case 'bits':
      return data.type === 'bit-string';
    case 'list':
      return data.type === 'array' || data.type === 'structure';
    case 'clock':
      return clockOf(data) !== null;
    case 'text':
      return (data.type === 'octet-string' && clockOf(data) === null) || data.type === 'visible-string' || data.type === 'utf8-string';
  }
}

export interface TemplateFacts {
  readonly systemTitle: string;
}

const regExps = new Map<string, RegExp>();
/** @throws DlmsError `settings-invalid` */
function regExp(source: string): RegExp {
  let known = regExps.get(source);
  if (known !== undefined) return known;
  try {
    known = new RegExp(source);
  } catch {
    throw new DlmsError('settings-invalid', `"${source}" in a template is not a regular expression`);
  }
  if (regExps.size < 1000) regExps.set(source, known);
  return known;
}

/** Attribute 1 is the logical name, and known beforehand: a list with the name of another push setup is another list. */
const hasName = ({ obis, attribute }: TemplateItem, data: Data): boolean =>
  attribute !== 1 || obis === null || codeOf(data)?.equals(obisOctets(obis)) === true;

function fits(template: Template, values: readonly Data[], facts: TemplateFacts): boolean {
  const { items } = template;
  if (items.length !== values.length) return false;
  if (!items.every((item, i) => hasType(values[i] as Data, item.type ?? 'any') && hasName(item, values[i] as Data))) return false;
  if (template.systemTitle !== undefined && !regExp(template.systemTitle).test(facts.systemTitle)) return false;
  if (template.firstText === undefined) return true;
  const first = values.map(textOf).find((text) => text !== null);
  return first !== undefined && first !== null && regExp(template.firstText).test(first);
}

/** The first template that fits. @throws DlmsError `settings-invalid` for a template with a wrong regular expression */
export const templateFor = (values: readonly Data[], templates: readonly Template[], facts: TemplateFacts): Template | undefined =>
  templates.find((template) => fits(template, values, facts));

/** The rule for a list. @throws DlmsError `settings-invalid` */
export const unitRuleFor = (listName: string, model: string | null, rules: readonly UnitRule[]): UnitRule | undefined =>
  rules.find(
    (rule) => regExp(rule.listName).test(listName) && (rule.model === undefined || (model !== null && regExp(rule.model).test(model))),
  );

const typeOf = (data: Data): ItemType => {
  if (clockOf(data) !== null) return 'clock';
  if (wholeNumbers.has(data.type)) return data.type === 'long-unsigned' ? 'u16' : 'number';
  return dataTags[data.type] === dataTags.boolean ? 'boolean' : 'any';
};

/**
 * A template from the push object list of a meter (push setup, attribute 2) as it was read from it; with the values of one
 * telegram their types are learnt too.
 * @throws DlmsError `apdu-malformed` when the data is no push object list
 */
export function learnTemplate(id: string, title: string, objectList: Data, values?: readonly Data[]): Template {
  const definitions = definitionsOf(objectList);
  if (definitions === null) throw new DlmsError('apdu-malformed', 'this is no push object list (attribute 2 of the push setup)');
  const items = definitions.map(({ classId, obis, attribute }, i): TemplateItem => {
    const value = values?.[i];
    return {
      obis: obisAt(obis),
      ...(classId === null ? {} : { classId }),
      attribute,
      ...(value === undefined ? {} : { type: typeOf(value) }),
    };
  });
  return { id, title, items };
}

/**
 * A template that a person wrote, checked.
 * @throws DlmsError `settings-invalid`, `obis-invalid`
 */
export function checkTemplate(template: Template): Template {
  if (template.items.length === 0) throw new DlmsError('settings-invalid', `the template ${template.id} has no items`);
  for (const { obis } of template.items) if (obis !== null) obisOctets(obis);
  for (const source of [template.firstText, template.systemTitle]) if (source !== undefined) regExp(source);
  return template;
}
