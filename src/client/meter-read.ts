/**
 * Reading values that mean something: the value, its scaler and unit, status, capture time, a name.
 *
 * What does not change is read once per meter: the first read asks for values and scaler_units in one list request, every
 * later one for the values alone, so a steady poll of n registers is exactly one request. Status and capture time of
 * extended and demand registers ride in the same list. A companion that the meter refuses is not asked for again and is
 * no failure: the value stays unscaled, or undated.
 */
import type { Data } from '../codec/types';
import { canonicalObis } from '../cosem/obis';
import { decodeScalerUnit, makeReading, registerParts, type ScalerUnit, scalerAttribute } from '../cosem/reading';
import type { Reading } from '../cosem/types';
import type { ListPolicy } from '../session/plan';
import type { Outcome } from '../session/requests';
import { CompactReader, isCompactBuffer, templateDescription } from './compact-read';
import { itemResult } from './decorate';
import type { Conversation } from './line';
import { namedBy } from './meter-clock';
import { orNothing } from './profile/scalers';
import { isProfileBuffer, ProfileReader, type Rows, type Scalers, sibling } from './profile-read';
import type { AttributeReference, MeterOptions, ReadResult } from './types';

/** Reads attributes in the fewest round trips, one outcome each. */
export type Fetch = (conversation: Conversation, references: readonly AttributeReference[]) => Promise<readonly Outcome<Data>[]>;

/** Names an attribute of the object. */
const keyOf = ({ classId, obis }: AttributeReference, attribute: number): string => `${classId}:${canonicalObis(obis)}:${attribute}`;

/** Answers of one read by object and attribute; null where the meter refused. */
type Answers = ReadonlyMap<string, Data | null>;

/** A value and where its scaler and unit are kept; null where it has none. */
interface Target {
  readonly reference: AttributeReference;
  readonly scaler: { readonly key: string; readonly attribute: number } | null;
}

function targetOf(reference: AttributeReference): Target {
  const attribute = scalerAttribute(reference.classId, reference.attribute);
  return { reference, scaler: attribute === null ? null : { key: keyOf(reference, attribute), attribute } };
}

export class MeterReader {
  /** scaler_unit by attribute; null where the meter has none or refuses it. */
  private readonly scalers = new Map<string, ScalerUnit | null>();
  private readonly refusedCompanions = new Set<string>();
  private readonly profiles: ProfileReader;
  private readonly compact: CompactReader;
  private readonly named: ReturnType<typeof namedBy>;

  constructor(
    private readonly meter: MeterOptions,
    private readonly policy: ListPolicy,
    private readonly fetch: Fetch,
  ) {
    this.named = namedBy(meter);
    const scalers: Scalers = (conversation, references) => this.scalersOf(conversation, references);
    this.profiles = new ProfileReader(meter, fetch, scalers);
    this.compact = new CompactReader(meter, fetch, scalers);
  }

  async read(conversation: Conversation, wanted: readonly AttributeReference[]): Promise<Omit<ReadResult, 'info'>> {
    await this.profiles.learn(conversation, wanted);
    await this.compact.learn(conversation, wanted);
    const references = wanted.map((reference) => this.profiles.restricted(reference));
    const targets = references.map(targetOf);
    const companions = this.companionsOf(targets);
    const outcomes = await this.fetch(conversation, [...references, ...companions.values()]);
    const answers = this.learn(companions, outcomes.slice(references.length));
    const readAt = new Date().toISOString();
    const items = targets.map((target, i) => this.item(target, outcomes[i] as Outcome<Data>, answers, readAt));
    return { readings: items.map(({ reading }) => reading), raw: items.map(({ raw }) => raw) };
  }

  /** scaler_unit of these objects, read now unless it is known. For the columns of profiles. */
  async scalersOf(conversation: Conversation, references: readonly AttributeReference[]): ReturnType<Scalers> {
    const wanted = new Map<string, AttributeReference>();
    const targets = references.map(targetOf);
    for (const target of targets) this.wantScaler(target, wanted);
    if (wanted.size > 0) this.learn(wanted, await orNothing(this.fetch(conversation, [...wanted.values()])));
    return targets.map((target) => (target.scaler === null ? null : this.scalers.get(target.scaler.key)));
  }

