/**
 * Reading, writing and invoking under an association: the one place where visibility, rights, refusals by fault, types and
 * events come together. Every service (GET, SET, ACTION, ACCESS, Read, Write) ends here.
 */
import { conformanceHas } from '../apdu/initiate';
import type { Data } from '../codec/types';
import type { Caller } from './caller';
import type { SimulatedMeter } from './meter';
import type { MeterObject } from './object';
import { type DataAccessWord, refusalActionWord, refusalWord, refuse } from './refusal';
import { attributeMode, attributeModeOf, isHlsReply, isVisible, methodModeOf } from './rights';
import { matchesShape, mayReplace } from './shape-match';

export interface Reference {
  readonly classId: number;
  /** Canonical OBIS code. */
  readonly obis: string;
  /** Attribute or method. */
  readonly id: number;
}

export interface Selection {
  readonly selector: number;
  readonly parameters: Data;
}

/** Either what was asked for, or the word of the refusal. */
export type Outcome<T> = { readonly word: 'success'; readonly data: T } | { readonly word: DataAccessWord; readonly data: null };

function refusedByFault(meter: SimulatedMeter, { classId, obis, id }: Reference): void {
  const { refuse: refusals } = meter.faults;
  if (!refusals) return;
  const bare = obis.replace(/\*255$/, '');
  const keys = [`${classId}:${obis}:${id}`, `${classId}:${bare}:${id}`, obis, bare];
  const word = keys.map((key) => refusals[key]).find((found) => found !== undefined);
  if (word !== undefined) refuse(word as DataAccessWord, 'refused by the simulator on request');
}

function objectOf(meter: SimulatedMeter, caller: Caller, reference: Reference): MeterObject {
  refusedByFault(meter, reference);
  const object = isVisible(caller.association.settings, reference.obis) ? meter.find(reference.obis) : undefined;
  if (!object) return refuse('object-undefined');
  return object.definition.classId === reference.classId ? object : refuse('object-class-inconsistent');
}

/** Attribute 0: all attributes at once, in order; those that cannot be read are null-data. */
function readAll(object: MeterObject, at: number, caller: Caller): Data {
  const values = object.definition.attributes.map(
    ({ id }): Data => object.attributes.get(id)?.read?.(at, caller) ?? { type: 'null-data', value: null },
  );
  return { type: 'structure', value: values };
}

function readOne(meter: SimulatedMeter, caller: Caller, reference: Reference, selection: Selection | null): Data {
  const object = objectOf(meter, caller, reference);
  const at = meter.now();
  object.advance?.(at);
  if (reference.id === 0) {
    const agreed = conformanceHas(caller.association.conformance, 'attribute0-supported-with-get');
    return agreed ? readAll(object, at, caller) : refuse('scope-of-access-violated', 'attribute 0 was not agreed');
  }
  const attribute = object.attributes.get(reference.id);
  if (!attribute) return refuse('object-undefined', 'no such attribute');
  if (!attribute.read) return refuse('read-write-denied');
  if (selection === null) return attribute.read(at, caller);
  if (!attribute.select) return refuse('scope-of-access-violated', 'no selective access here');
  return attribute.select(selection.selector, selection.parameters, at, caller);
}

function writeOne(meter: SimulatedMeter, caller: Caller, reference: Reference, value: Data): null {
  const object = objectOf(meter, caller, reference);
  const attribute = object.attributes.get(reference.id);
  const definition = object.definition.attributes.find(({ id }) => id === reference.id);
  if (!attribute || !definition) return refuse('object-undefined', 'no such attribute');
  if (!attribute.write) return refuse('read-write-denied');
  if ((attributeModeOf(caller.association.settings, object, reference.id) & attributeMode.writeOnly) === 0)
    return refuse('scope-of-access-violated', 'this client may not write');
  const current = attribute.read?.(meter.now(), caller) ?? null;
  if (!mayReplace(definition.shape, current, value)) return refuse('type-unmatched');
  attribute.write(value, caller);
  return null;
}

/** slave_install of an M-Bus client: without a parameter the meter chooses the address (Blue Book 4.8.3.3.1). */
const mayBeLeftOut = ({ classId, id }: Reference): boolean => classId === 72 && id === 1;

function invokeOne(meter: SimulatedMeter, caller: Caller, reference: Reference, parameter: Data | null): Data | null {
  const object = objectOf(meter, caller, reference);
  const definition = object.definition.methods.find(({ id }) => id === reference.id);
  const method = object.methods.get(reference.id);
  if (!definition || !method) return refuse('object-undefined', 'no such method');
  if (methodModeOf(caller.association.settings, object, reference.id) === 0)
    return refuse('scope-of-access-violated', 'this client may not act');
  // the dummy parameter integer(0) may be left out, and any value stands for it
  const dummy = definition.parameter === 'integer(0)';
  const left = parameter === null && mayBeLeftOut(reference);
  if (!dummy && !left && (parameter === null || !matchesShape(definition.parameter, parameter))) return refuse('type-unmatched');
  return method(parameter, caller);
}

/** HLS pending: nothing but the reply to the challenge may pass. */
export function isReply(meter: SimulatedMeter, reference: Reference): boolean {
  const object = meter.find(reference.obis);
  return object !== undefined && object.definition.classId === reference.classId && isHlsReply(object, reference.id);
}

interface Access<T> {
  readonly kind: 'get' | 'set' | 'action';
  readonly work: () => T;
  /** What of it an event may show. */
  readonly shown: (result: T | null) => Data | null;
}

function attempt<T>(meter: SimulatedMeter, caller: Caller, reference: Reference, { kind, work, shown }: Access<T>): Outcome<T> {
  const note = (word: string, value: Data | null): void =>
    meter.emit({
      kind,
      client: caller.association.peer.client,
      obis: reference.obis,
      classId: reference.classId,
      index: reference.id,
      ...(value ? { value } : {}),
      result: word,
    });
  try {
    meter.settle();
    const data = work();
    note('success', shown(data));
    return { word: 'success', data };
  } catch (error) {
    const word = kind === 'action' ? (refusalActionWord(error) as DataAccessWord) : refusalWord(error);
    note(word, kind === 'get' ? null : shown(null));
    return { word, data: null };
  }
}

/** Classes whose methods get secrets, proofs or keys: Association SN and LN, security setup, M-Bus client. */
const secretive: ReadonlySet<number> = new Set([12, 15, 64, 72]);

/** What was written may be shown in an event where it can be read as well: a secret cannot. */
const mayShow = (meter: SimulatedMeter, { obis, id }: Reference): boolean => meter.find(obis)?.attributes.get(id)?.read !== undefined;

export const read = (meter: SimulatedMeter, caller: Caller, reference: Reference, selection: Selection | null): Outcome<Data> =>
  attempt(meter, caller, reference, {
    kind: 'get',
    work: () => readOne(meter, caller, reference, selection),
    shown: (data) => data,
  });

export const write = (meter: SimulatedMeter, caller: Caller, reference: Reference, value: Data): Outcome<null> =>
  attempt(meter, caller, reference, {
    kind: 'set',
    work: () => writeOne(meter, caller, reference, value),
    shown: () => (mayShow(meter, reference) ? value : null),
  });

export const invoke = (meter: SimulatedMeter, caller: Caller, reference: Reference, parameter: Data | null): Outcome<Data | null> =>
  attempt(meter, caller, reference, {
    kind: 'action',
    work: () => invokeOne(meter, caller, reference, parameter),
    shown: () => (secretive.has(reference.classId) ? null : parameter),
  });
