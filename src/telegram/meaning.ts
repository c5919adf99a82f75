/**
 * What a notification means: from the plain APDU (or P1 text) to readings with meter, time and status.
 *
 * The body is read by structure, in this order: a push object list with its values, values under codes, and at last values
 * by position with a template. The time is that of the notification, else of a clock in the body, else of the arrival.
 */
import type { Apdu } from '../apdu/apdu';
import { decodeApdu } from '../apdu/apdu';
import { isConfirmed } from '../apdu/notification';
import { toHex } from '../bytes';
import type { Data } from '../codec/types';
import { type ClockSetting, isoFromGeneralizedTime, isoFromOctets, standardClock } from '../cosem/clock-time';
import type { Standard } from '../cosem/companions';
import { obisOctets } from '../cosem/obis';
import type { Language } from '../cosem/obis-names';
import { isDlmsError } from '../errors';
import { bareList } from './bare-list';
import { completed, identityOf } from './identity';
import { readP1 } from './p1-text';
import { namingOf, readingOf } from './readings';
import { clockOf, type Entry, elementsOf, onlyClock, type ShapeResult, senderIn, shapeResult, textOf } from './shapes/entry';
import { objects } from './shapes/objects';
import { pairs } from './shapes/pairs';
import { positions } from './shapes/positions';
import { builtInTemplates, builtInUnitRules } from './template-data';
import { type Template, type UnitRule, unitRuleFor } from './templates';
import { readTolerantNotification } from './tolerant';
import type { LinkFacts, MeterIdentity, ProtectionFacts, Telegram, TelegramReading, TelegramService } from './types';

/** What a base name of short names stands for. */
export interface ShortName {
  readonly classId: number;
  readonly obis: string;
  readonly attribute: number;
}

export interface MeaningOptions {
  /** Go before the built-in ones. */
  readonly templates?: readonly Template[];
  readonly unitRules?: readonly UnitRule[];
  readonly clock?: ClockSetting;
  readonly language?: Language;
  /** What the meters follow: for names of its own list, and for events and status bits in words. */
  readonly standard?: Standard | undefined;
  /** Name of the meter; otherwise it is found in the telegram. */
  readonly meter?: string;
  /** Variable names of InformationReports. */
  readonly shortNames?: ReadonlyMap<number, ShortName>;
  /** Minutes east of UTC in winter, for times of P1 texts; null = they come without offset. */
  readonly winterOffsetMinutes?: number | null;
}

export interface MeaningContext {
  readonly link: LinkFacts;
  readonly source: string;
  readonly atMs: number;
  readonly protection: ProtectionFacts | null;
  /** What was known of the sender before. */
  readonly before?: MeterIdentity | undefined;
}

interface Content {
  readonly service: TelegramService;
  readonly shape: ShapeResult;
  /** 12 octets, or empty. */
  readonly dateTime: Buffer;
  /** ISO time of a notification that says it in characters. */
  readonly time?: string | null;
  readonly longInvokeIdAndPriority: number | null;
  readonly notes: readonly string[];
}

const noOctets = Buffer.alloc(0);

/** The shape of a body, whatever the meter. @throws DlmsError `settings-invalid` for a template with a wrong expression */
export function shapeOf(body: Data, options: MeaningOptions, systemTitle: string): ShapeResult {
  const listed = objects(body);
  if (listed !== null) return listed;
  const coded = pairs(body);
  if (coded !== null) return coded;
  return positions(body, options.templates ? [...options.templates, ...builtInTemplates] : builtInTemplates, { systemTitle });
}

/** One attribute; a structure in it may begin with the number of the sender and hold the time (concentrators of Elster, Kaifa). */
const single = (entry: Omit<Entry, 'scalerUnit' | 'unitFrom'>): ShapeResult =>
  shapeResult('attribute', [{ ...entry, scalerUnit: null, unitFrom: null }], {
    serialNumber: senderIn(entry.data),
    clock: elementsOf(entry.data) === null ? null : onlyClock(entry.data),
  });

type Report = Extract<Apdu, { kind: 'information-report-request' }>['value'];

function reportShape(report: Report, names: ReadonlyMap<number, ShortName> | undefined): ShapeResult {
  const notes: string[] = [];
  const entries = report.listOfData.map((data, i): Entry => {
    const variable = report.variableAccessSpecification[i];
    const name = variable?.kind === 'variable-name' ? variable.value : null;
    const object = name === null ? undefined : names?.get(name);
    if (object === undefined)
      notes.push(`what the variable name ${name === null ? '?' : name.toString(16).toUpperCase()} stands for is not known`);
    return {
      classId: object?.classId ?? null,
      obis: object === undefined ? null : obisOctets(object.obis),
      attribute: object?.attribute ?? 2,
      data,
      scalerUnit: null,
      unitFrom: null,
      position: i + 1,
    };
  });
  return shapeResult('attributes', entries, { notes });
}

