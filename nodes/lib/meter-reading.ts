/**
 * Reading a list of objects, for the nodes that do it one meter at a time (get) or a fleet at a time (fleet): which objects,
 * the request itself, and the messages that come of it.
 */
import type { NodeAPI, NodeMessage } from 'node-red';
import type { Association, AttributeReference, Reading, ReadResult } from '../../src/index';
import { type AuthenticationFacts, agreedFacts, authenticationOf, costFacts, itemFacts, withFacts } from './message';
import type { Target } from './meter-access';
import { type FormOptions, shapeOutput } from './output-forms';
import type { Overrides } from './overrides';
import { attributeReferences, type DefaultRange } from './references';
import type { Settings } from './setting-values';

export interface ObjectsRead {
  readonly references: readonly AttributeReference[];
  readonly result: ReadResult;
  readonly association: Association | null;
  readonly authentication: AuthenticationFacts | null;
}

/** Those of the message, else those of the node. @throws DlmsError `settings-invalid`, `obis-invalid` */
export const wantedObjects = (settings: Settings, { objects, from, to }: Overrides): readonly AttributeReference[] => {
  const range: DefaultRange = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return attributeReferences(objects ?? (Array.isArray(settings.objects) ? settings.objects : []), range);
};

/** @throws DlmsError */
export const readObjectsOf = async (references: readonly AttributeReference[], { meter, request }: Target): Promise<ObjectsRead> => {
  const result = await meter.read(references, request);
  return { references, result, association: meter.association, authentication: authenticationOf(meter) };
};

export const refusals = (readings: readonly Reading[]) =>
  readings.flatMap(({ obis, name, classId, attribute, error }) => (error === null ? [] : [{ obis, name, classId, attribute, error }]));

/** What a message tells of the request beside the readings. */
export const readFacts = ({ result, association, authentication }: ObjectsRead) => ({
  ...costFacts(result.info),
  ...agreedFacts(association, authentication),
  errors: refusals(result.readings),
});

/** The messages of output 1, in the chosen form; `msg` becomes one of them. */
export const readingMessages = (RED: NodeAPI, form: string, options: FormOptions, read: ObjectsRead, msg: NodeMessage): NodeMessage[] => {
  const told = withFacts(msg, { ...readFacts(read), items: itemFacts(read.references, read.result) });
  return shapeOutput(form, read.result.readings, told, (original) => RED.util.cloneMessage(original), options);
};
