/**
 * How protection is told of in an explained tree: what its header says, and how a message was deciphered.
 */
import { toHex } from '../../bytes';
import { describeTitle } from '../titles';
import type { ProtectionFacts } from '../types';
import type { ApduTree } from './apdu-tree';

/** What follows the wrapper of a protected APDU. */
function protectedBody(apdu: ApduTree['value']): Buffer | null {
  const content: unknown = apdu?.value;
  const body = Buffer.isBuffer(content) ? content : (content as { cipheredService?: Buffer } | undefined)?.cipheredService;
  return Buffer.isBuffer(body) && body.length >= 5 ? body : null;
}

/** Security control octet of a protected APDU. */
export const controlOf = (apdu: ApduTree['value']): number | null => protectedBody(apdu)?.[0] ?? null;

/** Security control and invocation counter, which are never ciphered (Green Book 9.2.7.2.4). */
export function protectionHead(apdu: ApduTree['value']): { value?: string } {
  const body = protectedBody(apdu);
  if (body === null) return {};
  return { value: `security control ${toHex(body.subarray(0, 1))}, counter ${body.readUInt32BE(1)}` };
}

/** `deciphered with the global key of X, counter 5, tag right`. */
export function noteOf(protection: ProtectionFacts | null, more: string | undefined): string {
  if (protection === null) return more ?? 'without its protection';
  const { key, use, counter, authenticated, control, systemTitle } = protection;
  const tag = { yes: 'the tag fits', no: 'no tag', unchecked: 'the tag was not checked, no authentication key is known' }[authenticated];
  const title = describeTitle(Buffer.from(systemTitle, 'hex'));
  const text = `deciphered with the ${use} key of ${key}, security control ${control.toString(16).toUpperCase()}, title ${title}, counter ${counter}, ${tag}`;
  return more === undefined ? text : `${text}; ${more}`;
}
