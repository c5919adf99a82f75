/**
 * DataNotifications that are not quite A-XDR. Sagemcom XT211 and the lists of EG.D (Czech Republic) have structures of two,
 * the first element being a Cosem-Attribute-Descriptor as it stands in a GET (class, logical name, attribute: nine octets
 * without any tag), the second its value. Landis+Gyr ZMF100 has tag and length of some codes the wrong way round (06 09).
 *
 * The reader here is tried only after the strict one failed, and what it gives is plain `Data`: the descriptor becomes a
 * structure of long-unsigned, octet-string and integer, the form that push object lists have.
 */
import { Reader } from '../bytes';
import { length } from '../codec/axdr';
import { data } from '../codec/data';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';

/** Octets of class (2), logical name (6) and attribute (1). */
const descriptorOctets = 9;

/** Tag, length and the six octets of a code, in the wrong order. */
const swappedOctets = 8;
const largestMedium = 15;

/** Whether a code whose tag and length are exchanged stands behind the head of a structure of two or three. */
function swappedAt(octets: Buffer, at: number, end: number): boolean {
  const count = octets[at - 1];
  if (octets[at - 2] !== 2 || (count !== 2 && count !== 3) || octets[at] !== 0x06 || octets[at + 1] !== 0x09) return false;
  return at + 1 < end && (at + 2 >= end || (octets[at + 2] as number) <= largestMedium) && (at + 7 >= end || octets[at + 7] === 0xff);
}

/** Octets of what stands for an object at the head of a structure and is no A-XDR, whether they are all there or not; 0 for none. */
export function oddHead(octets: Buffer, at: number, end: number): number {
  if (swappedAt(octets, at, end)) return swappedOctets;
  return descriptorAt(octets, at, end) === false ? 0 : descriptorOctets;
}

/**
 * Whether a descriptor stands behind the head of a structure of two: class below 256, F = 255, attribute 1 to 31. Null: what
 * is there fits, more octets are needed.
 */
function descriptorAt(octets: Buffer, at: number, end: number): boolean | null {
  if (octets[at - 1] !== 2 || octets[at - 2] !== 2) return false;
  if (at < end && octets[at] !== 0) return false;
  if (at + 1 < end && octets[at + 1] === 0) return false;
  if (at + 7 < end && octets[at + 7] !== 0xff) return false;
  const attribute = octets[at + 8] as number;
  if (at + 8 < end && (attribute < 1 || attribute > 31)) return false;
  return at + descriptorOctets < end ? true : null;
}

const maxDepth = 32;

function readOddHead(input: Reader, octets: number): Data {
  if (octets === swappedOctets) {
    input.skip(2);
    return { type: 'octet-string', value: input.octets(6) };
  }
  const classId = input.u16();
  const name = input.octets(6);
  const attribute = input.u8();
  return {
    type: 'structure',
    value: [
      { type: 'long-unsigned', value: classId },
      { type: 'octet-string', value: name },
      { type: 'integer', value: attribute },
    ],
  };
}

function readValue(input: Reader, depth: number): Data {
  if (depth > maxDepth) throw new DlmsError('limit-exceeded', `nested deeper than ${maxDepth}`);
  const tag = input.peek();
  if (tag !== 1 && tag !== 2) {
    return data.read(input);
  }
  input.skip(1);
  const count = length.read(input);
  if (count > input.remaining) throw input.malformed(`${count} elements announced`);
  const elements: Data[] = [];
  for (let i = 0; i < count; i++) {
    const odd = tag === 2 && i === 0 ? oddHead(input.buffer, input.position, input.end) : 0;
    elements.push(odd > 0 ? readOddHead(input, odd) : readValue(input, depth + 1));
  }
  return { type: tag === 1 ? 'array' : 'structure', value: elements };
}

export interface TolerantNotification {
  readonly longInvokeIdAndPriority: number;
  readonly dateTime: Buffer;
  readonly body: Data;
}

/**
 * A DataNotification with descriptors that have no tags, or wrong ones; all octets must be used.
 * @throws DlmsError of the codec when the octets do not fit that form either
 */
export function readTolerantNotification(apdu: Buffer): TolerantNotification {
  const input = new Reader(apdu);
  if (input.u8() !== 0x0f) throw input.malformed('no DataNotification', 0);
  const longInvokeIdAndPriority = input.u32();
  if (input.peek() === 0x09) input.skip(1);
  const dateTime = input.octets(length.read(input));
  const body = readValue(input, 0);
  if (input.remaining > 0) throw input.malformed(`${input.remaining} octets too many`);
  return { longInvokeIdAndPriority, dateTime, body };
}
