/**
 * Requests and results of a session, the same for logical and short names.
 *
 * A request names the object both ways: `instanceId` is the logical name, `variableName` the short name of the very
 * attribute or method (base name + offset), null where it is not known or not needed. Which of the two goes on the wire
 * is decided by the association, in `get.ts`, `set.ts` and `action.ts` on one side and `short-name.ts` on the other.
 */
import { type ConformanceBit, conformanceBits, conformanceHas } from '../apdu/initiate';
import { encodeData } from '../codec/data';
import type { DataOptions } from '../codec/data-decode';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import type { Refusal } from './refusal';
import type { Session } from './types';

/** Selective-Access-Descriptor. */
export interface SelectionRequest {
  readonly selector: number;
  readonly parameters: Data;
}

/**
 * Takes the octets of a value as they arrive. A promise holds the transfer until it resolves; what it throws ends the
 * transfer. The octets are only valid during the call.
 */
export type OctetSink = (octets: Buffer) => Promise<void> | undefined;

export interface AttributeRequest {
  readonly classId: number;
  /** Six octets. */
  readonly instanceId: Buffer;
  readonly attributeId: number;
  readonly selection: SelectionRequest | null;
  /** Short name of the attribute. */
  readonly variableName: number | null;
  /** Tables: the columns that are date-times. */
  readonly decode?: DataOptions;
  /** Where the octets of the value go, block by block; the outcome carries null-data then. */
  readonly sink?: OctetSink;
}

/** Where nothing is given, or nothing came. */
export const nullData: Data = { type: 'null-data', value: null };

/** Hands octets on and waits until they were taken. */
export function* pour(sink: OctetSink, octets: Buffer): Dialogue<void> {
  const taken = sink(octets);
  if (taken) yield { send: null, timeoutMs: 0, prepare: { prepare: () => taken } };
}

/** An outcome whose value came in one piece, through the sink where there is one. */
export function* delivered(outcome: Outcome<Data>, sink: OctetSink | undefined): Dialogue<Outcome<Data>> {
  if (sink === undefined || outcome.refusal !== null) return outcome;
  yield* pour(sink, encodeData(outcome.data));
  return accepted(nullData);
}

/** The outcome of a value that went to the sink in blocks. */
export const pouredOut = (): Outcome<Data> => accepted(nullData);

export interface SetRequestItem extends AttributeRequest {
  readonly value: Data;
}

/** Cosem-Attribute-Descriptor-With-Selection. */
export const withSelection = ({ classId, instanceId, attributeId, selection }: AttributeRequest) => ({
  cosemAttributeDescriptor: { classId, instanceId, attributeId },
  accessSelection: selection && { accessSelector: selection.selector, accessParameters: selection.parameters },
});

/** Parameter of methods that need none (Blue Book 4.1.5). */
export const dummyParameter: Data = { type: 'integer', value: 0 };

export interface MethodRequest {
  readonly classId: number;
  readonly instanceId: Buffer;
  readonly methodId: number;
  /** Short name of the method. */
  readonly variableName: number | null;
  /** null sends no parameter. */
  readonly parameter: Data | null;
}

/**
 * One item: what came, or the meter's word why not. `error` says it where that is no word for this item: the meter could not even
 * be asked, answers with an exception, or with octets that nobody can read.
 */
export type Outcome<T> =
  | { readonly data: T; readonly refusal: null; readonly error?: undefined }
  | { readonly data: null; readonly refusal: Refusal; readonly error?: DlmsError };

export const accepted = <T>(data: T): Outcome<T> => ({ data, refusal: null });
export const refused = (refusal: Refusal): Outcome<never> => ({ data: null, refusal });

/** True where objects are called by base name and offset. */
export const usesShortNames = ({ association }: Session): boolean => association?.referencing === 'sn';

/** True when the association allows it. */
export const agreed = (session: Session, bit: ConformanceBit): boolean =>
  session.association !== null && conformanceHas(session.association.conformance, bit);

/** @throws DlmsError `unsupported-by-conformance` naming the bit; `not-associated` */
export function demand(session: Session, bit: ConformanceBit, what: string): void {
  if (session.association === null) throw new DlmsError('not-associated', `${what}: no association is open`);
  if (agreed(session, bit)) return;
  throw new DlmsError(
    'unsupported-by-conformance',
    `${what} needs "${bit}" (conformance bit ${conformanceBits[bit]}), which was not agreed`,
    {
      details: { bit },
    },
  );
}

/**
 * How a request leaves that is larger than the meter takes at once: true in blocks of the service itself, false in general block transfer.
 * @throws DlmsError `pdu-too-small` where neither was agreed
 */
export function inOwnBlocks(session: Session, bit: ConformanceBit, size: number, room: number): boolean {
  if (agreed(session, bit)) return true;
  if (agreed(session, 'general-block-transfer')) return false;
  throw new DlmsError(
    'pdu-too-small',
    `the request has ${size} octets, the meter takes ${room}, and "${bit}" (conformance bit ${conformanceBits[bit]}) was not agreed`,
    { details: { bit, size, room } },
  );
}

/** Invoke-Id-And-Priority of a confirmed request: C1, C2 .. as all clients in the field send it; priority counts only where it was agreed. */
export const invokeIdAndPriorityOf = (invokeId: number) => ({ invokeId, reserved: 0, confirmed: true, highPriority: true });

/** The item of a list whose length was checked. */
export const only = <T>(items: readonly T[]): T => items[0] as T;
