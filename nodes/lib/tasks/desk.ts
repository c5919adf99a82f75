/**
 * Where a task works: reads, writes and methods of one meter by the names of the class table, with a protocol of what was
 * done. A refusal of the meter is thrown as it is; an error in the middle says what was done before it.
 */
import {
  type ActionItem,
  type AttributeReference,
  attribute as attributeDefinition,
  type ClockSetting,
  canonicalObis,
  clockOf,
  type Data,
  DlmsError,
  dummyParameter,
  fromData,
  type ItemResult,
  isDlmsError,
  method as methodDefinition,
  obisName,
  reworded,
  toData,
  toHex,
} from '../../../src/index';
import { attributePlace, methodPlace } from '../item-values';
import type { KeyOwner } from '../key-vault';
import type { Target } from '../meter-access';
import { hexOf, showData } from '../write-results';

/** One object of the meter. */
export interface Place {
  readonly classId: number;
  readonly obis: string;
  readonly version?: number;
}

export interface Step {
  readonly name: string;
  readonly done: boolean;
}

/** @throws DlmsError `settings-invalid` when the class has no such attribute */
export const attributeOf = (place: Place, name: string): AttributeReference => {
  const definition = attributeDefinition(place.classId, name, place.version);
  if (definition === undefined) throw new DlmsError('settings-invalid', `Class ${place.classId} has no attribute ${name}`);
  return { ...place, attribute: definition.id };
};

const methodIdOf = (place: Place, name: string): number => {
  const definition = methodDefinition(place.classId, name, place.version);
  if (definition === undefined) throw new DlmsError('settings-invalid', `Class ${place.classId} has no method ${name}`);
  return definition.id;
};

/** `thresholdNormal` -> `threshold normal` */
const spaced = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

/** A plain value as the class table has the attribute, like the present one where it is given. @throws DlmsError `value-invalid` */
export const attributeData = (place: Place, name: string, value: unknown, clock: ClockSetting, current?: Data): Data => {
  const { shape, context } = attributePlace(place.classId, attributeOf(place, name).attribute, place.version, clock);
  return toData(shape ?? 'CHOICE', value, context, current, name);
};

/** An attribute as a plain value, in the words of the class table. */
export const plainAttribute = (place: Place, name: string, data: Data, clock: ClockSetting): unknown => {
  const { shape, context } = attributePlace(place.classId, attributeOf(place, name).attribute, place.version, clock);
  return fromData(shape ?? 'CHOICE', data, context);
};

/** A plain value as the parameter of a method, like the one that is given. @throws DlmsError `value-invalid` */
export const parameterData = (place: Place, name: string, value: unknown, clock: ClockSetting, like?: Data): Data => {
  const { shape, context } = methodPlace(place.classId, methodIdOf(place, name), place.version, clock);
  return toData(shape ?? 'CHOICE', value, context, like, name);
};

/** One write or method as the dry run shows it. */
export const shownSending = (place: Place, name: string, data: Data | null = dummyParameter): object => ({
  obis: canonicalObis(place.obis),
  object: obisName(place.obis),
  classId: place.classId,
  name: spaced(name),
  ...(data === null ? {} : { data: showData(data), hex: hexOf(data) }),
});

export class Desk {
  readonly steps: Step[] = [];
  readonly notes: string[] = [];

  constructor(
    readonly target: Target,
    /** Ids of the questions that were answered with yes. */
    private readonly confirmed: ReadonlySet<string>,
    /** Words for the status, now. */
    readonly say: (words: string) => void,
    /** A message for the second output, now. */
    readonly tell: (progress: object) => void,
  ) {}

  /** How the meter's date-times are read and written. */
  get clock(): ClockSetting {
    return clockOf(this.target.meter.options);
  }

