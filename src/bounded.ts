/**
 * Maps that others fill: meters, senders, browsers. None may grow with what comes, so above a limit the entry that was put
 * longest ago goes (a JavaScript map keeps the order in which its keys were put).
 */

/** Puts an entry last, a known key too. Returns the one that had to go; undefined while there is room. */
export function putBounded<K, V>(map: Map<K, V>, key: K, value: V, limit: number): V | undefined {
  map.delete(key);
  map.set(key, value);
  const [first] = map;
  if (map.size <= limit || first === undefined) return undefined;
  map.delete(first[0]);
  return first[1];
}