  /** What has to be read beside the values. */
  private companionsOf(targets: readonly Target[]): Map<string, AttributeReference> {
    const wanted = new Map<string, AttributeReference>();
    for (const target of targets) {
      const { reference } = target;
      this.wantScaler(target, wanted);
      // One by one they would cost a round trip each, in every poll.
      const dating = this.policy.maxItems === 1 ? none : datingAttributes(reference);
      for (const id of isCompactBuffer(reference) ? [templateDescription] : dating) {
        const key = keyOf(reference, id);
        if (!this.refusedCompanions.has(key)) wanted.set(key, sibling(reference, id));
      }
    }
    return wanted;
  }

  private wantScaler({ reference, scaler }: Target, wanted: Map<string, AttributeReference>): void {
    if (scaler !== null && !this.scalers.has(scaler.key)) wanted.set(scaler.key, sibling(reference, scaler.attribute));
  }

  private learn(companions: ReadonlyMap<string, AttributeReference>, outcomes: readonly (Outcome<Data> | undefined)[]): Answers {
    const answers = new Map<string, Data | null>();
    let at = 0;
    for (const [key, reference] of companions) {
      const outcome = outcomes[at++];
      const data = outcome?.refusal === null ? outcome.data : null;
      answers.set(key, data);
      if (reference.attribute === registerParts[reference.classId]?.scalerUnit) this.learnScaler(key, data, outcome);
      else if (data === null) this.refusedCompanions.add(key);
    }
    return answers;
  }

  /** A refusal that may pass is asked for again next time. */
  private learnScaler(key: string, data: Data | null, outcome: Outcome<Data> | undefined): void {
    const error = outcome?.error;
    const unheard = outcome === undefined || (error !== undefined && error.code !== 'object-unknown');
    if (unheard || outcome.refusal?.name === 'temporary-failure') return;
    this.scalers.set(key, decodeScalerUnit(data));
  }

  private scalerOf({ scaler }: Target): ScalerUnit | null {
    return scaler === null ? null : (this.scalers.get(scaler.key) ?? null);
  }

  private item(
    target: Target,
    outcome: Outcome<Data>,
    answers: Answers,
    readAt: string,
  ): { readonly reading: Reading; readonly raw: ReadResult['raw'][number] } {
    const { reference } = target;
    const { data, error } = itemResult(reference, outcome);
    const scalerUnit = this.scalerOf(target);
    const parts = registerParts[reference.classId];
    const answer = (id: number | undefined): Data | null => (id === undefined ? null : (answers.get(keyOf(reference, id)) ?? null));
    const table = data === null ? null : this.tableOf(reference, data, answer(templateDescription));
    const dated = datingAttributes(reference).length > 0;
    const reading = makeReading({
      meter: this.meter.name,
      ...reference,
      // The rows of a profile are made below: what is large is not converted twice.
      data: table === null ? data : null,
      error,
      scalerUnit,
      status: dated ? answer(parts?.status) : null,
      captureTime: dated ? answer(parts?.captureTime) : null,
      readAt,
      ...this.named,
    });
    const raw = { data, scaler: scalerUnit?.scaler ?? null, unit: scalerUnit?.unit ?? null };
    if (table === null) return { reading, raw };
    return { reading: { ...reading, value: table.rows }, raw: { ...raw, columns: table.columns } };
  }

  /** The rows of a profile, the only one of compact data; null for all else. */
  private tableOf(reference: AttributeReference, data: Data, template: Data | null): Rows | null {
    if (isCompactBuffer(reference)) return this.compact.rows(reference, data, template);
    return isProfileBuffer(reference) ? this.profiles.rows(reference, data) : null;
  }
}

const none: readonly number[] = [];

/** Status and capture time that belong to this value; empty for all that is no value of a register. */
function datingAttributes({ classId, attribute }: AttributeReference): readonly number[] {
  const parts = registerParts[classId];
  if (parts?.status === undefined || parts.captureTime === undefined || !parts.values.includes(attribute)) return none;
  return [parts.status, parts.captureTime];
}
