/**
 * The value of a list entry of set and action: fixed text, a property of the message, flow, global or environment, then
 * made into COSEM data of the chosen type.
 */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import {
  type AttributeReference,
  type ClassDefinition,
  type ClockSetting,
  clockOf,
  type Data,
  DlmsError,
  findClass,
  type Meter,
  placeContext,
  type Shape,
  type ShapeContext,
} from '../../src/index';
import { isRecord, type Settings } from './setting-values';
import { dataByShape, dataLike, dataOfKind } from './typed-value';

/** Sources that `evaluateNodeProperty` knows; a text stays as it was typed. */
const sources = new Set(['msg', 'flow', 'global', 'env', 'json', 'num', 'bool', 'date', 'jsonata']);

const evaluate = (RED: NodeAPI, node: Node, msg: NodeMessage, value: string, source: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, source, node, msg, (error: Error | null, result: unknown) => {
      if (error) reject(new DlmsError('settings-invalid', `value: ${error.message}`, { cause: error }));
      else resolve(result);
    });
  });

/** What the entry of a form or message gives as value, before it has a type. @throws DlmsError `settings-invalid` */
export const plainValue = async (RED: NodeAPI, node: Node, msg: NodeMessage, item: Settings): Promise<unknown> => {
  const source = typeof item.valueType === 'string' ? item.valueType : 'str';
  if (!sources.has(source)) return item.value;
  const value = await evaluate(RED, node, msg, String(item.value ?? ''), source);
  if (value === undefined) throw new DlmsError('settings-invalid', `value: ${source}.${String(item.value)} has no value`);
  return value;
};

/** Shape and words of a place of a class: an attribute (`2`) or a method's parameter (`m1`). */
export interface Place {
  readonly shape: Shape | undefined;
  readonly context: ShapeContext;
}

const contextOf = (
  definition: ClassDefinition | undefined,
  place: number | `m${number}`,
  clock: ClockSetting | undefined,
): ShapeContext => {
  if (definition !== undefined) return placeContext(definition, place, clock);
  return clock === undefined ? {} : { clock };
};

/** @param clock of the meter: times are written as it reads them */
export const attributePlace = (classId: number, attribute: number, version?: number, clock?: ClockSetting): Place => {
  const definition = findClass(classId, version) ?? findClass(classId);
  const shape = definition?.attributes.find(({ id }) => id === attribute)?.shape;
  return { shape, context: contextOf(definition, attribute, clock) };
};

/** @param clock of the meter */
export const methodPlace = (classId: number, method: number, version?: number, clock?: ClockSetting): Place => {
  const definition = findClass(classId, version) ?? findClass(classId);
  const shape = definition?.methods.find(({ id }) => id === method)?.parameter;
  return { shape, context: contextOf(definition, `m${method}`, clock) };
};

/**
 * Data of the chosen type; for `auto` the type of the class table, or null where the table leaves it open.
 * @throws DlmsError `value-invalid`
 */
export const chosenData = (kind: unknown, { shape, context }: Place, value: unknown): Data | null =>
  typeof kind === 'string' && kind !== '' && kind !== 'auto' ? dataOfKind(kind, value, context.clock) : dataByShape(shape, value, context);

/** The value in the type that the attribute has at the meter now. @throws DlmsError `value-invalid` */
export const dataAsAtMeter = ({ classId, attribute, version }: AttributeReference, current: Data, value: unknown, meter: Meter): Data => {
  const { shape, context } = attributePlace(classId, attribute, version, clockOf(meter.options));
  return dataLike(current, value, shape, context);
};

/** Entries as objects; a text is an object reference without a value. */
export const asItem = (entry: unknown): Settings => (isRecord(entry) ? entry : { obis: entry });
