/**
 * Faults of the line and of the meter, on purpose (`FaultOptions`): what happens to a frame between the meter and the line.
 *
 * Every draw comes from the meter's seeded source, so a run repeats. The steps stand in the order in which they act.
 */
import { DlmsError, isDlmsError } from '../errors';
import { decodeFrame, encodeFrame } from '../framing/hdlc/frame';
import type { Random } from './random';
import type { FaultOptions } from './types';

/** What a faulty line makes of one frame: octets to send, in order, after a pause. */
export interface Sent {
  readonly octets: readonly Buffer[];
  readonly delayMs: number;
}

const happens = (probability: number | undefined, random: Random): boolean => probability !== undefined && random() < probability;
const pick = (random: Random, count: number): number => Math.min(count - 1, Math.floor(random() * count));

function corrupted(frame: Buffer, random: Random): Buffer {
  const changed = Buffer.from(frame);
  const at = pick(random, changed.length);
  // never the same octet again
  changed[at] = (changed[at] as number) ^ (1 + pick(random, 255));
  return changed;
}

function noise(count: number, random: Random): Buffer {
  // no 7E: noise that looks like a flag is the business of `corrupt`
  return Buffer.from(Array.from({ length: count }, () => pick(random, 0x7e)));
}

/** The same frame from another address, checks right. */
function fromElsewhere(frame: Buffer, framing: 'hdlc' | 'wrapper'): Buffer {
  if (framing === 'wrapper') {
    const changed = Buffer.from(frame);
    changed.writeUInt16BE((changed.readUInt16BE(2) + 1) & 0xffff, 2);
    return changed;
  }
  try {
    const { source, ...fields } = decodeFrame(frame);
    return encodeFrame({ ...fields, source: { ...source, upper: (source.upper + 1) & 0x7f } });
  } catch (error) {
    if (isDlmsError(error)) return frame;
    throw error;
  }
}

/** A frame on its way through the faults. */
export function sendThrough(faults: FaultOptions, framing: 'hdlc' | 'wrapper', frame: Buffer, random: Random): Sent {
  if (faults.silent || happens(faults.lose, random)) return { octets: [], delayMs: 0 };
  let octets = faults.wrongAddress ? fromElsewhere(frame, framing) : frame;
  if (happens(faults.corrupt, random)) octets = corrupted(octets, random);
  if (happens(faults.cut, random)) octets = octets.subarray(0, 1 + pick(random, octets.length - 1));
  if (faults.noise) octets = Buffer.concat([noise(faults.noise, random), octets]);
  const copies = happens(faults.repeat, random) ? [octets, octets] : [octets];
  return { octets: copies, delayMs: faults.delayMs ?? 0 };
}

/** Every fault and what it takes; a fault that is missing here does not compile. */
const faultKinds: Readonly<Record<keyof FaultOptions, 'probability' | 'count' | 'flag' | 'refusals' | readonly string[]>> = {
  lose: 'probability',
  cut: 'probability',
  repeat: 'probability',
  corrupt: 'probability',
  delayMs: 'count',
  busy: 'count',
  dropAfter: 'count',
  noise: 'count',
  cutAfterBlocks: 'count',
  slowImage: 'count',
  echo: 'flag',
  silent: 'flag',
  wrongAddress: 'flag',
  leaveOpen: 'flag',
  refuse: 'refusals',
  proof: ['missing', 'wrong'],
  protection: ['plain', 'replayed', 'tag-cut'],
};

const largestCount = 1_000_000;

/** What is wrong with the value of a fault; null when it will do. */
function faultProblem(value: unknown, kind: (typeof faultKinds)[keyof FaultOptions]): string | null {
  if (typeof kind === 'object') return kind.includes(value as string) ? null : `${kind.join(', ')} are known`;
  const number = typeof value === 'number' ? value : Number.NaN;
  if (kind === 'probability') return number >= 0 && number <= 1 ? null : 'a probability from 0 to 1 is needed';
  if (kind === 'count') return Number.isInteger(number) && number >= 0 && number <= largestCount ? null : 'a whole number from 0 is needed';
  return null;
}

/** @throws DlmsError `settings-invalid` naming the fault that is unknown or out of range */
export function checkFaults(faults: FaultOptions): FaultOptions {
  for (const [fault, value] of Object.entries(faults)) {
    if (!Object.hasOwn(faultKinds, fault)) {
      throw new DlmsError('settings-invalid', `${fault} is not a fault; known: ${Object.keys(faultKinds).join(', ')}`);
    }
    const problem = value === undefined ? null : faultProblem(value, faultKinds[fault as keyof FaultOptions]);
    if (problem !== null) throw new DlmsError('settings-invalid', `fault ${fault} is ${value}: ${problem}`);
  }
  return faults;
}
