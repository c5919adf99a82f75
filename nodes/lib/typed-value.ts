/**
 * Values as people type them (form) or send them (message) as COSEM data.
 *
 * `valueKinds` is the list the editor shows: the types of `Data`, and a few usual readings of an octet-string (text, date
 * and time, OBIS code). Without a kind the class table decides (`dataByShape`); where the table leaves the type open, the
 * value that the meter has now does. Structures and arrays are JSON with typed elements `{ "type": "enum", "value": 1 }`;
 * a value that was read before can be sent back as it is.
 */
import {
  type ClockSetting,
  cosemDate,
  cosemDateTime,
  cosemTime,
  type Data,
  type DataType,
  DlmsError,
  dataOf,
  dataOfType,
  dataTags,
  dateTimeOctets,
  isTyped,
  obisOctets,
  type Shape,
  type ShapeContext,
  type TimeOptions,
  toData,
} from '../../src/index';

/** `now` and dates are written in the zone of this computer; an ISO time keeps its own offset. */
const localTime: TimeOptions = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone };

const moment = (input: unknown): Parameters<typeof cosemDateTime>[0] =>
  (input === 'now' ? new Date() : input) as Parameters<typeof cosemDateTime>[0];
const timeOptions = (input: unknown, clock?: ClockSetting): TimeOptions => ({
  ...(clock === undefined ? {} : { clock }),
  // a fixed offset is the zone of the meter
  ...(clock?.clockDeviation === 'fixed' || (typeof input === 'string' && input !== 'now') ? {} : localTime),
});

const dateTime = (input: unknown, clock?: ClockSetting) => cosemDateTime(moment(input), timeOptions(input, clock));

const needText = (kind: string, input: unknown): string => {
  if (typeof input === 'string' || typeof input === 'number') return String(input);
  throw new DlmsError('value-invalid', `${kind}: a text is needed`);
};

const fromJson = (type: DataType, input: unknown): Data => {
  let value = input;
  try {
    if (typeof input === 'string') value = JSON.parse(input);
  } catch (error) {
    throw new DlmsError('value-invalid', `${type}: the text is not JSON`, { cause: error });
  }
  return dataOfType(type, value);
};

const special: Readonly<Record<string, (input: unknown, clock?: ClockSetting) => Data>> = {
  'octet-string as text': (input) => ({ type: 'octet-string', value: Buffer.from(needText('text', input), 'utf8') }),
  'octet-string as date-time': (input, clock) => ({ type: 'octet-string', value: dateTimeOctets(dateTime(input, clock)) }),
  'octet-string as OBIS': (input) => ({ type: 'octet-string', value: obisOctets(needText('OBIS', input)) }),
  'date-time': (input, clock) => ({ type: 'date-time', value: dateTime(input, clock) }),
  date: (input, clock) => ({ type: 'date', value: cosemDate(moment(input), timeOptions(input, clock)) }),
  time: (input, clock) => ({ type: 'time', value: cosemTime(moment(input), timeOptions(input, clock)) }),
  array: (input) => fromJson('array', input),
  structure: (input) => fromJson('structure', input),
};

/** Delta types and compact arrays are only met in what a meter sends; they are written back as they were read. */
const notOffered = /^(delta-.*|compact-array|dont-care)$/;

/** What the editor offers. */
export const valueKinds: readonly string[] = [
  ...Object.keys(dataTags).filter((type) => !notOffered.test(type)),
  ...Object.keys(special).filter((kind) => kind.includes(' as ')),
];

/**
 * Data of a kind of `valueKinds`.
 * @param clock of the meter that it is for
 * @throws DlmsError `value-invalid` with what was expected
 */
export const dataOfKind = (kind: string, input: unknown, clock?: ClockSetting): Data => {
  if (isTyped(input)) return dataOf(input);
  const make = Object.hasOwn(special, kind) ? special[kind] : undefined;
  if (make !== undefined) return make(input, clock);
  if (!Object.hasOwn(dataTags, kind)) throw new DlmsError('value-invalid', `"${kind}" is not a type of value`);
  return dataOfType(kind as DataType, input);
};

/**
 * Data of the type that the class table gives; null where it leaves the type open and the value says nothing itself.
 * @throws DlmsError `value-invalid`
 */
export const dataByShape = (shape: Shape | undefined, input: unknown, context: ShapeContext = {}): Data | null => {
  if (isTyped(input)) return dataOf(input);
  if (shape === undefined || isOpenShape(shape)) return null;
  return toData(shape, parsed(shape, moment(input)), { ...context, time: timeOptions(input, context.clock) });
};

/** The table says "any type", or one of several. */
const isOpenShape = (shape: Shape): boolean => shape === 'CHOICE' || shape === 'data' || (typeof shape === 'object' && 'choice' in shape);

/** A structure or array may be typed into the form as JSON. */
const parsed = (shape: Shape, input: unknown): unknown => {
  if (typeof shape === 'string' || typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new DlmsError('value-invalid', 'A structure or array is written as JSON', { cause: error });
  }
};

/** The value in the type of what is there now. @throws DlmsError `value-invalid` */
export const dataLike = (current: Data, input: unknown, shape: Shape = 'CHOICE', context: ShapeContext = {}): Data => {
  if (isTyped(input)) return dataOf(input);
  if (current.type === 'null-data') {
    throw new DlmsError('value-invalid', 'There is no value from which the type could be taken: choose the type');
  }
  return toData(shape, moment(input), { ...context, time: timeOptions(input, context.clock) }, current);
};
