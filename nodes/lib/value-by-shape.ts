/**
 * A plain value as data of the type that the class table gives, or of the type that the meter has now.
 *
 * The table leaves many values open (`CHOICE`): then `dataByShape` gives null and the caller reads the attribute once and
 * asks `dataLike`. Objects are matched by the book's field names, lists by order.
 */
import { type Data, DlmsError, type Shape } from '../../src/index';
import { isRecord } from './setting-values';
import { dataOfKind, isTyped, typedData, valueKinds } from './typed-value';

/** `octet-string(6)` and alike: what people write for them. */
const kindOfName = (name: string): string | null => {
  if (name === 'octet-string(6)') return 'octet-string as OBIS';
  if (/^octet-string\((date-time)\)$/.test(name)) return 'octet-string as date-time';
  const type = name.replace(/\(.*\)$/, '');
  return valueKinds.includes(type) ? type : null;
};

const byName = (name: string, input: unknown): Data | null => {
  const kind = kindOfName(name);
  if (kind === null || kind === 'array' || kind === 'structure') return null;
  // A logical name or a time may just as well be given as octets.
  return dataOfKind(kind.startsWith('octet-string as') && Buffer.isBuffer(input) ? 'octet-string' : kind, input);
};

const parts = (fields: readonly (readonly [string, Shape])[], input: unknown): readonly unknown[] => {
  if (Array.isArray(input) && input.length === fields.length) return input;
  if (isRecord(input)) {
    return fields.map(([name]) => {
      if (!(name in input)) throw new DlmsError('value-invalid', `The field "${name}" is missing`);
      return input[name];
    });
  }
  throw new DlmsError('value-invalid', `A structure of ${fields.length} fields is expected: ${fields.map(([name]) => name).join(', ')}`);
};

const every = (list: readonly (Data | null)[]): readonly Data[] | null => (list.includes(null) ? null : (list as readonly Data[]));

/** Null where the table leaves the type open. @throws DlmsError `value-invalid` */
export const dataByShape = (shape: Shape, input: unknown): Data | null => {
  if (isTyped(input)) return typedData(input);
  if (typeof shape === 'string') return byName(shape, input);
  if ('choice' in shape) return null;
  if ('array' in shape) {
    if (!Array.isArray(input)) throw new DlmsError('value-invalid', 'A list is expected');
    const value = every(input.map((element) => dataByShape(shape.array, element)));
    return value === null ? null : { type: 'array', value };
  }
  const given = parts(shape.structure, input);
  const value = every(shape.structure.map(([, field], index) => dataByShape(field, given[index])));
  return value === null ? null : { type: 'structure', value };
};

/** The value in the type of what is there now. @throws DlmsError `value-invalid` */
export const dataLike = (current: Data, input: unknown): Data => {
  if (isTyped(input)) return typedData(input);
  const { type } = current;
  if (type === 'structure' || type === 'array') {
    if (!Array.isArray(input)) throw new DlmsError('value-invalid', `A list is expected: the meter has a ${type}`);
    const value = input.map((element, index) => {
      const like = current.value[type === 'array' ? 0 : index];
      if (like === undefined)
        throw new DlmsError('value-invalid', `The meter has ${current.value.length} elements here: give typed values`);
      return dataLike(like, element);
    });
    return { type, value };
  }
  if (type === 'octet-string' && typeof input === 'string' && !/^(0x)?([0-9a-f]{2}[\s:-]?)*$/i.test(input)) {
    return dataOfKind(current.value.length === 12 ? 'octet-string as date-time' : 'octet-string as text', input);
  }
  if (type === 'null-data')
    throw new DlmsError('value-invalid', 'The meter has no value here from which the type could be taken: choose the type');
  return dataOfKind(type, input);
};
