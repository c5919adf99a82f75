/**
 * What an object of the simulated meter is made of: attributes that are functions of time, and methods.
 *
 * An object is written by the names of the class table (`captureObjects`), and `makeObject` sorts them to the numbers of
 * the table, so an object cannot have what its class does not have, nor lack an attribute that its class has.
 *
 * `read(at)` takes the moment, in milliseconds UTC. A profile can therefore capture the past: history and the rows of
 * hours in which nobody asked are made when they are needed, and a meter costs no timer.
 */
import type { Data } from '../codec/types';
import { findClass } from '../cosem/class';
import { obisOctets } from '../cosem/obis';
import type { ClassDefinition } from '../cosem/types';
import { DlmsError } from '../errors';
import type { Caller } from './caller';

export interface Attribute {
  /** Absent: it cannot be read (secrets). `caller` is null for the meter itself, e.g. when a profile captures. */
  readonly read?: (at: number, caller: Caller | null) => Data;
  /** Absent: no client may write. The type has been checked against the class table. */
  readonly write?: (value: Data, caller: Caller | null) => void;
  /** How the meter itself sets it, past every right. */
  readonly force?: (value: Data) => void;
  /** Selective access. @throws DlmsError `refused` */
  readonly select?: (selector: number, parameters: Data, at: number, caller: Caller | null) => Data;
}

/** Gets the parameter, null when none came; gives return data or null. `caller` is null for the meter's own work. @throws DlmsError `refused` */
export type Method = (parameter: Data | null, caller: Caller | null) => Data | null;

export interface Parts {
  /** By name of the class table; `logicalName` is made from the OBIS code. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly methods?: Readonly<Record<string, Method>>;
  /** Brings periodic work (captures, scheduled scripts) up to this moment. */
  readonly advance?: (at: number) => void;
  /** The clock jumped: plan anew from this moment. */
  readonly replan?: (at: number) => void;
}

export interface MeterObject {
  readonly definition: ClassDefinition;
  readonly obis: string;
  readonly logicalName: Buffer;
  readonly attributes: ReadonlyMap<number, Attribute>;
  readonly methods: ReadonlyMap<number, Method>;
  readonly advance?: (at: number) => void;
  readonly replan?: (at: number) => void;
}

function byNumber<T>(
  members: readonly { readonly id: number; readonly name: string }[],
  given: Readonly<Record<string, T>>,
  where: string,
): Map<number, T> {
  const numbered = new Map<number, T>();
  for (const [memberName, value] of Object.entries(given)) {
    const id = members.find((member) => member.name === memberName)?.id;
    if (id === undefined) throw new DlmsError('settings-invalid', `${where} has no ${memberName}`);
    numbered.set(id, value);
  }
  return numbered;
}

/** The class of the table. @throws DlmsError `settings-invalid` when the table does not have it */
export function classOf(classId: number, version: number): ClassDefinition {
  const definition = findClass(classId, version);
  if (!definition) throw new DlmsError('settings-invalid', `class ${classId} version ${version} is not in the class table`);
  return definition;
}

/** @throws DlmsError `settings-invalid` when parts and class table disagree */
export function makeObject(definition: ClassDefinition, obis: string, parts: Parts): MeterObject {
  const where = `class ${definition.classId} (${definition.name})`;
  const logicalName = obisOctets(obis);
  const attributes = byNumber(definition.attributes, parts.attributes, where);
  attributes.set(1, { read: () => ({ type: 'octet-string', value: logicalName }) });
  const missing = definition.attributes.find((attribute) => !attributes.has(attribute.id));
  if (missing) throw new DlmsError('settings-invalid', `${where} ${obis} lacks ${missing.name}`);
  return {
    definition,
    obis,
    logicalName,
    attributes,
    methods: byNumber(definition.methods, parts.methods ?? {}, where),
    ...(parts.advance ? { advance: parts.advance } : {}),
    ...(parts.replan ? { replan: parts.replan } : {}),
  };
}
