/**
 * Reading values that mean something: the value, its scaler and unit, a name, a time.
 *
 * What does not change is read once per meter: the first read asks for values and scaler_units in one list request, every
 * later one for the values alone, so a steady poll of n registers is exactly one request. A scaler_unit that the meter
 * refuses leaves the value unscaled; it is no failure.
 */
import type { Data } from '../codec/types';
import { attribute, nearestClass } from '../cosem/class';
import { canonicalObis } from '../cosem/obis';
import { obisName } from '../cosem/obis-names';
import { scale } from '../cosem/scaled';
import { fromData, placeContext } from '../cosem/shape';
import type { Reading } from '../cosem/types';
import { unitSymbol } from '../cosem/units';
import type { Outcome } from '../session/requests';
import { itemResult } from './decorate';
import type { Conversation } from './line';
import type { AttributeReference, MeterOptions, ReadResult } from './types';

/** Reads attributes in the fewest round trips, one outcome each. */
export type Fetch = (conversation: Conversation, references: readonly AttributeReference[]) => Promise<readonly Outcome<Data>[]>;

/** Null where the meter has none or refuses it. */
interface ScalerUnit {
  readonly scaler: number | null;
  readonly unit: number | null;
}

const noScaler: ScalerUnit = { scaler: null, unit: null };

/** Attribute that holds the scaler and unit of a value attribute: register, extended register, demand register. */
const scalerAttributes: Readonly<Record<number, Readonly<Record<number, number>>>> = { 3: { 2: 3 }, 4: { 2: 3 }, 5: { 2: 4, 3: 4 } };

const keyOf = ({ classId, obis, attribute: id }: AttributeReference): string => `${classId}:${canonicalObis(obis)}:${id}`;

/** The reference to the scaler_unit of this value; null when the class has none. */
function scalerReference(reference: AttributeReference): AttributeReference | null {
  const id = scalerAttributes[reference.classId]?.[reference.attribute];
  if (id === undefined) return null;
  const { name: _name, selection: _selection, ...object } = reference;
  return { ...object, attribute: id };
}

export class MeterReader {
  private readonly scalers = new Map<string, ScalerUnit>();

  constructor(
    private readonly meter: MeterOptions,
    private readonly fetch: Fetch,
  ) {}

  async read(conversation: Conversation, references: readonly AttributeReference[]): Promise<Omit<ReadResult, 'info'>> {
    const missing = this.missingScalers(references);
    const outcomes = await this.fetch(conversation, [...references, ...missing.values()]);
    let at = references.length;
    for (const key of missing.keys()) this.scalers.set(key, scalerUnitOf(outcomes[at++] as Outcome<Data>));
    const now = new Date().toISOString();
    const readings: Reading[] = [];
    const raw: ReadResult['raw'][number][] = [];
    for (const [i, reference] of references.entries()) {
      const outcome = outcomes[i] as Outcome<Data>;
      const own = this.scalerOf(reference);
      readings.push(this.reading(reference, outcome, own, now));
      raw.push({ data: outcome.refusal === null ? outcome.data : null, ...own });
    }
    return { readings, raw };
  }

  private missingScalers(references: readonly AttributeReference[]): Map<string, AttributeReference> {
    const missing = new Map<string, AttributeReference>();
    for (const reference of references) {
      const scaler = scalerReference(reference);
      if (scaler !== null && !this.scalers.has(keyOf(scaler))) missing.set(keyOf(scaler), scaler);
    }
    return missing;
  }

  private scalerOf(reference: AttributeReference): ScalerUnit {
    const scaler = scalerReference(reference);
    return (scaler && this.scalers.get(keyOf(scaler))) ?? noScaler;
  }

  private reading(reference: AttributeReference, outcome: Outcome<Data>, own: ScalerUnit, time: string): Reading {
    const { error } = itemResult(reference, outcome);
    return {
      meter: this.meter.name,
      obis: canonicalObis(reference.obis),
      name: reference.name ?? obisName(reference.obis, this.meter.language ?? 'en'),
      classId: reference.classId,
      attribute: reference.attribute,
      value: outcome.refusal === null ? this.plain(reference, outcome.data, own) : null,
      unit: unitSymbol(own.unit),
      time,
      status: null,
      error: error && {
        code: outcome.refusal?.code ?? error.code,
        name: outcome.refusal?.name ?? error.code,
        text: `${error.message}. ${error.hint}`,
      },
    };
  }

  private plain(reference: AttributeReference, data: Data, { scaler }: ScalerUnit): unknown {
    if (scaler !== null && (typeof data.value === 'number' || typeof data.value === 'bigint')) return scale(data.value, scaler);
    const entry = nearestClass(reference.classId, reference.version);
    const shape = attribute(reference.classId, reference.attribute, reference.version)?.shape ?? 'CHOICE';
    const { clockDeviation, fixedOffsetMinutes } = this.meter;
    const clock = { clockDeviation, ...(fixedOffsetMinutes === undefined ? {} : { fixedOffsetMinutes }) };
    return fromData(shape, data, entry === undefined ? { clock } : placeContext(entry, reference.attribute, clock));
  }
}

/** structure { scaler: integer, unit: enum } */
function scalerUnitOf(outcome: Outcome<Data>): ScalerUnit {
  if (outcome.refusal !== null || outcome.data.type !== 'structure') return noScaler;
  const [scaler, unit] = outcome.data.value;
  return {
    scaler: typeof scaler?.value === 'number' ? scaler.value : null,
    unit: typeof unit?.value === 'number' ? unit.value : null,
  };
}
