/** A hash of a text, for keys and identifiers that are made readable and must stay apart all the same. It protects nothing. */

/** FNV-1a with 64 bits over the octets of UTF-8 (draft-eastlake-fnv): 16 hex digits. */
export const textHash = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const octet of Buffer.from(text, 'utf8')) hash = BigInt.asUintN(64, (hash ^ BigInt(octet)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
};
