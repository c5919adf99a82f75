/**
 * Lists of objects, from the form or from `msg.dlms.objects`, as references for the client.
 *
 * An entry is an object `{ classId, obis, attribute, name, access, from, to, baseName }` or a short text:
 * `1-0:1.8.0*255` · `3/1-0:1.8.0*255` · `3/1-0:1.8.0*255/2`, that is class / OBIS / attribute. Without a class the usual
 * class of the OBIS code is taken; without an attribute number 2, the value of most classes. Methods use the same text.
 */
import {
  type AttributeReference,
  type ClassDefinition,
  canonicalObis,
  DlmsError,
  findClass,
  type MethodReference,
  type Selection,
} from '../../src/index';
import { isEmpty, isRecord, parseInteger, type Settings } from './setting-values';
import { readTime } from './time-words';
import { usualClassOf } from './usual-class';

/** What list entries have in common, before it is known whether the index is an attribute or a method. */
interface Entry {
  readonly classId: number;
  readonly obis: string;
  readonly index: number | null;
  readonly name?: string;
  readonly version?: number;
  readonly baseName?: number;
  readonly settings: Settings;
}

const profileClass = 7;

const numberIn = (settings: Settings, keys: readonly string[], what: string): number | null => {
  for (const key of keys) {
    const value = settings[key];
    if (value === undefined || value === null || value === '') continue;
    const number = parseInteger(value);
    if (number === null || number < -128 || number > 0xffff)
      throw new DlmsError(
        'settings-invalid',
        `${what}: ${key} "${String(value)}" is not a number of a ${key === 'classId' ? 'class' : key}`,
      );
    return number;
  }
  return null;
};

const fromText = (line: string): Settings => {
  const parts = line.trim().split('/');
  if (parts.length === 1) return { obis: parts[0] };
  if (parts.length > 3) throw new DlmsError('settings-invalid', `"${line}" is not like 3/1-0:1.8.0*255/2`);
  return { classId: parts[0], obis: parts[1], index: parts[2] };
};

/** By the name of the class's attribute or method where the entry says `value` instead of 2. */
const indexByName = (definition: ClassDefinition | undefined, kind: 'attribute' | 'method', value: unknown): unknown => {
  if (typeof value !== 'string' || parseInteger(value) !== null || value.trim() === '') return value;
  const rows = kind === 'attribute' ? definition?.attributes : definition?.methods;
  const found = rows?.find((row) => row.name.toLowerCase() === value.trim().replaceAll('_', '').toLowerCase());
  if (found === undefined) throw new DlmsError('settings-invalid', `${definition?.name ?? 'The class'} has no ${kind} "${value}"`);
  return found.id;
};

const readEntry = (item: unknown, position: number, kind: 'attribute' | 'method'): Entry => {
  const settings = typeof item === 'string' ? fromText(item) : item;
  const what = `object ${position + 1}`;
  if (!isRecord(settings)) throw new DlmsError('settings-invalid', `${what} must be a text or an object with classId, obis and ${kind}`);
  if (typeof settings.obis !== 'string' || settings.obis.trim() === '') throw new DlmsError('obis-invalid', `${what} has no OBIS code`);
  const obis = canonicalObis(settings.obis);
  const classId = numberIn(settings, ['classId', 'class'], what) ?? usualClassOf(obis);
  const named = { ...settings, [kind]: indexByName(findClass(classId), kind, settings[kind] ?? settings.index) };
  const version = numberIn(settings, ['version'], what);
  const baseName = numberIn(settings, ['baseName'], what);
  return {
    classId,
    obis,
    index: numberIn(named, [kind], what),
    settings,
    ...(typeof settings.name === 'string' && settings.name.trim() !== '' ? { name: settings.name.trim() } : {}),
    ...(version === null ? {} : { version }),
    ...(baseName === null ? {} : { baseName }),
  };
};

const common = ({ classId, obis, name, version, baseName }: Entry) => ({
  classId,
  obis,
  ...(name === undefined ? {} : { name }),
  ...(version === undefined ? {} : { version }),
  ...(baseName === undefined ? {} : { baseName }),
});

/** Range of the message for profile buffers whose entry names none. */
export interface DefaultRange {
  readonly from?: Date | string;
  readonly to?: Date | string;
}

const lastEntry = 0xffff_ffff;
const accesses = ['none', 'range', 'entry'] as const;

const selectionOf = (entry: Entry, attribute: number, range: DefaultRange, now: Date): Selection | undefined => {
  const { access, from, to } = entry.settings;
  const isBuffer = entry.classId === profileClass && attribute === 2;
  const kind = isEmpty(access) ? (from !== undefined || to !== undefined ? 'range' : 'none') : access;
  if (!accesses.some((one) => one === kind)) {
    throw new DlmsError('settings-invalid', `${entry.obis}: access "${String(kind)}" is none of ${accesses.join(', ')}`);
  }
  if (kind === 'entry') {
    const first = parseInteger(from ?? 1);
    const last = parseInteger(to === undefined || to === '' ? 0 : to);
    if (first === null || last === null || first < 0 || last < 0) {
      throw new DlmsError('settings-invalid', `${entry.obis}: entries are numbered from 1`);
    }
    // Entry 0 as the end means "the last one" (Blue Book 4.3.6.2.2).
    return { kind: 'entry', from: first, to: Math.min(last, lastEntry) };
  }
  if (kind === 'range') return { kind: 'range', from: readTime(from ?? range.from, now, '-1d'), to: readTime(to ?? range.to, now, 'now') };
  if (isBuffer && (range.from !== undefined || range.to !== undefined)) {
    return { kind: 'range', from: readTime(range.from, now, '-1d'), to: readTime(range.to, now, 'now') };
  }
  return undefined;
};

/** @throws DlmsError `settings-invalid`, `obis-invalid` */
export const attributeReferences = (items: readonly unknown[], range: DefaultRange = {}): AttributeReference[] => {
  if (items.length === 0)
    throw new DlmsError('settings-invalid', 'No object is chosen', { hint: 'Fill the list of the node, or send msg.dlms.objects.' });
  const now = new Date();
  return items.map((item, position) => {
    const entry = readEntry(item, position, 'attribute');
    const attribute = entry.index ?? 2;
    const selection = selectionOf(entry, attribute, range, now);
    return { ...common(entry), attribute, ...(selection === undefined ? {} : { selection }) };
  });
};

/** @throws DlmsError `settings-invalid`, `obis-invalid` */
export const methodReference = (item: unknown): MethodReference => {
  const entry = readEntry(item, 0, 'method');
  if (entry.index === null) throw new DlmsError('settings-invalid', `${entry.obis}: which method?`);
  return { ...common(entry), method: entry.index };
};
