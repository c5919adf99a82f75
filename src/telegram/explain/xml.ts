/**
 * The XML-like standard text form of APDUs (Green Book clause 14, examples): element names are the names of the ASN.1 module
 * with a capital, values are the octets in hex, texts and words as they are.
 *
 *   <GetRequest><GetRequestNormal><InvokeIdAndPriority Value="C1" /><AttributeDescriptor> ..
 *
 * It is made of the same trace as the explained tree, so every APDU has one.
 */
import { toHex } from '../../bytes';
import type { Data } from '../../codec/types';
import { bareList } from '../bare-list';
import { type ApduTree, secretFields } from './apdu-tree';
import { isData } from './data-tree';
import { present, type Traced } from './tree';

/** Names that the Green Book writes otherwise. */
const names: Readonly<Record<string, string>> = {
  cosemAttributeDescriptor: 'AttributeDescriptor',
  cosemMethodDescriptor: 'MethodDescriptor',
  cosemAttributeDescriptorList: 'AttributeDescriptorList',
  cosemMethodDescriptorList: 'MethodDescriptorList',
  aarq: 'AssociationRequest',
  aare: 'AssociationResponse',
  rlrq: 'ReleaseRequest',
  rlre: 'ReleaseResponse',
  'data-access-result': 'DataAccessError',
  'double-long': 'DoubleLong',
  'utf8-string': 'UTF8String',
  bcd: 'BCD',
  'initiate-request': 'InitiateRequest',
};
/** Names of the elements of lists. */
const elementNames: Readonly<Record<string, string>> = {
  attributeDescriptorList: 'AttributeDescriptorWithSelection',
  cosemMethodDescriptorList: 'MethodDescriptor',
  variableAccessSpecification: 'VariableAccessSpecification',
  accessRequestSpecification: 'AccessRequestSpecification',
  accessResponseSpecification: 'AccessResponseSpecification',
};

const pascal = (name: string): string =>
  name
    .split(/[-.\s]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
const elementName = (name: string): string => names[name] ?? pascal(name);

const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no control characters
  text.replace(/[&<>"\x00-\x1f\x7f-\uffff]/g, (character) => `&#${character.charCodeAt(0)};`);

const maxLines = 50_000;

class XmlWriter {
  readonly lines: string[] = [];
  private depth = 0;

  leaf(name: string, value: string): void {
    this.add(`<${name} Value="${escaped(value)}" />`);
  }
  empty(name: string): void {
    this.add(`<${name} />`);
  }
  within(name: string, attributes: string, inner: () => void): void {
    this.add(`<${name}${attributes}>`);
    this.depth++;
    inner();
    this.depth--;
    this.add(`</${name}>`);
  }
  note(text: string): void {
    this.add(`<!-- ${escaped(text).replace(/--/g, '- -')} -->`);
  }
  private add(line: string): void {
    if (this.lines.length < maxLines) this.lines.push('  '.repeat(this.depth) + line);
  }
}

const quantity = (count: number): string => ` Qty="${count.toString(16).toUpperCase().padStart(4, '0')}"`;

/** Octets of whole numbers by type. */
const widths: Readonly<Partial<Record<Data['type'], number>>> = {
  integer: 1,
  unsigned: 1,
  enum: 1,
  bcd: 1,
  'delta-integer': 1,
  'delta-unsigned': 1,
  long: 2,
  'long-unsigned': 2,
  'delta-long': 2,
  'delta-long-unsigned': 2,
  'double-long': 4,
  'double-long-unsigned': 4,
  'delta-double-long': 4,
  'delta-double-long-unsigned': 4,
  long64: 8,
  'long64-unsigned': 8,
};

const wholeHex = (value: number | bigint, width: number): string =>
  BigInt.asUintN(width * 8, BigInt(value))
    .toString(16)
    .toUpperCase()
    .padStart(width * 2, '0');

function writeData(value: Data, out: XmlWriter): void {
  const name = elementName(value.type);
  if (value.type === 'array' || value.type === 'structure' || value.type === 'compact-array') {
    out.within(name, quantity(value.value.length), () => {
      for (const element of value.value) writeData(element, out);
    });
    return;
  }
  const width = widths[value.type];
  if (value.value === null) out.empty(name);
  else if (Buffer.isBuffer(value.value)) out.leaf(name, toHex(value.value));
  else if (width !== undefined) out.leaf(name, wholeHex(value.value as number | bigint, width));
  else if (typeof value.value === 'object') out.leaf(name, JSON.stringify(value.value));
  else out.leaf(name, String(value.value));
}

function writeLeaf(name: string, { value, from, to }: Traced, octets: Buffer, out: XmlWriter): void {
  if (value === null) return;
  if (Buffer.isBuffer(value)) out.leaf(name, toHex(value));
  else if (typeof value === 'string') out.leaf(name, /^[a-z-]+$/.test(value) ? pascal(value) : value);
  else if (typeof value === 'object' && Object.keys(value as object).length === 0) out.empty(name);
  else out.leaf(name, toHex(octets.subarray(from, to)));
}

function write(field: Traced, parent: string, octets: Buffer, secrets: ReadonlySet<string>, out: XmlWriter): void {
  const node = present(field);
  const isElement = /^\[\d+\]$/.test(node.name);
  const name = isElement ? (elementNames[parent] ?? 'Item') : elementName(node.name);
  if (!node.complete) out.note(`reading stopped in ${name}`);
  if (secrets.has(node.name) && node.value !== null) out.leaf(name, 'not shown');
  else if (isData(node.value)) {
    const { value } = node;
    if (isElement) writeData(value, out);
    else out.within(name, '', () => writeData(value, out));
  } else if (node.children.length > 0) {
    const isList = node.children.every((child) => /^\[\d+\]$/.test(child.name));
    out.within(name, isList ? quantity(node.children.length) : '', () => {
      for (const child of node.children) write(child, node.name, octets, secrets, out);
    });
  } else if (node.complete) writeLeaf(name, node, octets, out);
}

/** The text form; a comment says where reading stopped. */
export function apduXml({ traced, error, octets, value }: ApduTree): string {
  const out = new XmlWriter();
  const list = traced === null ? bareList(octets) : null;
  if (traced !== null) write(traced, '', octets, secretFields(value), out);
  else if (list !== null) writeData(list, out);
  else out.leaf('Unknown', toHex(octets.subarray(0, 256)));
  if (error !== null) out.note(error.message);
  return out.lines.join('\n');
}
