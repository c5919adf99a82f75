/**
 * The buffer of a profile as rows: capture objects, capture period, order, and scaler and unit of each column are read once per
 * profile and kept (Blue Book 4.3.6). Rows are objects keyed by the columns' names, in their order.
 *
 * A meter may be given other columns later. Rows that do not fit the columns any more are left as they came, and the columns
 * are read again with the next request.
 */
import type { Data } from '../codec/types';
import { canonicalObis } from '../cosem/obis';
import {
  type CaptureObject,
  captureObjectOf,
  decodeCaptureObjects,
  type ProfileColumn,
  profileColumns,
  selectedColumns,
  shownAttribute,
} from '../cosem/profile';
import { rowObject, rowsFromData } from '../cosem/profile-rows';
import { isDlmsError } from '../errors';
import type { Outcome } from '../session/requests';
import type { Conversation } from './line';
import { namedBy } from './meter-clock';
import type { Fetch } from './meter-read';
import { orderOf, profileAttributes, profileGeneric } from './profile/definition';
import { completedScalers, type ToldScaler } from './profile/scalers';
import type { ProfileDefinition } from './profile/types';
import type { AttributeReference, MeterOptions, Selection } from './types';

export const isProfileBuffer = ({ classId, attribute }: AttributeReference): boolean =>
  classId === profileGeneric && attribute === profileAttributes.buffer;

/** Another attribute of the same object. */
export function sibling(reference: AttributeReference, attribute: number): AttributeReference {
  const { name: _name, selection: _selection, ...object } = reference;
  return { ...object, attribute };
}

interface Profile extends Captured {
  /** Seconds; 0 = not periodic. */
  readonly period: number;
  readonly order: ProfileDefinition['order'];
}

/** Scaler and unit of these attributes. */
export type Scalers = (conversation: Conversation, references: readonly AttributeReference[]) => Promise<readonly ToldScaler[]>;

/** What an object captures. */
export interface Captured {
  readonly columns: readonly ProfileColumn[];
  /** False where a scaler was not told: it is asked for again before the next rows. */
  readonly settled: boolean;
}

export interface Rows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly columns: readonly ProfileColumn[];
}

export class ProfileReader {
  private readonly profiles = new Map<string, Profile>();

  constructor(
    private readonly meter: MeterOptions,
    private readonly fetch: Fetch,
    private readonly scalers: Scalers,
  ) {}

  /** Reads what has to be known of these profiles before their buffers mean something. */
  async learn(conversation: Conversation, references: readonly AttributeReference[]): Promise<void> {
    for (const reference of references) {
      if (!isProfileBuffer(reference)) continue;
      const key = canonicalObis(reference.obis);
      if (this.profiles.get(key)?.settled !== true) await this.learnOne(conversation, reference, key);
    }
  }

  private async learnOne(conversation: Conversation, reference: AttributeReference, key: string): Promise<void> {
    const { captureObjects, capturePeriod, sortMethod } = profileAttributes;
    const wanted = [captureObjects, capturePeriod, sortMethod].map((attribute) => sibling(reference, attribute));
    const [objects, period, sort] = await this.fetch(conversation, wanted);
    if (objects?.refusal !== null) return;
    const read = async (references: readonly AttributeReference[]) => (await this.fetch(conversation, references)).map(dataIn);
    const complete: Completed = (captured, known) => completedScalers(key, captured, known, read);
    const captured = await capturedColumns(this.meter, conversation, objects.data, this.scalers, complete);
    if (captured === null) return;
    this.profiles.set(key, { ...captured, period: numberIn(period) ?? 0, order: orderOf(numberIn(sort)) });
  }

  /** A range is of the clock that the profile captures, unless the reference says of what. */
  restricted(reference: AttributeReference): AttributeReference {
    const { selection } = reference;
    if (!isProfileBuffer(reference) || selection?.kind !== 'range' || selection.by !== undefined) return reference;
    const clock = this.profiles.get(canonicalObis(reference.obis))?.columns.find(({ isClock }) => isClock);
    return clock === undefined ? reference : { ...reference, selection: { ...selection, by: captureObjectOf(clock) } };
  }

  /** The rows of a buffer; null where the columns are not known or do not fit. */
  rows(reference: AttributeReference, data: Data): Rows | null {
    const key = canonicalObis(reference.obis);
    const profile = this.profiles.get(key);
    if (profile === undefined || (data.type !== 'array' && data.type !== 'compact-array')) return null;
    // Meters that do not know how to select columns answer with all of them.
    const columns = [columnsOf(profile.columns, reference.selection), profile.columns].find(({ length }) =>
      data.value.every((row) => widthOf(row) === length),
    );
    if (columns === undefined) {
      this.profiles.delete(key);
      return null;
    }
    const rows = rowsFromData(data, columns, { capturePeriod: profile.period, newestFirst: profile.order === 'lifo' }).map((row) =>
      rowObject(row, columns),
    );
    return { rows, columns };
  }
}

const dataIn = (outcome: Outcome<Data>): Data | null => (outcome.refusal === null ? outcome.data : null);

const numberIn = (outcome: Outcome<Data> | undefined): number | null =>
  outcome?.refusal === null && typeof outcome.data.value === 'number' ? outcome.data.value : null;

/** The scalers that were read, and what the meter tells elsewhere. */
type Completed = (objects: readonly CaptureObject[], known: readonly ToldScaler[]) => Promise<readonly ToldScaler[]>;

/** The columns of what is captured, with the scalers of the meter; null when that is no list of capture objects. */
export async function capturedColumns(
  meter: MeterOptions,
  conversation: Conversation,
  captured: Data,
  scalersOf: Scalers,
  complete: Completed = (_, known) => Promise.resolve(known),
): Promise<Captured | null> {
  const objects = captureObjectsOf(captured);
  if (objects === null) return null;
  const references = objects.map(({ classId, obis, attribute }) => ({ classId, obis, attribute: shownAttribute(attribute) }));
  const scalers = await complete(objects, await scalersOf(conversation, references));
  const columns = profileColumns(objects, {
    ...namedBy(meter),
    scalerUnit: (column) => scalers[objects.indexOf(column)] ?? null,
  });
  return { columns, settled: !scalers.includes(undefined) };
}

/** Null when the meter sends something else: the buffer is then shown as it comes. */
function captureObjectsOf(data: Data): readonly CaptureObject[] | null {
  try {
    return decodeCaptureObjects(data);
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

const widthOf = (row: Data): number => (row.type === 'structure' || row.type === 'array' ? row.value.length : 1);

/** The columns that a selection leaves. */
function columnsOf(all: readonly ProfileColumn[], selection: Selection | undefined): readonly ProfileColumn[] {
  if (selection?.kind === 'range') return selectedColumns(all, selection.columns ?? []);
  if (selection?.kind !== 'entry') return all;
  const from = Math.max((selection.fromColumn ?? 1) - 1, 0);
  return all.slice(from, selection.toColumn || undefined);
}
