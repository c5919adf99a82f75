/**
 * The objects of one meter. The blueprints say what there is; an object is built when it is first asked for, so a
 * thousand meters cost little until somebody reads them.
 */
import { classOf, type MeterObject, makeObject, type Parts } from './object';

/** One object that a meter has: its class, its name, and how it is built for one meter. */
export interface Blueprint<M> {
  readonly classId: number;
  readonly version: number;
  /** Canonical OBIS code. */
  readonly obis: string;
  build(meter: M): Parts;
}

export class ObjectStore<M> {
  readonly blueprints: readonly Blueprint<M>[];
  private readonly meter: M;
  private readonly byObis = new Map<string, Blueprint<M>>();
  private readonly built = new Map<string, MeterObject>();

  constructor(meter: M, blueprints: readonly Blueprint<M>[]) {
    this.meter = meter;
    this.blueprints = blueprints;
    for (const blueprint of blueprints) this.byObis.set(blueprint.obis, blueprint);
  }

  /** The object of a canonical OBIS code, undefined when the meter has none. */
  find(obis: string): MeterObject | undefined {
    const known = this.built.get(obis);
    if (known) return known;
    const blueprint = this.byObis.get(obis);
    if (!blueprint) return undefined;
    const object = makeObject(classOf(blueprint.classId, blueprint.version), obis, blueprint.build(this.meter));
    this.built.set(obis, object);
    return object;
  }

  /** Objects that were asked for so far: only they have periodic work. */
  *active(): IterableIterator<MeterObject> {
    yield* [...this.built.values()];
  }
}
