/**
 * Hostile octets out of good ones: a small generator of chance that a number repeats, and the ways in which messages break.
 */

/** Numbers below `limit`, the same ones for the same seed (mulberry32, public domain). */
export function chance(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  };
}

type Random = ReturnType<typeof chance>;
type Change = (octets: Buffer, random: Random, other: Buffer) => Buffer;

/** Octets that decoders stumble over: tags, counts, lengths in long form. */
const nasty = [
  '00',
  '01',
  '02',
  '09',
  '0C',
  '13',
  '7E',
  '7F',
  '80',
  '81',
  '84',
  'FE',
  'FF',
  'FFFF',
  '820000',
  '84FFFFFFFF',
  '01FFFF',
  '0101010101',
].map((hex) => Buffer.from(hex, 'hex'));

const randomOctets = (random: Random): Buffer => Buffer.from(Array.from({ length: random(64) }, () => random(256)));

const cut = (octets: Buffer, random: Random): [Buffer, Buffer] => {
  const at = random(octets.length + 1);
  return [octets.subarray(0, at), octets.subarray(at)];
};

const changes: readonly Change[] = [
  // one bit
  (octets, random) => {
    const copy = Buffer.from(octets);
    const at = random(copy.length);
    if (copy.length > 0) copy.writeUInt8(copy.readUInt8(at) ^ (1 << random(8)), at);
    return copy;
  },
  // octets replaced
  (octets, random) => {
    const copy = Buffer.from(octets);
    (nasty[random(nasty.length)] as Buffer).copy(copy, random(copy.length + 1));
    return copy;
  },
  // octets put in between
  (octets, random) => {
    const [head, tail] = cut(octets, random);
    return Buffer.concat([head, nasty[random(nasty.length)] as Buffer, tail]);
  },
  // octets left out
  (octets, random) => {
    const [head, tail] = cut(octets, random);
    return Buffer.concat([head, tail.subarray(1 + random(4))]);
  },
  // cut short
  (octets, random) => cut(octets, random)[0],
  // a part said again
  (octets, random) => {
    const [head, tail] = cut(octets, random);
    const again = tail.subarray(0, random(32));
    return Buffer.concat([head, ...new Array(1 + random(40)).fill(again), tail]);
  },
  // the beginning of one and the end of another
  (octets, random, other) => Buffer.concat([cut(octets, random)[0], cut(other, random)[1]]),
  // nothing but chance
  (_octets, random) => randomOctets(random),
];

/** One of the seeds, broken in one to four ways. */
export function mutated(seeds: readonly Buffer[], random: Random): Buffer {
  const pick = (): Buffer => seeds[random(seeds.length)] ?? Buffer.alloc(0);
  let octets = pick();
  for (let times = 1 + random(4); times > 0; times--) octets = (changes[random(changes.length)] as Change)(octets, random, pick());
  return octets;
}
