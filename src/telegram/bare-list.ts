/**
 * A notification's body without the notification: what programs log as "decrypted block" or "application data" (Tasmota,
 * amsreader) is one array or structure (A-XDR, Green Book 9.5), and nothing says its length. It is believed when its elements
 * end with the octets and there is more than one.
 */
import { decodeData } from '../codec/data';
import { type Data, dataTags } from '../codec/types';
import { isDlmsError } from '../errors';

/** Octets below which a list says nothing. */
const fewestOctets = 8;

/** The list that these octets are, all of them; null when they are something else. */
export function bareList(octets: Buffer): Data | null {
  if (octets.length < fewestOctets || (octets[0] !== dataTags.array && octets[0] !== dataTags.structure)) return null;
  try {
    const list = decodeData(octets);
    return Array.isArray(list.value) && list.value.length > 0 ? list : null;
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}
