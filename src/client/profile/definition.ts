/**
 * What a profile is made of, read once per meter and kept: capture objects with names, scalers and units, capture period,
 * order and size of the buffer (Blue Book 4.3.6, attributes 3, 4, 5, 8).
 *
 * Each query asks for the capture objects, the rows in use and the meter's clock in one request; other capture objects than
 * before mean other columns, and everything is read anew. A value under a wrong name is worse than a few octets.
 */
import { encodeData } from '../../codec/data';
import type { Data } from '../../codec/types';
import { epochMs, offsetMinutes } from '../../cosem/clock-time';
import { cosemDateTime } from '../../cosem/clock-write';
import { canonicalObis } from '../../cosem/obis';
import { type CaptureObject, capturedScaler, decodeCaptureObjects, profileColumns } from '../../cosem/profile';
import { decodeScalerUnit, type ScalerUnit } from '../../cosem/reading';
import { DlmsError } from '../../errors';
import { clockOf, namedBy } from '../meter-clock';
import { requestOptions } from '../request-options';
import type { AttributeReference, ItemResult, Meter } from '../types';
import { completedScalers } from './scalers';
import type { ProfileDefinition, ProfileOptions, ProfileReference } from './types';

export const profileGeneric = 7;
export const profileAttributes = {
  buffer: 2,
  captureObjects: 3,
  capturePeriod: 4,
  sortMethod: 5,
  entriesInUse: 7,
  profileEntries: 8,
} as const;
const clockTime: AttributeReference = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 };

/** What changes from one query to the next. */
export interface ProfileState {
  /** Rows in the buffer; null when the meter does not say. */
  readonly inUse: number | null;
  /** What the meter's clock shows, milliseconds since 1970; null when it does not say. */
  readonly now: number | null;
  /** Minutes east of UTC of the meter's clock; null when it does not say. */
  readonly offset: number | null;
}

export const attributeOf = (reference: ProfileReference, attribute: keyof typeof profileAttributes): AttributeReference => ({
  ...reference,
  classId: profileGeneric,
  attribute: profileAttributes[attribute],
});

/** What was learnt, with the capture objects as they came. */
interface Known {
  readonly captured: Buffer;
  readonly definition: ProfileDefinition;
}

/** Definitions with names of the caller's making (`nameOf`) are not shared. */
const known = new WeakMap<Meter, Map<string, Known>>();

const keyOf = (reference: ProfileReference): string => canonicalObis(reference.obis);

const numberIn = (item: ItemResult<Data> | undefined): number | null => (typeof item?.data?.value === 'number' ? item.data.value : null);

/**
 * The state of a profile, and its definition as far as it is not known yet.
 * @throws DlmsError `refused` when the meter does not tell the capture objects; those of `Meter.get`
 */
export async function learnProfile(
  meter: Meter,
  reference: ProfileReference,
  options: ProfileOptions,
): Promise<{ readonly definition: ProfileDefinition; readonly state: ProfileState }> {
  const wanted = [attributeOf(reference, 'captureObjects'), attributeOf(reference, 'entriesInUse'), clockTime];
  const { items } = await meter.get(wanted, requestOptions(options));
  const [captured, inUse, time] = items;
  if (captured === undefined || captured.error !== null) throw captured?.error ?? new DlmsError('answer-mismatch', 'nothing came');
  const state = { inUse: numberIn(inUse), ...clockIn(meter, time) };
  return { definition: await definitionOf(meter, reference, captured.data, options), state };
}

function clockIn(meter: Meter, item: ItemResult<Data> | undefined): Pick<ProfileState, 'now' | 'offset'> {
  const data = item?.data;
  const unknown = { now: null, offset: null };
  if (data?.type !== 'date-time' && data?.type !== 'octet-string') return unknown;
  if (data.type === 'octet-string' && data.value.length !== 12) return unknown;
  const value = cosemDateTime(data.value);
  const setting = clockOf(meter.options);
  return { now: epochMs(value, setting), offset: offsetMinutes(value.deviation, setting) };
}

async function definitionOf(meter: Meter, reference: ProfileReference, data: Data, options: ProfileOptions): Promise<ProfileDefinition> {
  const captured = encodeData(data);
  const own = known.get(meter) ?? new Map<string, Known>();
  known.set(meter, own);
  const before = own.get(keyOf(reference));
  if (before?.captured.equals(captured) === true && options.nameOf === undefined) return before.definition;
  const { definition, settled } = await readDefinition(meter, reference, decodeCaptureObjects(data), options);
  if (settled && options.nameOf === undefined) own.set(keyOf(reference), { captured, definition });
  return definition;
}

/** Whether the meter said why it has no scaler, and does not just keep it to itself this time. */
const isSettled = ({ error }: ItemResult<Data>): boolean =>
  error === null || error.code === 'object-unknown' || (error.result !== undefined && error.result.name !== 'temporary-failure');

/** The definition; `settled` where all scalers are known or refused for good. */
async function readDefinition(
  meter: Meter,
  reference: ProfileReference,
  objects: readonly CaptureObject[],
  options: ProfileOptions,
): Promise<{ readonly definition: ProfileDefinition; readonly settled: boolean }> {
  const parts = (['capturePeriod', 'sortMethod', 'profileEntries'] as const).map((attribute) => attributeOf(reference, attribute));
  const scaled = objects.filter((object) => capturedScaler(object) !== null);
  const scalers = scaled.map(
    (object): AttributeReference => ({ classId: object.classId, obis: object.obis, attribute: capturedScaler(object) as number }),
  );
  const { items } = await meter.get([...parts, ...scalers], requestOptions(options));
  const [period, sort, entries] = items.slice(0, parts.length).map(numberIn);
  const told = scaled.map((_, i) => decodeScalerUnit(items[parts.length + i]?.data ?? null));
  const completed = await completedScalers(reference.obis, scaled, told, async (references) =>
    (await meter.get(references, requestOptions(options))).items.map((item) => item.data),
  );
  const units = new Map<CaptureObject, ScalerUnit | null>(scaled.map((object, i) => [object, completed[i] ?? null]));
  const columns = profileColumns(objects, {
    ...namedBy(meter.options),
    scalerUnit: (object) => units.get(object) ?? null,
    ...(options.nameOf === undefined ? {} : { nameOf: options.nameOf }),
  });
  const clockColumn = columns.findIndex(({ isClock }) => isClock);
  const definition = { columns, clockColumn, capturePeriod: period ?? 0, order: orderOf(sort ?? null), capacity: entries || null };
  return { definition, settled: items.slice(parts.length).every((item, i) => completed[i] || isSettled(item)) };
}

/** sort_method: 1 is first in, first out, 2 last in, first out; all others sort by a value. */
export const orderOf = (method: number | null): ProfileDefinition['order'] =>
  method === 2 ? 'lifo' : method === null || method <= 1 ? 'fifo' : 'sorted';