function decodeBody(apdu: Buffer): { longInvokeIdAndPriority: number; dateTime: Buffer; body: Data; notes: string[] } {
  try {
    const decoded = decodeApdu(apdu);
    if (decoded.kind !== 'data-notification') throw new TypeError('not a data-notification');
    const { longInvokeIdAndPriority, dateTime, dateTimeTagged, notificationBody } = decoded.value;
    return {
      longInvokeIdAndPriority,
      dateTime,
      body: notificationBody,
      notes: dateTimeTagged ? ['the date-time carries a tag (09 0C)'] : [],
    };
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    // The strict reader says what is wrong; the tolerant one may still know the form.
    try {
      const notes = [`not A-XDR: objects without tags, or with wrong ones (Sagemcom XT211, EG.D, Landis+Gyr ZMF100); ${error.message}`];
      return { ...readTolerantNotification(apdu), notes };
    } catch (again) {
      throw isDlmsError(again) ? error : again;
    }
  }
}

function contentOf(apdu: Buffer, options: MeaningOptions, systemTitle: string): Content | null {
  if (apdu[0] === 0x0f) {
    const { body, dateTime, longInvokeIdAndPriority, notes } = decodeBody(apdu);
    return { service: 'data-notification', shape: shapeOf(body, options, systemTitle), dateTime, longInvokeIdAndPriority, notes };
  }
  const list = bareList(apdu);
  if (list !== null) {
    const notes = ['a list of values alone, without the notification that it came in'];
    return {
      service: 'data-notification',
      shape: shapeOf(list, options, systemTitle),
      dateTime: noOctets,
      longInvokeIdAndPriority: null,
      notes,
    };
  }
  if (apdu[0] !== 0xc2 && apdu[0] !== 0x18) return null;
  const decoded = decodeApdu(apdu);
  const none = { longInvokeIdAndPriority: null, notes: [] };
  if (decoded.kind === 'event-notification-request') {
    const { time, cosemAttributeDescriptor: object, attributeValue: data } = decoded.value;
    const entry = { classId: object.classId, obis: object.instanceId, attribute: object.attributeId, data };
    return { service: 'event-notification', shape: single(entry), dateTime: time ?? noOctets, ...none };
  }
  if (decoded.kind !== 'information-report-request') return null;
  const currentTime = decoded.value.currentTime ?? noOctets;
  const time = isoFromGeneralizedTime(currentTime);
  return {
    service: 'information-report',
    shape: reportShape(decoded.value, options.shortNames),
    dateTime: time === null ? currentTime : noOctets,
    time,
    ...none,
  };
}

/** The list name: without a code, or under 0.2.129 (Norway). */
function listNameOf({ listName, entries }: ShapeResult): string | null {
  if (listName !== null) return listName;
  const entry = entries.find(({ obis }) => obis !== null && obis[2] === 0 && obis[3] === 2 && obis[4] === 129);
  return textOf(entry?.data);
}

function modelOf(entries: readonly Entry[]): string | null {
  const entry = entries.find(({ obis }) => obis !== null && obis[2] === 96 && obis[3] === 1 && obis[4] === 1);
  return textOf(entry?.data);
}

const isObject = ({ obis }: Entry, d: number): boolean => obis !== null && obis[0] === 0 && obis[2] === 1 && obis[3] === d && obis[4] === 0;

/** What a telegram says of its time: its own clock, one without a code, one among its objects; the first that is set. */
function clockIn({ dateTime, shape }: Content, setting: ClockSetting): { readonly octets: Buffer; readonly time: string | null } | null {
  const data = shape.entries.find((entry) => isObject(entry, 0))?.data;
  // Twelve octets under this code are a clock even when their fields are odd.
  const listed = clockOf(data) ?? (data?.type === 'octet-string' && data.value.length === 12 ? data.value : null);
  let first: Buffer | null = null;
  for (const octets of [dateTime.length === 12 ? dateTime : null, shape.clock, listed]) {
    const time = octets === null ? null : isoFromOctets(octets, 0, setting);
    if (octets !== null && time !== null) return { octets, time };
    first ??= octets;
  }
  return first === null ? null : { octets: first, time: null };
}

/** Seconds before which a number is no time of a meter: 2001. */
const earliestUnix = 1_000_000_000;

