/**
 * A notification's body without the notification: what programs log as "decrypted block" or "application data" (Tasmota,
 * amsreader) is one array or structure (A-XDR, Green Book 9.5), and nothing says its length. It is believed when its elements
 * end with the octets, or where another list begins, and it has elements.
 */
import { Reader } from '../bytes';
import { data, decodeData } from '../codec/data';
import { type Data, dataTags } from '../codec/types';
import { isDlmsError } from '../errors';

/** Octets below which a list says nothing. */
const fewestOctets = 8;

const beginsList = (octets: Buffer, at: number): boolean => octets[at] === dataTags.array || octets[at] === dataTags.structure;

/** The list that these octets are, all of them; null when they are something else. */
export function bareList(octets: Buffer): Data | null {
  if (octets.length < fewestOctets || !beginsList(octets, 0)) return null;
  try {
    const list = decodeData(octets);
    return Array.isArray(list.value) && list.value.length > 0 ? list : null;
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** The octets of lists one behind another, all of them; none when they are something else. */
export function bareLists(octets: Buffer): readonly Buffer[] {
  const input = new Reader(octets);
  const lists: Buffer[] = [];
  try {
    while (input.remaining > 0 && beginsList(octets, input.position)) {
      const from = input.position;
      data.read(input);
      lists.push(octets.subarray(from, input.position));
    }
  } catch (error) {
    if (isDlmsError(error)) return [];
    throw error;
  }
  return input.remaining === 0 && lists.every((list) => bareList(list) !== null) ? lists : [];
}
