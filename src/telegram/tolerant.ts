/**
 * DataNotifications that are not quite A-XDR: Sagemcom XT211 and the lists of EG.D (Czech Republic) have structures of two,
 * the first element being a Cosem-Attribute-Descriptor as it stands in a GET (class, logical name, attribute: nine octets
 * without any tag), the second its value.
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

/**
 * Whether a descriptor stands behind the head of a structure of two: class below 256, F = 255, attribute 1 to 31. Null: what
 * is there fits, more octets are needed.
 */
export function descriptorAt(octets: Buffer, at: number, end: number): boolean | null {
  if (octets[at - 1] !== 2 || octets[at - 2] !== 2) return false;
  if (at < end && octets[at] !== 0) return false;
  if (at + 1 < end && octets[at + 1] === 0) return false;
  if (at + 7 < end && octets[at + 7] !== 0xff) return false;
  const attribute = octets[at + 8] as number;
  if (at + 8 < end && (attribute < 1 || attribute > 31)) return false;
  return at + descriptorOctets < end ? true : null;
}

const maxDepth = 32;

function readDescriptor(input: Reader): Data {
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
    const descriptor = tag === 2 && i === 0 && descriptorAt(input.buffer, input.position, input.end) === true;
    elements.push(descriptor ? readDescriptor(input) : readValue(input, depth + 1));
  }
  return { type: tag === 1 ? 'array' : 'structure', value: elements };
}

export interface TolerantNotification {
  readonly longInvokeIdAndPriority: number;
  readonly dateTime: Buffer;
  readonly body: Data;
}

/**
 * A DataNotification with descriptors that have no tags; all octets must be used.
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
