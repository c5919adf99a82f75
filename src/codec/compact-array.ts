/**
 * Compact arrays (Green Book 9.5, `compact-array [19]`): a description of the element type once, then the contents of all
 * elements without tags in one OCTET STRING.
 *
 * The count is not sent: elements follow until the contents end. An element of no octets would follow for ever, and a list
 * of such elements would make millions of values out of few octets, therefore both are refused. A part of no octets in a
 * structure is allowed, the description has an octet for each; all parts count against `maxElements`.
 */
import type { Writer } from '../bytes';
import { DlmsError } from '../errors';
import { length, u16 } from './axdr';
import type { DataDecoder } from './data-decode';
import { type Data, type DataType, dataTags, type TypeDescription } from './types';

type SimpleType = Exclude<DataType, 'array' | 'structure' | 'compact-array'>;
type CompactArray = Extract<Data, { type: 'compact-array' }>;

const simpleTypes = new Map<number, SimpleType>();
for (const [type, tag] of Object.entries(dataTags) as [DataType, number][]) {
  if (type !== 'array' && type !== 'structure' && type !== 'compact-array') simpleTypes.set(tag, type);
}

/** Whether a value of this description takes no octets. */
function takesNothing(description: TypeDescription): boolean {
  if (description.type === 'array') return description.count === 0 || takesNothing(description.element);
  if (description.type === 'structure') return description.elements.every(takesNothing);
  return description.type === 'null-data' || description.type === 'dont-care';
}

function readDescription(input: DataDecoder): TypeDescription {
  const at = input.skip(1);
  const tag = input.buffer[at] as number;
  if (tag === dataTags.array) {
    const count = input.buffer.readUInt16BE(input.skip(2));
    input.enter(1);
    const element = readDescription(input);
    input.leave();
    if (count > 0 && takesNothing(element)) throw input.malformed('a list of elements of no octets in a compact array', at);
    return { type: 'array', count, element };
  }
  if (tag === dataTags.structure) {
    const count = input.count();
    input.enter(count);
    const elements: TypeDescription[] = [];
    for (let i = 0; i < count; i++) elements.push(readDescription(input));
    input.leave();
    return { type: 'structure', elements };
  }
  const type = simpleTypes.get(tag);
  if (type === undefined) throw input.malformed(`a compact array cannot hold the type with tag ${tag}`, at);
  return { type };
}

const none: readonly boolean[] = [];

/** `columns` are the parts of a row that are date-times where they are octet-strings of 12 octets. */
function readElement(input: DataDecoder, description: TypeDescription, columns = none): Data {
  if (description.type === 'structure') {
    const { elements } = description;
    input.enter(elements.length);
    const value = elements.map((part, i) =>
      columns[i] === true && part.type === 'octet-string' ? input.octetStringAsDateTime() : readElement(input, part),
    );
    input.leave();
    return { type: 'structure', value };
  }
  if (description.type === 'array') {
    const { count, element } = description;
    input.enter(count);
    const value = new Array<Data>(count);
    for (let i = 0; i < count; i++) value[i] = readElement(input, element);
    input.leave();
    return { type: 'array', value };
  }
  return input.contents(dataTags[description.type]);
}

/** The compact array whose tag has just been read. */
export function readCompactArray(input: DataDecoder): CompactArray {
  const description = readDescription(input);
  const size = input.length();
  const from = input.skip(size);
  const end = input.position;
  input.position = from;
  const value: Data[] = [];
  const columns = input.compactColumns();
  input.enter(0);
  while (input.position < end) {
    const at = input.position;
    input.enter(1);
    value.push(readElement(input, description, columns));
    input.leave();
    if (input.position === at) throw input.malformed('an element of no octets in a compact array', at);
  }
  input.leave();
  if (input.position > end) throw input.malformed('the last element of a compact array is longer than its contents', end);
  return { type: 'compact-array', value, description };
}

/**
 * One value whose description stands apart from its contents; all octets of both must be used.
 * @throws DlmsError `apdu-truncated`, `apdu-malformed`, `limit-exceeded`
 */
export function readDescribed(types: DataDecoder, contents: DataDecoder): Data {
  const description = readDescription(types);
  const value = readElement(contents, description);
  for (const input of [types, contents]) {
    if (input.position < input.end) throw input.malformed(`${input.end - input.position} octets too many`);
  }
  return value;
}

function writeDescription(description: TypeDescription, out: Writer): void {
  const tag: number | undefined = dataTags[description?.type];
  if (typeof tag !== 'number' || tag === dataTags['compact-array'])
    throw new DlmsError('value-invalid', `a compact array cannot hold the type ${description?.type}`);
  out.u8(tag);
  if (description.type === 'array') {
    u16.write(description.count, out);
    writeDescription(description.element, out);
  } else if (description.type === 'structure') {
    length.write(description.elements.length, out);
    for (const part of description.elements) writeDescription(part, out);
  }
}

/** A date-time that came as an octet-string goes back as one. */
const typeOnWire = (value: Data): DataType => (value.type === 'date-time' ? (value.wire ?? value.type) : value.type);

/** Writes the contents of a value of a simple type, without its tag. */
export type ContentsWriter = (value: Data, out: Writer) => void;

function writeElement(value: Data, description: TypeDescription, out: Writer, simple: ContentsWriter): void {
  if (value === null || typeof value !== 'object' || typeOnWire(value) !== description.type)
    throw new DlmsError('value-invalid', `an element is ${value?.type}, the compact array is described to hold ${description.type}`);
  if (description.type !== 'array' && description.type !== 'structure') {
    simple(value, out);
    return;
  }
  const parts = Array.isArray(value.value) ? (value.value as readonly Data[]) : [];
  const count = description.type === 'array' ? description.count : description.elements.length;
  if (parts.length !== count)
    throw new DlmsError('value-invalid', `an element has ${parts.length} parts, the compact array is described to hold ${count}`);
  for (const [i, part] of parts.entries()) {
    writeElement(part, description.type === 'array' ? description.element : (description.elements[i] as TypeDescription), out, simple);
  }
}

/**
 * Writes description and contents, after the tag. `contents` is an empty writer of the caller.
 * @throws DlmsError `value-invalid` when an element is not as described
 */
export function writeCompactArray(value: CompactArray, out: Writer, contents: Writer, simple: ContentsWriter): void {
  if (!Array.isArray(value.value)) throw new DlmsError('value-invalid', 'compact-array: a list of typed values is needed');
  writeDescription(value.description, out);
  for (const element of value.value) writeElement(element, value.description, contents, simple);
  const octets = contents.finish();
  if (octets.length === 0 && value.value.length > 0)
    throw new DlmsError('value-invalid', 'a compact array cannot hold elements of no octets');
  length.write(octets.length, out);
  out.octets(octets);
}