  isConfirmed(question: string): boolean {
    return this.confirmed.has(question);
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** Whose keys a task changes. The meter is asked first: its answer says which one it is. @throws what ends a request */
  async keyOwner(): Promise<KeyOwner> {
    const { meter, givenTitle, request } = this.target;
    const { association } = await meter.associate(request);
    const titles = [meter.options.systemTitle ?? '', toHex(association.serverSystemTitle ?? Buffer.alloc(0))];
    return { name: meter.name, givenTitle, knownTitles: titles.filter((title) => title !== '') };
  }

  /** Attributes as typed data; undefined for what the meter refuses. */
  async data(place: Place, names: readonly string[]): Promise<readonly (Data | undefined)[]> {
    const { items } = await this.get(names.map((name) => attributeOf(place, name)));
    return items.map(({ data }) => data ?? undefined);
  }

  /** Attributes as plain values by their names; what the meter refuses is left out. */
  async look<N extends string>(place: Place, names: readonly N[]): Promise<Partial<Record<N, unknown>>> {
    const data = await this.data(place, names);
    const values: Partial<Record<N, unknown>> = {};
    names.forEach((name, index) => {
      const value = data[index];
      if (value !== undefined) values[name] = this.plain(place, name, value);
    });
    return values;
  }

  /** Attributes of several objects as plain values, in order; undefined for what the meter refuses or does not have. */
  async lookAt(wanted: readonly (readonly [place: Place, name: string])[]): Promise<readonly unknown[]> {
    const { items } = await this.get(wanted.map(([place, name]) => attributeOf(place, name)));
    return items.map(({ data }, index) => {
      const [place, name] = wanted[index] as readonly [Place, string];
      return data === null ? undefined : this.plain(place, name, data);
    });
  }

  /** One attribute. @throws DlmsError `refused` with the meter's word */
  async need(place: Place, name: string): Promise<Data> {
    const [item] = (await this.get([attributeOf(place, name)])).items;
    return settled(item);
  }

  /** The plain value of an attribute, in the words of the class table. */
  plain(place: Place, name: string, data: Data): unknown {
    return plainAttribute(place, name, data, this.clock);
  }

  /** A plain value as this meter has the attribute. @throws DlmsError `value-invalid` */
  typed(place: Place, name: string, value: unknown, current?: Data): Data {
    return attributeData(place, name, value, this.clock, current);
  }

  /** @throws DlmsError `refused` with the meter's word, and what ends a request */
  async write(place: Place, name: string, value: Data): Promise<void> {
    const reference = attributeOf(place, name);
    await this.step(`write ${spaced(name)}`, async () => {
      const { items } = await this.target.meter.set([{ ...reference, value }], this.target.request);
      return settled(items[0] as ItemResult<null>);
    });
  }

  /** Gives what the method returned. @throws as `write` */
  invoke(place: Place, name: string, parameter: Data | null = dummyParameter): Promise<Data | null> {
    return this.act({ ...place, method: methodIdOf(place, name), parameter }, spaced(name));
  }

  /**
   * As `invoke`, for what can be read back: gives the error where the answer was lost, and the meter may have carried it out.
   * @throws as `write`
   */
  async invokeUnsure(place: Place, name: string, parameter: Data | null = dummyParameter): Promise<DlmsError | null> {
    try {
      await this.invoke(place, name, parameter);
      return null;
    } catch (error) {
      if (isUnanswered(error)) return error;
      throw error;
    }
  }

  /** A method by its number. @throws as `write` */
  act(item: ActionItem, words: string): Promise<Data | null> {
    return this.step(words, async () => {
      const { items } = await this.target.meter.action([item], this.target.request);
      return settled(items[0] as ItemResult<Data | null>);
    });
  }

  private get(references: readonly AttributeReference[]) {
    return this.target.meter.get(references, this.target.request);
  }

  private async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.steps.push({ name, done: true });
      return result;
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      const before = this.steps.filter(({ done }) => done).map((step) => step.name);
      this.steps.push({ name, done: false });
      throw before.length === 0 ? error : interrupted(error, name, before);
    }
  }
}

/** The request had left, and the meter may have carried it out. */
const isUnanswered = (error: unknown): error is DlmsError => isDlmsError(error) && error.details?.unanswered === true;

/** What to do where a change may have been made, in place of what is usually to be done. @throws what `work` throws */
export const unsure = async (hint: string, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    throw reworded(error, error.message, { cause: error.cause, hint });
  }
};

const settled = <T>(item: ItemResult<T> | undefined): T => {
  if (item === undefined) throw new DlmsError('answer-mismatch', 'The meter answered for nothing');
  if (item.error !== null) throw item.error;
  return item.data;
};

/** Says how far it came. */
const interrupted = (error: DlmsError, step: string, before: readonly string[]): DlmsError =>
  reworded(error, `${error.message} (${step}; done before it: ${before.join(', ')})`, { details: { ...error.details, step, before } });
