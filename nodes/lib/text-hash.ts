/** Hashes of texts, for keys and identifiers that are made readable and must stay apart all the same. They protect nothing. */

/** FNV-1a with 64 bits over the octets of UTF-8 (draft-eastlake-fnv): 16 hex digits. */
export const textHash = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const octet of Buffer.from(text, 'utf8')) hash = BigInt.asUintN(64, (hash ^ BigInt(octet)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
};

/** What FNV-1a with 32 bits begins with. */
export const fnvBasis = 0x811c9dc5;

/** FNV-1a with 32 bits over the characters: for lists of thousands, where numbers of 64 bits take long. */
export const quickHash = (text: string, basis = fnvBasis): number => {
  let hash = basis;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};