/** The time of a UNIX clock (0.b.1.1.0, Blue Book 6.2.4) among the objects. */
function unixTime({ entries }: ShapeResult): string | null {
  const data = entries.find((entry) => isObject(entry, 1))?.data;
  return data?.type === 'double-long-unsigned' && data.value >= earliestUnix ? isoOf(data.value * 1000) : null;
}

const isoOf = (ms: number): string =>
  Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : new Date(0).toISOString();

const titleOf = (protection: ProtectionFacts | null): Buffer | null =>
  protection === null || protection.systemTitle === '' ? null : Buffer.from(protection.systemTitle, 'hex');

/** What is known of the meters of a template goes before the standard, and behind what somebody set. */
function clockSettingOf({ clockDeviation }: ShapeResult, { clock = standardClock }: MeaningOptions): ClockSetting {
  return clockDeviation !== undefined && clock.clockDeviation === 'standard' ? { clockDeviation } : clock;
}

/**
 * The telegram that a plain notification is; null for an APDU that is none.
 * @throws DlmsError of the codec, `settings-invalid` for a template with a wrong expression
 */
export function meaningOf(apdu: Buffer, context: MeaningContext, options: MeaningOptions = {}): Telegram | null {
  const content = contentOf(apdu, options, context.protection?.systemTitle ?? '');
  if (content === null) return null;
  const { shape } = content;
  const { link, source, atMs, protection } = context;
  const clock = clockSettingOf(shape, options);
  const listName = listNameOf(shape);
  const own = identityOf({ entries: shape.entries, serialNumber: shape.serialNumber, title: titleOf(protection), link, source });
  const identity = completed(own, context.before);
  const meter = options.meter === undefined ? identity : { ...identity, id: options.meter };
  const said = typeof content.time === 'string' ? null : clockIn(content, clock);
  const time = content.time ?? said?.time ?? unixTime(shape);
  const rules = options.unitRules ? [...options.unitRules, ...builtInUnitRules] : builtInUnitRules;
  const rule = listName === null ? undefined : unitRuleFor(listName, modelOf(shape.entries), rules);
  const readingContext = { meter: meter.id, time: time ?? isoOf(atMs), clock, naming: namingOf(options.language, options.standard), rule };
  const id = content.longInvokeIdAndPriority;
  return {
    kind: 'telegram',
    service: content.service,
    meter,
    readings: shape.entries.map((entry) => readingOf(entry, readingContext)),
    time,
    clockStatus: said === null ? null : (said.octets[11] as number),
    listName,
    shape: shape.shape,
    template: shape.template ?? rule?.id ?? null,
    notes: [...content.notes, ...shape.notes],
    protection,
    longInvokeIdAndPriority: id,
    confirmed: id !== null && isConfirmed(id),
    link,
    atMs,
    apdu,
  };
}

/** The telegram that a P1 text is. @throws DlmsError `apdu-malformed` */
export function meaningOfText(text: string, context: MeaningContext, options: MeaningOptions = {}): Telegram {
  const { identification, time, values } = readP1(text, options.winterOffsetMinutes ?? null, options.language);
  const { link, source, atMs, protection } = context;
  const entries = values.map(
    ({ obis, value }): Entry => ({
      classId: null,
      obis: obisOctets(obis),
      attribute: 2,
      data: { type: 'visible-string', value: typeof value === 'object' ? JSON.stringify(value) : String(value) },
      scalerUnit: null,
      unitFrom: null,
    }),
  );
  const own = identityOf({ entries, serialNumber: null, title: titleOf(protection), link, source: source || identification });
  const meter = options.meter === undefined ? own : { ...own, id: options.meter };
  const readings = values.map(
    (one, i): TelegramReading => ({
      meter: meter.id,
      obis: one.obis,
      name: one.name,
      classId: typeof one.value === 'object' ? 7 : one.unit === null ? 1 : 3,
      attribute: 2,
      value: one.value,
      unit: one.unit,
      time: one.time ?? time ?? isoOf(atMs),
      status: null,
      error: null,
      data: (entries[i] as Entry).data,
      scalerUnit: null,
      unitFrom: one.unit === null ? null : 'telegram',
    }),
  );
  const rest = { shape: 'p1', template: null, notes: [], longInvokeIdAndPriority: null, confirmed: false };
  const listName = identification || null;
  const apdu = Buffer.from(text, 'latin1');
  return { kind: 'telegram', service: 'p1', meter, readings, time, clockStatus: null, protection, link, atMs, apdu, listName, ...rest };
}

/** For messages: the beginning of octets. */
export const beginning = (octets: Buffer): string => toHex(octets.subarray(0, 16));
